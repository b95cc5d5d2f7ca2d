"""Points, cells and areas on the Earth, reckoned without a spatial database."""

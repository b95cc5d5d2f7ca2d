"""Everything that writes reports, tallies and coverage."""

"""Everything that the mechanism does, each an act of somebody with a right to it."""

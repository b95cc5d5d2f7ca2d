"""Everything that is recorded of talks, each an act of somebody with a right to it."""

"""Everything that is done at the press desk."""

"""Everything that takes reports in, keeps callers' names, and tells those on duty."""

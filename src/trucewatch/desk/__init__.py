"""The press desk: documents become proposals, and what a person accepts enters the record."""

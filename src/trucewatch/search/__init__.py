"""Looking for anything in the record by its words: each kind through its own gate."""

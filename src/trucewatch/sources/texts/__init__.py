"""The words of a file: one module for each kind of file, none of which knows the record."""

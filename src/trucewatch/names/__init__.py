"""Names and words in the scripts of the record, reduced to forms that can be compared."""

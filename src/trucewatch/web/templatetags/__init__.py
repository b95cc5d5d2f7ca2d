"""What templates need to write dates, figures and marks in the record's words."""

"""Bulletins select and word what is recorded, for one reader, at one moment."""

"""Mappings of known layouts that come with the software."""

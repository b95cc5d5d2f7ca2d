"""Trucewatch: one shared, sourced record of a ceasefire."""

__version__ = "0.1.0"

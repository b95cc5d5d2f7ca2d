"""Actors, their names and their dated relations."""

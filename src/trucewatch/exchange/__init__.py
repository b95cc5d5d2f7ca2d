"""Importers and exporters: one file per format, one summary for all."""

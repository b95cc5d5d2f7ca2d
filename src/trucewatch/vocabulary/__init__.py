"""The words of the record: frozen values and enumerations that every other package shares."""

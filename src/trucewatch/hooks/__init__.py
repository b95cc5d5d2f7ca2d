"""Addresses outside that are told when something was done, as far as one member sees."""

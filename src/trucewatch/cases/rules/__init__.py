"""Decisions of the mechanism, pure: steps, deadlines, votes, terms, matching of two books."""

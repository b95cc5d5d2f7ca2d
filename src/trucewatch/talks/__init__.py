"""Rounds of talks, as dated markers beside what happened on the ground."""

"""The way from the record to a paper: what a reader may see of a round, as its content."""

from trucewatch.papers.gathering.drafts import draft_paper
from trucewatch.papers.gathering.papers import paper_of

__all__ = ["draft_paper", "paper_of"]

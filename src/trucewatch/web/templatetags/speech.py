"""Figures and names of what was said."""

from django import template

from trucewatch.bulletins.phrases import figure_in_words
from trucewatch.statements.models import FigureClaim

register = template.Library()


@register.filter
def claimed(claim: FigureClaim) -> str:
    """The number of a claim with its bound."""
    return figure_in_words(claim.figure)


@register.filter
def beside(names: str) -> str:
    """Names that stand one a line, beside each other."""
    return "; ".join(name for name in names.split("\n") if name)

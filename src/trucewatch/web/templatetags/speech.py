"""Figures and names of what was said."""

from django import template

from trucewatch.statements.models import FigureClaim
from trucewatch.web.language import figure_in_words

register = template.Library()


@register.filter
def claimed(claim: FigureClaim) -> str:
    """The number of a claim with its bound."""
    return figure_in_words(claim.figure)


@register.filter
def beside(names: str) -> str:
    """Names that stand one a line, beside each other."""
    return "; ".join(name for name in names.split("\n") if name)

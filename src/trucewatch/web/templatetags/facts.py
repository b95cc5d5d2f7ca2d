"""What pages of facts look up: the citation of a row, the letter of an area, labels of states."""

from collections.abc import Mapping
from typing import Any, Final

from django import template

from trucewatch.agreements.rules import DueState
from trucewatch.bulletins.phrases import figure_in_words
from trucewatch.geo.dated import Verdict
from trucewatch.vocabulary.bound import Figure
from trucewatch.web.citations import Citation

register = template.Library()

SCOPE_LABELS: Final[dict[Verdict, str]] = {
    Verdict.COVERED: "Covered on that day",
    Verdict.EXCEPTED: "Excepted on that day",
    Verdict.OUTSIDE: "In no area that the texts name",
    Verdict.UNCERTAIN: "Not the same on all of its days",
    Verdict.UNPLACED: "No place is known",
}


@register.filter
def cite_of(cites: Mapping[Any, Citation | None], row: Any) -> Citation | None:
    """The citation of a row among those of a page."""
    return cites.get(row.pk) if row else None


@register.filter
def letter_of(letters: Mapping[Any, str], row: Any) -> str:
    """The letter of an area on the map beside the list."""
    return letters.get(row.pk, "")


@register.filter
def due_label(state: str) -> str:
    """What a due state is called."""
    return DueState(state).label


@register.filter
def scope_label(verdict: Verdict) -> str:
    """What a verdict on a place and a day is called."""
    return SCOPE_LABELS[verdict]


@register.filter
def figure(number: Figure) -> str:
    """A figure with its bound in the reader's language."""
    return figure_in_words(number)

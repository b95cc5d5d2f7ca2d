"""What pages of the talks look up: times on the venue's clocks and in UTC, rows by their keys."""

from collections.abc import Mapping
from typing import Any

from django import template

from trucewatch.bulletins.language import between
from trucewatch.bulletins.phrases import figure_in_words
from trucewatch.statements.rules import figure_of
from trucewatch.talks.rules.schedule import Timed
from trucewatch.web.citations import Citation

register = template.Library()


@register.filter
def of_key(found: Mapping[Any, Any], key: Any) -> Any:
    """What a table holds under a key; None where it holds nothing."""
    return found.get(key)


@register.filter
def cite_by(cites: Mapping[Any, Citation | None], key: Any) -> Citation | None:
    """The citation of the row with a key."""
    return cites.get(key)


@register.filter
def clock(time: Timed) -> str:
    """A time of day, or from when until when, on the clocks of the venue."""
    if time.first is None:
        return ""
    first = f"{time.first:%H:%M}"
    return between(first, f"{time.last:%H:%M}") if time.last else first


@register.filter
def utc_clock(time: Timed) -> str:
    """The same in UTC."""
    if time.utc is None:
        return ""
    first, last = time.utc
    return between(f"{first:%H:%M}", f"{last:%H:%M}") if last else f"{first:%H:%M}"


@register.filter
def quantity_words(row: Any) -> str:
    """A number with its bounds, of a row that has them."""
    return figure_in_words(figure_of(row.quantity_low, row.quantity_high))

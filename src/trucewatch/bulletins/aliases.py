"""Names of parties and places in the languages of readers, as far as the record has them."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Final

from django.db.models import Q

from trucewatch.parties.models import PartyName
from trucewatch.places.models import PlaceName

Names = dict[str, dict[str, str]]

CANONICAL: Final = "en"
"""The language of the record's own names, for which no alias stands in."""


def party_aliases(names: Collection[str], day: dt.date) -> Names:
    """By the record's name of a party: its name in each other language on that day.

    Where a language has several, the one that was entered first.
    """
    in_use = Q(since__isnull=True) | Q(since__lte=day)
    in_use &= Q(until__isnull=True) | Q(until__gte=day)
    rows = PartyName.objects.filter(in_use, party__name__in=names).order_by("-pk")
    return _by_name(rows.values_list("party__name", "language", "text"))


def place_aliases(names: Collection[str]) -> Names:
    """By the record's name of an area: its name in each other language."""
    rows = PlaceName.objects.filter(
        place__name__in=names, place__place_kind__in=("country", "admin1")
    ).order_by("-pk")
    return _by_name(rows.values_list("place__name", "language", "text"))


def _by_name(rows: Iterable[tuple[str, str, str]]) -> Names:
    found: Names = {}
    for name, language, text in rows:
        if language and language != CANONICAL:
            found.setdefault(name, {})[language] = text
    return {name: dict(sorted(found[name].items())) for name in sorted(found)}

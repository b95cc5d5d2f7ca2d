"""What somebody who types a few words into a search wants to find in the text of reports."""

import re
from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from trucewatch.names.folding import fold
from trucewatch.names.searching import Wording
from trucewatch.parties.models import PartyName
from trucewatch.places.models import PlaceName

_LONGEST_NAME: Final = 4
_MOST_NAMES: Final = 40
_UNIT: Final = re.compile(r'(-?)(?:["“”«»„]([^"“”«»„]*)["“”«»„]?|(\S+))')


def wording_of(text: str) -> Wording:
    """Words and "phrases in quotation marks" that must occur, and -those that must not.

    Words that are a name of a place or of a party stand for its other names too, in every script:
    whoever looks for Алеппо finds what was written about حلب. A phrase in quotation marks is taken
    to the letter.
    """
    words: list[str] = []
    phrases: list[str] = []
    without: list[str] = []
    for minus, phrase, word in _UNIT.findall(text):
        folded = fold(phrase or word)
        if folded:
            target = without if minus else (phrases if phrase else words)
            target.append(folded)
    groups = [(phrase,) for phrase in phrases]
    return Wording((*groups, *_groups(" ".join(words).split())), tuple(without))


def _groups(words: Sequence[str]) -> Iterable[tuple[str, ...]]:
    """Each word or run of words that is a name together with its other names."""
    names = _other_names(_runs(words))
    start = 0
    while start < len(words):
        length = next(
            (n for n in range(_LONGEST_NAME, 1, -1) if " ".join(words[start : start + n]) in names),
            1,
        )
        run = " ".join(words[start : start + length])
        yield tuple(dict.fromkeys([run, *names.get(run, ())]))
        start += length


def _runs(words: Sequence[str]) -> set[str]:
    return {
        " ".join(words[start : start + length])
        for start in range(len(words))
        for length in range(1, _LONGEST_NAME + 1)
    }


def _other_names(runs: Iterable[str]) -> dict[str, list[str]]:
    """For each run that is a name, the folded names of whatever bears it."""
    found: dict[str, list[str]] = {}
    for names, owner in ((PlaceName.objects.all(), "place"), (_party_names(), "party")):
        bearers: dict[str, set[UUID]] = {}
        for run, key in names.filter(folded__in=list(runs)).values_list("folded", f"{owner}_id"):
            bearers.setdefault(run, set()).add(key)
        keys = set().union(*bearers.values()) if bearers else set()
        other: dict[UUID, list[str]] = {}
        known = names.filter(**{f"{owner}__in": keys}).order_by("folded")
        for key, folded in known.values_list(f"{owner}_id", "folded"):
            other.setdefault(key, []).append(folded)
        for run, ids in bearers.items():
            together = sorted({name for key in ids for name in other[key] if name})
            found.setdefault(run, []).extend(together[:_MOST_NAMES])
    return found


def _party_names() -> QuerySet[PartyName]:
    # Of a party that an import staged and has not published, nobody knows a name yet.
    return PartyName.objects.filter(
        Q(party__run__isnull=True) | Q(party__run__published_at__isnull=False)
    )

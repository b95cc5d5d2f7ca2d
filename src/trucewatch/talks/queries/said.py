"""What each side says around a round: the words of those days, side by side."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from trucewatch.accounts.access import Reader
from trucewatch.names.folding import fold
from trucewatch.parties.models import Party
from trucewatch.statements.models import Statement
from trucewatch.statements.queries import counted
from trucewatch.talks.models import Round

BEFORE: Final = dt.timedelta(days=2)
AFTER: Final = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Side:
    """One speaker's side with what it says; ``party`` is None where only a name is known."""

    party: Party | None
    label: str
    statements: tuple[Statement, ...]


def said_around(reader: Reader, round_: Round) -> list[Side]:
    """Statements from two days before a round until a week after it, by side.

    Sides stand in the order of their first words. A protected speaker is a side of their own.
    """
    first, last = round_.date_start - BEFORE, round_.date_end + AFTER
    rows = counted(Statement, reader, "speaker_party", "document__source").filter(
        Q(said_until__gte=first) | Q(said_until__isnull=True, said_from__gte=first),
        said_from__lte=last,
    )
    sides: defaultdict[str, list[Statement]] = defaultdict(list)
    for row in rows.order_by("said_from", "recorded_at", "pk"):
        party = None if row.anonymous else row.speaker_party
        sides[str(party.pk) if party else fold(row.speaker_label)].append(row)
    return [_side(mine) for mine in sides.values()]


def _side(rows: Sequence[Statement]) -> Side:
    first = rows[0]
    party = None if first.anonymous else first.speaker_party
    return Side(party, party.name if party else first.speaker_label, tuple(rows))

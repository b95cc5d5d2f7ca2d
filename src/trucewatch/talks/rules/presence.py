"""Who was there on which day, as accounts have it: one cell for a delegation and a day."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from trucewatch.names.folding import fold
from trucewatch.vocabulary.derived import DerivedLabel, Verdict, Voiced, compare_voices
from trucewatch.vocabulary.process import ParticipationStatus
from trucewatch.vocabulary.sentence import Sentence

_S = ParticipationStatus
_THERE: Final = Sentence("there")
_AWAY: Final = Sentence("not there")
_CAME: Final = frozenset({_S.PRESENT, _S.LATE, _S.WALKED_OUT, _S.RETURNED})
"""Whoever is said to be this was there for some of the day."""
LONGEST_GRID: Final = 31
"""More days than this are not drawn as a grid."""


@dataclass(frozen=True, slots=True)
class PresenceTold:
    """What one account says of a delegation from one day to another."""

    key: UUID
    delegation: UUID
    first: dt.date
    last: dt.date
    status: ParticipationStatus
    voice: str
    at: dt.time | None = None
    reason: str = ""
    order: int = 0
    is_vague: bool = False
    """Whether its days are known only roughly."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One delegation on one day: every account in the order of the day, and what they say together.

    ``verdict`` is None where no account tells of the day.
    """

    day: dt.date
    told: tuple[PresenceTold, ...]
    verdict: Verdict | None

    @property
    def statuses(self) -> tuple[ParticipationStatus, ...]:
        """What the day was, each status once: several where it changed or accounts differ."""
        return tuple(dict.fromkeys(each.status for each in self.told))

    @property
    def is_vague(self) -> bool:
        """Whether no account of it knows the day exactly."""
        return bool(self.told) and all(each.is_vague for each in self.told)

    @property
    def is_disputed(self) -> bool:
        """Whether one account has the delegation there and another has it away."""
        return self.verdict is not None and self.verdict.label is DerivedLabel.DISPUTED


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a delegation was late or away, as each voice has it.

    These are the reasons for one thing: the same mark on days that overlap. A boycott of one day
    and a late arrival of the next have reasons of their own, and neither speaks against the other.
    """

    told: tuple[PresenceTold, ...]
    verdict: Verdict


def days_of_grid(
    start: dt.date, end: dt.date, told: Iterable[PresenceTold], *, is_vague: bool
) -> list[dt.date]:
    """The days of a grid: those of the round and those of which accounts tell.

    Of a round whose dates are vague only the days that accounts tell of: the others are no days of
    the round that anybody knows of.
    """
    rows = list(told)
    days = {first + dt.timedelta(days=n) for row in rows for first, n in _days(row)}
    if not is_vague or not days:
        days |= {start + dt.timedelta(days=n) for n in range((end - start).days + 1)}
    return sorted(days)[:LONGEST_GRID]


def _days(row: PresenceTold) -> list[tuple[dt.date, int]]:
    return [(row.first, n) for n in range(min((row.last - row.first).days, LONGEST_GRID) + 1)]


def grid_row(days: Sequence[dt.date], told: Iterable[PresenceTold]) -> list[Cell]:
    """The cells of one delegation, a day each."""
    rows = list(told)
    return [cell_of(day, (row for row in rows if row.first <= day <= row.last)) for day in days]


def cell_of(day: dt.date, told: Iterable[PresenceTold]) -> Cell:
    """One day of one delegation. There and not there dispute; how somebody came does not."""
    rows = sorted(told, key=lambda row: (row.at or dt.time.min, row.order, str(row.key)))
    if not rows:
        return Cell(day, (), None)
    by_voice: defaultdict[str, list[PresenceTold]] = defaultdict(list)
    names: dict[str, str] = {}
    for row in rows:
        names.setdefault(fold(row.voice), row.voice)
        by_voice[fold(row.voice)].append(row)
    voices = [
        Voiced(names[key], _THERE if any(row.status in _CAME for row in mine) else _AWAY)
        for key, mine in by_voice.items()
    ]
    return Cell(day, tuple(rows), compare_voices(voices))


def reasons_of(told: Iterable[PresenceTold]) -> list[Reasons]:
    """The reasons that are given for one delegation, each voice's once for each thing, by day.

    Those of one mark are for one thing where their days overlap, from one to the next.
    """
    rows = sorted((row for row in told if row.reason.strip()), key=_by_day)
    groups: list[list[PresenceTold]] = []
    open_groups: dict[ParticipationStatus, tuple[dt.date, list[PresenceTold]]] = {}
    for row in rows:
        until, group = open_groups.get(row.status, (dt.date.min, []))
        if not group or row.first > until:
            group = []
            groups.append(group)
        group.append(row)
        open_groups[row.status] = max(until, row.last), group
    return [_reasons(group) for group in groups]


def _reasons(rows: Sequence[PresenceTold]) -> Reasons:
    given = {
        (fold(row.voice), " ".join(row.reason.split())): row
        for row in sorted(rows, key=_by_day, reverse=True)
    }
    once = sorted(given.values(), key=_by_day)
    return Reasons(
        tuple(once),
        compare_voices([Voiced(row.voice, " ".join(row.reason.split())) for row in once]),
    )


def reasons_together(things: Sequence[Reasons]) -> Reasons | None:
    """The reasons for everything in one list; None where none is given.

    Disputed where those for one thing are; else as far as the thing that fewest tell of.
    """
    if not things:
        return None
    order = (DerivedLabel.DISPUTED, DerivedLabel.ONE_SIDED)
    weakest = next(
        (each.verdict for label in order for each in things if each.verdict.label is label),
        things[0].verdict,
    )
    return Reasons(tuple(row for each in things for row in each.told), weakest)


def _by_day(row: PresenceTold) -> tuple[dt.date, int, str]:
    return row.first, row.order, str(row.key)

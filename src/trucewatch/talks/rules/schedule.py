"""Times of a round on the venue's clocks and in UTC, and schedules that differ."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from trucewatch.names.folding import fold
from trucewatch.vocabulary.derived import DerivedLabel, Verdict
from trucewatch.vocabulary.sentence import Sentence
from trucewatch.vocabulary.talks import ScheduleKind

_ROUGH: Final = dt.timedelta(minutes=30)
"""By so much a time that is given roughly may be off."""
_SEVERAL: Final = frozenset({ScheduleKind.SESSION, ScheduleKind.PRESS, ScheduleKind.OTHER})
"""Of these a round has several: two times are rivals only under one name."""


@dataclass(frozen=True, slots=True)
class Timed:
    """One account's time for something, on the clocks of the venue."""

    key: UUID
    kind: ScheduleKind
    what: str
    voice: str
    on: dt.date
    first: dt.time | None
    last: dt.time | None
    is_about: bool
    zone: str

    @property
    def moments(self) -> tuple[dt.datetime, dt.datetime]:
        """Between which moments it lies, in UTC; a day without a time is the whole of it."""
        zone = ZoneInfo(self.zone)
        first = self.first or dt.time.min
        last = self.last or (self.first if self.first else dt.time.max)
        start, end = (
            dt.datetime.combine(self.on, clock, zone).astimezone(dt.UTC) for clock in (first, last)
        )
        return (start - _ROUGH, end + _ROUGH) if self.is_about and self.first else (start, end)

    @property
    def utc(self) -> tuple[dt.datetime, dt.datetime | None] | None:
        """The same moments in UTC as they were given; None where no time of day is."""
        if self.first is None:
            return None
        zone = ZoneInfo(self.zone)
        start = dt.datetime.combine(self.on, self.first, zone).astimezone(dt.UTC)
        if self.last is None:
            return start, None
        return start, dt.datetime.combine(self.on, self.last, zone).astimezone(dt.UTC)


@dataclass(frozen=True, slots=True)
class Rivals:
    """The times that accounts give for one thing, and what they say together."""

    kind: ScheduleKind
    what: str
    times: tuple[Timed, ...]
    verdict: Verdict


def side_by_side(times: Iterable[Timed]) -> list[Rivals]:
    """Times of one thing in one group, the groups in the order of their earliest time."""
    groups: defaultdict[tuple[ScheduleKind, str], list[Timed]] = defaultdict(list)
    for each in times:
        name = fold(each.what) if each.kind in _SEVERAL else ""
        groups[each.kind, name].append(each)
    rivals = [
        Rivals(kind, rows[0].what, tuple(sorted(rows, key=_by_time)), compare_times(rows))
        for (kind, _name), rows in groups.items()
    ]
    return sorted(rivals, key=lambda group: _by_time(group.times[0]))


def compare_times(times: Iterable[Timed]) -> Verdict:
    """Disputed as soon as two accounts leave no moment that both allow."""
    rows = sorted(times, key=lambda each: (each.moments, fold(each.voice), str(each.key)))
    for place, one in enumerate(rows):
        for other in rows[place + 1 :]:
            if one.moments[1] < other.moments[0]:
                return Verdict(
                    DerivedLabel.DISPUTED,
                    Sentence(
                        "{first} and {second} give times that cannot both be right.",
                        first=one.voice, second=other.voice,
                    ),
                )  # fmt: skip
    voices = sorted({fold(each.voice): each.voice for each in rows}.values())
    if len(voices) == 1:
        return Verdict(
            DerivedLabel.ONE_SIDED, Sentence("Only {source} tells of it.", source=voices[0])
        )
    return Verdict(
        DerivedLabel.AGREED, Sentence("{number} voices say the same.", number=len(voices))
    )


def _by_time(each: Timed) -> tuple[dt.datetime, dt.datetime, str]:
    return *each.moments, str(each.key)

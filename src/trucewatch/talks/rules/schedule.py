"""Days and times of a round as accounts have them, on the venue's clocks and in UTC."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from trucewatch.names.folding import fold
from trucewatch.vocabulary.derived import DerivedLabel, Verdict, Voiced, compare_voices
from trucewatch.vocabulary.interval import DatePrecision, Interval
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
        last = self.last or self.first or dt.time.max
        start, end = self._moment(self.first or dt.time.min), self._end(last)
        return (start - _ROUGH, end + _ROUGH) if self.is_about and self.first else (start, end)

    @property
    def utc(self) -> tuple[dt.datetime, dt.datetime | None] | None:
        """The same moments in UTC as they were given; None where no time of day is."""
        if self.first is None:
            return None
        return self._moment(self.first), None if self.last is None else self._end(self.last)

    def _end(self, last: dt.time) -> dt.datetime:
        """The moment of the last time: on the day after where it lies before the first one.

        Where clocks are put forward over the first time that time lies after them: then the end is
        no earlier than the start.
        """
        first = self.first or dt.time.min
        end = self._moment(last, dt.timedelta(days=1 if last < first else 0))
        return max(end, self._moment(first))

    def _moment(self, clock: dt.time, later: dt.timedelta = dt.timedelta(0)) -> dt.datetime:
        """A time on the venue's clocks in UTC; one that clocks leave out as if they did not."""
        local = dt.datetime.combine(self.on + later, clock, ZoneInfo(self.zone))
        return local.astimezone(dt.UTC)


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
    rivals = []
    for (kind, _name), rows in groups.items():
        rows.sort(key=_by_time)
        rivals.append(Rivals(kind, rows[0].what, tuple(rows), compare_times(rows)))
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


@dataclass(frozen=True, slots=True)
class Announced:
    """The days that one account gives; ``is_sharp`` where it knows them to the day."""

    voice: str
    interval: Interval
    is_sharp: bool

    @property
    def room(self) -> Interval:
        """Every day that the account leaves open."""
        return self.interval if self.is_sharp else self.interval.spread()


def is_sharp(interval: Interval) -> bool:
    """Whether days are known to the day: not roughly, and no week or month in which they lie."""
    return interval.precision <= DatePrecision.FEW_DAYS and not interval.is_vague


def compare_announced(announced: Iterable[Announced]) -> Verdict:
    """Agreed where each leaves room for every other: "early May" for 3 and 4 May.

    Days known to the day agree only where the first and the last one are the same. A vague account
    agrees with sharp days that all lie in it, and with a vague one that shares a day with it.
    """
    rows = sorted(announced, key=lambda each: (each.voice, str(each.interval), each.is_sharp))
    for one, other in combinations(rows, 2):
        if not _leave_room(one, other):
            return compare_voices([Voiced(one.voice, str(one.interval)),
                                   Voiced(other.voice, str(other.interval))])  # fmt: skip
    return compare_voices([Voiced(each.voice, "") for each in rows])


def _leave_room(one: Announced, other: Announced) -> bool:
    if one.is_sharp and other.is_sharp:
        return one.room.covers(other.room) and other.room.covers(one.room)
    if one.is_sharp or other.is_sharp:
        sharp, vague = (one, other) if one.is_sharp else (other, one)
        return vague.room.covers(sharp.room)
    return one.room.overlaps(other.room)


def _by_time(each: Timed) -> tuple[dt.datetime, dt.datetime, str]:
    return *each.moments, str(each.key)

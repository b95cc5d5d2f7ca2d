"""Incidents a day before, during and after rounds of talks, beside the hours that somebody looked.

Rounds come as plain days: what a round is, others know. Nothing reported where nobody looked is
no zero.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from trucewatch.vocabulary.interval import Interval
from trucewatch.vocabulary.labels import LabelledStr

AROUND: Final = 7
"""So many days before and after a round are looked at."""


class Phase(LabelledStr):
    """Where days lie towards a round of talks."""

    BEFORE = "before", "The seven days before"
    DURING = "during", "During the round"
    AFTER = "after", "The seven days after"


@dataclass(frozen=True, slots=True)
class RoundDays:
    """A round by its name and its days."""

    name: str
    start: dt.date
    end: dt.date
    is_vague: bool = False
    """Whether its own dates are known only roughly."""


@dataclass(frozen=True, slots=True)
class Happened:
    """The days on which one incident may have been, and whether it was found to be an exercise."""

    first: dt.date
    last: dt.date
    is_exercise: bool = False


@dataclass(frozen=True, slots=True)
class Watched:
    """How long one monitor looked at an area, over some days."""

    area: str
    first: dt.date
    last: dt.date
    patrol: float
    camera: float


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours that lie in some days for certain, and those that may."""

    patrol_low: float
    patrol_high: float
    camera_low: float
    camera_high: float


@dataclass(frozen=True, slots=True)
class Stretch:
    """One phase of a round: what certainly happened in it, what may have, and who looked.

    ``days`` are those that are over. ``incidents`` are without exercises; ``exercises`` were seen
    and are no breach.
    """

    phase: Phase
    first: dt.date
    last: dt.date
    days: int
    incidents: int
    possible: int
    exercises: int
    hours: Hours | None

    @property
    def interval(self) -> Interval:
        """The days of the phase, those to come included."""
        return Interval.between(self.first, self.last)

    @property
    def is_known(self) -> bool:
        """Whether the count says anything: something is reported, or somebody looked."""
        return self.days > 0 and bool(
            self.incidents or self.possible or self.exercises or self.hours
        )

    @property
    def per_day(self) -> float | None:
        """Incidents a day; None where nothing is known."""
        return round(self.incidents / self.days, 2) if self.is_known else None

    @property
    def with_exercises(self) -> int:
        return self.incidents + self.exercises


@dataclass(frozen=True, slots=True)
class RoundSeen:
    """A round with its three phases and the count of each single day."""

    round: RoundDays
    stretches: tuple[Stretch, ...]
    days: tuple[tuple[dt.date, int | None], ...]
    """Incidents that are certainly of that day; None where none is and nobody looked."""


def span_of(spreads: Sequence[Interval]) -> tuple[dt.date, dt.date]:
    """The days on which an incident may have been, of the spreads of its accounts.

    Days that satisfy every account where there are such; else all that any of them names.
    """
    start, end = max(s.start for s in spreads), min(s.end for s in spreads)
    if start <= end:
        return start, end
    return min(s.start for s in spreads), max(s.end for s in spreads)


def phases_of(held: RoundDays) -> list[tuple[Phase, dt.date, dt.date]]:
    """The days before, those of the round, and those after it."""
    day, around = dt.timedelta(days=1), dt.timedelta(days=AROUND)
    return [
        (Phase.BEFORE, held.start - around, held.start - day),
        (Phase.DURING, held.start, held.end),
        (Phase.AFTER, held.end + day, held.end + around),
    ]


def round_seen(
    held: RoundDays, events: Iterable[Happened], watched: Sequence[Watched], today: dt.date
) -> RoundSeen:
    """The round with what was reported around it; days to come are not counted."""
    seen = list(events)
    stretches = tuple(
        _stretch(phase, first, last, seen, watched, today) for phase, first, last in phases_of(held)
    )
    first, last = stretches[0].first, min(stretches[-1].last, today)
    days = []
    for number in range((last - first).days + 1):
        on = first + dt.timedelta(days=number)
        count = sum(e.first == e.last == on and not e.is_exercise for e in seen)
        looked = any(each.first <= on <= each.last for each in watched)
        days.append((on, count if count or looked else None))
    return RoundSeen(held, stretches, tuple(days))


def _stretch(
    phase: Phase, first: dt.date, last: dt.date, events: Sequence[Happened],
    watched: Sequence[Watched], today: dt.date,
) -> Stretch:  # fmt: skip
    end = min(last, today)
    days = max(0, (end - first).days + 1)
    certain = [e for e in events if days and first <= e.first and e.last <= end]
    touching = [e for e in events if days and e.first <= end and first <= e.last]
    exercises = sum(e.is_exercise for e in certain)
    return Stretch(
        phase=phase, first=first, last=last, days=days, incidents=len(certain) - exercises,
        possible=sum(not e.is_exercise for e in touching) - (len(certain) - exercises),
        exercises=exercises, hours=hours_in(watched, first, end) if days else None,
    )  # fmt: skip


def hours_in(watched: Iterable[Watched], first: dt.date, last: dt.date) -> Hours | None:
    """The hours of entries inside the days, up to those that touch them; None where none does."""
    touching = [w for w in watched if w.first <= last and first <= w.last]
    if not touching:
        return None
    inside = [w for w in touching if first <= w.first and w.last <= last]
    return Hours(
        sum(w.patrol for w in inside), sum(w.patrol for w in touching),
        sum(w.camera for w in inside), sum(w.camera for w in touching),
    )  # fmt: skip

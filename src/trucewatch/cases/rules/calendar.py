"""When something is due: hours on the clock, or working days of the mechanism's own calendar."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Final
from zoneinfo import ZoneInfo

from trucewatch.cases.rules.sense import require_countable
from trucewatch.vocabulary.labels import LabelledStr
from trucewatch.vocabulary.refusal import Refused

_FURTHEST_DAYS: Final = 3650


class DueUnit(LabelledStr):
    """In what a deadline is counted."""

    HOURS = "hours", "hours"
    DAYS = "days", "days"
    WORKING_DAYS = "working_days", "working days"


_LONGEST: Final = {
    DueUnit.HOURS: 24 * _FURTHEST_DAYS,
    DueUnit.DAYS: _FURTHEST_DAYS,
    DueUnit.WORKING_DAYS: _FURTHEST_DAYS // 7,
}
"""Ten years, also where one day of the week is worked."""


@dataclass(frozen=True, slots=True)
class Due:
    """How long a step may take."""

    amount: int
    unit: DueUnit

    def __post_init__(self) -> None:
        if self.amount <= 0:
            raise Refused("A deadline is at least one hour or day.", field="deadlines")
        require_countable(self.amount, field="deadlines", most=_LONGEST[self.unit])


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The clock by which a mechanism lives and the days on which it works.

    ``working_days`` are numbers of weekdays, Monday 0; ``holidays`` are days on which nobody works
    whatever weekday they are.
    """

    zone: ZoneInfo
    working_days: frozenset[int] = frozenset(range(7))
    holidays: frozenset[dt.date] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        if not self.working_days or not self.working_days <= frozenset(range(7)):
            raise Refused("Name at least one day of the week.", field="working_days")

    def is_working(self, day: dt.date) -> bool:
        """Whether the mechanism works on that day."""
        return day.weekday() in self.working_days and day not in self.holidays

    def due(self, start: dt.datetime, due: Due) -> dt.datetime:
        """The moment by which something is due that started then; both are aware moments.

        Hours pass on the clock, at night as well. Days end at the same time of the clock on a
        later day of the place. Working days skip the others; what starts on a day off starts
        with the next day of work.
        """
        if due.unit is DueUnit.HOURS:
            return start + dt.timedelta(hours=due.amount)
        local = start.astimezone(self.zone)
        day = local.date()
        if due.unit is DueUnit.DAYS:
            day += dt.timedelta(days=due.amount)
        else:
            day = self._after(day, due.amount)
        wall = dt.datetime.combine(day, local.time().replace(tzinfo=None), tzinfo=self.zone)
        return wall.astimezone(dt.UTC)

    def _after(self, day: dt.date, amount: int) -> dt.date:
        left, passed = amount, 0
        while left:
            day += dt.timedelta(days=1)
            passed += 1
            if self.is_working(day):
                left -= 1
            if passed > _FURTHEST_DAYS:
                raise Refused("No day of work comes within ten years.", field="holidays")
        return day

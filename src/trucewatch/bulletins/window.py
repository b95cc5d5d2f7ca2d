"""The days that a bulletin covers, and those before them with which it compares."""

import datetime as dt
from dataclasses import dataclass
from typing import Final, Self

from trucewatch.bulletins.kinds import BulletinKind
from trucewatch.vocabulary.refusal import Refused

DAYS: Final = {BulletinKind.DAILY: 1, BulletinKind.WEEKLY: 7}
TREND_WEEKS: Final = 8


@dataclass(frozen=True, slots=True)
class Window:
    """Days from first to last, both counted."""

    start: dt.date
    end: dt.date

    @classmethod
    def ending(cls, day: dt.date, days: int) -> Self:
        """So many days, the last of which is given."""
        return cls(day - dt.timedelta(days=days - 1), day)

    @property
    def days(self) -> int:
        """How many days these are."""
        return (self.end - self.start).days + 1

    def before(self) -> "Window":
        """The stretch of equal length that ends where this one starts."""
        return Window.ending(self.start - dt.timedelta(days=1), self.days)

    def holds(self, other: "Window") -> bool:
        """Every day of the other is one of these."""
        return self.start <= other.start and other.end <= self.end

    def touches(self, other: "Window") -> bool:
        """At least one day is common to both."""
        return self.start <= other.end and other.start <= self.end

    def parts(self, days: int) -> "list[Window]":
        """This window cut into stretches of so many days, the oldest first."""
        number = self.days // days
        step = dt.timedelta(days=days)
        first = self.end - step * number + dt.timedelta(days=1)
        return [
            Window(first + step * i, first + step * (i + 1) - dt.timedelta(days=1))
            for i in range(number)
        ]

    def as_json(self) -> dict[str, str]:
        """Both ends as ISO dates."""
        return {"start": self.start.isoformat(), "end": self.end.isoformat()}


def window_of(kind: BulletinKind, day: dt.date) -> Window:
    """The window of a daily or weekly bulletin; days before any calendar are refused."""
    if not dt.date(1900, 1, 1) <= day <= dt.date(2100, 12, 31):
        raise Refused(f"The year {day.year} cannot be meant.", field="date")
    return Window.ending(day, DAYS[kind])


def trend_of(window: Window) -> Window:
    """The weeks of a weekly bulletin's trend, its own the last."""
    return Window.ending(window.end, window.days * TREND_WEEKS)

"""Dates as the record keeps them: from one day to another, and how exactly that is known."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Self

from trucewatch.vocabulary.labels import LabelledInt
from trucewatch.vocabulary.months import month_alone, month_beside_day, word_for_about


class DatePrecision(LabelledInt):
    """How exactly a date is known, on the UCDP GED ``date_prec`` scale (1 the most exact)."""

    DAY = 1, "Day known"
    FEW_DAYS = 2, "Within two to six days"
    WEEK = 3, "Week known"
    MONTH = 4, "Month known"
    LONGER = 5, "Longer than a month"


EARLIEST: Final = date(1900, 1, 1)
LATEST: Final = date(2100, 12, 31)
"""Days before and after these are slips of the pen."""

# The longest stretch of days that each precision can stand for.
_WIDTH_IN_DAYS: Final[dict[DatePrecision, int]] = {
    DatePrecision.DAY: 1,
    DatePrecision.FEW_DAYS: 6,
    DatePrecision.WEEK: 7,
    DatePrecision.MONTH: 31,
    DatePrecision.LONGER: 366,
}

_FROM_ACLED: Final[dict[int, DatePrecision]] = {
    1: DatePrecision.DAY,
    2: DatePrecision.WEEK,
    3: DatePrecision.MONTH,
}


def precision_for(start: date, end: date) -> DatePrecision:
    """The finest precision that can stand for all the days from ``start`` to ``end`` inclusive."""
    days = (end - start).days + 1
    for precision, width in _WIDTH_IN_DAYS.items():
        if days <= width:
            return precision
    return DatePrecision.LONGER


def precision_from_acled(time_precision: int) -> DatePrecision:
    """ACLED's time precision (1 day, 2 week, 3 month) on the UCDP scale; other codes refused."""
    try:
        return _FROM_ACLED[time_precision]
    except KeyError:
        raise ValueError(f"ACLED time precision is 1, 2 or 3, not {time_precision!r}") from None


@dataclass(frozen=True, slots=True)
class Interval:
    """The days from ``start`` to ``end``, both included, with the precision of that knowledge.

    A precision coarser than the days themselves means that the true date may lie outside
    them: see ``spread``. An end before the start, or a time of day, is refused.
    """

    start: date
    end: date
    precision: DatePrecision

    def __post_init__(self) -> None:
        for day in (self.start, self.end):
            if isinstance(day, datetime):
                raise ValueError(f"an interval holds calendar days, not a time of day: {day}")
        if self.end < self.start:
            raise ValueError(f"an interval cannot end on {self.end} before it starts, {self.start}")

    @classmethod
    def on(cls, day: date) -> Self:
        """A single day, known exactly."""
        return cls(day, day, DatePrecision.DAY)

    @classmethod
    def between(cls, start: date, end: date) -> Self:
        """The days from ``start`` to ``end``, as precise as their number allows."""
        return cls(start, end, precision_for(start, end))

    @classmethod
    def month(cls, year: int, month: int) -> Self:
        """One whole calendar month, of which no day is known."""
        last = monthrange(year, month)[1]
        return cls(date(year, month, 1), date(year, month, last), DatePrecision.MONTH)

    @property
    def days(self) -> int:
        """The number of days, both ends counted: at least one."""
        return (self.end - self.start).days + 1

    def overlaps(self, other: "Interval") -> bool:
        """At least one day is common to the two, taken as they are written."""
        return self.start <= other.end and other.start <= self.end

    def covers(self, other: "Interval") -> bool:
        """No day of the other lies outside this one."""
        return self.start <= other.start and other.end <= self.end

    def hull(self, other: "Interval") -> "Interval":
        """The shortest interval over both, never more precise than the vaguer of them."""
        start, end = min(self.start, other.start), max(self.end, other.end)
        return Interval(start, end, max(self.precision, other.precision, precision_for(start, end)))

    def spread(self) -> "Interval":
        """Every day on which it may plausibly have been, given the precision.

        Days that already fill their precision are returned as they are. Otherwise the
        stretch that the precision stands for may lie to either side, so that a week's
        precision on one day reaches six days back and six forward. The width of "longer"
        is a year, after UCDP's yearly cut.
        """
        if self.precision <= precision_for(self.start, self.end):
            return self
        slack = _WIDTH_IN_DAYS[self.precision] - self.days
        back = timedelta(days=min(slack, (self.start - date.min).days))
        forward = timedelta(days=min(slack, (date.max - self.end).days))
        return Interval(self.start - back, self.end + forward, self.precision)

    @property
    def is_vague(self) -> bool:
        """The precision is coarser than the days written, so these are only the middle of it."""
        return self.precision > precision_for(self.start, self.end)

    def text(self, language: str = "en") -> str:
        """The dates with the month in words, such as "15-16 Feb 2017" or "Feb 2017".

        A month in digits is never written, because 02/03/17 is two different days. Dates
        whose precision is coarser than themselves are called approximate. Languages: en,
        ar, ru, tr, fa; any other is refused with ``ValueError``.
        """
        if self.precision >= DatePrecision.MONTH and self._is_whole_months:
            return self._months_text(language)
        written = self._days_text(language)
        return f"{word_for_about(language)} {written}" if self.is_vague else written

    def __str__(self) -> str:
        return self.text()

    @property
    def _is_whole_months(self) -> bool:
        last = monthrange(self.end.year, self.end.month)[1]
        return self.start.day == 1 and self.end.day == last

    def _months_text(self, language: str) -> str:
        first, last = (month_alone(day.month, language) for day in (self.start, self.end))
        if self.start.year != self.end.year:
            return f"{first} {self.start.year}-{last} {self.end.year}"
        if self.start.month == self.end.month:
            return f"{first} {self.start.year}"
        if (self.start.month, self.end.month) == (1, 12):
            return str(self.start.year)
        return f"{first}-{last} {self.start.year}"

    def _days_text(self, language: str) -> str:
        first, last = (
            f"{day.day} {month_beside_day(day.month, language)}" for day in (self.start, self.end)
        )
        if self.start == self.end:
            return f"{last} {self.end.year}"
        if self.start.year != self.end.year:
            return f"{first} {self.start.year}-{last} {self.end.year}"
        if self.start.month != self.end.month:
            return f"{first}-{last} {self.end.year}"
        return f"{self.start.day}-{last} {self.end.year}"

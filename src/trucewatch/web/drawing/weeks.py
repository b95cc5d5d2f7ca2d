"""Reports a week as bars, with the rounds of talks marked where they are dated."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from trucewatch.bulletins.language import number
from trucewatch.incidents.index.counting import WeekCounts
from trucewatch.talks.models import Round
from trucewatch.vocabulary.interval import DatePrecision
from trucewatch.web.language import month_in_words

WIDTH: Final = 1120.0
LEFT: Final = 40.0
TOP: Final = 28.0
BARS: Final = 110.0
BOTTOM: Final = 20.0
_WEEK: Final = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Bar:
    """One week: none of its reports is drawn as zero violations, see ``reports``."""

    monday: dt.date
    sunday: dt.date
    reports: int
    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Where the bar ends."""
        return round(self.x + self.width, 1)


@dataclass(frozen=True, slots=True)
class RoundMark:
    """A round as a stretch as wide as its dates, hatched where these are vague."""

    round: Round
    x: float
    width: float
    middle: float
    is_vague: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """A date or a number on an axis."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class WeekChart:
    """Everything that the template draws."""

    width: float
    height: float
    left: float
    top: float
    base: float
    bars: list[Bar]
    rounds: list[RoundMark]
    months: list[Tick]
    counts: list[Tick]
    undrawn: int
    first: dt.date
    day_width: float

    @property
    def has_vague_round(self) -> bool:
        """Whether any round is only roughly dated."""
        return any(mark.is_vague for mark in self.rounds)


def draw_weeks(counts: WeekCounts, rounds: Sequence[Round]) -> WeekChart | None:
    """The chart over all weeks from the first to the last report; None where there is none."""
    if not counts.weeks:
        return None
    first, last = min(counts.weeks), max(counts.weeks)
    drawn = (last - first).days // 7 + 1
    wide = (WIDTH - LEFT) / max(drawn, 12)
    top_count = _round_up(max(counts.weeks.values()))
    base = TOP + BARS
    bars = []
    for i in range(drawn):
        monday = first + i * _WEEK
        reports = counts.weeks.get(monday, 0)
        high = BARS * reports / top_count
        gap = min(1.0, wide / 5)
        bars.append(
            Bar(
                monday,
                monday + dt.timedelta(days=6),
                reports,
                round(LEFT + i * wide + gap / 2, 1),
                round(base - high, 1),
                round(wide - gap, 1),
                round(high, 1),
            )
        )
    days = wide / 7
    end = first + max(drawn, 12) * _WEEK

    def across(day: dt.date) -> float:
        return round(LEFT + (day - first).days * days, 1)

    marks = [
        RoundMark(
            held,
            across(held.date_start),
            max(2.0, round(((held.date_end - held.date_start).days + 1) * days, 1)),
            round((across(held.date_start) + across(held.date_end)) / 2, 1),
            held.date_precision > DatePrecision.FEW_DAYS,
        )
        for held in rounds
        if first <= held.date_start < end
    ]
    return WeekChart(
        width=WIDTH,
        height=base + BOTTOM,
        left=LEFT,
        top=TOP,
        base=base,
        bars=bars,
        rounds=marks,
        months=[Tick(across(day), month_in_words(day)) for day in _months(first, end)],
        counts=[
            Tick(round(base - BARS * n / top_count, 1), number(n))
            for n in (0, top_count // 2, top_count)
        ],
        undrawn=counts.undrawn,
        first=first,
        day_width=round(days, 3),
    )


def _round_up(count: int) -> int:
    """The next even number with one leading digit, so that half of it is whole as well."""
    step = int(10 ** max(0, len(str(count)) - 1))
    up = -(-count // step) * step
    return up + up % 2


def _months(first: dt.date, end: dt.date) -> list[dt.date]:
    """The firsts of months that have room for a label."""
    apart = 1
    while (end - first).days / 30 / apart > 14:
        apart = {1: 2, 2: 3, 3: 6, 6: 12}.get(apart, apart * 2)
    month = dt.date(first.year, 1, 1)
    found = []
    while month < end:
        if month >= first:
            found.append(month)
        total = month.year * 12 + month.month - 1 + apart
        month = dt.date(total // 12, total % 12 + 1, 1)
    return found

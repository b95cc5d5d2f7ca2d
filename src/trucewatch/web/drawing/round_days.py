"""Incidents a day around each round of talks, as bars on one scale."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from trucewatch.bulletins.language import number, short_day
from trucewatch.cases.rules.round_days import RoundSeen
from trucewatch.web.language import along

WIDTH: Final = 640.0
LEFT: Final = 44.0
TOP: Final = 22.0
HIGH: Final = 84.0
BOTTOM: Final = 26.0
_LETTER: Final = 10.0
"""How wide a letter is taken to be where letters are the largest: on a phone."""
_APART: Final = 110.0
"""Days that are closer to each other than this have no room for their names."""


@dataclass(frozen=True, slots=True)
class DayBar:
    """One day; where nothing is known it is a dashed line, where nothing happened a short one."""

    day: dt.date
    incidents: int | None
    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Where the day ends."""
        return round(self.x + self.width, 1)


@dataclass(frozen=True, slots=True)
class Tick:
    """A day or a number on an axis; ``anchor`` is where its text is held: start, middle or end."""

    at: float
    text: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class RoundChart:
    """Everything that the template draws of one round."""

    width: float
    height: float
    left: float
    top: float
    base: float
    bars: list[DayBar]
    held_x: float
    held_width: float
    is_vague: bool
    label: Tick | None
    """Where the round's own days are named; None where there is no room beside them."""
    days: list[Tick]
    counts: list[Tick]
    without_bar: int
    """Incidents that lie in these days for certain, and of which nobody knows on which of them."""
    may_lie_there: bool
    """Whether others may lie in these days or outside of them."""


def draw_rounds(rounds: Sequence[RoundSeen]) -> list[RoundChart]:
    """A chart for each round; all have one scale, so that they can be compared."""
    most = max((count or 0 for seen in rounds for __, count in seen.days), default=0)
    top_count = max(2, most + most % 2)
    return [_draw(seen, top_count) for seen in rounds]


def _days_named(
    days: Sequence[dt.date], across: Callable[[dt.date], float], wide: float
) -> list[Tick]:
    """The first and the last day within the picture, and the others where they have room."""
    first, *between, last = days
    start = Tick(across(first), along(short_day(first)), "start")
    end = Tick(WIDTH - 4, along(short_day(last)), "end")
    ticks = [Tick(round(across(day) + wide / 2, 1), along(short_day(day))) for day in between]
    return [start, *(t for t in ticks if start.at + _APART <= t.at <= end.at - _APART), end]


def _label_of(held_x: float, held_width: float) -> Tick | None:
    """Where the band of the round is named: behind it, else before it."""
    words = along(_("Days of the round"))
    long = len(words) * _LETTER
    if held_x + held_width + 6 + long <= WIDTH:
        return Tick(round(held_x + held_width + 6, 1), words, "start")
    return Tick(round(held_x - 6, 1), words, "end") if held_x - 6 - long >= LEFT else None


def _without_bar(seen: RoundSeen) -> int:
    """How many incidents of the three stretches are dated to several days of them."""
    certain = sum(stretch.incidents for stretch in seen.stretches)
    return certain - sum(count or 0 for _day, count in seen.days)


def _draw(seen: RoundSeen, top_count: int) -> RoundChart:
    first, last = seen.stretches[0].first, seen.stretches[-1].last
    wide = (WIDTH - LEFT) / ((last - first).days + 1)
    base = TOP + HIGH

    def across(day: dt.date) -> float:
        return round(LEFT + (day - first).days * wide, 1)

    gap = min(3.0, wide / 5)
    bars = []
    for day, count in seen.days:
        high = max(1.5, HIGH * (count or 0) / top_count)
        bars.append(
            DayBar(
                day, count, round(across(day) + gap / 2, 1), round(base - high, 1),
                round(wide - gap, 1), round(high, 1),
            )
        )  # fmt: skip
    held_x = across(seen.round.start)
    held_width = round(((seen.round.end - seen.round.start).days + 1) * wide, 1)
    return RoundChart(
        width=WIDTH, height=base + BOTTOM, left=LEFT, top=TOP, base=base, bars=bars,
        held_x=held_x, held_width=held_width,
        is_vague=seen.round.is_vague,
        label=_label_of(held_x, held_width),
        days=_days_named((first, seen.round.start, last), across, wide),
        without_bar=_without_bar(seen),
        may_lie_there=any(stretch.possible for stretch in seen.stretches),
        counts=[
            Tick(round(base - HIGH * n / top_count, 1), number(n))
            for n in (0, top_count // 2, top_count)
        ],
    )  # fmt: skip

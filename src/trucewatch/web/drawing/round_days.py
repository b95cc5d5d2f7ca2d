"""Incidents a day around each round of talks, as bars on one scale."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from trucewatch.bulletins.language import number, short_day
from trucewatch.cases.rules.round_days import RoundSeen

WIDTH: Final = 640.0
LEFT: Final = 44.0
TOP: Final = 22.0
HIGH: Final = 84.0
BOTTOM: Final = 26.0


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
    """A day or a number on an axis."""

    at: float
    text: str


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
    days: list[Tick]
    counts: list[Tick]


def draw_rounds(rounds: Sequence[RoundSeen]) -> list[RoundChart]:
    """A chart for each round; all have one scale, so that they can be compared."""
    most = max((count or 0 for seen in rounds for _, count in seen.days), default=0)
    top_count = max(2, most + most % 2)
    return [_draw(seen, top_count) for seen in rounds]


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
    middle = wide / 2
    return RoundChart(
        width=WIDTH, height=base + BOTTOM, left=LEFT, top=TOP, base=base, bars=bars,
        held_x=across(seen.round.start),
        held_width=round(((seen.round.end - seen.round.start).days + 1) * wide, 1),
        is_vague=seen.round.is_vague,
        days=[
            Tick(round(across(day) + middle, 1), short_day(day))
            for day in dict.fromkeys((first, seen.round.start, last))
        ],
        counts=[
            Tick(round(base - HIGH * n / top_count, 1), number(n))
            for n in (0, top_count // 2, top_count)
        ],
    )  # fmt: skip

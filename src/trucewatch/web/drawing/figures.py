"""Claimed figures over time with what each leaves open: points, arrows and bars, never one line."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from trucewatch.bulletins.language import number, short_day
from trucewatch.statements.standing import FigureGroup, FigureSeen
from trucewatch.vocabulary.bound import Bound
from trucewatch.web.language import month_in_words

WIDTH: Final = 640.0
LEFT: Final = 96.0
RIGHT: Final = 24.0
TOP: Final = 26.0
HIGH: Final = 168.0
BOTTOM: Final = 34.0
_UNDATED: Final = 116.0
"""The room for figures that are dated to no day."""
_APART: Final = 22.0
"""Marks of one day stand so far from each other."""
_IN_DAYS: Final = 60
"""Axes shorter than this name days, longer ones months."""
_SHAPES: Final = (
    "M0-6A6 6 0 1 1 0 6A6 6 0 1 1 0-6Z",
    "M-5.5-5.5H5.5V5.5H-5.5Z",
    "M0-7L7 5.5H-7Z",
    "M0-7.5L7.5 0L0 7.5L-7.5 0Z",
)


@dataclass(frozen=True, slots=True)
class Mark:
    """One figure: its point, or the stretch that it leaves open; y grows downwards."""

    seen: FigureSeen
    letter: str
    shape: str
    hue: int
    kind: str
    x: float
    y: float
    low: float
    high: float
    label: float

    @property
    def left(self) -> float:
        """Where a bar begins."""
        return round(self.x - 5, 1)

    @property
    def height(self) -> float:
        """How high a bar is; one of no height would not be seen."""
        return max(2.0, round(self.low - self.high, 1))


@dataclass(frozen=True, slots=True)
class Tick:
    """A day or a number on an axis."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class FigurePlot:
    """Everything that the template draws."""

    width: float
    height: float
    left: float
    right: float
    top: float
    base: float
    marks: list[Mark]
    days: list[Tick]
    counts: list[Tick]
    undated: float | None
    """Where the part without days is labelled."""
    divide: float


def draw_figures(group: FigureGroup, letters: Mapping[str, str]) -> FigurePlot | None:
    """The figures of one scope over the days that they are counted to; None for a single one."""
    if len(group.figures) < 2:
        return None
    dated = [seen for seen in group.figures if seen.row.as_of]
    has_undated = len(dated) < len(group.figures)
    end = WIDTH - RIGHT - (_UNDATED if has_undated and dated else 0)
    days = [seen.row.as_of for seen in dated if seen.row.as_of]
    axis = _Days(min(days), max(days), LEFT + 26, end - 26) if days else None
    most = max(_greatest(seen) for seen in group.figures)
    top_count = _round_up(most + most // 6)
    base = TOP + HIGH
    undated_at = (end + WIDTH - RIGHT) / 2 if dated else (LEFT + end) / 2
    taken: dict[float, int] = {}
    order = list(letters)
    marks = []
    for seen in group.figures:
        x = axis.at(seen.row.as_of) if axis and seen.row.as_of else undated_at
        x = _beside(x, taken, end if seen.row.as_of else WIDTH)
        place = order.index(seen.claimant)
        marks.append(_mark(seen, letters[seen.claimant], place, x, top_count))
    return FigurePlot(
        width=WIDTH,
        height=base + BOTTOM,
        left=LEFT,
        right=WIDTH - RIGHT,
        top=TOP,
        base=base,
        marks=marks,
        days=axis.ticks() if axis else [],
        counts=[Tick(_y(n, top_count), number(n)) for n in (0, top_count // 2, top_count)],
        undated=undated_at if has_undated else None,
        divide=end,
    )


def _mark(seen: FigureSeen, letter: str, place: int, x: float, top_count: int) -> Mark:
    figure = seen.row.figure
    least, most = figure.limits
    kind = {Bound.AT_LEAST: "up", Bound.UP_TO: "down", Bound.EXACT: "point"}.get(figure.kind, "bar")
    at = figure.best if figure.best is not None else (most if kind == "down" else least)
    middle = (least + (most or least)) // 2 if kind == "bar" and figure.best is None else at
    high = TOP - 8 if kind == "up" else _y(most if most is not None else least, top_count)
    label = {"up": _y(least, top_count) + 22, "bar": high - 6}.get(
        kind, _y(at or 0, top_count) - 11
    )
    return Mark(
        seen=seen,
        letter=letter,
        shape=_SHAPES[place % len(_SHAPES)],
        hue=place % 4 + 1,
        kind=kind,
        x=round(x, 1),
        y=_y(middle or 0, top_count),
        low=_y(least, top_count),
        high=high,
        label=round(min(label, TOP + HIGH - 4) if kind == "up" else label, 1),
    )


@dataclass(frozen=True, slots=True)
class _Days:
    """Days from left to right."""

    first: dt.date
    last: dt.date
    start: float
    end: float

    def at(self, day: dt.date | None) -> float:
        """Where a day stands; a single one in the middle."""
        length = (self.last - self.first).days
        if day is None or not length:
            return round((self.start + self.end) / 2, 1)
        return round(self.start + (self.end - self.start) * (day - self.first).days / length, 1)

    def ticks(self) -> list[Tick]:
        """The ends, and the middle where there is room between them."""
        length = (self.last - self.first).days
        days = {self.first, self.last}
        if length > _IN_DAYS:
            days.add(self.first + dt.timedelta(days=length // 2))
        words = month_in_words if length > _IN_DAYS else short_day
        return [Tick(self.at(day), words(day)) for day in sorted(days)]


def _beside(x: float, taken: dict[float, int], end: float) -> float:
    """A free place at or beside ``x``: to the right, then to the left."""
    step = 0
    while True:
        for at in (x + step * _APART, x - step * _APART):
            if at <= end - 8 and not any(abs(at - other) < _APART - 1 for other in taken):
                taken[at] = 1
                return at
        step += 1
        if step > 40:
            return x


def _greatest(seen: FigureSeen) -> int:
    least, most = seen.row.figure.limits
    return max(least, most or 0)


def _y(count: int, top_count: int) -> float:
    return round(TOP + HIGH - HIGH * count / top_count, 1)


def _round_up(count: int) -> int:
    """The next number with two leading digits of which half is whole, never less than two."""
    step = int(10 ** max(0, len(str(max(count, 1))) - 2))
    up = max(2, -(-max(count, 1) // step) * step)
    return up + up % 2

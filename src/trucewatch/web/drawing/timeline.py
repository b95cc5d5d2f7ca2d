"""A process on one line of time: a lane for each kind, bars for days, what is vague is open."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from trucewatch.bulletins.language import number, short_day
from trucewatch.parties.models import Party
from trucewatch.talks.models import Round, TextAct
from trucewatch.talks.queries.timeline import Entry, Lane, Timeline
from trucewatch.vocabulary.interval import DatePrecision, Interval
from trucewatch.web.language import (
    along,
    cut,
    in_words,
    interval_in_words,
    month_in_words,
    party_names,
    round_in_words,
)

WIDTH: Final = 1000.0
LEFT: Final = 150.0
TOP: Final = 30.0
ROW: Final = 22.0
GAP: Final = 10.0
CHART: Final = 80.0
_LETTER: Final = 6.4
"""How wide a letter of a label is taken to be."""
_MOST_LETTERS: Final = 46
_FEWEST: Final = 16
"""So many letters of a title are drawn however long the words beside it are."""
_SHORTEST: Final = 5.0
_MOST_ROWS: Final = 8
"""More entries of one lane on top of each other than these stand in the list alone."""
_BY_WEEK: Final = 150
"""A window of more days than these has its incidents by the week."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One entry: where it lies and what it is called; ``is_cut`` where it goes on outside."""

    entry: Entry
    address: str
    x: float
    y: float
    width: float
    text_x: float
    text: str
    title: str
    is_vague: bool
    is_open: bool

    @property
    def is_held(self) -> bool:
        """Whether what it stands for is told to have been."""
        return self.entry.is_held


@dataclass(frozen=True, slots=True)
class LaneDrawn:
    """One lane with its bars; ``left_out`` of them have no room."""

    lane: Lane
    y: float
    height: float
    bars: list[Bar]
    left_out: int


@dataclass(frozen=True, slots=True)
class Column:
    """The incidents of a day or of a week."""

    x: float
    y: float
    width: float
    height: float
    title: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A day on the line; at the end of it the text stands before its day."""

    at: float
    text: str

    @property
    def is_last(self) -> bool:
        """Whether there is no room for the text behind the day."""
        return self.at + 3 + _letters(self.text) * _LETTER > WIDTH

    @property
    def begins(self) -> float:
        """Where its text begins."""
        return self.at - 3 - _letters(self.text) * _LETTER if self.is_last else self.at + 3

    @property
    def ends(self) -> float:
        """Where its text ends."""
        return self.begins + _letters(self.text) * _LETTER


@dataclass(frozen=True, slots=True)
class TimelineDrawn:
    """Everything that the template draws."""

    width: float
    height: float
    left: float
    lanes: list[LaneDrawn]
    ticks: list[Tick]
    columns: list[Column]
    chart_top: float
    base: float
    most: str
    is_by_week: bool


def draw_timeline(line: Timeline, address: Callable[[Entry], str]) -> TimelineDrawn:
    """The lanes that have entries, one under the other, and the incidents below them."""
    days = (line.last - line.first).days + 1
    per_day = (WIDTH - LEFT) / days

    def across(day: dt.date) -> float:
        inside = min(max((day - line.first).days, 0), days)
        return round(LEFT + inside * per_day, 2)

    lanes, y = [], TOP
    for lane in Lane:
        entries = line.in_lane(lane)
        if entries:
            drawn = _lane(lane, entries, y, line, across, address)
            lanes.append(drawn)
            y = drawn.y + drawn.height + GAP
    base = y + CHART
    columns, most, by_week = _columns(line, across, base)
    return TimelineDrawn(
        width=WIDTH, height=round(base + 24, 1), left=LEFT, lanes=lanes,
        ticks=_ticks(line, across), columns=columns, chart_top=round(y, 1), base=round(base, 1),
        most=number(most), is_by_week=by_week,
    )  # fmt: skip


def _lane(
    lane: Lane, entries: Sequence[Entry], top: float, line: Timeline,
    across: Callable[[dt.date], float], address: Callable[[Entry], str],
) -> LaneDrawn:  # fmt: skip
    ends: list[float] = []
    bars, left_out = [], 0
    for entry in entries:
        shown = _days_shown(entry, line)
        start, end = across(shown.start), across(shown.end + dt.timedelta(days=1))
        width = max(_SHORTEST, end - start)
        text = _named(entry)
        long = _letters(text) * _LETTER + 8
        is_inside = long <= width  # else the label stands behind its bar, or before it at the end
        text_x = start + 5 if is_inside else start + width + 4
        if text_x + long > WIDTH and not is_inside:
            text_x = max(LEFT, start - long)
        needed = max(start + width, text_x + long)
        row = next((n for n, taken in enumerate(ends) if taken <= min(start, text_x)), len(ends))
        if row >= _MOST_ROWS:
            left_out += 1
            continue
        if row == len(ends):
            ends.append(0.0)
        ends[row] = needed + 4
        bars.append(
            Bar(
                entry, address(entry), round(start, 2), round(top + row * ROW, 1), round(width, 2),
                round(text_x, 2), text, _title(entry),
                entry.interval.is_vague or entry.interval.precision >= DatePrecision.MONTH,
                entry.is_open,
            )
        )  # fmt: skip
    return LaneDrawn(lane, top, max(1, len(ends)) * ROW, bars, left_out)


def _days_shown(entry: Entry, line: Timeline) -> Interval:
    spread = entry.interval.spread() if entry.interval.is_vague else entry.interval
    start = min(max(spread.start, line.first), line.last)
    last = line.last if entry.is_open else spread.end
    return Interval.between(start, max(start, min(last, line.last)))


def _named(entry: Entry) -> str:
    """How a bar is labelled: how a track stands, and that a meeting was not held, is on it."""
    note = in_words(entry.note)
    if entry.lane is Lane.TRACKS:
        return along(f"{_shortened(entry, max(_FEWEST, _MOST_LETTERS - len(note)))}: {note}")
    if not entry.is_held:
        return along(f"{note}: {_shortened(entry, max(_FEWEST, _MOST_LETTERS - len(note)))}")
    return along(_shortened(entry, _MOST_LETTERS))


def _shortened(entry: Entry, most: int) -> str:
    title = title_in_words(entry)
    is_short = _letters(title) <= most
    return title if isinstance(entry.row, Round) and is_short else cut(title, most)


def _letters(text: str) -> int:
    """How many letters are drawn: marks of direction take no room."""
    return sum(not "\u2066" <= character <= "\u2069" for character in text)


def title_in_words(entry: Entry) -> str:
    """What an entry is called; a round and a party in the reader's language."""
    match entry.row:
        case Round() as held:
            return round_in_words(held)
        case TextAct(party=Party() as party) as act:
            return f"{act.version.instrument.name}: {party_names([party])[party.pk]}"
    return entry.title


def _title(entry: Entry) -> str:
    note = f" ({in_words(entry.note)})" if entry.note else ""
    return f"{interval_in_words(entry.interval)}: {title_in_words(entry)}{note}"


def _ticks(line: Timeline, across: Callable[[dt.date], float]) -> list[Tick]:
    """Days where few are shown, Mondays where more are, else the first days of months."""
    days = (line.last - line.first).days + 1
    every = [line.first + dt.timedelta(days=n) for n in range(min(days, 5000))]
    if days <= 16:
        chosen, write = every, short_day
    elif days <= 100:
        chosen, write = [day for day in every if day.weekday() == 0], short_day
    else:
        step = max(1, days // 365)
        chosen = [day for day in every if day.day == 1 and (day.month - 1) % step == 0]
        write = month_in_words
    ticks: list[Tick] = []
    for tick in (Tick(across(day), along(write(day))) for day in chosen):
        if not ticks or tick.begins >= ticks[-1].ends + _LETTER:
            ticks.append(tick)
    return ticks


def _columns(
    line: Timeline, across: Callable[[dt.date], float], base: float
) -> tuple[list[Column], int, bool]:
    by_week = (line.last - line.first).days + 1 > _BY_WEEK
    span = dt.timedelta(days=7 if by_week else 1)
    counts: dict[dt.date, int] = {}
    for day, number_of in line.incidents.items():
        first = day - dt.timedelta(days=day.weekday()) if by_week else day
        counts[first] = counts.get(first, 0) + number_of
    most = max(counts.values(), default=0)
    columns = []
    for day, number_of in sorted(counts.items()):
        start, end = across(max(day, line.first)), across(day + span)
        high = max(1.0, (CHART - 14) * number_of / most)
        last = min(day + span - dt.timedelta(days=1), line.last)
        shown = interval_in_words(Interval.between(max(day, line.first), last))
        columns.append(
            Column(
                start, round(base - high, 1), round(max(0.8, end - start - 0.6), 2),
                round(high, 1), f"{shown}: {number(number_of)}",
            )
        )  # fmt: skip
    return columns, most, by_week

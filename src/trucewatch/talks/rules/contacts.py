"""Who met whom in talks, how often, and in which format: counted from who sat at each meeting.

In a meeting of a direct format, everybody who takes part met everybody face to face; at a remote
one too, where nobody stands between them. In proximity talks and shuttle diplomacy, facilitators,
intermediaries and mediators met each participant, and participants met each other only through
them, whether or not it is known who they were. A plenary, a press event and a meeting of which
nobody says the format put people into one room, and tell no more. Hosts and observers are in the
room at any meeting, and no more than that. Note-takers, interpreters and press make no contact.

Experts take part as participants do. Two actors are counted once in a meeting, under one kind.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from trucewatch.vocabulary.process import MeetingFormat, MeetingRole

Counts = npt.NDArray[np.int32]
Seating = npt.NDArray[np.uint8]

DIRECT: Final = frozenset(
    {
        MeetingFormat.DIRECT,
        MeetingFormat.TRILATERAL,
        MeetingFormat.GUARANTOR_TRILATERAL,
        MeetingFormat.TECHNICAL,
        MeetingFormat.PREPARATORY,
        MeetingFormat.SIDE,
        MeetingFormat.REMOTE,
    }
)
"""Formats in which those who take part speak to each other."""
THROUGH_OTHERS: Final = frozenset({MeetingFormat.PROXIMITY, MeetingFormat.SHUTTLE})
"""Formats in which participants speak to each other only through others."""

_MOST_PAIRS: Final = 6_000_000
"""More pairs of seats than these are counted by a product of matrices."""
_SILENT, _PRESENT, _TAKES_PART, _BETWEEN = 1, 2, 3, 4
_STRENGTH: Final = {
    MeetingRole.PARTICIPANT: _TAKES_PART,
    MeetingRole.EXPERT: _TAKES_PART,
    MeetingRole.FACILITATOR: _BETWEEN,
    MeetingRole.INTERMEDIARY: _BETWEEN,
    MeetingRole.MEDIATOR: _BETWEEN,
    MeetingRole.HOST: _PRESENT,
    MeetingRole.OBSERVER: _PRESENT,
    MeetingRole.NOTE_TAKER: _SILENT,
    MeetingRole.INTERPRETER: _SILENT,
    MeetingRole.PRESS: _SILENT,
}
"""Whoever sits there in two roles is counted in the one that makes the closer contact."""


class ContactKind(StrEnum):
    """How close two actors came to each other at a meeting."""

    FACE_TO_FACE = "face_to_face"
    THROUGH_INTERMEDIARIES = "through_intermediaries"
    SAME_ROOM = "same_room"


Cell = tuple[ContactKind, MeetingFormat | None]
"""What contacts are counted by; the format is None where nobody says it."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody at a meeting, in a role that holds for this meeting alone."""

    actor: str
    role: MeetingRole = MeetingRole.PARTICIPANT


@dataclass(frozen=True, slots=True)
class MeetingSeen:
    """A meeting as one reader sees it; ``key`` is its own, and the day None where it is unknown."""

    key: str
    day: dt.date | None
    format: MeetingFormat | None
    seats: tuple[Seat, ...]


@dataclass(frozen=True, slots=True)
class InPeriod:
    """The meetings of a period, and apart from them those that may lie in it or not."""

    meetings: tuple[MeetingSeen, ...]
    undated: tuple[MeetingSeen, ...]


def within(
    meetings: Iterable[MeetingSeen], since: dt.date | None = None, until: dt.date | None = None
) -> InPeriod:
    """The meetings from one day to another, both of them in it; None leaves an end open."""
    first, last = since or dt.date.min, until or dt.date.max
    seen = tuple(meetings)
    return InPeriod(
        tuple(meeting for meeting in seen if meeting.day and first <= meeting.day <= last),
        tuple(meeting for meeting in seen if meeting.day is None),
    )


@dataclass(frozen=True, slots=True)
class PairContacts:
    """The contacts of two actors: how many of each kind and format, when, and at which meetings.

    Days are the first and the last that are known; ``meetings`` are keys, the earliest first and
    those without a day last.
    """

    first: str
    second: str
    cells: tuple[Cell, ...]
    numbers: tuple[int, ...]
    first_day: dt.date | None
    last_day: dt.date | None
    meetings: tuple[str, ...]

    @property
    def counts(self) -> dict[Cell, int]:
        """How many contacts of each kind in each format, without those that are none."""
        pairs = zip(self.cells, self.numbers, strict=True)
        return {cell: number for cell, number in pairs if number}

    def of_kind(self, kind: ContactKind) -> int:
        """How many contacts are of a kind, in any format."""
        return sum(number for cell, number in self.counts.items() if cell[0] is kind)

    def of_format(self, meeting_format: MeetingFormat | None) -> int:
        """How many meetings of a format both were at."""
        return sum(number for cell, number in self.counts.items() if cell[1] is meeting_format)

    def as_record(self) -> dict[str, Any]:
        """The same as plain words and numbers, for CSV or JSON; days as 2017-01-23."""
        kinds = dict.fromkeys((kind.value for kind in ContactKind), 0)
        formats: dict[str, int] = {}
        for (kind, meeting_format), number in zip(self.cells, self.numbers, strict=True):
            if number:
                kinds[kind.value] += number
                name = meeting_format.value if meeting_format else ""
                formats[name] = formats.get(name, 0) + number
        return {
            "first": self.first,
            "second": self.second,
            **kinds,
            "formats": formats,
            "first_day": self.first_day.isoformat() if self.first_day else None,
            "last_day": self.last_day.isoformat() if self.last_day else None,
            "meetings": list(self.meetings),
        }


@dataclass(frozen=True, eq=False)
class ContactMatrix:
    """Contacts of all actors with each other.

    ``actors`` come by the number of meetings that they were at, the most first, then by name;
    rows and columns of every table stand in this order, and ``attended`` does. ``counts`` has a
    table for each kind and format that occurs: symmetric, with nothing on its diagonal.
    """

    actors: tuple[str, ...]
    attended: tuple[int, ...]
    counts: Mapping[Cell, Counts]
    undated: int
    """How many meetings have no day; they are counted all the same."""
    _meetings: tuple[MeetingSeen, ...] = field(repr=False)
    _seating: Seating = field(repr=False)
    _places: Mapping[str, int] = field(repr=False)

    def of_kind(self, kind: ContactKind) -> Counts:
        """Contacts of a kind, in any format."""
        return self._total(cell for cell in self.counts if cell[0] is kind)

    def of_format(self, meeting_format: MeetingFormat | None) -> Counts:
        """Contacts in a format, of any kind: at how many of its meetings both were."""
        return self._total(cell for cell in self.counts if cell[1] is meeting_format)

    def between(self, first: str, second: str) -> PairContacts:
        """What two actors had to do with each other; nothing where one was at no meeting."""
        cells = tuple(self.counts)
        here, there = self._places.get(first), self._places.get(second)
        if here is None or there is None or here == there:
            return PairContacts(first, second, cells, (0,) * len(cells), None, None, ())
        both = np.nonzero((self._seating[:, [here, there]] >= _PRESENT).all(axis=1))[0]
        seen = [self._meetings[at] for at in both.tolist()]
        days = [meeting.day for meeting in seen if meeting.day is not None]
        return PairContacts(
            first,
            second,
            cells,
            tuple(int(table[here, there]) for table in self.counts.values()),
            days[0] if days else None,
            days[-1] if days else None,
            tuple(meeting.key for meeting in seen),
        )

    def met_both(
        self, first: str, second: str, kind: ContactKind = ContactKind.FACE_TO_FACE
    ) -> tuple[str, ...]:
        """Who had contacts of a kind with both of two others, in the order of actors."""
        here, there = self._places.get(first), self._places.get(second)
        if here is None or there is None:
            return ()
        table = self.of_kind(kind)
        both = np.nonzero((table[here] > 0) & (table[there] > 0))[0]
        return tuple(self.actors[at] for at in both.tolist())

    def rows(self) -> list[PairContacts]:
        """Every two actors with any contact, once, in the order of actors."""
        present = np.ascontiguousarray((self._seating >= _PRESENT).T)
        keys = np.array([meeting.key for meeting in self._meetings], dtype=object)
        days = [meeting.day for meeting in self._meetings]
        cells = tuple(self.counts)
        tables = np.stack([*self.counts.values()], axis=-1) if cells else None
        rows: list[PairContacts] = []
        for here, actor in enumerate(self.actors[:-1]):
            meetings = np.nonzero(present[here])[0]
            others, at = np.nonzero(present[here + 1 :, meetings])
            if tables is None or not len(others):
                continue
            at = meetings[at]
            each = np.bincount(others)
            dated = np.bincount(others[at < len(days) - self.undated], minlength=len(each))
            starts = np.cumsum(each) - each
            met = np.nonzero(each)[0]
            names = keys[at].tolist()
            for there, start, end, first, last, numbers in zip(
                met.tolist(),
                starts[met].tolist(),
                (starts + each)[met].tolist(),
                at[starts[met]].tolist(),
                at[np.maximum(starts + dated - 1, starts)[met]].tolist(),
                tables[here, here + 1 :][met].tolist(),
                strict=True,
            ):
                rows.append(
                    PairContacts(
                        actor,
                        self.actors[here + 1 + there],
                        cells,
                        tuple(numbers),
                        days[first],
                        days[last],
                        tuple(names[start:end]),
                    )
                )
        return rows

    def _total(self, cells: Iterable[Cell]) -> Counts:
        total = np.zeros((len(self.actors),) * 2, np.int32)
        for cell in cells:
            total += self.counts[cell]
        return total


def count_contacts(meetings: Iterable[MeetingSeen]) -> ContactMatrix:
    """The contacts at some meetings, the same in whatever order they are given.

    ``ValueError`` when two of them have the same key.
    """
    seen = sorted(
        meetings, key=lambda meeting: (meeting.day is None, meeting.day or dt.date.max, meeting.key)
    )
    if len({meeting.key for meeting in seen}) < len(seen):
        raise ValueError("a meeting is given twice")
    names, seating = _seating(seen)
    attended = np.count_nonzero(seating, axis=0).tolist()
    order = sorted(range(len(names)), key=lambda at: (-attended[at], names[at]))
    seating = np.ascontiguousarray(seating[:, order])
    actors = tuple(names[at] for at in order)
    return ContactMatrix(
        actors=actors,
        attended=tuple(attended[at] for at in order),
        counts=_counts(seen, seating),
        undated=sum(meeting.day is None for meeting in seen),
        _meetings=tuple(seen),
        _seating=seating,
        _places={actor: at for at, actor in enumerate(actors)},
    )


def _seating(meetings: Sequence[MeetingSeen]) -> tuple[list[str], Seating]:
    """A line for each meeting, a column for each actor: the strongest role of the one there."""
    seats = list(chain.from_iterable(meeting.seats for meeting in meetings))
    columns: dict[str, int] = {}
    for seat in seats:
        columns.setdefault(seat.actor, len(columns))
    seating = np.zeros((len(meetings), len(columns)), np.uint8)
    line = np.repeat(np.arange(len(meetings)), [len(meeting.seats) for meeting in meetings])
    column = np.fromiter((columns[seat.actor] for seat in seats), np.intp, len(seats))
    strength = np.fromiter((_STRENGTH[seat.role] for seat in seats), np.uint8, len(seats))
    np.maximum.at(seating, (line, column), strength)
    return list(columns), seating


def _counts(meetings: Sequence[MeetingSeen], seating: Seating) -> dict[Cell, Counts]:
    """Tables by kind and format, in the order of the vocabulary, those with a contact alone."""
    lines: dict[MeetingFormat | None, list[int]] = {}
    for at, meeting in enumerate(meetings):
        lines.setdefault(meeting.format, []).append(at)
    tables: dict[Cell, Counts] = {}
    for meeting_format in (*MeetingFormat, None):
        if meeting_format in lines:
            for kind, table in _tables(meeting_format, seating[lines[meeting_format]]):
                np.fill_diagonal(table, 0)
                table.setflags(write=False)
                if table.any():
                    tables[kind, meeting_format] = table
    return tables


def _tables(
    meeting_format: MeetingFormat | None, seating: Seating
) -> list[tuple[ContactKind, Counts]]:
    """The tables of meetings of one format. Whoever meets more closely is not in the room too."""
    room = _together(seating >= _PRESENT)
    if meeting_format not in DIRECT | THROUGH_OTHERS:
        return [(ContactKind.SAME_ROOM, room)]
    taking_part = _together(seating >= _TAKES_PART)
    apart = (ContactKind.SAME_ROOM, room - taking_part)
    if meeting_format in DIRECT:
        return [(ContactKind.FACE_TO_FACE, taking_part), apart]
    indirect = _together(seating == _TAKES_PART)
    return [
        (ContactKind.FACE_TO_FACE, taking_part - indirect),
        (ContactKind.THROUGH_INTERMEDIARIES, indirect),
        apart,
    ]


def _together(there: npt.NDArray[np.bool_]) -> Counts:
    """At how many meetings each two were both.

    Pairs are counted one by one: where few of all actors sit at a meeting that is quicker than a
    product of matrices, and it waits for no other thread. Where many do, the product is exact as
    well, since it stays below two to the 24th.
    """
    number = there.shape[1]
    line, column = np.nonzero(there)
    each = np.bincount(line, minlength=there.shape[0])
    pairs = int((each.astype(np.int64) ** 2).sum())
    if pairs > _MOST_PAIRS:
        lines = there.astype(np.float32)
        return np.asarray(lines.T @ lines, np.int32)
    times = each[line]
    first = np.repeat(column, times)
    starts = (np.cumsum(each) - each)[line]  # where the seats of the same meeting begin
    within = np.arange(pairs) - np.repeat(np.cumsum(times) - times, times)
    second = column[np.repeat(starts, times) + within]
    counted = np.bincount(first * number + second, minlength=number * number)
    return counted.reshape(number, number).astype(np.int32)

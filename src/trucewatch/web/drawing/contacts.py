"""Who met whom as a picture: a square for every two actors, by the closest kind of contact."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from django.utils.translation import pgettext

from trucewatch.bulletins.language import FIRST_STRONG, POP, number
from trucewatch.talks.rules.contacts import ContactKind, ContactMatrix
from trucewatch.web.language import cut, in_words
from trucewatch.web.talks.matrix import KIND_LABELS

MOST_LABELLED: Final = 60
"""More actors than these have no names at their lines: there is no room for letters."""
_MOST_LETTERS: Final = 34
_LETTER: Final = 6.8
"""How wide a letter of a name is taken to be."""
_SIDE: Final = 640.0
_ROOM_FOR_ONE: Final = 18.0
_ROOM_FOR_MORE: Final = 40.0
"""From so wide a square on the kinds of contact beside the closest one are written into it."""


@dataclass(frozen=True, slots=True)
class Square:
    """Two actors: where, how close, how often, and the sentence about them.

    ``more`` counts the kinds of contact beside the closest, with the letters of the table.
    """

    x: float
    y: float
    kind: str
    times: str
    more: str
    title: str


@dataclass(frozen=True, slots=True)
class Line:
    """One actor at its line and at its column."""

    y: float
    x: float
    text: str


@dataclass(frozen=True, slots=True)
class ContactPicture:
    """Everything that the template draws. ``numbers`` says whether squares have room for one."""

    width: float
    height: float
    left: float
    top: float
    cell: float
    half: float
    """Half a square."""
    squares: list[Square]
    shapes: list[tuple[str, str]]
    """By kind one shape of all its squares, where they are too many to be told of one by one."""
    lines: list[Line]
    has_numbers: bool
    has_names: bool


def draw_contacts(matrix: ContactMatrix, called: dict[str, str]) -> ContactPicture:
    """The picture of all actors; one with many of them has small squares and no names."""
    several = len(matrix.actors)
    has_names = several <= MOST_LABELLED
    names = {actor: cut(called[actor], _MOST_LETTERS) for actor in matrix.actors}
    left = top = _room_for(names.values()) if has_names else 8.0
    cell = round(min(44.0, _SIDE / max(1, several)), 3)
    tables = {kind: matrix.of_kind(kind) for kind in ContactKind}
    squares: list[Square] = []
    shapes: list[tuple[str, str]] = []
    closest = np.zeros((several, several), bool)
    for kind in ContactKind:
        table = tables[kind]
        rows, columns = np.nonzero((table > 0) & ~closest)
        closest |= table > 0
        places = list(zip(rows.tolist(), columns.tolist(), strict=True))
        if not has_names:
            shapes.append((kind.value, _shape(places, left, top, cell)))
            continue
        for here, there in places:
            one, other = matrix.actors[here], matrix.actors[there]
            times = {each: int(tables[each][here, there]) for each in ContactKind}
            squares.append(
                Square(
                    x=round(left + there * cell, 2), y=round(top + here * cell, 2),
                    kind=kind.value, times=_written(kind, times[kind]),
                    more=_beside(kind, times) if cell >= _ROOM_FOR_MORE else "",
                    title=f"{called[one]} – {called[other]}: {_in_words(times)}",
                )
            )  # fmt: skip
    lines = [
        Line(
            round(top + (place + 0.5) * cell, 2),
            round(left + (place + 0.5) * cell, 2),
            names[actor],
        )
        for place, actor in enumerate(matrix.actors)
    ]
    return ContactPicture(
        width=round(left + several * cell + 8, 1),
        height=round(top + several * cell + 8, 1),
        left=left,
        top=top,
        cell=cell,
        half=round(cell / 2, 2),
        squares=squares,
        shapes=shapes,
        lines=lines if has_names else [],
        has_numbers=cell >= _ROOM_FOR_ONE,
        has_names=has_names,
    )


def _room_for(names: Iterable[str]) -> float:
    """How long the longest name is, with a space behind it."""
    return round(16 + _LETTER * max((len(name) for name in names), default=0), 1)


def _beside(kind: ContactKind, times: Mapping[ContactKind, int]) -> str:
    """How often in the kinds that are less close than this one, each with its letter."""
    return " ".join(
        _written(each, count) for each, count in times.items() if each is not kind and count
    )


def _written(kind: ContactKind, times: int) -> str:
    """A number with the letter of its kind, as in the table; each stands alone."""
    letters = {
        ContactKind.THROUGH_INTERMEDIARIES: pgettext("met through intermediaries", "i"),
        ContactKind.SAME_ROOM: pgettext("was in the same room", "r"),
    }
    return f"{FIRST_STRONG}{times}{letters.get(kind, '')}{POP}"


def _in_words(times: Mapping[ContactKind, int]) -> str:
    """Every kind of contact with its number."""
    return "; ".join(
        f"{in_words(KIND_LABELS[kind])}: {number(count)}" for kind, count in times.items() if count
    )


def _shape(places: list[tuple[int, int]], left: float, top: float, cell: float) -> str:
    """One path of many squares."""
    side = round(cell, 2)
    return "".join(
        f"M{left + there * cell:.2f} {top + here * cell:.2f}h{side}v{side}h-{side}z"
        for here, there in places
    )

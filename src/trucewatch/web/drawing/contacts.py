"""Who met whom as a picture: a square for every two actors, by the closest kind of contact."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from trucewatch.talks.rules.contacts import ContactKind, ContactMatrix

MOST_LABELLED: Final = 60
"""More actors than these have no names at their lines: there is no room for letters."""
_NAMES: Final = 150.0
_HEADS: Final = 120.0
"""Room above for names, which stand upright there."""
_SIDE: Final = 640.0


@dataclass(frozen=True, slots=True)
class Square:
    """Two actors: where, how close, how often, and the sentence about them."""

    x: float
    y: float
    kind: str
    number: int
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
    squares: list[Square]
    shapes: list[tuple[str, str]]
    """By kind one shape of all its squares, where they are too many to be told of one by one."""
    lines: list[Line]
    has_numbers: bool
    has_names: bool

    @property
    def middle(self) -> float:
        """Half a square."""
        return round(self.cell / 2, 2)


def draw_contacts(matrix: ContactMatrix, called: dict[str, str]) -> ContactPicture:
    """The picture of all actors; one with many of them has small squares and no names."""
    number = len(matrix.actors)
    has_names = number <= MOST_LABELLED
    left, top = (_NAMES, _HEADS) if has_names else (8.0, 8.0)
    cell = round(min(44.0, _SIDE / max(1, number)), 3)
    tables = {kind: matrix.of_kind(kind) for kind in ContactKind}
    squares: list[Square] = []
    shapes: list[tuple[str, str]] = []
    closest = np.zeros((number, number), bool)
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
            times = int(table[here, there])
            squares.append(
                Square(
                    round(left + there * cell, 2), round(top + here * cell, 2), kind.value, times,
                    f"{called[one]} – {called[other]}: {times}",
                )
            )  # fmt: skip
    lines = [
        Line(
            round(top + (place + 0.5) * cell, 2),
            round(left + (place + 0.5) * cell, 2),
            called[actor],
        )
        for place, actor in enumerate(matrix.actors)
    ]
    return ContactPicture(
        width=round(left + number * cell + 8, 1),
        height=round(top + number * cell + 8, 1),
        left=left,
        top=top,
        cell=cell,
        squares=squares,
        shapes=shapes,
        lines=lines if has_names else [],
        has_numbers=cell >= 18,
        has_names=has_names,
    )


def _shape(places: list[tuple[int, int]], left: float, top: float, cell: float) -> str:
    """One path of many squares."""
    side = round(cell, 2)
    return "".join(
        f"M{left + there * cell:.2f} {top + here * cell:.2f}h{side}v{side}h-{side}z"
        for here, there in places
    )

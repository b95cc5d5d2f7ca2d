"""Words of the record inside sentences of another direction, told apart for each form."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

_PARTS: Final = re.compile("([\u2066\u2068])([^\u2066-\u2069]*)\u2069")
_RIGHT: Final = frozenset({"R", "AL"})

Direction = Literal["ltr", "rtl"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text; with a direction of its own where it must not turn what stands around it."""

    text: str
    direction: Direction | None = None


def pieces(text: str) -> Iterator[Piece]:
    """The text cut at its isolates, which are not nested; the marks themselves are left out."""
    at = 0
    for found in _PARTS.finditer(text):
        if found.start() > at:
            yield Piece(text[at : found.start()])
        inner = found.group(2)
        yield Piece(inner, "ltr" if found.group(1) == "\u2066" else first_direction(inner))
        at = found.end()
    if at < len(text):
        yield Piece(text[at:])


def with_marks(piece: Piece) -> str:
    """The words with a mark of their direction at either end, where no element can hold them apart.

    So a full stop at their end stays there, also among words that run the other way.
    """
    if piece.direction is None:
        return piece.text
    mark = "\u200f" if piece.direction == "rtl" else "\u200e"
    return f"{mark}{piece.text}{mark}"


def without_isolates(text: str) -> str:
    """The text alone, for titles and attributes."""
    return "".join(piece.text for piece in pieces(text))


def first_direction(text: str) -> Direction:
    """The direction of the first letter that has one."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in _RIGHT:
            return "rtl"
        if kind == "L":
            return "ltr"
    return "ltr"


def has_other_direction(text: str, direction: str) -> bool:
    """Whether any letter runs against the direction of what stands around it."""
    against = {"L"} if direction == "rtl" else _RIGHT
    return any(unicodedata.bidirectional(character) in against for character in text)

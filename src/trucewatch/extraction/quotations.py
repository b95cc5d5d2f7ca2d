"""Where quotations begin and end, whatever marks they are set in, closed or not."""

from dataclasses import dataclass
from typing import Final

_OPENERS: Final = "“„«"
_CLOSERS: Final = "”»"
_BEFORE_OPENING: Final = " \n([-/—:"
_MOST_MARKS: Final = 24
"""Marks and apostrophes among which the closing one is looked for."""
_NESTED_LIMIT: Final = 4000
"""Characters within which a single closing mark is looked for."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation: ``start`` and ``end`` with its marks, ``inner`` without them.

    ``closed`` is false where the paragraph ends first; ``continues`` where it takes up a quotation
    that the paragraph before left open.
    """

    start: int
    end: int
    inner: tuple[int, int]
    closed: bool
    continues: bool = False


def quotations(text: str, view: str, paragraphs: list[tuple[int, int]]) -> list[Quotation]:
    """The quotations of a text in order, none inside another, none beyond its paragraph.

    ``text`` still has its own marks, ``view`` is levelled. A closing mark that opens nothing and an
    opening one inside a quotation are passed over.
    """
    found: list[Quotation] = []
    was_open = False
    for start, end in paragraphs:
        doubles = _double(text, view, start, end, was_open)
        was_open = bool(doubles) and not doubles[-1].closed
        if "'" in view[start:end]:
            doubles = sorted([*doubles, *_single(view, start, end, doubles)], key=_start)
        found += doubles
    return found


def _start(quotation: Quotation) -> int:
    return quotation.start


def _double(text: str, view: str, start: int, end: int, was_open: bool) -> list[Quotation]:
    found: list[Quotation] = []
    opened = -1
    at = view.find('"', start, end)
    while at != -1:
        if opened == -1:
            if _opens(text, view, at, start, end):
                opened = at
        elif not _opens(text, view, at, start, end):
            continues = was_open and not found and opened == start
            found.append(Quotation(opened, at + 1, (opened + 1, at), True, continues))
            opened = -1
        at = view.find('"', at + 1, end)
    if opened != -1 and opened + 1 < end:
        continues = was_open and not found and opened == start
        found.append(Quotation(opened, end, (opened + 1, end), False, continues))
    return found


def _opens(text: str, view: str, at: int, start: int, end: int) -> bool:
    """Whether the mark opens. A mark of the wrong shape is judged by what stands around it."""
    before = view[at - 1] if at > start else " "
    after = view[at + 1] if at + 1 < end else " "
    if text[at] in _OPENERS:
        return after not in " \n" or before in " \n"
    if text[at] in _CLOSERS:
        return False
    if before in _BEFORE_OPENING:
        return after not in " \n"
    return False


def _single(view: str, start: int, end: int, doubles: list[Quotation]) -> list[Quotation]:
    """Quotations in single marks, of two words at least or closed behind punctuation."""
    found: list[Quotation] = []
    covered = [(quotation.start, quotation.end) for quotation in doubles]
    at = view.find("'", start, end)
    while at != -1:
        after = view[at + 1] if at + 1 < end else " "
        opens = (at == start or view[at - 1] in " (-") and (after.isalnum() or after in "[.")
        if opens and not any(a <= at < b for a, b in covered):
            closing = _closing(view, at, min(end, at + _NESTED_LIMIT))
            if closing != -1 and not any(a < closing and at < b for a, b in covered):
                found.append(Quotation(at, closing + 1, (at + 1, closing), True))
                at = closing
        at = view.find("'", at + 1, end)
    return found


def _closing(view: str, opened: int, end: int) -> int:
    """The mark that closes: best behind punctuation, else the first behind a word; -1 if none."""
    first = -1
    at = view.find("'", opened + 2, end)
    for _ in range(_MOST_MARKS):
        if at == -1:
            break
        after = view[at + 1] if at + 1 < end else " "
        if not after.isalnum():
            if view[at - 1] in ",.?!…":
                return at
            if first == -1 and view[at - 1] != " ":
                first = at
                if after in ",.;:)?!" or view[at - 1] != "s":
                    return at
        elif at > opened + 2 and view[at - 1] == " " and first != -1:
            break
        at = view.find("'", at + 1, end)
    return first

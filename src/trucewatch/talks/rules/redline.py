"""Two versions of a text as one: what stayed, what was taken out, what was put in, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from typing import Final

from trucewatch.talks.rules.aligning import Run
from trucewatch.talks.rules.cutting import LINE_ENDS, Units, cut_both, with_plain_line_ends
from trucewatch.talks.rules.pairing import align_by_paragraph
from trucewatch.talks.rules.tidying import Worth

_LINE: Final = re.compile(rf"[^{LINE_ENDS}]*(?P<end>[{LINE_ENDS}]\s*)|[^{LINE_ENDS}]+")


class PieceKind(StrEnum):
    """What became of some words of the earlier version, or that only the later one has them."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters in a row of which the same is true; blanks belong to a piece too."""

    kind: PieceKind
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The pieces up to an end of a line, with the blank lines after it.

    ``line_end`` tells whether that end is in both versions, was taken out, so that the next
    paragraph follows on in the later version, or was put in; None where the text ends without one.
    The end of a text ends its last line too: whether a line feed stands there is no change.
    """

    pieces: tuple[Piece, ...]
    line_end: PieceKind | None

    @property
    def is_changed(self) -> bool:
        """Whether a word, a mark or the end of the line differs; blanks alone are no change."""
        visible = {piece.kind for piece in self.pieces if not piece.text.isspace()}
        if self.line_end in (PieceKind.REMOVED, PieceKind.ADDED) and visible:
            return True
        return not visible <= {PieceKind.KEPT}


@dataclass(frozen=True, slots=True)
class Fold:
    """Paragraphs in a row without a change, which a page shows as one line with their number."""

    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Redline:
    """One text that holds both versions.

    What is kept and removed, joined, is the earlier version to the character; what is kept and
    added is the later one; both as they were compared, with each end of a line as one line feed
    (``with_plain_line_ends``). No two pieces of a kind follow each other, and what was removed
    comes before what was added in its place. Words are counted, marks and blanks are not.
    """

    pieces: tuple[Piece, ...]
    words_kept: int
    words_removed: int
    words_added: int

    @property
    def is_changed(self) -> bool:
        """Whether a word, a mark or an end of a line differs; blanks alone are no change."""
        return any(paragraph.is_changed for paragraph in self.paragraphs())

    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The pieces, cut at ends of lines, in paragraphs; joined, they are the pieces again.

        A line that is only in one of the versions is a paragraph of its own.
        """
        paragraphs: list[Paragraph] = []
        held: list[Piece] = []
        ends: set[PieceKind] = set()
        for line, ends_here in self._lines():
            if ends and not line.text.isspace():
                paragraphs.append(_paragraph(held, ends))
                held, ends = [], set()
            held.append(line)
            if ends_here:
                ends.add(line.kind)
        if held:
            paragraphs.append(_paragraph(held, ends))
        _end_with_the_text(paragraphs)
        return tuple(paragraphs)

    def _lines(self) -> Iterator[tuple[Piece, bool]]:
        """The pieces cut after each end of a line, and whether one is there."""
        for piece in self.pieces:
            for found in _LINE.finditer(piece.text):
                yield Piece(piece.kind, found[0]), found["end"] is not None

    def folded(self, around: int = 1) -> tuple[Paragraph | Fold, ...]:
        """Paragraphs in order; those farther than ``around`` from any change lie in folds.

        One paragraph by itself is not folded: the line that stands for it would be as long.
        """
        paragraphs = self.paragraphs()
        shown = bytearray(len(paragraphs))
        for at, paragraph in enumerate(paragraphs):
            if paragraph.is_changed:
                for near in range(max(0, at - around), min(len(shown), at + around + 1)):
                    shown[near] = 1
        parts: list[Paragraph | Fold] = []
        for is_shown, group in groupby(zip(shown, paragraphs, strict=True), itemgetter(0)):
            stretch = tuple(paragraph for _, paragraph in group)
            parts += stretch if is_shown or len(stretch) == 1 else (Fold(stretch),)
        return tuple(parts)


def _paragraph(pieces: list[Piece], ends: set[PieceKind]) -> Paragraph:
    """An end that was written otherwise, with a blank line more for example, is still there."""
    if not ends:
        return Paragraph(tuple(pieces), None)
    only = next(iter(ends)) if len(ends) == 1 else PieceKind.KEPT
    return Paragraph(tuple(pieces), only)


def _end_with_the_text(paragraphs: list[Paragraph]) -> None:
    """The last line of a version ends there, though a line feed stands in the other one alone.

    Lines that were put in behind it are a change; that it ends is none.
    """
    for end, version in (
        (PieceKind.ADDED, {PieceKind.KEPT, PieceKind.REMOVED}),
        (PieceKind.REMOVED, {PieceKind.KEPT, PieceKind.ADDED}),
    ):
        for at in range(len(paragraphs) - 1, -1, -1):
            pieces = paragraphs[at].pieces
            if any(piece.kind in version and not piece.text.isspace() for piece in pieces):
                if paragraphs[at].line_end is end:
                    paragraphs[at] = Paragraph(pieces, PieceKind.KEPT)
                break


def redline(before: str, after: str) -> Redline:
    """What became of an earlier version of a text in a later one.

    Ends of lines are compared as line feeds, however they were written. Paragraphs are set against
    each other first; a paragraph that is only in one version, or moved, is taken out or put in
    whole. Changed words are taken out and put in whole, numbers with their separators as well.
    """
    one, other, forms = cut_both(with_plain_line_ends(before), with_plain_line_ends(after))
    worth = Worth(forms)
    if one.text == other.text:
        runs = [Run(0, 0, len(one.numbers))]
    else:
        runs = align_by_paragraph(one.numbers, other.numbers, worth)
    is_word = worth.is_word
    kept = sum(
        is_word[number]
        for run in runs
        for number in one.numbers[run.first : run.first + run.length]
    )
    return Redline(
        pieces=_Strip(one, other).pieces(runs),
        words_kept=kept,
        words_removed=sum(is_word[number] for number in one.numbers) - kept,
        words_added=sum(is_word[number] for number in other.numbers) - kept,
    )


class _Strip:
    """Writes pieces one after another, until all characters of both versions are in one."""

    def __init__(self, one: Units, other: Units) -> None:
        self.one, self.other = one, other
        self.written: list[Piece] = []
        self.held: dict[PieceKind, list[str]] = {kind: [] for kind in PieceKind}
        self.at_one = self.at_other = 0

    def pieces(self, runs: list[Run]) -> tuple[Piece, ...]:
        one, other = self.one, self.other
        for first, second, count in runs:
            if not count:
                continue
            self._until(one.starts[first], other.starts[second])
            ends = one.ends[first + count - 1], other.ends[second + count - 1]
            if one.text[self.at_one : ends[0]] == other.text[self.at_other : ends[1]]:
                self._until(*ends)
                continue
            for at in range(count):  # blanks between the same units, or blank lines, differ
                self._until(one.starts[first + at], other.starts[second + at])
                self._until(one.ends[first + at], other.ends[second + at])
        self._until(len(one.text), len(other.text))
        self._let_go(*PieceKind)
        return tuple(self.written)

    def _until(self, end_one: int, end_other: int) -> None:
        """What comes next of both; blanks that both begin or end with stay.

        The end of a line goes with the words before it: a line that was taken out whole and one
        that was put in whole are two, though both end.
        """
        removed = self.one.text[self.at_one : end_one]
        added = self.other.text[self.at_other : end_other]
        self.at_one, self.at_other = end_one, end_other
        if removed == added:
            self._write(PieceKind.KEPT, removed)
            return
        most = min(len(removed), len(added))
        bound = LINE_ENDS if removed.strip() and added.strip() else ""
        head = tail = 0
        while head < most and _is_common_blank(removed[head], added[head], bound):
            head += 1
        while tail < most - head and _is_common_blank(removed[-1 - tail], added[-1 - tail], bound):
            tail += 1
        self._write(PieceKind.KEPT, removed[:head])
        self._write(PieceKind.REMOVED, removed[head : len(removed) - tail])
        self._write(PieceKind.ADDED, added[head : len(added) - tail])
        self._write(PieceKind.KEPT, removed[len(removed) - tail :])

    def _write(self, kind: PieceKind, text: str) -> None:
        """Holds the text back as long as more of its piece may come."""
        if text:
            if kind is PieceKind.KEPT:
                self._let_go(PieceKind.REMOVED, PieceKind.ADDED)
            else:
                self._let_go(PieceKind.KEPT)
            self.held[kind].append(text)

    def _let_go(self, *kinds: PieceKind) -> None:
        for kind in kinds:
            if self.held[kind]:
                self.written.append(Piece(kind, "".join(self.held[kind])))
                self.held[kind].clear()


def _is_common_blank(one: str, other: str, bound: str) -> bool:
    return one == other and one.isspace() and one not in bound


def text_hash(text: str) -> str:
    """SHA-256 of the exact characters in UTF-8, as 64 hexadecimal digits.

    Positions on a version are bound to it. Nothing is normalised: one more blank is another text.
    """
    return sha256(text.encode("utf-8")).hexdigest()

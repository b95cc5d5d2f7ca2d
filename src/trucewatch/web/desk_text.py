"""The text of a document as paragraphs with highlights, each character where it is stored."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from trucewatch.desk.rules import BLACK

_LONGEST_LINE: Final = 4_000
"""A line longer than this is laid out in parts, so that a text without breaks stays light."""


_NEAR: Final = 400
_GONE: Final = re.compile(f"{BLACK}+")
LONGEST_PART: Final = 30_000
"""A text is laid out so many characters at a time: a browser stays quick, however long it is."""


@dataclass(frozen=True, slots=True)
class Highlight:
    """Characters that are shown in a way of their own. ``letter`` and ``address`` lead to it."""

    start: int
    end: int
    classes: str
    key: int = 0
    letter: str = ""
    address: str = ""

    @property
    def anchor(self) -> str:
        """The place of the characters in the page."""
        return f"c{self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the document: its words with highlights, the page that begins with it."""

    html: SafeString
    page: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Part:
    """So much of a text as a page shows at once: ``[start, end)``, the ``number``-th from 1."""

    number: int
    start: int
    end: int
    pages: tuple[int, int] | None
    """The first and last page of the document that it holds, where the document has pages."""


def parts_of(text: str, pages: Sequence[int] = (), most: int = LONGEST_PART) -> list[Part]:
    """A text in parts of whole lines; one part where it is short. Cuts follow the text alone."""
    starts = [0]
    for start, end in _lines(text):
        if end - starts[-1] > most and start > starts[-1]:
            starts.append(start)
    ends = [*starts[1:], len(text)]
    return [
        Part(number, start, end, _pages_between(pages, start, end))
        for number, (start, end) in enumerate(zip(starts, ends, strict=True), start=1)
    ]


def part_at(parts: Sequence[Part], character: int) -> Part:
    """The part in which a character stands."""
    return next((part for part in parts if character < part.end), parts[-1])


def _pages_between(pages: Sequence[int], start: int, end: int) -> tuple[int, int] | None:
    if not pages:
        return None
    return max(1, bisect_right(pages, start)), max(1, bisect_right(pages, max(start, end - 1)))


def paragraphs_of(
    text: str,
    highlights: Iterable[Highlight],
    pages: Sequence[int] = (),
    part: Part | None = None,
) -> list[Paragraph]:
    """The lines of a text, or of a part of it, that hold words, in order."""
    first, last = (part.start, part.end) if part else (0, len(text))
    marks = sorted(highlights, key=lambda mark: (mark.start, -mark.end, mark.classes))
    anchors: set[str] = set()
    found: list[Paragraph] = []
    active: list[Highlight] = []
    at, told = 0, 0
    for start, end in _lines(text, first, last):
        while at < len(marks) and marks[at].start < end:
            active.append(marks[at])
            at += 1
        active = [mark for mark in active if mark.end > start]
        page = bisect_right(pages, start) if pages else 0
        begins = page if page > told else None
        told = max(told, page)
        html = _written(text, start, end, active, anchors)
        found.append(Paragraph(html, begins, start, end))
    return found


def excerpt(
    text: str, span: tuple[int, int], cue: tuple[int, int], around: int = 160
) -> SafeString:
    """The words of a proposal with what stands around them, and the cue that set it off."""
    first, last = min(span[0], cue[0]), max(span[1], cue[1])
    if span[0] - first > _NEAR or last - span[1] > _NEAR:  # a cue elsewhere is named beside it
        first, last = span
    low = max(0, first - around, text.rfind("\n", 0, first) + 1)
    behind = text.find("\n", last)
    high = min(len(text) if behind < 0 else behind, last + around)
    while low > 0 and not text[low - 1].isspace() and first - low < around + 20:
        low -= 1
    while high < len(text) and not text[high].isspace() and high - last < around + 20:
        high += 1
    marks = [Highlight(*span, "is-words")]
    if cue[1] > cue[0]:
        marks.append(Highlight(*cue, "is-cue"))
    marks.sort(key=lambda mark: (mark.start, -mark.end))
    body = _written(text, low, high, [m for m in marks if m.end > low], None)
    before = "… " if low > 0 and text[low - 1] != "\n" else ""
    after = " …" if high < len(text) and text[high] != "\n" else ""
    return mark_safe(f"{before}{body}{after}")  # noqa: S308 - escaped where it is written


def _lines(text: str, first: int = 0, last: int | None = None) -> Iterable[tuple[int, int]]:
    at, last = first, len(text) if last is None else last
    while at < last:
        end = text.find("\n", at, last)
        end = last if end < 0 else end
        while end - at > _LONGEST_LINE:
            gap = text.rfind(" ", at + _LONGEST_LINE // 2, at + _LONGEST_LINE)
            cut = gap + 1 if gap > 0 else at + _LONGEST_LINE
            yield at, cut
            at = cut
        if text[at:end].strip():
            yield at, end
        at = end + 1


def _written(
    text: str, start: int, end: int, marks: Sequence[Highlight], anchors: set[str] | None
) -> SafeString:
    """Words between two places, each highlight around its own, cut where two of them cross."""
    out: list[str] = []
    stack: list[Highlight] = []
    at, upcoming = start, 0
    while True:
        opens = max(start, marks[upcoming].start) if upcoming < len(marks) else end
        closes = min((mark.end for mark in stack), default=end)
        here = min(opens, closes, end)
        out.append(_plain(text[at:here]))
        at = here
        if at >= end:
            out.append("</span>" * len(stack))
            break
        if closes <= at:
            stack = _closed(stack, at, out)
        while upcoming < len(marks) and max(start, marks[upcoming].start) <= at:
            mark = marks[upcoming]
            upcoming += 1
            if mark.end > at:
                out.append(_opened(mark, mark.start >= start, anchors))
                stack.append(mark)
    # Words are escaped above; classes, numbers and addresses are ours.
    return mark_safe("".join(out))  # noqa: S308


def _plain(words: str) -> str:
    """Words as markup; destroyed ones are told to those who listen, and not sign by sign."""
    plain = escape(words, quote=False)
    if BLACK not in plain:
        return plain
    label = escape(_("Destroyed words"))
    return _GONE.sub(rf'<span class="gone" role="img" aria-label="{label}">\g<0></span>', plain)


def _closed(stack: list[Highlight], at: int, out: list[str]) -> list[Highlight]:
    """The highlights that go on behind ``at``, closed and opened again around those that end."""
    lowest = next(place for place, mark in enumerate(stack) if mark.end <= at)
    out.append("</span>" * (len(stack) - lowest))
    again = [mark for mark in stack[lowest:] if mark.end > at]
    out.extend(f'<span class="hl {mark.classes} on"{_key(mark)}>' for mark in again)
    return [*stack[:lowest], *again]


def _opened(mark: Highlight, is_whole: bool, anchors: set[str] | None) -> str:
    identity = ""
    if anchors is not None and is_whole and mark.anchor not in anchors:
        anchors.add(mark.anchor)
        identity = f' id="{mark.anchor}"'
    begun = f'<span class="hl {mark.classes}"{identity}{_key(mark)}>'
    if mark.letter and is_whole:
        begun += (
            f'<a class="mk" href="{escape(mark.address)}" tabindex="-1" aria-hidden="true">'
            f"{mark.letter}</a>"
        )
    return begun


def _key(mark: Highlight) -> str:
    return f' data-p="{mark.key}"' if mark.key else ""

"""Proposes the provisions of an adopted text by its own numbers; a person takes or changes them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from trucewatch.talks.rules.cutting import LINE_ENDS
from trucewatch.talks.rules.numbering import ARTICLE, BULLET, PART, ROMAN, Marker, markers_of

_LONGEST_NUMBER: Final = 20
_LONGEST_HEADING: Final = 90
_LONGEST_BEFORE_A_LINE: Final = 50
"""A longer line above another one may be the first line of a sentence that was broken."""
_MOST_WORDS_OF_HEADING: Final = 12
_MOST_WORDS_WITHOUT_CASE: Final = 6
"""Scripts without capitals do not show whether the next line goes on with the sentence."""
_LEFT_OUT: Final = 3
"""So far may a number be from the one before it; a higher one is taken for something else."""
_BEFORE_THE_LAST: Final = 2
_NO_TITLE_ENDS_SO: Final = ".;:,،؛…!?؟"

_LINE_END: Final = rf"(?:\r\n|(?!\r\n)[{LINE_ENDS}])"
_BLANK_LINE: Final = re.compile(rf"{_LINE_END}[ \t\u00a0]*{_LINE_END}\s*")
_ONE_LINE_END: Final = re.compile(rf"{_LINE_END}\s*")
_NOT_SHOWN: Final = "\u200e\u200f\ufeff"


@dataclass(frozen=True, slots=True)
class FoundProvision:
    """A provision as it stands in the text: ``text`` is its characters from ``start`` to ``end``.

    ``number`` says where it stands, such as 3, 3(a) or 2.1, in the digits and letters of the text,
    and is no other's. ``heading`` is its title, or the words that it begins with; both are
    characters of the text. Neither its number nor a title above other lines is part of ``text``.
    """

    number: str
    heading: str
    text: str
    start: int
    end: int


def split_provisions(text: str) -> tuple[FoundProvision, ...]:
    """The provisions of a text in its order, none of which overlap; a preamble is left out.

    Numbers, letters, bullets and words such as "Article 3" count at the start of a line, where the
    number before or after each is there as well. A provision that holds others keeps the words
    before the first of them. What follows the last provision, such as signatures, is left out
    where the others tell how long provisions are. Without any number, each paragraph is one.
    """
    marks = _numbered(text)
    return tuple(_provisions_of(text, marks) if marks else ()) or tuple(_paragraphs_of(text))


@dataclass(slots=True)
class _Level:
    """A list that is open: what encloses its numbers, and the last of them in each reading."""

    style: str
    rank: int | None
    last: dict[str, int]
    path: str = ""

    @property
    def is_bullets(self) -> bool:
        return BULLET in self.last


@dataclass(frozen=True, slots=True)
class _Mark:
    """A marker that begins a provision, with the number that is its alone."""

    marker: Marker
    number: str


def _numbered(text: str) -> list[_Mark]:
    outline = _Outline(markers_of(text))
    taken: set[str] = set()
    repeats: Counter[str] = Counter()
    marks = []
    for marker, path, part in outline.places():
        number = path[-_LONGEST_NUMBER:]
        if number in taken and part:
            number = f"{part}.{path}"[-_LONGEST_NUMBER:]
        base = number
        while number in taken:
            repeats[base] += 1
            suffix = f" ({repeats[base] + 1})"
            number = base[: _LONGEST_NUMBER - len(suffix)] + suffix
        taken.add(number)
        marks.append(_Mark(marker, number))
    return marks


class _Outline:
    """Follows the lists of a text down and up again, and takes the markers that fit into them."""

    def __init__(self, markers: Sequence[Marker]) -> None:
        self.markers = markers
        self.levels: list[_Level] = []
        self.words: dict[str, dict[str, int]] = {}
        self.part = ""
        self.bullets = Counter(marker.style for marker in markers if marker.is_bullet)
        self.latest: dict[tuple[str, str, int], int] = {}
        self.following: dict[int, Marker] = {}
        seen: dict[str, int] = {}
        for at, marker in enumerate(markers):
            for order, value in marker.readings.items():
                self.latest[marker.style, order, value] = at
            if marker.style in seen:
                self.following[seen[marker.style]] = marker
            seen[marker.style] = at

    def places(self) -> list[tuple[Marker, str, str]]:
        """Each marker that counts, where it stands, and in which part of the text.

        Bullets before the first number are those of a preamble.
        """
        places = []
        for at, marker in enumerate(self.markers):
            level = self._level(at, marker)
            if level is None:
                continue
            parent = self.levels[-2].path if len(self.levels) > 1 else ""
            path = _path(parent, marker, level)
            if marker.rank == PART:
                self.part = marker.sign
            else:
                level.path = path
            places.append((marker, path, self.part if marker.rank != PART else ""))
        first = next((at for at, place in enumerate(places) if not place[0].is_bullet), 0)
        return places[first:]

    def _level(self, at: int, marker: Marker) -> _Level | None:
        """The list that a marker goes on with or begins, now the innermost; None without any."""
        if marker.is_bullet:
            return self._bullets(marker)
        if marker.rank is not None:
            return self._word(at, marker, marker.rank)
        alike = [depth for depth, level in enumerate(self.levels) if level.style == marker.style]
        for depth in reversed(alike):
            if fits := self._going_on(at, marker, self.levels[depth], 1):
                return self._onward(depth, fits)
        if fits := self._begun(at, marker, {1}):
            for depth in reversed(alike):
                if self.levels[depth].last.keys() & fits.keys():
                    return self._onward(depth, fits)
            return self._below(marker, fits)
        if all(level.is_bullets for level in self.levels):
            fits = self._begun(at, marker, set(marker.readings.values()))
            return self._below(marker, fits) if fits else None
        for depth in reversed(alike):
            if fits := self._going_on(at, marker, self.levels[depth], _LEFT_OUT):
                return self._onward(depth, fits)
        return None

    def _going_on(self, at: int, marker: Marker, level: _Level, reach: int) -> dict[str, int]:
        """The readings in which a marker follows the last; (i) before (ii) does not follow (h)."""
        fits = {
            order: value
            for order, value in marker.readings.items()
            if order in level.last and 0 < value - level.last[order] <= reach
        }
        if marker.readings.get(ROMAN) == 1 and ROMAN not in fits:
            following = self.following.get(at)
            if following is not None and following.readings.get(ROMAN) == 2:
                return {}
        return fits

    def _begun(self, at: int, marker: Marker, firsts: set[int]) -> dict[str, int]:
        """The readings in which a list may begin here, since the next number follows somewhere."""
        return {
            order: value
            for order, value in marker.readings.items()
            if value in firsts and self.latest.get((marker.style, order, value + 1), -1) > at
        }

    def _onward(self, depth: int, readings: dict[str, int]) -> _Level:
        del self.levels[depth + 1 :]
        self.levels[depth].last = readings
        return self.levels[depth]

    def _below(self, marker: Marker, readings: dict[str, int]) -> _Level:
        """A list inside the innermost one; numbers stand in no list of bullets."""
        while self.levels and self.levels[-1].is_bullets and not marker.is_bullet:
            self.levels.pop()
        self.levels.append(_Level(marker.style, marker.rank, readings))
        return self.levels[-1]

    def _bullets(self, marker: Marker) -> _Level | None:
        """One bullet alone is a dash in a text."""
        for depth, level in enumerate(self.levels):
            if level.style == marker.style:
                return self._onward(depth, {BULLET: level.last[BULLET] + 1})
        return self._below(marker, {BULLET: 1}) if self.bullets[marker.style] > 1 else None

    def _word(self, at: int, marker: Marker, rank: int) -> _Level | None:
        """Articles are numbered through all parts; a sentence may begin with one out of order."""
        last = self.words.get(marker.style, {})
        fits = {
            order: value for order, value in marker.readings.items() if last.get(order) == value - 1
        }
        if not (fits or marker.is_closed or self._begun(at, marker, {1})):
            return None
        self.words[marker.style] = fits or marker.readings
        while self.levels and (self.levels[-1].rank is None or self.levels[-1].rank >= rank):
            self.levels.pop()
        return self._below(marker, self.words[marker.style])


def _provisions_of(text: str, marks: list[_Mark]) -> Iterator[FoundProvision]:
    """What stands behind each marker that counts, up to the next one."""
    following = [mark.marker.start for mark in marks[1:]]
    stretches = [
        _trimmed(text, mark.marker.end, end)
        for mark, end in zip(marks, [*following, len(text)], strict=True)
    ]
    stretches[-1] = _without_closing(text, marks, stretches)
    for mark, (start, end) in zip(marks, stretches, strict=True):
        has_one_line = _ONE_LINE_END.search(text, start, end) is None
        if start < end and not (mark.marker.rank == PART and has_one_line):
            yield _provision(text, mark.number, (start, end), mark.marker)


def _path(parent: str, marker: Marker, level: _Level) -> str:
    """Where a provision stands, from the outermost list inwards."""
    if marker.is_bullet:
        number = str(level.last[BULLET])
        return f"{parent}•{number}" if parent else number
    is_whole = marker.style.startswith("dotted") or marker.rank in (PART, ARTICLE)
    if is_whole or not parent:
        return marker.sign
    return f"{parent}({marker.sign})" if ")" in marker.style else f"{parent}.{marker.sign}"


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in _NOT_SHOWN):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _without_closing(
    text: str, marks: list[_Mark], stretches: list[tuple[int, int]]
) -> tuple[int, int]:
    """The last provision has no more paragraphs than the longest other one of its list."""
    style = marks[-1].marker.style
    others = [
        stretch
        for mark, stretch in zip(marks[:-1], stretches[:-1], strict=True)
        if mark.marker.style == style
    ]
    start, end = stretches[-1]
    if len(others) < _BEFORE_THE_LAST:
        return start, end
    between = _between_paragraphs(text)
    most = max(sum(1 for _ in between.finditer(text, *stretch)) for stretch in others)
    if between is _ONE_LINE_END and most:
        return start, end  # lines may be broken anywhere, and tell nothing
    breaks = [found.start() for found in between.finditer(text, start, end)]
    return _trimmed(text, start, breaks[most]) if len(breaks) > most else (start, end)


def _between_paragraphs(text: str) -> re.Pattern[str]:
    """Blank lines, where there are any; else each line is a paragraph."""
    return _BLANK_LINE if _BLANK_LINE.search(text.strip()) else _ONE_LINE_END


def _paragraphs_of(text: str) -> Iterator[FoundProvision]:
    """Every paragraph, counted through."""
    between = _between_paragraphs(text)
    ends = [*((found.start(), found.end()) for found in between.finditer(text)), (len(text),) * 2]
    first = number = 0
    for end, following in ends:
        start, last = _trimmed(text, first, end)
        first = following
        if start < last:
            number += 1
            yield _provision(text, str(number), (start, last), None)


def _provision(
    text: str, number: str, stretch: tuple[int, int], marker: Marker | None
) -> FoundProvision:
    start, end = stretch
    line = _ONE_LINE_END.search(text, start, end)
    if marker is not None and line is not None and line.end() < end:
        title = text[start : line.start()].rstrip()
        is_apart = bool(_BLANK_LINE.match(text, line.start(), end))
        limit = _LONGEST_HEADING if is_apart or marker.rank is not None else _LONGEST_BEFORE_A_LINE
        if len(title) <= limit and _is_title(title, text[line.end()]):
            return FoundProvision(number, title, text[line.end() : end], line.end(), end)
    first_line = text[start : line.start() if line else end].rstrip()
    return FoundProvision(number, _opening(first_line), text[start:end], start, end)


def _is_title(line: str, following: str) -> bool:
    """A few words without a mark at their end, after which no sentence goes on in small letters."""
    has_case = line.lower() != line.upper()
    most = _MOST_WORDS_OF_HEADING if has_case else _MOST_WORDS_WITHOUT_CASE
    return (
        len(line.split()) <= most and line[-1] not in _NO_TITLE_ENDS_SO and not following.islower()
    )


def _opening(line: str) -> str:
    """The words that a line begins with, whole ones where there is a blank among them."""
    if len(line) <= _LONGEST_HEADING:
        return line
    words, blank, _ = line[: _LONGEST_HEADING + 1].rpartition(" ")
    return words.rstrip() if blank and words.strip() else line[:_LONGEST_HEADING]

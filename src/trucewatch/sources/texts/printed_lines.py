"""Printed lines put together to paragraphs again."""

import re
from collections import Counter
from statistics import median
from typing import Final

Pages = list[list[str]]

_EDGE: Final = 2
"""Lines at the head and at the foot of a page that may run through all pages."""
_MOST: Final = 0.6
"""Part of the pages on which a running line stands."""
_FEW_PAGES: Final = 3
_SHORT: Final = 0.8
"""Part of a full line's length below which a line may end a paragraph."""
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_NUMBER: Final = re.compile(r"\d{1,9}")
_PAGE_NUMBER: Final = re.compile(
    r"\W*(?:page|p\.|стр\.|с\.|صفحة)?\s*\d{1,4}(?:\s*(?:/|of|из|من)\s*\d{1,4})?\W*", re.IGNORECASE
)
_ENDED: Final = re.compile(r"[.!?:;؟…۔][\"'”»’)\]]*$")
_ITEM: Final = re.compile(r"(?:[•●▪◦*–—-]\s|\(?(?:\d{1,3}|[a-zа-я]|[ivxIVX]{1,5})[.)]\s)")
_HYPHENS: Final = ("-", "\u2010", "\u00ad")


def without_running_lines(pages: Pages) -> Pages:
    """The pages without lines at their edges that most pages have, and without page numbers.

    Such lines are the same on every page, but for one number that counts the pages. What merely
    reads alike, as entries of a list do, is text and stays.
    """
    tidy = [[line for line in map(_tidied, page) if line] for page in pages]
    seen = Counter(
        key
        for number, page in enumerate(tidy)
        for key in {key for line in _edges(page) for key in _keys(line, number)}
    )
    running = {
        key for key, count in seen.items() if count >= _FEW_PAGES and count > _MOST * len(tidy)
    }
    return [_trimmed(page, number, running) for number, page in enumerate(tidy)]


def _tidied(line: str) -> str:
    return " ".join(_CONTROLS.sub(" ", line).split())


def _keys(line: str, page: int) -> set[str]:
    """The line as it is, and with its first or last number told from the number of the page."""
    folded = line.casefold()
    keys = {folded}
    numbers = list(_NUMBER.finditer(folded))
    for found in numbers[:1] + numbers[-1:]:
        keys.add(f"{folded[: found.start()]}#{int(found[0]) - page}#{folded[found.end() :]}")
    return keys


def _edges(page: list[str]) -> list[str]:
    return [*page[:_EDGE], *page[-_EDGE:]]


def _trimmed(page: list[str], number: int, running: set[str]) -> list[str]:
    """Only lines at the very edge go, and those next to one that went."""
    start, end = 0, len(page)
    while start < min(_EDGE, end) and _runs(page[start], number, running):
        start += 1
    while end > max(start, len(page) - _EDGE) and _runs(page[end - 1], number, running):
        end -= 1
    return page[start:end]


def _runs(line: str, number: int, running: set[str]) -> bool:
    return not running.isdisjoint(_keys(line, number)) or bool(_PAGE_NUMBER.fullmatch(line))


def joined(pages: Pages) -> tuple[str, tuple[int, ...]]:
    """The text of all pages, with a blank line between paragraphs, and where each page starts.

    A paragraph ends with a short line that ends a sentence, before an item of a list, and around
    what looks like a heading. One that is broken by the end of a page goes on.
    """
    lengths = [len(line) for page in pages for line in page]
    full = median(sorted(lengths)[len(lengths) // 2 :]) if lengths else 0
    pieces: list[str] = []
    starts: list[int] = []
    length, before = 0, ""
    for page in pages:
        for place, line in enumerate(page):
            gap = _gap(before, line, full) if before else ""
            if gap == "" and before:
                pieces[-1] = pieces[-1][:-1]
                length -= 1
            length += len(gap)
            if place == 0:
                starts.append(length)
            pieces += [gap, line]
            length += len(line)
            before = line
        if not page:
            starts.append(length)
    return "".join(pieces), tuple(starts)


def _gap(before: str, line: str, full: float) -> str:
    """What stands between two lines; nothing where a word was broken, whose hyphen then goes."""
    if before.endswith(_HYPHENS) and before[-2:-1].isalpha() and line[:1].islower():
        return ""
    if _ITEM.match(line):
        return "\n\n"
    if len(before) < _SHORT * full and (_ENDED.search(before) or not line[:1].islower()):
        return "\n\n"
    return " "

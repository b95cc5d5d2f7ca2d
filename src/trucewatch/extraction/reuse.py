"""Passages that stand in two documents, in the same words or nearly, in whatever order."""

from collections import Counter
from dataclasses import dataclass
from typing import Final

from trucewatch.extraction.case import SegmentKind
from trucewatch.extraction.found import Passage, Reuse
from trucewatch.extraction.lexicon import BODY_NOUN, PERSON_NOUN
from trucewatch.extraction.page import Page

_FEWEST_WORDS: Final = 9
_ALIKE: Final = 0.55
"""Share of the three-word runs of the shorter passage from which the two are one text."""
_RUN: Final = 9
_TELLING_RUN: Final = 7
"""Words in a row from which a passage is taken over, whatever stands around it: so many, or fewer
where some of them are telling (long, and no names, offices or bodies)."""
_TELLING: Final = 3
_LONG_WORD: Final = 7
_POSTINGS: Final = 40
"""Of a passage that stands in more documents than this, only so many are compared."""
_BITS: Final = 21
_NAMING: Final = PERSON_NOUN | BODY_NOUN


@dataclass(frozen=True, slots=True)
class _Unit:
    """A paragraph or a sentence with the numbers of its words."""

    page: int
    span: tuple[int, int]
    words: tuple[int, ...]
    runs: frozenset[int]


def find_reuse(pages: list[Page], order: list[int]) -> list[Reuse]:
    """The passages that two documents share, paragraph by paragraph, then sentence by sentence.

    ``order`` gives each page its rank in time; the earlier of two has the original. Each paragraph
    is matched to the likest paragraph of another document. Time grows with the text and the
    number of true repetitions.
    """
    numbers: dict[str, int] = {}
    telling: set[int] = set()
    paragraphs: list[_Unit] = []
    sentences: list[_Unit] = []
    for number, page in enumerate(pages):
        for (first, last), segment in zip(page.ranges, page.segments, strict=True):
            if segment.kind == SegmentKind.PARAGRAPH:
                unit = _unit(page, number, first, last, numbers, telling)
                if unit is not None:
                    paragraphs.append(unit)
        for sentence in page.sentences:
            if page.segments[sentence.segment].kind == SegmentKind.PARAGRAPH:
                unit = _unit(page, number, sentence.first, sentence.last, numbers, telling)
                if unit is not None:
                    sentences.append(unit)
    found = _pairs(paragraphs, pages, order, set(), telling)
    taken = {(reuse.a.document, reuse.a.span, reuse.b.document) for reuse in found}
    taken |= {(reuse.b.document, reuse.b.span, reuse.a.document) for reuse in found}
    found += _pairs(sentences, pages, order, taken, telling)
    place = {page.id: number for number, page in enumerate(pages)}
    found.sort(key=lambda r: (place[r.a.document], r.a.span, place[r.b.document], r.b.span))
    return found


def _unit(
    page: Page, number: int, first: int, last: int, numbers: dict[str, int], telling: set[int]
) -> _Unit | None:
    found = []
    for token in page.tokens[first:last]:
        if token.text[0].isalnum():
            word = numbers.setdefault(token.low, len(numbers))
            found.append(word)
            if len(token.text) >= _LONG_WORD and not token.cap and not token.bits & _NAMING:
                telling.add(word)
    words = tuple(found)
    if len(words) < _FEWEST_WORDS:
        return None
    runs = frozenset(
        (a << 2 * _BITS) | (b << _BITS) | c for a, b, c in zip(words, words[1:], words[2:], strict=False)
    )
    return _Unit(number, page.span(first, last), words, runs)


def _pairs(
    units: list[_Unit], pages: list[Page], order: list[int],
    taken: set[tuple[str, tuple[int, int], str]], telling: set[int],
) -> list[Reuse]:  # fmt: skip
    shared = _shared(units)
    best: dict[tuple[int, int], tuple[float, int]] = {}
    for (a, b), count in shared.items():
        one, other = units[a], units[b]
        alike = count / min(len(one.runs), len(other.runs))
        if alike < _ALIKE and not _takes_over(one.words, other.words, telling):
            continue
        for unit, page, partner in ((a, other.page, b), (b, one.page, a)):
            key = (unit, page)
            if key not in best or (alike, -partner) > (best[key][0], -best[key][1]):
                best[key] = (alike, partner)
    found = []
    for (a, _page), (alike, b) in sorted(best.items()):
        if a < b and best.get((b, units[a].page), (0.0, -1))[1] == a:
            one, other = units[a], units[b]
            if _inside(one, pages, other, taken) and _inside(other, pages, one, taken):
                continue
            first = one if order[one.page] <= order[other.page] else other
            found.append(
                Reuse(
                    Passage(pages[one.page].id, one.span),
                    Passage(pages[other.page].id, other.span),
                    pages[first.page].id,
                    round(alike, 3),
                )
            )
    return found


def _inside(
    unit: _Unit, pages: list[Page], other: _Unit, taken: set[tuple[str, tuple[int, int], str]]
) -> bool:
    """Whether the sentence lies in a paragraph that is matched to the other document already."""
    document, partner = pages[unit.page].id, pages[other.page].id
    return any(
        d == document and p == partner and span[0] <= unit.span[0] and unit.span[1] <= span[1]
        for d, span, p in taken
    )


def _shared(units: list[_Unit]) -> Counter[tuple[int, int]]:
    """How many three-word runs each two units of different documents share, where it matters."""
    postings: dict[int, int | list[int]] = {}
    for number, unit in enumerate(units):
        for run in unit.runs:
            known = postings.get(run)
            if known is None:
                postings[run] = number
            elif isinstance(known, int):
                postings[run] = [known, number]
            elif len(known) < _POSTINGS:
                known.append(number)
    counts: Counter[tuple[int, int]] = Counter()
    for posting in postings.values():
        if isinstance(posting, int):
            continue
        for place, a in enumerate(posting):
            for b in posting[place + 1 :]:
                if units[a].page != units[b].page:
                    counts[a, b] += 1
    return Counter({pair: count for pair, count in counts.items() if count >= 4})


def _takes_over(one: tuple[int, ...], other: tuple[int, ...], telling: set[int]) -> bool:
    """Whether a long enough stretch of words stands in both; of each 200 words are looked at."""
    one, other = one[:200], other[:200]
    previous = [0] * (len(other) + 1)
    for i, a in enumerate(one):
        current = [0] * (len(other) + 1)
        for j, b in enumerate(other):
            if a == b:
                length = current[j + 1] = previous[j] + 1
                if length >= _RUN:
                    return True
                if length >= _TELLING_RUN:
                    run = one[i - length + 1 : i + 1]
                    if sum(word in telling for word in run) >= _TELLING:
                        return True
        previous = current
    return False

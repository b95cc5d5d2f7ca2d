"""Passages that stand in two documents, in the same words or nearly, in whatever order."""

from collections.abc import Iterator
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
_POSTINGS: Final = 8
"""Of a passage that stands in more documents than this, only the earliest are compared."""
_FEWEST_RUNS: Final = 4
_LOOKED_AT: Final = 200
_BITS: Final = 21
_NAMING: Final = PERSON_NOUN | BODY_NOUN


Taken = dict[tuple[str, str], list[tuple[int, int]]]
"""For two documents the passages of the first that are matched to the second already."""


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
    found = _pairs(paragraphs, pages, order, {}, telling)
    taken: Taken = {}
    for reuse in found:
        taken.setdefault((reuse.a.document, reuse.b.document), []).append(reuse.a.span)
        taken.setdefault((reuse.b.document, reuse.a.document), []).append(reuse.b.span)
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
    taken: Taken, telling: set[int],
) -> list[Reuse]:  # fmt: skip
    best: dict[tuple[int, int], tuple[float, int]] = {}
    for a, b, count in _candidates(units, order):
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


def _candidates(units: list[_Unit], order: list[int]) -> Iterator[tuple[int, int, int]]:
    """Two units of different documents with the number of three-word runs common to both.

    They are gone through in the order of time, so that of what stands in many documents the
    earliest are the ones that later ones are compared with.
    """
    postings: dict[int, list[int]] = {}
    for number in sorted(range(len(units)), key=lambda n: (order[units[n].page], n)):
        unit = units[number]
        counts: dict[int, int] = {}
        for run in unit.runs:
            posting = postings.get(run)
            if posting is None:
                postings[run] = [number]
                continue
            for other in posting:
                counts[other] = counts.get(other, 0) + 1
            if len(posting) < _POSTINGS:
                posting.append(number)
        for other, count in sorted(counts.items()):
            if count >= _FEWEST_RUNS and units[other].page != unit.page:
                yield min(number, other), max(number, other), count


def _inside(unit: _Unit, pages: list[Page], other: _Unit, taken: Taken) -> bool:
    """Whether the sentence lies in a paragraph that is matched to the other document already."""
    spans = taken.get((pages[unit.page].id, pages[other.page].id), ())
    return any(start <= unit.span[0] and unit.span[1] <= end for start, end in spans)


def _takes_over(one: tuple[int, ...], other: tuple[int, ...], telling: set[int]) -> bool:
    """Whether a long enough stretch of words stands in both; of each 200 words are looked at."""
    shared = _stretches(one[:_LOOKED_AT]) & _stretches(other[:_LOOKED_AT])
    if not shared:
        return False
    if any(sum(word in telling for word in stretch) >= _TELLING for stretch in shared):
        return True
    longer = _RUN - _TELLING_RUN + 1
    return len(shared) >= longer and bool(
        _stretches(one[:_LOOKED_AT], _RUN) & _stretches(other[:_LOOKED_AT], _RUN)
    )


def _stretches(words: tuple[int, ...], length: int = _TELLING_RUN) -> set[tuple[int, ...]]:
    return {words[i : i + length] for i in range(len(words) - length + 1)}

"""Passages that stand in two documents, in the same words or nearly, in whatever order."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from trucewatch.extraction.case import SegmentKind
from trucewatch.extraction.found import Passage, Reuse
from trucewatch.extraction.lexicon import BODY_NOUN, MODIFIER, PERSON_NOUN, VENUE
from trucewatch.extraction.page import Page

_FEWEST_WORDS: Final = 9
_ALIKE: Final = 0.55
"""Share of the three-word runs of the shorter passage from which the two are one text."""
_RUN: Final = 9
_TELLING_RUN: Final = 7
"""Words in a row from which a passage is taken over, whatever stands around it: so many, or fewer
where some of them are telling (long, and no names, offices or bodies)."""
_TELLING: Final = 3
_FEWEST_TELLING: Final = 2
_THE_SAME: Final = 0.8
_LONG: Final = 14
_LONG_WORD: Final = 7
_POSTINGS: Final = 6
"""Of a passage that stands in more documents than this, only the earliest are compared."""
_FEWEST_RUNS: Final = 4
_LOOKED_AT: Final = 200
_BITS: Final = 21
_NAMING: Final = PERSON_NOUN | BODY_NOUN | MODIFIER | VENUE


Taken = dict[tuple[str, str], list[tuple[int, int]]]
"""For two documents the passages of the first that are matched to the second already."""


@dataclass(frozen=True, slots=True)
class _Unit:
    """A paragraph or a sentence with the numbers of its words."""

    page: int
    span: tuple[int, int]
    words: tuple[int, ...]

    def runs(self) -> set[int]:
        """Its runs of three words, each as one number."""
        words = self.words
        return {
            (a << 2 * _BITS) | (b << _BITS) | c
            for a, b, c in zip(words, words[1:], words[2:], strict=False)
        }


def find_reuse(pages: list[Page], order: list[int]) -> list[Reuse]:
    """The passages that two documents share, paragraph by paragraph, then sentence by sentence.

    ``order`` gives each page its rank in time; the earlier of two has the original. Each paragraph
    is matched to the likest paragraph of another document. Time grows with the text and the
    number of true repetitions.
    """
    if len(pages) < 2:
        return []
    numbers: dict[str, int] = {}
    telling: set[int] = set()
    paragraphs: list[_Unit] = []
    sentences: list[_Unit] = []
    for number, page in enumerate(pages):
        words = _numbered(page, numbers, telling)
        for (first, last), segment in zip(page.ranges, page.segments, strict=True):
            if segment.kind == SegmentKind.PARAGRAPH:
                _take(paragraphs, page, number, words, first, last)
        for sentence in page.sentences:
            segment = page.segments[sentence.segment]
            whole = page.ranges[sentence.segment] == (sentence.first, sentence.last)
            if segment.kind == SegmentKind.PARAGRAPH and not whole:
                _take(sentences, page, number, words, sentence.first, sentence.last)
    found = _pairs(paragraphs, pages, order, {}, telling)
    taken: Taken = {}
    for reuse in found:
        taken.setdefault((reuse.a.document, reuse.b.document), []).append(reuse.a.span)
        taken.setdefault((reuse.b.document, reuse.a.document), []).append(reuse.b.span)
    found += _pairs(sentences, pages, order, taken, telling)
    place = {page.id: number for number, page in enumerate(pages)}
    found.sort(key=lambda r: (place[r.a.document], r.a.span, place[r.b.document], r.b.span))
    return found


def _numbered(page: Page, numbers: dict[str, int], telling: set[int]) -> list[int]:
    """A number for each token that is a word, and -1 for the others."""
    found = []
    for token in page.tokens:
        word = numbers.get(token.low)
        if word is None:
            if not token.text[0].isalnum():
                found.append(-1)
                continue
            word = numbers[token.low] = len(numbers)
        found.append(word)
        if (
            token.i
            and len(token.text) >= _LONG_WORD
            and not token.cap
            and not token.bits & _NAMING
            and token.low != "according"
        ):
            telling.add(word)
    return found


def _take(
    units: list[_Unit], page: Page, number: int, words: list[int], first: int, last: int
) -> None:
    if last - first >= _FEWEST_WORDS:
        kept = tuple([word for word in words[first:last] if word != -1])
        if len(kept) >= _FEWEST_WORDS:
            units.append(_Unit(number, page.span(first, last), kept))


def _pairs(
    units: list[_Unit], pages: list[Page], order: list[int],
    taken: Taken, telling: set[int],
) -> list[Reuse]:  # fmt: skip
    best: dict[tuple[int, int], tuple[float, int]] = {}
    for a, b, count in _candidates(units, order):
        one, other = units[a], units[b]
        alike = count / (min(len(one.words), len(other.words)) - 2)
        if alike >= _THE_SAME and min(len(one.words), len(other.words)) >= _LONG:
            pass  # so much in the same words is one text, whatever the words
        elif alike >= _ALIKE:
            if len(telling.intersection(one.words).intersection(other.words)) < _FEWEST_TELLING:
                continue  # names and offices alone are nobody's text
        elif not _takes_over(one.words, other.words, telling):
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
    postings: dict[int, int | list[int]] = {}
    for number in sorted(range(len(units)), key=lambda n: (order[units[n].page], n)):
        unit = units[number]
        counts: dict[int, int] = {}
        for run in unit.runs():
            posting = postings.get(run)
            if posting is None:
                postings[run] = number
            elif isinstance(posting, int):
                counts[posting] = counts.get(posting, 0) + 1
                postings[run] = [posting, number]
            else:
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
    longer = _stretches(one[:_LOOKED_AT], _RUN) & _stretches(other[:_LOOKED_AT], _RUN)
    return any(sum(word in telling for word in run) >= _FEWEST_TELLING for run in longer)


def _stretches(words: tuple[int, ...], length: int = _TELLING_RUN) -> set[tuple[int, ...]]:
    return {words[i : i + length] for i in range(len(words) - length + 1)}

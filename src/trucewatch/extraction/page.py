"""A document as the rules see it: its words, its quotations, its sentences."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Final

from trucewatch.extraction.case import Segment, SegmentKind
from trucewatch.extraction.lexicon import Lexicon
from trucewatch.extraction.quotations import Quotation, quotations
from trucewatch.extraction.segments import segment
from trucewatch.extraction.tokens import Token, cut
from trucewatch.extraction.view import level

_ENDS: Final = frozenset({".", "!", "?", "…", "..."})
_AFTER_END: Final = frozenset({'"', "'", ")", "]"})
_LONGEST: Final = 250
"""Tokens after which a sentence is cut: no writer's is longer, and rules look at all of it."""
_INITIAL: Final = re.compile(r"^[A-Z]$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """The tokens ``[first, last)`` of one sentence, a quotation with its attribution included."""

    first: int
    last: int
    segment: int
    bits: int
    """The classes of all its words together."""


@dataclass(frozen=True, slots=True)
class Page:
    """A document made ready. Everything refers to tokens by their number."""

    id: str
    text: str
    view: str
    tokens: list[Token]
    segments: list[Segment]
    ranges: list[tuple[int, int]]
    """For each segment the tokens ``[first, last)`` in it."""
    quotations: list[Quotation]
    sentences: list[Sentence]
    starts: list[int]
    """Where each token starts, for finding the token at a character."""

    def token_at(self, offset: int) -> int:
        """The number of the first token that starts at the offset or behind it."""
        return bisect_left(self.starts, offset)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The characters from the token ``first`` to the one before ``last``."""
        return self.tokens[first].start, self.tokens[last - 1].end

    def words(self, span: tuple[int, int]) -> str:
        """The exact words of a stretch."""
        return self.text[span[0] : span[1]]


def make_page(identifier: str, text: str, lexicon: Lexicon) -> Page:
    """Cut a text into segments, quotations, words and sentences."""
    view = level(text)
    segments = segment(view)
    tokens = cut(view, lexicon)
    starts = [token.start for token in tokens]
    spoken = [part.span for part in segments if part.kind != SegmentKind.BOILERPLATE]
    quoted = quotations(text, view, spoken)
    for number, quotation in enumerate(quoted):
        for i in range(bisect_left(starts, quotation.start), bisect_left(starts, quotation.end)):
            tokens[i].quote = number
    ranges = [
        (bisect_left(starts, part.span[0]), bisect_left(starts, part.span[1])) for part in segments
    ]
    sentences: list[Sentence] = []
    for number, (first, last) in enumerate(ranges):
        if segments[number].kind != SegmentKind.BOILERPLATE:
            for begin, stop in _sentences(tokens, first, last, lexicon):
                bits = 0
                for token in tokens[begin:stop]:
                    bits |= token.bits
                sentences.append(Sentence(begin, stop, number, bits))
    return Page(identifier, text, view, tokens, segments, ranges, quoted, sentences, starts)


def _sentences(
    tokens: list[Token], first: int, last: int, lexicon: Lexicon
) -> list[tuple[int, int]]:
    """The sentences of one segment. What is quoted is not cut, unless a new sentence follows it."""
    found = []
    begin = first
    i = first
    while i < last:
        token = tokens[i]
        if i - begin >= _LONGEST:
            found.append((begin, i))
            begin = i
        if token.text in _ENDS and not _abbreviates(tokens, i, first, lexicon):
            stop = i + 1
            while stop < last and tokens[stop].text in _AFTER_END and _touches(tokens, stop):
                stop += 1
            in_quote = token.quote != -1 and stop < last and tokens[stop].quote == token.quote
            if stop >= last or (not in_quote and _begins(tokens[stop])):
                found.append((begin, stop))
                begin = stop
            i = stop
        else:
            i += 1
    if begin < last:
        found.append((begin, last))
    return found


def _touches(tokens: list[Token], i: int) -> bool:
    return tokens[i].start == tokens[i - 1].end


def _begins(token: Token) -> bool:
    return token.cap or token.text[0] in "\"'([-" or token.text[0].isdigit()


def _abbreviates(tokens: list[Token], i: int, first: int, lexicon: Lexicon) -> bool:
    """Whether this full stop belongs to the word before it."""
    if tokens[i].text != "." or i == first or not _touches(tokens, i):
        return False
    word = tokens[i - 1]
    if i == first + 1 and word.text.isdecimal() and len(word.text) <= 3:
        return True  # the number of an entry in a list
    if word.low.rstrip(".") in lexicon.abbreviations:
        return True
    return bool(_INITIAL.match(word.text)) and i - 1 > first

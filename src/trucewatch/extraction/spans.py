"""Finds of one page looked up by where they stand, in time that does not grow with the page."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import Final

from trucewatch.extraction.found import DateFound
from trucewatch.extraction.phrase import Phrase
from trucewatch.extraction.speakers import Spoken

_LOOK_BACK: Final = 40
"""Statements that begin before a character and may still reach over it: so many are looked at."""


class SaidAt:
    """Statements by sentence and by the characters that they cover."""

    def __init__(self, spoken: Sequence[Spoken]) -> None:
        self.spoken = sorted(spoken, key=lambda one: one.said.content)
        self._starts = [one.said.content[0] for one in self.spoken]
        self._by_sentence: dict[int, list[Spoken]] = {}
        for one in spoken:
            self._by_sentence.setdefault(one.said.sentence, []).append(one)
        self.by_cue = sorted(spoken, key=lambda one: one.said.cue)
        self._cues = [one.said.cue[0] for one in self.by_cue]

    def in_sentence(self, number: int) -> list[Spoken]:
        """The statements whose verb stands in the sentence, in the order they were found."""
        return self._by_sentence.get(number, [])

    def covering(self, at: int) -> Spoken | None:
        """The shortest statement that the character is part of."""
        stop = bisect_right(self._starts, at)
        best: Spoken | None = None
        for one in self.spoken[max(0, stop - _LOOK_BACK) : stop]:
            start, end = one.said.content
            if at < end and (
                best is None or end - start < best.said.content[1] - best.said.content[0]
            ):
                best = one
        return best

    def before(self, at: int) -> Spoken | None:
        """The last statement with a speaker whose verb stands before the character."""
        stop = bisect_left(self._cues, at)
        for one in reversed(self.by_cue[max(0, stop - _LOOK_BACK) : stop]):
            if one.speakers:
                return one
        return None


class DatesAt:
    """Dates by the characters they stand in."""

    def __init__(self, dates: Sequence[DateFound]) -> None:
        self.dates = sorted(dates, key=lambda date: date.span)
        self._starts = [date.span[0] for date in self.dates]

    def within(self, span: tuple[int, int]) -> list[DateFound]:
        """The dates that begin in the stretch, in order."""
        return self.dates[bisect_left(self._starts, span[0]) : bisect_left(self._starts, span[1])]


class PhrasesAt:
    """The outermost phrases of a page by their first token."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self.phrases = [phrase for phrase in phrases if not phrase.nested]
        self._firsts = [phrase.first for phrase in self.phrases]

    def within(self, first: int, last: int) -> list[Phrase]:
        """The phrases that begin at the token ``first`` or behind it, and before ``last``."""
        return self.phrases[bisect_left(self._firsts, first) : bisect_left(self._firsts, last)]

    def before(self, first: int, most: int) -> list[Phrase]:
        """The last few phrases that begin before the token, in order."""
        place = bisect_left(self._firsts, first)
        return self.phrases[max(0, place - most) : place]

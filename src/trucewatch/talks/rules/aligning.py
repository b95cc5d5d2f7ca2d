"""Which units of two versions are the same: as many as can be without changing their order."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from math import isqrt
from typing import Final, NamedTuple

from rapidfuzz.distance import LCSseq

_LANDMARK: Final = 3
"""So many units in a row that stand once in each version mark one place in both."""
_MOST_CELLS: Final = 100_000_000
"""Units of one version times those of the other that are compared at once: some 13 MB."""


class Run(NamedTuple):
    """So many units from ``first`` on in one version are those from ``second`` on in the other."""

    first: int
    second: int
    length: int


def align(before: Sequence[int], after: Sequence[int]) -> list[Run]:
    """The runs that both have in the same order, as much of them as can be; none touches another.

    Landmarks cut the versions into gaps, and in each gap the longest common subsequence is found.
    Where a gap without any landmark is larger than can be compared at once, its parts are compared
    slice by slice: then less may be found than there is.
    """
    joined = Runs()
    first = second = 0
    for mark in _landmarks(before, after):
        if mark.first >= first and mark.second >= second:
            _fill(before, after, (first, mark.first), (second, mark.second), joined)
            joined.add(mark)
            first, second = mark.first + mark.length, mark.second + mark.length
    _fill(before, after, (first, len(before)), (second, len(after)), joined)
    return joined.runs


class Runs:
    """Runs in order; one that goes on where the last one ends becomes part of it."""

    def __init__(self) -> None:
        self.runs: list[Run] = []

    def add(self, run: Run) -> None:
        if run.length <= 0:
            return
        if self.runs:
            last = self.runs[-1]
            if last.first + last.length == run.first and last.second + last.length == run.second:
                self.runs[-1] = Run(last.first, last.second, last.length + run.length)
                return
        self.runs.append(run)


def _landmarks(before: Sequence[int], after: Sequence[int]) -> list[Run]:
    """Single units at which a landmark begins, as many as keep one order in both versions."""
    there = _single(after)
    here = _single(before)
    pairs = [(at, there[key]) for key, at in here.items() if at >= 0 and there.get(key, -1) >= 0]
    return [Run(first, second, 1) for first, second in _in_one_order(pairs)]


def _single(numbers: Sequence[int]) -> dict[tuple[int, ...], int]:
    """Where each landmark stands that stands once; -1 for those that stand more often."""
    places: dict[tuple[int, ...], int] = {}
    put = places.setdefault
    for at, key in enumerate(zip(*(numbers[skip:] for skip in range(_LANDMARK)), strict=False)):
        if put(key, at) != at:
            places[key] = -1
    return places


def _in_one_order(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of pairs, which rise in the first number, that rises in the second too."""
    ends: list[int] = []
    lasts: list[int] = []
    previous: list[int] = []
    for at, (_, second) in enumerate(pairs):
        place = len(ends) if not ends or second > ends[-1] else bisect_left(ends, second)
        previous.append(lasts[place - 1] if place else -1)
        if place == len(ends):
            ends.append(second)
            lasts.append(at)
        else:
            ends[place] = second
            lasts[place] = at
    chosen = []
    at = lasts[-1] if lasts else -1
    while at >= 0:
        chosen.append(pairs[at])
        at = previous[at]
    return chosen[::-1]


def _fill(
    before: Sequence[int],
    after: Sequence[int],
    here: tuple[int, int],
    there: tuple[int, int],
    joined: Runs,
) -> None:
    """The runs inside one gap: what it begins with, what is common in its middle, its end."""
    first, first_end = here
    second, second_end = there
    most = min(first_end - first, second_end - second)
    if not most:
        return
    head = 0
    while head < most and before[first + head] == after[second + head]:
        head += 1
    joined.add(Run(first, second, head))
    tail = 0
    while tail < most - head and before[first_end - 1 - tail] == after[second_end - 1 - tail]:
        tail += 1
    first, second = first + head, second + head
    one, other = before[first : first_end - tail], after[second : second_end - tail]
    if one and other:
        for run in _common(one, other):
            joined.add(Run(first + run.first, second + run.second, run.length))
    joined.add(Run(first_end - tail, second_end - tail, tail))


def _common(one: Sequence[int], other: Sequence[int]) -> Iterator[Run]:
    """The longest common subsequence, in slices where the two are too long for it."""
    cells = len(one) * len(other)
    slices = 1 if cells <= _MOST_CELLS else isqrt(cells // _MOST_CELLS) + 1
    for part in range(slices):
        first, first_end = (len(one) * at // slices for at in (part, part + 1))
        second, second_end = (len(other) * at // slices for at in (part, part + 1))
        found = LCSseq.opcodes(one[first:first_end], other[second:second_end])
        for step in found:
            if step.tag == "equal":
                length = step.src_end - step.src_start
                yield Run(first + step.src_start, second + step.dest_start, length)

"""Which paragraphs of two versions are one another, before their words are compared."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

from trucewatch.talks.rules.aligning import Run, Runs, align
from trucewatch.talks.rules.cutting import LINE_END
from trucewatch.talks.rules.tidying import Worth, tidy

_ALIKE: Final = 0.3
"""Two lines with so great a part of their letters in words of both are versions of one line."""
_HELD: Final = 0.4
"""So great a part of the shorter line in whole phrases: it was split off, or taken in."""
_PHRASE: Final = 3
"""So many words in a row are a phrase, not words that any two sentences share."""


class _Overlap(NamedTuple):
    """A run that lies within one line of either version."""

    line: int
    other_line: int
    run: Run


class _Block(NamedTuple):
    """Lines of the earlier version, and those of the later one that they became."""

    first: int
    first_end: int
    second: int
    second_end: int


def align_by_paragraph(before: Sequence[int], after: Sequence[int], worth: Worth) -> list[Run]:
    """Runs of units that both versions have, each within paragraphs that are one another.

    Paragraphs are paired by the words that they share; what is paired is compared by itself, so
    that a full stop never stays because another paragraph has one too. A paragraph without a
    partner has no run: it is taken out, or put in, whole.
    """
    found = align(before, after)
    one, other = _Lines(before, worth), _Lines(after, worth)
    overlaps = list(_overlaps(one, other, found))
    joined = Runs()
    line = other_line = 0
    for block in [
        *_blocks(_partners(one, other, overlaps)),
        _Block(one.count, one.count, other.count, other.count),
    ]:
        gap = _Block(line, block.first, other_line, block.second)
        for paired in (*_paired_in(gap, one, other), block):
            _compare(paired, one, other, worth, joined)
        line, other_line = block.first_end, block.second_end
    return joined.runs


class _Lines:
    """One version cut after each end of a line; blank lines belong to the line before them."""

    def __init__(self, numbers: Sequence[int], worth: Worth) -> None:
        self.numbers = numbers
        ends = [at + 1 for at, number in enumerate(numbers) if number == LINE_END]
        if numbers and numbers[-1] != LINE_END:
            ends.append(len(numbers))
        self.bounds = [0, *ends]
        self.count = len(ends)
        letters = (worth.letters[n] if worth.is_word[n] else 0 for n in numbers)
        self.letters = list(accumulate(letters, initial=0))
        self.words = list(accumulate((worth.is_word[n] for n in numbers), initial=0))

    def at(self, unit: int) -> int:
        """The line in which a unit stands."""
        return bisect_right(self.bounds, unit) - 1

    def weight(self, line: int) -> int:
        """Letters in the words of a line."""
        return self.letters[self.bounds[line + 1]] - self.letters[self.bounds[line]]

    def content(self, line: int) -> tuple[int, ...]:
        """The units of a line without its end, which the last one of a text may lack."""
        start, end = self.bounds[line], self.bounds[line + 1]
        return tuple(self.numbers[start : end - (self.numbers[end - 1] == LINE_END)])


def _overlaps(one: _Lines, other: _Lines, runs: list[Run]) -> Iterator[_Overlap]:
    """The runs, cut at the ends of lines; these are units too, so both lines end together."""
    for first, second, length in runs:
        line, other_line = one.at(first), other.at(second)
        done = 0
        while done < length:
            room = min(one.bounds[line + 1] - first, other.bounds[other_line + 1] - second)
            part = min(room - done, length - done)
            yield _Overlap(line, other_line, Run(first + done, second + done, part))
            done += part
            line, other_line = line + 1, other_line + 1


def _partners(one: _Lines, other: _Lines, overlaps: list[_Overlap]) -> list[tuple[int, int]]:
    """Pairs of lines that share enough, in order; a line may have several."""
    strong = _strong(one, other, overlaps)
    pairs: list[tuple[int, int]] = []
    for flow in _flows(one, other, overlaps):
        mine = [(each.line, each.other_line) for each in flow]
        kept = mine if strong.intersection(mine) else []
        pairs += [pair for pair in kept if not pairs or pairs[-1] != pair]
    return pairs


def _strong(one: _Lines, other: _Lines, overlaps: list[_Overlap]) -> set[tuple[int, int]]:
    """Pairs of lines that are versions of each other by the letters of the words they share."""
    shared: defaultdict[tuple[int, int], int] = defaultdict(int)
    phrases: defaultdict[tuple[int, int], int] = defaultdict(int)
    for line, other_line, run in overlaps:
        start, end = run.first, run.first + run.length
        letters = one.letters[end] - one.letters[start]
        shared[line, other_line] += letters
        if one.words[end] - one.words[start] >= _PHRASE:
            phrases[line, other_line] += letters
    found = set()
    for (line, other_line), letters in shared.items():
        weights = one.weight(line), other.weight(other_line)
        is_alike = letters and 2 * letters >= _ALIKE * sum(weights)
        held = phrases[line, other_line]
        if is_alike or (held and held >= _HELD * min(weights)):
            found.add((line, other_line))
    return found


def _flows(one: _Lines, other: _Lines, overlaps: list[_Overlap]) -> Iterator[list[_Overlap]]:
    """Runs between which nothing but an end of a line was put in or taken out.

    Lines that were broken anew share a word or two with their neighbours, which says little by
    itself.
    """
    flow: list[_Overlap] = []
    for each in overlaps:
        if flow and not _flows_on(one, other, flow[-1].run, each.run):
            yield flow
            flow = []
        flow.append(each)
    if flow:
        yield flow


def _flows_on(one: _Lines, other: _Lines, left: Run, right: Run) -> bool:
    removed = one.numbers[left.first + left.length : right.first]
    added = other.numbers[left.second + left.length : right.second]
    return [*removed, *added] == [LINE_END]


def _blocks(pairs: list[tuple[int, int]]) -> list[_Block]:
    """Pairs that have a line in common are one block: a paragraph that was split, or joined."""
    blocks: list[_Block] = []
    for line, other_line in pairs:
        last = blocks[-1] if blocks else None
        if last and (line < last.first_end or other_line < last.second_end):
            blocks[-1] = _Block(
                last.first, max(last.first_end, line + 1),
                last.second, max(last.second_end, other_line + 1),
            )  # fmt: skip
        else:
            blocks.append(_Block(line, line + 1, other_line, other_line + 1))
    return blocks


def _paired_in(gap: _Block, one: _Lines, other: _Lines) -> Iterator[_Block]:
    """Lines between blocks: the same ones, and between those as many as stand in their place."""
    numbers: defaultdict[tuple[int, ...], int] = defaultdict(lambda: len(numbers))
    here = [numbers[one.content(line)] for line in range(gap.first, gap.first_end)]
    there = [numbers[other.content(line)] for line in range(gap.second, gap.second_end)]
    if not here or not there:
        return
    runs = [Run(0, 0, 0), *align(here, there), Run(len(here), len(there), 0)]
    for left, run in pairwise(runs):
        first, second = left.first + left.length, left.second + left.length
        is_in_place = run.first - first == run.second - second
        length = run.length + (run.first - first if is_in_place else 0)
        start = (first, second) if is_in_place else (run.first, run.second)
        for at in range(length):
            line, other_line = gap.first + start[0] + at, gap.second + start[1] + at
            yield _Block(line, line + 1, other_line, other_line + 1)


def _compare(block: _Block, one: _Lines, other: _Lines, worth: Worth, joined: Runs) -> None:
    """The words of one block, as if nothing stood around it."""
    first, second = one.bounds[block.first], other.bounds[block.second]
    here = one.numbers[first : one.bounds[block.first_end]]
    there = other.numbers[second : other.bounds[block.second_end]]
    runs = [Run(0, 0, len(here))]
    if here != there:
        runs = tidy(here, there, worth, align(here, there))
    for run in runs:
        joined.add(Run(first + run.first, second + run.second, run.length))

"""Makes what two versions have in common readable: no crumbs, changes begin where sense begins."""

from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

from trucewatch.talks.rules.aligning import Run, Runs
from trucewatch.talks.rules.cutting import LINE_END, Forms, UnitKind

_SHORT_WORD: Final = 4
"""Up to so many letters, a word is more likely an article or a preposition than what is meant."""
_OUTWEIGHED: Final = 2
"""Letters of either change for each letter of a run of short words that is given up."""
_LONG_OUTWEIGHED: Final = 4
"""The same where the run holds a longer word."""
_SENTENCE_LETTERS: Final = 12
"""The end of a sentence is worth so many letters."""
_MOST_SWALLOWED: Final = 5
"""A run of more words always stays, whatever changes around it."""


class Worth:
    """What units weigh, by their number; made once for two versions, however many paragraphs."""

    def __init__(self, forms: Forms) -> None:
        self.kinds = forms.kinds
        self.letters = [
            _SENTENCE_LETTERS if kind is UnitKind.SENTENCE_END else letters
            for kind, letters in zip(forms.kinds, forms.letters, strict=True)
        ]
        self.is_long = [letters > _SHORT_WORD for letters in forms.letters]
        self.is_word = [kind is UnitKind.WORD for kind in forms.kinds]


def tidy(before: Sequence[int], after: Sequence[int], worth: Worth, runs: list[Run]) -> list[Run]:
    """Runs that are the same units in both versions still, and that a person can read.

    A run of marks and a few words is given up between two changes that outweigh it, so that a
    sentence that was written anew is shown as such. Then each change is cut down to what differs,
    and moved to where a line, a sentence or a clause begins, if it can be.
    """
    one, other = _Sums(before, worth), _Sums(after, worth)
    runs = _cut_down(before, after, _without_crumbs(one, other, runs))
    runs = _moved(before, after, worth.kinds, runs)
    return _cut_down(before, after, _without_crumbs(one, other, runs))


class _Sums:
    """How much of what stands in any stretch of one version."""

    def __init__(self, numbers: Sequence[int], worth: Worth) -> None:
        self.length = len(numbers)
        self.letters = _sums(worth.letters[number] for number in numbers)
        self.words = _sums(worth.is_word[number] for number in numbers)
        self.long_words = _sums(worth.is_long[number] for number in numbers)
        self.line_ends = _sums(number == LINE_END for number in numbers)

    def has_line_end(self, start: int, end: int) -> bool:
        return self.line_ends[end] > self.line_ends[start]


def _sums(values: Iterable[int]) -> list[int]:
    return list(accumulate(values, initial=0))


class _Change(NamedTuple):
    """What stands between two runs: a stretch of the one version, and one of the other."""

    first: int
    first_end: int
    second: int
    second_end: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing is there, as before a run that both versions begin with."""
        return self.first == self.first_end and self.second == self.second_end


def _without_crumbs(one: _Sums, other: _Sums, runs: list[Run]) -> list[Run]:
    """A run is looked at again whenever a change beside it has grown by another run."""
    stays: list[Run] = []
    changes: list[_Change] = []
    for left, run in pairwise([Run(0, 0, 0), *runs, Run(one.length, other.length, 0)]):
        change = _Change(left.first + left.length, run.first, left.second + left.length, run.second)
        while stays and _is_crumb(one, other, changes[-1], stays[-1], change):
            last = changes.pop()
            stays.pop()
            change = _Change(last.first, change.first_end, last.second, change.second_end)
        changes.append(change)
        stays.append(run)
    return [run for run in stays if run.length]


def _is_crumb(one: _Sums, other: _Sums, left: _Change, run: Run, right: _Change) -> bool:
    """Whether a run says less than what changes on either side of it; no run with a line's end.

    A change that is nothing but the beginning or end of the text outweighs no run.
    """
    start, end = run.first, run.first + run.length
    if one.words[end] - one.words[start] > _MOST_SWALLOWED or one.has_line_end(start, end):
        return False
    if left.is_empty or right.is_empty:
        return False
    factor = _LONG_OUTWEIGHED if one.long_words[end] > one.long_words[start] else _OUTWEIGHED
    if factor * (one.letters[end] - one.letters[start]) > min(
        max(
            one.letters[change.first_end] - one.letters[change.first],
            other.letters[change.second_end] - other.letters[change.second],
        )
        for change in (left, right)
    ):
        return False
    return not (
        one.has_line_end(left.first, right.first_end)
        and other.has_line_end(left.second, right.second_end)
    )


def _cut_down(before: Sequence[int], after: Sequence[int], runs: list[Run]) -> list[Run]:
    """What a change begins and ends with in both versions is no part of it."""
    joined = Runs()
    first = second = 0
    for run in [*runs, Run(len(before), len(after), 0)]:
        most = min(run.first - first, run.second - second)
        head = tail = 0
        while head < most and before[first + head] == after[second + head]:
            head += 1
        while tail < most - head and before[run.first - 1 - tail] == after[run.second - 1 - tail]:
            tail += 1
        joined.add(Run(first, second, head))
        joined.add(Run(run.first - tail, run.second - tail, run.length + tail))
        first, second = run.first + run.length, run.second + run.length
    return joined.runs


def _moved(
    before: Sequence[int], after: Sequence[int], kinds: Sequence[UnitKind], runs: list[Run]
) -> list[Run]:
    """Words that are only removed, or only added, begin at the best place that reads the same.

    The runs around them keep a unit, lest two changes become one, but at either end of the text.
    """
    last = Run(len(before), len(after), 0)
    moved = [Run(0, 0, 0), *runs, last]
    for at in range(len(moved) - 1):
        left, right = moved[at], moved[at + 1]
        first, second = left.first + left.length, left.second + left.length
        back = left.length if left.first == left.second == 0 else left.length - 1
        is_last = (right.first + right.length, right.second + right.length) == last[:2]
        room = (back, right.length if is_last else right.length - 1)
        if first == right.first and second < right.second:
            step = _best_step(after, (second, right.second), room, kinds)
        elif second == right.second and first < right.first:
            step = _best_step(before, (first, right.first), room, kinds)
        else:
            continue
        moved[at] = Run(left.first, left.second, left.length + step)
        moved[at + 1] = Run(right.first + step, right.second + step, right.length - step)
    joined = Runs()
    for run in moved:
        joined.add(run)
    return joined.runs


def _best_step(
    numbers: Sequence[int],
    stretch: tuple[int, int],
    room: tuple[int, int],
    kinds: Sequence[UnitKind],
) -> int:
    """By how many units a stretch moves on, below zero: back; what is left reads the same."""
    start, end = stretch
    back = on = 0
    while back < room[0] and numbers[start - 1 - back] == numbers[end - 1 - back]:
        back += 1
    while on < room[1] and numbers[start + on] == numbers[end + on]:
        on += 1
    return max(
        range(-back, on + 1),
        key=lambda step: kinds[numbers[start + step - 1]] if start + step else UnitKind.LINE_END,
    )

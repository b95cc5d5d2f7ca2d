"""A second look at the pairs that survived: habits of two types, of two sources, and of words.

The first pass knows levels only. Which of two different types are confused, how late a source
dates and how much a letter inflates shows in the pairs themselves: a level that two sources reach
more often when they tell of one incident than others do weighs more between those two. Ratios are
shrunk towards the general ones, so that what was seen rarely changes little.

Native code (numba, cached beside this file).
"""

from typing import Final, NamedTuple

import numpy as np
from numba import njit

from trucewatch.linkage.columns import Bytes, Doubles, Floats, Ints
from trucewatch.linkage.comparing import GROUP_OF_LEVEL
from trucewatch.linkage.kinds import MOST_KINDS
from trucewatch.linkage.passes import Pairs
from trucewatch.linkage.surrounding import Sides
from trucewatch.linkage.threads import in_threads

MOST_SOURCES: Final = 120
_CHUNK: Final = 1 << 18
SOURCE_LEVELS: Final = 32
"""Levels whose habits are learned by pairs of sources: 16 of place, 8 of date, 8 of deaths."""
TEXTS: Final = 8
_LN2: Final = 0.6931471805599453
_KIND_STRENGTH: Final = 5.0
_SOURCE_STRENGTH: Final = 20.0


class Habits(NamedTuple):
    """Bits to add, by pair of types, by pair of sources and level, and by likeness of words."""

    kinds: Floats
    number_of_kinds: int
    sources: Floats
    number_of_sources: int
    words: Floats


@njit(cache=True, nogil=True)
def first_bits(
    a: Ints, b: Ints, pattern: "np.ndarray", weights: Floats, sides: Sides, out: Floats
) -> None:
    """The log2 odds of each pair with what surrounds the two."""
    for k in range(len(a)):
        one, two = sides.of_row[a[k]], sides.of_row[b[k]]
        of_pattern = pattern[k]
        group = GROUP_OF_LEVEL[of_pattern & 15]
        bits = weights[of_pattern] + sides.centre[group] + one.crowd[group] + two.crowd[group]
        actors = of_pattern >> 10 & 7
        if actors > 4:
            bits += one.apart + two.apart
        elif actors > 0:
            bits += one.shared + two.shared
        out[k] = bits


@njit(cache=True, nogil=True)
def _tally(
    a: Ints, b: Ints, pattern: "np.ndarray", bits: Floats, words: "np.ndarray", sides: Sides,
    kinds: int, sources: int, of_kinds: Doubles, of_sources: Doubles, of_words: Doubles,
) -> None:  # fmt: skip
    """Add up, for each cell of the tables, the pairs of one incident and the others."""
    for k in range(len(a)):
        one, two = sides.of_row[a[k]], sides.of_row[b[k]]
        match = 1.0 / (1.0 + np.exp(-_LN2 * bits[k]))
        other = 1.0 - match
        of_pattern = pattern[k]
        s, t = one.kind, two.kind
        if s >= 0 and t >= 0 and s < kinds and t < kinds:
            cell = min(s, t) * kinds + max(s, t)
            of_kinds[cell, 0] += match
            of_kinds[cell, 1] += other
        p, q = one.source, two.source
        if p < sources and q < sources:
            row = (min(p, q) * sources + max(p, q)) * SOURCE_LEVELS
            for level in (
                of_pattern & 15, 16 + (of_pattern >> 4 & 7), 24 + (of_pattern >> 13 & 7)
            ):  # fmt: skip
                of_sources[row + level, 0] += match
                of_sources[row + level, 1] += other
        of_words[words[k], 0] += match
        of_words[words[k], 1] += other


@njit(cache=True, nogil=True)
def _adjust(
    a: Ints, b: Ints, pattern: "np.ndarray", words: "np.ndarray", sides: Sides, habits: Habits,
    bits: Floats,
) -> None:  # fmt: skip
    """Add what the habits say to each pair."""
    for k in range(len(a)):
        one, two = sides.of_row[a[k]], sides.of_row[b[k]]
        of_pattern = pattern[k]
        s, t = one.kind, two.kind
        n = habits.number_of_kinds
        if s >= 0 and t >= 0 and s < n and t < n:
            bits[k] += habits.kinds[min(s, t) * n + max(s, t)]
        p, q = one.source, two.source
        n = habits.number_of_sources
        if p < n and q < n:
            row = (min(p, q) * n + max(p, q)) * SOURCE_LEVELS
            bits[k] += (
                habits.sources[row + (of_pattern & 15)]
                + habits.sources[row + 16 + (of_pattern >> 4 & 7)]
                + habits.sources[row + 24 + (of_pattern >> 13 & 7)]
            )
        bits[k] += habits.words[words[k]]


@njit(cache=True, nogil=True)
def _surround(
    a: Ints, b: Ints, pattern: "np.ndarray", bits: Floats, chance: Ints, around: Ints
) -> None:
    """Count again what surrounds each report by chance, as far as pairs are known better now."""
    for k in range(len(a)):
        i, j = a[k], b[k]
        of_pattern = pattern[k]
        more = np.int32(np.rint(256.0 / (1.0 + np.exp(_LN2 * bits[k])))) - chance[of_pattern]
        group = GROUP_OF_LEVEL[of_pattern & 15]
        around[i, group] += more
        around[j, group] += more
        actors = of_pattern >> 10 & 7
        if actors > 0:
            around[i, 5] += more
            around[j, 5] += more
            if actors < 5:
                around[i, 6] += more
                around[j, 6] += more


def surround_again(pairs: Pairs, bits: Floats, chance: Ints, around: Ints) -> Ints:
    """What surrounds each report, once more with the odds of the second look."""
    again = around.copy()
    _surround(pairs.a, pairs.b, pairs.pattern, bits, chance, again)
    return np.maximum(again, 0)


def first_look(pairs: Pairs, weights: Floats, sides: Sides, threads: int) -> Floats:
    """The log2 odds of each pair with what surrounds the two, habits left aside."""
    bits = np.empty(len(pairs), np.float32)

    def look(chunk: slice) -> None:
        first_bits(
            pairs.a[chunk], pairs.b[chunk], pairs.pattern[chunk], weights, sides, bits[chunk]
        )

    for _ in in_threads(look, _chunks(pairs), threads):
        pass
    return bits


def learn_habits(
    pairs: Pairs, bits: Floats, words: Bytes, sides: Sides, *, kinds: Bytes, sources: int,
    threads: int,
) -> Habits:  # fmt: skip
    """Habits from the pairs as they look so far.

    ``kinds`` is the level of each two types, a square; ``words`` the likeness of each pair's words.
    """
    number_of_kinds = min(int(np.sqrt(len(kinds))), MOST_KINDS)
    number_of_sources = min(sources, MOST_SOURCES)

    def empty() -> tuple[Doubles, Doubles, Doubles]:
        return (
            np.zeros((number_of_kinds**2, 2)),
            np.zeros((number_of_sources**2 * SOURCE_LEVELS, 2)),
            np.zeros((TEXTS, 2)),
        )

    def tally(chunk: slice) -> tuple[Doubles, Doubles, Doubles]:
        tables = empty()
        _tally(
            pairs.a[chunk], pairs.b[chunk], pairs.pattern[chunk], bits[chunk], words[chunk],
            sides, number_of_kinds, number_of_sources, *tables,
        )  # fmt: skip
        return tables

    of_kinds, of_sources, of_words = empty()
    for tables in in_threads(tally, _chunks(pairs), threads):
        of_kinds += tables[0]
        of_sources += tables[1]
        of_words += tables[2]
    return Habits(
        _of_kinds(of_kinds, kinds, number_of_kinds),
        number_of_kinds,
        _of_sources(of_sources, number_of_sources),
        number_of_sources,
        _of_words(of_words),
    )


def second_look(
    pairs: Pairs, bits: Floats, words: Bytes, sides: Sides, habits: Habits, threads: int
) -> Floats:
    """The log2 odds of each pair once habits are heard as well."""
    found = bits.copy()

    def adjust(chunk: slice) -> None:
        _adjust(
            pairs.a[chunk], pairs.b[chunk], pairs.pattern[chunk], words[chunk], sides, habits,
            found[chunk],
        )  # fmt: skip

    for _ in in_threads(adjust, _chunks(pairs), threads):
        pass
    return found


def _chunks(pairs: Pairs) -> list[slice]:
    return [slice(start, start + _CHUNK) for start in range(0, len(pairs), _CHUNK)]


def _of_kinds(counted: Doubles, levels: Bytes, number: int) -> Floats:
    """How much more or less two types weigh than their level does."""
    side = int(np.sqrt(len(levels)))
    level = levels.reshape(side, side)[:number, :number].ravel()
    match, other = counted[:, 0], counted[:, 1]
    usual = (np.bincount(level, match, 8) + 1e-3) / (np.bincount(level, other, 8) + 1e-3)
    share = usual[level] / (1.0 + usual[level])
    ratio = (match + _KIND_STRENGTH * share) / (other + _KIND_STRENGTH * (1.0 - share))
    half = np.log2(ratio / usual[level]).clip(-4, 4).reshape(number, number)
    return _both_halves(half[..., None]).ravel()


def _of_sources(counted: Doubles, number: int) -> Floats:
    """How much more or less a level weighs between two sources than in general."""
    by_pair = counted.reshape(number**2, SOURCE_LEVELS, 2)
    bits = np.zeros((number**2, SOURCE_LEVELS))
    for start, end in ((0, 16), (16, 24), (24, 32)):
        field = by_pair[:, start:end]
        usual = (field.sum(axis=0) + 1e-3) / (field.sum(axis=(0, 1)) + 1e-3)
        own = (field + _SOURCE_STRENGTH * usual) / (
            field.sum(axis=1, keepdims=True) + _SOURCE_STRENGTH
        )
        bits[:, start:end] = np.log2(own[..., 0] / own[..., 1]) - np.log2(usual[:, 0] / usual[:, 1])
        bits[:, start] = 0.0  # to have nothing to compare is no habit
    return _both_halves(bits.clip(-3, 3).reshape(number, number, SOURCE_LEVELS)).ravel()


def _both_halves(table: Doubles) -> Floats:
    """A table by pairs of which one order was filled, with the other order filled alike."""
    for one in range(len(table)):
        table[one:, one] = table[one, one:]
    return table.astype(np.float32)


def _of_words(counted: Doubles) -> Floats:
    """The weight of each likeness of words; nothing where there are none to compare."""
    some = counted[1:] + 2.0
    bits = np.log2((some[:, 0] / some[:, 0].sum()) / (some[:, 1] / some[:, 1].sum()))
    return np.concatenate([[0.0], bits.clip(-4, 6)]).astype(np.float32)

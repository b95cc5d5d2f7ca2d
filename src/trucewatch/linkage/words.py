"""How much of what is rare in two texts they share.

Native code (numba, cached beside this file).
"""

from typing import Final, NamedTuple

import numpy as np
from numba import njit

from trucewatch.linkage.columns import Bytes, Floats, Ints, Longs
from trucewatch.linkage.passes import Pairs
from trucewatch.linkage.threads import in_threads

MOST_WORDS: Final = 12
"""Words of one report that are compared: the rarest."""
_BUCKETS: Final = 1 << 20
_CHUNK: Final = 1 << 18
LIKENESS: Final = (
    "no words to compare",
    "nothing rare shared",
    "little shared",
    "a few words shared",
    "several words shared",
    "many words shared",
    "most words shared",
    "one text, or nearly",
)


class Words(NamedTuple):
    """The rarest words of each report, by number and ascending (-1 where there are fewer), and how
    rare each word is in bits."""

    of_report: Ints
    rarity: Floats


@njit(cache=True, nogil=True, inline="always")
def _letter(byte: int) -> int:
    """A byte of a word in small letters, or 0 between words. Letters beyond ASCII are kept."""
    if 97 <= byte <= 122 or 48 <= byte <= 57 or byte >= 128:
        return byte
    return byte + 32 if 65 <= byte <= 90 else 0


@njit(cache=True, nogil=True)
def _read(data: Bytes, start: Longs, words: Ints, ends: Longs, seen: Ints) -> None:
    """Write the words of each text behind each other, where its own bytes leave room for them;
    count each word."""
    for i in range(len(start) - 1):
        word = np.uint32(2166136261)
        inside = False
        at = start[i] // 2 + i
        for k in range(start[i], start[i + 1] + 1):
            byte = _letter(data[k]) if k < start[i + 1] else 0
            if byte:
                word = (word ^ np.uint32(byte)) * np.uint32(16777619)
                inside = True
            elif inside:
                bucket = np.int32((word ^ (word >> np.uint32(15))) & np.uint32(_BUCKETS - 1))
                words[at] = bucket
                seen[bucket] += 1
                at += 1
                word = np.uint32(2166136261)
                inside = False
        ends[i] = at


@njit(cache=True, nogil=True)
def _choose(start: Longs, words: Ints, ends: Longs, seen: Ints, chosen: Ints) -> None:
    """The rarest words of each text, ascending."""
    for i in range(len(start) - 1):
        number = 0
        commonest = -1  # not known until the row is full
        for at in range(start[i] // 2 + i, ends[i]):
            bucket = words[at]
            known = False
            for p in range(number):
                known |= chosen[i, p] == bucket
            if known:
                continue
            if number < MOST_WORDS:
                chosen[i, number] = bucket
                number += 1
                continue
            if commonest < 0:
                commonest = 0
                for p in range(1, number):
                    if seen[chosen[i, p]] > seen[chosen[i, commonest]]:
                        commonest = p
            if seen[bucket] < seen[chosen[i, commonest]]:
                chosen[i, commonest] = bucket
                commonest = -1
        for p in range(1, number):
            value = chosen[i, p]
            q = p - 1
            while q >= 0 and chosen[i, q] > value:
                chosen[i, q + 1] = chosen[i, q]
                q -= 1
            chosen[i, q + 1] = value


@njit(cache=True, nogil=True)
def _arrange(order: Longs, words: Words, of_row: Ints) -> None:
    for k in range(len(order)):
        for p in range(MOST_WORDS):
            of_row[k, p] = words.of_report[order[k], p]


@njit(cache=True, nogil=True)
def _compare(a: Ints, b: Ints, words: Words, out: Bytes) -> None:
    for k in range(len(a)):
        i, j = a[k], b[k]
        if words.of_report[i, 0] < 0 or words.of_report[j, 0] < 0:
            out[k] = 0
            continue
        shared = np.float32(0.0)
        p = q = 0
        while p < MOST_WORDS and q < MOST_WORDS:
            one, other = words.of_report[i, p], words.of_report[j, q]
            if one < 0 or other < 0:
                break
            if one == other:
                shared += words.rarity[one]
                p += 1
                q += 1
            elif one < other:
                p += 1
            else:
                q += 1
        if shared < 2.0:
            out[k] = 1
        elif shared < 5.0:
            out[k] = 2
        elif shared < 10.0:
            out[k] = 3
        elif shared < 16.0:
            out[k] = 4
        elif shared < 24.0:
            out[k] = 5
        else:
            out[k] = 6 if shared < 40.0 else 7


def words_of(data: Bytes, start: Longs, threads: int = 2) -> Words:
    """The rarest words of texts that lie one after the other in UTF-8; ``start`` says where each
    begins, and where the last one ends."""
    number = len(start) - 1
    # A word and what parts it from the next take two bytes at least.
    words = np.empty(int(start[-1]) // 2 + number + 1, np.int32)
    ends = np.empty(number, np.int64)
    chosen = np.full((number, MOST_WORDS), -1, np.int32)
    each = -(-number // threads) if number else 1
    parts = [slice(first, min(first + each, number)) for first in range(0, number, each)]

    def read(part: slice) -> Ints:
        seen = np.zeros(_BUCKETS, np.int32)
        of_part = start[part.start : part.stop + 1]
        _read(data, of_part, words[part.start :], ends[part], seen)
        return seen

    seen = np.zeros(_BUCKETS, np.int32)
    for counted in in_threads(read, parts, threads):
        seen += counted

    def choose(part: slice) -> None:
        of_part = start[part.start : part.stop + 1]
        _choose(of_part, words[part.start :], ends[part], seen, chosen[part])

    for _ in in_threads(choose, parts, threads):
        pass
    rarity = np.log2(max(number, 2) / np.maximum(seen, 1)).clip(0.0, 20.0)
    return Words(chosen, rarity.astype(np.float32))


def compare_words(pairs: Pairs, order: Longs, words: Words, threads: int) -> Bytes:
    """The likeness (see ``LIKENESS``) of the words of each pair; ``order`` gives the report of each
    row of the pairs."""
    out = np.empty(len(pairs), np.uint8)
    # Pairs are near each other in this order, and so are their words once they are put into it.
    of_row = np.empty((len(order), MOST_WORDS), np.int32)
    in_order = Words(of_row, words.rarity)
    rows = [slice(start, start + _CHUNK) for start in range(0, len(order), _CHUNK)]
    for _ in in_threads(lambda part: _arrange(order[part], words, of_row[part]), rows, threads):
        pass

    def compare(chunk: slice) -> None:
        _compare(pairs.a[chunk], pairs.b[chunk], in_order, out[chunk])

    chunks = [slice(start, start + _CHUNK) for start in range(0, len(pairs), _CHUNK)]
    for _ in in_threads(compare, chunks, threads):
        pass
    return out


def likeness_of_two(of_report: Ints, rarity: Floats) -> int:
    """The likeness (see ``LIKENESS``) of the words of two reports, given as the two rows."""
    out = np.zeros(1, np.uint8)
    _compare(
        np.zeros(1, np.int32), np.ones(1, np.int32), Words(of_report.astype(np.int32), rarity), out
    )
    return int(out[0])

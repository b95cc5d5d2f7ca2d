"""Ids of reports as numbers that order them. Native code (numba, cached beside this file)."""

import numpy as np
from numba import njit

from trucewatch.linkage.columns import Bytes, Keys, Longs


@njit(cache=True, nogil=True)
def keys_of(data: Bytes, start: Longs) -> Keys:
    """A 64-bit hash (FNV-1a, then Stafford's mixer) of each text; texts lie one after the other."""
    keys = np.empty(len(start) - 1, np.uint64)
    for i in range(len(keys)):
        key = np.uint64(14695981039346656037)
        for k in range(start[i], start[i + 1]):
            key = (key ^ np.uint64(data[k])) * np.uint64(1099511628211)
        key ^= key >> np.uint64(30)
        key *= np.uint64(0xBF58476D1CE4E5B9)
        key ^= key >> np.uint64(27)
        key *= np.uint64(0x94D049BB133111EB)
        keys[i] = key ^ (key >> np.uint64(31))
    return keys


@njit(cache=True, nogil=True)
def first_twice(keys: Keys) -> tuple[int, int]:
    """The first two rows of one key; (-1, -1) where every key stands once."""
    size = 16
    while size < 2 * len(keys) + 2:
        size *= 2
    table = np.full(size, -1, np.int32)
    for i in range(len(keys)):
        slot = np.int64(keys[i] & np.uint64(size - 1))
        while table[slot] >= 0:
            if keys[table[slot]] == keys[i]:
                return table[slot], i
            slot = (slot + 1) & (size - 1)
        table[slot] = i
    return -1, -1

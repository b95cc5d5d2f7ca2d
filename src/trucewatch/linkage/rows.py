"""One report in one line of a processor's cache, and the order in which reports are compared.

Native code (numba, cached beside this file).
"""

from typing import Any, Final, NamedTuple

import numpy as np
from numba import njit

from trucewatch.linkage.columns import Bytes, Doubles, Floats, Ints, Keys, Longs

KM_PER_DEGREE: Final = 111.195
Rows = Any
"""An array of ``ROW``, or one of its rows."""

ROW: Final = np.dtype(
    [
        ("x", np.float32), ("y", np.float32), ("shrink", np.float32), ("first", np.int32),
        ("last", np.int32), ("kind", np.int32), ("actor_0", np.int32), ("actor_1", np.int32),
        ("actor_2", np.int32), ("actor_3", np.int32), ("low", np.float32), ("best", np.float32),
        ("high", np.float32), ("width", np.int32), ("source", np.int32), ("place", np.uint8),
        ("is_unique", np.uint8), ("actors", np.uint8), ("spare", np.uint8),
    ]
)  # fmt: skip
"""A report as the kernels read it, in one line of a processor's cache (64 bytes).

``x`` and ``y`` are longitude on the equator and latitude in km, ``shrink`` the length of a degree
of longitude there as a share of one on the equator, ``width`` the days over which the date spreads
(1 for an exact one), ``place`` the class of places and ``actors`` how many are named.
"""


class Facts(NamedTuple):
    """What goes into a row, in the order in which the reports came in."""

    latitude: Doubles
    longitude: Doubles
    first: Ints
    last: Ints
    width: Ints
    kind: Ints
    source: Ints
    actors: Ints
    low: Floats
    best: Floats
    high: Floats
    place: Bytes
    is_unique: Bytes


@njit(cache=True, nogil=True)
def pack(start: int, facts: Facts, rows: Rows) -> None:
    """Write the facts of reports, from one on, into rows in the order in which they came in."""
    for k in range(len(rows)):
        i = start + k
        row = rows[k]
        row.x = facts.longitude[i] * KM_PER_DEGREE
        row.y = facts.latitude[i] * KM_PER_DEGREE
        row.shrink = np.cos(np.radians(facts.latitude[i]))
        row.first = facts.first[i]
        row.last = facts.last[i]
        row.width = facts.width[i]
        row.kind = facts.kind[i]
        row.source = facts.source[i]
        row.actor_0 = facts.actors[i, 0]
        row.actor_1 = facts.actors[i, 1]
        row.actor_2 = facts.actors[i, 2]
        row.actor_3 = facts.actors[i, 3]
        number = 0
        for slot in range(4):
            if facts.actors[i, slot] >= 0:
                number += 1
        row.actors = number
        row.low = facts.low[i]
        row.best = facts.best[i]
        row.high = facts.high[i]
        row.place = facts.place[i]
        row.is_unique = facts.is_unique[i]


@njit(cache=True, nogil=True)
def arrange(order: Longs, packed: Rows, rows: Rows) -> None:
    """Copy rows in an order; one line of the cache is read for each."""
    for k in range(len(order)):
        rows[k] = packed[order[k]]


@njit(cache=True, nogil=True)
def sort_ties(order: Longs, place: Keys, key: Keys) -> None:
    """Put rows of one place and day in the order of their keys, where ``order`` sorts by place."""
    start = 0
    while start < len(order):
        end = start + 1
        while end < len(order) and place[order[end]] == place[order[start]]:
            end += 1
        if end - start > 16:
            tied = order[start:end].copy()
            order[start:end] = tied[np.argsort(key[tied])]
        else:
            for k in range(start + 1, end):
                row = order[k]
                at = k - 1
                while at >= start and key[order[at]] > key[row]:
                    order[at + 1] = order[at]
                    at -= 1
                order[at + 1] = row
        start = end

"""What surrounds a report by chance, and what that says of the pairs it is in.

Twenty other reports of the same days around a front line and none in a quiet valley: the same
likeness is worth less in the first place. What a report is expected to have in common with others
is about the same everywhere, what it meets by chance is not, so that the odds of a pair go down as
the number of chance neighbours goes up.

Native code (numba, cached beside this file).
"""

from typing import Any, Final, NamedTuple

import numpy as np
from numba import njit

from trucewatch.linkage.columns import Doubles, Floats, Ints, Longs
from trucewatch.linkage.threads import in_threads

GROUPS: Final = 5
"""Groups of places, as well known as the worse of the two."""
COMPARABLE, SHARED = 5, 6
"""Columns of what surrounds a report: neighbours that name actors as well, and that share one."""
STRENGTH: Final = 5.0
"""Neighbours that the average of all places counts for where a report's own are few."""
SIDE: Final = np.dtype(
    [
        ("crowd", np.float32, (GROUPS,)), ("shared", np.float32), ("apart", np.float32),
        ("kind", np.int32), ("source", np.int32),
    ]
)  # fmt: skip
"""What the second look reads of a report.

Bits that the report brings into its pairs, half of what the two of a pair say together: ``crowd``
by group of places, ``shared`` where two reports share an actor and ``apart`` where they name actors
and share none. Then its type and its source.
"""
_CHUNK: Final = 1 << 17


class Usual(NamedTuple):
    """What is usual: chance neighbours by group of places (of reports that have any), what an
    average place says in bits, and the share of neighbours that share an actor."""

    met: Doubles
    centre: Floats
    shared: float


class Sides(NamedTuple):
    """The reports as the second look reads them, and what an average place says."""

    of_row: Any
    """An array of ``SIDE``."""
    centre: Floats
    usual: Usual


@njit(cache=True, nogil=True)
def _summed(around: Ints) -> tuple[Doubles, Longs, Longs]:
    """256ths of all chance neighbours by column, and how many reports have any."""
    total = np.zeros(around.shape[1], np.int64)
    some = np.zeros(around.shape[1], np.int64)
    for i in range(len(around)):
        for column in range(around.shape[1]):
            total[column] += around[i, column]
            some[column] += around[i, column] > 0
    # What a report meets, over what it is expected to meet, in 65536ths: whole numbers add up the
    # same in any order.
    over = np.zeros(GROUPS, np.int64)
    for i in range(len(around)):
        for group in range(GROUPS):
            if around[i, group] > 0:
                met = around[i, group] / 256.0
                mean = total[group] / 256.0 / some[group]
                over[group] += np.int64(65536.0 * met * (1.0 + 1.0 / mean) / (met + 1.0))
    return over / 65536.0, total, some


@njit(cache=True, nogil=True)
def fill_sides(around: Ints, kind: Ints, source: Ints, usual: Usual, sides: Any) -> None:
    """Write what surrounds reports into their sides, with their types and sources."""
    for i in range(len(around)):
        side = sides[i]
        for group in range(GROUPS):
            # A gamma prior of shape 1: what is expected of a place before anything is seen there.
            met = around[i, group] / 256.0
            side.crowd[group] = (
                -0.5 * np.log2((met + 1.0) / (1.0 + 1.0 / usual.met[group]))
                if usual.met[group] > 0.0
                else 0.0
            )
        here = (around[i, SHARED] / 256.0 + STRENGTH * usual.shared) / (
            around[i, COMPARABLE] / 256.0 + STRENGTH
        )
        side.shared = 0.5 * np.log2(usual.shared / here)
        side.apart = 0.5 * np.log2((1.0 - usual.shared) / max(1.0 - here, 1e-6))
        side.kind = kind[i]
        side.source = source[i]


def usual_of(around: Ints) -> Usual:
    """What surrounds reports usually. ``around`` is in 256ths of a neighbour (``keep_pairs``)."""
    over, total, some = _summed(around)
    met = np.where(some > 0, total / 256.0 / np.maximum(some, 1), 0.0)[:GROUPS]
    centre = np.zeros(GROUPS, np.float32)
    any_met = total[:GROUPS] > 0
    centre[any_met] = -np.log2(over[any_met] / (total[:GROUPS][any_met] / 256.0))
    shared = (total[SHARED] / 256.0 + 1.0) / (total[COMPARABLE] / 256.0 + 4.0)
    return Usual(met, centre, float(shared))


def sides_of(around: Ints, kind: Ints, source: Ints, threads: int) -> Sides:
    """The reports as the second look reads them, from what surrounds them by chance."""
    usual = usual_of(around)
    of_row = np.empty(len(around), SIDE)

    def fill(part: slice) -> None:
        fill_sides(around[part], kind[part], source[part], usual, of_row[part])

    chunks = [slice(start, start + _CHUNK) for start in range(0, len(around), _CHUNK)]
    for _ in in_threads(fill, chunks, threads):
        pass
    return Sides(of_row, usual.centre, usual)

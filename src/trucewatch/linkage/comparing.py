"""Two reports become one pattern of 16 bits; a pass over all pairs counts or keeps patterns.

Native code (numba, cached beside this file). Nothing here knows what a pattern is worth.
"""

from typing import Final, NamedTuple

import numpy as np
from numba import njit

from trucewatch.linkage.blocking import Cells
from trucewatch.linkage.columns import Bytes, Floats, Ints, Longs
from trucewatch.linkage.rows import KM_PER_DEGREE, Rows

MOST_IN_A_RUN: Final = 2000
"""Reports of one cell that one report is compared with; beyond, the rest is counted and told. No
more of its pairs with one class are kept either."""


class Scales(NamedTuple):
    """Tables that levels are read from."""

    kinds: Bytes
    """The level of two types, row by row; a square of ``len_kinds``."""
    len_kinds: int
    is_common_actor: Bytes
    reach: Floats
    """The square of how many km two places may lie apart, by their classes; a square of six."""


class Table(NamedTuple):
    """What each pattern is worth: log2 odds, and 256ths of its pairs that chance brings."""

    bits: Floats
    chance: Ints


class Kept(NamedTuple):
    """Room for pairs of rows and their patterns."""

    a: Ints
    b: Ints
    pattern: "np.typing.NDArray[np.uint16]"


GROUP_OF_LEVEL: Final = np.array([4, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3], np.int32)
"""The group of places of each level of place: as well known as the worse of the two."""


@njit(cache=True, nogil=True, inline="always")
def _place_level(a: int, b: int, square: float) -> int:
    worse = max(a, b)
    if worse == 0:
        if square < 0.04:
            return 1
        if square < 1.0:
            return 2
        if square < 9.0:
            return 3
        return 4 if square < 64.0 else 5
    if worse == 1:
        if square < 0.04:
            return 6
        if square < 144.0:
            return 7
        return 8 if square < 625.0 else 9
    if worse == 2:
        if square < 0.04:
            return 10
        if square < 400.0:
            return 11
        return 12 if square < 2025.0 else 13
    if worse == 3:
        return 14 if square < 3600.0 else 15
    return 0


@njit(cache=True, nogil=True, inline="always")
def _date_level(first: int, last: int, width: int, start: int, end: int, other: int) -> int:
    gap = max(first, start) - min(last, end)
    wider = max(width, other)
    if wider == 1:
        return 1 + max(gap, 0)
    if gap <= 0:
        return 5 if wider <= 7 else 6
    return 7


@njit(cache=True, nogil=True, inline="always")
def _is_among(actor: int, row: Rows) -> bool:
    return actor >= 0 and (
        actor == row.actor_0 or actor == row.actor_1 or actor == row.actor_2 or actor == row.actor_3
    )


@njit(cache=True, nogil=True, inline="always")
def _actors_level(ours: Rows, theirs: Rows, is_common: Bytes) -> int:
    if ours.actors == 0 or theirs.actors == 0:
        return 0
    shared = 0
    rare = False
    if _is_among(ours.actor_0, theirs):
        shared += 1
        rare |= is_common[ours.actor_0] == 0
    if _is_among(ours.actor_1, theirs):
        shared += 1
        rare |= is_common[ours.actor_1] == 0
    if _is_among(ours.actor_2, theirs):
        shared += 1
        rare |= is_common[ours.actor_2] == 0
    if _is_among(ours.actor_3, theirs):
        shared += 1
        rare |= is_common[ours.actor_3] == 0
    fewer = min(ours.actors, theirs.actors)
    if shared == 0:
        return 7 if fewer == 1 else 6
    if shared == ours.actors and shared == theirs.actors and shared > 1:
        return 1 if rare else 2
    if shared == fewer:
        return 3 if rare else 4
    return 5


@njit(cache=True, nogil=True, inline="always")
def _deaths_level(
    best: float, low: float, high: float, other: float, least: float, most: float
) -> int:
    if not (best >= 0.0 and other >= 0.0):
        return 0
    if best == 0.0 and other == 0.0:
        return 1
    if best == other:
        return 2
    smaller = min(best, other)
    larger = max(best, other)
    if low <= most and least <= high:
        return 3
    if smaller == 0.0:
        return 7 if larger > 1.0 else 6
    if larger <= smaller * 1.34 + 0.5:
        return 4
    return 5 if larger <= smaller * 2.5 + 0.5 else 6


@njit(cache=True, nogil=True, inline="always")
def pattern_of(ours: Rows, theirs: Rows, scales: Scales, square: float, days: int) -> int:
    """The pattern of two reports whose places lie the square root of ``square`` km apart.

    ``days`` moves the second report in time, for counting what chance alone brings together.
    """
    place = _place_level(ours.place, theirs.place, square)
    date = _date_level(
        ours.first, ours.last, ours.width, theirs.first + days, theirs.last + days, theirs.width
    )
    if ours.kind < 0 or theirs.kind < 0:
        kind = 0
    elif ours.kind < scales.len_kinds and theirs.kind < scales.len_kinds:
        kind = scales.kinds[ours.kind * scales.len_kinds + theirs.kind]
    else:
        kind = 1 if ours.kind == theirs.kind else 7
    actors = _actors_level(ours, theirs, scales.is_common_actor)
    deaths = _deaths_level(ours.best, ours.low, ours.high, theirs.best, theirs.low, theirs.high)
    return place | date << 4 | kind << 7 | actors << 10 | deaths << 13


@njit(cache=True, nogil=True, inline="always")
def square_km(ours: Rows, theirs: Rows) -> float:
    """The square of the distance in km; on a plane, which is near enough at these distances."""
    across = abs(ours.x - theirs.x)
    if across > 20015.0:
        across = 40030.2 - across
    across *= 0.5 * (ours.shrink + theirs.shrink)
    along = ours.y - theirs.y
    square: float = across * across + along * along
    return square


@njit(cache=True, nogil=True)
def first_cell_from(cells: Cells, low: int, high: int, north: int, east: int) -> int:
    """The first cell of a stretch that does not lie before a place in it."""
    while low < high:
        middle = (low + high) // 2
        if cells.north[middle] < north or (
            cells.north[middle] == north and cells.east[middle] < east
        ):
            low = middle + 1
        else:
            high = middle
    return low


@njit(cache=True, nogil=True, inline="always")
def first_row_from(rows: Rows, low: int, high: int, earliest: int) -> int:
    """The first row from ``low`` on that does not begin before a day, in ever longer leaps."""
    leap = 1
    while low + leap < high and rows[low + leap].first < earliest:
        low += leap
        leap *= 2
    end = min(low + leap, high)
    while low < end:
        middle = (low + end) // 2
        if rows[middle].first < earliest:
            low = middle + 1
        else:
            end = middle
    return low


@njit(cache=True, nogil=True)
def pass_over(
    rows: Rows,
    cells: Cells,
    scales: Scales,
    degrees: Floats,
    tasks: Longs,
    step: int,
    counts: Longs,
    table: Table,
    least: float,
    most: int,
    kept: Kept,
    around: Ints,
) -> tuple[int, int, int]:
    """Compare the reports of some cells of one class with all that may match them in another.

    A task is (class, other class, first cell, cell after the last, days): of every ``step`` reports
    of those cells one is compared with the others, which the days move in time. Where ``counts``
    has room every pattern is counted. Otherwise pairs whose pattern weighs ``least`` or more are
    written to ``kept``, of each report of those cells the first ``most``, and what surrounds each
    report by chance is added up in ``around`` (one row a report: 256ths of a report by group of
    places, then those with comparable and with shared actors).

    Returns how many pairs were to be written (more than there is room for means: call again with
    more room), compared, and left out, at most: in runs that are too long, or beyond ``most``.
    """
    counting = len(counts) > 0
    room = len(kept.a)
    written = compared = missed = 0
    for task in range(len(tasks)):
        mine, other, first_cell, last_cell, days = tasks[task]
        longest = cells.longest[other]
        reach = scales.reach[mine // 4 * 6 + other // 4]
        start_of_other, end_of_other = cells.of_class[other], cells.of_class[other + 1]
        for cell in range(first_cell, last_cell):
            start, stop = cells.start[cell], cells.start[cell + 1]
            of_report = np.zeros(0 if counting else stop - start, np.int32)
            south, north, west, east, turn = _box(
                cells, degrees, cell, mine // 4, other // 4, reach
            )
            # Where the box reaches over the date line it is looked up on both sides of it.
            for around_the_world in range(-1, 2):
                if around_the_world != 0 and not (
                    (around_the_world < 0 and east >= turn) or (around_the_world > 0 and west < 0)
                ):
                    continue
                left = west + around_the_world * turn
                right = east + around_the_world * turn
                k = first_cell_from(cells, start_of_other, end_of_other, south, left)
                while k < end_of_other and cells.north[k] <= north:
                    if cells.east[k] > right:
                        k = first_cell_from(cells, k, end_of_other, cells.north[k] + 1, left)
                        continue
                    if cells.east[k] < left:
                        k = first_cell_from(cells, k, end_of_other, cells.north[k], left)
                        continue
                    if mine == other and k < cell:
                        k += 1
                        continue
                    low, high = cells.start[k], cells.start[k + 1]
                    for i in range(start, stop):
                        if i % step:
                            continue
                        ours = rows[i]
                        latest = ours.last + 3 - days
                        low = first_row_from(rows, low, high, ours.first - 2 - longest - days)
                        j = low
                        if mine == other and k == cell:
                            j = max(low, i + 1)
                        seen = 0
                        while j < high:
                            theirs = rows[j]
                            if theirs.first > latest:
                                break
                            if theirs.last + days + 3 < ours.first:
                                j += 1
                                continue
                            square = square_km(ours, theirs)
                            if square > reach or (ours.is_unique and ours.source == theirs.source):
                                j += 1
                                continue
                            seen += 1
                            if seen > MOST_IN_A_RUN:
                                missed += first_row_from(rows, j, high, latest + 1) - j
                                break
                            compared += 1
                            pattern = pattern_of(ours, theirs, scales, square, days)
                            if counting:
                                counts[pattern] += 1
                                j += 1
                                continue
                            chance = table.chance[pattern]
                            group = GROUP_OF_LEVEL[pattern & 15]
                            around[i, group] += chance
                            around[j, group] += chance
                            actors = pattern >> 10 & 7
                            if actors > 0:
                                around[i, 5] += chance
                                around[j, 5] += chance
                                if actors < 5:
                                    around[i, 6] += chance
                                    around[j, 6] += chance
                            if table.bits[pattern] >= least:
                                if of_report[i - start] >= most:
                                    missed += 1
                                    j += 1
                                    continue
                                of_report[i - start] += 1
                                if written < room:
                                    kept.a[written] = i
                                    kept.b[written] = j
                                    kept.pattern[written] = pattern
                                written += 1
                            j += 1
                    k += 1
    return written, compared, missed


@njit(cache=True, nogil=True)
def _box(
    cells: Cells, degrees: Floats, cell: int, mine: int, other: int, reach: float
) -> tuple[int, int, int, int, int]:
    """The cells of the other class that a cell, widened by the reach, touches: south, north, west,
    east; and how many cells go round the world."""
    size = degrees[other]
    own = degrees[mine]
    turn = int(np.ceil(360.0 / size - 1e-6))
    if size > 180.0 or own > 180.0:
        return 0, 1 << 20, 0, turn - 1 if size <= 180.0 else 0, turn if size <= 180.0 else 1 << 20
    bottom, left = cells.north[cell] * own - 90.0, cells.east[cell] * own
    south, north, west, east = cells_near(bottom, left, own, reach, size)
    return south, north, west, east, turn


@njit(cache=True, nogil=True)
def cells_near(
    bottom: float, left: float, side: float, reach: float, size: float
) -> tuple[int, int, int, int]:
    """The cells that a square touches once it is widened by the reach: south, north, west, east.

    The square begins at a latitude and at so many degrees east of the date line; ``size`` is the
    side of the cells. West may lie below 0 and east beyond the date line, but never a whole circle
    apart: round a pole every cell of a circle is given once.
    """
    up = np.sqrt(reach) / KM_PER_DEGREE
    south = int(np.floor((bottom - up + 90.0) / size))
    north = int(np.floor((bottom + side + up + 90.0) / size))
    widest = max(abs(bottom - up), abs(bottom + side + up))
    aside = up / np.cos(np.radians(widest)) if widest < 89.9 else 180.0
    if side + 2.0 * (aside + size) >= 360.0:
        return south, north, 0, int(np.ceil(360.0 / size - 1e-6)) - 1
    west = int(np.floor((left - aside) / size))
    return south, north, west, int(np.floor((left + side + aside) / size))

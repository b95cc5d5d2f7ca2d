"""One report against all others: the same comparison as a pass, for a single row.

Native code (numba, cached beside this file).
"""

import numpy as np
from numba import njit

from trucewatch.linkage.blocking import Cells
from trucewatch.linkage.columns import Floats, Ints
from trucewatch.linkage.comparing import (
    GROUP_OF_LEVEL,
    Kept,
    Scales,
    Table,
    cells_near,
    first_cell_from,
    first_row_from,
    pattern_of,
    square_km,
)
from trucewatch.linkage.rows import KM_PER_DEGREE, Rows


@njit(cache=True, nogil=True)
def look_up(
    new: Rows,
    rows: Rows,
    cells: Cells,
    scales: Scales,
    degrees: Floats,
    table: Table,
    least: float,
    kept: Kept,
    around: Ints,
) -> int:
    """Compare one report (an array of one row) with all that may match it.

    Pairs whose pattern weighs ``least`` or more are written to ``kept``, ``a`` holding the row of
    the other report; what surrounds the new one by chance is added up in ``around``, a row of
    256ths. Returns how many pairs there are, more than there is room for included.
    """
    ours = new[0]
    written = 0
    latitude = ours.y / KM_PER_DEGREE
    longitude = ours.x / KM_PER_DEGREE
    for other in range(len(cells.longest)):
        start, end = cells.of_class[other], cells.of_class[other + 1]
        if start == end:
            continue
        reach = scales.reach[np.int64(ours.place) * 6 + other // 4]
        size = degrees[other // 4]
        everywhere = size > 180.0 or reach > 1e8
        turn = int(np.ceil(360.0 / size - 1e-6))
        if everywhere:
            south, north, west, east = 0, 1 << 20, 0, turn
        else:
            south, north, west, east = cells_near(latitude, longitude + 180.0, 0.0, reach, size)
        for round_the_world in range(-1, 2):
            if round_the_world != 0 and (
                everywhere
                or not (
                    (round_the_world < 0 and east >= turn) or (round_the_world > 0 and west < 0)
                )
            ):
                continue
            left, right = west + round_the_world * turn, east + round_the_world * turn
            k = first_cell_from(cells, start, end, south, left)
            while k < end and cells.north[k] <= north:
                if cells.east[k] > right:
                    k = first_cell_from(cells, k, end, cells.north[k] + 1, left)
                    continue
                if cells.east[k] < left:
                    k = first_cell_from(cells, k, end, cells.north[k], left)
                    continue
                j = first_row_from(
                    rows, cells.start[k], cells.start[k + 1], ours.first - 2 - cells.longest[other]
                )
                while j < cells.start[k + 1] and rows[j].first <= ours.last + 3:
                    written = compare_one(
                        ours, rows[j], j, scales, reach, table, least, kept, around, written
                    )
                    j += 1
                k += 1
    return written


@njit(cache=True, nogil=True)
def compare_one(
    ours: Rows, theirs: Rows, row: int, scales: Scales, reach: float, table: Table, least: float,
    kept: Kept, around: Ints, written: int,
) -> int:  # fmt: skip
    """Compare two rows; returns how many pairs there are by then."""
    if theirs.last + 3 < ours.first or theirs.first > ours.last + 3:
        return written
    if ours.is_unique and ours.source == theirs.source:
        return written
    square = square_km(ours, theirs)
    if square > reach:
        return written
    pattern = pattern_of(ours, theirs, scales, square, 0)
    chance = table.chance[pattern]
    around[GROUP_OF_LEVEL[pattern & 15]] += chance
    actors = pattern >> 10 & 7
    if actors > 0:
        around[5] += chance
        if actors < 5:
            around[6] += chance
    if table.bits[pattern] >= least:
        if written < len(kept.a):
            kept.a[written] = row
            kept.b[written] = 0
            kept.pattern[written] = pattern
        written += 1
    return written


@njit(cache=True, nogil=True)
def look_through(
    new: Rows, rows: Rows, offset: int, scales: Scales, table: Table, least: float, kept: Kept,
    around: Ints, written: int,
) -> int:  # fmt: skip
    """Compare one report with rows in no order, whose numbers start at ``offset``."""
    ours = new[0]
    for j in range(len(rows)):
        reach = scales.reach[np.int64(ours.place) * 6 + np.int64(rows[j].place)]
        written = compare_one(
            ours, rows[j], offset + j, scales, reach, table, least, kept, around, written
        )
    return written

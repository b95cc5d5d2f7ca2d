"""Which reports are compared at all: cells and days, with radii from the precision of each place.

Reports are sorted by class, cell and day. A class holds those whose place is known about as well
and whose dates spread about as wide, so that everything that a report may have to be compared with
lies in a few runs of consecutive rows. Source of the radii: the UCDP scale of precision; how far
centres of towns and districts lie from what happened in them is our own reckoning.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from trucewatch.linkage.columns import (
    NO_DAY,
    Bools,
    Bytes,
    Columns,
    Doubles,
    Floats,
    Ints,
    Keys,
    Longs,
)
from trucewatch.linkage.rows import ROW, Facts, Rows, arrange, pack, sort_ties
from trucewatch.linkage.threads import in_threads

NEAR_DAYS: Final = 3
"""Two exact days farther apart than this are two incidents."""

PLACE_CLASS: Final = np.array([5, 0, 1, 2, 3, 4, 5, 5], np.int8)
"""From the UCDP precision 1-7 (0 where there is none) to the class of places."""
RADIUS_KM: Final = (7.0, 22.0, 45.0, 95.0, 150.0, np.inf)
"""How far the recorded point may lie from what happened, by class of place."""
CELL_DEGREES: Final = (0.1, 0.25, 0.5, 1.0, 1.5, 400.0)
PLACES: Final = len(RADIUS_KM)
WIDTHS: Final = (3, 10, 45)
"""The most days that dates of the first, second and third class of width spread over."""
_CHUNK: Final = 1 << 17
_DAYS_LOOKED_AT: Final = 9.0
_MET_IN_A_CELL: Final = 3.0
CLASSES: Final = PLACES * (len(WIDTHS) + 1)
SPREAD_DAYS: Final = np.array([366, 1, 6, 7, 31, 366], np.int32)
"""Days that each UCDP precision of dates stands for; the first for codes that are none."""


class Cells(NamedTuple):
    """Runs of rows in one class and cell, and where the runs of each class start."""

    north: Ints
    east: Ints
    start: Longs
    of_class: Longs
    longest: Ints
    """The widest date of each class in days."""


@dataclass(frozen=True)
class Blocks:
    """Reports in the order of comparing; ``order`` gives the row of ``Columns`` of each."""

    order: Longs
    rows: Rows
    cells: Cells
    degrees: Floats
    """The side of a cell in degrees, by class of place."""
    undated: Longs
    """Rows of ``Columns`` that cannot be compared, since nobody knows their day."""


def block(columns: Columns, is_unique: Bools, threads: int = 1) -> Blocks:
    """Sort the reports into classes, cells and days. ``is_unique`` tells of each source whether it
    holds at most one record of an incident."""
    dated = columns.first != NO_DAY
    undated = np.flatnonzero(~dated)
    place = np.where(np.isnan(columns.latitude), np.int8(0), columns.place)
    place_class = PLACE_CLASS[np.clip(place, 0, 7)]
    first, last, width = _spread(columns)
    width_class = np.searchsorted(np.array(WIDTHS), width).astype(np.int8)
    classes = (place_class * np.int8(len(WIDTHS) + 1) + width_class).astype(np.int16)
    somewhere = place_class < PLACES - 1
    latitude = np.where(somewhere, columns.latitude, 0.0)
    longitude = np.where(somewhere, columns.longitude, 0.0)
    sides = _sides_of_cells(columns, dated, place_class, latitude, longitude)
    degrees = sides[place_class]
    north = np.floor((latitude + 90.0) / degrees).astype(np.int32)
    # The two sides of the date line are one: 180 degrees east are 180 degrees west.
    east = np.floor(np.where(longitude < 180.0, longitude + 180.0, 0.0) / degrees).astype(np.int32)
    order = _order(classes, north, east, first, columns.key)
    rows = np.empty(len(order), ROW)
    facts = Facts(
        latitude, longitude, first, last, width, columns.kind, columns.source, columns.actors,
        columns.low, columns.best, columns.high, place_class.astype(np.uint8),
        is_unique[columns.source].astype(np.uint8),
    )  # fmt: skip
    packed = np.empty(len(columns), ROW)
    _in_chunks(len(packed), threads, lambda part: pack(part.start, facts, packed[part]))
    _in_chunks(len(order), threads, lambda part: arrange(order[part], packed, rows[part]))
    cells = _cells(classes[order], north[order], east[order], width[order])
    return Blocks(order, rows, cells, sides.astype(np.float32), undated)


def _in_chunks(number: int, threads: int, work: Callable[[slice], None]) -> None:
    chunks = [slice(start, start + _CHUNK) for start in range(0, number, _CHUNK)]
    for _ in in_threads(work, chunks, threads):
        pass


def _sides_of_cells(
    columns: Columns, dated: Bools, place_class: Bytes, latitude: Doubles, longitude: Doubles
) -> Doubles:
    """The side of a cell in degrees, by class of place: as wide as it takes for a cell to hold some
    reports of the same days. A look into a cell that is empty costs as much as one comparison."""
    sides = np.array(CELL_DEGREES)
    days = columns.first[dated]
    if not len(days):
        return sides
    weeks = max(1.0, float(np.ptp(days.astype(np.int64))) / _DAYS_LOOKED_AT)
    for place in range(PLACES - 1):
        of_class = dated & (place_class == place)
        if not of_class.any():
            continue
        lat, lon = latitude[of_class], longitude[of_class]
        for factor in (1, 2, 4, 8):
            sides[place] = CELL_DEGREES[place] * factor
            north, east = (
                (np.floor(degrees / sides[place]) - np.floor(degrees.min() / sides[place])).astype(
                    np.int64
                )
                for degrees in (lat, lon)
            )
            number = np.bincount(north * (int(east.max()) + 1) + east).astype(np.float64)
            met = float((number**2).sum() / number.sum()) / weeks
            if met >= _MET_IN_A_CELL:
                break
    return sides


def _spread(columns: Columns) -> tuple[Ints, Ints, Ints]:
    """First and last day on which each may have been, and how many days that is."""
    first, last = columns.first, columns.last
    written = last - first + 1
    code = np.where((columns.when >= 1) & (columns.when <= 5), columns.when, 0)
    wanted = np.where(code == 1, written, np.maximum(SPREAD_DAYS[code], written))
    slack = np.where(code == 0, 0, (wanted - written + 1) // 2)
    slack = np.where(first == NO_DAY, 0, slack)
    first, last = (first - slack).astype(np.int32), (last + slack).astype(np.int32)
    return first, last, (last - first + 1).astype(np.int32)


def _order(
    classes: "np.typing.NDArray[np.int16]", north: Ints, east: Ints, first: Ints, key: Keys
) -> Longs:
    """Dated rows by class, cell, day and key: one order however the reports came in."""
    dated = np.flatnonzero(first != NO_DAY)
    if not len(dated):
        return dated
    day = (first[dated] - first[dated].min()).astype(np.uint64)
    # 5 bits for the class, 11 for each side of the cell, 37 for the day.
    place = classes[dated].astype(np.uint64) << np.uint64(59)
    place |= north[dated].astype(np.uint64) << np.uint64(48)
    place |= east[dated].astype(np.uint64) << np.uint64(36)
    return dated[order_of(place | day, key[dated])]


def order_of(place: Keys, key: Keys) -> Longs:
    """The order by place and day, and by key where those are the same."""
    order = np.argsort(place)
    sort_ties(order, place, key)
    return order


def _cells(classes: "np.typing.NDArray[np.int16]", north: Ints, east: Ints, width: Ints) -> Cells:
    n = len(classes)
    is_start = np.ones(n, np.bool_)
    is_start[1:] = (
        (classes[1:] != classes[:-1]) | (north[1:] != north[:-1]) | (east[1:] != east[:-1])
    )
    starts = np.flatnonzero(is_start)
    of_class = np.searchsorted(classes[starts], np.arange(CLASSES + 1))
    longest = np.zeros(CLASSES, np.int32)
    np.maximum.at(longest, classes, width)
    return Cells(
        north[starts], east[starts], np.append(starts, n).astype(np.int64),
        of_class.astype(np.int64), longest,
    )  # fmt: skip

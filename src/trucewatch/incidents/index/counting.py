"""Counts of sifted reports: where, when, how many, and which incidents come next."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import h3
import numpy as np
import numpy.typing as npt

from trucewatch.incidents.cursor import Cursor
from trucewatch.incidents.index.columns import (
    FINEST_DRAWN,
    NOWHERE,
    Block,
    Ids,
    Ints,
    Mask,
    Numbering,
)
from trucewatch.incidents.index.loading import EVENT_TYPES
from trucewatch.incidents.index.sifting import EPOCH, Sifted
from trucewatch.vocabulary.interval import DatePrecision
from trucewatch.vocabulary.precision import LocationPrecision

_A_MONDAY: Final = (dt.date(1969, 12, 29) - EPOCH).days


@dataclass(frozen=True, slots=True)
class Window:
    """A part of the earth in degrees, its edges included."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, block: Block) -> Mask:
        """Which reports lie inside; those without a point do not."""
        lat, lon = block.latitude, block.longitude
        return (lat >= self.south) & (lat <= self.north) & (lon >= self.west) & (lon <= self.east)


@dataclass(frozen=True, slots=True)
class WeekCounts:
    """Reports by the Monday of their week; ``undrawn`` are dated too vaguely for a week."""

    weeks: dict[dt.date, int]
    undrawn: int


@dataclass(frozen=True, slots=True)
class AreaCounts:
    """How many reports lie where, by how exactly that is known.

    ``areas`` counts by governorate those known only that far, ``located`` those with a finer place;
    ``vague`` by precision what has no area on a map; ``without_point`` those precise by their code
    but without coordinates.
    """

    areas: dict[UUID, int]
    located: dict[UUID, int]
    vague: dict[LocationPrecision, int]
    without_point: int


def count_reports(sifted: Sifted) -> int:
    """How many reports."""
    return sum(int(np.count_nonzero(met)) for _, met in sifted.parts)


def count_sifted_incidents(sifted: Sifted) -> int:
    """How many incidents they describe; one may have reports in several blocks."""
    return int(np.count_nonzero(_described(sifted)))


def _described(sifted: Sifted) -> Mask:
    """By number of incident: whether any of the reports describes it."""
    described = np.zeros(len(sifted.names.incidents.ids), np.bool_)
    for block, met in sifted.parts:
        described[block.incident[met]] = True
    return described


def incidents_by_day(sifted: Sifted) -> dict[dt.date, int]:
    """Incidents by the earliest single day that a report gives for each, in the order of days.

    Incidents that no report dates to one day are left out, so that nothing vague looks exact.
    """
    never = np.iinfo(np.int64).max
    earliest = np.full(len(sifted.names.incidents.ids), never, np.int64)
    for block, met in sifted.parts:
        exact = met & (block.start == block.end) & (block.date_precision <= DatePrecision.DAY)
        rows = np.flatnonzero(exact & (block.incident != NOWHERE))
        np.minimum.at(earliest, block.incident[rows], block.start[rows].astype(np.int64))
    days, numbers = np.unique(earliest[earliest != never], return_counts=True)
    return {
        EPOCH + dt.timedelta(days=day): number
        for day, number in zip(days.tolist(), numbers.tolist(), strict=True)
    }


def weeks_of(sifted: Sifted) -> WeekCounts:
    """How many reports fall into each week, of those dated at least to the week."""
    weeks: Counter[int] = Counter()
    undrawn = 0
    for block, met in sifted.parts:
        dated = met & (block.date_precision <= DatePrecision.WEEK)
        undrawn += int(np.count_nonzero(met)) - int(np.count_nonzero(dated))
        _count_into(weeks, (block.start[dated] - _A_MONDAY) // 7)
    mondays = {
        EPOCH + dt.timedelta(days=_A_MONDAY + 7 * week): number
        for week, number in sorted(weeks.items())
    }
    return WeekCounts(mondays, undrawn)


def cells_within(
    sifted: Sifted, resolution: int, window: Window | None = None
) -> tuple[dict[str, int], int]:
    """Reports with a place of their own by H3 cell, and how many of those lie outside the window.

    A report belongs to the cell of its point, whether or not the cell reaches over the edge.
    """
    cells: Counter[int] = Counter()
    outside = 0
    for block, met in sifted.parts:
        column = block.cells[resolution]
        drawn = met & (column != NOWHERE)
        if window is not None:
            inside = drawn & window.holds(block)
            outside += int(np.count_nonzero(drawn)) - int(np.count_nonzero(inside))
            drawn = inside
        _count_into(cells, column[drawn])
    keys = sifted.names.cells[resolution].keys
    return {h3.int_to_str(keys[number]): reports for number, reports in cells.items()}, outside


def areas_of(sifted: Sifted) -> AreaCounts:
    """How many reports lie where, of those that are no hexagon and for the table of areas."""
    areas: Counter[int] = Counter()
    located: Counter[int] = Counter()
    vague: Counter[int] = Counter()
    without_point = 0
    for block, met in sifted.parts:
        near = met & (block.precision <= FINEST_DRAWN)
        without_point += int(np.count_nonzero(near & np.isnan(block.latitude)))
        _count_into(located, block.area[near])
        _count_into(areas, block.area[met & (block.precision == LocationPrecision.GOVERNORATE)])
        _count_into(vague, block.precision[met & (block.precision > LocationPrecision.GOVERNORATE)])
    located.pop(NOWHERE, None)
    if unplaced := areas.pop(NOWHERE, 0):
        vague[LocationPrecision.GOVERNORATE.value] = unplaced
    names = sifted.names.areas
    return AreaCounts(
        areas=_by_key(areas, names),
        located=_by_key(located, names),
        vague={LocationPrecision(code): number for code, number in sorted(vague.items())},
        without_point=without_point,
    )


def newest_incidents(
    sifted: Sifted, *, after: Cursor | None, number: int
) -> list[tuple[UUID, dt.date]]:
    """The next incidents by the latest start among their sifted reports, then by id, falling."""
    starts, incidents = _joined(sifted)
    if not len(starts):
        return []
    newest = np.full(len(sifted.names.incidents.ids), np.iinfo(np.int32).min, np.int32)
    np.maximum.at(newest, incidents, starts)
    described = np.flatnonzero(newest != np.iinfo(np.int32).min)
    days = newest[described]
    if after is not None:
        last = (after.date - EPOCH).days
        described, days = described[days <= last], days[days <= last]
    key = sifted.names.incidents.key
    # A whole day is taken in at the end, since its incidents are put in order by their ids.
    wanted = number + (int(np.count_nonzero(days == last)) if after is not None else 0)
    if len(days) > wanted:
        cut = np.partition(days, len(days) - wanted)[len(days) - wanted]
        described, days = described[days >= cut], days[days >= cut]
    found = sorted(
        ((day, key(row)) for row, day in zip(described.tolist(), days.tolist(), strict=True)),
        reverse=True,
    )
    if after is not None:
        found = [pair for pair in found if pair < (last, after.incident)]
    return [(key, EPOCH + dt.timedelta(days=day)) for day, key in found[:number]]


def ended_by(sifted: Sifted, day: dt.date) -> Sifted:
    """Those of the reports that tell of nothing after a day."""
    last = (day - EPOCH).days
    return Sifted(sifted.names, [(block, met & (block.end <= last)) for block, met in sifted.parts])


def cell_months(sifted: Sifted, resolution: int) -> dict[tuple[str, str], int]:
    """Reports with a place of their own by month of their first day, as 2017-02, and H3 cell.

    Those dated more vaguely than to a month are left out.
    """
    keys = sifted.names.cells[resolution].keys
    counted: Counter[tuple[int, ...]] = Counter()
    for block, met in sifted.parts:
        rows = np.flatnonzero(
            met & _is_dated_to_month(block) & (block.cells[resolution] != NOWHERE)
        )
        _count_together(counted, _months(block.start[rows]), block.cells[resolution][rows])
    return {
        (_month_text(month), h3.int_to_str(keys[cell])): number
        for (month, cell), number in counted.items()
    }


def area_months(sifted: Sifted) -> dict[tuple[str, UUID, str], int]:
    """Reports by month of their first day, governorate, and type of event.

    Those dated more vaguely than to a month, or placed in no governorate, are left out.
    """
    keys = sifted.names.areas.keys
    types = list(EVENT_TYPES)
    counted: Counter[tuple[int, ...]] = Counter()
    for block, met in sifted.parts:
        rows = np.flatnonzero(met & _is_dated_to_month(block) & (block.area != NOWHERE))
        months = _months(block.start[rows])
        _count_together(counted, months, block.area[rows], block.event_type[rows])
    return {
        (_month_text(month), UUID(keys[area]), types[kind]): number
        for (month, area, kind), number in counted.items()
    }


def _is_dated_to_month(block: Block) -> Mask:
    return block.date_precision <= DatePrecision.MONTH


def _months(days: Ints) -> Ints:
    """Months since 1970-01 of days since then."""
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int32)


def _month_text(month: int) -> str:
    return f"{1970 + month // 12}-{month % 12 + 1:02}"


def _count_together(
    counter: Counter[tuple[int, ...]], *columns: npt.NDArray[np.signedinteger[Any]]
) -> None:
    rows = np.stack([column.astype(np.int64) for column in columns], axis=1)
    keys, numbers = np.unique(rows, axis=0, return_counts=True)
    for key, number in zip(keys.tolist(), numbers.tolist(), strict=True):
        counter[tuple(key)] += number


def located_in(sifted: Sifted, window: Window) -> Iterator[tuple[UUID, float, float]]:
    """The incident, latitude and longitude of every report with a point in the window."""
    for block, met in sifted.parts:
        for row in np.flatnonzero(met & window.holds(block)):
            incident = sifted.names.incidents.key(int(block.incident[row]))
            yield incident, float(block.latitude[row]), float(block.longitude[row])


@dataclass(frozen=True, slots=True)
class Spot:
    """Reports in one small square, known equally exactly; ``incident`` where they describe one."""

    latitude: float
    longitude: float
    precision: int
    reports: int
    incident: UUID | None


def latest_arrivals(
    sifted: Sifted, *, before: int | None = None, number: int
) -> list[tuple[int, UUID]]:
    """The reports that came into the record last, each with its place in the order of arrival.

    ``before`` is such a place: the list goes on with what came before it.
    """
    found: list[tuple[int, UUID]] = []
    for block, met in sifted.parts:
        rows = np.flatnonzero(met if before is None else met & (block.words < before))
        if len(rows) > number:
            rows = rows[np.argpartition(block.words[rows], len(rows) - number)[-number:]]
        for row in rows:
            high, low = block.id[row].tolist()
            found.append((int(block.words[row]), UUID(int=high << 64 | low)))
    return sorted(found, reverse=True)[:number]


def reports_by_id(sifted: Sifted, *, after: UUID | None, number: int) -> list[UUID]:
    """The first reports behind an id, in the order of their ids."""
    return _first_by_id([block.id[met] for block, met in sifted.parts], after, number)


def incidents_by_id(sifted: Sifted, *, after: UUID | None, number: int) -> list[UUID]:
    """The first incidents behind an id, in the order of their ids."""
    return _first_by_id([sifted.names.incidents.ids[_described(sifted)]], after, number)


def _first_by_id(parts: list[Ids], after: UUID | None, number: int) -> list[UUID]:
    ids = np.concatenate([np.zeros((0, 2), np.uint64), *parts])
    if after is not None:
        high, low = (np.uint64(half) for half in divmod(after.int, 1 << 64))
        ids = ids[(ids[:, 0] > high) | ((ids[:, 0] == high) & (ids[:, 1] > low))]
    if len(ids) > number:
        ids = ids[ids[:, 0] <= np.partition(ids[:, 0], number)[number]]
    order = np.lexsort((ids[:, 1], ids[:, 0]))[:number]
    return [UUID(int=high << 64 | low) for high, low in ids[order].tolist()]


def known_to(sifted: Sifted, precisions: Collection[int]) -> Sifted:
    """Those of the reports whose place is known with one of these precisions."""
    wanted = list(precisions)
    kept = [(block, met & np.isin(block.precision, wanted)) for block, met in sifted.parts]
    return Sifted(sifted.names, kept)


def spots_within(sifted: Sifted, window: Window, *, grid: float) -> list[Spot]:
    """The reports with a point in the window, those of one square of a grid as one.

    ``grid`` is the side of a square in degrees; a spot stands in the middle of its reports.
    """
    kept = [(block, np.flatnonzero(met & window.holds(block))) for block, met in sifted.parts]
    lat = np.concatenate([block.latitude[rows] for block, rows in kept] or [np.zeros(0)])
    if not len(lat):
        return []
    lon = np.concatenate([block.longitude[rows] for block, rows in kept])
    precision = np.concatenate([block.precision[rows] for block, rows in kept])
    incident = np.concatenate([block.incident[rows] for block, rows in kept])
    down = np.floor((lat - window.south) / grid).astype(np.int64)
    across = np.floor((lon - window.west) / grid).astype(np.int64)
    square = (down * (int((window.east - window.west) / grid) + 2) + across) * 8 + precision
    _, first, which, reports = np.unique(
        square, return_index=True, return_inverse=True, return_counts=True
    )
    lats = np.bincount(which, lat) / reports
    lons = np.bincount(which, lon) / reports
    is_one = np.ones(len(first), np.bool_)
    is_one[which[incident != incident[first][which]]] = False
    key = sifted.names.incidents.key
    return [
        Spot(
            float(lats[at]),
            float(lons[at]),
            int(precision[row]),
            int(reports[at]),
            key(int(incident[row])) if is_one[at] else None,
        )
        for at, row in enumerate(first.tolist())
    ]


def incidents_in(sifted: Sifted, areas: Collection[UUID], *, most: int) -> list[UUID]:
    """Some incidents with a report in one of the areas."""
    numbers = [sifted.names.areas.known(area.hex) for area in areas]
    wanted = [number for number in numbers if number is not None]
    found: dict[UUID, None] = {}
    for block, met in sifted.parts:
        rows = np.flatnonzero(met & np.isin(block.area, wanted))
        for number in np.unique(block.incident[rows])[: most + 1].tolist():
            found[sifted.names.incidents.key(number)] = None
    return list(found)[: most + 1]


def _joined(sifted: Sifted) -> tuple[Ints, Ints]:
    starts = [block.start[met] for block, met in sifted.parts]
    incidents = [block.incident[met] for block, met in sifted.parts]
    none = np.zeros(0, np.int32)
    return np.concatenate([none, *starts]), np.concatenate([none, *incidents])


def _count_into(counter: Counter[int], values: npt.NDArray[np.signedinteger[Any]]) -> None:
    if not len(values):
        return
    least = int(values.min())
    for offset, number in enumerate(np.bincount(values - least).tolist()):
        if number:
            counter[least + offset] += number


def _by_key(counter: Counter[int], names: Numbering[str]) -> dict[UUID, int]:
    return {UUID(names.keys[number]): reports for number, reports in counter.items()}

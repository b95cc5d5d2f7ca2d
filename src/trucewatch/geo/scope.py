"""Was a place covered on its days, and by which text: of one place, or of millions at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
import shapely

from trucewatch.geo.coordinates import Coordinates
from trucewatch.geo.dated import EARLIEST, LATEST, DatedArea, Effect, Verdict, reason_of
from trucewatch.geo.fringe import Cells, Doubles, cells_of, fringe_of, resolution_for, within

Bools: TypeAlias = npt.NDArray[np.bool_]
Longs: TypeAlias = npt.NDArray[np.int64]
Rows: TypeAlias = npt.NDArray[np.int32]

FEW: Final = 2_000
"""Up to so many points it is quicker to test each one than to put it in a cell."""

SHORT_DAYS: Final = 31


@dataclass(frozen=True)
class Points:
    """Places and days of reports, a column each: degrees, and days since 1970-01-01.

    A place is missing where one of its degrees is NaN. A report without a date lasts from
    ``EARLIEST`` to ``LATEST``.
    """

    lat: Doubles
    lon: Doubles
    first: Longs
    last: Longs

    def __post_init__(self) -> None:
        if len({len(self.lat), len(self.lon), len(self.first), len(self.last)}) > 1:
            raise ValueError("the columns of points are not equally long")
        if (self.first > self.last).any():
            raise ValueError("the days of a point end before they begin")
        if len(self) and (self.first.min() < EARLIEST or self.last.max() > LATEST):
            raise ValueError("the days of a point lie outside the years 1 to 9999")

    def __len__(self) -> int:
        return len(self.lat)


@dataclass(frozen=True)
class Scope:
    """The verdict on each point, and the areas around it that apply on one of its days at least.

    Of point ``i`` these are ``area[start[i]:start[i + 1]]``, numbers of areas in ascending order;
    ``whole`` says beside each whether it applies on all days of the point.
    """

    areas: tuple[DatedArea, ...]
    start: Longs
    area: Rows
    whole: Bools
    verdict: npt.NDArray[np.int8]

    def of(self, point: int) -> "Answer":
        """Verdict, areas and reason of one point."""
        here = slice(int(self.start[point]), int(self.start[point + 1]))
        found = [
            (self.areas[number], whole)
            for number, whole in zip(
                self.area[here].tolist(), self.whole[here].tolist(), strict=True
            )
        ]
        return Answer(
            Verdict(int(self.verdict[point])),
            tuple(area for area, whole in found if whole),
            tuple(area for area, whole in found if not whole),
        )


@dataclass(frozen=True)
class Answer:
    """What holds for one place on its days.

    ``whole`` are the areas around it that apply on all of its days, ``part`` on some only.
    """

    verdict: Verdict
    whole: tuple[DatedArea, ...]
    part: tuple[DatedArea, ...]

    @property
    def reason(self) -> str:
        """Why, by which texts."""
        return reason_of(self.verdict, self.whole, self.part)

    @property
    def covered_by(self) -> tuple[str, ...]:
        """Keys of areas that cover the place on all of its days."""
        return tuple(area.key for area in self.whole if area.effect is Effect.COVERED)

    @property
    def excepted_by(self) -> tuple[str, ...]:
        """Keys of areas that except the place on all of its days."""
        return tuple(area.key for area in self.whole if area.effect is Effect.EXCEPTED)

    @property
    def uncertain(self) -> tuple[str, ...]:
        """Keys of areas that apply on some of its days and not on others."""
        return tuple(area.key for area in self.part)


def scope_of(
    point: Coordinates | None, first_day: int, last_day: int, areas: Sequence[DatedArea]
) -> Answer:
    """What holds for one place on its days: the same as ``scope_of_points`` says of it."""
    if first_day > last_day:
        raise ValueError("the days of a point end before they begin")
    if point is None:
        return Answer(Verdict.UNPLACED, (), ())
    around = [
        area
        for area in areas
        if area.first <= last_day
        and first_day <= area.last
        and bool(shapely.intersects_xy(area.shape, point.lon, point.lat))
    ]
    whole = tuple(a for a in around if a.first <= first_day and last_day <= a.last)
    part = tuple(a for a in around if not (a.first <= first_day and last_day <= a.last))
    turns = {first_day, *(a.first for a in part), *(a.last + 1 for a in part)}
    verdicts = {_on(day, around) for day in turns if first_day <= day <= last_day}
    return Answer(verdicts.pop() if len(verdicts) == 1 else Verdict.UNCERTAIN, whole, part)


def _on(day: int, areas: Sequence[DatedArea]) -> Verdict:
    """What holds on one day where all the areas lie: exceptions prevail."""
    effects = {area.effect for area in areas if area.first <= day <= area.last}
    if Effect.EXCEPTED in effects:
        return Verdict.EXCEPTED
    return Verdict.COVERED if Effect.COVERED in effects else Verdict.OUTSIDE


def scope_of_points(points: Points, areas: Sequence[DatedArea], *, few: int = FEW) -> Scope:
    """What holds for each point on its days, exactly as testing each point in each area would say.

    Points on an outline are inside. A point is covered, excepted or outside where that holds on
    every one of its days, exceptions before coverage; it is uncertain where its days differ.
    Up to ``few`` points are tested one by one, more go by way of cells.
    """
    found = sorted(_found(points, areas, few), key=lambda each: each[0])
    count = np.zeros(len(points) + 1, np.int64)
    for _, rows, _ in found:
        count[rows + 1] += 1
    start = np.cumsum(count)
    area, whole = np.empty(start[-1], np.int32), np.empty(start[-1], np.bool_)
    cursor = start[:-1].copy()
    for number, rows, all_days in found:
        at = cursor[rows]
        area[at], whole[at] = number, all_days
        cursor[rows] += 1
    verdict = _verdicts(points, areas, found)
    scope = Scope(tuple(areas), start, area, whole, verdict)
    _settle_parts(points, scope)
    return scope


Found: TypeAlias = tuple[int, Rows, Bools]
"""The number of an area, the points in it with a day in common, and whether all days are."""


def _found(points: Points, areas: Sequence[DatedArea], few: int) -> Iterator[Found]:
    placed = np.flatnonzero(~(np.isnan(points.lat) | np.isnan(points.lon))).astype(np.int32)
    by_resolution: dict[int | None, list[int]] = {}
    for number, area in enumerate(areas):
        resolution = resolution_for(area.shape) if len(placed) > few else None
        by_resolution.setdefault(resolution, []).append(number)
    for resolution, numbers in by_resolution.items():
        some = _around(points, placed, [areas[number] for number in numbers])
        boards = [] if resolution is None else _boards(points, some, resolution)
        for number in numbers:
            area = areas[number]
            if resolution is None:
                rows = _tested(points, _dated(points, some, area), area)
            else:
                fringe = fringe_of(area.shape, resolution)
                rows = np.concatenate([board.rows_in(points, area, fringe) for board in boards])
            whole = (area.first <= points.first[rows]) & (points.last[rows] <= area.last)
            yield number, rows, whole


def _around(points: Points, rows: Rows, areas: Sequence[DatedArea]) -> Rows:
    """The points in the span of degrees and of days of all the areas together."""
    west, south, east, north = shapely.total_bounds([area.shape for area in areas])
    lat, lon = points.lat[rows], points.lon[rows]
    near = (south <= lat) & (lat <= north) & (west <= lon) & (lon <= east)
    rows = np.asarray(rows[near], np.int32)
    begin, end = min(area.first for area in areas), max(area.last for area in areas)
    return rows[(points.first[rows] <= end) & (begin <= points.last[rows])]


def _boards(points: Points, rows: Rows, resolution: int) -> "list[_Board]":
    """One board for points of a few days, and one for the others, which days narrow down less."""
    short = points.last[rows] - points.first[rows] <= SHORT_DAYS
    return [_Board.of(points, each, resolution) for each in (rows[short], rows[~short])]


def _dated(points: Points, rows: Rows, area: DatedArea) -> Rows:
    """Those of the points that have a day in common with the area."""
    return rows[(points.first[rows] <= area.last) & (area.first <= points.last[rows])]


def _tested(points: Points, rows: Rows, area: DatedArea) -> Rows:
    """Those of the points that lie in the area, each one tested."""
    return rows[within(area.shape, points.lat[rows], points.lon[rows])]


@dataclass(frozen=True)
class _Board:
    """Points ordered by their cells and days, with one point of each cell to stand for it.

    ``order`` is the number of the cell times ``stretch``, and the first day: one search in it finds
    the points of a cell that begin between two days. No point lasts longer than ``longest``.
    """

    rows: Rows
    cells: Cells
    lat: Doubles
    lon: Doubles
    order: Longs
    stretch: int
    longest: int

    @classmethod
    def of(cls, points: Points, rows: Rows, resolution: int) -> "_Board":
        cell = cells_of(points.lat[rows], points.lon[rows], resolution)
        cells, stands, number = np.unique(cell, return_index=True, return_inverse=True)
        stands = np.asarray(rows[stands])
        first, last = points.first[rows], points.last[rows]
        stretch = int(LATEST - EARLIEST) + 1
        order = number * stretch + first - EARLIEST
        by_order = np.argsort(order)
        longest = int((last - first).max(initial=0))
        return cls(
            rows[by_order], cells, points.lat[stands], points.lon[stands],
            order[by_order], stretch, longest,
        )  # fmt: skip

    def rows_in(self, points: Points, area: DatedArea, fringe: Cells) -> Rows:
        """The points in the area with a day in common.

        A cell off the outline is wholly in or wholly out, as the point that stands for it is.
        In the fringe, the cells on the outline, every point is tested.
        """
        at = np.searchsorted(self.cells, fringe)
        there = at < len(self.cells)
        at = at[there][self.cells[at[there]] == fringe[there]]
        on_edge = np.zeros(len(self.cells), np.bool_)
        on_edge[at] = True
        west, south, east, north = area.shape.bounds
        inner = np.flatnonzero(
            (south <= self.lat) & (self.lat <= north)
            & (west <= self.lon) & (self.lon <= east) & ~on_edge
        )  # fmt: skip
        inner = inner[within(area.shape, self.lat[inner], self.lon[inner])]
        sure = _dated(points, self._rows_of(inner, area), area)
        doubtful = _dated(points, self._rows_of(at, area), area)
        return np.concatenate([sure, _tested(points, doubtful, area)])

    def _rows_of(self, cells: Longs, area: DatedArea) -> Rows:
        """The points in the cells of these numbers that can have a day in common with the area."""
        begin = max(area.first - self.longest, EARLIEST) - EARLIEST
        start = np.searchsorted(self.order, cells * self.stretch + begin)
        end = np.searchsorted(self.order, cells * self.stretch + (area.last - EARLIEST), "right")
        return self.rows[_ranges(start, end - start)]


def _ranges(start: Longs, count: Longs) -> Longs:
    """So many numbers from each start on, one range after the other."""
    ahead = np.cumsum(count) - count
    numbers: Longs = np.arange(int(count.sum())) + np.repeat(start - ahead, count)
    return numbers


def _verdicts(
    points: Points, areas: Sequence[DatedArea], found: Sequence[Found]
) -> npt.NDArray[np.int8]:
    """The verdicts by areas that apply on all days; UNCERTAIN where others may matter."""
    verdict = np.full(len(points), Verdict.OUTSIDE, np.int8)
    for effect, says in ((Effect.COVERED, Verdict.COVERED), (Effect.EXCEPTED, Verdict.EXCEPTED)):
        for number, rows, whole in found:
            if areas[number].effect is effect:
                verdict[rows[whole]] = says
    for _, rows, whole in found:
        part = rows[~whole]
        verdict[part[verdict[part] != Verdict.EXCEPTED]] = Verdict.UNCERTAIN
    verdict[np.isnan(points.lat) | np.isnan(points.lon)] = Verdict.UNPLACED
    return verdict


def _settle_parts(points: Points, scope: Scope) -> None:
    """Give a verdict where areas that apply on part of the days come to the same on all of them."""
    rows = np.flatnonzero(scope.verdict == Verdict.UNCERTAIN)
    if not len(rows):
        return
    count = scope.start[rows + 1] - scope.start[rows]
    owner = np.repeat(np.arange(len(rows)), count)
    area = scope.area[_ranges(scope.start[rows], count)]
    first = np.array([each.first for each in scope.areas])[area]
    last = np.array([each.last for each in scope.areas])[area]
    begin, end = points.first[rows], points.last[rows]
    first, last = np.maximum(first, begin[owner]), np.minimum(last, end[owner])
    excepting = np.array([each.effect is Effect.EXCEPTED for each in scope.areas])[area]
    days = end - begin + 1
    some = days_in_any(owner, first, last, len(rows))
    excepted = days_in_any(owner[excepting], first[excepting], last[excepting], len(rows))
    scope.verdict[rows[excepted == days]] = Verdict.EXCEPTED
    scope.verdict[rows[(excepted == 0) & (some == days)]] = Verdict.COVERED


def days_in_any(owner: Longs, first: Longs, last: Longs, owners: int) -> Longs:
    """How many days lie in any of the spans of each owner; the spans may overlap."""
    if not len(owner):
        return np.zeros(owners, np.int64)
    order = np.lexsort((first, owner))
    owner, first, last = owner[order], first[order], last[order]
    # Every owner's days are moved to a stretch of their own, so that one running maximum does.
    least = int(first.min())
    stretch = int(last.max()) - least + 2
    begin, end = owner * stretch + first - least, owner * stretch + last - least
    reached = np.concatenate([[-1], np.maximum.accumulate(end)[:-1]])
    new = np.maximum(end - np.maximum(begin, reached + 1) + 1, 0)
    total = np.zeros(owners, np.int64)
    np.add.at(total, owner, new)
    return total

"""Other ways to the same answer with shapely alone: which reports lie in which areas on their days.

Each gives pairs (report, area) as two columns, sorted. Shapes are copied first, so that none finds
them prepared by another.
"""

import numpy as np
import shapely

from trucewatch.geo.dated import DatedArea
from trucewatch.geo.scope import Points

Pairs = tuple[np.ndarray, np.ndarray]


def tree_of_reports(points: Points, areas: list[DatedArea]) -> Pairs:
    """An STRtree of the reports, asked for each area prepared: the quick way round."""
    placed, places = _places(points)
    shapes = _fresh(areas)
    shapely.prepare(shapes)
    area, at = shapely.STRtree(places).query(shapes, predicate="intersects")
    return _on_their_days(points, areas, placed[at], area)


def tree_of_areas(points: Points, areas: list[DatedArea]) -> Pairs:
    """An STRtree of the areas, asked for each report: the way that is written most often."""
    placed, places = _places(points)
    at, area = shapely.STRtree(_fresh(areas)).query(places, predicate="intersects")
    return _on_their_days(points, areas, placed[at], area)


def spans_of_degrees(points: Points, areas: list[DatedArea]) -> Pairs:
    """No tree: reports sorted by latitude, those in the span and days of each area tested."""
    order = np.flatnonzero(~np.isnan(points.lat))
    order = order[np.argsort(points.lat[order])]
    latitudes = points.lat[order]
    found = []
    for area, shape in zip(areas, _fresh(areas), strict=True):
        west, south, east, north = shape.bounds
        begin, end = np.searchsorted(latitudes, south), np.searchsorted(latitudes, north, "right")
        rows = order[begin:end]
        lon = points.lon[rows]
        rows = rows[
            (west <= lon) & (lon <= east)
            & (points.first[rows] <= area.last) & (area.first <= points.last[rows])
        ]  # fmt: skip
        shapely.prepare(shape)
        found.append(rows[shapely.intersects_xy(shape, points.lon[rows], points.lat[rows])])
    number = np.repeat(np.arange(len(areas)), [len(rows) for rows in found])
    return _sorted(np.concatenate(found), number)


def one_by_one(points: Points, areas: list[DatedArea], rows: np.ndarray) -> Pairs:
    """Every one of some reports tested in every area, without tree, cells or preparation."""
    shapes = _fresh(areas)
    places = shapely.points(points.lon[rows], points.lat[rows])
    found = [np.flatnonzero(shapely.intersects(shape, places)) for shape in shapes]
    number = np.repeat(np.arange(len(areas)), [len(at) for at in found])
    return _on_their_days(points, areas, rows[np.concatenate(found)], number)


def _places(points: Points) -> tuple[np.ndarray, np.ndarray]:
    placed = np.flatnonzero(~np.isnan(points.lat))
    return placed, shapely.points(points.lon[placed], points.lat[placed])


def _fresh(areas: list[DatedArea]) -> np.ndarray:
    return shapely.from_wkb(shapely.to_wkb(np.array([area.shape for area in areas])))


def _on_their_days(
    points: Points, areas: list[DatedArea], row: np.ndarray, number: np.ndarray
) -> Pairs:
    first = np.array([area.first for area in areas])[number]
    last = np.array([area.last for area in areas])[number]
    meet = (points.first[row] <= last) & (first <= points.last[row])
    return _sorted(row[meet], number[meet])


def _sorted(row: np.ndarray, number: np.ndarray) -> Pairs:
    order = np.lexsort((number, row))
    return row[order], number[order]

"""The H3 cells through which the outline of an area runs; every other cell is all in or all out."""

import math
from collections.abc import Sequence
from typing import Final, TypeAlias

import h3.api.basic_int as h3
import numpy as np
import numpy.typing as npt
import shapely

from trucewatch.geo.shapes import Shape, rings_of

Cells: TypeAlias = npt.NDArray[np.uint64]
Doubles: TypeAlias = npt.NDArray[np.float64]

RESOLUTIONS: Final = {7: 50.0, 5: 20_000.0, 3: math.inf}
"""Those in use, few of them because points are put in cells once for each; and up to how many km
of outline: a quarter of a town has a hundred cells in its fringe, a long border a few thousand."""
_KM_PER_DEGREE: Final = 111.7  # the longest degree on the ellipsoid is 111.694 km


def resolution_for(shape: Shape) -> int:
    """The resolution of H3 for an area, by the length of its outline."""
    outline_km = sum(float(_lengths_km(ring).sum()) for ring in rings_of(shape))
    return next(each for each, most_km in RESOLUTIONS.items() if outline_km <= most_km)


def fringe_of(shape: Shape, resolution: int) -> Cells:
    """Sorted cells that hold all points of the outline, and one ring of cells around them.

    The outline is walked in steps of half the edge of a cell, so no point of it is further from a
    step than a quarter of an edge, and lies in the cell of the step or a neighbour. It is
    walked in straight lines of degrees, and points are put in cells by their coordinates: that
    the edges of cells are arcs of great circles does no harm.
    """
    walked: set[int] = set()
    for ring in rings_of(shape):
        lon, lat = _steps(ring, _step_km(resolution))
        walked.update(_cells(lat, lon, resolution))
    near = {cell for one in walked for cell in h3.grid_disk(one, 1)}
    return np.sort(np.fromiter(near, np.uint64, len(near)))


def cells_of(lat: Doubles, lon: Doubles, resolution: int) -> Cells:
    """The cell of every point, reckoned from its coordinates and never from a finer cell."""
    return np.fromiter(_cells(lat, lon, resolution), np.uint64, len(lat))


def within(shape: Shape, lat: Doubles, lon: Doubles) -> npt.NDArray[np.bool_]:
    """Which points lie in the area or on its outline: on an edge is inside."""
    shapely.prepare(shape)
    found: npt.NDArray[np.bool_] = shapely.intersects_xy(shape, lon, lat)
    return found


def _cells(lat: Doubles, lon: Doubles, resolution: int) -> Sequence[int]:
    cell_at = h3.latlng_to_cell
    return [cell_at(a, b, resolution) for a, b in zip(lat.tolist(), lon.tolist(), strict=True)]


def _step_km(resolution: int) -> float:
    return float(h3.average_hexagon_edge_length(resolution, unit="km")) / 2


def _lengths_km(ring: Doubles) -> Doubles:
    """The length of each edge, at most: its longitude is measured at the end nearer the equator."""
    lon, lat = ring[:, 0], ring[:, 1]
    nearest = np.minimum(np.abs(lat[1:]), np.abs(lat[:-1]))
    nearest[lat[1:] * lat[:-1] < 0] = 0
    east = np.diff(lon) * np.cos(np.radians(nearest))
    return np.asarray(np.hypot(east, np.diff(lat)) * _KM_PER_DEGREE)


def _steps(ring: Doubles, step_km: float) -> tuple[Doubles, Doubles]:
    """Longitudes and latitudes along a ring, a step apart at most."""
    walked = np.concatenate([[0.0], np.cumsum(_lengths_km(ring))])
    stops = np.linspace(0, walked[-1], max(math.ceil(walked[-1] / step_km), 1) + 1)
    return np.interp(stops, walked, ring[:, 0]), np.interp(stops, walked, ring[:, 1])

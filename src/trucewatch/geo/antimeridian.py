"""Outlines that cross the antimeridian: continued beyond 180 degrees, or cut there (RFC 7946)."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
import shapely
from shapely import Polygon
from shapely.affinity import translate

from trucewatch.geo.polygon import Ring
from trucewatch.geo.shapes import polygons_of

_SNAP: Final = 1e-9
"""Degrees (a tenth of a millimetre) within which a position of a cut lies on the antimeridian."""


def westward(ring: object) -> object:
    """A ring that walks on beyond 180 degrees, with longitudes that are between -180 and 180.

    Any other ring, also one that is no list of positions, comes back as it is. A neighbour more
    than 180 degrees away is a slip rather than a walk, and leaves the ring to be refused.
    """
    if not isinstance(ring, list | tuple) or not all(map(_is_position, ring)):
        return ring
    lons = [position[0] for position in ring]
    beyond = any(180 < abs(lon) <= 360 for lon in lons) and all(abs(lon) <= 360 for lon in lons)
    if not beyond or any(abs(b - a) > 180 for a, b in pairwise(lons)):
        return ring
    return [
        [lon - 360 if lon > 180 else lon + 360 if lon < -180 else lon, *position[1:]]
        for lon, position in zip(lons, ring, strict=True)
    ]


def _is_position(value: object) -> bool:
    return (
        isinstance(value, list | tuple)
        and len(value) >= 2
        and isinstance(value[0], int | float)
        and not isinstance(value[0], bool)
    )


def crosses(ring: Ring) -> bool:
    """Two neighbours lie more than 180 degrees apart, and not both on the antimeridian."""
    return any(_jump(a[0], b[0]) for a, b in pairwise(ring))


def continued(ring: Ring) -> Ring:
    """The ring in one piece: beyond 180 or -180 degrees, where it crosses the antimeridian.

    A ring around a pole does not close there and is refused with ``ValueError``.
    """
    turns = 0
    found = [ring[0]]
    for (before, _), (lon, lat) in pairwise(ring):
        turns += _jump(before, lon)
        found.append((lon + 360 * turns, lat) if turns else (lon, lat))
    if turns:
        raise ValueError(
            "the outline goes around a pole; draw it along the antimeridian to the pole and back"
        )
    return tuple(found)


def _jump(before: float, after: float) -> int:
    """The turn by which the way from one longitude to the next is the short one: -1, 0 or 1."""
    if abs(before) == 180 and abs(after) == 180:
        return 0
    return -1 if after - before > 180 else 1 if before - after > 180 else 0


def beside(hole: Ring, outline: Ring) -> Ring:
    """The hole, moved by whole turns to where its continued outline lies."""
    west, east = min(lon for lon, _ in outline), max(lon for lon, _ in outline)
    for turn in (0, 360, -360):
        lons = [lon + turn for lon, _ in hole]
        if west <= min(lons) and max(lons) <= east:
            return tuple((lon + turn, lat) for lon, lat in hole) if turn else hole
    return hole


def cut(polygon: Polygon) -> Sequence[Polygon]:
    """The pieces of a continued polygon on either side of the antimeridian, within 180 degrees."""
    pieces = []
    for turn in (-1, 0, 1):
        window = shapely.box(360 * turn - 180, -90, 360 * turn + 180, 90)
        for piece in polygons_of(shapely.intersection(polygon, window)):
            moved = translate(piece, xoff=-360 * turn) if turn else piece
            pieces.append(shapely.transform(moved, _snapped))
    return pieces


def _snapped(positions: np.ndarray) -> np.ndarray:
    lon = positions[:, 0]
    at_edge = np.abs(lon) > 180 - _SNAP
    positions[:, 0] = np.where(at_edge, np.copysign(180, lon), lon)
    return positions

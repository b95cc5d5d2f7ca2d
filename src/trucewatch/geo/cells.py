"""Hexagonal H3 cells, in which points are counted and coarsened."""

import h3

from trucewatch.geo.coordinates import Coordinates


def cell_at(point: Coordinates, resolution: int) -> str:
    """The H3 cell that holds a point at a resolution from 0 (coarse) to 15, as hexadecimal text.

    Always reckoned from the point: the parent of a finer cell need not contain every point
    of its child, because hexagons do not nest exactly.
    """
    if not 0 <= resolution <= 15:
        raise ValueError(f"an H3 resolution is 0 to 15, not {resolution}")
    return str(h3.latlng_to_cell(point.lat, point.lon, resolution))


def cell_boundary(cell: str) -> list[tuple[float, float]]:
    """The outline of a cell as a closed ring of (lon, lat) in degrees, the first point repeated.

    A cell across the antimeridian has longitudes beyond 180, so that its ring stays in one
    piece. Text that is no H3 cell is refused with ``ValueError``.
    """
    _require_cell(cell)
    ring = [(lon, lat) for lat, lon in h3.cell_to_boundary(cell)]
    if max(lon for lon, _ in ring) - min(lon for lon, _ in ring) > 180:
        ring = [(lon + 360 if lon < 0 else lon, lat) for lon, lat in ring]
    return [*ring, ring[0]]


def cell_centre(cell: str) -> Coordinates:
    """The point in the middle of a cell; text that is no H3 cell is refused."""
    _require_cell(cell)
    lat, lon = h3.cell_to_latlng(cell)
    return Coordinates(lat, lon)


def _require_cell(cell: str) -> None:
    if not h3.is_valid_cell(cell):
        raise ValueError(f"not an H3 cell: {cell!r}")

"""Areas given as GeoJSON polygons (RFC 7946), tested and searched without a geometry library."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from trucewatch.geo.coordinates import why_not_coordinates

MAX_VERTICES: Final = 10_000

Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Box:
    """The smallest span of degrees that holds an area."""

    west: float
    south: float
    east: float
    north: float

    def contains(self, lat: float, lon: float) -> bool:
        """The point lies in the span or on its edge."""
        return self.south <= lat <= self.north and self.west <= lon <= self.east


@dataclass(frozen=True, slots=True)
class Area:
    """One or more polygons, each an outer ring followed by its holes, of (lon, lat) in degrees.

    Edges are straight lines in degrees, as RFC 7946 has it. An area across the
    antimeridian must be cut there into two polygons.
    """

    polygons: tuple[tuple[Ring, ...], ...]

    @property
    def vertices(self) -> int:
        """How many positions the rings hold, closing positions included."""
        return sum(len(ring) for polygon in self.polygons for ring in polygon)

    @property
    def box(self) -> Box:
        """The smallest span of degrees around all outer rings."""
        lons = [lon for polygon in self.polygons for lon, _ in polygon[0]]
        lats = [lat for polygon in self.polygons for _, lat in polygon[0]]
        return Box(min(lons), min(lats), max(lons), max(lats))

    def contains(self, lat: float, lon: float) -> bool:
        """The point lies inside an outer ring and in none of its holes, by casting a ray east.

        A point exactly on an edge may fall on either side. Of two areas with a common
        edge it belongs to just one.
        """
        return any(
            _inside(polygon[0], lat, lon)
            and not any(_inside(hole, lat, lon) for hole in polygon[1:])
            for polygon in self.polygons
        )


def _inside(ring: Ring, lat: float, lon: float) -> bool:
    inside = False
    for (lon_a, lat_a), (lon_b, lat_b) in pairwise(ring):
        if (lat_a > lat) != (lat_b > lat):
            crossing = lon_a + (lat - lat_a) / (lat_b - lat_a) * (lon_b - lon_a)
            inside ^= lon < crossing
    return inside


def parse_area(geometry: object) -> Area:
    """An area from a decoded GeoJSON Polygon or MultiPolygon geometry.

    Refused with ``ValueError``: other types, rings that are open or shorter than four
    positions, coordinates out of range, and more than ``MAX_VERTICES`` positions in all.
    An altitude is ignored. Rings may wind either way.
    """
    if not isinstance(geometry, Mapping):
        raise ValueError("a GeoJSON geometry is an object with a type and coordinates")
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind == "Polygon":
        polygons = [coordinates]
    elif kind == "MultiPolygon":
        polygons = list(_members(coordinates, "a MultiPolygon"))
    else:
        raise ValueError(f"an area is a Polygon or a MultiPolygon, not {kind!r}")
    if not polygons:
        raise ValueError("a MultiPolygon has at least one polygon")
    _refuse_too_many(polygons)
    return Area(tuple(_polygon(polygon) for polygon in polygons))


def _members(value: object, what: str) -> Sequence[object]:
    if not isinstance(value, list | tuple):
        raise ValueError(f"{what} is a list, not {type(value).__name__}")
    return value


def _refuse_too_many(polygons: Sequence[object]) -> None:
    """Counted before anything is converted, so that a huge upload costs little."""
    count = sum(
        len(_members(ring, "a ring"))
        for polygon in polygons
        for ring in _members(polygon, "a polygon")
    )
    if count > MAX_VERTICES:
        raise ValueError(f"an area has at most {MAX_VERTICES:,} positions, this one has {count:,}")


def _polygon(value: object) -> tuple[Ring, ...]:
    rings = tuple(_ring(ring) for ring in _members(value, "a polygon"))
    if not rings:
        raise ValueError("a polygon has at least an outer ring")
    return rings


def _ring(value: object) -> Ring:
    ring = tuple(_position(position) for position in _members(value, "a ring"))
    if len(ring) < 4:
        raise ValueError(f"a ring has at least four positions, this one has {len(ring)}")
    if ring[0] != ring[-1]:
        raise ValueError("a ring ends at the position where it starts")
    return ring


def _position(value: object) -> tuple[float, float]:
    numbers = _members(value, "a position")
    if len(numbers) < 2:
        raise ValueError("a position has a longitude and a latitude")
    lon, lat = _degrees(numbers[0]), _degrees(numbers[1])
    if reason := why_not_coordinates(lat, lon):
        raise ValueError(reason)
    return lon, lat


def _degrees(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"a coordinate is a number, not {value!r}")
    try:
        return float(value)
    except OverflowError:  # JSON allows integers of any length
        raise ValueError("a coordinate is too large a number") from None

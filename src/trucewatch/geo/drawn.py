"""Areas as people draw them: checked, explained where they are refused, and made whole."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon

from trucewatch.geo.antimeridian import beside, continued, crosses, cut, westward
from trucewatch.geo.polygon import Area, Ring, parse_area
from trucewatch.geo.shapes import Shape, polygons_of, united

_WHERE: Final = re.compile(r"\[(\S+) (\S+)\]")
_FLAT: Final = 1e-12
"""An outline with less than this part of the square of its length has no inside."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A valid area: GeoJSON geometry, the same as a shape, and what was changed or left out."""

    geometry: dict[str, Any]
    shape: Shape
    remarks: tuple[str, ...]


def read_drawn(geometry: object) -> Drawn:
    """A decoded GeoJSON Polygon or MultiPolygon whose outlines are sound.

    Where nothing has to be changed, the positions come back exactly as given. Polygons that
    overlap or share an edge are united; an outline with neighbours more than 180 degrees apart
    crosses the antimeridian by the short way and is cut there; one that walks on beyond 180
    degrees is taken as west of it. Each is said in ``remarks``. Refused with ``ValueError``: all
    that ``parse_area`` refuses, outlines that cross or touch themselves, enclose nothing or go
    around a pole, and holes outside their outline.
    """
    remarks: list[str] = []
    wrapped = _wrapped(geometry)
    area = parse_area(wrapped)
    if wrapped is not geometry:
        remarks.append("longitudes beyond 180° were taken as those on the other side")
    if _has_heights(wrapped):
        remarks.append("heights were left out")
    polygons, were_cut = _polygons(area)
    if were_cut:
        remarks.append("the outline crosses the antimeridian and was cut there")
    shape = polygons[0] if len(polygons) == 1 else MultiPolygon(polygons)
    was_united = len(polygons) > 1 and not shape.is_valid
    if was_united:
        shape = united(polygons)
        remarks.append("polygons that overlap or share an edge were united")
    if were_cut or was_united:
        return Drawn(geojson_of(shape), shape, tuple(remarks))
    return Drawn(_as_given(geometry, area), shape, tuple(remarks))


def geojson_of(shape: Shape) -> dict[str, Any]:
    """The shape as a GeoJSON geometry, with lists all the way down."""
    rings = [
        [[list(position) for position in ring.coords] for ring in (part.exterior, *part.interiors)]
        for part in polygons_of(shape)
    ]
    if len(rings) == 1:
        return {"type": "Polygon", "coordinates": rings[0]}
    return {"type": "MultiPolygon", "coordinates": rings}


def _as_given(geometry: object, area: Area) -> dict[str, Any]:
    rings = [
        [[list(position) for position in ring] for ring in polygon] for polygon in area.polygons
    ]
    kind = geometry["type"] if isinstance(geometry, Mapping) else ""
    return {"type": kind, "coordinates": rings[0] if kind == "Polygon" else rings}


def _wrapped(geometry: object) -> object:
    """The geometry with every ring that walks beyond 180 degrees brought back."""
    if not isinstance(geometry, Mapping):
        return geometry
    coordinates = geometry.get("coordinates")
    if not isinstance(coordinates, list | tuple):
        return geometry
    found: Sequence[object] = coordinates
    if geometry.get("type") == "Polygon":
        found = [westward(ring) for ring in coordinates]
    elif geometry.get("type") == "MultiPolygon":
        found = [
            [westward(ring) for ring in polygon] if isinstance(polygon, list | tuple) else polygon
            for polygon in coordinates
        ]
    if all(map(_same, found, coordinates)):
        return geometry
    return {**geometry, "coordinates": found}


def _same(found: object, given: object) -> bool:
    if isinstance(found, list) and isinstance(given, list | tuple):
        return found is given or all(a is b for a, b in zip(found, given, strict=True))
    return found is given


def _has_heights(geometry: object) -> bool:
    """Any position has a third number; asked of a geometry that was read already."""
    if not isinstance(geometry, Mapping):
        return False
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    return any(len(place) > 2 for polygon in polygons for ring in polygon for place in ring)


def _polygons(area: Area) -> tuple[list[Polygon], bool]:
    """The polygons of an area, each sound, and whether the antimeridian cut one of them."""
    polygons: list[Polygon] = []
    were_cut = False
    for rings in area.polygons:
        if any(map(crosses, rings)):
            outline, *holes = map(continued, rings)
            whole = _sound((outline, *(beside(hole, outline) for hole in holes)))
            polygons += cut(whole)
            were_cut = True
        else:
            polygons.append(_sound(rings))
    return polygons, were_cut


def _sound(rings: Sequence[Ring]) -> Polygon:
    """A polygon of an outline and its holes, refused where it is not valid."""
    outline, *holes = (
        _sound_ring(ring, "a hole" if number else "the outline")
        for number, ring in enumerate(rings)
    )
    if not holes:
        return outline
    polygon = Polygon(outline.exterior, [hole.exterior for hole in holes])
    if not polygon.is_valid:
        reason = shapely.is_valid_reason(polygon)
        raise ValueError(f"{_hole_trouble(reason)} near {_place(reason)}")
    return polygon


def _sound_ring(ring: Ring, what: str) -> Polygon:
    """What a ring encloses by itself."""
    alone = Polygon(np.array(ring))
    hull = shapely.convex_hull(alone)
    if hull.area <= _FLAT * alone.length**2:
        raise ValueError(f"{what} encloses no area")
    if not alone.is_valid:
        reason = shapely.is_valid_reason(alone)
        how = "touches" if reason.startswith("Ring ") else "crosses"
        raise ValueError(f"{what} {how} itself near {_place(reason)}")
    return alone


def _hole_trouble(reason: str) -> str:
    if reason.startswith("Hole lies outside"):
        return "a hole lies outside its outline"
    if reason.startswith(("Holes are nested", "Nested")):
        return "a hole lies in another hole"
    if reason.startswith("Interior is disconnected"):
        return "a hole cuts the area in two"
    return "a hole crosses its outline or another hole"


def _place(reason: str) -> str:
    """Where the geometry library found the trouble, as people write coordinates."""
    found = _WHERE.search(reason)
    if not found:
        return "an unknown place"
    lon, lat = float(found[1]), float(found[2])
    lon = (lon + 180) % 360 - 180 if abs(lon) > 180 else lon
    north, east = "N" if lat >= 0 else "S", "E" if lon >= 0 else "W"
    return f"{abs(lat):.2f}° {north}, {abs(lon):.2f}° {east}"

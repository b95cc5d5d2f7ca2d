"""The lines under every map: countries and first-order divisions, read once per process."""

import json
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from django.contrib.staticfiles import finders

from trucewatch.drawing.projection import Projection
from trucewatch.geo.polygon import Area, Box, parse_area

MARGIN: Final = 0.25  # degrees of what lies around, so that a border is seen to go on


@dataclass(frozen=True, slots=True)
class Shape:
    """One country or division with its outline."""

    key: str
    name: str
    kind: str
    area: Area


@dataclass(frozen=True, slots=True)
class Outline:
    """A shape as drawn: path data, its name and where the name stands."""

    key: str
    name: str
    kind: str
    path: str
    label_x: float
    label_y: float
    extent: float
    """Width times height of the box around it: the larger one keeps its name if two collide."""


@lru_cache(maxsize=1)
def divisions() -> tuple[Shape, ...]:
    """The first-order divisions of the country that the record is about."""
    return _shapes("admin1.geojson")


@lru_cache(maxsize=1)
def countries() -> tuple[Shape, ...]:
    """The countries around them."""
    return _shapes("countries.geojson")


@lru_cache(maxsize=256)
def division_at(lat: float, lon: float) -> str:
    """The key of the division that holds a point; empty where none does."""
    for shape in divisions():
        if shape.kind == "province" and shape.area.contains(lat, lon):
            return shape.key
    return ""


@lru_cache(maxsize=32)
def extent_of(key: str = "") -> Box:
    """The span of degrees that shows one division, or all of them where the key is empty."""
    boxes = [shape.area.box for shape in divisions() if shape.key == key or not key]
    if not boxes:
        return Box(-180.0, -80.0, 180.0, 80.0)
    return Box(
        min(box.west for box in boxes) - MARGIN,
        min(box.south for box in boxes) - MARGIN,
        max(box.east for box in boxes) + MARGIN,
        max(box.north for box in boxes) + MARGIN,
    )


@lru_cache(maxsize=32)
def outlines(projection: Projection) -> tuple[tuple[Outline, ...], tuple[Outline, ...]]:
    """The countries and the divisions as paths of one drawing."""
    return (
        tuple(_outlines(countries(), projection)),
        tuple(_outlines(divisions(), projection)),
    )


def disputed_lines(projection: Projection) -> list[str]:
    """The lines whose standing is disputed, to be drawn over whatever the base map has there."""
    return [path for line in _lines("disputed.geojson") if (path := projection.open_path(line))]


@lru_cache(maxsize=2)
def _lines(name: str) -> tuple[tuple[tuple[float, float], ...], ...]:
    return tuple(
        tuple((lon, lat) for lon, lat in part)
        for feature in _features(name)
        for part in feature["geometry"]["coordinates"]
    )


def _outlines(shapes: tuple[Shape, ...], projection: Projection) -> list[Outline]:
    drawn = []
    for shape in shapes:
        rings = [ring for polygon in shape.area.polygons for ring in polygon]
        path = "".join(projection.path(ring) for ring in rings)
        if path:
            x, y = projection.place(*_middle(shape.area))
            box = shape.area.box
            extent = (box.east - box.west) * (box.north - box.south)
            drawn.append(Outline(shape.key, shape.name, shape.kind, path, x, y, extent))
    return drawn


def _middle(area: Area) -> tuple[float, float]:
    """The centre of gravity (lon, lat) of the largest outer ring."""
    ring = max((polygon[0] for polygon in area.polygons), key=len)
    twice = lon_sum = lat_sum = 0.0
    for (lon_a, lat_a), (lon_b, lat_b) in pairwise(ring):
        cross = lon_a * lat_b - lon_b * lat_a
        twice += cross
        lon_sum += (lon_a + lon_b) * cross
        lat_sum += (lat_a + lat_b) * cross
    if not twice:
        return ring[0]
    return lon_sum / (3 * twice), lat_sum / (3 * twice)


def _shapes(name: str) -> tuple[Shape, ...]:
    return tuple(
        Shape(
            key=str(feature.get("id", "")),
            name=feature["properties"]["name"],
            kind=feature["properties"].get("kind", "country"),
            area=parse_area(feature["geometry"]),
        )
        for feature in _features(name)
    )


def _features(name: str) -> list[Any]:
    """The features of a vendored file; none where the front end has not been built."""
    found = finders.find(f"vendor/{name}")
    if not isinstance(found, str):
        return []
    features: list[Any] = json.loads(Path(found).read_text(encoding="utf-8"))["features"]
    return features

"""Areas over the base map: what is covered, excepted or held, and a point asked of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from trucewatch.agreements.models import ControlArea, Drawn, ScopeArea
from trucewatch.drawing.base_map import (
    Outline,
    countries,
    disputed_lines,
    division_at,
    divisions,
    extent_of,
    outlines,
)
from trucewatch.drawing.projection import Projection
from trucewatch.geo.polygon import Area, parse_area
from trucewatch.places.models import Place, PlaceKind

WIDTH: Final = 760.0
_NAMED: Final = 12
"""Areas whose names stand on the map; the list beside it names them all."""


@dataclass(frozen=True, slots=True)
class AreaDrawn:
    """An area as path data with the class that says what it is, and where its letter stands."""

    area: Drawn
    path: str
    classes: str
    letter: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class ScopeMap:
    """Everything that the template draws."""

    width: float
    height: float
    countries: tuple[Outline, ...]
    divisions: tuple[Outline, ...]
    disputed: list[str]
    areas: list[AreaDrawn]
    undrawn: list[Drawn]
    point: tuple[float, float] | None


def area_of(drawn: Drawn) -> Area | None:
    """The outline of an area: its own, or that of its place on the base map, where there is one."""
    if drawn.geometry is not None:
        return parse_area(drawn.geometry)
    return outline_of(drawn.place) if drawn.place else None


def outline_of(place: Place) -> Area | None:
    """The outline that the base map has of a country or governorate."""
    if place.place_kind == PlaceKind.ADMIN1:
        if place.latitude is None or place.longitude is None:
            return None
        key = division_at(place.latitude, place.longitude)
        return next((shape.area for shape in divisions() if key and shape.key == key), None)
    if place.place_kind == PlaceKind.COUNTRY:
        own = [shape.area for shape in divisions()]
        if own:  # the divisions are those of the country that the record is about
            return Area(tuple(polygon for area in own for polygon in area.polygons))
        return next((s.area for s in countries() if s.name == place.name), None)
    return None


def draw_scope(areas: Iterable[Drawn], asked: tuple[float, float] | None = None) -> ScopeMap:
    """The areas over the country; ``asked`` is (latitude, longitude)."""
    projection = Projection(extent_of(), WIDTH)
    around, inside = outlines(projection)
    drawn: list[AreaDrawn] = []
    undrawn: list[Drawn] = []
    for number, area in enumerate(areas):
        outline = area_of(area)
        path = _path(outline, projection) if outline else ""
        if outline is None or not path:
            undrawn.append(area)
            continue
        x, y = projection.place(*_middle(outline))
        letter = _letter(number) if number < _NAMED else ""
        drawn.append(AreaDrawn(area, path, _classes(area), letter, round(x, 1), round(y, 1)))
    point = None
    if asked is not None:
        x, y = projection.place(asked[1], asked[0])
        point = (round(x, 1), round(y, 1))
    return ScopeMap(
        round(projection.width, 1), round(projection.height, 1), around, inside,
        disputed_lines(projection), drawn, undrawn, point,
    )  # fmt: skip


def _classes(area: Drawn) -> str:
    if isinstance(area, ScopeArea):
        return f"area is-{area.effect}"
    if isinstance(area, ControlArea):
        return f"area is-held confidence-{area.confidence}"
    return "area"


def _letter(number: int) -> str:
    return chr(ord("A") + number)


def _path(area: Area, projection: Projection) -> str:
    return "".join(projection.path(ring) for polygon in area.polygons for ring in polygon)


def _middle(area: Area) -> tuple[float, float]:
    box = area.box
    return (box.west + box.east) / 2, (box.south + box.north) / 2


def letters(areas: Sequence[Drawn]) -> dict[object, str]:
    """The letter of each area in the drawing, by the id of the area."""
    return {area.pk: _letter(number) for number, area in enumerate(areas[:_NAMED])}

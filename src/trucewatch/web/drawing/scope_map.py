"""Areas over the base map: what is covered, excepted or held, and a point asked of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from trucewatch.agreements.models import ControlArea, Drawn, ScopeArea
from trucewatch.drawing.areas import area_of
from trucewatch.drawing.base_map import Outline, disputed_lines, extent_of, outlines
from trucewatch.drawing.projection import Projection
from trucewatch.geo.polygon import Area

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


@dataclass(frozen=True, slots=True)
class Board:
    """An empty map to draw on, and how its units become degrees."""

    map: ScopeMap
    west: float
    north: float
    across: float
    """Units to a degree of longitude."""
    down: float
    """Units to a degree of latitude."""


def drawing_board() -> Board:
    """The country without any area."""
    projection = Projection(extent_of(), WIDTH)
    box = projection.box
    x, y = projection.place(box.west + 1, box.north - 1)
    return Board(draw_scope([]), box.west, box.north, round(x, 6), round(y, 6))


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

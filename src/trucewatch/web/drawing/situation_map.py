"""The map of a situation: hexagons where the place is known, hatched areas where it is not."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from trucewatch.drawing.base_map import (
    Outline,
    disputed_lines,
    division_at,
    extent_of,
    outlines,
)
from trucewatch.drawing.projection import Projection
from trucewatch.geo.cells import cell_boundary
from trucewatch.incidents.index.counting import AreaCounts, Window, areas_of, cells_within
from trucewatch.incidents.index.sifting import Sifted
from trucewatch.places.models import Place
from trucewatch.vocabulary.precision import LocationPrecision
from trucewatch.web.language import place_names

WIDTH: Final = 760.0
_NAME_HEIGHT: Final = 15.0
_LETTER: Final = 7.0
STEPS: Final = (1, 2, 5, 15, 50)
"""The least reports of each of the five shades."""


@dataclass(frozen=True, slots=True)
class Hexagon:
    """A cell with the number of reports in it and the shade for that number."""

    cell: str
    path: str
    reports: int
    shade: int


@dataclass(frozen=True, slots=True)
class Division:
    """A governorate on the map: reports with a place of their own, and those without."""

    outline: Outline
    place: Place | None
    located: int
    only_area: int
    name: str
    """What the reader's language or the record calls it, else the base map."""


@dataclass(frozen=True, slots=True)
class VagueCount:
    """Reports that no map can show, by how far their place is known."""

    precision: LocationPrecision
    reports: int


@dataclass(frozen=True, slots=True)
class SituationMap:
    """Everything that the template draws."""

    width: float
    height: float
    countries: tuple[Outline, ...]
    divisions: list[Division]
    labelled: list[Division]
    zones: list[Outline]
    disputed: list[str]
    hexagons: list[Hexagon]
    shades: list[tuple[int, str]]
    vague: list[VagueCount]
    without_point: int
    outside: int
    drawn: int


def draw_map(sifted: Sifted, areas: list[Place], *, zoom_to: str = "") -> SituationMap:
    """Lay the reports over the base map; ``zoom_to`` is the key of a governorate."""
    counts = areas_of(sifted)
    places = {_division_of(place): place for place in areas}
    places.pop("", None)
    zoomed = next((key for key, place in places.items() if place.key == zoom_to), "")
    projection = Projection(extent_of(zoomed), WIDTH)
    projection = _not_too_tall(projection)
    countries, divisions = outlines(projection)
    box = projection.box
    cells, outside = cells_within(
        sifted, resolution_for(projection), Window(box.west, box.south, box.east, box.north)
    )
    hexagons = [
        Hexagon(cell, path, reports, shade_of(reports))
        for cell, reports in sorted(cells.items())
        if (path := _hexagon_path(cell, projection))
    ]
    names = place_names(areas)
    drawn = [
        _division(outline, places.get(outline.key), counts, names)
        for outline in divisions
        if outline.kind == "province"
    ]
    return SituationMap(
        width=round(projection.width, 1),
        height=round(projection.height, 1),
        countries=countries,
        divisions=drawn,
        labelled=_with_room_for_names(drawn),
        zones=[outline for outline in divisions if outline.kind != "province"],
        disputed=disputed_lines(projection),
        hexagons=hexagons,
        shades=[(i, _words_for_shade(i)) for i in range(1, len(STEPS) + 1)],
        vague=[VagueCount(precision, number) for precision, number in counts.vague.items()],
        without_point=counts.without_point,
        outside=outside,
        drawn=sum(hexagon.reports for hexagon in hexagons),
    )


def resolution_for(projection: Projection) -> int:
    """The H3 resolution whose hexagons are small on this drawing, yet large enough to point at."""
    if projection.width_km > 1_500:
        return 4
    if projection.width_km > 350:
        return 5
    return 6 if projection.width_km > 110 else 7


@lru_cache(maxsize=16_384)
def _hexagon_path(cell: str, projection: Projection) -> str:
    return projection.path(cell_boundary(cell))


def _division(
    outline: Outline, place: Place | None, counts: AreaCounts, names: Mapping[UUID, str]
) -> Division:
    key: UUID | None = place.pk if place else None
    return Division(
        outline=outline,
        place=place,
        located=counts.located.get(key, 0) if key else 0,
        only_area=counts.areas.get(key, 0) if key else 0,
        name=names.get(key, outline.name) if key else outline.name,
    )


def _with_room_for_names(divisions: list[Division]) -> list[Division]:
    """The divisions whose names overlap no larger one's."""
    kept: list[Division] = []
    for division in sorted(divisions, key=lambda division: -division.outline.extent):
        here = division.outline
        if not any(
            abs(here.label_y - other.outline.label_y) < _NAME_HEIGHT
            and abs(here.label_x - other.outline.label_x)
            < (len(division.name) + len(other.name)) * _LETTER / 2
            for other in kept
        ):
            kept.append(division)
    return kept


def _division_of(place: Place) -> str:
    if place.latitude is None or place.longitude is None:
        return ""
    return division_at(place.latitude, place.longitude)


def _not_too_tall(projection: Projection) -> Projection:
    """A tall area is drawn in a wider frame instead of filling several screens."""
    limit = projection.width * 0.86
    if projection.height <= limit:
        return projection
    box = projection.box
    more = (box.east - box.west) * (projection.height / limit - 1) / 2
    return replace(projection, box=replace(box, west=box.west - more, east=box.east + more))


def shade_of(reports: int) -> int:
    """The shade, from 1, of so many reports in one place."""
    return sum(reports >= least for least in STEPS)


def _words_for_shade(shade: int) -> str:
    least = STEPS[shade - 1]
    if shade == len(STEPS):
        return _("%(least)s or more") % {"least": least}
    most = STEPS[shade] - 1
    return f"{least}" if least == most else f"{least}-{most}"

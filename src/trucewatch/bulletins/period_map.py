"""The map of a week: hexagons where the place is known, hatched areas where only the area is."""

from collections.abc import Mapping
from html import escape
from typing import Any, Final

from trucewatch.bulletins.charts import INK, QUIET
from trucewatch.drawing.base_map import Outline, division_at, extent_of, outlines
from trucewatch.drawing.projection import Projection
from trucewatch.geo.cells import cell_boundary, cell_centre
from trucewatch.places.models import Place, PlaceKind

WIDTH: Final = 640.0
STEPS: Final = (1, 2, 5, 15, 50)
"""The least incidents of each of the five shades: darkness counts, no colour takes a side."""
SHADES: Final = ("#cfdcef", "#9fb9de", "#6a90c6", "#3a659f", "#17396c")
_LETTER: Final = 6.0


def division_keys() -> dict[str, str]:
    """The outline of each governorate of the gazetteer, by the governorate's name."""
    found = {}
    for place in Place.objects.filter(place_kind=PlaceKind.ADMIN1):
        if place.latitude is not None and place.longitude is not None:
            found[place.name] = division_at(place.latitude, place.longitude)
    return found


def draw(counts: Mapping[str, Any], labels: Mapping[str, str], font: str = "Amiri") -> str:
    """The map; ``labels`` are the governorates' names as shown, by the record's own names.

    Empty where no base map is installed: the table beside it says the same.
    """
    keys = division_keys()
    projection = Projection(extent_of(), WIDTH)
    countries, divisions = outlines(projection)
    if not divisions:
        return ""
    vague = {keys.get(area, "") for area in counts["areas"]}
    names = {key: labels.get(name, name) for name, key in keys.items()}
    parts = [_head(projection, font)]
    parts += [_path("map-land", one.path, "#f8f9fb", "#9aa6b6") for one in countries]
    parts += [_path("map-division", one.path, "#ffffff", "#c9d1dc") for one in divisions]
    parts += [
        _path("map-hatched", one.path, "url(#map-hatch)", "#7c889a")
        for one in divisions
        if one.key in vague
    ]
    parts += [
        _path(f"map-count-{shade}", path, SHADES[shade - 1], "#ffffff")
        for cell, number in sorted(counts["cells"].items())
        if (path := projection.path(cell_boundary(cell)))
        for shade in (sum(number >= least for least in STEPS),)
    ]
    parts += [
        f'<text class="chart-text" x="{one.label_x:.1f}" y="{one.label_y:.1f}" '
        f'text-anchor="middle" fill="{INK}" stroke="#ffffff" stroke-width="2.6" '
        f'paint-order="stroke">{escape(names[one.key])}</text>'
        for one in _with_room(divisions, names)
    ]
    return "".join([*parts, "</svg>"])


def outside_frame(counts: Mapping[str, Any]) -> int:
    """How many incidents have a place that this map does not show."""
    box = extent_of()
    return sum(
        number
        for cell, number in counts["cells"].items()
        if not box.contains(cell_centre(cell).lat, cell_centre(cell).lon)
    )


def _head(projection: Projection, font: str) -> str:
    width, height = projection.width, projection.height
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}" font-family="{font}" font-size="12">'
        '<defs><pattern id="map-hatch" width="7" height="7" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><line class="chart-hatch" x1="0" y1="0" x2="0" y2="7" '
        f'stroke="{QUIET}" stroke-width="1.4"/></pattern></defs>'
        f'<rect class="map-sea" width="{width:.0f}" height="{height:.0f}" fill="#eef2f6"/>'
    )


def _path(look: str, path: str, fill: str, stroke: str) -> str:
    return (
        f'<path class="{look}" d="{path}" fill="{fill}" stroke="{stroke}" stroke-width="0.7" '
        'stroke-linejoin="round"/>'
    )


def _with_room(divisions: tuple[Outline, ...], names: Mapping[str, str]) -> list[Outline]:
    """The governorates whose names overlap no larger one's."""
    kept: list[Outline] = []
    for one in sorted(divisions, key=lambda outline: -outline.extent):
        if one.key in names and not any(
            abs(one.label_y - other.label_y) < 15
            and abs(one.label_x - other.label_x)
            < (len(names[one.key]) + len(names[other.key])) * _LETTER / 2
            for other in kept
        ):
            kept.append(one)
    return kept

"""The situation as vector tiles: hexagons from afar, reports where they lie close up."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from django.http import HttpResponse, HttpResponseBadRequest
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from trucewatch.accounts.access import MemberReader
from trucewatch.drawing.projection import clip
from trucewatch.geo.cells import cell_boundary
from trucewatch.geo.vector_tile import EXTENT, Feature, Layer, Tile, Value, encode_tile
from trucewatch.incidents.index.counting import (
    Spot,
    Window,
    cells_within,
    known_to,
    spots_within,
)
from trucewatch.incidents.index.sifting import Sifted, sift
from trucewatch.places.naming import names_in, places_within
from trucewatch.reports.queries import parse_filter
from trucewatch.vocabulary.precision import LocationPrecision
from trucewatch.web.drawing.situation_map import shade_of
from trucewatch.web.gate import MemberRequest, members_only

MEDIA_TYPE: Final = "application/vnd.mapbox-vector-tile"
FIRST_POINTS: Final = 9
"""From this zoom on reports stand where they lie; before it they are counted in hexagons."""
FIRST_NAMES: Final = 8
_MOST_NAMES: Final = 60
_RESOLUTIONS: Final = {0: 4, 5: 5, 7: 6}
_MARGIN: Final = 0.1
"""How far around a tile points are looked for, as a part of its width."""
_BUFFER: Final = 256.0
"""How far around a tile polygons are drawn, in its own units."""
_GRIDS: Final = {0: 64, 13: 16}
"""By zoom: reports closer together than this many units of the tile are drawn as one spot."""
_EXACT: Final = (LocationPrecision.EXACT,)
_ROUGH: Final = (LocationPrecision.WITHIN_25_KM, LocationPrecision.DISTRICT)
_ROUGH_RESOLUTION: Final = 4
"""A cell of this resolution is as large as a circle of 24 km around its middle."""


@require_safe
@members_only
@cache_control(private=True, no_cache=True)
def tile(request: MemberRequest, z: int, x: int, y: int) -> HttpResponse:
    """One tile of the visible reports under the filter in the address."""
    try:
        square = Tile(z, x, y)
    except ValueError as error:
        return HttpResponseBadRequest(str(error))
    wanted, errors = parse_filter({k: str(v) for k, v in request.GET.items()})
    if errors:
        return HttpResponseBadRequest("; ".join(errors.values()))
    sifted = sift(MemberReader(request.user), wanted)
    if z >= FIRST_POINTS:
        layers = _spots(sifted, square)
    else:
        layers = [_hexagons(sifted, square, resolution_at(z), "hexagons")]
    if z >= FIRST_NAMES:
        layers.append(_names(square))
    return HttpResponse(encode_tile(layers), content_type=MEDIA_TYPE)


def resolution_at(zoom: int) -> int:
    """The H3 resolution of the hexagons at a zoom."""
    return _at(_RESOLUTIONS, zoom)


def _at(by_zoom: Mapping[int, int], zoom: int) -> int:
    """The value from the last zoom that has been reached on."""
    return by_zoom[max(least for least in by_zoom if zoom >= least)]


def _hexagons(sifted: Sifted, square: Tile, resolution: int, name: str) -> Layer:
    """The reports of each cell that reaches into the tile."""
    cells, _ = cells_within(sifted, resolution)
    layer = Layer(name)
    for number, (cell, reports) in enumerate(sorted(cells.items()), start=1):
        corners = [square.position(lat, lon) for lon, lat in _boundary(cell)[:-1]]
        inside = clip([(float(x), float(y)) for x, y in corners], EXTENT, EXTENT, _BUFFER)
        if len(inside) >= 3:
            told: dict[str, Value] = {"cell": cell, "reports": reports, "shade": shade_of(reports)}
            ring = [(round(x), round(y)) for x, y in inside]
            layer.features.append(Feature("polygon", ring, told, number))
    return layer


def _spots(sifted: Sifted, square: Tile) -> list[Layer]:
    """Exact reports as points; those known to some 25 km as an area about that large."""
    rough = known_to(sifted, _ROUGH)
    grid = (square.east - square.west) * _at(_GRIDS, square.zoom) / EXTENT
    spots = spots_within(known_to(sifted, _EXACT), _window(square), grid=grid)
    points = [
        Feature("point", [square.position(spot.latitude, spot.longitude)], _told(spot), number)
        for number, spot in enumerate(spots, start=1)
    ]
    reaches = _hexagons(rough, square, _ROUGH_RESOLUTION, "reaches")
    return [reaches, Layer("reports", points)]


def _names(square: Tile) -> Layer:
    """The towns of the gazetteer, called as the reader's language calls them."""
    language = (get_language() or "en").partition("-")[0]
    found = places_within(square.south, square.west, square.north, square.east, most=_MOST_NAMES)
    names = names_in(language, found)
    return Layer(
        "places",
        [
            Feature("point", [square.position(place.latitude, place.longitude)], {"name": name})
            for place in found
            if place.latitude is not None
            and place.longitude is not None
            and (name := names.get(place.pk, place.name))
        ],
    )


def _told(spot: Spot) -> dict[str, Value]:
    """What a browser is told of a spot: only what the list of the same filter tells as well."""
    told: dict[str, Value] = {
        "reports": spot.reports,
        "shade": shade_of(spot.reports),
        "precision": spot.precision,
    }
    if spot.incident:
        told["incident"] = str(spot.incident)
    return told


def _window(square: Tile) -> Window:
    """The tile with a margin, since signs on a point reach over its edges."""
    margin = (square.east - square.west) * _MARGIN
    return Window(
        square.west - margin, square.south - margin, square.east + margin, square.north + margin
    )


@lru_cache(maxsize=65_536)
def _boundary(cell: str) -> list[tuple[float, float]]:
    return cell_boundary(cell)

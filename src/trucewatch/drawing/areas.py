"""The outline of an area of the record: its own, or that of its place on the base map."""

from shapely import Polygon

from trucewatch.agreements.models import Drawn
from trucewatch.drawing.base_map import countries, division_at, divisions
from trucewatch.geo.polygon import Area, parse_area
from trucewatch.geo.shapes import Shape, united
from trucewatch.places.models import Place, PlaceKind


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


def shape_of(area: Area) -> Shape:
    """The area as the engine takes it."""
    return united([Polygon(rings[0], rings[1:]) for rings in area.polygons])

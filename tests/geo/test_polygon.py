"""Areas read from GeoJSON."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.geo.polygon import MAX_VERTICES, parse_area

SQUARE = [[36, 33], [38, 33], [38, 35], [36, 35], [36, 33]]
HOLE = [[36.5, 33.5], [37.5, 33.5], [37.5, 34.5], [36.5, 34.5], [36.5, 33.5]]


@st.composite
def polygons(draw: st.DrawFn) -> dict:
    """A star around a centre: a simple ring of any shape."""
    count = draw(st.integers(3, 12))
    reach = draw(st.lists(st.floats(0.1, 3), min_size=count, max_size=count))
    ring = [
        [37 + r * math.cos(2 * math.pi * i / count), 34 + r * math.sin(2 * math.pi * i / count)]
        for i, r in enumerate(reach)
    ]
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


@pytest.mark.parametrize(
    ("lat", "lon", "inside"),
    [(33.2, 36.2, True), (34, 37, False), (36, 37, False), (34, 36.2, True)],
)
def test_a_point_in_a_hole_is_outside(lat, lon, inside):
    """The second ring of a polygon cuts a piece out of the first."""
    area = parse_area({"type": "Polygon", "coordinates": [SQUARE, HOLE]})
    assert area.contains(lat, lon) is inside


def test_a_point_in_any_part_of_a_multipolygon_is_inside():
    """An enclave belongs to its area."""
    far = [[lon + 10, lat] for lon, lat in SQUARE]
    area = parse_area({"type": "MultiPolygon", "coordinates": [[SQUARE], [far]]})
    assert area.contains(34, 47)
    assert not area.contains(34, 42)


@given(polygons(), st.floats(30, 38), st.floats(33, 41))
def test_no_point_of_an_area_lies_outside_its_box(geometry, lat, lon):
    """The box is the first sieve of a search and must lose nothing."""
    area = parse_area(geometry)
    assert area.box.contains(lat, lon) or not area.contains(lat, lon)


@given(polygons(), st.floats(31, 37), st.floats(34, 40))
def test_the_direction_of_a_ring_does_not_matter(geometry, lat, lon):
    """Software disagrees on clockwise and counter-clockwise."""
    turned = {"type": "Polygon", "coordinates": [geometry["coordinates"][0][::-1]]}
    off_edge = lat + 1e-9 * math.pi
    assert parse_area(geometry).contains(off_edge, lon) == parse_area(turned).contains(
        off_edge, lon
    )


@pytest.mark.parametrize(
    ("geometry", "reason"),
    [
        (None, "an object with a type"),
        ({"type": "Point", "coordinates": [36, 33]}, "not 'Point'"),
        ({"type": "Polygon"}, "a polygon is a list, not NoneType"),
        ({"type": "Polygon", "coordinates": []}, "at least an outer ring"),
        ({"type": "MultiPolygon", "coordinates": []}, "at least one polygon"),
        ({"type": "Polygon", "coordinates": [SQUARE[:-1]]}, "ends at the position where it starts"),
        ({"type": "Polygon", "coordinates": [SQUARE[:3]]}, "at least four positions"),
        ({"type": "Polygon", "coordinates": [[[36, 99]] * 4]}, "latitude 99 is outside"),
        ({"type": "Polygon", "coordinates": [[["36", 33]] * 4]}, "a number, not '36'"),
        ({"type": "Polygon", "coordinates": [[[True, 33]] * 4]}, "a number, not True"),
        ({"type": "Polygon", "coordinates": [[[36]] * 4]}, "a longitude and a latitude"),
        ({"type": "Polygon", "coordinates": [[[math.nan, 33]] * 4]}, "not a finite number"),
        ({"type": "Polygon", "coordinates": [[[10**400, 33]] * 4]}, "too large"),
        ({"type": "Polygon", "coordinates": [[[36, 33]] * (MAX_VERTICES + 1)]}, "10,001"),
    ],
)
def test_a_geometry_that_is_no_area_is_refused_with_the_reason(geometry, reason):
    """Areas are drawn by hand or uploaded, and both go wrong."""
    with pytest.raises(ValueError, match=reason):
        parse_area(geometry)


def test_an_altitude_is_ignored():
    """RFC 7946 allows a third number in a position."""
    area = parse_area({"type": "Polygon", "coordinates": [[[*p, 600] for p in SQUARE]]})
    assert area.vertices == 5

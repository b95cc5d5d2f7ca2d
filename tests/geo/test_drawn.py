"""Outlines as people draw them."""

import math
import re
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.geo.drawn import geojson_of, read_drawn
from trucewatch.geo.polygon import MAX_VERTICES
from trucewatch.geo.shapes import area_km2

SQUARE = [[36, 33], [38, 33], [38, 35], [36, 35], [36, 33]]
HOLE = [[36.5, 33.5], [37.5, 33.5], [37.5, 34.5], [36.5, 34.5], [36.5, 33.5]]
ACROSS = [[170, 10], [-170, 10], [-170, 20], [170, 20], [170, 10]]


def polygon(*rings: Any) -> dict[str, Any]:
    """A GeoJSON polygon of an outline and holes."""
    return {"type": "Polygon", "coordinates": list(rings)}


def members(*polygons: dict[str, Any]) -> dict[str, Any]:
    """A GeoJSON MultiPolygon."""
    return {"type": "MultiPolygon", "coordinates": [each["coordinates"] for each in polygons]}


@st.composite
def stars(draw: st.DrawFn, middle: st.SearchStrategy[float]) -> list[list[float]]:
    """A ring around a centre, with longitudes as they come."""
    lon, lat = draw(middle), draw(st.floats(-60, 60))
    reach = draw(st.lists(st.floats(0.1, 9), min_size=3, max_size=12))
    ring = [
        [
            lon + r * math.cos(2 * math.pi * i / len(reach)),
            lat + r * math.sin(2 * math.pi * i / len(reach)),
        ]
        for i, r in enumerate(reach)
    ]
    if draw(st.booleans()):
        ring.reverse()
    return [*ring, ring[0]]


@given(stars(st.floats(-170, 170)))
def test_a_sound_outline_comes_back_exactly(ring: list[list[float]]) -> None:
    """Whichever way it winds, to the last digit, and reading it again changes nothing."""
    drawn = read_drawn(polygon(ring))
    assert drawn.geometry == polygon(ring)
    assert drawn.remarks == ()
    assert read_drawn(drawn.geometry) == drawn
    assert shapely.get_coordinates(drawn.shape).tolist() == ring


def test_holes_and_enclaves_come_back_exactly() -> None:
    """A MultiPolygon stays one, also where it has a single member."""
    far = [[lon + 10, lat] for lon, lat in SQUARE]
    for geometry in (
        polygon(SQUARE, HOLE),
        members(polygon(SQUARE, HOLE), polygon(far)),
        members(polygon(SQUARE)),
    ):
        drawn = read_drawn(geometry)
        assert (drawn.geometry, drawn.remarks) == (geometry, ())


@pytest.mark.parametrize(
    ("geometry", "reason"),
    [
        (
            polygon([[36, 35], [37, 36], [37, 35], [36, 36], [36, 35]]),
            "the outline crosses itself near 35.50° N, 36.50° E",
        ),
        (
            polygon([[-36, -35], [-37, -36], [-37, -35], [-36, -36], [-36, -35]]),
            "the outline crosses itself near 35.50° S, 36.50° W",
        ),
        (
            polygon([[36, 33], [38, 33], [38, 35], [37, 33], [36, 35], [36, 33]]),
            "the outline touches itself near 33.00° N, 37.00° E",
        ),
        (
            polygon([[179, 0], [-179, 1], [-179, 0], [179, 1], [179, 0]]),
            "the outline crosses itself near 0.50° N, 180.00° E",
        ),
        (polygon([[36, 33], [37, 34], [38, 35], [36, 33]]), "the outline encloses no area"),
        (polygon([[36, 33], [36, 33], [36, 33], [36, 33]]), "the outline encloses no area"),
        (
            polygon(SQUARE, [[36.5, 34], [37, 34], [37.5, 34], [36.5, 34]]),
            "a hole encloses no area",
        ),
        (polygon(HOLE, SQUARE), "a hole"),
        (polygon(SQUARE, SQUARE), "a hole crosses its outline"),
        (polygon(SQUARE, HOLE, HOLE), "a hole crosses its outline or another hole"),
        (
            polygon(SQUARE, [[40, 33], [41, 33], [41, 34], [40, 33]]),
            "a hole lies outside its outline near",
        ),
        (
            polygon([[-120, 60], [0, 60], [120, 60], [-120, 60]]),
            "goes around a pole",
        ),
        (polygon(SQUARE[:-1]), "a ring ends at the position where it starts"),
        (polygon([[36, 33], [236.75, 33], [37, 35], [36, 33]]), "236.75 is outside"),
        (polygon([[361, 33], [362, 33], [362, 35], [361, 33]]), "361 is outside"),
        (polygon([["36", 33], [200, 33], [37, 35], ["36", 33]]), "a coordinate is a number"),
        (
            polygon([[0, 0], *[[i / MAX_VERTICES, 1] for i in range(MAX_VERTICES)], [0, 0]]),
            "at most 10,000 positions",
        ),
        (None, "an object with a type"),
        ({"type": "Polygon", "coordinates": 3}, "a polygon is a list"),
        ({"type": "MultiPolygon", "coordinates": [3]}, "a polygon is a list"),
        ({"type": "Point", "coordinates": [36, 33]}, "not 'Point'"),
        ({"type": "Polygon", "coordinates": [3]}, "a ring is a list"),
    ],
)
def test_an_unsound_outline_is_refused_with_the_place(geometry: object, reason: str) -> None:
    """In words for whoever drew it."""
    with pytest.raises(ValueError, match=re.escape(reason)):
        read_drawn(geometry)


def test_members_that_overlap_are_united_and_it_is_said() -> None:
    """So are members that share an edge; nothing is counted twice."""
    beside = [[lon + 2, lat] for lon, lat in SQUARE]
    halfway = [[lon + 1, lat] for lon, lat in SQUARE]
    for other, width in ((halfway, 3), (beside, 4), (SQUARE, 2)):
        drawn = read_drawn(members(polygon(SQUARE), polygon(other)))
        assert drawn.remarks == ("polygons that overlap or share an edge were united",)
        assert drawn.shape.area == pytest.approx(2 * width)
        assert drawn.shape.is_valid


def test_an_outline_across_the_antimeridian_is_cut_there() -> None:
    """Into a polygon on either side, as RFC 7946 has it."""
    drawn = read_drawn(polygon(ACROSS))
    assert drawn.geometry["type"] == "MultiPolygon"
    assert drawn.shape.bounds == (-180, 10, 180, 20)
    assert drawn.shape.area == pytest.approx(200)
    assert shapely.intersects_xy(drawn.shape, [175, -175, 180, -180, 0], 15).tolist() == [
        True, True, True, True, False,
    ]  # fmt: skip
    assert drawn.remarks == ("the outline crosses the antimeridian and was cut there",)
    assert read_drawn(drawn.geometry).remarks == ()


@pytest.mark.parametrize("west", [-178, 175])
def test_a_hole_stays_where_it_is_when_its_outline_is_cut(west: float) -> None:
    """On either side of the antimeridian."""
    hole = [[west, 12], [west + 2, 12], [west + 2, 14], [west, 14], [west, 12]]
    drawn = read_drawn(polygon(ACROSS, hole))
    assert drawn.shape.area == pytest.approx(196)
    assert not shapely.intersects_xy(drawn.shape, west + 1, 13)


@given(stars(st.floats(171, 189)))
def test_an_outline_that_walks_beyond_180_is_the_one_that_jumps(ring: list[list[float]]) -> None:
    """Both ways of writing it give the same land, and none is lost by the cut."""
    jumping = [[lon - 360 if lon > 180 else lon, lat] for lon, lat in ring]
    walked, jumped = read_drawn(polygon(ring)), read_drawn(polygon(jumping))
    assert walked.shape.equals(jumped.shape)
    assert walked.shape.is_valid
    home = read_drawn(polygon([[lon - 100, lat] for lon, lat in ring]))
    assert area_km2(walked.shape) == pytest.approx(area_km2(home.shape), rel=1e-9)
    again = read_drawn(walked.geometry)
    assert again.shape.equals(walked.shape)


def test_a_whole_cap_along_the_antimeridian_is_left_as_it_is() -> None:
    """An edge between both ends of a parallel is a line around the Earth, no jump."""
    cap = polygon([[-180, 60], [180, 60], [180, 90], [-180, 90], [-180, 60]])
    drawn = read_drawn(cap)
    assert (drawn.geometry, drawn.remarks) == (cap, ())


def test_heights_are_left_out_and_it_is_said() -> None:
    """Areas are flat."""
    drawn = read_drawn(polygon([[*place, 600] for place in SQUARE]))
    assert drawn.geometry == polygon(SQUARE)
    assert drawn.remarks == ("heights were left out",)


def test_the_earth_has_510_million_square_kilometres() -> None:
    """And a square of a degree at the equator 12,309, as tables of the ellipsoid have it."""
    assert area_km2(shapely.box(-180, -90, 180, 90)) == pytest.approx(510_065_621.7, abs=1)
    assert area_km2(shapely.box(20, 0, 21, 1)) == pytest.approx(12_308.8, abs=1)
    assert area_km2(shapely.Polygon()) == 0


@given(stars(st.floats(-60, 60)), st.floats(-60, 60))
def test_square_kilometres_of_parts_add_up(ring: list[list[float]], at: float) -> None:
    """However a shape is cut."""
    whole = read_drawn(polygon(ring)).shape
    parts = [whole.intersection(shapely.box(-180, -90, at, 90))]
    parts.append(whole.difference(parts[0]))
    total = sum(area_km2(part) for part in parts)
    assert total == pytest.approx(area_km2(whole), rel=1e-7, abs=1e-6)


def test_a_shape_is_written_with_lists_all_the_way_down() -> None:
    """As a decoder of JSON gives it."""
    assert geojson_of(shapely.box(36, 33, 38, 35))["coordinates"][0][0] == [38.0, 33.0]

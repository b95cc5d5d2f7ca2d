"""Points on the Earth and the distances between them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.geo.coordinates import Coordinates, distance_km, why_not_coordinates

points = st.builds(Coordinates, lat=st.floats(-90, 90), lon=st.floats(-180, 180))

DAMASCUS = Coordinates(33.51, 36.29)
ALEPPO = Coordinates(36.20, 37.16)


@pytest.mark.parametrize(
    ("lat", "lon", "reason"),
    [
        (91, 0, "the latitude 91 is outside -90 to 90 degrees"),
        (0, -181, "the longitude -181 is outside -180 to 180 degrees"),
        (120.5, 36, "swapped"),
        (math.nan, 0, "the latitude is not a finite number"),
        (0, math.inf, "the longitude is not a finite number"),
    ],
)
def test_numbers_that_are_no_place_are_refused_with_the_reason(lat, lon, reason):
    """An importer shows the reason beside the line and the field."""
    with pytest.raises(ValueError, match=reason):
        Coordinates(lat, lon)


def test_the_poles_and_the_antimeridian_are_places():
    """The limits themselves are included."""
    assert why_not_coordinates(90, -180) is None


def test_damascus_and_aleppo_are_about_three_hundred_kilometres_apart():
    """A check against a known distance on the map."""
    assert distance_km(DAMASCUS, ALEPPO) == pytest.approx(309, abs=2)


def test_opposite_points_are_half_the_circumference_apart():
    """Rounding must not push the sine above one."""
    assert distance_km(Coordinates(0, 0), Coordinates(0, 180)) == pytest.approx(20015, abs=1)


@given(points, points)
def test_distance_is_the_same_both_ways_and_never_negative(a, b):
    """A distance belongs to a pair, not to a journey."""
    assert distance_km(a, b) == pytest.approx(distance_km(b, a))
    assert 0 <= distance_km(a, b) <= 20_016

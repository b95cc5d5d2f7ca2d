"""Hexagonal cells and the points they hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.geo.cells import cell_at, cell_boundary, cell_centre
from trucewatch.geo.coordinates import Coordinates
from trucewatch.geo.polygon import parse_area

ALEPPO = Coordinates(36.20, 37.16)


@given(
    st.builds(Coordinates, lat=st.floats(32, 38), lon=st.floats(35, 43)),
    st.integers(min_value=2, max_value=9),
)
def test_the_boundary_of_a_cell_encloses_its_centre(point, resolution):
    """The ring is closed and in the order longitude, latitude."""
    cell = cell_at(point, resolution)
    centre = cell_centre(cell)
    area = parse_area({"type": "Polygon", "coordinates": [cell_boundary(cell)]})
    assert area.contains(centre.lat, centre.lon)
    assert cell_at(centre, resolution) == cell


def test_a_cell_is_named_by_the_published_identifier():
    """Other tools that speak H3 find the same cell."""
    assert cell_at(Coordinates(37.3615593, -122.0553238), 7) == "87283472bffffff"


def test_a_cell_across_the_antimeridian_stays_in_one_piece():
    """Longitudes run on beyond 180 instead of leaping round the Earth."""
    lons = [lon for lon, _ in cell_boundary(cell_at(Coordinates(0, 180), 3))]
    assert max(lons) - min(lons) < 10


@pytest.mark.parametrize("resolution", [-1, 16])
def test_a_resolution_that_h3_does_not_have_is_refused(resolution):
    """H3 has sixteen resolutions."""
    with pytest.raises(ValueError, match="0 to 15"):
        cell_at(ALEPPO, resolution)


@pytest.mark.parametrize("function", [cell_boundary, cell_centre])
def test_text_that_names_no_cell_is_refused(function):
    """A cell comes from an address bar and may be anything."""
    with pytest.raises(ValueError, match="not an H3 cell"):
        function("aleppo")

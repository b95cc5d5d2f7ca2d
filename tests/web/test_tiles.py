"""The tiles of the live map show what the list shows, and no more."""

import importlib.util
from pathlib import Path

import pytest
from cast import Cast, file

from trucewatch.geo.vector_tile import Tile
from trucewatch.incidents.models import Link

pytestmark = pytest.mark.django_db

_spec = importlib.util.spec_from_file_location(
    "reading_tiles", Path(__file__).parents[1] / "geo" / "test_vector_tile.py"
)
assert _spec
assert _spec.loader
_reading = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_reading)
LAT, LON = 35.5, 36.7


def tile_at(zoom: int, lat: float = LAT, lon: float = LON) -> str:
    """The address of the tile that holds a point."""
    squares = range(2**zoom)
    x = next(x for x in squares if Tile(zoom, x, 0).west <= lon < Tile(zoom, x, 0).east)
    y = next(y for y in squares if Tile(zoom, 0, y).south < lat <= Tile(zoom, 0, y).north)
    return f"/situation/tiles/{zoom}/{x}/{y}.mvt"


def read(response):
    """The layers of an answered tile."""
    assert response.status_code == 200
    return _reading.decode(response.content)


def test_from_afar_reports_are_counted_in_hexagons(as_, cast: Cast):
    """As many as the list has."""
    for shift in (0, 0.001, 1.2):
        file(cast.monitor, latitude=LAT + shift, longitude=LON)
    layers = read(as_("monitor").get(tile_at(5)))
    assert sorted(told["reports"] for _, told in layers["hexagons"]) == [1, 2]


def test_close_up_an_exact_report_is_a_point_that_leads_to_its_incident(as_, cast: Cast):
    """The list marks the same incident."""
    report = file(cast.monitor, latitude=LAT, longitude=LON)
    ((_, told),) = read(as_("monitor").get(tile_at(11)))["reports"]
    assert told["incident"] == str(Link.objects.get(report=report).incident_id)


@pytest.mark.parametrize("precision", [2, 3])
def test_what_is_known_roughly_is_an_area_and_never_a_point(as_, cast: Cast, precision):
    """A point would claim to know more."""
    file(cast.monitor, latitude=LAT, longitude=LON, location_precision=precision)
    layers = read(as_("monitor").get(tile_at(11)))
    assert "reports" not in layers
    assert [told["reports"] for _, told in layers["reaches"]] == [1]


def test_a_hidden_report_is_in_no_tile(as_, cast: Cast):
    """Not at any zoom, under no filter; and nobody reads tiles without signing in."""
    file(cast.liaison, compartment=cast.home_of(cast.liaison), latitude=LAT, longitude=LON)
    for zoom in (3, 5, 8, 9, 12):
        assert not read(as_("rival").get(tile_at(zoom)))
        assert read(as_("liaison").get(tile_at(zoom)))
    assert as_("public").get(tile_at(5)).status_code == 302


def test_a_filter_or_tile_that_cannot_be_is_refused(as_, cast: Cast):
    """With the reason."""
    client = as_("monitor")
    assert client.get(tile_at(5) + "?since=02/03/17").status_code == 400
    assert client.get("/situation/tiles/2/9/9.mvt").status_code == 400


def test_towns_bear_the_names_of_the_readers_language(as_, cast: Cast, gazetteer):
    """The map of a reader of Arabic is written in Arabic."""
    client = as_("monitor")
    address = tile_at(9, 35.93, 36.63)
    assert "إدلب" not in {t["name"] for _, t in read(client.get(address)).get("places", [])}
    arabic = read(client.get(address, headers={"accept-language": "ar"})).get("places", [])
    assert all(isinstance(told["name"], str) for _, told in arabic)

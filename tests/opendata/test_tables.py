"""The public's numbers: only what is open, over for long enough, and never few."""

import csv
import datetime as dt
import io

import pytest
from cast import Cast, file
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.opendata.rules import Caution, withhold_small
from trucewatch.opendata.tables import COLUMNS, public_map, rows_of
from trucewatch.places.models import Place
from trucewatch.reports.actions.changing import withdraw_report
from trucewatch.vocabulary.handling import Handling

TODAY = dt.date(2017, 6, 1)
HERE = {"latitude": 35.5, "longitude": 36.7}


@given(st.dictionaries(st.integers(), st.integers(0, 40)), st.integers(-3, 50))
def test_no_number_below_the_threshold_is_shown(counts, threshold):
    """And none that reaches it is held back, nor changed."""
    shown = withhold_small(counts, threshold)
    assert all(number >= threshold for number in shown.counts.values())
    assert all(counts[key] == number for key, number in shown.counts.items())
    held_back = {key for key, number in counts.items() if number and key not in shown.counts}
    assert all(counts[key] < threshold for key in held_back)
    assert shown.some_withheld == bool(held_back)


def test_what_happened_lately_is_not_told_yet():
    """Thirty days, say."""
    assert Caution(5, 30).last_day(TODAY) == dt.date(2017, 5, 2)


@pytest.fixture
def record(cast: Cast, gazetteer: None) -> Cast:
    """Five open reports in one place and month, and others that must not show."""
    idlib = Place.objects.get(key="sy-idlib")
    shelling = {"handling": Handling.CLEAR, "event_type": "shelling", "area_id": idlib.pk, **HERE}
    for number in range(5):
        file(cast.monitor, day=dt.date(2017, 2, 1 + number), **shelling)
    file(cast.monitor, day=dt.date(2017, 2, 9), **{**shelling, "handling": Handling.GREEN})
    file(cast.monitor, day=dt.date(2017, 5, 20), **shelling)
    file(cast.monitor, day=dt.date(2017, 2, 9), **{**shelling, "date_precision": 5})
    gone = file(cast.monitor, day=dt.date(2017, 2, 9), **shelling)
    withdraw_report(gone.pk, by=cast.monitor, because="Filed by mistake")
    for number in range(4):
        far = {**shelling, "latitude": 33.5, "longitude": 36.3}
        file(cast.monitor, day=dt.date(2017, 3, 1 + number), **far)
    return cast


@pytest.mark.django_db
def test_open_old_and_numerous_reports_alone_are_counted(record: Cast):
    """Not the GREEN, the withdrawn, the recent, the vaguely dated one; not a place with four."""
    (cell,) = rows_of("cells", TODAY)
    assert (cell["month"], cell["reports"]) == ("2017-02", 5)
    (area,) = rows_of("areas", TODAY)
    assert area == {
        "area": "Idlib",
        "pcode": area["pcode"],
        "month": "2017-02",
        "type": "shelling",
        "reports": 5,
    }
    shown = public_map(TODAY)
    assert list(shown.counts.values()) == [6]
    assert shown.some_withheld


@pytest.mark.django_db
def test_a_place_is_told_no_closer_than_its_hexagon(record: Cast):
    """The middle of a hexagon is nobody's house."""
    (cell,) = rows_of("cells", TODAY)
    assert (cell["latitude"], cell["longitude"]) != (HERE["latitude"], HERE["longitude"])


@pytest.mark.django_db
def test_anybody_can_take_the_tables_away(record: Cast):
    """With a codebook that names every column, and a licence."""
    client = Client()
    page = client.get("/data/").content.decode()
    package = client.get("/data/datapackage.json").json()
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    for resource in package["resources"]:
        response = client.get(f"/data/{resource['name']}.csv")
        rows = list(csv.DictReader(io.StringIO(response.content.decode())))
        fields = [field["name"] for field in resource["schema"]["fields"]]
        assert list(rows[0]) == fields == [column.name for column in COLUMNS[resource["name"]]]
        assert all(field["description"] for field in resource["schema"]["fields"])
        assert all(name in page for name in fields)
    assert client.get("/data/members.csv").status_code == 404


@pytest.mark.django_db
def test_the_home_shows_the_map_to_everybody_alike(record: Cast, as_public: Client, settings):
    """A member sees no more on it than the public: it is what the public is shown."""
    settings.TRUCEWATCH_SECOND_FACTOR = False
    public = as_public.get("/").context["map"]
    member = Client()
    member.force_login(record.monitor)
    assert [c.reports for c in public.cells] == [
        c.reports for c in member.get("/").context["map"].cells
    ]
    assert "blank is not zero" in as_public.get("/").content.decode()


@pytest.fixture
def as_public() -> Client:
    """Somebody who is not signed in."""
    return Client()

"""The situation: list, count and map show the same reports, and only visible ones."""

import datetime as dt

import pytest
from cast import Cast, file

from trucewatch.accounts.access import MemberReader
from trucewatch.incidents.cursor import Cursor
from trucewatch.incidents.index.sifting import sift
from trucewatch.incidents.queries import incident_page
from trucewatch.places.models import Place
from trucewatch.reports.actions.changing import withdraw_report
from trucewatch.reports.queries import ReportFilter, parse_filter, visible_reports
from trucewatch.vocabulary.handling import Handling

pytestmark = pytest.mark.django_db


def test_a_hidden_report_stands_in_no_list_count_or_map(as_, cast: Cast, gazetteer):
    """The rival sees neither the words nor a number that would tell of them."""
    place = {"latitude": 35.9, "longitude": 36.6, "summary": "only for the mission"}
    file(cast.liaison, compartment=cast.home_of(cast.liaison), **place)
    seen = as_("monitor").get("/situation/")
    assert seen.context["report_count"] == seen.context["incident_count"] == 1
    assert seen.context["map"].drawn == 1
    hidden = as_("rival").get("/situation/")
    assert hidden.context["report_count"] == hidden.context["incident_count"] == 0
    assert hidden.context["map"].drawn == 0
    assert hidden.context["weeks"] is None
    assert "only for the mission" not in hidden.content.decode()


def test_a_hidden_report_leaves_no_trace_in_the_choices_of_the_filter(as_, cast: Cast):
    """Even the name of a source may tell that somebody reported."""
    file(cast.liaison, compartment=cast.home_of(cast.liaison))
    assert "A party" in as_("monitor").get("/situation/").content.decode()
    assert "A party" not in as_("rival").get("/situation/").content.decode()


def test_a_hexagon_leads_to_as_many_reports_as_it_counts(as_, cast: Cast, gazetteer):
    """Map and list are one thing."""
    for lat in (35.90, 35.91, 34.50):
        file(cast.monitor, latitude=lat, longitude=36.6)
    client = as_("monitor")
    hexagons = client.get("/situation/").context["map"].hexagons
    assert sorted(hexagon.reports for hexagon in hexagons) == [1, 2]
    for hexagon in hexagons:
        narrowed = client.get(f"/situation/?cell={hexagon.cell}")
        assert narrowed.context["report_count"] == hexagon.reports


def test_a_report_known_only_to_its_governorate_is_an_area_never_a_hexagon(
    as_, cast: Cast, gazetteer
):
    """A point that stands for a governorate is no place where something happened."""
    idlib = Place.objects.get(key="sy-idlib")
    file(cast.monitor, location_precision=4, latitude=35.9, longitude=36.6, area_id=idlib.pk)
    drawn = as_("monitor").get("/situation/").context["map"]
    assert not drawn.hexagons
    assert [d.only_area for d in drawn.divisions if d.place == idlib] == [1]


def test_a_report_known_only_to_the_country_is_told_in_words(as_, cast: Cast):
    """It has no place on a map, and is not left out either."""
    file(cast.monitor, location_precision=6)
    response = as_("monitor").get("/situation/")
    assert not response.context["map"].hexagons
    assert "known only to: country only" in response.content.decode()


def test_a_withdrawn_report_counts_only_when_asked_for(as_, cast: Cast):
    """It stays readable, and the address says that it is shown."""
    report = file(cast.monitor)
    withdraw_report(report.pk, by=cast.monitor, because="Filed by mistake")
    client = as_("monitor")
    assert client.get("/situation/").context["report_count"] == 0
    assert client.get("/situation/?standing=withdrawn").context["report_count"] == 1
    assert client.get("/situation/?standing=all").context["incident_count"] == 1


def test_words_are_found_across_spellings_and_scripts(cast: Cast):
    """The search folds what it looks for as the record folded what it holds."""
    file(cast.monitor, place_as_published="إدلب")
    file(cast.monitor, place_as_published="Ma'arrat an-Nu'mān")
    reader = MemberReader(cast.monitor)
    for words in ("ادلب", "maarrat numan"):
        wanted, errors = parse_filter({"q": words})
        assert not errors
        assert visible_reports(reader, wanted).count() == 1


def test_an_unusable_filter_is_named_and_shows_nothing(as_, cast: Cast):
    """An ignored limit would show more than was asked for."""
    file(cast.monitor)
    response = as_("monitor").get("/situation/?since=02/03/17")
    assert response.status_code == 400
    page = response.content.decode()
    assert "“02/03/17” is not a date such as 2017-02-16." in page
    assert "<table" not in page


def test_pages_of_the_list_neither_skip_nor_repeat(cast: Cast):
    """The next page starts where the last one ended, whatever their dates."""
    for number in range(7):
        file(cast.monitor, day=dt.date(2017, 1, 1 + number // 3))
    seen, cursor, reader = [], None, MemberReader(cast.monitor)
    while True:
        found = sift(reader, ReportFilter())
        page = incident_page(reader, found, after=cursor, standing="recorded", size=3)
        seen += [incident.id for incident in page.incidents]
        if page.following is None:
            break
        cursor = Cursor.read(str(page.following))
    assert len(seen) == len(set(seen)) == 7


def test_a_filter_survives_its_way_through_an_address():
    """What is read from parameters gives the same parameters again."""
    given = {"since": "2017-01-01", "type": "shelling", "known_to": "4", "standing": "all"}
    wanted, errors = parse_filter(given)
    assert not errors
    assert wanted.parameters() == given


@pytest.mark.parametrize("part", ["observer", "delegate"])
def test_the_mark_of_a_report_decides_for_list_and_count_alike(as_, cast: Cast, part):
    """A guarantor sees AMBER outside compartments, an observer does not."""
    file(cast.monitor, handling=Handling.AMBER)
    file(cast.monitor, handling=Handling.GREEN)
    response = as_(part).get("/situation/")
    expected = {"observer": 1, "delegate": 2}[part]
    assert response.context["report_count"] == expected
    assert len(response.context["page"].incidents) == expected


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("after=zzz", "The list has no such page"),
        ("foo=bar", "There is no filter called “foo”."),
        ("q=%00", "Null characters are not allowed."),
        ("area=zzz", "There is no such area."),
    ],
)
def test_what_no_filter_means_is_refused_with_the_reason(as_, cast: Cast, gazetteer, query, reason):
    """Nothing is shown as if it had been understood."""
    file(cast.monitor)
    response = as_("monitor").get(f"/situation/?{query}")
    assert response.status_code == 400
    page = response.content.decode()
    assert reason in page
    assert "<table" not in page

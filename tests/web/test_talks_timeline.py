"""The page of the line of time, and what addresses beside it answer to what cannot be."""

import datetime as dt
import re
from typing import Any

import pytest
from cast import Cast
from django.test import Client
from django.urls import reverse
from talks_parts import FIRST, SECOND, lay, make_table, put

from trucewatch.agreements.models import Instrument
from trucewatch.talks.actions.rounds import add_round
from trucewatch.talks.models import Round

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(cast: Cast, settings: Any) -> Client:
    """A monitor, signed in, in a record with a round of two days."""
    settings.TRUCEWATCH_SECOND_FACTOR = False
    make_table(cast)
    client = Client()
    client.force_login(cast.monitor)
    return client


def far(cast: Cast, year: int) -> Round:
    """A round whose year is a slip."""
    day = dt.date(year, 1, 1)
    return add_round(
        Round(track="Lakeside talks", ordinal=9, date_start=day, date_end=day), by=cast.operator
    )


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "1899-12-31", "2101-01-01"])
@pytest.mark.parametrize("field", ["since", "until"])
def test_a_day_that_cannot_be_meant_is_refused_at_its_field(
    desk: Client, field: str, day: str
) -> None:
    """With a sentence; nothing is drawn."""
    answer = desk.get(reverse("timeline"), {field: day})
    assert answer.status_code == 400
    assert f'id="id_{field}_error"' in answer.content.decode()


@pytest.mark.parametrize(
    "asked",
    [
        {"since": "1900-01-01"}, {"until": "1900-01-01"}, {"since": "2100-12-31"},
        {"until": "2100-12-31"}, {"since": "2099-01-01", "until": "2100-12-31"},
    ],
)  # fmt: skip
def test_at_the_ends_of_what_is_drawn_every_move_keeps_inside(
    desk: Client, asked: dict[str, str]
) -> None:
    """Each link leads to a page that can be drawn."""
    page = desk.get(reverse("timeline"), asked)
    assert page.status_code == 200
    nav = page.content.decode().split('class="actions no-print zoom"')[1].split("</nav>")[0]
    links = re.findall(r'href="([^"]+)"', nav)
    assert len(links) >= 3
    for link in links:
        assert desk.get(link.replace("&amp;", "&")).status_code == 200, link


def test_a_day_that_is_asked_for_stays_where_it_is(desk: Client) -> None:
    """Long before the rounds the line begins with it and ends after ten years."""
    page = desk.get(reverse("timeline"), {"since": "1990-02-03"}).content.decode()
    assert "3 Feb 1990" in page.split('class="lead"')[1][:200]


@pytest.mark.parametrize("year", [2107, 2090, 1907, 1])
def test_one_round_with_a_wrong_year_leaves_the_talks_in_sight(
    desk: Client, cast: Cast, year: int
) -> None:
    """The page says that one lies outside; where days are chosen nobody needs to be told."""
    Round.objects.filter(pk=far(cast, 2020).pk).update(
        date_start=dt.date(year, 1, 1), date_end=dt.date(year, 1, 1)
    )
    page = desk.get(reverse("timeline")).content.decode()
    assert "Lakeside talks, round 1" in page
    assert "Lakeside talks, round 9" not in page
    assert "Rounds outside of these days: 1" in page
    chosen = {"since": FIRST.isoformat(), "until": SECOND.isoformat()}
    assert "Rounds outside" not in desk.get(reverse("timeline"), chosen).content.decode()


def test_nothing_is_said_of_rounds_outside_where_there_are_none(desk: Client) -> None:
    """All rounds stand on the line."""
    assert "Rounds outside" not in desk.get(reverse("timeline")).content.decode()


def test_an_adopted_text_leads_to_its_draft(desk: Client, cast: Cast) -> None:
    """In the lane of texts, with what became of it and whose account that is."""
    laid = lay(_table(cast))
    put(laid, "settlement", date_start=SECOND)
    put(laid, "text-act", text_act="published", date_start=SECOND)
    page = desk.get(reverse("timeline")).content.decode()
    lane = page.split('id="lane-texts"')[1].split("</section>")[0]
    address = reverse("draft", args=[Instrument.objects.get().pk])
    assert lane.count(f'href="{address}"') == 2
    for words in ("A joint statement", "Adopted", "Published it"):
        assert words in lane


def test_a_track_without_rounds_can_be_chosen(desk: Client, cast: Cast) -> None:
    """The line of it begins where something is told of it."""
    laid = lay(_table(cast))
    put(laid, "track-state", track=laid.table.other_track, date_start=dt.date(2012, 6, 30))
    page = desk.get(reverse("timeline"), {"track": "Hillside talks"})
    assert page.status_code == 200
    assert 'id="lane-tracks"' in page.content.decode()


@pytest.mark.parametrize("ending", ["exe", "CSV", "html", "csv.exe"])
def test_contacts_are_given_as_csv_and_json_alone(desk: Client, ending: str) -> None:
    """Any other ending is no address."""
    assert desk.get(f"/talks/contacts.{ending}").status_code == 404
    assert desk.get("/talks/contacts.csv").status_code == 200


def _table(cast: Cast) -> Any:
    """The table that the fixture made."""
    from talks_parts import Table

    from trucewatch.parties.models import Party
    from trucewatch.talks.models import Track

    party = Party.objects.get
    track = Track.objects.get
    return Table(
        cast, track(name="Lakeside talks"), track(name="Hillside talks"), Round.objects.get(),
        party(name="North"), party(name="South"), party(name="Host"), Instrument.objects.get(),
    )  # fmt: skip

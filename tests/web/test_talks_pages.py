"""What pages of the talks say: days on two clocks, names in the reader’s language, marks."""

import datetime as dt
import re
from typing import Any

import numpy as np
import pytest
from cast import Cast
from django import forms
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from talks_parts import FIRST, Laid, lay, make_table, put

from trucewatch.cases.rules.round_days import Happened, RoundDays, round_seen
from trucewatch.parties.actions import add_party
from trucewatch.talks.queries.tracks import tracks_seen
from trucewatch.talks.rules.contacts import ContactKind, MeetingSeen, Seat, count_contacts
from trucewatch.talks.rules.schedule import Timed
from trucewatch.vocabulary.process import MeetingFormat, PartyKind
from trucewatch.vocabulary.talks import ScheduleKind
from trucewatch.web.drawing.contacts import draw_contacts
from trucewatch.web.drawing.round_days import WIDTH, draw_rounds
from trucewatch.web.language import along, cut, parties_called, round_in_words
from trucewatch.web.templatetags.talks import clock, each_party_once, utc_clock

DAY = dt.timedelta(days=1)


@pytest.fixture
def laid(db: None, cast: Cast) -> Laid:
    """A round with one fact of each kind about it."""
    return lay(make_table(cast))


@pytest.fixture
def desk(laid: Laid, cast: Cast, settings: Any) -> Client:
    """A monitor, signed in."""
    settings.TRUCEWATCH_SECOND_FACTOR = False
    client = Client()
    client.force_login(cast.monitor)
    return client


def timed(first: dt.time, last: dt.time | None = None, zone: str = "Asia/Almaty") -> Timed:
    """A time on 4 July 2017 on the clocks of a venue."""
    return Timed(
        key=None, kind=ScheduleKind.OPENING, what="", voice="", on=dt.date(2017, 7, 4),
        first=first, last=last, is_about=False, zone=zone,
    )  # type: ignore[arg-type]  # fmt: skip


@pytest.mark.parametrize(
    ("first", "last", "local", "universal"),
    [
        (dt.time(11), None, "11:00", "05:00"),
        (dt.time(11), dt.time(12, 30), "11:00-12:30", "05:00-06:30"),
        (dt.time(3), None, "03:00", "3 Jul 2017, 21:00"),
        (dt.time(3), dt.time(4), "03:00-04:00", "3 Jul 2017, 21:00-22:00"),
        (dt.time(5), dt.time(7), "05:00-07:00", "3 Jul 2017, 23:00-4 Jul 2017, 01:00"),
        (dt.time(23), dt.time(1), "23:00-5 Jul 2017, 01:00", "17:00-19:00"),
    ],
)
def test_a_time_in_utc_says_its_day_where_that_is_another(
    first: dt.time, last: dt.time | None, local: str, universal: str
) -> None:
    """As agendas on paper do; an end behind midnight says its day as well."""
    assert clock(timed(first, last)) == local
    assert utc_clock(timed(first, last)) == universal


def test_pages_of_a_meeting_and_of_its_round_say_the_day_in_utc(laid: Laid, desk: Client) -> None:
    """At three in the morning in Almaty it is the evening before."""
    laid.table.round.time_zone = "Asia/Almaty"
    laid.table.round.save()
    row = put(laid, "meeting", name="At night", date_start=FIRST, time_from=dt.time(3))
    before = f"{(FIRST - DAY).day} Jan 2017, 21:00"
    for address in (
        reverse("meeting", args=[row.pk]),
        reverse("round", args=[laid.table.round.pk]),
    ):
        assert f"<bdi>{before}</bdi> UTC" in desk.get(address).content.decode(), address


def test_a_round_is_named_in_the_readers_language(laid: Laid) -> None:
    """In English as the record writes it."""
    held = laid.table.round
    assert round_in_words(held) == str(held)
    with override("ar"):
        named = round_in_words(held)
    assert "الجولة 1" in named
    assert held.track in named


def test_pages_in_arabic_name_rounds_in_arabic(laid: Laid, desk: Client) -> None:
    """The page of the round, a meeting of it, the line of time."""
    desk.cookies["language"] = "ar"
    for address in (
        reverse("round", args=[laid.table.round.pk]),
        reverse("meeting", args=[laid.meeting.pk]),
        reverse("timeline"),
    ):
        page = desk.get(address).content.decode()
        assert "الجولة 1" in page, address
        assert f"{laid.table.round.track}, round 1" not in page, address


def test_voices_that_are_parties_are_called_in_the_readers_language(laid: Laid) -> None:
    """Words that are no party stay as they are."""
    add_party(
        "Neighbour", kind=PartyKind.COALITION, names=[("الجار", "ar")],
        by=laid.table.cast.operator,
    )  # fmt: skip
    with override("ar"):
        called = parties_called(["Neighbour", "A paper"])
    assert called == {"Neighbour": "الجار", "A paper": "A paper"}


def test_dots_of_a_cut_name_stand_at_its_own_end() -> None:
    """Words of the other direction are set apart with their dots."""
    with override("ar"):
        assert cut("Preparatory talks", 8) == "\u2068Prepara…\u2069"
        assert cut("محادثات تحضيرية", 8) == "محادثات…"
        assert along("محادثات") == "\u2067محادثات\u2069"
    assert cut("Preparatory talks", 8) == "Prepara…"
    assert along("Preparatory talks") == "Preparatory talks"


def test_a_party_with_several_roles_of_one_kind_is_named_once(laid: Laid) -> None:
    """By its plain name; who is known by words alone keeps them."""
    host = laid.table.host
    longer = f"{host.name}, with a seat"
    put(laid, "track-role", role_kind="host", party=host, party_label=longer)
    put(laid, "track-role", role_kind="host", party_label="A city")
    roles = dict(tracks_seen(laid.table.reader("monitor"))[0].roles)
    (hosts,) = [rows for kind, rows in roles.items() if kind.value == "host"]
    assert len(hosts) == 3
    named = [role.row.party_label or role.row.party.name for role in each_party_once(hosts)]
    assert named == [host.name, "A city"]


@pytest.mark.parametrize(
    ("state", "words"), [("planned", "Planned"), ("not_held", "Did not take place")]
)
def test_the_line_of_time_says_of_a_meeting_that_it_was_not_held(
    laid: Laid, desk: Client, state: str, words: str
) -> None:
    """On its bar, in what is read out of it, and in the list."""
    put(
        laid, "meeting", name="Evening talk", date_start=FIRST, meeting_state=state,
        intended_format=MeetingFormat.DIRECT.value, actual_format="",
    )  # fmt: skip
    page = desk.get(reverse("timeline")).content.decode()
    assert f"{words}: Evening talk</text>" in page
    assert f"Evening talk ({words})</title>" in page
    assert re.search(rf'Evening talk</bdi></a> <span class="tag">{words}</span>', page)


class Choosing(forms.Form):
    """A line of text, a group of buttons and a group of boxes."""

    name = forms.CharField()
    one = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    several = forms.MultipleChoiceField(
        choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple
    )


def test_the_summary_of_errors_leads_to_the_first_input_of_a_group() -> None:
    """Every link has an input of the form at its end."""
    form = Choosing({})
    found = re.findall(r'href="#([^"]*)"', render_to_string("parts/errors.html", {"form": form}))
    assert found == ["id_name", "id_one_0", "id_several_0"]
    inputs = str(form)
    assert all(f'id="{key}"' in inputs for key in found)


def test_the_picture_of_contacts_tells_of_every_kind_of_contact() -> None:
    """Its squares have the classes of the table, and names are cut only where they are long."""
    seats = (Seat("Armed opposition delegation"), Seat("Envoy"))
    meetings = [
        MeetingSeen(str(n), FIRST, form, seats)
        for n, form in enumerate((MeetingFormat.DIRECT, MeetingFormat.PLENARY))
    ]
    matrix = count_contacts(meetings)
    picture = draw_contacts(matrix, {name: name for name in matrix.actors})
    square = picture.squares[0]
    assert square.kind == ContactKind.FACE_TO_FACE
    assert "1r" in square.more
    assert "Face to face: 1; In the same room only: 1" in square.title
    assert {line.text for line in picture.lines} == set(matrix.actors)
    assert np.isclose(picture.half * 2, picture.cell)


def test_the_chart_of_a_round_names_its_days_and_what_has_no_bar() -> None:
    """The last day is written inside the picture; what lies on several days is said in words."""
    start = dt.date(2017, 3, 13)
    events = [
        Happened(start, start),
        Happened(start, start + DAY),
        Happened(start - 9 * DAY, start - 6 * DAY),
    ]
    seen = round_seen(RoundDays("R", start, start + DAY), events, [], start + 30 * DAY)
    (chart,) = draw_rounds([seen])
    assert chart.label is not None
    assert chart.label.text == "Days of the round"
    last = chart.days[-1]
    assert (last.text, last.anchor) == ("21 Mar", "end")
    assert last.at < WIDTH
    assert chart.without_bar == 1
    assert chart.may_lie_there


def test_the_round_page_tells_what_the_chart_shows(laid: Laid, desk: Client) -> None:
    """The band is named beside the picture."""
    page = desk.get(reverse("round", args=[laid.table.round.pk])).content.decode()
    ground = page.split('aria-labelledby="ground"')[1]
    assert "Days of the round" in ground.split("<figcaption>")[1].split("</figcaption>")[0]


def test_forms_of_facts_of_the_talks_stay_in_the_talks(laid: Laid, settings: Any) -> None:
    """The menu says where one is, and a link leads back to the meeting or the round."""
    settings.TRUCEWATCH_SECOND_FACTOR = False
    client = Client()
    client.force_login(laid.table.cast.secretary)
    meeting, round_ = laid.meeting, laid.table.round
    for asked, back in (
        (f"/facts/minute/new/?meeting={meeting.pk}", reverse("meeting", args=[meeting.pk])),
        (f"/facts/agenda-item/new/?round={round_.pk}", reverse("round", args=[round_.pk])),
        ("/facts/agenda-item/new/?round=none", ""),
    ):
        answer = client.get(asked)
        assert answer.context["back"] == back
        assert [item.name for item in answer.context["navigation"] if item.is_here] == ["talks"]
    elsewhere = client.get("/facts/obligation/new/").context["navigation"]
    assert [item.name for item in elsewhere if item.is_here] == ["agreements"]

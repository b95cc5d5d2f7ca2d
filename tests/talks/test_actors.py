"""Whom a name stands for when contacts are counted, and who met two that are asked for by name."""

import json
from pathlib import Path

import pytest
from cast import Cast
from django.test import Client
from talks_parts import FIRST, Laid, Table, fact, put

from trucewatch.cli.contacts import contacts
from trucewatch.parties.models import PartyName
from trucewatch.talks.actions.meetings import enter_meeting_with
from trucewatch.talks.queries.actors import Actors
from trucewatch.talks.queries.meetings import MeetingFilter, meetings_for_contacts
from trucewatch.talks.rules.contacts import ContactKind, ContactMatrix, count_contacts
from trucewatch.vocabulary.refusal import Refused

pytestmark = pytest.mark.django_db
FACE = ContactKind.FACE_TO_FACE


@pytest.fixture
def seated(laid: Laid) -> Laid:
    """The host, as a guest calls it, meets the north; then in words alone, the south."""
    table = laid.table
    PartyName.objects.create(party=table.south, text="Southerners", folded="southerners")
    for number, (label, other) in enumerate((("Our hosts", "North"), ("OUR HOSTS", "southerners"))):
        seats = [
            fact(laid, "attendance", party=None if number else table.host, party_label=label),
            fact(laid, "attendance", party=None, party_label=other),
        ]
        meeting = fact(laid, "meeting", name=f"Breakfast {number}", actual_format="direct")
        for seat in seats:
            seat.meeting = meeting
        enter_meeting_with(meeting, seats, by=table.secretary)
    return laid


def matrix(table: Table) -> ContactMatrix:
    """Who met whom, as the secretary sees it."""
    return count_contacts(meetings_for_contacts(table.reader("secretary"), MeetingFilter()))


def test_one_actor_is_one_however_accounts_call_it(seated: Laid) -> None:
    """By an alias of the record, by a name that another account gives to the party."""
    found = matrix(seated.table)
    assert {"Host", "North", "South"} <= set(found.actors)
    assert not {"Our hosts", "OUR HOSTS", "southerners"} & set(found.actors)
    assert found.met_both("North", "South") == ("Host",)


def test_whoever_is_in_a_delegation_stands_for_it(laid: Laid) -> None:
    """A head of delegation does not meet the delegation that they lead."""
    table = laid.table
    mine = put(laid, "delegation", party=table.north, party_label="")
    put(laid, "delegate", delegation=mine, name="Ms Head", function="head")
    put(laid, "delegate", delegation=mine, name="A source", function="member", anonymous=True)
    actors = Actors(table.reader("secretary"))
    assert actors.of("ms head") == "North"
    assert actors.of("A source") == "A source"


def test_a_name_of_several_stands_for_itself(laid: Laid) -> None:
    """Nothing is guessed."""
    table = laid.table
    for party in (table.north, table.south):
        put(laid, "attendance", party=party, party_label="The other side")
    actors = Actors(table.reader("secretary"))
    assert actors.of("the other side") == "the other side"
    with pytest.raises(Refused, match="several: North, South"):
        actors.among([], "the other side", "one")


def test_what_a_reader_does_not_see_names_nobody(seated: Laid) -> None:
    """A label that only a closed account gives is no bridge for others."""
    assert Actors(seated.table.reader("secretary")).of("our hosts") == "Host"
    assert Actors(seated.table.reader("observer")).of("our hosts") == "our hosts"


def test_nobody_of_that_name_is_refused_with_its_field(seated: Laid) -> None:
    """Known parties that met nobody are no slip."""
    actors = Actors(seated.table.reader("secretary"))
    known = matrix(seated.table).actors
    assert actors.among(known, " host ", "one") == "Host"
    with pytest.raises(Refused, match="nobody called “Hsot”") as refused:
        actors.among(known, "Hsot", "one")
    assert refused.value.field == "one"


def test_the_page_and_the_interface_take_any_name(
    cast: Cast, seated: Laid, settings: object
) -> None:
    """And say which of the two names is wrong, or missing."""
    settings.TRUCEWATCH_SECOND_FACTOR = False  # type: ignore[attr-defined]
    client = Client()
    client.force_login(cast.secretary)
    asked = {"one": "NORTH", "other": "Southerners"}
    assert client.get("/api/v1/contacts", asked).json()["met_both"] == ["Host"]
    page = client.get("/talks/contacts/", asked)
    assert page.status_code == 200
    assert page.context["both"]["names"] == ["Host"]
    shown = page.content.decode()
    assert 'value="North"' in shown
    assert '<option value="South">' in shown
    wrong = client.get("/api/v1/contacts", {**asked, "other": "Suoth"})
    assert wrong.status_code == 422
    assert wrong.json()["field"] == "other"
    assert client.get("/api/v1/contacts", {"one": "North"}).json()["field"] == "other"
    for bad in (
        {"one": "NORTH", "other": "Suoth"}, {"one": "NORTH", "other": ""},
        {"one": "NORTH", "other": "north"},
    ):  # fmt: skip
        answer = client.get("/talks/contacts/", bad)
        assert answer.status_code == 400
        assert "aria-invalid" in answer.content.decode()


def test_a_track_that_is_none_and_days_that_run_backwards_are_refused(
    cast: Cast, seated: Laid, settings: object
) -> None:
    """Instead of an empty answer."""
    settings.TRUCEWATCH_SECOND_FACTOR = False  # type: ignore[attr-defined]
    client = Client()
    client.force_login(cast.analyst)
    for asked, field in (
        ({"track": "Nonsuch"}, "track"),
        ({"since": "2017-02-01", "until": "2017-01-01"}, "until"),
    ):
        answer = client.get("/api/v1/contacts", asked)
        assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert client.get("/api/v1/contacts", {"track": "lakeside TALKS"}).json()["pairs"]


def test_names_of_a_table_are_compared_without_case(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A name that stands nowhere in it is refused."""
    path = tmp_path / "meetings.csv"
    rows = [("1", "trilateral", "A"), ("1", "trilateral", "B"), ("2", "direct", "B"),
            ("2", "direct", "C")]  # fmt: skip
    lines = ["meeting,day,format,actor", *(f"{m},{FIRST},{f},{a}" for m, f, a in rows)]
    path.write_text("\n".join(lines), "utf-8")
    run = contacts.main
    run(["--table", str(path), "--both", "a", "c", "--format", "json"], standalone_mode=False)
    assert json.loads(capsys.readouterr().out)["met_both"] == ["B"]
    with pytest.raises(Exception, match="both are A"):
        run(["--table", str(path), "--both", "a", "A"], standalone_mode=False)
    with pytest.raises(Exception, match="nobody in the table is called “D”"):
        run(["--table", str(path), "--both", "a", "D"], standalone_mode=False)

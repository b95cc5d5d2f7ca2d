"""Reports as they are told: times, places and points in words, read back before filing."""

import json
import re
import uuid
from typing import Any

import pytest
from cast import PASSWORD, Cast, file
from django.conf import settings as project
from django.test import Client

from trucewatch.intake.models import Caller, Draft, Reception
from trucewatch.ledger.record_verification import verify_record
from trucewatch.places.models import Place
from trucewatch.reports.models import Report

pytestmark = pytest.mark.django_db


def told(client: Client, address: str = "/reports/new/", **changes: str) -> dict[str, str]:
    """The form as the page offers it, with what was entered."""
    form = client.get(address).context["form"]
    blank = {bound.name: bound.value() for bound in form}
    fields = {name: str(value) for name, value in blank.items() if value not in (None, [], False)}
    return {**fields, "told_at": "2017-01-05 14:00", **changes}


def digest_on(response: Any) -> str:
    """What the read-back on the page asks to be confirmed."""
    found = re.search(
        r'name="confirmed" id="id_confirmed" value="(\w+)"', response.content.decode()
    )
    assert found
    return found[1]


def idlib() -> Place:
    """The city of Idlib, as the shipped gazetteer has it."""
    return Place.objects.filter(place_kind="settlement", name__startswith="Idlib").first() or (
        Place.objects.create(
            key="test-idlib", name="Idlib", place_kind="settlement", pcode="C3871",
            latitude=35.93, longitude=36.63, parent=Place.objects.get(name="Idlib"),
        )
    )  # fmt: skip


def test_what_was_understood_is_read_back_before_it_is_filed(as_, cast: Cast, gazetteer: None):
    """Nothing is filed until the time, the place and the point are confirmed."""
    client, place = as_("monitor"), idlib()
    form = told(
        client, told_when="منذ ساعتين", place_as_published="إدلب", place_key=place.key,
        summary="Shells",
    )  # fmt: skip
    response = client.post("/reports/new/", form)
    page = response.content.decode()
    assert response.status_code == 422
    assert Report.objects.count() == 0
    assert "2017-01-05 09:30 – 2017-01-05 10:30 UTC" in page
    assert place.name in page
    assert "Read back what was understood" in page
    client.post("/reports/new/", {**form, "confirmed": digest_on(response)})
    report = Report.objects.get()
    assert str(report.date_start) == "2017-01-05"
    assert (report.latitude, report.location_precision) == (place.latitude, 1)
    assert (report.place_as_published, report.area.name) == ("إدلب", "Idlib")
    reception = Reception.objects.get()
    assert (reception.told_when, reception.place) == ("منذ ساعتين", place)
    assert reception.happened_from is not None
    assert f"{reception.happened_from:%H:%M}" == "09:30"
    assert verify_record().is_intact


def test_a_confirmation_counts_for_what_was_read_back_alone(as_, cast: Cast, gazetteer: None):
    """Whoever changes the words afterwards reads them back again."""
    client = as_("monitor")
    form = told(client, told_when="two hours ago", place_as_published="Talbisa",
                location_precision="1")  # fmt: skip
    digest = digest_on(client.post("/reports/new/", form))
    changed = {**form, "told_when": "yesterday", "confirmed": digest}
    assert client.post("/reports/new/", changed).status_code == 422
    assert Report.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"told_when": "when the mill burned"}, "told_when"),
        ({"told_when": "two hours ago", "told_at": "soon"}, "told_when"),
        ({"told_when": "yesterday", "date_start": "2017-01-01"}, "date_start"),
        ({"point": "near the mill"}, "point"),
        ({}, "date_start"),
    ],
)
def test_what_is_not_understood_is_told_at_its_field(
    as_, cast: Cast, changes: dict[str, str], field: str
):
    """And nothing is filed with half of it."""
    client = as_("monitor")
    given = {"place_as_published": "Talbisa", "location_precision": "1", **changes}
    response = client.post("/reports/new/", told(client, **given))
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert Report.objects.count() == 0


def test_a_point_is_read_in_its_notation_and_compared_with_the_place(
    as_, cast: Cast, gazetteer: None
):
    """Far apart, the page asks which of the two is meant."""
    client = as_("monitor")
    form = told(client, point="٣٥°٢٦'٢٤\"N 36°39'E", date_start="2017-01-05",
                place_key=idlib().key, place_as_published="Idlib")  # fmt: skip
    response = client.post("/reports/new/", form)
    assert "km from the place above" in response.content.decode()
    client.post("/reports/new/", {**form, "confirmed": digest_on(response)})
    report = Report.objects.get()
    assert (report.latitude, report.longitude) == (pytest.approx(35.44), pytest.approx(36.65))


def test_looking_through_the_form_shows_what_it_may_repeat_and_is_no_error(
    as_, cast: Cast, gazetteer: None
):
    """Reports near in time and place that the member may see; none that they may not."""
    seen = file(cast.monitor, latitude=35.93, longitude=36.63, place_as_published="Near the mill")
    client = as_("analyst")
    form = told(client, date_start="2016-12-31", latitude="35.95", longitude="36.62",
                location_precision="1")  # fmt: skip
    response = client.post("/reports/new/", {**form, "check": "1"})
    assert response.status_code == 200
    assert "Is it one of these?" in response.content.decode()
    assert seen.place_as_published in response.content.decode()
    assert Report.objects.count() == 1
    hidden = as_("liaison")
    form = told(hidden, date_start="2016-12-31", latitude="35.95", longitude="36.62",
                location_precision="1")  # fmt: skip
    answer = hidden.post("/reports/understood/", form).content.decode()
    assert "Is it one of these?" not in answer


def test_places_are_suggested_by_name_in_any_script_and_by_code(as_, cast: Cast, gazetteer: None):
    """To members who may file; the gazetteer alone is looked at."""
    place = idlib()
    client = as_("monitor")
    for words in ("Idlib", "إدلب", "ادلب"):
        places = client.get("/reports/places/", {"q": words}).json()["places"]
        assert "Idlib" in {found["name"] for found in places}, words
    if place.pcode:
        found = client.get("/reports/places/", {"q": place.pcode.lower()}).json()["places"]
        assert found[0]["key"] == place.key
    assert client.get("/reports/places/", {"q": "\x00" * 500}).json() == {"places": []}
    assert as_("public").get("/reports/places/", {"q": "Idlib"}).status_code == 302
    assert as_("administrator").get("/reports/places/", {"q": "Idlib"}).status_code == 403


def test_the_map_to_point_at_knows_its_own_corners(as_, cast: Cast):
    """From them the browser reckons the point; nothing runs or styles from within it."""
    page = as_("monitor").get("/reports/map/").content.decode()
    for corner in ("west", "east", "south", "north"):
        assert re.search(rf'data-{corner}="-?[\d.]+"', page)
    assert "style=" not in page
    assert "<script" not in page


def test_a_draft_is_kept_offered_and_gone_once_filed(as_, cast: Cast):
    """The names of callers are in none."""
    client, key = as_("monitor"), str(uuid.uuid4())
    fields = {"summary": "Half a word", "caller_name": "Umm Khalid", "writer": "x", "key": key}
    assert client.post(f"/reports/drafts/report/{key}/", fields).json()["kept"] is True
    draft = Draft.objects.get()
    assert draft.fields == {"summary": ["Half a word"], "key": [key]}
    page = client.get("/reports/new/").content.decode()
    assert f"?draft={key}" in page
    assert f"?draft={key}" not in as_("analyst").get("/reports/new/").content.decode()
    assert "Half a word" not in as_("analyst").get(f"/reports/new/?draft={key}").content.decode()
    form = told(client, f"/reports/new/?draft={key}", date_start="2017-01-05",
                place_as_published="Talbisa", location_precision="1")  # fmt: skip
    assert (form["key"], form["summary"]) == (key, "Half a word")
    assert client.get(f"/reports/drafts/{key}/filed/").json() == {"filed": False}
    client.post("/reports/new/", form)
    assert Draft.objects.count() == 0
    assert client.get(f"/reports/drafts/{key}/filed/").json() == {"filed": True}
    answer = client.post(f"/reports/drafts/report/{key}/", fields).json()
    assert answer == {"kept": False, "filed": True}


def sign_in(client: Client, username: str, address: str) -> Any:
    """The page behind the sign-in form."""
    form = {"login": username, "password": PASSWORD}
    return client.post(address, form, follow=True)


def test_a_form_sent_after_the_session_ended_waits_filled_in_behind_the_sign_in(as_, cast: Cast):
    """Without a script as well; the key is the same, so that it still is one report."""
    client = as_("monitor")
    form = told(client, summary="Written for an hour", date_start="2017-01-05",
                place_as_published="Talbisa", location_precision="1", spot="on")  # fmt: skip
    client.cookies.pop(project.SESSION_COOKIE_NAME)
    answer = client.post("/reports/new/", form)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/?next=/reports/new/")
    page = sign_in(client, "monitor", answer["Location"])
    assert "Here is what you had written" in page.content.decode()
    kept = page.context["form"]
    assert kept["summary"].value() == "Written for an hour"
    assert kept["key"].value() == form["key"]
    assert kept["spot"].value()
    again = client.get("/reports/new/")
    assert "Written for an hour" not in again.content.decode()


def test_what_waits_behind_the_sign_in_is_shown_to_its_writer_alone(as_, cast: Cast):
    """A shared machine hands nothing on; a caller's name does not wait at all."""
    client = as_("monitor")
    form = told(client, "/reports/call/", summary="A secret", caller_name="Umm Khalid")
    client.cookies.pop(project.SESSION_COOKIE_NAME)
    answer = client.post("/reports/call/", form)
    assert "Umm Khalid" not in json.dumps(dict(client.session.items()), default=str)
    page = sign_in(client, "analyst", answer["Location"])
    assert page.status_code == 403
    page = client.get("/reports/new/")
    assert "A secret" not in page.content.decode()
    stranger = Client()
    stranger.post("/reports/new/", {"summary": "Nobody wrote this", "writer": "forged"})
    assert "unsent_form" not in stranger.session


def test_a_call_is_filed_with_the_callers_own_words_and_a_pseudonym(as_, cast: Cast):
    """The monitor is told the pseudonym, and the page of the call leads to the vault."""
    client = as_("monitor")
    form = told(
        client, "/reports/call/", date_start="2017-01-05", place_as_published="Talbisa",
        location_precision="1", original="سقطت قذائف", language="ar", summary="Shells fell",
        caller_name="Umm Khalid", caller_contact="0944", event_type="shelling",
    )  # fmt: skip
    assert client.post("/reports/call/", form).status_code == 422
    sent = {**form, "caller_consents": ["call_back"]}
    page = client.post("/reports/call/", sent, follow=True).content.decode()
    caller = Caller.objects.get()
    assert caller.pseudonym in page
    assert "Umm Khalid" not in page
    client.post("/reports/call/", sent)
    assert Caller.objects.count() == Report.objects.count() == 1
    report = Report.objects.get()
    assert (report.original, report.source.key) == ("سقطت قذائف", "hotline")
    shown = client.get(f"/duty/receptions/{report.reception.pk}/").content.decode()
    assert "To be called back with questions" in shown
    assert "Umm Khalid" not in shown
    opened = client.post(f"/duty/callers/{caller.pk}/open/", {"because": "To ask"})
    assert "Umm Khalid" in opened.content.decode()
    assert client.post(f"/duty/callers/{caller.pk}/open/", {}).status_code == 422
    other = as_("administrator").post(f"/duty/callers/{caller.pk}/open/", {"because": "Curious"})
    assert other.status_code == 403


@pytest.mark.parametrize("part", ["administrator", "analyst", "delegate", "liaison"])
def test_calls_are_taken_by_monitors_alone(as_, cast: Cast, part: str):
    """Nobody else is even shown the form."""
    assert as_(part).get("/reports/call/").status_code == 403

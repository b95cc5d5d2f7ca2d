"""Every page answers every part of the cast as their role has it."""

import pytest
from cast import Cast, file
from django.test import Client

from trucewatch.accounts.actions import open_record
from trucewatch.incidents.models import Link
from trucewatch.ledger.genesis import genesis_facts

pytestmark = pytest.mark.django_db

MEMBERS = ("administrator", "monitor", "analyst", "delegate", "liaison", "observer")
OPEN_TO = {
    "/": {"public", *MEMBERS},
    "/account/login/": {"public"},
    "/situation/": set(MEMBERS),
    "/ledgers/": set(MEMBERS),
    "/bulletins/": set(MEMBERS),
    "/reports/new/": set(MEMBERS) - {"administrator"},
    "/import/": {"administrator", "monitor", "analyst"},
    "/members/": {"administrator"},
    "/members/organisations/new/": {"administrator"},
    "/account/mfa/": set(MEMBERS),
    "/account/password/change/": set(MEMBERS),
}


@pytest.mark.parametrize("address", OPEN_TO)
@pytest.mark.parametrize("part", ["public", *MEMBERS])
def test_a_page_is_open_to_those_whose_role_it_is_for(as_, part, address):
    """Others are led to sign in, or told that their role does not carry the right."""
    response = as_(part).get(address)
    if part in OPEN_TO[address]:
        assert response.status_code == 200
    else:
        assert response.status_code in (302, 403)


@pytest.mark.parametrize("address", ["/situation/", "/ledgers/", "/import/", "/members/"])
def test_whoever_is_not_signed_in_is_asked_to(as_, address):
    """The way back is kept in the address."""
    response = as_("public").get(address)
    assert response.status_code == 302
    assert response["Location"] == f"/account/login/?next={address}"


def test_an_unknown_address_is_answered_in_the_words_for_a_hidden_one(as_, cast: Cast):
    """Nobody learns from the answer whether something is hidden or was never there."""
    report = file(cast.liaison, compartment=cast.home_of(cast.liaison))
    hidden = Link.objects.get(report=report).incident_id
    client = as_("rival")
    answers = [
        client.get(f"/incidents/{key}/") for key in (hidden, "00000000-0000-7000-8000-000000000000")
    ]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert "There is nothing here that you may see." in answers[0].content.decode()
    assert answers[0].context["reason"] == answers[1].context["reason"]


def test_nothing_on_a_page_runs_or_styles_from_within_it(as_, cast: Cast):
    """The policy forbids inline scripts and styles, so no page may rely on one."""
    report = file(cast.monitor, latitude=35.0, longitude=37.0)
    incident = Link.objects.get(report=report).incident_id
    client = as_("monitor")
    for address in ("/situation/", f"/incidents/{incident}/", "/reports/new/", "/ledgers/"):
        response = client.get(address)
        page = response.content.decode()
        assert " style=" not in page
        assert "<style" not in page
        assert "<script>" not in page
        assert "unsafe-inline" not in response["Content-Security-Policy"]


def test_every_page_says_that_a_record_is_a_demonstration(db):
    """A reader never takes invented reports for real ones."""
    open_record(name="Trial", demonstration="invented")
    assert genesis_facts()["demonstration"] == "invented"
    assert "This is a demonstration record (invented)" in Client().get("/").content.decode()


def test_a_real_record_says_nothing_of_a_demonstration(as_):
    """The banner stands only where it is true."""
    assert "demonstration record" not in as_("monitor").get("/situation/").content.decode()


def test_signing_out_needs_a_form(as_):
    """A link or an image on another page cannot sign anybody out."""
    client = as_("monitor")
    client.get("/account/logout/")
    assert client.get("/situation/").status_code == 200
    client.post("/account/logout/")
    assert client.get("/situation/").status_code == 302


def test_a_form_from_elsewhere_is_refused(cast: Cast, demonstration):
    """Every act by POST needs the token of a page of ours."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.administrator)
    response = client.post("/members/", {"role": "monitor"})
    assert response.status_code == 403


def test_no_cache_on_the_way_keeps_what_a_member_reads(as_):
    """Pages and data alike; what anyone may see is left to its own rules."""
    for address in ("/", "/situation/", "/api/v1/reports", "/nothing/"):
        assert as_("monitor").get(address)["Cache-Control"] == "private, no-store"
    assert "no-store" not in as_("public").get("/").get("Cache-Control", "")

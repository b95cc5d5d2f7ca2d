"""Pages pass an automatic check of accessibility, in light, dark and right-to-left."""

from collections.abc import Callable
from typing import Any

import pytest
from cast import Cast, account, file, patrol
from playwright.sync_api import Page

from trucewatch.incidents.actions import Filing, file_report, merge_reports
from trucewatch.incidents.models import Link
from trucewatch.talks.models import Round

SignIn = Callable[[str], Page]
Check = Callable[[Page], list[str]]


@pytest.fixture
def incident(served: Cast) -> str:
    """An incident of two reports with another one close by."""
    place = {"latitude": 35.93, "longitude": 36.63, "place_as_published": "Idlib"}
    first = file(served.monitor, deaths_low=2, deaths_high=5, **place)
    second = file(served.analyst, deaths_low=9, **place)
    filing = Filing(source=patrol(), key="row", account=account(**place), original="1,2,3")
    file_report(filing, by=served.monitor)
    into = Link.objects.get(report=first).incident_id
    merge_reports(into=into, reports=[second.pk], by=served.monitor, because="One event")
    day = first.date_start
    Round.objects.create(track="Astana", ordinal=1, date_start=day, date_end=day)
    return str(into)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_fault_that_can_be_found_automatically(
    sign_in: SignIn,
    incident: str,
    violations: Check,
    live_server: Any,
    outside_requests: list[str],
    scheme: Any,
):
    """Colours, names, headings, landmarks; and nothing is asked of any other machine."""
    page = sign_in("monitor")
    page.emulate_media(color_scheme=scheme)
    found = []
    for address in (
        "/",
        "/situation/",
        f"/incidents/{incident}/",
        "/reports/new/",
        "/import/",
        "/ledgers/",
        "/ledgers/coverage/new/",
        "/bulletins/",
        "/account/mfa/",
        "/account/password/change/",
        "/nothing/",
    ):
        page.goto(f"{live_server.url}{address}")
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        found += violations(page)
    assert found == []
    assert outside_requests == []


def test_the_administrators_pages_have_none_either(
    sign_in: SignIn, served: Cast, violations: Check, live_server: Any
):
    """Members, one member, a new organisation."""
    page = sign_in("administrator")
    found = []
    circle = served.home_of(served.liaison)
    for address in (
        "/members/",
        f"/members/{served.monitor.pk}/",
        "/members/organisations/new/",
        "/members/compartments/",
        f"/members/compartments/{circle.pk}/",
    ):
        page.goto(f"{live_server.url}{address}")
        found += violations(page)
    assert found == []


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_no_page_is_wider_than_a_phone(
    sign_in: SignIn, incident: str, live_server: Any, direction: str
):
    """Nothing has to be pushed sideways to be read, whichever way the script runs."""
    page = sign_in("monitor")
    page.set_viewport_size({"width": 390, "height": 844})
    for address in ("/", "/situation/", f"/incidents/{incident}/", "/reports/new/", "/ledgers/"):
        page.goto(f"{live_server.url}{address}")
        page.evaluate("direction => { document.documentElement.dir = direction; }", direction)
        wide, screen = page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert wide <= screen, address

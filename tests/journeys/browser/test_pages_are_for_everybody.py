"""Pages pass an automatic check of accessibility, in light, dark and right-to-left."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from cast import Cast, account, file, patrol
from playwright.sync_api import Page

from trucewatch.incidents.actions import Filing, file_report, merge_reports
from trucewatch.incidents.linkage.actions import Wish, propose_links
from trucewatch.incidents.models import Link
from trucewatch.parties.actions import add_party
from trucewatch.reports.models import Report, Tally
from trucewatch.sources.models import Source
from trucewatch.talks.models import Round
from trucewatch.vocabulary.process import PartyKind

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
    propose_links(Wish(), by=served.monitor)
    Round.objects.create(track="Astana", ordinal=1, date_start=day, date_end=day)
    return str(into)


def _two_reports() -> str:
    """The part of an address that names two reports."""
    one, other = Report.objects.order_by("pk").values_list("pk", flat=True)[:2]
    return f"{one}/{other}"


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
        "/review/",
        f"/review/{_two_reports()}/",
        "/review/calibration/",
        "/desk/",
        "/statements/",
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
    for address in (
        "/",
        "/situation/",
        f"/incidents/{incident}/",
        "/reports/new/",
        "/ledgers/",
        "/desk/",
    ):
        page.goto(f"{live_server.url}{address}")
        page.evaluate("direction => { document.documentElement.dir = direction; }", direction)
        wide, screen = page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert wide <= screen, address


def test_a_word_without_end_stays_inside_a_phone(sign_in: SignIn, served: Cast, live_server: Any):
    """A source may write what it likes; the page is not pushed apart by it."""
    word = "x" * 300
    report = file(served.monitor, place_as_published=word, summary=word)
    incident = Link.objects.get(report=report).incident_id
    page = sign_in("monitor")
    page.set_viewport_size({"width": 390, "height": 844})
    for address in ("/situation/", f"/incidents/{incident}/", f"/reports/{report.pk}/correct/"):
        page.goto(f"{live_server.url}{address}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address


def test_both_ledgers_stand_on_a_phone_without_pushing_sideways(
    sign_in: SignIn, served: Cast, live_server: Any
):
    """Each day is a block with one monitor below the other, equally wide."""
    source = Source.objects.create(key="t", name="T")
    for name in ("First monitor", "Second monitor"):
        Tally.objects.create(
            source=source,
            monitor=add_party(name, kind=PartyKind.ORGANISATION, by=served.monitor),
            monitor_as_published=name,
            reported_on=dt.date(2017, 1, 9),
            window_hours=24,
            stated_total=14,
            published_at_address="https://example.org/" + "x" * 200,
            handling="GREEN",
        )
    page = sign_in("monitor")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server.url}/ledgers/")
    scroller = page.locator(".ledgers-frame")
    assert scroller.evaluate("frame => frame.scrollWidth <= frame.clientWidth")
    cells = [cell.bounding_box() for cell in page.locator(".ledgers td").all()]
    assert len(cells) == 2
    assert all(cell and cell["x"] >= 0 and cell["x"] + cell["width"] <= 390 for cell in cells)
    assert cells[0]["width"] == cells[1]["width"]
    assert page.get_by_role("main").get_by_text("Second monitor", exact=True).last.is_visible()


def test_a_long_table_begins_on_the_sheet_where_its_heading_stands(
    sign_in: SignIn, incident: str, live_server: Any
):
    """On paper a table may be broken between its rows, but not within one."""
    page = sign_in("monitor")
    page.emulate_media(media="print")
    page.goto(f"{live_server.url}/situation/")
    breaks = "found => getComputedStyle(found).breakInside"
    assert page.locator("#list ~ .scroll").evaluate(breaks) == "auto"
    assert page.locator("#list ~ .scroll tbody tr").first.evaluate(breaks) == "avoid"

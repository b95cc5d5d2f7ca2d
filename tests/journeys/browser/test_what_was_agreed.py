"""What was agreed and said, in a browser: for everybody, on a phone, and drawn by hand."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from trucewatch.agreements.models import Instrument, Obligation, ScopeArea
from trucewatch.demonstration.astana import load_demonstration
from trucewatch.demonstration.cast import PASSWORD
from trucewatch.statements.models import FigureClaim

Check = Callable[[Page], list[str]]


@pytest.fixture
def desk(transactional_db: None, live_server: Any, settings: Any, page: Page) -> Page:
    """A monitor's tab over the demonstration record."""
    settings.TRUCEWATCH_SECOND_FACTOR = False
    load_demonstration()
    page.goto(f"{live_server.url}/account/login/")
    page.get_by_label("Username").fill("monitor")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/situation/")
    return page


def _addresses() -> list[str]:
    instrument = Instrument.objects.get(name__startswith="Nationwide").pk
    obligation, figure = Obligation.objects.first(), FigureClaim.objects.first()
    assert obligation
    assert figure
    return [
        "/agreements/",
        f"/agreements/{instrument}/",
        "/agreements/compliance/",
        "/agreements/demands/",
        "/agreements/deliveries/",
        "/agreements/control/",
        "/agreements/catalogue/",
        "/agreements/new/",
        "/agreements/relations/new/",
        "/figures/",
        "/questions/",
        "/positions/",
        f"/facts/obligation/{obligation.pk}/",
        f"/facts/figure/{figure.pk}/",
        "/facts/obligation/new/",
        "/facts/scope-area/new/",
    ]


def _too_wide(page: Page, address: str) -> list[str]:
    found = []
    for direction in ("ltr", "rtl"):
        page.evaluate("direction => { document.documentElement.dir = direction; }", direction)
        if page.evaluate("document.documentElement.scrollWidth") > 390:
            found.append(f"{address} {direction}")
    return found


def test_pages_of_what_was_agreed_are_for_everybody_and_an_area_is_drawn(
    desk: Page, violations: Check, live_server: Any, outside_requests: list[str]
) -> None:
    """No fault in light and dark, nothing wider than a phone, and a corner after a corner."""
    faults, wide = [], []
    for address in _addresses():
        desk.set_viewport_size({"width": 1280, "height": 900})
        answer = desk.goto(f"{live_server.url}{address}")
        assert answer, address
        assert answer.status == 200, address
        desk.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        for scheme in ("light", "dark"):
            desk.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            faults += violations(desk)
        desk.set_viewport_size({"width": 390, "height": 844})
        wide += _too_wide(desk, address)
    assert faults == []
    assert wide == []
    _draw(desk, live_server.url)
    assert outside_requests == []


def _draw(page: Page, site: str) -> None:
    """Four corners, one taken back and set anew, closed, recorded, found on the page."""
    page.set_viewport_size({"width": 1280, "height": 1000})
    instrument = Instrument.objects.get(name__startswith="Nationwide")
    page.goto(f"{site}/facts/scope-area/new/?instrument={instrument.pk}")
    for across, down in ((0.3, 0.3), (0.6, 0.3), (0.6, 0.6), (0.9, 0.9)):
        _corner(page, across, down)
    page.get_by_role("button", name="Take back the last corner").click()
    _corner(page, 0.3, 0.6)
    page.get_by_role("button", name="Close the outline").click()
    typed = json.loads(page.get_by_label("Outline (GeoJSON)").input_value())
    assert len(typed["coordinates"][0]) == 5
    page.get_by_label("Name").first.fill("Drawn by hand")
    page.get_by_label("Covered or excepted").select_option("excepted")
    page.get_by_role("main").get_by_role("button", name="Enter in the record").click()
    page.wait_for_url(lambda address: "/new/" not in address)
    row = ScopeArea.objects.get(name="Drawn by hand")
    assert row.geometry == typed
    page.goto(f"{site}/agreements/{instrument.pk}/")
    assert page.get_by_role("link", name="Drawn by hand").first.is_visible()


def _corner(page: Page, across: float, down: float) -> None:
    board = page.locator(".draw svg").bounding_box()
    assert board
    page.mouse.click(board["x"] + board["width"] * across, board["y"] + board["height"] * down)

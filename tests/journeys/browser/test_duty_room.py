"""The duty room: triage by keyboard alone, the live map and its list, light pages, no script."""

import contextlib
import datetime as dt
import gzip
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from cast import PASSWORD, Cast, file
from playwright.sync_api import Browser, Page, Response, expect
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from trucewatch.incidents.linkage.actions import Wish, propose_links
from trucewatch.incidents.models import Link
from trucewatch.reports.models import Report

FIRST_PAGE_KB = 250
WITH_MAP_KB = 900
NO_WEBGL = """
const get = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
  return kind.startsWith("webgl") ? null : get.call(this, kind, ...rest);
};
"""


@pytest.fixture
def scene(served: Cast) -> list[Report]:
    """Some reports around one town, one of them known to its governorate alone."""
    around = [(35.50, 36.70), (35.52, 36.71), (35.10, 36.75), (34.60, 36.60)]
    return [
        file(
            served.monitor,
            day=dt.date(2017, 2, 1 + number),
            latitude=lat,
            longitude=lon,
            event_type="shelling",
            place_as_published=f"Place {number}",
            summary=f"account number {number}",
        )
        for number, (lat, lon) in enumerate(around)
    ]


def _arrive_at(page: Page, place: str) -> None:
    """The report of that place is shown, and its keys answer."""
    expect(page.get_by_role("heading", name=place)).to_be_visible()
    page.wait_for_load_state("load")


@pytest.fixture
def proposed(served: Cast) -> list[Report]:
    """Three places, each told of twice on one day, and what the engine proposes of them."""
    made = [
        file(
            by,
            day=dt.date(2017, 2, 1 + 5 * number),
            latitude=35.0 + number,
            longitude=36.5,
            event_type="shelling",
            place_as_published=f"Place {number}",
        )
        for number in range(3)
        for by in (served.monitor, served.analyst)
    ]
    propose_links(Wish(), by=served.monitor)
    return made


def test_links_are_reviewed_by_keyboard_alone(
    sign_in: Callable[[str], Page], proposed: list[Report]
) -> None:
    """g r, then s for the same, u to take it back, n for another, l for later."""
    page = sign_in("monitor")
    page.keyboard.press("g")
    page.keyboard.press("r")
    page.wait_for_url("**/review/")
    expect(page.get_by_text("3 pairs wait")).to_be_visible()
    page.wait_for_load_state("load")
    page.keyboard.press("s")
    expect(page.get_by_text("Said to be the same incident.")).to_be_visible()
    expect(page.get_by_text("2 pairs wait")).to_be_visible()
    page.wait_for_load_state("load")
    page.keyboard.press("u")
    expect(page.get_by_role("heading", name="Two reports")).to_be_visible()
    page.goto(page.url.split("/review/")[0] + "/review/")
    expect(page.get_by_text("3 pairs wait")).to_be_visible()
    page.wait_for_load_state("load")
    page.keyboard.press("n")
    expect(page.get_by_text("Said not to be the same incident.")).to_be_visible()
    page.wait_for_load_state("load")
    page.keyboard.press("l")
    expect(page.get_by_text("Left for later.")).to_be_visible()
    expect(page.get_by_text("1 pair waits")).to_be_visible()


def test_reports_are_triaged_by_keyboard_alone(
    sign_in: Callable[[str], Page], scene: list[Report]
) -> None:
    """g t, a digit, s: the next one comes; n leaves one for later; the list of keys tells which."""
    page = sign_in("monitor")
    page.keyboard.press("g")
    page.keyboard.press("t")
    page.wait_for_url("**/triage/")
    _arrive_at(page, "Place 3")
    page.keyboard.press("3")
    page.keyboard.press("s")
    _arrive_at(page, "Place 2")
    page.keyboard.press("n")
    _arrive_at(page, "Place 1")
    page.keyboard.press("r")
    page.keyboard.type("Seen by patrol 7, s and n are only letters here")
    page.keyboard.press("Escape")
    page.keyboard.press("5")
    page.keyboard.press("Control+Enter")
    _arrive_at(page, "Place 0")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Save and go on")
    expect(dialog).to_contain_text("Situation")
    page.keyboard.press("Escape")
    states = {r.place_as_published: r.verification for r in Report.objects.all()}
    assert states == {
        "Place 0": "unverified",
        "Place 1": "verified_on_site",
        "Place 2": "unverified",
        "Place 3": "corroborated",
    }


def test_an_incident_is_searched_for_and_opened_by_keyboard(
    sign_in: Callable[[str], Page], scene: list[Report]
) -> None:
    """/ and words, then j and Enter."""
    page = sign_in("monitor")
    page.keyboard.press("/")
    page.keyboard.type("account number 2")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/incidents/**")
    expect(page.get_by_text("account number 2")).to_be_visible()


@pytest.fixture
def webgl_page(
    chromium: Browser, served: Cast, live_server: Any, outside_requests: list[str]
) -> Iterator[Page]:
    """A tab of a browser that draws in software what others draw with their graphics card."""
    arguments = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
    browser = chromium.browser_type.launch(executable_path=_executable(), args=arguments)
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.on("request", lambda request: _note(request.url, outside_requests))
    page.goto(f"{live_server.url}/account/login/")
    page.get_by_label("Username").fill("monitor")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/situation/")
    yield page
    browser.close()


def _executable() -> str:
    names = ("chromium", "chromium-browser", "google-chrome")
    return next(path for name in names if (path := shutil.which(name)))


def _note(address: str, outside: list[str]) -> None:
    if not address.startswith(("http://localhost", "http://127.0.0.1", "data:", "blob:")):
        outside.append(address)


def _wait_until(page: Page, condition: str) -> None:
    """Ask again and again; the page's policy forbids Playwright's own way of waiting."""
    for _ in range(100):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never came true: {condition}")


def _drawn(page: Page, layer: str) -> list[dict[str, Any]]:
    """What the live map shows of a layer, once nothing is on its way any more."""
    _wait_until(
        page,
        "document.querySelector('[data-live-map]').map?.loaded()"
        " && document.querySelector('[data-live-map]').map.areTilesLoaded()",
    )
    found: list[dict[str, Any]] = page.evaluate(
        "layer => document.querySelector('[data-live-map]').map"
        ".queryRenderedFeatures({layers: [layer]}).map(f => f.properties)",
        layer,
    )
    return found


def test_the_live_map_and_the_list_are_one_thing(
    webgl_page: Page, scene: list[Report], outside_requests: list[str]
) -> None:
    """As many reports in hexagons as in the list; pointing at a row marks its hexagon."""
    page = webgl_page
    _wait_until(page, "location.hash.startsWith('#map=')")
    assert not page.url.endswith("/0/0"), "whoever reloads at once lands in the sea"
    page.reload()
    hexagons = {h["cell"]: h["reports"] for h in _drawn(page, "hexagons")}
    assert sum(hexagons.values()) == len(scene)
    page.locator("table[data-incidents] tbody tr").first.hover()
    _wait_until(
        page,
        "document.querySelector('[data-live-map]').map"
        ".queryRenderedFeatures({layers: ['lit-hexagons']}).length === 1",
    )
    page.evaluate(
        "document.querySelector('[data-live-map]').map.jumpTo({center: [36.7, 35.5], zoom: 11})"
    )
    points = _drawn(page, "points")
    expected = {str(Link.objects.get(report=r).incident_id) for r in scene[:2]}
    assert {point["incident"] for point in points} == expected
    assert outside_requests == []


def test_without_webgl_the_servers_drawing_stays(
    sign_in: Callable[[str], Page], scene: list[Report]
) -> None:
    """And its hexagons light up with the rows as well."""
    page = sign_in("monitor")
    page.add_init_script(NO_WEBGL)
    page.reload()
    expect(page.locator("figure.map > svg")).to_be_visible()
    row = page.locator("table[data-incidents] tbody tr").first
    row.hover()
    expect(page.locator("svg a.lit")).to_have_count(1)
    page.locator("svg a[href*='cell=']").first.hover()
    expect(page.locator("tr.lit").first).to_be_visible()


def _weight_kb(page: Page, address: str) -> float:
    """What a page weighs as the server sends it: text packed, fonts and pictures as they are.

    The tests' own server packs nothing, so that is reckoned here.
    """
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    for last in (False, True):
        page.goto("about:blank")
        answers.clear()
        page.goto(address)
        try:
            page.wait_for_load_state("networkidle")
            break
        except PlaywrightTimeoutError:  # a drawing by software can keep a busy machine waiting
            if last:
                raise
    sizes = {answer.url: _sent_bytes(answer) for answer in answers if answer.ok}
    assert len(sizes) > 3
    return sum(sizes.values()) / 1000


def _sent_bytes(answer: Response) -> int:
    with contextlib.suppress(PlaywrightError):  # a redirection has no body
        body = answer.body()
        return len(body if answer.url.endswith((".woff2", ".png")) else gzip.compress(body))
    return 0


def test_the_first_page_is_light(
    sign_in: Callable[[str], Page], scene: list[Report], live_server: Any
) -> None:
    """For a phone on a bad line, fonts included; the public home as well."""
    page = sign_in("monitor")
    page.add_init_script(NO_WEBGL)
    assert _weight_kb(page, f"{live_server.url}/situation/") <= FIRST_PAGE_KB
    assert _weight_kb(page, f"{live_server.url}/") <= FIRST_PAGE_KB


def test_the_page_with_its_live_map_stays_within_bounds(
    webgl_page: Page, scene: list[Report], live_server: Any
) -> None:
    """The script of the map is the largest part of it."""
    size = _weight_kb(webgl_page, f"{live_server.url}/situation/")
    assert size <= WITH_MAP_KB


@pytest.mark.parametrize(
    "address",
    ["/", "/data/", "/situation/", "/search/?q=account", "/triage/", "/searches/?type=shelling"],
)
def test_axe_finds_nothing_wrong(
    sign_in: Callable[[str], Page],
    scene: list[Report],
    live_server: Any,
    violations: Callable[[Page], list[str]],
    address: str,
) -> None:
    """WCAG 2.2 AA, light and dark."""
    page = sign_in("monitor")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.goto(f"{live_server.url}{address}")
        assert violations(page) == []


def test_everything_is_reached_without_a_script(
    chromium: Browser, served: Cast, scene: list[Report], live_server: Any
) -> None:
    """Filter, list, map, incident, search and triage are plain pages and forms."""
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/account/login/")
    page.get_by_label("Username").fill("monitor")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.goto(f"{live_server.url}/situation/?type=shelling")
    expect(page.locator("figure.map > svg")).to_be_visible()
    page.get_by_role("link", name="Place 3").click()
    expect(page.get_by_text("account number 3")).to_be_visible()
    page.get_by_role("searchbox").fill("number 1")
    page.get_by_role("searchbox").press("Enter")
    expect(page.get_by_role("link", name="Place 1")).to_be_visible()
    page.goto(f"{live_server.url}/triage/")
    page.get_by_label("Corroborated").check()
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_role("heading", name="Place 2")).to_be_visible()
    context.close()

"""The whole interface in five languages, from the sign-in to a printed bulletin."""

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cast import PASSWORD, Cast, file
from playwright.sync_api import Page, expect

from trucewatch.bulletins.actions import draft_two_ledger, publish_bulletin
from trucewatch.exchange.imports import run_import
from trucewatch.exchange.options import ImportOptions
from trucewatch.vocabulary.handling import Handling

pytestmark = pytest.mark.browser

TOTALS = """\
report_date,window_hours,monitor,stated_total,sum_of_provinces,check,confirmed_by_russia,url,lang,note
2017-01-09,24,Russia,14,14,,,https://example.org/1,en,
2017-01-09,24,Turkey,17,17,,3,https://example.org/1,en,
,24,Turkey,5,,,,https://example.org/2,en,
"""

DIRECTIONS = {"en": "ltr", "ar": "rtl", "ru": "ltr", "tr": "ltr", "fa": "rtl"}
SITUATION = {
    "ar": "الوضع",
    "ru": "Обстановка",
    "tr": "Durum",
    "fa": "وضعیت",
}
PAGES = (
    "/",
    "/situation/",
    "/triage/",
    "/duty/",
    "/desk/",
    "/statements/",
    "/duty/notices/",
    "/ledgers/",
    "/ledgers/coverage/new/",
    "/reports/new/",
    "/reports/call/",
    "/import/",
    "/bulletins/",
    "/search/?q=idlib",
    "/searches/",
    "/account/mfa/",
)
# Words of the interface, none of which is a name or a code; whole words, as a page shows them.
ENGLISH = re.compile(
    r"\b(?:Situation|Triage|Duty|Ledgers|Sign out|Sign in|Search|Import|Members|Reports?|Incidents?"
    r"|Sources|Deaths|Accounts|Filter|Show|Clear|Governorate|Verification|Reason|Handling mark"
    r"|Not said|Choose|Keys|Undo|First day|Latitude|Withdraw|Correct|Unverified|Notices)\b"
)
_SHOWN = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const around = walker.currentNode.parentElement;
    if (!around.closest("script, style, code, kbd, bdi, q, blockquote, pre, .tongues"))
      found.push(walker.currentNode.textContent.trim());
  }
  return found.filter(Boolean).join(" | ");
}"""


def _choose(page: Page, language: str) -> None:
    with page.expect_navigation():
        page.locator(f"button[name=language][value={language}]").click()


def _signed_in(page: Page, address: str, language: str, part: str) -> None:
    page.goto(f"{address}/account/login/")
    _choose(page, language)
    page.locator("#id_login").fill(part)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/situation/")


@pytest.mark.parametrize("language", [code for code in DIRECTIONS if code != "en"])
def test_every_page_speaks_the_readers_language(
    served: Cast, live_server: Any, page: Page, language: str, violations: Callable[..., list]
) -> None:
    """Language and direction are declared, nothing is left in English, axe finds nothing wrong."""
    address = live_server.url
    file(served.monitor, latitude=35.93, longitude=36.63, place_as_published="Idlib")
    _signed_in(page, address, language, "monitor")
    expect(page.get_by_role("heading", level=1)).to_have_text(SITUATION[language])
    left: dict[str, set[str]] = {}
    wrong: list[str] = []
    for path in PAGES:
        page.goto(f"{address}{path}")
        html = page.locator("html")
        assert html.get_attribute("lang") == language
        assert html.get_attribute("dir") == DIRECTIONS[language]
        if found := set(ENGLISH.findall(page.evaluate(_SHOWN))):
            left[path] = found
        wrong += violations(page)
    assert left == {}
    assert wrong == []


@pytest.mark.parametrize("language", DIRECTIONS)
def test_no_page_scrolls_sideways_on_a_phone(
    served: Cast, live_server: Any, page: Page, language: str
) -> None:
    """Longer words of another language fit a telephone of 390 pixels."""
    page.set_viewport_size({"width": 390, "height": 844})
    address = live_server.url
    _signed_in(page, address, language, "monitor")
    wide = {}
    for path in PAGES:
        page.goto(f"{address}{path}")
        over = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if over > 0:
            wide[path] = over
    assert wide == {}


def test_members_are_managed_in_arabic(served: Cast, live_server: Any, page: Page) -> None:
    """The pages of the administrator are translated as well."""
    address = live_server.url
    _signed_in(page, address, "ar", "administrator")
    for path in ("/members/", "/members/compartments/", "/members/organisations/new/"):
        page.goto(f"{address}{path}")
        assert not ENGLISH.findall(page.evaluate(_SHOWN)), path


def test_the_choice_of_a_language_keeps_the_page(
    served: Cast, sign_in: Callable[[str], Page]
) -> None:
    """Choosing a language shows the same page with the same filter, and it stays chosen."""
    page = sign_in("monitor")
    page.goto(page.url.partition("#")[0] + "?type=shelling")
    _choose(page, "tr")
    assert page.url.partition("#")[0].endswith("/situation/?type=shelling")
    expect(page.get_by_role("heading", level=1)).to_have_text("Durum")
    page.get_by_role("link", name="Defterler", exact=True).click()
    assert page.locator("html").get_attribute("lang") == "tr"
    _choose(page, "en")
    expect(page.get_by_role("heading", level=1)).to_have_text("Both ledgers")


def test_arabic_from_the_sign_in_to_the_printed_bulletin(
    served: Cast, live_server: Any, page: Page, tmp_path: Path
) -> None:
    """A reader of Arabic signs in, opens the situation and a bulletin, and prints it."""
    title = _published(served, tmp_path)
    _signed_in(page, live_server.url, "ar", "monitor")
    expect(page.get_by_role("heading", level=1)).to_have_text("الوضع")
    menu = page.get_by_role("navigation", name="القائمة الرئيسية")
    menu.get_by_role("link", name="النشرات").click()
    page.get_by_role("link", name=title).first.click()
    page.locator("main a[lang=ar]").click()
    assert page.locator("html").get_attribute("dir") == "rtl"
    expect(page.locator(".bulletin [dir=rtl], .bulletin[dir=rtl]").first).to_be_visible()
    address = page.get_by_role("link", name="PDF").get_attribute("href")
    paper = page.request.get(f"{live_server.url}{address}")
    assert paper.ok
    assert paper.body().startswith(b"%PDF")
    assert page.pdf(format="A4").startswith(b"%PDF")


def _published(cast: Cast, folder: Path) -> str:
    """The title of a published bulletin on one day of both ledgers."""
    path = folder / "totals.csv"
    path.write_text(TOTALS, encoding="utf-8")
    run_import("tallies", path, name=path.name, by=cast.operator, options=ImportOptions())
    drafted = draft_two_ledger(dt.date(2017, 1, 9), by=cast.monitor, handling=Handling.CLEAR)
    publish_bulletin(drafted.pk, by=cast.operator)
    return drafted.title

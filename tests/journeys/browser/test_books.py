"""Books in a browser: for everybody, on a phone, in either direction, for those who write them."""

from collections.abc import Callable
from typing import Any

import pytest
from cast import PASSWORD, Cast, patrol
from mechanism import Bench, make_bench
from playwright.sync_api import Page

from trucewatch.accounts.models import Organisation
from trucewatch.cases.actions.book_matches import propose_matches
from trucewatch.cases.actions.book_remarks import TallyRemarkGiven, remark_entry, remark_tally
from trucewatch.cases.actions.books import BookGiven, EntryGiven, enter_entries, open_book
from trucewatch.cases.models import Book, BookEntry
from trucewatch.parties.actions import add_party
from trucewatch.places.models import Place
from trucewatch.reports.models import Tally
from trucewatch.vocabulary.cases import BookVerdict
from trucewatch.vocabulary.interval import Interval
from trucewatch.vocabulary.process import PartyKind
from trucewatch.vocabulary.violations import ViolationType

SignIn = Callable[[str], Page]
Check = Callable[[Page], list[str]]

MARCH = Interval.month(2017, 3)
LONG = "Taybat-al-Imam-" * 15


@pytest.fixture
def bench(served: Cast) -> Bench:
    """A committee of three guarantors."""
    return make_bench(served)


@pytest.fixture
def books(bench: Bench) -> tuple[Book, Book]:
    """Two books with entries in one governorate, remarks, matches, and a count with a remark."""
    hama = Place.objects.get(key="sy-hama")
    made = []
    for key, by in (("guarantor", bench.cast.delegate), ("guarantor-two", bench.second)):
        monitor = add_party(f"Power of {key}", kind=PartyKind.STATE, by=bench.cast.operator)
        given = BookGiven(Organisation.objects.get(key=key), monitor, f"Book of {key}")
        book = open_book(bench.mechanism, given, by=bench.cast.administrator)
        entry = EntryGiven(
            date_start=MARCH.start, date_end=MARCH.start, violation_type=ViolationType.SHELLING,
            area=hama, place_label=LONG, latitude=35.25, longitude=36.7,
            accused_label="An army", text="Four shells.",
        )  # fmt: skip
        enter_entries(book, [entry, entry], by=by)
        made.append(book)
    one, other = made
    for verdict, reason in (
        (BookVerdict.PENDING, ""), (BookVerdict.NOT_CONFIRMED, f"No trace in {LONG}."),
    ):  # fmt: skip
        remark_entry(one.entries.all()[0].pk, other, verdict, by=bench.second, reason=reason)
    propose_matches(one, other, by=bench.second)
    tally = Tally.objects.create(
        source=patrol(), monitor=one.monitor, monitor_as_published="One", stated_total=14,
        reported_on=MARCH.start, window_hours=24, published_at_address="https://example.org/1",
        handling="GREEN",
    )  # fmt: skip
    said = TallyRemarkGiven(
        by_monitor=other.monitor, verdict=BookVerdict.NOT_CONFIRMED, count=14, reason=LONG
    )
    remark_tally(tally.pk, said, by=bench.second)
    return one, other


def enter(page: Page, live_server: Any, name: str) -> Page:
    """Sign somebody in who is not of the cast."""
    page.goto(f"{live_server.url}/account/login/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/situation/")
    return page


def addresses(books: tuple[Book, Book]) -> list[str]:
    """Every page of the books, as the keeper of the second sees them."""
    entry = BookEntry.objects.filter(book=books[0], book_remarks__isnull=False)[0]
    tally = Tally.objects.get()
    return [
        "/ledgers/",
        "/ledgers/books/",
        "/ledgers/books/?since=2017-03-02&until=2017-03-01",
        f"/ledgers/books/entries/{entry.pk}/",
        f"/ledgers/books/entries/{entry.pk}/remark/",
        f"/ledgers/books/{books[1].pk}/enter/",
        f"/ledgers/books/entries/{books[1].entries.all()[0].pk}/withdraw/",
        f"/ledgers/books/{books[0].pk}/{books[1].pk}/",
        f"/ledgers/books/tallies/{tally.pk}/remark/",
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_books_have_no_fault_that_can_be_found_automatically(
    books: tuple[Book, Book],
    page: Page,
    live_server: Any,
    violations: Check,
    scheme: Any,
) -> None:
    """Colours, names, headings, landmarks."""
    enter(page, live_server, "second")
    page.emulate_media(color_scheme=scheme)
    found = []
    for address in addresses(books):
        page.goto(f"{live_server.url}{address}")
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        found += violations(page)
    assert found == []


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_no_page_of_books_is_wider_than_a_phone(
    books: tuple[Book, Book], page: Page, live_server: Any, direction: str
) -> None:
    """Both sides stand below each other, equally wide; long words break."""
    enter(page, live_server, "second")
    page.set_viewport_size({"width": 390, "height": 844})
    for address in addresses(books):
        page.goto(f"{live_server.url}{address}")
        page.evaluate("direction => { document.documentElement.dir = direction; }", direction)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address
    page.goto(f"{live_server.url}/ledgers/books/")
    assert page.locator(".ledgers-frame").evaluate("f => f.scrollWidth <= f.clientWidth")
    widths = {cell.bounding_box()["width"] for cell in page.locator(".ledgers td").all()}  # type: ignore[index]
    assert len(widths) == 1


def test_a_keeper_accepts_a_match_and_takes_it_back(
    books: tuple[Book, Book], page: Page, live_server: Any
) -> None:
    """With the undo that the next page offers."""
    enter(page, live_server, "second")
    page.goto(f"{live_server.url}/ledgers/books/")
    page.get_by_role("link", name="Matches").click()
    assert page.get_by_text("Both give the same day.").first.is_visible()
    page.get_by_role("button", name="One breach").first.click()
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("link", name="Proposed as one 2").wait_for()

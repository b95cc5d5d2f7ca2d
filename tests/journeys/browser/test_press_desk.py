"""The press desk by keyboard alone, in light and dark, on a phone, with a paper of sixty pages."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from cast import Cast
from django.db import transaction
from playwright.sync_api import Page, expect

from trucewatch.desk.actions.opening import open_case
from trucewatch.desk.models import CaseFile, DeskProposal, State
from trucewatch.desk.reading import keep_reading
from trucewatch.extraction.case import CaseRead, DocumentRead
from trucewatch.extraction.found import Because, FigureFound, Mention, Naming
from trucewatch.statements.models import Statement
from trucewatch.vocabulary.handling import Handling

SignIn = Callable[[str], Page]
Check = Callable[[Page], list[str]]
MakeCase = Callable[..., CaseFile]


@pytest.fixture
def opened(served: Cast, make_case: MakeCase) -> CaseFile:
    """A case that waits for the monitor."""
    return make_case(served.monitor)


def _document(case: CaseFile, position: int = 0) -> str:
    return f"/desk/documents/{case.documents.get(position=position).document_id}/"


def _waiting(page: Page, number: int) -> None:
    expect(page.locator("[data-waiting]")).to_have_text(str(number))


def test_a_document_is_settled_without_touching_the_mouse(
    sign_in: SignIn, opened: CaseFile, live_server: Any
):
    """g p to the queue, Enter, j and k, a accepts, r refuses, u takes back."""
    page = sign_in("monitor")
    page.keyboard.press("g")
    page.keyboard.press("p")
    page.wait_for_url("**/desk/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/cases/**")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/documents/**")
    title = page.locator("#panel-title")
    expect(title).to_contain_text("Statement")
    _waiting(page, 5)
    page.keyboard.press("a")
    _waiting(page, 4)
    expect(page.get_by_text("Accepted.")).to_be_visible()
    page.keyboard.press("r")
    _waiting(page, 3)
    expect(page.get_by_text("Refused.")).to_be_visible()
    page.keyboard.press("u")
    _waiting(page, 4)
    expect(page.locator(".panel .excerpt .is-words")).to_have_text("shaky")
    page.keyboard.press("j")
    expect(title).to_contain_text("Alleged violation")
    page.keyboard.press("k")
    expect(title).to_contain_text("Statement")
    states = DeskProposal.objects.filter(kind="statement", case_document__position=0)
    assert [row.state for row in states.order_by("start")] == [State.ACCEPTED, State.WAITING]
    assert Statement.objects.get().words == "The ceasefire holds"


def test_a_proposal_is_edited_and_a_slip_loses_nothing(
    sign_in: SignIn, opened: CaseFile, live_server: Any
):
    """e opens the form; words that do not stand there are told beside what was typed."""
    page = sign_in("monitor")
    page.goto(f"{live_server.url}{_document(opened)}?kind=figure")
    page.keyboard.press("e")
    words = page.get_by_label("Words of the document")
    expect(words).to_be_focused()
    words.fill("32 people")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert").first).to_contain_text("do not stand in the document")
    words = page.get_by_label("Words of the document")
    assert words.input_value() == "32 people"
    words.fill("31 people")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Edited and accepted.")).to_be_visible()


def test_a_highlight_chooses_its_proposal_and_an_address_lights_the_words(
    sign_in: SignIn, opened: CaseFile, live_server: Any
):
    """Both ways: from the text to the list, and from a record to the text."""
    page = sign_in("monitor")
    page.goto(f"{live_server.url}{_document(opened)}")
    page.locator(".paper .k-figure").first.click()
    expect(page.locator("#panel-title")).to_contain_text("Figure")
    expect(page.locator(".rows a[aria-current]")).to_contain_text("at least 31")
    figure = DeskProposal.objects.get(kind="figure", case_document__position=0)
    page.goto(f"{live_server.url}{_document(opened)}?c=3-9#c3-9")
    expect(page.locator("#c3-9")).to_be_in_viewport()
    assert page.locator(f"#{figure.anchor}").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_of_the_desk_has_a_fault_that_can_be_found_automatically(
    sign_in: SignIn, opened: CaseFile, violations: Check, live_server: Any, scheme: Any
):
    """The queue, a case, a document, its receipt, what was accepted."""
    page = sign_in("monitor")
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{live_server.url}{_document(opened)}")
    page.keyboard.press("a")
    _waiting(page, 4)
    row = Statement.objects.get()
    found = []
    for address in (
        "/desk/",
        f"/desk/cases/{opened.pk}/",
        _document(opened),
        _document(opened, 1),
        f"{_document(opened)}?kind=figure",
        f"{_document(opened)}receipt/",
        "/statements/",
        f"/statements/statement/{row.pk}/",
    ):
        page.goto(f"{live_server.url}{address}")
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        found += violations(page)
    assert found == []


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_the_desk_stands_on_a_phone_without_pushing_sideways(
    sign_in: SignIn, opened: CaseFile, live_server: Any, direction: str
):
    """Whichever way the script runs; the words of the document keep their own direction."""
    page = sign_in("monitor")
    page.set_viewport_size({"width": 390, "height": 844})
    for address in (
        "/desk/",
        f"/desk/cases/{opened.pk}/",
        _document(opened),
        f"{_document(opened)}receipt/",
        "/statements/",
    ):
        page.goto(f"{live_server.url}{address}")
        page.evaluate("direction => { document.documentElement.dir = direction; }", direction)
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address


def test_a_paper_of_sixty_pages_stays_quick(
    sign_in: SignIn, served: Cast, hand_in: Callable[..., Any], live_server: Any
):
    """Two thousand proposals and three thousand names: the page is light and a key is answered."""
    sentence = "On that day 41 people were killed near the market, said a man of the town. "
    text = "\n".join(sentence * 4 for _ in range(700))
    case = open_case("Long", handling=Handling.AMBER, by=served.monitor)
    row = hand_in(case, text, served.monitor, "long.txt")
    because = Because("figure.killed", (0, 2), 0.9)
    at = range(0, len(text) - 80, len(sentence))[:2_000]
    figures = tuple(
        FigureFound((p + 12, p + 21), 41, 41, "killed", (), because) for p in at if text[p] == "O"
    )
    names = tuple(
        Mention((p + 1, p + 4), "x", Naming.COMMON, because) for p in range(0, 150_000, 50)
    )
    read = DocumentRead(str(row.pk), None, (), names, (), (), figures, (), (), (), (), ())
    with transaction.atomic():
        keep_reading(case, CaseRead((read,), {}, (), (), ()))
    page = sign_in("monitor")
    started = time.monotonic()
    page.goto(f"{live_server.url}{_document(case)}")
    expect(page.locator("#panel-title")).to_be_visible()
    assert time.monotonic() - started < 10
    assert page.locator("form[data-desk-form]").count() < 6
    started = time.monotonic()
    page.keyboard.press("a")
    expect(page.get_by_text("Accepted.")).to_be_visible()
    assert time.monotonic() - started < 3

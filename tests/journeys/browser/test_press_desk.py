"""The press desk by keyboard alone, in light and dark, on a phone, with a paper of sixty pages."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cast import Cast
from django.db import transaction
from playwright.sync_api import Page, Route, expect
from press import SECOND, span, typeset

from trucewatch.desk.actions.opening import open_case
from trucewatch.desk.models import CaseFile, DeskProposal, State
from trucewatch.desk.reading import keep_reading
from trucewatch.extraction.case import CaseRead, DocumentRead
from trucewatch.extraction.found import Because, FigureFound, Mention, Naming
from trucewatch.statements.models import FigureClaim, Statement
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


def test_keys_quicker_than_the_network_settle_what_the_list_shows(
    sign_in: SignIn, opened: CaseFile, live_server: Any
):
    """j and a in one breath: the line that j chose is accepted, never the one before it."""
    page = sign_in("monitor")
    page.goto(f"{live_server.url}{_document(opened)}")
    page.route("**/desk/proposals/*/", _slowly)
    first, second = (row.get_attribute("data-row") for row in page.locator("[data-row]").all()[:2])
    page.keyboard.press("j")
    page.keyboard.press("a")
    _waiting(page, 4)
    expect(page.locator(f"#r{second}")).to_have_class("s-accepted")
    expect(page.locator(f"#r{first}")).to_have_class("s-waiting")
    assert Statement.objects.get().words == "shaky"


def _slowly(route: Route) -> None:
    if route.request.method == "GET":
        time.sleep(0.4)
    route.continue_()


def test_a_session_that_ended_leads_to_the_door_and_settles_nothing(
    sign_in: SignIn, opened: CaseFile, live_server: Any
):
    """What was typed into a form stays before the eyes; a plain act asks to sign in."""
    page = sign_in("monitor")
    page.goto(f"{live_server.url}{_document(opened)}?kind=figure")
    page.keyboard.press("e")
    page.get_by_label("Words of the document").fill("31 people")
    page.context.clear_cookies()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert")).to_contain_text("You are signed out")
    assert page.get_by_label("Words of the document").input_value() == "31 people"
    page.get_by_role("button", name="Refuse").click()
    page.wait_for_url("**/account/login/**")
    waiting = DeskProposal.objects.filter(state=State.WAITING)
    assert waiting.count() == DeskProposal.objects.exclude(state=State.CONTEXT).count()


def test_repeated_words_are_asked_for_twice(sign_in: SignIn, opened: CaseFile, live_server: Any):
    """The earlier record is named; a second key, on purpose another one, records it again."""
    first, second = opened.documents.all()
    figure = DeskProposal.objects.get(case_document=first, kind="figure")
    start, end = span(SECOND, "At least 31 people")
    DeskProposal.objects.create(
        case_document=second, kind="figure", start=start, end=end, cue_start=start, cue_end=end,
        rule="figure.killed", confidence=0.9, facts=figure.facts,
    )  # fmt: skip
    page = sign_in("monitor")
    page.goto(f"{live_server.url}{_document(opened)}?kind=figure")
    page.keyboard.press("a")
    expect(page.get_by_text("Nothing waits")).to_be_hidden()
    _waiting(page, 4)
    page.goto(f"{live_server.url}{_document(opened, 1)}?kind=figure")
    expect(page.get_by_text("These words are in the record already")).to_be_visible()
    page.keyboard.press("a")
    page.get_by_role("button", name="Record it a second time").wait_for()
    with page.expect_response("**/accept/*"):
        page.keyboard.press("a")
    expect(page.locator("[data-panel]:not([aria-busy])")).to_be_visible()
    assert FigureClaim.objects.count() == 1
    page.keyboard.press("y")
    expect(page.get_by_text("Accepted.")).to_be_visible()
    assert FigureClaim.objects.count() == 2


def test_a_pdf_of_sixty_pages_is_read_and_settled_without_waiting(
    sign_in: SignIn, served: Cast, live_server: Any, tmp_path: Path
):
    """From the file to the last part: the page is light, j and a are answered at once."""
    path = tmp_path / "long.pdf"
    path.write_bytes(typeset("\n#pagebreak()\n".join(_leaf(number) for number in range(1, 61))))
    page = sign_in("monitor")
    page.goto(f"{live_server.url}/desk/")
    page.get_by_label("Name of the case").fill("Sixty pages")
    page.get_by_label("Files").set_input_files(path)
    page.get_by_role("button", name="Take and read").click()
    page.wait_for_url("**/desk/cases/**")
    row = CaseFile.objects.get(name="Sixty pages").documents.get()
    assert len(row.pages) == 60
    started = time.monotonic()
    page.goto(f"{live_server.url}/desk/documents/{row.document_id}/")
    expect(page.locator("#panel-title")).to_be_visible()
    assert time.monotonic() - started < 4
    assert page.evaluate("document.querySelectorAll('*').length") < 15_000
    for key in "jjka":
        before = page.locator("[data-proposal]").get_attribute("data-proposal")
        started = time.monotonic()
        page.keyboard.press(key)
        expect(page.locator("[data-proposal]")).not_to_have_attribute("data-proposal", str(before))
        assert time.monotonic() - started < 2
    page.keyboard.press("]")
    page.wait_for_url("**part=2")
    expect(page.get_by_text("Part 2 of").first).to_be_visible()


def _leaf(number: int) -> str:
    """One page of a paper that nobody wrote but this test."""
    day, many = number % 28 + 1, number + 3
    return " ".join(
        (
            f"The committee met in Astana on {day} February 2017 for the {number}th time.",
            f"“The truce holds in the {place},” the envoy of the United Nations said. The"
            f" opposition accused the government of shelling the {place} on {day} February."
            f" At least {many} people were killed there, according to the governor.\n\n"
            "A spokesman demanded that all prisoners be released before the next round."
            f" Kazakhstan expects the delegations to return by {day} March.\n\n",
        )[index > 0]
        for index, place in enumerate(("", "north", "south", "old town", "valley", "port"))
    )

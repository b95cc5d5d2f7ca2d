"""From a list of breaches to a finding with a dissent, as each part sees it in a browser."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cast import PASSWORD, Cast
from django.utils import timezone
from mechanism import Bench, attributing, filed, make_bench, voted
from playwright.sync_api import Page, expect

from trucewatch.accounts.models import Member
from trucewatch.cases.models import Case, Finding, Paper
from trucewatch.vocabulary.cases import CaseClass, PaperKind, Stance

Check = Callable[[Page], list[str]]
EVENTS = "\n\n".join(
    f"{number}. On {number} January 2017 mortar shells fell on the town of Talbisa."
    for number in range(1, 11)
)
DISSENT = "Our own observers saw no shelling on that day."


class Room:
    """One tab in which one person after the other sits down."""

    def __init__(self, page: Page, site: str) -> None:
        self.page, self.site = page, site

    def sit(self, member: Member) -> Page:
        """Sign somebody in, in the place of whoever was there."""
        self.page.context.clear_cookies()
        self.page.goto(f"{self.site}/account/login/")
        self.page.get_by_label("Username").fill(member.username)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("main").get_by_role("button", name="Sign in").click()
        self.page.wait_for_url("**/situation/")
        return self.page

    def open(self, path: str) -> Page:
        """Go to an address of the site."""
        answer = self.page.goto(f"{self.site}{path}")
        assert answer
        assert answer.status == 200, path
        return self.page

    def step(self, case: Case, name: str, **fields: str) -> None:
        """Take a step on the page of a case, by its button."""
        page = self.open(f"/cases/{case.pk}/")
        page.get_by_role("link", name=name, exact=True).click()
        for label, value in fields.items():
            box = page.get_by_label(label.replace("_", " ")).first
            if box.evaluate("box => box.tagName") == "SELECT":
                box.select_option(label=value)
            else:
                box.fill(value)
        page.get_by_role("main").get_by_role("button", name=name, exact=True).click()
        expect(page.locator(".note.success")).to_be_visible()


@pytest.fixture
def bench(served: Cast) -> Bench:
    """The committee of the tests, in the served record."""
    return make_bench(served)


def test_a_list_of_breaches_becomes_a_finding_with_a_dissent(
    bench: Bench, page: Page, live_server: Any, violations: Check, tmp_path: Path
) -> None:
    """Filed, sorted, answered, refused access, decided, told of; each part sees its own."""
    room, cast = Room(page, live_server.url), bench.cast
    faults: list[str] = []

    room.sit(cast.liaison)
    _hand_in(room, tmp_path)
    cases = list(Case.objects.order_by("number"))
    assert len(cases) == 10
    faults += violations(page)

    room.sit(cast.monitor)
    _acknowledge_all(room)
    for duplicate in cases[1:3]:
        room.step(
            duplicate, "Join to another case as a duplicate", Number_of_the_other_case="1",
            Reason="The same shells on the same day",
        )  # fmt: skip
    for case in (cases[0], cases[3]):
        room.step(case, "Screen", Who_answers="The other party", Text="One for the committee.")
        room.step(case, "Notify the accused", Text="What do you know of it?")

    room.sit(cast.rival)
    _answer(room, faults, violations)
    assert room.page.goto(f"{room.site}/cases/{cases[4].pk}/").status == 404  # type: ignore[union-attr]
    room.open(f"/cases/{cases[0].pk}/")
    assert "mortar shells fell" not in room.page.content()

    room.sit(bench.chair)
    for case in (cases[0], cases[3]):
        room.step(case, "Task a team", Team_leader="Leader", Text="Go and look.")
    room.sit(bench.leader)
    for case in (cases[0], cases[3]):
        room.step(case, "Begin the investigation")
    _turned_back(room, cases[3])
    assert Case.objects.filter(arose_from=cases[3], case_class=CaseClass.OBSTRUCTION).exists()
    _looked(room, cases[0])
    room.step(cases[0], "Hand in the investigation report", Text="Three craters, no doubt.")
    _draft(room, cases[0])

    room.sit(bench.chair)
    room.step(cases[0], "Circulate the violation report", Text="For your positions.")
    finding = Finding.objects.get()
    for member, stance, reasons in (
        (cast.delegate, "Concurs", ""),
        (bench.second, "Concurs with a reservation", "The calibre is not certain."),
        (bench.third, "Dissents", DISSENT),
    ):
        room.sit(member)
        _position(room, stance, reasons)
    room.sit(bench.chair)
    room.step(cases[0], "Close the vote")
    room.sit(cast.monitor)
    room.open(f"/findings/{finding.pk}/")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("The finding is published")).to_be_visible()
    faults += violations(page)

    _bulletin(room)
    _papers_stay_apart(room, bench, cases[0])
    assert faults == []


def _hand_in(room: Room, folder: Path) -> None:
    path = folder / "breaches.txt"
    path.write_text(f"Breaches of the ceasefire\n\n{EVENTS}\n", encoding="utf-8")
    page = room.open("/cases/")
    page.get_by_role("link", name="Hand in a list").click()
    page.get_by_label("File").set_input_files(path)
    page.get_by_label("First day it is about").fill("2017-01-01")
    page.get_by_label("Last day it is about").fill("2017-01-10")
    page.get_by_label("Against whom, in words").fill("The other party")
    page.get_by_role("button", name="Hand it in").click()
    expect(page.get_by_text("10 allegations")).to_be_visible()


def _acknowledge_all(room: Room) -> None:
    """By keyboard: down the list, choosing each, then all at once."""
    page = room.open("/cases/waiting/")
    for _ in range(10):
        page.keyboard.press("j")
        page.keyboard.press("x")
        page.evaluate("document.activeElement.closest('tr').querySelector('a').focus()")
    page.keyboard.press("a")
    expect(page.get_by_text("10 cases are acknowledged.")).to_be_visible()


def _answer(room: Room, faults: list[str], violations: Check) -> None:
    page = room.open("/cases/waiting/")
    expect(page.get_by_role("link", name="To answer")).to_have_count(2)
    page.get_by_role("link", name="To answer").first.click()
    faults += violations(page)
    page.get_by_role("link", name="Answer", exact=True).click()
    page.get_by_label("Text").fill("None of our batteries fired.")
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.get_by_text("Your answer is recorded")).to_be_visible()


def _turned_back(room: Room, case: Case) -> None:
    page = room.open(f"/cases/{case.pk}/")
    page.get_by_role("link", name="Record a verification").click()
    page.get_by_label("How it was looked into").select_option(label="Record of a refused access")
    page.get_by_label("What was seen").fill("Turned back at the checkpoint.")
    page.get_by_label("Who refused access, in words").fill("The checkpoint of the other party")
    page.get_by_role("button", name="Record a verification").click()
    expect(page.get_by_text("It is recorded.")).to_be_visible()


def _looked(room: Room, case: Case) -> None:
    page = room.open(f"/cases/{case.pk}/")
    page.get_by_role("link", name="Record a verification").click()
    page.get_by_label("What was seen").fill("Three craters in the market.")
    page.get_by_label("What was counted").select_option(label="Craters")
    page.get_by_label("At least").fill("3")
    page.get_by_role("button", name="Record a verification").click()
    expect(page.get_by_text("Craters: 3")).to_be_visible()


def _draft(room: Room, case: Case) -> None:
    page = room.open(f"/cases/{case.pk}/")
    page.get_by_role("link", name="Draft the finding").click()
    page.get_by_label("By which standard").first.select_option(label="Verified on site")
    page.get_by_label("Severity").select_option(label="Grave")
    page.get_by_label("The finding").fill("Mortar shells fell on the market of Talbisa.")
    page.get_by_role("button", name="Keep the draft").click()
    expect(page.get_by_text("The draft is kept.")).to_be_visible()


def _position(room: Room, stance: str, reasons: str) -> None:
    page = room.open("/cases/waiting/")
    page.get_by_role("link", name="To give a position").click()
    page.get_by_label("Position", exact=True).select_option(label=stance)
    page.get_by_label("Reasons").fill(reasons)
    page.get_by_role("button", name="Give the position").click()
    expect(page.get_by_text("position is recorded")).to_be_visible()


def _bulletin(room: Room) -> None:
    """A weekly bulletin of today tells of the finding and of the dissent by its organisation."""
    page = room.open("/bulletins/")
    page.get_by_label("Kind").select_option(label="Weekly bulletin")
    page.get_by_label("Last day").fill(timezone.localdate().isoformat())
    page.get_by_role("main").get_by_role("button", name="Draft").click()
    expect(page.get_by_text(DISSENT)).to_be_visible()
    assert "Guarantor-Three" in page.get_by_role("main").inner_text()


def _papers_stay_apart(room: Room, bench: Bench, case: Case) -> None:
    """The filer reads the finding and neither notice nor answer; the accused no allegation."""
    response = Paper.objects.get(kind_of_paper=PaperKind.RESPONSE)
    room.sit(bench.cast.liaison)
    page = room.open(f"/cases/{case.pk}/")
    expect(page.get_by_text("Adopted with dissent")).to_be_visible()
    assert "None of our batteries fired." not in page.content()
    assert page.goto(f"{room.site}/cases/papers/{response.pk}/").status == 404  # type: ignore[union-attr]
    room.sit(bench.cast.rival)
    page = room.open(f"/cases/{case.pk}/")
    assert "mortar shells fell on the town" not in page.content()


def _addresses(bench: Bench) -> list[str]:
    """A page of each kind, with something on it."""
    finding = voted(bench, *(Stance.CONCURS,) * 2, given=attributing())
    case = finding.case
    notice = Paper.objects.get(kind_of_paper=PaperKind.NOTICE)
    waiting = filed(bench)
    return [
        "/cases/", "/cases/waiting/", "/cases/new/", "/cases/submit/", f"/cases/{case.pk}/",
        f"/cases/{waiting.pk}/steps/acknowledge/", f"/cases/{case.pk}/share/",
        f"/cases/papers/{notice.pk}/", f"/findings/{finding.pk}/", "/findings/", "/cases/key/",
        "/mechanisms/", "/mechanisms/committee/",
    ]  # fmt: skip


def test_pages_of_cases_are_for_everybody(
    bench: Bench, page: Page, live_server: Any, violations: Check, outside_requests: list[str]
) -> None:
    """No fault that can be found automatically, light and dark; nothing wider than a phone."""
    room = Room(page, live_server.url)
    addresses = _addresses(bench)
    room.sit(bench.cast.monitor)
    faults, wide = [], []
    for address in addresses:
        page.set_viewport_size({"width": 1280, "height": 900})
        room.open(address)
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            faults += violations(page)
        page.set_viewport_size({"width": 390, "height": 844})
        for direction in ("ltr", "rtl"):
            page.evaluate("way => { document.documentElement.dir = way; }", direction)
            if page.evaluate("document.documentElement.scrollWidth") > 390:
                wide.append(f"{address} {direction}")
    assert faults == []
    assert wide == []
    assert outside_requests == []

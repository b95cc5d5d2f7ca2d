"""A secretary runs a round of talks, from opening it to the outcome sheet in Arabic."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cast import Cast
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from trucewatch.agreements.models import Obligation
from trucewatch.parties.actions import add_party
from trucewatch.talks.models import DraftPosition, Presence, Round
from trucewatch.vocabulary.process import PartyKind

Check = Callable[[Page], list[str]]
FIRST = (
    "The parties meet in the spirit of the ceasefire.\n\n"
    "1. The parties refrain from attacks on each other.\n\n"
    "2. Within 30 days each party hands over the maps of its minefields.\n"
)
SECOND = FIRST.replace("30 days", "14 days").replace("its minefields", "the minefields it laid")
RESERVATION = "Only as far as the maps were kept."


@pytest.fixture
def parties(served: Cast) -> None:
    """Two sides and the country of the host, with names in Arabic."""
    for name, arabic in (
        ("Northern side", "الطرف الشمالي"),
        ("Southern side", "الطرف الجنوبي"),
        ("Hostland", "البلد المضيف"),
    ):
        add_party(name, kind=PartyKind.COALITION, names=[(arabic, "ar")], by=served.operator)


class Desk:
    """The secretary's tab."""

    def __init__(self, page: Page, violations: Check) -> None:
        self.page, self._violations = page, violations
        self.faults: list[str] = []

    def follow(self, name: str) -> None:
        """Follow a link of the page's content by its name."""
        self.page.get_by_role("main").get_by_role("link", name=name, exact=True).first.click()
        self.page.wait_for_load_state()

    def send(self, button: str, **fields: str) -> None:
        """Fill in a form by its labels and send it."""
        main = self.page.get_by_role("main")
        for label, value in fields.items():
            named = re.compile(rf"^{re.escape(label.replace('_', ' '))}( \(|$)")
            box = main.get_by_label(named).first
            if box.evaluate("box => box.tagName") == "SELECT":
                box.select_option(label=value)
            else:
                box.fill(value)
        self.faults += self._violations(self.page)
        main.get_by_role("button", name=button, exact=True).click()
        self.page.wait_for_load_state()
        expect(self.page.locator(".note.error")).to_have_count(0)


def test_a_secretary_runs_a_round(
    parties: None, sign_in: Callable[[str], Page], live_server: Any, violations: Check,
    tmp_path: Path,
) -> None:  # fmt: skip
    """Opened, invited, late, drafted, refused, adopted with a reservation, owed, printed."""
    desk = Desk(sign_in("secretary"), violations)
    page = desk.page
    page.keyboard.press("g")
    page.keyboard.press("k")
    page.wait_for_url("**/talks/")
    _open_and_invite(desk)
    _late(desk)
    _draft(desk)
    _adopt(desk)
    assert [row.bearer.name for row in Obligation.objects.order_by("text") if row.bearer] == [
        "Northern side", "Southern side",
    ]  # fmt: skip

    stood = DraftPosition.objects.order_by("version__number", "recorded_at")
    assert [(row.actor, row.version.number, row.draft_stance) for row in stood] == [
        ("Northern side", 1, "agrees"), ("Southern side", 1, "refuses"),
        ("Northern side", 2, "agrees"), ("Southern side", 2, "reserves"),
    ]  # fmt: skip
    round_ = Round.objects.get()
    page.goto(f"{live_server.url}/talks/rounds/{round_.pk}/")
    expect(page.get_by_role("main")).to_contain_text(RESERVATION)
    desk.faults += violations(page)
    for path in ("/talks/", "/talks/contacts/", "/talks/timeline/", "/talks/to-ask/"):
        page.goto(f"{live_server.url}{path}")
        desk.faults += violations(page)
    page.emulate_media(color_scheme="dark")
    page.locator('footer button[value="ar"]').click()
    for path in (f"/talks/rounds/{round_.pk}/", "/talks/timeline/"):
        page.goto(f"{live_server.url}{path}")
        desk.faults += violations(page)
        assert page.evaluate("document.documentElement.dir") == "rtl"
    page.locator('footer button[value="en"]').click()
    assert desk.faults == []

    page.goto(f"{live_server.url}/talks/rounds/{round_.pk}/")
    papers = page.locator("section").filter(has=page.locator("#papers"))
    papers.get_by_role("link", name="العربية").click()
    page.wait_for_load_state()
    row = page.get_by_role("row").filter(has_text="Outcome of the round")
    with page.expect_download() as waiting:
        row.get_by_role("link", name="PDF").click()
    sheet = tmp_path / "sheet.pdf"
    waiting.value.save_as(sheet)
    text = "\n".join(p.extract_text() for p in PdfReader(sheet).pages).replace("\u200e", "")
    assert "الطرف" in text
    assert "maps were kept" in text


def _open_and_invite(desk: Desk) -> None:
    desk.follow("Open a round")
    desk.page.get_by_label("This track is a new one").check()
    desk.send(
        "Open", Track="Lake talks", Number_of_the_round="1", First_day="2017-02-15",
        Last_day="2017-02-16", What_it_is_for="The ceasefire, and mines.", Venue="Lake Hotel",
        Host="Hostland", Time_zone_of_the_venue="Asia/Almaty",
    )  # fmt: skip
    expect(desk.page.get_by_role("heading", level=1)).to_contain_text("Lake talks")
    desk.follow("Invite")
    desk.send("Enter in the record", Who_is_invited="Northern side\nSouthern side",
              Invited_on="2017-02-01")  # fmt: skip
    for side, head in (("Northern side", "A. Head"), ("Southern side", "B. Head")):
        row = desk.page.get_by_role("row").filter(has_text=side)
        row.get_by_role("link", name="Enter its delegation").click()
        desk.page.wait_for_load_state()
        desk.send("Enter in the record", Head_of_delegation=head, How_many_were_announced="5")


def _late(desk: Desk) -> None:
    cell = desk.page.locator("table.presence tbody tr").filter(has_text="Southern side")
    cell.get_by_role("link", name="Record presence").first.click()
    desk.page.wait_for_load_state()
    desk.send("Enter in the record", Presence="Arrived late", At_what_time="15:30",
              Why="The plane was late.")  # fmt: skip
    assert Presence.objects.get().status == "late"
    expect(desk.page.locator("table.presence")).to_contain_text("Arrived late")
    expect(desk.page.locator("table.presence")).to_contain_text("15:30")


def _draft(desk: Desk) -> None:
    desk.follow("Circulate a draft")
    desk.page.get_by_label("Northern side").check()
    desk.page.get_by_label("Southern side").check()
    desk.send("Circulate", Name_of_the_text="Statement of the lake", Text_of_the_draft=FIRST,
              Circulated_on="2017-02-15")  # fmt: skip
    expect(desk.page.get_by_role("heading", level=1)).to_contain_text("Statement of the lake")
    for side, position in (("Northern side", "Agrees"), ("Southern side", "Refuses")):
        desk.follow("A position")
        desk.send("Enter in the record", Whose_position=side, Position=position)
    desk.follow("Circulate a new version")
    desk.page.get_by_label("Northern side").check()
    desk.page.get_by_label("Southern side").check()
    desk.send("Circulate", Text_of_the_draft=SECOND)
    redline = desk.page.locator(".redline")
    expect(redline.locator("del").first).to_have_text("30")
    expect(redline.locator("ins").first).to_have_text("14")


def _adopt(desk: Desk) -> None:
    for side, position, words in (
        ("Northern side", "Agrees", ""),
        ("Southern side", "Agrees with a reservation", RESERVATION),
    ):
        desk.follow("A position")
        desk.send("Enter in the record", Whose_position=side, Position=position,
                  **{"Reservation or reason, in their words": words})  # fmt: skip
    desk.follow("What became of it")
    desk.send("Enter in the record", What_became_of_it="Adopted")
    desk.follow("Make obligations of it")
    owes = desk.page.get_by_label("Who owes it")
    owes.nth(0).fill("Northern side")
    owes.nth(1).fill("Southern side")
    desk.send("Enter in the record")

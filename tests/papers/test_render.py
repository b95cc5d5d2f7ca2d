"""Papers of a round in each form: the same bytes, every account with its voice, marks and lines."""

import io
import json
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from docx.oxml.ns import qn
from papers_parts import FORMS, opened, pages_of, text_of, words_in
from pypdf import PdfReader

from trucewatch.papers.content import (
    Account,
    DayOfPresence,
    Delegation,
    Invitation,
    InvitationList,
    OutcomeSheet,
    PaperKind,
    ParticipantsList,
    Slot,
    kind_of,
)
from trucewatch.papers.render import render, sheet_in
from trucewatch.papers.specimen import specimen
from trucewatch.papers.wording import differ
from trucewatch.vocabulary.bound import Bound, Figure
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.refusal import NotFound, Refused

NASTY = '<script>alert(1)</script> #panic() $ * _ \\ " & {{mark}} \u202e\u2069\x0b ё'


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", PaperKind)
def test_the_same_content_gives_the_same_bytes(kind: PaperKind, form: str) -> None:
    """Nothing in a paper says when it was made."""
    assert render(specimen(kind), "ar", form) == render(specimen(kind), "ar", form)


@pytest.mark.parametrize("kind", PaperKind)
def test_every_page_has_the_mark_and_its_number(kind: PaperKind) -> None:
    """Whoever finds one page knows who may read it and how many there are."""
    pages = pages_of(render(specimen(kind), "en", "pdf"))
    for number, page in enumerate(pages, start=1):
        assert page.count("TLP:AMBER") >= 2
        assert f"Page {number} of {len(pages)}" in page


@pytest.mark.parametrize("kind", PaperKind)
def test_the_paper_is_tagged_titled_and_in_its_language(kind: PaperKind) -> None:
    """PDF/UA-1 says so itself, and the date is that of the content."""
    reader = PdfReader(io.BytesIO(render(specimen(kind), "en", "pdf")))
    catalogue = reader.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" in catalogue["/Metadata"].get_data()
    assert reader.metadata is not None
    assert reader.metadata.title == f"{kind.label}: Lakeside talks, round 4"
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date().isoformat() == "2021-05-06"


def test_a_word_processors_file_bears_the_date_of_its_content() -> None:
    """And no other, neither in its facts nor in its archive."""
    made = zipfile.ZipFile(io.BytesIO(render(specimen(PaperKind.AGENDA), "en", "docx")))
    assert {entry.date_time for entry in made.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert "2021-05-06T12:00:00Z" in made.read("docProps/core.xml").decode()


def test_paper_and_word_processor_tell_the_same() -> None:
    """Head, tables and notes of an outcome stand in both."""
    paper = specimen(PaperKind.OUTCOME_SHEET)
    printed = text_of(render(paper, "en", "pdf"))
    written = words_in(opened(render(paper, "en", "docx")).element.body)
    for said in (
        "Outcome of the round",
        "Lakeside talks, round 4",
        "3-4 May 2021",
        "Hotel by the lake",
        "Asia/Almaty (UTC+06:00)",
        "no time was left",
        "Accounts differ; the record holds each and takes none.",
        "without: Southern delegation",
        "Dissociated itself from it",
        "0123456789abcdef" * 4,
        "The record holds every cause that is claimed and takes none.",
        "Endorsed by: Northern delegation",
        "Unilateral: nobody is recorded as having endorsed it",
        "no date known",
        "Jul 2021",
        "In the order in which they were announced.",
    ):
        assert said.replace(" ", "") in printed.replace(" ", "")
        assert said in written


def test_a_text_that_was_adopted_has_lines_to_sign() -> None:
    """A row for each party, high enough for a hand; without signatories there are none."""
    paper = specimen(PaperKind.OUTCOME_SHEET)
    assert isinstance(paper, OutcomeSheet)
    tables = opened(render(paper, "en", "docx")).tables
    [signed] = [table for table in tables if table.cell(0, 0).text == "On behalf of"]
    assert [row.cells[0].text for row in signed.rows][1:] == [
        "Northern delegation",
        "First guarantor",
    ]
    heights = [row._tr.trPr.find(qn("w:trHeight")) for row in signed.rows[1:]]
    assert all(int(height.get(qn("w:val"))) > 500 for height in heights)
    unsigned = replace(paper, tabled=tuple(replace(each, to_sign=()) for each in paper.tabled))
    assert "Name and title" not in text_of(render(unsigned, "en", "pdf"))


def test_local_time_stands_with_utc_and_rival_times_side_by_side() -> None:
    """Neither schedule is taken for right."""
    paper = text_of(render(specimen(PaperKind.AGENDA), "en", "pdf"))
    assert "3 May 2021, 10:00-11:30 (04:00-05:30 UTC)" in paper
    assert "Accounts differ:" in paper
    assert "4 May 2021 (Host country)" in paper
    assert "4 May 2021, 18:30 (12:30 UTC) (Second guarantor)" in paper


def test_a_time_over_midnight_names_both_days() -> None:
    """In UTC the meeting may begin the day before."""
    paper = specimen(PaperKind.AGENDA)
    early = paper.items[0].times[0].starts  # type: ignore[union-attr]
    night = Slot(starts=early.replace(hour=17), ends=early.replace(hour=19))
    items = (replace(paper.items[0], times=(night,)),)  # type: ignore[union-attr]
    sheet = sheet_in(replace(paper, items=items, schedule=()), "en")
    [cell] = [
        row[3] for block in sheet.document.blocks if block.block == "table" for row in block.rows
    ]
    assert cell.startswith("3 May 2021, 23:00-4 May 2021, 01:00 (17:00-19:00 UTC)")


def test_presence_of_many_days_goes_down_the_page() -> None:
    """Four days stand beside each other; more would be too narrow to read."""
    paper = specimen(PaperKind.PARTICIPANTS_LIST)
    assert isinstance(paper, ParticipantsList)
    first = paper.delegations[0]
    days = tuple(
        DayOfPresence(each.day.replace(day=n), each.accounts)
        for n in range(1, 8)
        for each in first.presence[:1]
    )
    long = replace(paper, delegations=(replace(first, presence=days),))
    [table] = [
        block
        for block in sheet_in(long, "en").document.blocks
        if block.block == "table" and block.name == "presence"
    ]
    assert [column.label for column in table.columns] == ["Day", "Delegation", "Presence"]
    assert len(table.rows) == 7


def test_accounts_differ_only_where_two_voices_contradict_each_other() -> None:
    """One voice that adds to what it said contradicts nobody, nor do counts of different people."""
    fourteen = Figure(Bound.EXACT, 14, 14, 14)
    several = Figure(Bound.AT_LEAST, 12, None, None)
    five = Figure(Bound.EXACT, 5, 5, 5)
    assert differ((Account("came", "A"), Account("left", "B")))
    assert not differ((Account("came", "A"), Account("left", "A")))
    assert not differ((Account(fourteen, "A"), Account(several, "B")))
    assert differ((Account(fourteen, "A"), Account(five, "B")))
    assert not differ((Account(fourteen, "A", "delegates"), Account(five, "B", "officers")))
    assert not differ((Account("high", "A", kind="Expected"), Account("low", "B", kind="Came")))


def test_data_hold_codes_and_own_words_and_no_language() -> None:
    """JSON is the same whichever language is asked for."""
    paper = specimen(PaperKind.INVITATION_LIST)
    told = json.loads(render(paper, "ar", "json"))
    assert render(paper, "ar", "json") == render(paper, "en", "json")
    assert told["kind"] == "invitation_list"
    assert told["head"]["handling"] == "AMBER"
    assert told["head"]["dates"] == {"start": "2021-05-03", "end": "2021-05-04", "precision": 2}
    answers = told["invitations"][0]["answers"]
    assert [each["says"] for each in answers] == ["confirmed", "conditional"]
    assert [each["by"] for each in answers] == ["Northern delegation", "Host country"]


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_words_from_outside_are_words_and_never_markup(form: str) -> None:
    """No name typesets, fills a placeholder, or turns what stands around it."""
    paper = specimen(PaperKind.INVITATION_LIST)
    assert isinstance(paper, InvitationList)
    nasty = replace(
        paper,
        head=replace(paper.head, venue=NASTY, record=NASTY, notice=NASTY),
        invitations=(Invitation(invitee=NASTY, remarks=NASTY),),
    )
    made = render(nasty, "en", form)
    if form == "pdf":
        told = text_of(made)
    else:
        word = opened(made)
        told = words_in(word.element.body)
        assert "{{mark}}" in words_in(word.sections[0].header._element)
    assert "#panic()" in told
    assert "{{mark}}" in told
    assert "\u202e" not in told


def test_a_character_without_a_glyph_has_a_stand_in_and_is_told_of() -> None:
    """Tagged paper may hold no text that it cannot show; the data have it."""
    paper = specimen(PaperKind.AGENDA)
    odd = replace(paper, head=replace(paper.head, venue="中文字"))
    assert "not in the fonts of this paper" in text_of(render(odd, "en", "pdf"))
    assert "中文字" in render(odd, "en", "json").decode()


@pytest.mark.parametrize("kind", PaperKind)
def test_a_round_of_which_nothing_is_known_has_papers_that_say_so(kind: PaperKind) -> None:
    """An empty list is no list of nobody."""
    full = specimen(kind)
    empty = {
        name: () for name in full.__dataclass_fields__ if isinstance(getattr(full, name), tuple)
    }
    paper: Any = replace(full, **empty)
    assert kind_of(paper) is kind
    assert "recorded" in text_of(render(paper, "en", "pdf"))
    assert "recorded" in words_in(opened(render(paper, "en", "docx")).element.body)


def test_heads_of_tables_are_repeated_on_every_page() -> None:
    """In a list that runs over several pages, on paper and in the word processor."""
    paper = specimen(PaperKind.INVITATION_LIST)
    assert isinstance(paper, InvitationList)
    long = replace(paper, invitations=paper.invitations * 40)
    pages = pages_of(render(long, "en", "pdf"))
    assert len(pages) > 2
    assert all("Invited party" in page for page in pages)
    for table in opened(render(long, "en", "docx")).tables[1:]:
        assert table._tbl.tr_lst[0].trPr.find(qn("w:tblHeader")) is not None


def test_the_mark_of_the_paper_is_that_of_its_head() -> None:
    """The strictest of them is one word on every page."""
    paper = specimen(PaperKind.AGENDA)
    strict = replace(paper, head=replace(paper.head, handling=Handling.AMBER_STRICT))
    assert all("TLP:AMBER+STRICT" in page for page in pages_of(render(strict, "en", "pdf")))
    section = opened(render(strict, "en", "docx")).sections[0]
    assert "TLP:AMBER+STRICT" in words_in(section.header._element)
    assert "TLP:AMBER+STRICT" in words_in(section.footer._element)


def test_a_delegation_without_anything_known_has_dashes() -> None:
    """And its members are said not to be recorded, rather than to be none."""
    text = text_of(render(specimen(PaperKind.PARTICIPANTS_LIST), "en", "pdf"))
    assert "Southern delegation – – – –" in text
    assert "Southern delegation: no members are recorded." in text


def test_columns_of_which_nothing_is_recorded_are_named_and_left_out() -> None:
    """What there is gets their room; nobody takes them for forgotten."""
    paper = specimen(PaperKind.PARTICIPANTS_LIST)
    bare = replace(paper, delegations=(Delegation(name="Southern delegation", heads=("A. S.",)),))
    text = text_of(render(bare, "en", "pdf"))
    assert "Southern delegation A. S." in text
    assert "Mandate; Number of delegates; Level; Credentials." in text


def test_a_demonstration_says_so_above_everything_else() -> None:
    """No paper of an invented record is taken for one of a real one."""
    paper = specimen(PaperKind.AGENDA)
    invented = replace(paper, head=replace(paper.head, demonstration="lake"))
    said = "This is a demonstration record."
    assert said in text_of(render(invented, "en", "pdf"))
    assert said in words_in(opened(render(invented, "en", "docx")).element.body)
    assert said not in text_of(render(paper, "en", "pdf"))


def test_other_forms_and_languages_are_refused() -> None:
    """Rather than answered with something else."""
    paper = specimen(PaperKind.AGENDA)
    with pytest.raises(NotFound, match="pdf, docx, json"):
        render(paper, "en", "odt")
    with pytest.raises(Refused, match="en, ar, ru, tr, fa"):
        render(paper, "xx", "pdf")

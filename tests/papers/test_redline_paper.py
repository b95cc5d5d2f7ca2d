"""A draft against an earlier version: nothing is lost, nothing is told by colour alone."""

from dataclasses import asdict
from typing import Any

import pytest
from django.template.loader import render_to_string
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from papers_parts import ARABIC_DRAFT, draft, opened, piece, text_of

from trucewatch.bulletins.document import Redline
from trucewatch.papers.blocks.draft import passages_of
from trucewatch.papers.content import DraftPaper
from trucewatch.papers.render import render, sheet_in
from trucewatch.talks.rules.redline import Piece, redline

UNTOUCHED = "".join(f"{n}. A paragraph that nobody touched.\n" for n in range(2, 18))
CHANGED = (
    piece("1. The parties "),
    piece("agree", "removed"),
    piece("intend", "added"),
    piece(" to keep the truce.\n" + UNTOUCHED),
    piece("18. This went.\n", "removed"),
    piece("19. Done by the lake."),
)
texts = st.text(st.sampled_from("ab \nنص"), max_size=12)
pieces = st.lists(st.builds(piece, texts, st.sampled_from(["kept", "removed", "added"])))


def redline_of(paper: DraftPaper) -> Redline:
    """The block of the draft's text."""
    [found] = [b for b in sheet_in(paper, "en").document.blocks if isinstance(b, Redline)]
    return found


def tracked(paper: DraftPaper, language: str = "en") -> list[Any]:
    """The paragraphs of the draft in a word processor's file."""
    body = opened(render(paper, language, "docx")).element.body
    return [
        paragraph
        for paragraph in body.iter(qn("w:p"))
        if paragraph.find(f".//{qn('w:lang')}") is not None
        or paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}") is not None
    ]


def when_all(paragraphs: list[Any], *, accepted: bool) -> str:
    """What a word processor leaves when every change is taken, or every one refused."""
    gone = qn("w:del") if accepted else qn("w:ins")
    text = ""
    for paragraph in paragraphs:
        for words in paragraph.iter(qn("w:t"), qn("w:delText")):
            if not any(around.tag == gone for around in words.iterancestors()):
                text += words.text or ""
        mark = paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}")
        if mark is None or mark.find(gone) is None:
            text += "\n"
    return text.removesuffix("\n")


def test_a_word_processor_tracks_the_changes_by_the_record_on_the_day_of_the_content() -> None:
    """Taken they leave the newer version, refused the older one."""
    paper = draft(*CHANGED)
    paragraphs = tracked(paper)
    newer = "".join(piece.text for piece in CHANGED if piece.kind != "removed")
    older = "".join(piece.text for piece in CHANGED if piece.kind != "added")
    assert when_all(paragraphs, accepted=True) == newer
    assert when_all(paragraphs, accepted=False) == older
    changes = [e for p in paragraphs for e in p.iter(qn("w:ins"), qn("w:del"))]
    assert {e.get(qn("w:author")) for e in changes} == {"Record of a specimen"}
    assert {e.get(qn("w:date")) for e in changes} == {"2021-05-06T12:00:00Z"}
    numbers = [e.get(qn("w:id")) for e in changes]
    assert len(set(numbers)) == len(numbers) == 4


@settings(max_examples=60, deadline=None)
@given(pieces)
def test_both_versions_come_back_from_any_changes(told: list[Piece]) -> None:
    """Line ends that went or came included."""
    newer = "".join(piece.text for piece in told if piece.kind != "removed")
    older = "".join(piece.text for piece in told if piece.kind != "added")
    passages = passages_of(told)
    for text, gone in ((newer, "removed"), (older, "added")):
        made = ""
        for passage in passages:
            made += "".join(c.text for c in passage.changes if c.kind != gone)
            made += "\n" if passage.ending != gone else ""
        assert made.rstrip("\n") == text.rstrip("\n")


def test_two_versions_that_were_compared_go_out_as_they_are() -> None:
    """What compares texts is the redline of the talks; the paper only sets it."""
    older, newer = "One.\nTwo words here.\n\nThree.", "One.\nTwo new words.\nThree.\nFour."
    paragraphs = tracked(draft(*redline(older, newer).pieces))
    assert when_all(paragraphs, accepted=True) == newer
    assert when_all(paragraphs, accepted=False) == older


def test_paper_tells_changes_without_colour() -> None:
    """Brackets around what went; the legend says how to read it."""
    text = text_of(render(draft(*CHANGED), "en", "pdf"))
    assert "The parties ⟦agree⟧intend to keep" in text
    assert "⟦18. This went.⟧" in text
    assert "struck through between doubled brackets" in text


def test_a_break_that_went_alone_is_shown() -> None:
    """Two paragraphs became one; words did not change."""
    paper = draft(piece("One half"), piece("\n", "removed"), piece("and the other."))
    assert "One half⟦¶⟧" in text_of(render(paper, "en", "pdf"))


def test_a_long_text_is_folded_on_paper_and_whole_elsewhere() -> None:
    """What is folded is named by its numbers; a paragraph on either side stays."""
    paper = draft(*CHANGED)
    printed = text_of(render(paper, "en", "pdf"))
    assert "Paragraphs 3 to 16 are unchanged." in printed
    assert "2. A paragraph" in printed
    assert "17. A paragraph" in printed
    assert "9. A paragraph" not in printed
    assert "9. A paragraph" in when_all(tracked(paper), accepted=True)


def test_in_full_nothing_is_folded() -> None:
    """For whoever reads the text aloud."""
    printed = text_of(render(draft(*CHANGED, in_full=True), "en", "pdf"))
    assert "9. A paragraph" in printed
    assert "are unchanged" not in printed


def test_a_first_version_is_plain_text() -> None:
    """It has nothing to be compared with, and no legend."""
    paper = draft(piece("1. One.\n2. Two.\n" + UNTOUCHED), compared_with="", compared_sha256="")
    printed = text_of(render(paper, "en", "pdf"))
    assert "9. A paragraph" in printed
    assert "struck through" not in printed
    assert "against version" not in printed


def test_numbers_are_those_of_the_newer_version() -> None:
    """What went has none."""
    numbers = [passage.number for passage in redline_of(draft(*CHANGED)).passages]
    assert numbers == [*(str(n) for n in range(1, 18)), "", "18"]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_arabic_text_runs_from_the_right_on_any_paper(language: str) -> None:
    """Its direction is its own, not that of the paper; no word is turned around."""
    paper = draft(*ARABIC_DRAFT, language="ar")
    paragraphs = tracked(paper, language)
    assert all(p.find(f"{qn('w:pPr')}/{qn('w:bidi')}") is not None for p in paragraphs)
    runs = [r for p in paragraphs for r in p.iter(qn("w:r"))]
    assert all(r.find(f"{qn('w:rPr')}/{qn('w:rtl')}") is not None for r in runs)
    assert "تعتزم الأطراف" in when_all(paragraphs, accepted=True)
    assert "تتفق الأطراف" in when_all(paragraphs, accepted=False)
    printed = text_of(render(paper, language, "pdf"))
    for word in ("تعتزم", "⟦", "الأطراف", "ICRC", "2254"):
        assert word in printed


def test_a_page_marks_changes_as_such() -> None:
    """With the elements that browsers and voices know for it."""
    document = sheet_in(draft(*ARABIC_DRAFT, language="ar"), "en").document
    page = render_to_string("bulletins/period.html", {"page": asdict(document)})
    assert '<div class="period-redline" lang="ar" dir="rtl">' in page
    assert "<del>تتفق</del><ins>تعتزم</ins>" in page

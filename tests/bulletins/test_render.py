"""One bulletin as data, page and paper: the same words, nothing from outside, no clock."""

import io
import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from trucewatch.bulletins import render
from trucewatch.bulletins.page import page_of

NASTY = '<script>alert(1)</script> #link("x") $ * _ \\ " & [نص] ё'


def ledger(monitor: str, total: int | None, **more: Any) -> dict[str, Any]:
    return {
        "monitor": monitor,
        "monitor_as_published": monitor,
        "total": total,
        "by_area": {},
        "places": {},
        "confirmed_by": {},
        "conflicts": [],
        "window": {"start": "2017-03-25", "end": "2017-03-25"},
        "window_hours": 24,
        "address": "https://example.org/25",
        "language": "en",
        "remark": "",
        "source": "Tallies as published",
        "handling": "CLEAR",
    } | more


def bulletin(*ledgers: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "kind": "two-ledger",
        "title": "Two-ledger bulletin, 25 Mar 2017",
        "record": {"name": "Test record", "demonstration": ""},
        "made_for": "the public",
        "handling": "CLEAR",
        "window": {"start": "2017-03-25", "end": "2017-03-25"},
        "window_hours": [24],
        "zone": {"name": "Asia/Damascus", "utc_offset": "+02:00"},
        "ledgers": list(ledgers),
        "not_summed": "The counts of the two ledgers are never added together.",
        "coverage": [],
        "rounds": [],
        "limits": ["Scattered days."],
    } | more


RUSSIA = ledger("Russia", 13, by_area={"Damascus": 4, "Hama": 9})
TURKEY = ledger(
    "Turkey",
    19,
    by_area={"Hama": 8, "unspecified": 11},
    confirmed_by={"Russia": 0},
    conflicts=[{"kind": "total_and_split_disagree", "stated_total": 82, "sum_of_split": 93}],
)


def text_of(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize("form", [render.as_json, render.as_html, render.as_pdf])
def test_the_same_words_give_the_same_bytes(form: Any) -> None:
    """However a database hands back the keys of an object, and whenever it is made."""
    words = bulletin(RUSSIA, TURKEY)
    stored = json.loads(json.dumps(words, sort_keys=True))
    assert form(words) == form(stored)


def test_page_and_paper_tell_the_same() -> None:
    """Totals, confirmation, contradiction, limits and the refusal to add up stand in both."""
    words = bulletin(RUSSIA, TURKEY)
    page = " ".join(re.sub(r"<[^>]+>", " ", render.as_html(words)).split())
    paper = text_of(render.as_pdf(words))
    for said in (
        "13",
        "19",
        "Russia confirmed none of the 19 breaches that Turkey states.",
        "How much of Russia’s count Turkey confirmed was not stated.",
        "The stated total is 82; the areas add up to 93. Both stand as published.",
        "never added together",
        "Scattered days.",
        "https://example.org/25",
        "TLP:CLEAR",
        "Area not given",
    ):
        assert said in page
        assert said in paper


def test_the_paper_is_tagged_titled_and_in_a_language() -> None:
    """It can be read aloud in its order."""
    reader = PdfReader(io.BytesIO(render.as_pdf(bulletin(RUSSIA, TURKEY))))
    catalogue = reader.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"].startswith("en")
    assert reader.metadata is not None
    assert reader.metadata.title == "Two-ledger bulletin, 25 Mar 2017"


def test_a_page_needs_nothing_from_outside() -> None:
    """No script, no file beside it, and links only to the published pages."""
    page = render.as_html(bulletin(RUSSIA, TURKEY))
    assert not re.search(r"<script|<link|<img|@import|url\(", page)
    assert set(re.findall(r'(?:href|src)="([^"]+)"', page)) == {"https://example.org/25"}


def test_a_part_of_a_page_has_no_style_of_its_own() -> None:
    """The site forbids styles in the page."""
    part = render.as_html_fragment(bulletin(RUSSIA, TURKEY))
    assert "style=" not in part
    assert "<style" not in part


def test_words_from_outside_are_words_and_never_markup() -> None:
    """A remark, an area, a monitor or an address cannot typeset or run anything."""
    words = bulletin(
        ledger(NASTY, 1, remark=NASTY, by_area={NASTY: 1}, address="javascript:alert(1)")
    )
    page = render.as_html(words)
    assert "<script>" not in page
    assert 'href="javascript' not in page
    assert '#link("x")' in text_of(render.as_pdf(words))


def test_zero_and_not_given_look_different() -> None:
    """A stated zero is a number; a missing total is said to be missing."""
    zero = render.as_html_fragment(bulletin(ledger("Turkey", 0)))
    none = render.as_html_fragment(bulletin(ledger("Turkey", None)))
    assert 'two-ledger-number">0<' in zero
    assert "Total not given" in none
    assert 'two-ledger-number"' not in none


def test_a_single_ledger_says_that_the_other_is_not_known() -> None:
    """The empty column is not a zero."""
    assert "That is not a zero" in render.as_html(bulletin(RUSSIA))
    assert "That is not a zero" in text_of(render.as_pdf(bulletin(RUSSIA)))
    assert "That is not a zero" not in render.as_html(bulletin(RUSSIA, TURKEY))


def test_areas_of_a_ledger_without_a_split_are_not_given_rather_than_empty() -> None:
    """A dash says that none was named there; where no area was published nothing is said."""
    page = page_of(bulletin(RUSSIA, ledger("Turkey", 9, by_area={"unspecified": 9})))
    cells = {row["name"]: [cell["text"] for cell in row["cells"]] for row in page["areas"]}
    assert cells == {
        "Damascus": ["4", "not given"],
        "Hama": ["9", "not given"],
        "Area not given": ["–", "9"],
    }


def test_bars_of_both_ledgers_share_one_scale() -> None:
    """The longest bar is the largest count of any ledger."""
    page = page_of(bulletin(RUSSIA, ledger("Turkey", 3, by_area={"Hama": 3})))
    bars = {row["name"]: [cell["bar"] for cell in row["cells"]] for row in page["areas"]}
    assert bars == {"Damascus": [44, 0], "Hama": [100, 33]}


@pytest.mark.parametrize("text", ["中文字", "👍", "a\u0378b", "\U0001f1f7"])
def test_a_character_without_a_glyph_has_a_stand_in_and_is_told_of(text: str) -> None:
    """Tagged paper may hold no text that it cannot show; the page shows the text itself."""
    words = bulletin(ledger("Turkey", 1, remark=text))
    assert "not in the fonts of this paper" in text_of(render.as_pdf(words))
    assert text in render.as_html(words)
    assert "not in the fonts" not in text_of(render.as_pdf(bulletin(RUSSIA)))


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60))
def test_any_remark_can_be_printed(remark: str) -> None:
    """No text from a source breaks the page or the paper."""
    words = bulletin(ledger("Turkey", 1, remark=remark, by_area={remark: 1}))
    assert render.as_pdf(words).startswith(b"%PDF")
    assert render.as_html(words).startswith("<!doctype html>")

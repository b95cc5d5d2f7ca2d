"""A daily or weekly bulletin in each form and language: the same words, the same bytes."""

import csv
import datetime as dt
import io
import json
import zipfile
from typing import Any

import docx
import pytest
from cast import Cast, file
from docx.oxml.ns import qn
from pypdf import PdfReader

from trucewatch.accounts.access import PUBLIC
from trucewatch.bulletins import render
from trucewatch.bulletins.kinds import Asked, BulletinKind
from trucewatch.bulletins.models import BulletinState
from trucewatch.bulletins.period import period_words
from trucewatch.bulletins.period_blocks import MOST_LISTED
from trucewatch.bulletins.stamps import Stamp
from trucewatch.parties.models import Party, PartyName
from trucewatch.places.models import Place
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.refusal import NotFound, Refused

pytestmark = pytest.mark.django_db

DAY = dt.date(2017, 3, 25)
NASTY = '=HYPERLINK("x") <script>alert(1)</script> #panic() \u2069\u202e'
FORMS = sorted(render.FORMS)


@pytest.fixture
def words(cast: Cast, gazetteer: None) -> dict[str, Any]:
    """A week with two sides, of which one has an Arabic name, and a place with a nasty one."""
    side = Party.objects.create(name="Free Syrian Army")
    PartyName.objects.create(party=side, text="الجيش السوري الحر", language="ar", folded="x")
    other = Party.objects.create(name="Other side (north)")
    idlib = Place.objects.get(key="sy-idlib")
    told = {"side_a_id": side.pk, "side_b_id": other.pk, "area_id": idlib.pk}
    file(cast.monitor, handling=Handling.CLEAR, day=DAY, event_type="shelling", deaths_low=31,
         latitude=35.9, longitude=36.6, place_as_published=NASTY, **told)  # fmt: skip
    file(cast.monitor, handling=Handling.CLEAR, day=DAY, deaths_low=9, deaths_high=14,
         location_precision=4, **told)  # fmt: skip
    file(cast.monitor, handling=Handling.CLEAR, day=DAY, date_precision=4, **told)
    return period_words(Asked(BulletinKind.WEEKLY, DAY), PUBLIC)


def text_of(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def letters_of(text: str) -> str:
    """Its letters in any order, for a script whose extraction joins words in its own order."""
    return "".join(sorted(character for character in text if character.isalpha()))


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("form", FORMS)
def test_the_same_words_give_the_same_bytes(
    words: dict[str, Any], form: str, language: str
) -> None:
    """However a database hands back the keys of an object, and whenever it is made."""
    stored = json.loads(json.dumps(words, sort_keys=True))
    once, again = (render.in_form(w, form, language=language) for w in (words, stored))
    assert once == again


def test_nothing_in_a_bulletin_says_when_it_was_made(words: dict[str, Any]) -> None:
    """The archive of a word processor's file neither."""
    made = zipfile.ZipFile(io.BytesIO(render.as_docx(words)))
    assert {entry.date_time for entry in made.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert "2017-03-25T12:00:00Z" in made.read("docProps/core.xml").decode()
    assert "2026" not in render.as_html(words)


def test_the_paper_tells_bounds_places_and_limits(words: dict[str, Any]) -> None:
    """What an account leaves open stays open."""
    paper = text_of(render.as_pdf(words))
    for said in (
        "Weekly bulletin, 19-25 Mar 2017",
        "at least 40",
        "at least 31",
        "9-14",
        "governorate only",
        "1 more incident may lie in the window",
        "No cut-off was set",
        "No hours of patrol or observation are recorded",
        "Incidents a week over 8 weeks",
        "TLP:CLEAR",
    ):
        assert said in paper


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_paper_is_tagged_and_every_figure_has_words(
    words: dict[str, Any], language: str
) -> None:
    """It can be read aloud in its order and its language; PDF/UA-1 says so itself."""
    reader = PdfReader(io.BytesIO(render.as_pdf(words, language)))
    catalogue = reader.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"].startswith(language)
    assert b"pdfuaid" in catalogue["/Metadata"].get_data()
    figures = [node for node in tagged(catalogue["/StructTreeRoot"]) if node.get("/S") == "/Figure"]
    assert len(figures) >= 2
    assert all(node.get("/Alt") for node in figures)


def tagged(node: Any) -> list[Any]:
    """Every element of a tree of tags."""
    node = node.get_object()
    if not isinstance(node, dict):
        return []
    children = node.get("/K", [])
    children = children if isinstance(children, list) else [children]
    return [node, *(found for child in children for found in tagged(child))]


def test_arabic_paper_is_arabic_throughout(words: dict[str, Any]) -> None:
    """Its own words, its months, and the names that the record has in that language."""
    paper = render.as_pdf(words, "ar")
    reader = PdfReader(io.BytesIO(paper))
    assert reader.metadata is not None
    assert reader.metadata.title == "النشرة الأسبوعية، 19 إلى 25 آذار 2017"
    text = text_of(paper)
    for word in ("القتلى", "الحوادث", "المنطقة", "آذار", "الجيش", "محافظة"):
        assert word in text or letters_of(word) in letters_of(text)
    page = render.as_html(words, "ar")
    assert '<html lang="ar" dir="rtl">' in page
    assert "الجيش السوري الحر" in page
    assert '<bdi dir="ltr">Other side (north)</bdi>' in page
    assert "إدلب" in page
    assert "Incidents" not in page


def test_a_name_without_a_translation_stays_as_the_record_has_it(words: dict[str, Any]) -> None:
    """And the record's name is the English one, whatever aliases there are."""
    page = render.as_html(words)
    assert "Free Syrian Army" in page
    assert "الجيش" not in page


def test_a_language_without_a_catalogue_is_refused(words: dict[str, Any]) -> None:
    """Rather than speak English under another name."""
    with pytest.raises(Refused, match="en, ar"):
        render.as_html(words, "xx")


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(
    ("state", "word", "arabic"),
    [
        (BulletinState.DRAFT, "DRAFT", "مسودة"),
        (BulletinState.WITHDRAWN, "WITHDRAWN", "مسحوبة"),
        (BulletinState.CORRECTED, "CORRECTED", "مصوبة"),
    ],
)
def test_every_page_of_what_is_not_in_force_says_so(
    words: dict[str, Any], state: BulletinState, word: str, arabic: str, language: str
) -> None:
    """And so do the title of the paper, of the page and of the word processor's file."""
    stamp, mark = Stamp(state), word if language == "en" else arabic
    reader = PdfReader(io.BytesIO(render.as_pdf(words, language, stamp)))
    for page in reader.pages:
        head = page.extract_text()
        assert mark in head or letters_of(mark) in letters_of(head.splitlines()[0])
    assert reader.metadata is not None
    assert (reader.metadata.title or "").startswith(mark)
    assert f"<title>{mark}" in render.as_html(words, language, stamp)
    written = docx.Document(io.BytesIO(render.as_docx(words, language, stamp)))
    assert written.core_properties.title.startswith(mark)
    assert written.sections[0].header.paragraphs[0].text == mark
    assert json.loads(render.in_form(words, "json", stamp=stamp))["state"] == state.value


def test_a_word_processors_file_has_headings_and_tables_as_such(words: dict[str, Any]) -> None:
    """Heads of tables are repeated on every page."""
    written = docx.Document(io.BytesIO(render.as_docx(words)))
    assert written.paragraphs[0].style.name == "Heading 1"
    assert sum(p.style.name == "Heading 2" for p in written.paragraphs) > 8
    assert len(written.tables) >= 8
    assert all(t._tbl.tr_lst[0].trPr.find(qn("w:tblHeader")) is not None for t in written.tables)
    assert written.core_properties.language == "en-GB"
    assert not written._body._element.findall(f".//{qn('w:bidiVisual')}")


def test_an_arabic_word_processors_file_runs_from_the_right(words: dict[str, Any]) -> None:
    """Its paragraphs, its tables, its runs and its sections."""
    written = docx.Document(io.BytesIO(render.as_docx(words, "ar")))
    assert all(p._p.pPr.find(qn("w:bidi")) is not None for p in written.paragraphs)
    assert all(t._tbl.tblPr.find(qn("w:bidiVisual")) is not None for t in written.tables)
    assert written._body._element.findall(f".//{qn('w:rtl')}")
    assert written.sections[0]._sectPr.find(qn("w:bidi")) is not None
    assert written.paragraphs[0].text.startswith("النشرة الأسبوعية")


def test_every_table_comes_as_csv_with_plain_numbers(words: dict[str, Any]) -> None:
    """An open upper end is empty, and no cell is run as a formula."""
    archive = zipfile.ZipFile(io.BytesIO(render.as_csv_zip(words)))
    assert {"events.csv", "areas.csv", "parties.csv", "trend.csv", "map.csv"} <= set(
        archive.namelist()
    )
    alone = render.as_csv(words, "events")
    assert archive.read("events.csv").decode() == alone
    rows = list(csv.DictReader(io.StringIO(alone)))
    assert [(row["deaths_low"], row["deaths_high"]) for row in rows] in (
        [("31", ""), ("9", "14")],
        [("9", "14"), ("31", "")],
    )
    assert [row["place"][:2] for row in rows if "HYPERLINK" in row["place"]] == ["'="]
    with pytest.raises(NotFound, match="events"):
        render.as_csv(words, "nothing")


def test_words_from_outside_are_words_and_never_markup(words: dict[str, Any]) -> None:
    """Nor do they turn or close what stands around them."""
    page = render.as_html(words)
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "style=" not in render.as_html_fragment(words)
    assert "#panic()" in text_of(render.as_pdf(words))


def test_what_is_too_long_for_paper_is_said_and_stands_in_the_tables(words: dict[str, Any]) -> None:
    """No incident is dropped in silence: the deadliest are printed, all are in the data."""
    event = words["events"][0]
    many = MOST_LISTED + 50
    events = [{**event, "deaths": {"low": n, "high": n}} for n in range(many)]
    long = {**words, "events": events}
    page = render.as_html(long)
    assert f"This table shows {MOST_LISTED} of {many} incidents" in page
    assert len(list(csv.reader(io.StringIO(render.as_csv(long, "events"))))) == many + 1
    assert page.count("Other side (north)</td>") == MOST_LISTED + len(words["possible_events"])


def test_a_chart_has_its_table_beside_it(words: dict[str, Any]) -> None:
    """What is hatched is a number there."""
    page = render.as_html(words)
    for name in ("trend", "days", "map"):
        assert f'id="table-{name}"' in page
    assert page.count("<svg") >= 2

"""The main text of plain text, web pages, PDF and DOCX."""

import contextlib
import io
import zipfile
from pathlib import Path

import pypdf
import pytest
import typst
from docx import Document

from trucewatch.sources.texts import file_text, pdf_pages, reading
from trucewatch.sources.texts.file_text import DOCX, HTML, PDF, PLAIN
from trucewatch.sources.texts.reading import read_text, text_of
from trucewatch.vocabulary.refusal import Refused

SENTENCE = "The guarantors agreed to meet again in Astana before the end of the month. "
PAGE = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>Talks – A Newspaper</title>
<style>p {{ color: red }}</style><script>var tracking = 1;</script></head><body>
<header><a href="/">Home</a> <a href="/news">News</a></header>
<nav><ul><li><a href="/a">World</a></li><li><a href="/b">Sport</a></li></ul></nav>
<div class="cookie-banner">We use cookies to make this page better for everybody.</div>
<div class="layout sidebar-right"><article><header><h1>Talks in Astana</h1></header>
<p>{SENTENCE}</p><h2>Next <em>round</em></h2><p>Second&nbsp;paragraph with <a href="x">one link</a>
in it, &quot;quoted&quot;. {SENTENCE}</p><ul><li>First item</li><li>Second item</li></ul>
<!-- a remark --><div style="display: none">hidden words</div>
<form>Subscribe <input value="now"></form></article>
<aside>Read also: something else entirely</aside></div>
<footer>All rights reserved</footer></body></html>"""


def pdf_of(source: str) -> bytes:
    """A PDF of Typst source, in pages that hold a few lines."""
    layout = (
        '#set page(width: 12cm, height: 7cm, margin: 1.5cm)\n#set text(size: 10pt, lang: "en")\n'
    )
    made: bytes = typst.compile((layout + source).encode(), format="pdf")
    return made


def docx_of(document: Document) -> bytes:
    """The bytes of a document."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_plain_text_is_exactly_what_is_in_the_file(tmp_path: Path) -> None:
    """Line ends and a mark at the start are code points that offsets count."""
    path = tmp_path / "a.txt"
    path.write_bytes("\ufeffسلام\r\none\rtwo\n".encode())
    assert text_of(path, path.name) == "\ufeffسلام\r\none\rtwo\n"
    assert read_text(path, path.name).media_type == PLAIN


def test_text_in_another_encoding_is_refused_with_the_place() -> None:
    """Guessing would move every offset."""
    with pytest.raises(Refused, match="byte 3 "):
        text_of(b"abc\xff", "a.txt")


def test_the_main_text_of_a_web_page_is_one_block_a_line() -> None:
    """The heading first; menus, notices, forms, asides and scripts are gone."""
    found = read_text(PAGE.encode(), "a.html")
    assert found.media_type == HTML
    assert found.text.split("\n\n") == [
        "Talks in Astana",
        SENTENCE.strip(),
        "Next round",
        f'Second paragraph with one link in it, "quoted". {SENTENCE.strip()}',
        "First item",
        "Second item",
    ]


def test_a_page_without_an_article_keeps_what_has_the_most_text() -> None:
    """A column of links beside it is left out."""
    links = "".join(f'<li><a href="{n}">Another headline number {n}</a></li>' for n in range(30))
    text = f"<div><b>{SENTENCE}<br><br>{SENTENCE}</b></div>"
    text = f"<div><b>{SENTENCE}<br><br>{SENTENCE}</b></div>"
    page = f"<title>Old page</title><div><ul>{links}</ul></div>{text}"
    assert text_of(page.encode(), "a.htm").split("\n\n") == [
        "Old page",
        SENTENCE.strip(),
        SENTENCE.strip(),
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            '<meta charset="windows-1251"><p>Переговоры в Астане'.encode("windows-1251"),
            "Переговоры",
        ),
        ("<html><p>Переговоры".encode("utf-16"), "Переговоры"),
        (
            '<meta charset="iso-8859-1"><p>caf\u00e9 \u201cquoted\u201d'.encode("windows-1252"),
            "“quoted”",
        ),
        (b'<meta charset="no-such-thing"><p>plain \xff words', "plain"),
        ("\ufeff<p>مفاوضات".encode(), "مفاوضات"),
    ],
)
def test_a_page_is_read_in_the_encoding_that_it_names(content: bytes, words: str) -> None:
    """By its mark, its declaration, or as well as can be."""
    assert words in text_of(content, "a.html")


def test_entities_of_a_page_are_not_expanded(tmp_path: Path) -> None:
    """Neither from a file nor many times over."""
    secret = tmp_path / "secret"
    secret.write_text("secret words")
    page = (
        f'<!DOCTYPE html [<!ENTITY a SYSTEM "{secret.as_uri()}"><!ENTITY b "&a;&a;&a;">]>'
        f"<html><body><p>{SENTENCE}&a;&b;</p></body></html>"
    )
    assert "secret" not in text_of(page.encode(), "a.html")


def test_deeply_nested_pages_are_read_without_harm() -> None:
    """Nothing recurses with the nesting."""
    page = "<div>" * 100_000 + SENTENCE + "</div>" * 100_000
    with contextlib.suppress(Refused):
        assert len(text_of(page.encode(), "a.html")) < 1000


def test_paragraphs_of_a_pdf_are_rebuilt_and_pages_found() -> None:
    """A running head and page numbers go; a word broken at a line's end is whole again."""
    source = (
        '#set page(header: [Report of the mission], numbering: "1")\n'
        "#set par(justify: true)\n#set text(hyphenate: true)\n"
        + "\n\n".join(f"Paragraph {n} begins. {SENTENCE * 4}" for n in ("one", "two", "three"))
        + "\n#pagebreak()\nLast page unquestionably."
    )
    found = read_text(pdf_of(source), "a.pdf")
    assert found.media_type == PDF
    assert "Report of the mission" not in found.text
    assert found.text.count(SENTENCE.strip()) == 12
    assert "\n\nParagraph two begins." in found.text
    assert "\n\nParagraph three begins." in found.text
    assert "\f" not in found.text
    assert found.pages[0] == 0
    assert found.text[found.pages[-1] :] == "Last page unquestionably."
    assert found.page_at(len(found.text) - 1) == len(found.pages)


def test_entries_of_a_list_that_read_alike_are_not_taken_for_running_lines() -> None:
    """At the foot of each page stands the like of the last one, with another number in it."""
    listed = [f"{n}\\. {n} January, the north: shells struck house {n}." for n in range(1, 29)]
    source = '#set page(header: [Report of the mission], numbering: "1 of 1")\n' + "\n\n".join(
        listed
    )
    found = read_text(pdf_of(source), "a.pdf")
    assert len(found.pages) >= 3
    assert "Report of the mission" not in found.text
    assert [n for n in range(1, 29) if f"shells struck house {n}." not in found.text] == []
    assert found.text.count("shells struck") == 28


def test_an_encrypted_pdf_is_refused() -> None:
    """Without guessing at passwords."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf_of("Secret")))
    writer.encrypt("password")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(Refused, match="encrypted"):
        text_of(out.getvalue(), "a.pdf")


@pytest.mark.parametrize("keep", [10, 200, 2000])
def test_a_broken_pdf_is_refused(keep: int) -> None:
    """Whatever is left of it."""
    with pytest.raises(Refused):
        text_of(pdf_of("Words")[:keep], "a.pdf")


def test_a_pdf_of_pictures_is_refused() -> None:
    """It has to be read out first."""
    with pytest.raises(Refused, match="pictures"):
        text_of(pdf_of("#rect(width: 3cm)"), "a.pdf")


def test_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit is told."""
    monkeypatch.setattr(pdf_pages, "MOST_PAGES", 1)
    with pytest.raises(Refused, match="2 pages; at most 1 "):
        text_of(pdf_of("One #pagebreak() Two"), "a.pdf")


def test_a_document_gives_paragraphs_and_tables_in_order() -> None:
    """A row is one line with tabs between its cells; a merged cell counts once."""
    document = Document()
    document.add_heading("Joint statement", 1)
    document.add_paragraph(SENTENCE)
    table = document.add_table(rows=2, cols=2)
    for cell, words in zip(table._cells, ("Side", "Killed", "A", "3"), strict=True):
        cell.text = words
    merged = table.add_row().cells
    merged[0].merge(merged[1]).text = "Sum of both"
    document.add_paragraph("End")
    found = read_text(docx_of(document), "a.docx")
    assert found.media_type == DOCX
    assert found.text.split("\n\n") == [
        "Joint statement", SENTENCE.strip(), "Side\tKilled", "A\t3", "Sum of both", "End",
    ]  # fmt: skip


def test_the_first_bytes_decide_and_not_the_name() -> None:
    """A PDF that calls itself text is still one."""
    assert read_text(pdf_of("Words"), "a.txt").media_type == PDF
    assert read_text(PAGE.encode(), "page").media_type == HTML
    assert read_text(b"<html> is a tag", "a.txt").media_type == PLAIN


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"PK\x03\x04broken", "broken archive"),
        (b"\x00\x01\x02", "neither text"),
        (b"", None),
    ],
)
def test_other_kinds_are_refused_by_name(content: bytes, said: str | None) -> None:
    """An empty text is a text."""
    if said is None:
        assert text_of(content, "a.txt") == ""
        return
    with pytest.raises(Refused, match=said):
        text_of(content, "a.txt")


def test_an_archive_without_a_document_is_refused() -> None:
    """XLSX and plain archives begin like DOCX."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "words")
    with pytest.raises(Refused, match="no DOCX"):
        text_of(out.getvalue(), "a.docx")


def test_a_document_with_broken_parts_is_refused() -> None:
    """The archive is whole, what is in it is not."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<broken")
    with pytest.raises(Refused, match="broken"):
        text_of(out.getvalue(), "a.docx")


def test_too_large_files_and_texts_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before and after they are read."""
    monkeypatch.setattr(reading, "LARGEST_FILE", 10)
    with pytest.raises(Refused, match="bytes"):
        text_of(b"x" * 11, "a.txt")
    monkeypatch.setattr(file_text, "LONGEST_TEXT", 5)
    with pytest.raises(Refused, match="characters"):
        text_of(b"x" * 6, "a.txt")

"""A document for a word processor: real headings, tables with repeated heads, its direction."""

import datetime as dt
import io
from typing import Any, Final

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from trucewatch.bulletins.document import Document
from trucewatch.bulletins.isolates import without_isolates
from trucewatch.bulletins.word_blocks import WordBlocks
from trucewatch.bulletins.word_changes import LOCALES
from trucewatch.bulletins.zips import same_bytes

_FONT: Final = "Times New Roman"


def set_in_word(document: Document) -> bytes:
    """The document as DOCX. Drawings are left out: the table beside each says the same.

    The same document gives the same bytes: every date in the file is that of the window's end.
    """
    word = docx.Document()
    page = _Page(word, document)
    page.prepare()
    page.write()
    made = io.BytesIO()
    word.save(made)
    return same_bytes(made.getvalue())


def state_facts(word: Any, document: Document) -> None:
    """Title, author, language and dates of the file, none of which say when it was made."""
    facts = word.core_properties
    facts.title = without_isolates(document.title)
    facts.author = without_isolates(document.record)
    facts.language = LOCALES.get(document.language, document.language)
    facts.comments = facts.keywords = ""
    facts.last_modified_by = ""
    moment = dt.datetime.combine(dt.date.fromisoformat(document.date), dt.time(12))
    facts.created = facts.modified = facts.last_printed = moment


def set_styles(word: Any, language: str) -> None:
    """The font of both scripts, and the language that a spelling check and a voice use."""
    for name in ("Normal", "Heading 1", "Heading 2", "Heading 3"):
        style = word.styles[name]
        style.font.name = _FONT
        facts = style.element.get_or_add_rPr()
        fonts = facts.find(qn("w:rFonts"))
        for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(script), _FONT)
        for theme in ("asciiTheme", "hAnsiTheme", "cstheme", "eastAsiaTheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    normal = word.styles["Normal"]
    normal.font.size = Pt(10)
    told = OxmlElement("w:lang")
    code = LOCALES.get(language, language)
    told.set(qn("w:val"), code)
    told.set(qn("w:bidi"), code)
    normal.element.get_or_add_rPr().append(told)


class _Page:
    """One document being written."""

    def __init__(self, word: Any, document: Document) -> None:
        self._word = word
        self._document = document
        self._is_rtl = document.direction == "rtl"
        self._blocks = WordBlocks(
            word,
            is_rtl=self._is_rtl,
            author=without_isolates(document.record),
            date=f"{document.date}T12:00:00Z",
        )

    def prepare(self) -> None:
        """Language, direction, font, margins, metadata, and what stands on every page."""
        document, word = self._document, self._word
        state_facts(word, document)
        set_styles(word, document.language)
        section = word.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2)
        if document.state:
            self._blocks.text(section.header.paragraphs[0], document.state, is_strong=True)
        self._blocks.text(section.footer.paragraphs[0], f"{document.mark}. {document.foot}")
        if self._is_rtl:
            section._sectPr.append(OxmlElement("w:bidi"))

    def write(self) -> None:
        """Everything in its order."""
        self._blocks.heading(self._document.title, 1)
        self._blocks.paragraph(self._document.record)
        for sentence in self._document.banner:
            self._blocks.paragraph(sentence, is_strong=True)
        self._blocks.write(self._document.blocks)

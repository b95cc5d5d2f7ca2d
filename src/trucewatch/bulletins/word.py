"""A document for a word processor: real headings, tables with repeated heads, its direction."""

import datetime as dt
import io
from typing import Any, Final

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from trucewatch.bulletins.document import (
    Block,
    Bullets,
    Document,
    Figure,
    Heading,
    Keys,
    Paragraph,
    Table,
)
from trucewatch.bulletins.isolates import first_direction, pieces, without_isolates
from trucewatch.bulletins.zips import same_bytes

_FONT: Final = "Times New Roman"
_LOCALES: Final = {"ar": "ar-SY", "en": "en-GB", "ru": "ru-RU", "tr": "tr-TR", "fa": "fa-IR"}


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


class _Page:
    """One document being written."""

    def __init__(self, word: Any, document: Document) -> None:
        self._word = word
        self._document = document
        self._is_rtl = document.direction == "rtl"

    def prepare(self) -> None:
        """Language, direction, font, margins, metadata, and what stands on every page."""
        document, word = self._document, self._word
        facts = word.core_properties
        facts.title = without_isolates(document.title)
        facts.author = without_isolates(document.record)
        facts.language = _LOCALES.get(document.language, document.language)
        facts.comments = facts.keywords = ""
        facts.last_modified_by = ""
        moment = dt.datetime.combine(dt.date.fromisoformat(document.date), dt.time(12))
        facts.created = facts.modified = facts.last_printed = moment
        self._set_style()
        section = word.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2)
        if document.state:
            self._text(section.header.paragraphs[0], document.state, is_strong=True)
        self._text(section.footer.paragraphs[0], f"{document.mark}. {document.foot}")
        if self._is_rtl:
            section._sectPr.append(OxmlElement("w:bidi"))

    def write(self) -> None:
        """Everything in its order."""
        self._heading(self._document.title, 1)
        self._paragraph(self._document.record)
        for sentence in self._document.banner:
            self._paragraph(sentence, is_strong=True)
        for block in self._document.blocks:
            self._block(block)

    def _block(self, block: Block) -> None:
        match block:
            case Heading():
                self._heading(block.text, block.level)
            case Paragraph():
                self._paragraph(block.text, is_strong=block.tone == "strong")
            case Bullets():
                for item in block.items:
                    self._paragraph(item, style="List Bullet")
            case Keys():
                for key in block.keys:
                    told = f"{key.value} {key.label}"
                    self._paragraph(told, is_strong=True)
                    self._paragraph(key.note)
            case Table():
                self._table(block)
            case Figure():
                pass

    def _heading(self, text: str, level: int) -> None:
        paragraph = self._word.add_paragraph(style=f"Heading {level}")
        self._text(paragraph, text)

    def _paragraph(self, text: str, *, style: str = "Normal", is_strong: bool = False) -> None:
        self._text(self._word.add_paragraph(style=style), text, is_strong=is_strong)

    def _text(self, paragraph: Any, text: str, *, is_strong: bool = False) -> None:
        """Runs of one direction each; the paragraph runs in that of the document."""
        if self._is_rtl:
            paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
        for piece in pieces(text):
            run = paragraph.add_run(piece.text)
            run.bold = is_strong or None
            runs_right = (piece.direction or first_direction(piece.text)) == "rtl"
            if runs_right or (self._is_rtl and piece.direction is None):
                run._r.get_or_add_rPr().append(OxmlElement("w:rtl"))

    def _table(self, block: Table) -> None:
        self._heading(block.title, 2)
        self._word._body._element.insert_element_before(self._grid(block), "w:sectPr")
        self._paragraph(block.note)

    def _grid(self, block: Table) -> Any:
        """The table's own elements: a cell of python-docx costs a search through all of them."""
        table = self._word.add_table(rows=0, cols=len(block.columns), style="Table Grid")._tbl
        table.getparent().remove(table)
        if self._is_rtl:
            # The schema wants it before the table's width.
            table.tblPr.insert(1, OxmlElement("w:bidiVisual"))
        head = self._row([column.label for column in block.columns], is_head=True)
        table.append(head)
        for row in block.rows:
            table.append(self._row(row))
        return table

    def _row(self, cells: list[str], *, is_head: bool = False) -> Any:
        row = OxmlElement("w:tr")
        facts = OxmlElement("w:trPr")
        facts.append(OxmlElement("w:cantSplit"))
        if is_head:
            facts.append(OxmlElement("w:tblHeader"))
        row.append(facts)
        for cell in cells:
            made = OxmlElement("w:tc")
            made.append(self._cell_paragraph(cell, is_head=is_head))
            row.append(made)
        return row

    def _cell_paragraph(self, text: str, *, is_head: bool) -> Any:
        paragraph = self._word.add_paragraph()
        self._text(paragraph, text, is_strong=is_head)
        element = paragraph._p
        element.getparent().remove(element)
        return element

    def _set_style(self) -> None:
        """The font of both scripts, and the language that a spelling check and a voice use."""
        for name in ("Normal", "Heading 1", "Heading 2"):
            style = self._word.styles[name]
            style.font.name = _FONT
            facts = style.element.get_or_add_rPr()
            fonts = facts.find(qn("w:rFonts"))
            for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
                fonts.set(qn(script), _FONT)
            for theme in ("asciiTheme", "hAnsiTheme", "cstheme", "eastAsiaTheme"):
                fonts.attrib.pop(qn(f"w:{theme}"), None)
        normal = self._word.styles["Normal"]
        normal.font.size = Pt(10)
        language = OxmlElement("w:lang")
        code = _LOCALES.get(self._document.language, self._document.language)
        language.set(qn("w:val"), code)
        language.set(qn("w:bidi"), code)
        normal.element.get_or_add_rPr().append(language)

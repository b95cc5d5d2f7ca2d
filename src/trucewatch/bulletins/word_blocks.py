"""The blocks of a document, written one after the other at the end of a word processor's file."""

from collections.abc import Iterable
from typing import Any

from docx.oxml import OxmlElement

from trucewatch.bulletins.document import (
    Block,
    Bullets,
    Figure,
    Heading,
    Keys,
    Paragraph,
    Redline,
    Table,
)
from trucewatch.bulletins.isolates import first_direction, pieces, with_marks
from trucewatch.bulletins.word_changes import Tracked


class WordBlocks:
    """Writes into one document, which runs from the right where ``is_rtl``.

    ``author`` and ``date`` stand with every tracked change.
    """

    def __init__(self, word: Any, *, is_rtl: bool, author: str = "", date: str = "") -> None:
        self._word = word
        self._is_rtl = is_rtl
        self._author, self._date = author, date

    def write(self, blocks: Iterable[Block]) -> None:
        """Everything in its order. Drawings are left out: the table beside each says the same."""
        for block in blocks:
            self._block(block)

    def _block(self, block: Block) -> None:
        match block:
            case Heading():
                self.heading(block.text, block.level)
            case Paragraph():
                self.paragraph(block.text, is_strong=block.tone == "strong")
            case Bullets():
                for item in block.items:
                    self.paragraph(item, style="List Bullet")
            case Keys():
                for key in block.keys:
                    told = f"{key.value} {key.label}"
                    self.paragraph(told, is_strong=True)
                    self.paragraph(key.note)
            case Table():
                self.table(block)
            case Redline():
                self.redline(block)
            case Figure():
                pass

    def heading(self, text: str, level: int) -> None:
        """The title of a section."""
        self.text(self._paragraph_in(f"Heading {level}"), text)

    def paragraph(self, text: str, *, style: str = "Normal", is_strong: bool = False) -> None:
        """One paragraph in a style."""
        self.text(self._paragraph_in(style), text, is_strong=is_strong)

    def text(self, paragraph: Any, text: str, *, is_strong: bool = False) -> None:
        """Runs of one direction each; the paragraph runs in that of the document."""
        if self._is_rtl:
            paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
        for piece in pieces(text):
            run = paragraph.add_run(with_marks(piece))
            run.bold = run.font.cs_bold = is_strong or None
            runs_right = (piece.direction or first_direction(piece.text)) == "rtl"
            if runs_right or (self._is_rtl and piece.direction is None):
                run._r.get_or_add_rPr().append(OxmlElement("w:rtl"))

    def table(self, block: Table) -> None:
        """Its title, the table with a head that is repeated on every page, and its note."""
        self.heading(block.title, 2)
        self._word._body._element.insert_element_before(self._grid(block), "w:sectPr")
        self.paragraph(block.note)

    def redline(self, block: Redline) -> None:
        """Every passage in full, folded or not: the text can go on being worked on."""
        tracked = Tracked(self._word._body._element, self._author, self._date)
        for passage in block.passages:
            tracked.write(self._paragraph_in("Normal")._p, block, passage)

    def _paragraph_in(self, style: str) -> Any:
        return self._word.add_paragraph(style=style)

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
        self.text(paragraph, text, is_strong=is_head)
        element = paragraph._p
        element.getparent().remove(element)
        return element

"""The blocks of a paper in a word processor's file, in the styles that its template has."""

from typing import Any, Final

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from trucewatch.bulletins.document import Table
from trucewatch.bulletins.word_blocks import WordBlocks
from trucewatch.papers.blocks.outcome import SIGNATURES
from trucewatch.papers.placeholders import turn_alike
from trucewatch.papers.sheet import Fact

_WIDTH: Final = 9_638
"""Twentieths of a point between the margins of A4: columns share it, whatever the page then is."""
_TO_SIGN: Final = 850
_NOTE: Final = Pt(8.5)
_Line = tuple[str, str, str]
_LINES: Final[tuple[_Line, ...]] = (
    ("w:top", "8", "16202C"),
    ("w:bottom", "8", "16202C"),
    ("w:insideH", "4", "C3C9D1"),
)
"""Which lines a table has, how thick in eighths of a point, and their colour."""


class PaperBlocks(WordBlocks):
    """Writes at the end of a document that may lack any style but the normal one."""

    def facts(self, facts: list[Fact]) -> None:
        """What stands in the head, as a table of two columns without a head of its own."""
        if facts:
            rows = [self._row([fact.label, fact.text]) for fact in facts]
            self._put(self._framed(rows, [1, 3], lines=()))
            self.paragraph("")

    def heading(self, text: str, level: int) -> None:
        """The title of a section; bold where the template has no style for it."""
        style = f"Heading {level}"
        is_known = style in self._word.styles
        self.text(self._paragraph_in(style), text, is_strong=not is_known)

    def table(self, block: Table) -> None:
        """Its title, the table, and its note in small letters."""
        self.heading(block.title, block.level)
        is_signed = block.name.startswith(SIGNATURES)
        head = self._row([column.label for column in block.columns], is_head=True)
        rows = [self._row(row, least=_TO_SIGN if is_signed else 0) for row in block.rows]
        self._put(self._framed([head, *rows], [column.share for column in block.columns]))
        if block.note:
            note = self._paragraph_in("Normal")
            self.text(note, block.note)
            for run in note.runs:
                run.font.size = _NOTE
                turn_alike(run._r.get_or_add_rPr())

    def _paragraph_in(self, style: str) -> Any:
        if style not in self._word.styles:
            paragraph = self._word.add_paragraph()
            if style == "List Bullet":
                paragraph.add_run("• ")
            return paragraph
        return self._word.add_paragraph(style=style)

    def _row(self, cells: list[str], *, is_head: bool = False, least: int = 0) -> Any:
        row = super()._row(cells, is_head=is_head)
        if least:
            height = OxmlElement("w:trHeight")
            height.set(qn("w:val"), str(least))
            height.set(qn("w:hRule"), "atLeast")
            row.find(qn("w:trPr")).append(height)
        return row

    def _put(self, table: Any) -> None:
        self._word._body._element.insert_element_before(table, "w:sectPr")

    def _framed(
        self, rows: list[Any], shares: list[float], lines: tuple[_Line, ...] = _LINES
    ) -> Any:
        """A table as wide as what it stands in, with lines between its rows."""
        table = OxmlElement("w:tbl")
        table.append(self._table_facts(lines))
        grid = OxmlElement("w:tblGrid")
        for share in shares:
            column = OxmlElement("w:gridCol")
            column.set(qn("w:w"), str(_part(share, shares, _WIDTH)))
            grid.append(column)
        table.append(grid)
        for row in rows:
            for cell, share in zip(row.findall(qn("w:tc")), shares, strict=True):
                cell.insert(0, _cell_facts(_part(share, shares, 5_000)))
            table.append(row)
        return table

    def _table_facts(self, lines: tuple[_Line, ...]) -> Any:
        facts = OxmlElement("w:tblPr")
        if self._is_rtl:
            facts.append(OxmlElement("w:bidiVisual"))
        facts.append(_measured("w:tblW", 5_000))
        borders = OxmlElement("w:tblBorders")
        for side, size, colour in lines:
            border = OxmlElement(side)
            for name, value in (("val", "single"), ("sz", size), ("space", "0"), ("color", colour)):
                border.set(qn(f"w:{name}"), value)
            borders.append(border)
        facts.append(borders)
        layout = OxmlElement("w:tblLayout")
        layout.set(qn("w:type"), "fixed")
        facts.append(layout)
        return facts


def _cell_facts(width: int) -> Any:
    facts = OxmlElement("w:tcPr")
    facts.append(_measured("w:tcW", width))
    return facts


def _measured(name: str, fiftieths: int) -> Any:
    """A width in fiftieths of a per cent of what is around."""
    width = OxmlElement(name)
    width.set(qn("w:w"), str(fiftieths))
    width.set(qn("w:type"), "pct")
    return width


def _part(share: float, shares: list[float], whole: int) -> int:
    return round(whole * share / sum(shares))

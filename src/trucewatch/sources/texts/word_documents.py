"""DOCX: paragraphs and tables in their order."""

import io
import zipfile
from collections.abc import Iterator
from typing import Final

from docx import Document
from docx.table import Table

from trucewatch.sources.texts.file_text import DOCX, FileText
from trucewatch.vocabulary.refusal import Refused

_LARGEST_UNPACKED: Final = 200_000_000
"""Bytes of all parts of a document together; more would fill the memory."""


def read_docx(content: bytes) -> FileText:
    """One paragraph or row of a table a line, with blank lines between; cells have tabs between."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(part.file_size for part in archive.infolist()) > _LARGEST_UNPACKED:
            raise Refused("The document is too large when it is unpacked.")
    try:
        document = Document(io.BytesIO(content))
        blocks = list(_blocks(document.iter_inner_content()))
    # Whatever is wrong with the parts of a document: python-docx lets errors of many kinds through.
    except Exception as error:
        raise Refused("The DOCX document is broken and cannot be read.") from error
    return FileText("\n\n".join(blocks), (), DOCX)


def _blocks(content: Iterator[object]) -> Iterator[str]:
    for block in content:
        lines = _rows(block) if isinstance(block, Table) else [getattr(block, "text", "")]
        yield from (line for line in map(_tidy, lines) if line)


def _rows(table: Table) -> Iterator[str]:
    """The rows of a table; a cell that goes over several columns counts once."""
    for row in table.rows:
        cells = {cell._tc: cell for cell in row.cells}
        yield "\t".join(" ".join(cell.text.split()) for cell in cells.values())


def _tidy(line: str) -> str:
    return "\t".join(" ".join(cell.split()) for cell in line.split("\t")).strip()

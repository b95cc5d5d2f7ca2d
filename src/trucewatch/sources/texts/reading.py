"""The main text of a file, whatever kind of file it is."""

import importlib
from pathlib import Path
from typing import Final

from trucewatch.sources.texts.file_text import (
    DOCX,
    HTML,
    LARGEST_FILE,
    PDF,
    PLAIN,
    FileText,
    require_length,
)
from trucewatch.sources.texts.kinds import kind_of
from trucewatch.vocabulary.refusal import Refused

_READERS: Final = {
    PLAIN: ("plain_text", "read_plain"),
    HTML: ("web_pages", "read_html"),
    PDF: ("pdf_pages", "read_pdf"),
    DOCX: ("word_documents", "read_docx"),
}
"""Module and function for each kind; loaded when one comes, since three of them load much."""


def text_of(file: Path | bytes, name: str) -> str:
    """The main text of a file; see ``read_text``."""
    return read_text(file, name).text


def read_text(file: Path | bytes, name: str) -> FileText:
    """The main text of a file with its kind, and where its pages start.

    What kind it is its first bytes say; ``name`` only tells plain text from a web page. Plain text
    comes back exactly as it is, so that offsets in it are offsets in the file. Refused, with the
    reason, when the file is too large, broken, encrypted or of another kind.
    """
    size = file.stat().st_size if isinstance(file, Path) else len(file)
    if size > LARGEST_FILE:
        raise Refused("The file has more than {most} bytes.", values={"most": LARGEST_FILE})
    content = file.read_bytes() if isinstance(file, Path) else file
    module, function = _READERS[kind_of(content, name)]
    reader = getattr(importlib.import_module(f"trucewatch.sources.texts.{module}"), function)
    found: FileText = reader(content)
    require_length(len(found.text))
    return found

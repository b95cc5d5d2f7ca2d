"""The main text of a file, whatever kind of file it is."""

from collections.abc import Callable
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
from trucewatch.sources.texts.pdf_pages import read_pdf
from trucewatch.sources.texts.plain_text import read_plain
from trucewatch.sources.texts.web_pages import read_html
from trucewatch.sources.texts.word_documents import read_docx
from trucewatch.vocabulary.refusal import Refused

_READERS: Final[dict[str, Callable[[bytes], FileText]]] = {
    PLAIN: read_plain,
    HTML: read_html,
    PDF: read_pdf,
    DOCX: read_docx,
}


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
    found = _READERS[kind_of(content, name)](content)
    require_length(len(found.text))
    return found

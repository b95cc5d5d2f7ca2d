"""PDF: the paragraphs of all pages, and where each page starts in them."""

import io
from collections.abc import Iterator
from typing import Final

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from trucewatch.sources.texts.file_text import MOST_PAGES, PDF, FileText, require_length
from trucewatch.sources.texts.printed_lines import joined, without_running_lines
from trucewatch.vocabulary.refusal import Refused

_BROKEN: Final = "The PDF is broken and cannot be read."


def read_pdf(content: bytes) -> FileText:
    """Paragraphs rebuilt from printed lines, without running heads, feet and page numbers.

    Refused when a password is needed, the file is broken, too long, or holds pictures alone.
    """
    try:
        pages = [page.split("\n") for page in _pages(content)]
    except Refused:
        raise
    # pypdf meets broken files with errors of many kinds, recursion and plain KeyError among them.
    except Exception as error:
        raise Refused(_BROKEN) from error
    text, starts = joined(without_running_lines(pages))
    if not text.strip():
        raise Refused("The PDF holds no text: its pages are pictures and must be read out first.")
    return FileText(text, starts, PDF)


def _pages(content: bytes) -> Iterator[str]:
    reader = PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted and not _opens(reader):
        raise Refused("The PDF is encrypted and needs a password.")
    count = len(reader.pages)
    if count > MOST_PAGES:
        raise Refused(
            "The PDF has {count} pages; at most {most} are read.",
            values={"count": count, "most": MOST_PAGES},
        )
    length = 0
    for page in reader.pages:
        text = page.extract_text()
        length += len(text)
        require_length(length)
        yield text


def _opens(reader: PdfReader) -> bool:
    """It only forbids printing or copying, and opens without a password."""
    try:
        return bool(reader.decrypt(""))
    except PyPdfError:
        return False

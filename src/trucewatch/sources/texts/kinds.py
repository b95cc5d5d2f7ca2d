"""Which kind of file it is, by its first bytes."""

import io
import re
import zipfile
from pathlib import PurePath
from typing import Final

from trucewatch.sources.rules import media_type_of
from trucewatch.sources.texts.file_text import DOCX, HTML, PDF, PLAIN
from trucewatch.vocabulary.refusal import Refused

_PAGE: Final = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html|head|body|!--)",
    re.IGNORECASE,
)
_LOOKED_AT: Final = 4096
_PDF_WITHIN: Final = 1024
"""Readers of PDF allow for other bytes before its first line."""
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")


def kind_of(content: bytes, name: str) -> str:
    """The media type of a file that can be read; refused for any other.

    The name decides only between plain text and a web page, which both may begin with anything.
    """
    ending = PurePath(name).suffix.lower()
    known = media_type_of(content[:_LOOKED_AT])
    if known == PDF or b"%PDF-" in content[:_PDF_WITHIN]:
        return PDF
    if content.startswith(b"PK\x03\x04"):
        return _kind_of_archive(content)
    if known != "application/octet-stream":
        raise Refused(
            "A file of the kind {kind} holds no text that can be read.", values={"kind": known}
        )
    is_page = ending in (".html", ".htm", ".xhtml")
    if content.startswith(_UTF_16) and is_page:
        return HTML
    if b"\x00" in content[:_LOOKED_AT]:
        raise Refused("The file is neither text nor web page, PDF or DOCX.")
    if is_page or (ending != ".txt" and _PAGE.match(content[:_LOOKED_AT])):
        return HTML
    return PLAIN


def _kind_of_archive(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise Refused("The file is a broken archive.") from error
    if "word/document.xml" in names:
        return DOCX
    raise Refused("The file is an archive, but no DOCX document.")

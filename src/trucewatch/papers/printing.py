"""A paper on A4, by the standard layout or by one of the record's own."""

import io
from functools import cache
from importlib.resources import files
from typing import Final

import typst
from django.utils.translation import gettext as _
from pypdf import PdfReader

from trucewatch.bulletins.paper import set_printable, typeset, typst_text
from trucewatch.papers.sheet import Sheet
from trucewatch.papers.templates import Template
from trucewatch.papers.typesetting import read_layout, refusal_of, typeset_apart
from trucewatch.vocabulary.refusal import Refused

_MAIN: Final = "main.typ"
_KIT: Final = "kit.typ"


def print_sheet(sheet: Sheet, template: Template | None = None) -> bytes:
    """A tagged PDF; the same sheet and layout give the same bytes.

    A template that is broken, or leaves a page without the mark, is refused: no paper comes of it.
    """
    page = sheet.page()
    if template is None:
        layout = {_MAIN: standard_layout(), _KIT: _kit()}
        return set_printable(page, lambda told: typeset(layout, told, page), _missing())
    own = {_MAIN: read_layout(template.content, template.name), _KIT: _kit().decode()}
    try:
        made = set_printable(page, lambda told: typeset_apart(own, told, page), _missing())
    except typst.TypstError as error:
        raise refusal_of(error, template.name) from error
    _require_mark(made, sheet.document.mark, template.name)
    return made


def _require_mark(made: bytes, mark: str, name: str) -> None:
    """Whoever finds one page has to know who may read it."""
    for number, page in enumerate(PdfReader(io.BytesIO(made)).pages, start=1):
        if mark not in "".join(page.extract_text().split()):
            raise Refused(
                "The template {file} leaves page {page} without the mark {mark}: put doc.mark on "
                "every page.",
                field="content",
                values={"file": name, "page": number, "mark": mark},
            )


def _missing() -> str:
    return _(
        "Some characters are not in the fonts of this paper and stand here as \ufffd; its data "
        "have them."
    )


@cache
def standard_layout() -> bytes:
    """The layout of papers, with which one of somebody's own begins."""
    return (files("trucewatch.papers") / "typst" / "paper.typ").read_bytes()


@cache
def _kit() -> bytes:
    return typst_text("text") + (files("trucewatch.papers") / "typst" / _KIT).read_bytes()

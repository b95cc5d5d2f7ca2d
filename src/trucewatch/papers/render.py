"""A paper in each form and language: the same content gives the same bytes."""

from typing import Final

from trucewatch.papers.cleaning import cleaned
from trucewatch.papers.content import Paper, kind_of
from trucewatch.papers.language import require_language, speaking
from trucewatch.papers.plain import as_json
from trucewatch.papers.printing import print_sheet, standard_layout
from trucewatch.papers.sheet import Sheet, sheet_of
from trucewatch.papers.standard_word import standard_word
from trucewatch.papers.templates import OURS, Template, Templates
from trucewatch.papers.word import write_sheet
from trucewatch.vocabulary.refusal import NotFound

FORMS: Final = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
}
"""The media type of each form."""


def render(paper: Paper, language: str, form: str, templates: Templates = OURS) -> bytes:
    """The paper in one of ``FORMS``, laid out by the most specific of the templates.

    JSON is the same in every language. A template that is broken is refused with file, place and
    reason, and no paper comes of it.
    """
    if form not in FORMS:
        raise NotFound(f"A paper comes as: {', '.join(FORMS)}.")
    require_language(language)
    if form == "json":
        return as_json(paper)
    return lay_out(paper, language, form, templates.find(kind_of(paper), language, form))


def lay_out(paper: Paper, language: str, form: str, template: Template | None) -> bytes:
    """The paper as PDF or DOCX by this very template; by the standard one where there is none."""
    with speaking(language):
        sheet = sheet_of(cleaned(paper))
        return (print_sheet if form == "pdf" else write_sheet)(sheet, template)


def sheet_in(paper: Paper, language: str) -> Sheet:
    """The paper in a language as a document, for a page."""
    with speaking(language):
        return sheet_of(cleaned(paper))


def standard_template(form: str) -> bytes:
    """The standard template of a form, with which one of somebody's own begins."""
    match form:
        case "pdf":
            return standard_layout()
        case "docx":
            return standard_word()
    raise NotFound("Only PDF and DOCX are laid out by templates.")

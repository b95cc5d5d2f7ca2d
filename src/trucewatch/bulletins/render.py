"""A bulletin's words in every form: data, page, part of a page, paper, word processor, tables."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from trucewatch.bulletins.isolates import without_isolates
from trucewatch.bulletins.kinds import BulletinKind
from trucewatch.bulletins.language import speaking
from trucewatch.bulletins.page import page_of
from trucewatch.bulletins.paper import set_on_paper
from trucewatch.bulletins.period_page import period_document
from trucewatch.bulletins.stamps import UNMARKED, Stamp
from trucewatch.bulletins.tables import as_csv, as_csv_zip
from trucewatch.bulletins.titles import title_of
from trucewatch.bulletins.two_ledger_document import two_ledger_document
from trucewatch.bulletins.word import set_in_word
from trucewatch.vocabulary.refusal import NotFound

Words = Mapping[str, Any]

FORMS: Final = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "csv": "application/zip",
    "json": "application/json",
}
"""The media type of each form; a single table of CSV is text."""


def as_json(words: Words) -> str:
    """The words themselves, in one spelling however they were stored."""
    return json.dumps(words, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def as_html(words: Words, language: str = "en", stamp: Stamp = UNMARKED) -> str:
    """A page that stands alone: no file, font or script beside it."""
    with speaking(language):
        page, template = _page(words, language, stamp)
        fragment = render_to_string(template, {"page": page})
        context = {"page": page, "fragment": fragment, "style": _style()}
        return render_to_string("bulletins/standalone.html", context)


def as_html_fragment(
    words: Words, language: str = "en", stamp: Stamp = UNMARKED, *, table_address: str = ""
) -> SafeString:
    """The bulletin inside a page that brings the style sheet ``bulletins/bulletin.css``.

    Where an address for tables is given, each table links to its CSV there.
    """
    with speaking(language):
        page, template = _page(words, language, stamp)
        return render_to_string(template, {"page": page, "table_address": table_address})


def as_pdf(words: Words, language: str = "en", stamp: Stamp = UNMARKED) -> bytes:
    """The bulletin on A4: the same words give the same bytes, today and next year."""
    with speaking(language):
        page, _template = _page(words, language, stamp)
        layout = "two_ledger" if words["kind"] == BulletinKind.TWO_LEDGER else "period"
        return set_on_paper(page, layout)


def as_docx(words: Words, language: str = "en", stamp: Stamp = UNMARKED) -> bytes:
    """The bulletin for a word processor, with headings and tables as such; the same bytes too."""
    with speaking(language):
        if words["kind"] == BulletinKind.TWO_LEDGER:
            return set_in_word(two_ledger_document(page_of(words, language, stamp)))
        return set_in_word(period_document(words, stamp))


def in_form(
    words: Words, form: str, *, language: str = "en", stamp: Stamp = UNMARKED, table: str = ""
) -> bytes:
    """The bulletin in one of ``FORMS``; as CSV one table, or a zip of all where none is named."""
    match form:
        case "pdf":
            return as_pdf(words, language, stamp)
        case "docx":
            return as_docx(words, language, stamp)
        case "html":
            return as_html(words, language, stamp).encode("utf-8")
        case "csv":
            return as_csv(words, table).encode("utf-8") if table else as_csv_zip(words)
        case "json":
            state = {"state": stamp.state.value} if stamp.state else {}
            return as_json({**words, **state}).encode("utf-8")
    raise NotFound(f"A bulletin comes as: {', '.join(sorted(FORMS))}.")


def title_in(words: Words, language: str) -> str:
    """The bulletin's title in a language."""
    with speaking(language):
        return without_isolates(title_of(words))


def _page(words: Words, language: str, stamp: Stamp) -> tuple[dict[str, Any], str]:
    """What the layouts take, and the template of the page."""
    if words["kind"] == BulletinKind.TWO_LEDGER:
        return page_of(words, language, stamp), "bulletins/two_ledger.html"
    return asdict(period_document(words, stamp)), "bulletins/period.html"


@cache
def _style() -> SafeString:
    """The style sheet's own text; it is ours and holds nothing from outside."""
    path = files("trucewatch.bulletins") / "static" / "bulletins" / "bulletin.css"
    return mark_safe(path.read_text(encoding="utf-8"))  # noqa: S308

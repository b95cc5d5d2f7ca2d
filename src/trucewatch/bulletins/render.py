"""A bulletin's words as data, as a page, as a part of a page, and as paper."""

import datetime as dt
import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import fontpkg_amiri
import typst
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from trucewatch.bulletins.page import page_of

Words = Mapping[str, Any]

_STANDARD: Final = "ua-1"
"""PDF/UA-1 (ISO 14289-1): tagged, so that it can be read aloud in its order."""


def as_json(words: Words) -> str:
    """The words themselves, in one spelling however they were stored."""
    return json.dumps(words, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def as_html(words: Words) -> str:
    """A page that stands alone: no file, font or script beside it."""
    context = {"page": page_of(words), "style": _style()}
    return render_to_string("bulletins/standalone.html", context)


def as_html_fragment(words: Words) -> SafeString:
    """The bulletin inside a page that brings the style sheet ``bulletins/bulletin.css``."""
    return render_to_string("bulletins/two_ledger.html", {"page": page_of(words)})


def as_pdf(words: Words) -> bytes:
    """The bulletin on A4: the same words give the same bytes, today and next year.

    The texts go in as data and never as markup, so that no remark can typeset anything.
    """
    page = page_of(words)
    day = dt.date.fromisoformat(page["date"])
    fonts = Path(fontpkg_amiri.__file__).parent / "files"
    made: bytes = typst.compile(
        _layout(),
        format="pdf",
        font_paths=[str(fonts)],
        ignore_system_fonts=True,
        sys_inputs={"page": json.dumps(page, ensure_ascii=False)},
        pdf_standards=[_STANDARD],
        timestamp=int(dt.datetime.combine(day, dt.time(12), dt.UTC).timestamp()),
    )
    return made


@cache
def _style() -> SafeString:
    """The style sheet's own text; it is ours and holds nothing from outside."""
    path = files("trucewatch.bulletins") / "static" / "bulletins" / "bulletin.css"
    return mark_safe(path.read_text(encoding="utf-8"))  # noqa: S308


@cache
def _layout() -> bytes:
    path = files("trucewatch.bulletins") / "typst" / "two_ledger.typ"
    return path.read_bytes()

"""A bulletin's words as data, as a page, as a part of a page, and as paper."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from trucewatch.bulletins.page import page_of
from trucewatch.bulletins.paper import set_on_paper

Words = Mapping[str, Any]


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
    """The bulletin on A4: the same words give the same bytes, today and next year."""
    return set_on_paper(page_of(words))


@cache
def _style() -> SafeString:
    """The style sheet's own text; it is ours and holds nothing from outside."""
    path = files("trucewatch.bulletins") / "static" / "bulletins" / "bulletin.css"
    return mark_safe(path.read_text(encoding="utf-8"))  # noqa: S308

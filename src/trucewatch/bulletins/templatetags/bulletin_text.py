"""Texts of a document inside a page."""

from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from trucewatch.bulletins.isolates import pieces

register = template.Library()


@register.filter
def isolated(text: str) -> SafeString:
    """The text with the record's own words in elements that keep their direction."""
    if "\u2069" not in text:
        return conditional_escape(text)
    parts = [
        format_html('<bdi dir="{}">{}</bdi>', piece.direction, piece.text)
        if piece.direction
        else conditional_escape(piece.text)
        for piece in pieces(text)
    ]
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped


@register.filter
def drawn(svg: str) -> SafeString:
    """A drawing of ours, whose every text was escaped when it was drawn."""
    return mark_safe(svg)  # noqa: S308


@register.filter
def under(row: list[str], columns: list[dict[str, Any]]) -> list[tuple[dict[str, Any], str]]:
    """Each cell with its column."""
    return list(zip(columns, row, strict=True))

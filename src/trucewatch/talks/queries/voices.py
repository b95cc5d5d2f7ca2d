"""Whose account a fact of the talks is, and how such accounts are put in order."""

from typing import Any, Final

from django.db.models import F
from django.db.models.expressions import OrderBy

NOBODY: Final = "–"


def voice_of(row: Any) -> str:
    """Whoever says it; where nobody is named the source, and a dash where there is none."""
    told = getattr(row, "voice", "")
    if told:
        return str(told)
    return row.source.name if row.source else NOBODY


def last_if_unsaid(column: str) -> OrderBy:
    """The order of a column, with what it does not say at the end, in any database."""
    return F(column).asc(nulls_last=True)

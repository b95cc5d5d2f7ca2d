"""Whose account a fact of the talks is: who is said to say it, else its source."""

from typing import Any, Final

NOBODY: Final = "–"


def voice_of(row: Any) -> str:
    """Whoever says it; where nobody is named the source, and a dash where there is none."""
    told = getattr(row, "voice", "")
    if told:
        return str(told)
    return row.source.name if row.source else NOBODY

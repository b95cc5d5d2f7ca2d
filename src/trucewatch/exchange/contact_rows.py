"""The contact matrix as data: its pairs as records, and as lines of a table."""

from typing import Any

from trucewatch.talks.rules.contacts import ContactKind, ContactMatrix
from trucewatch.vocabulary.process import MeetingFormat


def contacts_told(matrix: ContactMatrix) -> dict[str, Any]:
    """Actors with how many meetings each was at, and every pair with any contact."""
    return {
        "actors": [
            {"actor": actor, "meetings": number}
            for actor, number in zip(matrix.actors, matrix.attended, strict=True)
        ],
        "pairs": [pair.as_record() for pair in matrix.rows()],
        "meetings_without_a_day": matrix.undated,
    }


def flat_pair(row: dict[str, Any]) -> dict[str, Any]:
    """A pair as one line of a table: a column for each kind and each format."""
    formats = {each.value: row["formats"].get(each.value, 0) for each in MeetingFormat}
    return {
        "first": row["first"],
        "second": row["second"],
        **{kind.value: row[kind.value] for kind in ContactKind},
        **formats,
        "format_unknown": row["formats"].get("", 0),
        "first_day": row["first_day"] or "",
        "last_day": row["last_day"] or "",
    }

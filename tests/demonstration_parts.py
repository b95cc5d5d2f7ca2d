"""Members of the demonstration, and picking rows out of answers."""

from collections.abc import Iterable
from typing import Any

from django.test import Client

from trucewatch.demonstration.cast import member

Row = dict[str, Any]


def signed_in(username: str) -> Client:
    """A client of one member of the cast."""
    client = Client()
    client.force_login(member(username))
    return client


def one(rows: Iterable[Row]) -> Row:
    """The only row; fails with what there is."""
    found = list(rows)
    assert len(found) == 1, found
    return found[0]


def where(rows: Iterable[Row], **columns: Any) -> list[Row]:
    """The rows with these values; a row that names another is compared by its id."""
    wanted = columns.items()
    return [row for row in rows if all(_plain(row[name]) == value for name, value in wanted)]


def _plain(value: Any) -> Any:
    return value["id"] if isinstance(value, dict) and "id" in value else value

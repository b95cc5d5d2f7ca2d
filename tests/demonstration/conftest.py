"""The demonstration record, loaded once for every test that only reads it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from demonstration_parts import signed_in, where
from django.db import transaction
from django.test import Client, override_settings

from trucewatch.demonstration.astana import load_demonstration

Ask = Callable[..., Any]


@pytest.fixture(scope="module")
def shown(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The whole demonstration, taken back when the module is over."""
    with django_db_blocker.unblock(), override_settings(TRUCEWATCH_SECOND_FACTOR=False):
        atomic = transaction.atomic()
        atomic.__enter__()
        try:
            load_demonstration()
            yield
        finally:
            transaction.set_rollback(True)
            atomic.__exit__(None, None, None)


@pytest.fixture(scope="module")
def reader(shown: None) -> Client:
    """A monitor of the mission, signed in."""
    return signed_in("monitor")


@pytest.fixture(scope="module")
def ask(reader: Client) -> Ask:
    """What the interface for programs answers."""

    def answer(path: str, **parameters: Any) -> Any:
        found = reader.get(f"/api/v1/{path}", parameters)
        assert found.status_code == 200, found.content
        return found.json()

    return answer


@pytest.fixture(scope="module")
def facts(ask: Ask) -> Ask:
    """The facts of a kind: the columns of each, with its citation, source and mark."""

    def of_kind(kind: str) -> list[dict[str, Any]]:
        rows = ask("facts", kind=kind, limit=500)["facts"]
        beside = ("id", "citation", "source", "handling", "path")
        return [{**row["columns"], **{name: row[name] for name in beside}} for row in rows]

    return of_kind


@pytest.fixture(scope="module")
def page(reader: Client) -> Callable[[str], str]:
    """A page as it is sent."""

    def text(path: str) -> str:
        found = reader.get(path)
        assert found.status_code == 200, path
        return str(found.content.decode())

    return text


@pytest.fixture(scope="module")
def tracks(ask: Ask) -> dict[str, dict[str, Any]]:
    """Every track by its name."""
    return {track["name"]: track for track in ask("tracks")["tracks"]}


@pytest.fixture(scope="module")
def rounds(ask: Ask) -> dict[int, dict[str, Any]]:
    """The rounds of the Astana process whole, by number."""
    rows = where(ask("rounds", limit=500)["rounds"], track="Astana process")
    return {row["ordinal"]: ask(f"rounds/{row['id']}") for row in rows}


@pytest.fixture(scope="module")
def meetings(rounds: dict[int, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Every meeting by its name."""
    return {row["name"]: row for held in rounds.values() for row in held["meetings"]}

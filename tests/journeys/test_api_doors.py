"""Every address of the interface for programs: open or not, and by which scope of a token.

The table is written by hand; an operation that is not in it fails the first test.
"""

import re
from typing import Any, Final
from uuid import UUID

import pytest
from cast import Cast
from django.test import Client

from trucewatch.accounts.tokens import make_token
from trucewatch.api.guessing import FAILURES
from trucewatch.api.routes import api
from trucewatch.vocabulary.scopes import Scope

pytestmark = pytest.mark.django_db

OPEN: Final = frozenset({"places", "tallies", "coverage", "bulletins", "findings"})
"""What is asked for without a token, and then holds what is CLEAR alone."""
SCOPES: Final[dict[str, Scope | None]] = {
    "reports": Scope.REPORTS, "incidents": Scope.REPORTS, "bulk": Scope.REPORTS,
    "sources": Scope.REPORTS, "parties": Scope.REPORTS, "places": None,
    "tallies": Scope.TALLIES, "coverage": Scope.TALLIES, "books": Scope.TALLIES,
    "bulletins": Scope.BULLETINS, "rounds": Scope.TALKS, "tracks": Scope.TALKS,
    "contacts": Scope.TALKS, "drafts": Scope.TALKS, "instruments": Scope.TALKS,
    "obligations": Scope.TALKS, "scope": Scope.TALKS, "relations": Scope.TALKS,
    "statements": Scope.STATEMENTS, "facts": Scope.STATEMENTS, "figures": Scope.STATEMENTS,
    "questions": Scope.STATEMENTS, "positions": Scope.STATEMENTS, "demands": Scope.STATEMENTS,
    "meetings": Scope.STATEMENTS, "mechanisms": Scope.CASES, "cases": Scope.CASES,
    "findings": Scope.CASES, "search": Scope.EVERYTHING, "me": None,
}  # fmt: skip
"""The scope that a token needs, by the first word of the address."""


def operations() -> list[tuple[str, str, str]]:
    """The first word, the method and an address that leads to nothing, of every operation."""
    found = []
    for path, methods in api.get_openapi_schema()["paths"].items():
        word = path.removeprefix("/api/v1/").split("/")[0].split(".")[0]
        address = re.sub(r"\{[^}]*day[^}]*\}", "2017-01-09", path)
        address = re.sub(r"\{form\}", "json", address)
        address = re.sub(r"\{[^}]+\}", str(UUID(int=7)), address)
        found += [(word, method, address) for method in methods]
    return found


def test_somebody_has_said_of_every_operation_for_whom_it_is() -> None:
    """And every one of them only reads."""
    assert {word for word, _, _ in operations()} == set(SCOPES)
    assert {method for _, method, _ in operations()} == {"get"}
    assert set(SCOPES) >= OPEN


def test_nothing_is_answered_to_nobody_but_what_is_open(cast: Cast) -> None:
    """401 with a reason; what is open answers, or says that there is nothing."""
    client = Client(raise_request_exception=False)
    for word, _, address in operations():
        FAILURES.forget()
        status = client.get(address).status_code
        told = (address, status)
        if word in OPEN:
            assert status in {200, 404, 422}, told
        else:
            assert status == 401, told


@pytest.mark.parametrize(
    "part", ["administrator", "monitor", "analyst", "secretary", "delegate", "liaison"]
)
def test_every_role_is_answered_and_nothing_breaks(cast: Cast, settings: Any, part: str) -> None:
    """Every role reads; what it sees is decided in each query."""
    settings.TRUCEWATCH_SECOND_FACTOR = False
    client = Client(raise_request_exception=False)
    client.force_login(getattr(cast, part))
    for _, _, address in operations():
        status = client.get(address).status_code
        assert status in {200, 403, 404, 422}, (address, status)


def test_a_token_opens_what_its_scope_names_and_nothing_else(cast: Cast) -> None:
    """Each scope against every operation; a token is never looked past."""
    for scope in Scope:
        _, word = make_token(cast.monitor, name="x", scopes=[scope], days=1, by=cast.monitor)
        client = Client(raise_request_exception=False, headers={"authorization": f"Bearer {word}"})
        for first, _, address in operations():
            status = client.get(address).status_code
            needed = SCOPES[first]
            told = (scope.value, address, status)
            if needed is None or scope in {needed, Scope.EVERYTHING}:
                assert status in {200, 403, 404, 422}, told
                assert status != 403 or first == "bulk", told
            else:
                assert status == 403, told

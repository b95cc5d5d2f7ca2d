"""What the schema says is what is answered, whatever is asked."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from cast import Cast
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import CHECKS
from schemathesis.specs.openapi.checks import positive_data_acceptance

from trucewatch.accounts.tokens import make_token
from trucewatch.api.guessing import FAILURES
from trucewatch.config.wsgi import application
from trucewatch.vocabulary.scopes import Scope

SCHEMA = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
EXAMPLES = int(os.environ.get("SCHEMA_EXAMPLES", "10"))
MANY = settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
LEFT_OUT = [positive_data_acceptance]
"""A day before another day, an id of nobody and a page that is gone are refused with reasons."""


@pytest.fixture
def one_connection() -> Iterator[None]:
    """A request of a server ends its connection; here all are one transaction of the test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def asked_by(
    record: Any, one_connection: None, cast: Cast, request: pytest.FixtureRequest
) -> dict[str, str]:
    """The headers of somebody: of a member with a token, or of nobody."""
    plain = {"Accept-Encoding": "identity"}
    if request.param == "public":
        return plain
    member = cast.everyone()[request.param]
    _, word = make_token(member, name="Tests", scopes=[Scope.EVERYTHING], days=1, by=member)
    return {**plain, "Authorization": f"Bearer {word}"}


@pytest.mark.parametrize("asked_by", ["monitor", "public"], indirect=True)
@SCHEMA.parametrize()
@MANY
def test_every_answer_is_one_that_the_schema_declares(case: Any, asked_by: dict[str, str]) -> None:
    """No error of the server, no undeclared status, no field that is not told of."""
    FAILURES.forget()
    case.call_and_validate(headers=asked_by, excluded_checks=LEFT_OUT)


def test_the_checks_are_all_there_is() -> None:
    """A check of the tool that is not run is named above with its reason."""
    assert "response_schema_conformance" in CHECKS.get_all_names()

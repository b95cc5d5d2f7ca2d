"""Browsers without a browser: one signed-in client for each part of the cast."""

from collections.abc import Callable

import pytest
from cast import Cast
from django.test import Client
from mechanism import bench  # noqa: F401 - a fixture
from press import case, hand_in, make_case, proposal  # noqa: F401 - fixtures

SignIn = Callable[[str], Client]


@pytest.fixture
def demonstration(settings: object) -> None:
    """No second factor is asked for, as in a demonstration."""
    settings.TRUCEWATCH_SECOND_FACTOR = False


@pytest.fixture
def as_(cast: Cast, demonstration: None) -> SignIn:
    """A client signed in as the named part; "public" is signed in as nobody."""

    def sign_in(part: str) -> Client:
        client = Client()
        if part != "public":
            client.force_login(cast.everyone()[part])
        return client

    return sign_in

"""Signing in, with a second factor on a real record and without one in a demonstration."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from cast import PASSWORD, Cast
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse

from trucewatch.accounts.access import operator
from trucewatch.accounts.actions import Newcomer, add_member, open_record
from trucewatch.vocabulary.roles import Role

pytestmark = pytest.mark.django_db
SET_UP = "/account/mfa/totp/activate/"


@pytest.fixture(autouse=True)
def fresh_rate_limits() -> None:
    """One test's failed attempts do not lock out the next one."""
    cache.clear()


def sign_in(password: str = PASSWORD) -> tuple[Client, str]:
    """A browser after the form was sent, and where it was led."""
    client = Client()
    response = client.post("/account/login/", {"login": "monitor", "password": password})
    return client, response.get("Location", "")


def test_a_real_record_asks_for_a_second_factor_before_anything_is_seen(cast: Cast):
    """Every page leads to where it is set up."""
    client, _ = sign_in()
    for address in ("/situation/", "/ledgers/", "/reports/new/", "/"):
        assert client.get(address)["Location"] == SET_UP


def test_a_demonstration_asks_for_none(db):
    """Nothing in it needs one."""
    open_record(name="Trial", demonstration="invented")
    newcomer = Newcomer("monitor", Role.MONITOR, operator().organisation)
    add_member(newcomer, password=PASSWORD, by=operator())
    client, led_to = sign_in()
    assert led_to == "/situation/"
    assert client.get(led_to).status_code == 200


def test_the_square_of_the_authenticator_needs_nothing_from_outside(cast: Cast):
    """It is an image inside the page, which the policy allows."""
    client, _ = sign_in()
    again = client.get(SET_UP)["Location"]
    assert again.startswith("/account/reauthenticate/")
    client.post(again, {"password": PASSWORD})
    response = client.get(SET_UP)
    assert 'src="data:image/svg+xml;base64,' in response.content.decode()
    assert "img-src 'self' data:" in response["Content-Security-Policy"]


def test_once_set_up_the_second_factor_is_asked_for(cast: Cast):
    """The password alone leads no further."""
    TOTP.activate(cast.monitor, "A" * 32)
    client, led_to = sign_in()
    assert led_to == "/account/mfa/authenticate/"
    assert client.get(led_to).status_code == 200
    assert client.get("/situation/").status_code == 302


def test_a_wrong_password_is_answered_at_the_form(cast: Cast):
    """Without telling whether the name exists."""
    client = Client()
    form = {"login": "monitor", "password": "wrong-wrong-wrong"}
    known = client.post("/account/login/", form).content.decode()
    unknown = client.post("/account/login/", {**form, "login": "nobody"}).content.decode()
    message = "The username and/or password you specified are not correct."
    assert message in known
    assert message in unknown


def test_guessing_passwords_is_slowed_down(cast: Cast):
    """After some failures even the right password has to wait."""
    for _ in range(10):
        sign_in("wrong-wrong-wrong")
    _, led_to = sign_in()
    assert led_to == ""


@pytest.mark.parametrize("name", ["account_signup", "account_email", "account_reset_password"])
def test_doors_that_a_record_does_not_have_have_no_address(name):
    """Members are invited, and whoever lost a password asks an administrator."""
    with pytest.raises(NoReverseMatch):
        reverse(name)
    assert Client().get("/account/signup/").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/account/password/change/",
        "/account/mfa/",
        "/account/reauthenticate/",
        "/account/mfa/recovery-codes/generate/",
        SET_UP,
    ],
)
def test_every_page_of_signing_in_is_ours(cast: Cast, address):
    """The framework's bare pages never appear."""
    client, _ = sign_in()
    page = client.get(address, follow=True).content.decode()
    assert 'class="brand"' in page

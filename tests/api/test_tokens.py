"""Tokens: who makes them, what they open, and when they stop to."""

import datetime as dt
import logging

import pytest
from cast import Cast
from django.test import Client
from django.utils import timezone

from trucewatch.accounts.actions import deactivate_member
from trucewatch.accounts.models import Token
from trucewatch.accounts.tokens import make_token, revoke_token
from trucewatch.api.guessing import MOST
from trucewatch.config.redaction import NoTokens
from trucewatch.ledger.models import Entry
from trucewatch.ledger.record_verification import verify_record
from trucewatch.vocabulary.refusal import NotAllowed, NotFound, Refused
from trucewatch.vocabulary.scopes import Scope

pytestmark = pytest.mark.django_db


def made(cast: Cast, *scopes: Scope, part: str = "liaison") -> tuple[Token, Client]:
    """A token of one part and a client that sends it."""
    member = cast.everyone()[part]
    token, word = make_token(
        member, name="Tests", scopes=scopes or [Scope.EVERYTHING], days=1, by=member
    )
    return token, Client(headers={"Authorization": f"Bearer {word}"})


def test_a_token_reads_as_its_member(cast: Cast, record):
    """It says whose it is, and stores nothing that would open anything."""
    token, client = made(cast)
    answer = client.get("/api/v1/me")
    assert answer.json()["username"] == "liaison"
    assert answer.json()["token"]["prefix"] == token.prefix
    assert answer["Cache-Control"] == "private, no-store"
    word = client.defaults["HTTP_AUTHORIZATION"].removeprefix("Bearer ")
    assert word not in str(Token.objects.values().get())
    assert word.startswith(token.prefix)


def test_a_token_goes_no_further_than_its_scope(cast: Cast, record):
    """Another scope is refused, and its name is told."""
    _, client = made(cast, Scope.BULLETINS)
    assert client.get("/api/v1/bulletins").status_code == 200
    for address in ("reports", "incidents", "bulk/reports.csv", "tallies", "rounds", "search?q=a"):
        answer = client.get(f"/api/v1/{address}")
        assert answer.status_code == 403, address
        assert "read:" in answer.json()["reason"]


def test_unknown_expired_and_revoked_tokens_are_told_the_same(cast: Cast, record, settings):
    """As is one whose member has no access any more; a session beside it does not help."""
    settings.TRUCEWATCH_SECOND_FACTOR = False
    expired, expired_client = made(cast)
    Token.objects.filter(pk=expired.pk).update(expires_at=timezone.now())
    revoked, revoked_client = made(cast)
    revoke_token(revoked.pk, by=cast.liaison)
    _, left_client = made(cast, part="rival")
    deactivate_member(cast.rival, by=cast.administrator, because="left")
    unknown = Client(headers={"Authorization": "Bearer tw_never-was"})
    unknown.force_login(cast.monitor)
    answers = {
        (answer.status_code, answer.content)
        for client in (expired_client, revoked_client, left_client, unknown)
        for answer in [client.get("/api/v1/bulletins")]
    }
    assert len(answers) == 1
    assert answers.pop()[0] == 401


def test_whoever_sends_many_tokens_that_open_nothing_waits(cast: Cast, record):
    """Whoever holds a good one behind the same address does not."""
    _, client = made(cast)
    guesser = Client(headers={"Authorization": "Bearer tw_guess"})
    answers = [guesser.get("/api/v1/me") for _ in range(MOST + 1)]
    assert [answer.status_code for answer in answers] == [401] * MOST + [429]
    assert answers[-1]["Retry-After"] == "60"
    assert client.get("/api/v1/me").status_code == 200


def test_use_is_noted_by_the_day(cast: Cast, record, django_assert_num_queries):
    """The second request of a day writes nothing."""
    token, client = made(cast)
    client.get("/api/v1/me")
    token.refresh_from_db()
    assert token.last_used_on == timezone.now().date()
    with django_assert_num_queries(1):
        client.get("/api/v1/me")


def test_members_make_their_own_tokens(cast: Cast):
    """Neither another's nor one that lasts for ever, and the operator has none."""
    given = {"name": "x", "scopes": [Scope.REPORTS]}
    with pytest.raises(NotAllowed):
        make_token(cast.liaison, **given, days=1, by=cast.administrator)
    with pytest.raises(Refused):
        make_token(cast.operator, **given, days=1, by=cast.operator)
    with pytest.raises(Refused):
        make_token(cast.liaison, **given, days=366, by=cast.liaison)
    with pytest.raises(Refused):
        make_token(cast.liaison, name="x", scopes=[], days=1, by=cast.liaison)
    assert make_token(cast.liaison, **given, days=1, by=cast.operator)


def test_administrators_revoke_any_token_and_others_their_own(cast: Cast):
    """Another's token is not there for anybody else; both acts are entries, and rows verify."""
    token, _ = made(cast)
    with pytest.raises(NotFound):
        revoke_token(token.pk, by=cast.monitor)
    revoke_token(token.pk, by=cast.administrator)
    events = list(Entry.objects.order_by("-seq").values_list("event", flat=True)[:2])
    assert events == ["token.revoked", "token.made"]
    assert verify_record().is_intact


def test_the_page_shows_a_token_once(cast: Cast, settings):
    """And never again; its member revokes it there."""
    settings.TRUCEWATCH_SECOND_FACTOR = False
    client = Client()
    client.force_login(cast.liaison)
    form = {"name": "Cron", "scopes": ["read:reports"], "days": "30"}
    page = client.post("/tokens/", form).content.decode()
    token = Token.objects.get()
    assert page.count(token.prefix) == 2
    assert dt.timedelta(days=29) < token.expires_at - timezone.now() <= dt.timedelta(days=30)
    assert client.get("/tokens/").content.decode().count(token.prefix) == 1
    client.post(f"/tokens/{token.pk}/revoke/")
    token.refresh_from_db()
    assert token.revoked_at
    assert client.post("/tokens/", {**form, "days": "400"}).status_code == 422


def test_no_token_stands_in_the_log():
    """Whatever wrote it there."""
    word = "tw_" + "a1-_" * 10
    line = logging.LogRecord("x", logging.WARNING, "", 1, "Bearer %s", (word,), None)
    NoTokens().filter(line)
    assert word not in line.getMessage()

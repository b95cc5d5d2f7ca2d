"""Tokens for programs: making, recognising and revoking them."""

import datetime as dt
import secrets
from collections.abc import Collection
from typing import Final
from uuid import UUID

from django.db import DatabaseError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from trucewatch.accounts.access import is_allowed, require
from trucewatch.accounts.models import Member, Token, hash_token, open_until
from trucewatch.accounts.rules import Act
from trucewatch.ledger import actions as ledger
from trucewatch.ledger.events import Event
from trucewatch.vocabulary.refusal import NotAllowed, NotFound, Refused
from trucewatch.vocabulary.scopes import Scope

LONGEST_DAYS: Final = 365
_MARK: Final = "tw_"
"""How every token begins, so that whoever finds one in a file knows what it is."""
_SHOWN: Final = len(_MARK) + 6


@transaction.atomic
def make_token(
    member: Member, *, name: str, scopes: Collection[Scope], days: int, by: Member
) -> tuple[Token, str]:
    """Make a token with which a program reads as the member. It is shown once and kept hashed.

    Only the member makes one, or whoever sits at the machine: another's token would lend their
    grants to somebody else.
    """
    require(by, Act.MAKE_TOKEN)
    if by.pk != member.pk and not by.is_operator:
        raise NotAllowed(_("Members make their own tokens."))
    if member.is_operator:
        raise Refused(_("The built-in operator has no tokens: they would see everything."))
    if not name.strip() or len(name) > 80:
        raise Refused(_("Give the token a name of at most 80 characters."), field="name")
    if not scopes:
        raise Refused(_("Choose at least one thing that the token may read."), field="scopes")
    if not 1 <= days <= LONGEST_DAYS:
        raise Refused(_("A token lasts from 1 to 365 days."), field="days")
    word = _MARK + secrets.token_urlsafe(32)
    token = Token.objects.create(
        member=member,
        name=name.strip(),
        scopes=sorted(scope.value for scope in set(scopes)),
        prefix=word[:_SHOWN],
        token_hash=hash_token(word),
        expires_at=open_until(days),
    )
    facts = {"scopes": token.scopes, "until": token.expires_at.date().isoformat()}
    ledger.record(Event.TOKEN_MADE, by=by, subject=token, facts=facts)
    return token, word


@transaction.atomic
def revoke_token(token_id: UUID, *, by: Member) -> Token:
    """Let a token open nothing from now on; members revoke their own, administrators any."""
    token = (
        Token.objects.select_for_update(of=("self",))
        .select_related("member")
        .filter(_reachable_by(by), pk=token_id)
        .first()
    )
    if token is None:
        raise NotFound(_("There is no such token."))
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        ledger.record(Event.TOKEN_REVOKED, by=by, subject=token)
    return token


def tokens_of(member: Member) -> list[Token]:
    """The member's tokens, the newest first."""
    return list(Token.objects.filter(member=member).select_related("member__organisation"))


def open_tokens_of_others(member: Member) -> list[Token]:
    """What an administrator may revoke besides their own: every other token that still works."""
    if not is_allowed(member, Act.MANAGE_MEMBERS):
        return []
    found = Token.objects.filter(revoked_at__isnull=True, expires_at__gt=timezone.now())
    return list(found.exclude(member=member).select_related("member__organisation"))


def recognise_token(word: str) -> Token | None:
    """The token behind a word, if it opens anything now."""
    if not word.startswith(_MARK):
        return None
    found = Token.objects.select_related("member__organisation")
    token = found.filter(token_hash=hash_token(word)).first()
    if token is None or not token.is_open:
        return None
    _note_use(token, timezone.now().date())
    return token


def _note_use(token: Token, today: dt.date) -> None:
    """Write down the day of the last use: one write a day, and none where the record is busy."""
    if token.last_used_on == today:
        return
    earlier = Q(last_used_on__isnull=True) | Q(last_used_on__lt=today)
    try:
        with transaction.atomic():
            Token.objects.filter(earlier, pk=token.pk).update(last_used_on=today)
    except DatabaseError:
        return


def _reachable_by(member: Member) -> Q:
    return Q() if is_allowed(member, Act.MANAGE_MEMBERS) else Q(member=member)

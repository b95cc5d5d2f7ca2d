"""Whose eyes the answers are for."""

import datetime as dt
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from trucewatch.accounts.models import Member, Token
from trucewatch.api.refusals import REFUSED

router = Router(tags=["me"])


class TokenOut(Schema):
    """A token by how it begins, and what it may read until when."""

    name: str
    prefix: str
    scopes: list[str]
    expires_at: dt.datetime


class Me(Schema):
    """The member who asks; ``token`` is null for a session of the site."""

    username: str
    name: str
    role: str
    organisation: str
    token: TokenOut | None


@router.get("", response={200: Me, **REFUSED}, summary="Who you are")
def me(request: HttpRequest) -> dict[str, Any]:
    """Whose token this is and what it may read."""
    member = request.user
    assert isinstance(member, Member)  # noqa: S101 - the door lets nobody else in
    token = getattr(request, "auth", None)
    return {
        "username": member.username,
        "name": str(member),
        "role": member.role,
        "organisation": member.organisation.key,
        "token": token if isinstance(token, Token) else None,
    }

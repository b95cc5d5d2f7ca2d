"""Published bulletins as JSON, open to everyone as far as their marks are."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from trucewatch.accounts.access import reader_of
from trucewatch.bulletins.models import BulletinState
from trucewatch.bulletins.queries import bulletins_for, find_bulletin
from trucewatch.vocabulary.refusal import NotFound

router = Router(tags=["bulletins"])


class BulletinOut(Schema):
    """One bulletin with its words as they were published."""

    id: UUID
    bulletin_kind: str
    title: str
    window_start: dt.date
    window_end: dt.date
    handling: str
    state: str
    published_at: dt.datetime
    words: dict[str, Any]


@router.get("", response=list[BulletinOut], summary="Published bulletins")
def bulletins(request: HttpRequest) -> Any:
    """The published bulletins that you may see, the latest window first."""
    return bulletins_for(reader_of(request.user), state=BulletinState.PUBLISHED)


@router.get("/{uuid:bulletin_id}", response=BulletinOut, summary="One published bulletin")
def bulletin(request: HttpRequest, bulletin_id: UUID) -> Any:
    """A bulletin that is or was published, with its state; a draft is not found here."""
    found = find_bulletin(bulletin_id, reader_of(request.user))
    if found.published_at is None:
        raise NotFound("There is nothing here that you may see.")
    return found

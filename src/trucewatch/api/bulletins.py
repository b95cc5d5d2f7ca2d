"""Published bulletins as JSON, open to everyone as far as their marks are."""

import datetime as dt
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema

from trucewatch.accounts.access import reader_of
from trucewatch.bulletins.kinds import BulletinKind
from trucewatch.bulletins.models import BulletinState
from trucewatch.bulletins.queries import bulletins_for, find_bulletin
from trucewatch.vocabulary.refusal import NotFound, Refused

router = Router(tags=["bulletins"])


class BulletinOut(Schema):
    """One bulletin with its words as they were published."""

    id: UUID
    bulletin_kind: str
    title: str
    language: str
    window_start: dt.date
    window_end: dt.date
    cut_off: dt.datetime | None
    handling: str
    state: str
    published_at: dt.datetime
    corrects: UUID | None
    words: dict[str, Any]

    @staticmethod
    def resolve_corrects(bulletin: Any) -> UUID | None:
        """The id of the bulletin that this one corrects."""
        found: UUID | None = bulletin.corrects_id
        return found


_Kind = Annotated[str, Query(description="daily, weekly or two-ledger; all kinds without it.")]


@router.get("", response=list[BulletinOut], summary="Published bulletins")
def bulletins(request: HttpRequest, kind: _Kind = "") -> Any:
    """The published bulletins that you may see, the latest window first."""
    known = [one.value for one in BulletinKind]
    if kind and kind not in known:
        raise Refused(f"A kind is one of: {', '.join(known)}.", field="kind")
    return bulletins_for(
        reader_of(request.user),
        state=BulletinState.PUBLISHED,
        kind=BulletinKind(kind) if kind else None,
    )


@router.get("/{uuid:bulletin_id}", response=BulletinOut, summary="One published bulletin")
def bulletin(request: HttpRequest, bulletin_id: UUID) -> Any:
    """A bulletin that is or was published, with its state; a draft is not found here."""
    found = find_bulletin(bulletin_id, reader_of(request.user))
    if found.published_at is None:
        raise NotFound("There is nothing here that you may see.")
    return found

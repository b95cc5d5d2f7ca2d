"""Drafting, publishing and withdrawing bulletins; their words are frozen when drafted."""

import datetime as dt
import json
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from trucewatch.accounts.access import MemberReader, require
from trucewatch.accounts.models import Compartment, Member
from trucewatch.accounts.rules import Act
from trucewatch.bulletins.audience import audience_of
from trucewatch.bulletins.models import Bulletin, BulletinState
from trucewatch.bulletins.rules import (
    require_draft,
    require_other_publisher,
    require_published,
    require_still_true,
)
from trucewatch.bulletins.two_ledger import KIND, two_ledger_words
from trucewatch.ledger import actions as ledger
from trucewatch.ledger.events import Event
from trucewatch.reports.rules import require_reason
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.refusal import NotFound, Refused
from trucewatch.vocabulary.roles import OrganisationKind


@transaction.atomic
def draft_two_ledger(day: dt.date, *, by: Member, handling: Handling = Handling.CLEAR) -> Bulletin:
    """Word the two-ledger bulletin of a day under the mark that it is to go out with.

    A clear one is built from what the public may see. Until it is published the draft is read
    by the mission and by the drafter's own organisation alone.
    """
    require(by, Act.DRAFT_BULLETIN)
    if handling is Handling.RED:
        raise Refused("A bulletin has readers; TLP:RED names recipients.", field="handling")
    words = _words_of(day, by, handling)
    bulletin = Bulletin(
        bulletin_kind=KIND,
        title=words["title"],
        window_start=dt.date.fromisoformat(words["window"]["start"]),
        window_end=dt.date.fromisoformat(words["window"]["end"]),
        words=words,
        handling=Handling.AMBER_STRICT,
        compartment=_drafting_room(by),
        drafted_by=by,
        drafted_at=timezone.now(),
    )
    bulletin.save()
    ledger.record(Event.BULLETIN_DRAFTED, by=by, subject=bulletin)
    return bulletin


@transaction.atomic
def publish_bulletin(bulletin_id: UUID, *, by: Member) -> Bulletin:
    """Let a draft go out under its mark. Undo with ``withdraw_bulletin``."""
    require(by, Act.PUBLISH_BULLETIN)
    bulletin = _find(bulletin_id, by)
    require_draft(BulletinState(bulletin.state))
    require_other_publisher(drafter=bulletin.drafted_by_id, publisher=by.pk)
    handling = Handling(bulletin.words["handling"])
    require_still_true(
        drafted=bulletin.words,
        now=_words_of(bulletin.window_end, bulletin.drafted_by, handling),
    )
    _require_no_other(bulletin, handling)
    bulletin.state = BulletinState.PUBLISHED
    bulletin.handling, bulletin.compartment = handling, None
    bulletin.published_by, bulletin.published_at = by, timezone.now()
    bulletin.save()
    ledger.record(Event.BULLETIN_PUBLISHED, by=by, subject=bulletin)
    return bulletin


@transaction.atomic
def withdraw_bulletin(bulletin_id: UUID, *, by: Member, because: str) -> Bulletin:
    """Say that a published bulletin no longer holds; it stays readable as withdrawn."""
    require(by, Act.PUBLISH_BULLETIN)
    require_reason(because)
    bulletin = _find(bulletin_id, by)
    require_published(BulletinState(bulletin.state))
    bulletin.state = BulletinState.WITHDRAWN
    bulletin.save()
    ledger.record(Event.BULLETIN_WITHDRAWN, by=by, subject=bulletin, because=because)
    return bulletin


def _words_of(day: dt.date, drafter: Member, handling: Handling) -> dict[str, Any]:
    """The words as they will be kept and read back, under the mark of the bulletin."""
    words = two_ledger_words(day, audience_of(handling, drafter))
    words["handling"] = handling.value
    plain: dict[str, Any] = json.loads(json.dumps(words))
    return plain


def _drafting_room(by: Member) -> Compartment | None:
    """Where the draft lies: with the mission, or in the home of the drafter's organisation."""
    if by.organisation.organisation_kind == OrganisationKind.MISSION:
        return None
    return Compartment.objects.get(home_of=by.organisation)


def _require_no_other(bulletin: Bulletin, handling: Handling) -> None:
    others = Bulletin.objects.filter(
        bulletin_kind=bulletin.bulletin_kind,
        window_end=bulletin.window_end,
        state=BulletinState.PUBLISHED,
        handling=handling,
    )
    if others.exists():
        raise Refused("A bulletin of this kind and day is published already: withdraw it first.")


def _find(bulletin_id: UUID, by: Member) -> Bulletin:
    """The bulletin, locked, if the member may see it."""
    found: Bulletin | None = (
        Bulletin.objects.visible_to(MemberReader(by))
        .select_for_update(of=("self",))
        .select_related("drafted_by__organisation")
        .filter(pk=bulletin_id)
        .first()
    )
    if found is None:
        raise NotFound("There is nothing here that you may see.")
    return found

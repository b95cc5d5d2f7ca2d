"""Drafting, approving, publishing, correcting and withdrawing bulletins.

What a bulletin says is frozen when it is drafted.
"""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from trucewatch.accounts.access import MemberReader, require
from trucewatch.accounts.models import Compartment, Member
from trucewatch.accounts.rules import Act
from trucewatch.bulletins.audience import audience_of
from trucewatch.bulletins.drawing_up import words_for
from trucewatch.bulletins.kinds import Asked, BulletinKind
from trucewatch.bulletins.models import Bulletin, BulletinState
from trucewatch.bulletins.rules import (
    require_draft,
    require_other_approver,
    require_other_publisher,
    require_published,
    require_readers,
    require_still_true,
    require_unpublished,
)
from trucewatch.ledger import actions as ledger
from trucewatch.ledger.events import Event
from trucewatch.reports.rules import require_reason
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.refusal import NotFound, Refused
from trucewatch.vocabulary.roles import OrganisationKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """Which published bulletin is corrected, and why."""

    of: Bulletin
    because: str

    def facts(self) -> dict[str, str]:
        """What the corrigendum says of the bulletin whose place it takes."""
        published = self.of.published_at
        return {
            "bulletin": str(self.of.pk),
            "title": self.of.title,
            "published_at": published.isoformat() if published else "",
            "reason": self.because,
        }


@transaction.atomic
def draft_bulletin(
    asked: Asked, *, by: Member, handling: Handling = Handling.CLEAR, language: str = "en"
) -> Bulletin:
    """Word a bulletin under the mark that it is to go out with.

    A clear one is built from what the public may see. Until it is published the draft is read
    by the mission and by the drafter's own organisation alone.
    """
    require(by, Act.DRAFT_BULLETIN)
    require_readers(handling)
    return _enter(asked, _words_of(asked, by, handling), by=by, language=language)


def draft_two_ledger(day: dt.date, *, by: Member, handling: Handling = Handling.CLEAR) -> Bulletin:
    """Word the two-ledger bulletin of a day."""
    return draft_bulletin(Asked(BulletinKind.TWO_LEDGER, day), by=by, handling=handling)


@transaction.atomic
def draft_corrigendum(
    bulletin_id: UUID, *, by: Member, because: str, cut_off: dt.datetime | None = None
) -> Bulletin:
    """Word a published bulletin anew, from the record as it stands or stood at a cut-off.

    It says what it corrects and why, goes out under the same mark, and is approved like any
    other. Until it is published the earlier one stays in force.
    """
    require(by, Act.DRAFT_BULLETIN)
    require_reason(because)
    wrong = _find(bulletin_id, by)
    require_published(BulletinState(wrong.state))
    asked = Asked(BulletinKind(wrong.bulletin_kind), wrong.window_end, cut_off)
    correction = Correction(of=wrong, because=because.strip())
    words = _words_of(asked, by, Handling(wrong.words["handling"]), correction)
    return _enter(asked, words, by=by, language=wrong.language, correction=correction)


@transaction.atomic
def approve_bulletin(bulletin_id: UUID, *, by: Member) -> Bulletin:
    """Say that a draft, read by somebody other than its drafter, may go out."""
    require(by, Act.APPROVE_BULLETIN)
    bulletin = _find(bulletin_id, by)
    require_draft(BulletinState(bulletin.state))
    require_other_approver(drafter=bulletin.drafted_by_id, approver=by.pk)
    _require_still_true(bulletin)
    _approve(bulletin, by)
    return bulletin


@transaction.atomic
def publish_bulletin(bulletin_id: UUID, *, by: Member) -> Bulletin:
    """Let a bulletin go out under its mark; a draft is approved by it. See ``withdraw_bulletin``.

    A corrigendum takes the place of what it corrects.
    """
    require(by, Act.PUBLISH_BULLETIN)
    bulletin = _find(bulletin_id, by)
    state = BulletinState(bulletin.state)
    require_unpublished(state)
    require_other_publisher(drafter=bulletin.drafted_by_id, publisher=by.pk, state=state)
    _require_still_true(bulletin)
    handling = Handling(bulletin.words["handling"])
    _require_no_other(bulletin, handling)
    if state == BulletinState.DRAFT:
        _approve(bulletin, by)
    bulletin.state = BulletinState.PUBLISHED
    bulletin.handling, bulletin.compartment = handling, None
    bulletin.published_by, bulletin.published_at = by, timezone.now()
    bulletin.save()
    ledger.record(Event.BULLETIN_PUBLISHED, by=by, subject=bulletin)
    if bulletin.corrects_id:
        _replace(bulletin.corrects_id, bulletin, by)
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


def _enter(
    asked: Asked,
    words: dict[str, Any],
    *,
    by: Member,
    language: str,
    correction: Correction | None = None,
) -> Bulletin:
    bulletin = Bulletin(
        bulletin_kind=asked.kind.value,
        title=words["title"],
        window_start=dt.date.fromisoformat(words["window"]["start"]),
        window_end=dt.date.fromisoformat(words["window"]["end"]),
        words=words,
        language=language,
        cut_off=asked.cut_off,
        handling=Handling.AMBER_STRICT,
        compartment=_drafting_room(by),
        drafted_by=by,
        drafted_at=timezone.now(),
        corrects=correction.of if correction else None,
        correction_reason=correction.because if correction else "",
    )
    bulletin.save()
    because = correction.because if correction else ""
    ledger.record(Event.BULLETIN_DRAFTED, by=by, subject=bulletin, because=because)
    return bulletin


def _approve(bulletin: Bulletin, by: Member) -> None:
    bulletin.state = BulletinState.APPROVED
    bulletin.approved_by, bulletin.approved_at = by, timezone.now()
    bulletin.save()
    ledger.record(Event.BULLETIN_APPROVED, by=by, subject=bulletin)


def _replace(wrong_id: UUID, right: Bulletin, by: Member) -> None:
    """The corrected bulletin stays readable and says that it no longer holds."""
    wrong = _find(wrong_id, by)
    require_published(BulletinState(wrong.state))
    wrong.state = BulletinState.CORRECTED
    wrong.save()
    ledger.record(Event.BULLETIN_CORRECTED, by=by, subject=wrong, because=right.correction_reason)


def _words_of(
    asked: Asked, drafter: Member, handling: Handling, correction: Correction | None = None
) -> dict[str, Any]:
    """The words as they will be kept and read back, under the mark of the bulletin."""
    words = words_for(asked, audience_of(handling, drafter))
    words["handling"] = handling.value
    if correction:
        words["title"] = f"{words['title']}: corrigendum"
        words["corrects"] = correction.facts()
    plain: dict[str, Any] = json.loads(json.dumps(words))
    return plain


def _require_still_true(bulletin: Bulletin) -> None:
    kind = BulletinKind(bulletin.bulletin_kind)
    asked = Asked(kind, bulletin.window_end, bulletin.cut_off)
    correction = None
    if bulletin.corrects:
        correction = Correction(of=bulletin.corrects, because=bulletin.correction_reason)
    handling = Handling(bulletin.words["handling"])
    now = _words_of(asked, bulletin.drafted_by, handling, correction)
    require_still_true(drafted=bulletin.words, now=now)


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
    ).exclude(pk=bulletin.corrects_id)
    if others.exists():
        raise Refused(
            "A bulletin of this kind and day is published already: withdraw it first, or correct "
            "it by a corrigendum."
        )


def _find(bulletin_id: UUID, by: Member) -> Bulletin:
    """The bulletin, locked, if the member may see it."""
    found: Bulletin | None = (
        Bulletin.objects.visible_to(MemberReader(by))
        .select_for_update(of=("self",))
        .select_related("drafted_by__organisation", "corrects")
        .filter(pk=bulletin_id)
        .first()
    )
    if found is None:
        raise NotFound("There is nothing here that you may see.")
    return found

"""Inviting, and recording who came for whom, as what, how many, and on which days."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from django.db import transaction

from trucewatch.accounts.access import MemberReader, require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.ledger.events import Event
from trucewatch.sources.recording import change_fact, find_same, record_fact
from trucewatch.talks.actions.once import record_once
from trucewatch.talks.models import (
    Credentials,
    Delegate,
    Delegation,
    DelegationLevel,
    DelegationMandate,
    Headcount,
    Presence,
    RoundInvitation,
)
from trucewatch.vocabulary.refusal import NotFound, Refused
from trucewatch.vocabulary.talks import InvitationAnswer

_ANSWER: Final = frozenset({"invitation_answer", "answered_on", "condition", "reason", "is_late"})
AROUND: Final = dt.timedelta(days=14)
"""A delegation that comes further than this from the days of its round is taken for a slip."""


def invite(invitation: RoundInvitation, *, by: Member) -> RoundInvitation:
    """Enter that somebody is asked to come to a round."""
    if not invitation.who.strip():
        raise Refused("Say who is invited.", field="party_label")
    _require_answer(invitation)
    require(by, Act.RECORD_FACT)
    if find_same(invitation, by) is not None:
        raise Refused(
            "{who}: the same account is recorded already.",
            field="invitees", values={"who": invitation.who},
        )  # fmt: skip
    return record_fact(invitation, Event.ROUND_INVITATION_RECORDED, by=by)


@transaction.atomic
def invite_all(invitations: Sequence[RoundInvitation], *, by: Member) -> list[RoundInvitation]:
    """Enter several invitations at once; one that is refused leaves none of them."""
    if not invitations:
        raise Refused("Say who is invited.", field="party_label")
    return [invite(invitation, by=by) for invitation in invitations]


@transaction.atomic
def answer_invitation(
    invitation: RoundInvitation, columns: dict[str, object], *, by: Member
) -> RoundInvitation:
    """Enter how an invitation was answered, with the condition or the reason.

    The first answer is filled in. Another one stands beside it, as an entry of its own: what was
    answered first is not typed over.
    """
    unknown = set(columns) - _ANSWER
    if unknown:
        raise ValueError(f"no columns of an answer: {', '.join(sorted(unknown))}")
    require(by, Act.RECORD_FACT)
    rows = RoundInvitation.objects.visible_to(MemberReader(by)).select_for_update(of=("self",))
    found: RoundInvitation | None = rows.filter(pk=invitation.pk, withdrawn=False).first()
    if found is None:
        raise NotFound("There is nothing here that you may see.")
    is_first = found.invitation_answer == InvitationAnswer.NONE_KNOWN
    for name, value in columns.items():
        setattr(found, name, value)
    _require_answer(found)
    if not is_first and found.invitation_answer == InvitationAnswer.NONE_KNOWN:
        raise Refused("It is answered already: withdraw the answer if it was none.",
                      field="invitation_answer")  # fmt: skip
    if is_first:
        return change_fact(found, columns, Event.ROUND_INVITATION_ANSWERED, by=by)
    found.pk, found._state.adding = RoundInvitation().pk, True
    return record_once(found, Event.ROUND_INVITATION_ANSWERED, by=by)


def _require_answer(invitation: RoundInvitation) -> None:
    answer, asked = invitation.invitation_answer, invitation.date_start
    if answer == InvitationAnswer.CONDITIONAL and not invitation.condition.strip():
        raise Refused("Say on which condition.", field="condition")
    said = invitation.answered_on or invitation.condition.strip() or invitation.reason.strip()
    if answer == InvitationAnswer.NONE_KNOWN and said:
        raise Refused("Choose the answer that was given.", field="invitation_answer")
    if asked and asked > invitation.round.interval.spread().end:
        raise Refused("It was sent after the round was over.", field="date_start")
    if asked and invitation.answered_on and invitation.answered_on < asked:
        raise Refused("It was answered before it was sent.", field="answered_on")


def record_delegation(delegation: Delegation, *, by: Member) -> Delegation:
    """Enter that somebody comes, or is to come, to a round; one delegation a party."""
    if not delegation.who.strip():
        raise Refused("Say whose delegation it is.", field="party_label")
    if delegation.is_second_among(Delegation.objects.visible_to(MemberReader(by))):
        field = "party_label" if delegation.party_id is None else "party"
        raise Refused("This delegation is recorded already.", field=field)
    return record_fact(delegation, Event.DELEGATION_RECORDED, by=by)


def record_delegate(delegate: Delegate, *, by: Member) -> Delegate:
    """Enter somebody of a delegation with function and title."""
    return record_once(delegate, Event.DELEGATE_RECORDED, by=by)


def record_headcount(count: Headcount, *, by: Member) -> Headcount:
    """Enter how many a delegation has, as announced or as they came."""
    if count.quantity_low is None and count.quantity_high is None:
        raise Refused("Give a number.", field="quantity_low")
    low, high = count.quantity_low, count.quantity_high
    if low is not None and high is not None and high < low:
        raise Refused("The lower number is greater than the higher one.", field="quantity_high")
    return record_once(count, Event.HEADCOUNT_RECORDED, by=by)


def record_level(level: DelegationLevel, *, by: Member) -> DelegationLevel:
    """Enter how senior a delegation is, as expected or as it came."""
    if level.rank is None and not level.text.strip():
        raise Refused("Give a rank, or the words of the account.", field="rank")
    return record_once(level, Event.DELEGATION_LEVEL_RECORDED, by=by)


def record_mandate(mandate: DelegationMandate, *, by: Member) -> DelegationMandate:
    """Enter what a delegation came to do, by one account."""
    return record_once(mandate, Event.DELEGATION_MANDATE_RECORDED, by=by)


def record_credentials(credentials: Credentials, *, by: Member) -> Credentials:
    """Enter how a delegation's credentials stand."""
    return record_once(credentials, Event.CREDENTIALS_RECORDED, by=by)


def record_presence(presence: Presence, *, by: Member) -> Presence:
    """Enter where a delegation stood on some days; days far from the round are refused."""
    require(by, Act.RECORD_FACT)
    seen = Delegation.objects.visible_to(MemberReader(by)).select_related("round")
    delegation = seen.filter(pk=presence.delegation_id).first()
    if delegation is None:
        raise NotFound("There is nothing here that you may see.")
    held = delegation.round
    first = presence.date_start
    if first is None:
        raise Refused("Give a day.", field="date_start")
    last = presence.date_end or first
    if last < first:
        raise Refused("The end lies before the start.", field="date_end")
    spread = held.interval.spread()
    if first < spread.start - AROUND or last > spread.end + AROUND:
        raise Refused(
            "This day lies more than two weeks from the round, which is of {dates}.",
            field="date_start",
            values={"dates": held.interval},
        )
    return record_once(presence, Event.PRESENCE_RECORDED, by=by)

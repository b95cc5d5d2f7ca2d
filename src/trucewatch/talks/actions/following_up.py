"""What is to follow a round, and asking after it until it is dated, held or dropped."""

from django.db import transaction

from trucewatch.accounts.access import MemberReader, require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.ledger.events import Event
from trucewatch.talks.actions.once import record_once
from trucewatch.talks.models import FollowUp, FollowUpStep
from trucewatch.talks.rules.machine import require_follow_up_step
from trucewatch.vocabulary.refusal import NotFound, Refused
from trucewatch.vocabulary.talks import FollowUpState


def record_follow_up(follow_up: FollowUp, *, by: Member) -> FollowUp:
    """Enter something that is to follow a round, dated or not."""
    return record_once(follow_up, Event.FOLLOW_UP_RECORDED, by=by)


@transaction.atomic
def move_follow_up(step: FollowUpStep, *, by: Member) -> FollowUpStep:
    """Say that somebody was asked about it, what they said, and what came of it."""
    require(by, Act.RECORD_FACT)
    reader = MemberReader(by)
    seen = FollowUp.objects.visible_to(reader).select_for_update(of=("self",))
    if not seen.filter(pk=step.follow_up_id, withdrawn=False).exists():
        raise NotFound("There is nothing here that you may see.")
    steps = FollowUpStep.objects.visible_to(reader).filter(
        follow_up=step.follow_up_id, withdrawn=False
    )
    if step.on is None:
        raise Refused("Give a day.", field="on")
    last = steps.filter(on__lte=step.on).order_by("on", "recorded_at", "pk").last()
    try:
        state = FollowUpState(step.follow_up_state)
    except ValueError:
        raise Refused("Choose a state.", field="follow_up_state") from None
    require_follow_up_step(FollowUpState(last.follow_up_state) if last else None, state)
    if state is FollowUpState.DATED and step.date_start is None:
        raise Refused("Give a day.", field="date_start")
    return record_once(step, Event.FOLLOW_UP_MOVED, by=by)

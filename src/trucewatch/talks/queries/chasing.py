"""Reading what is to follow: follow-ups, tasks of meetings, invitations without an answer."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from trucewatch.accounts.access import Reader
from trucewatch.statements.queries import counted
from trucewatch.talks.models import (
    FollowUp,
    FollowUpStep,
    MeetingAction,
    Round,
    RoundInvitation,
)
from trucewatch.talks.queries.rounds import rounds_standing
from trucewatch.talks.queries.voices import last_if_unsaid
from trucewatch.talks.rules.chasing import Chased, ChaseState, FollowedUp, chase
from trucewatch.vocabulary.interval import Interval
from trucewatch.vocabulary.talks import ActionState, FollowUpState, InvitationAnswer

_URGENT: Final = (ChaseState.OVERDUE, ChaseState.UNDATED, ChaseState.AHEAD, ChaseState.SETTLED)


@dataclass(frozen=True, slots=True)
class FollowUpSeen:
    """A follow-up with its steps and how it stands on a day."""

    row: FollowUp
    steps: tuple[FollowUpStep, ...]
    chased: Chased

    @property
    def interval(self) -> Interval | None:
        """The days last named, where there are any."""
        if self.chased.first is None:
            return None
        for step in reversed(self.steps):
            if step.date_start is not None:
                return step.interval
        return self.row.interval


@dataclass(frozen=True, slots=True)
class ToAsk:
    """Everything that somebody has to ask after on a day."""

    follow_ups: tuple[FollowUpSeen, ...]
    actions: tuple[MeetingAction, ...]
    invitations: tuple[RoundInvitation, ...]

    @property
    def urgent(self) -> list[FollowUpSeen]:
        """Those without a day, and those whose day has passed."""
        return [f for f in self.follow_ups if f.chased.state in _URGENT[:2]]


def follow_ups_seen(
    reader: Reader, today: dt.date, round_: Round | None = None
) -> list[FollowUpSeen]:
    """Follow-ups, those that need asking first and the longest open before the others."""
    rows = counted(FollowUp, reader, "round", "party")
    if round_ is not None:
        rows = rows.filter(round=round_)
    found = list(rows.order_by("recorded_at", "pk"))
    steps: defaultdict[UUID, list[FollowUpStep]] = defaultdict(list)
    taken = counted(FollowUpStep, reader, "by_party").filter(follow_up__in=found, on__lte=today)
    for step in taken.order_by("on", "recorded_at", "pk"):
        steps[step.follow_up_id].append(step)
    seen = [_seen(row, steps[row.pk], today) for row in found]
    return sorted(seen, key=lambda f: (_URGENT.index(f.chased.state), -(f.chased.open_days or 0)))


def to_ask(reader: Reader, today: dt.date) -> ToAsk:
    """What is open: follow-ups, tasks that are not done, invitations to rounds to come.

    Nobody has to answer for a round that was cancelled, or that closed before its day.
    """
    actions = counted(MeetingAction, reader, "meeting__round", "party").filter(
        reader.sees("meeting__"), meeting__withdrawn=False, action_state=ActionState.OPEN.value
    )
    invitations = counted(RoundInvitation, reader, "round", "party").filter(
        invitation_answer=InvitationAnswer.NONE_KNOWN.value, round__date_end__gte=today
    )
    ordered = list(invitations.order_by("round__date_start", last_if_unsaid("date_start"), "pk"))
    over = {
        each.round.pk
        for each in rounds_standing(reader, {row.round for row in ordered})
        if each.is_over
    }
    return ToAsk(
        tuple(f for f in follow_ups_seen(reader, today) if f.chased.state != ChaseState.SETTLED),
        tuple(sorted(actions, key=lambda a: (a.due_on or dt.date.max, a.recorded_at))),
        tuple(row for row in ordered if row.round_id not in over),
    )


def _seen(row: FollowUp, steps: list[FollowUpStep], today: dt.date) -> FollowUpSeen:
    chased = chase(
        row.date_start, row.date_end, row.said_on,
        [FollowedUp(FollowUpState(s.follow_up_state), s.on, s.date_start, s.date_end)
         for s in steps],
        today,
    )  # fmt: skip
    return FollowUpSeen(row, tuple(steps), chased)

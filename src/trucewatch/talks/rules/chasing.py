"""What somebody has to ask after: follow-ups without a day, tasks and answers that are due."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from trucewatch.vocabulary.labels import LabelledStr
from trucewatch.vocabulary.talks import FollowUpState


class ChaseState(LabelledStr):
    """Where something that is to follow stands against the calendar."""

    UNDATED = "undated", "No day known: ask for one"
    OVERDUE = "overdue", "Its day has passed: ask what became of it"
    AHEAD = "ahead", "Ahead"
    SETTLED = "settled", "Settled"


@dataclass(frozen=True, slots=True)
class FollowedUp:
    """One step of a follow-up: the state, the day of it, and the days that were then named."""

    state: FollowUpState
    on: dt.date
    first: dt.date | None = None
    last: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Chased:
    """How a follow-up stands today. ``last_asked`` is the day on which somebody last asked."""

    state: ChaseState
    first: dt.date | None
    last: dt.date | None
    last_asked: dt.date | None
    times_asked: int
    open_days: int | None
    """How many days it has been open; None where nobody says since when."""


def chase(
    first: dt.date | None, last: dt.date | None, since: dt.date | None,
    steps: Sequence[FollowedUp], today: dt.date,
) -> Chased:  # fmt: skip
    """How a follow-up stands: the days last named count, later ones over earlier ones."""
    for step in steps:
        if step.first is not None:
            first, last = step.first, step.last
    asked = [step.on for step in steps if step.state is FollowUpState.ASKED]
    settled = any(step.state in (FollowUpState.DONE, FollowUpState.DROPPED) for step in steps)
    begun = since or (steps[0].on if steps else None)
    return Chased(
        state=_state(first, last, today, settled=settled), first=first, last=last,
        last_asked=max(asked, default=None), times_asked=len(asked),
        open_days=(today - begun).days if begun is not None and not settled else None,
    )  # fmt: skip


def _state(
    first: dt.date | None, last: dt.date | None, today: dt.date, *, settled: bool
) -> ChaseState:
    if settled:
        return ChaseState.SETTLED
    if first is None:
        return ChaseState.UNDATED
    return ChaseState.OVERDUE if (last or first) < today else ChaseState.AHEAD

"""Opening a round in the record together with the state that it is in."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from trucewatch.accounts.models import Member
from trucewatch.parties.models import Party
from trucewatch.talks.actions.rounds import add_round, date_round, move_round, require_open
from trucewatch.talks.marked import Marked
from trucewatch.talks.models import Round, RoundDate, RoundStep
from trucewatch.vocabulary.process import RoundState
from trucewatch.vocabulary.talks import RoundDateKind


@dataclass(frozen=True, slots=True)
class NewRound:
    """A round, the state that it is in, since which day, and the mark of that account.

    Its days are the first that are announced for it, by somebody on some day.
    """

    round: Round
    state: RoundState
    on: dt.date
    marked: Marked
    announced_on: dt.date | None = None
    by_party: Party | None = None
    by_label: str = ""


@transaction.atomic
def open_round(new: NewRound, *, by: Member) -> Round:
    """Enter a round, the first state that is recorded of it and its days as announced, or none."""
    require_open(new.marked.handling, new.marked.compartment, "handling")
    made = add_round(new.round, by=by)
    step = RoundStep(
        round=made, round_state=new.state.value, date_start=new.on, date_end=new.on,
        **new.marked.columns,
    )  # fmt: skip
    move_round(step, by=by)
    announced = RoundDate(
        round=made, date_kind=RoundDateKind.HELD.value, announced_on=new.announced_on,
        by_party=new.by_party, by_label=new.by_label, date_start=made.date_start,
        date_end=made.date_end, date_precision=made.date_precision, **new.marked.columns,
    )  # fmt: skip
    date_round(announced, by=by)
    return made

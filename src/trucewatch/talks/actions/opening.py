"""Opening a round in the record together with the state that it is in."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from trucewatch.accounts.models import Member
from trucewatch.talks.actions.rounds import add_round, move_round
from trucewatch.talks.marked import Marked
from trucewatch.talks.models import Round, RoundStep
from trucewatch.vocabulary.process import RoundState


@dataclass(frozen=True, slots=True)
class NewRound:
    """A round, the state that it is in, since which day, and the mark of that account."""

    round: Round
    state: RoundState
    on: dt.date
    marked: Marked


@transaction.atomic
def open_round(new: NewRound, *, by: Member) -> Round:
    """Enter a round and the first state that is recorded of it, both or neither."""
    made = add_round(new.round, by=by)
    step = RoundStep(
        round=made, round_state=new.state.value, date_start=new.on, date_end=new.on,
        **new.marked.columns,
    )  # fmt: skip
    move_round(step, by=by)
    return made

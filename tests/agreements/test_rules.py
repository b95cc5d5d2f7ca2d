"""What may follow what, what is due, what counts as unilateral."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.agreements.rules import (
    NEEDS_EVIDENCE,
    Due,
    DueState,
    due_state,
    is_unilateral,
    next_demand_states,
    next_states,
    require_demand_step,
    require_step,
)
from trucewatch.vocabulary.accords import ENDED, DemandState, ObligationState
from trucewatch.vocabulary.refusal import Refused

states = st.sampled_from(list(ObligationState))
days = st.dates(dt.date(2016, 1, 1), dt.date(2018, 1, 1))


@given(states, states)
def test_a_step_is_taken_or_refused_with_what_is_possible(
    before: ObligationState, after: ObligationState
) -> None:
    """Whatever may follow is accepted; a refusal names each state that may."""
    if after in next_states(before):
        require_step(before, after, "seen by a team on 3 May")
        return
    with pytest.raises(Refused) as refused:
        require_step(before, after, "seen by a team on 3 May")
    assert all(state.label in str(refused.value) for state in next_states(before))


@given(st.one_of(st.none(), states), st.sampled_from(sorted(NEEDS_EVIDENCE)))
def test_verified_needs_a_record(before: ObligationState | None, after: ObligationState) -> None:
    """From wherever: without evidence it is refused at that field, or cannot follow at all."""
    with pytest.raises(Refused) as refused:
        require_step(before, after, "  ")
    assert refused.value.field in ("evidence", "obligation_state")


@pytest.mark.parametrize("ended", sorted(ENDED))
def test_nothing_follows_an_end(ended: ObligationState) -> None:
    """What has expired or was superseded stays so."""
    assert next_states(ended) == frozenset()


@given(st.sampled_from(list(DemandState)), st.sampled_from(list(DemandState)))
def test_demands_follow_their_own_order(before: DemandState, after: DemandState) -> None:
    """A demand goes where it may go, and nowhere else."""
    if after in next_demand_states(before):
        require_demand_step(before, after)
    else:
        with pytest.raises(Refused):
            require_demand_step(before, after)


def test_an_accepted_demand_is_an_obligation_from_then_on() -> None:
    """It has no further states of its own."""
    assert next_demand_states(DemandState.ACCEPTED) == frozenset()


@given(days, days, st.integers(0, 60))
def test_due_now_lies_between_later_and_overdue(
    today: dt.date, first: dt.date, length: int
) -> None:
    """By the days alone: before, within, behind."""
    last = first + dt.timedelta(days=length)
    state = due_state(Due(False, first, last), today)
    assert state is (
        DueState.LATER if today < first else DueState.NOW if today <= last else DueState.OVERDUE
    )


@given(days, st.one_of(st.none(), days))
def test_what_is_to_be_left_undone_is_never_overdue(today: dt.date, first: dt.date | None) -> None:
    """An omission holds from its day on."""
    state = due_state(Due(False, first, first, is_omission=True), today)
    assert state in (DueState.HOLDS, DueState.LATER)


def test_without_a_day_it_is_to_be_asked_for() -> None:
    """Unless it is settled, or waits for another step."""
    today = dt.date(2017, 2, 16)
    assert due_state(Due(False, None, None), today) is DueState.UNKNOWN
    assert due_state(Due(True, None, None), today) is DueState.SETTLED
    assert due_state(Due(False, None, None, waits=True), today) is DueState.WAITS


def test_a_second_issuer_or_an_endorser_ends_the_unilateral() -> None:
    """Endorsing oneself does not."""
    assert is_unilateral(["a"], [])
    assert is_unilateral(["a"], ["a"])
    assert not is_unilateral(["a"], ["b"])
    assert not is_unilateral(["a", "b"], [])
    assert not is_unilateral([], [])

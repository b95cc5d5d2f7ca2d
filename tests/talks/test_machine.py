"""In which order rounds and follow-ups come to their states, however accounts come in."""

import datetime as dt
from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.talks.rules.machine import (
    SETTLED,
    Stood,
    in_order,
    next_round_states,
    require_follow_up_step,
    require_round_step,
)
from trucewatch.vocabulary.process import RoundState
from trucewatch.vocabulary.refusal import Refused
from trucewatch.vocabulary.talks import FollowUpState

S = RoundState
FIRST = dt.date(2017, 1, 1)


def stood(state: RoundState, day: int | None = None) -> Stood:
    """A state reached on a day of January 2017, or on one that nobody knows."""
    return Stood(state, None if day is None else FIRST.replace(day=day))


def taken(steps: list[Stood]) -> list[Stood]:
    """The steps recorded one after the other, each as the rule takes it."""
    recorded: list[Stood] = []
    for step in steps:
        require_round_step(recorded, step)
        recorded.append(step)
    return recorded


@st.composite
def courses(draw: st.DrawFn) -> list[Stood]:
    """How a round may go, a step a day: the next state is always one of those that may follow.

    It ends with the first cancellation: a round that is taken up again afterwards is another tale.
    """
    state = draw(st.sampled_from(RoundState))
    course = [state]
    while len(course) < 9 and state is not S.CANCELLED and next_round_states(state):
        state = draw(st.sampled_from(next_round_states(state)))
        course.append(state)
    return [stood(each, day) for day, each in enumerate(course, start=1)]


@given(courses().flatmap(lambda course: st.tuples(st.just(course), st.permutations(course))))
def test_a_course_is_taken_in_whatever_order_its_accounts_come(
    both: tuple[list[Stood], list[Stood]],
) -> None:
    """No account is refused for want of another one, and the answer is the same."""
    course, told = both
    assert in_order(taken(told)) == course


@given(courses(), st.data())
def test_accounts_may_leave_out_what_lies_between(course: list[Stood], data: st.DataObject) -> None:
    """Any part of a course is one that the rule takes, and it ends where the whole one does."""
    part = [step for step in course if step is course[-1] or data.draw(st.booleans())]
    assert in_order(taken(part))[-1] is course[-1]


@given(courses(), st.integers(0, 8))
def test_a_second_account_of_a_state_is_taken(course: list[Stood], which: int) -> None:
    """Word for word the same, or of the same day by somebody else; the state stays."""
    again = course[which % len(course)]
    recorded = taken([*course, Stood(again.state, again.on)])
    assert in_order(recorded)[-1].state is course[-1].state


@given(st.lists(st.builds(stood, st.sampled_from(S), st.none() | st.integers(1, 28))))
def test_ordering_keeps_every_step_and_its_day(steps: list[Stood]) -> None:
    """Nothing is lost, and no step stands before one of an earlier day."""
    ordered = in_order(steps)
    assert sorted(map(id, ordered)) == sorted(map(id, steps))
    dated = [step.on for step in ordered if step.on is not None]
    assert all(before <= after for before, after in pairwise(dated))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (S.CLOSED, S.OPEN),
        (S.CLOSED, S.EXTENDED),
        (S.CLOSED, S.DATED),
        (S.FOLLOW_UP, S.CLOSED),
        (S.OPEN, S.ANNOUNCED),
        (S.OPEN, S.PREPARATORY),
        (S.SUSPENDED, S.POSTPONED),
        (S.DATED, S.PROPOSED),
    ],
)
def test_what_can_never_come_later_is_refused_from_both_sides(
    before: RoundState, after: RoundState
) -> None:
    """As the later step of the two, and as the earlier one that is told afterwards."""
    first, second = stood(before, 3), stood(after, 5)
    for recorded, new in (([first], second), ([second], first)):
        with pytest.raises(Refused, match="cannot follow") as refused:
            require_round_step(recorded, new)
        assert refused.value.field == "round_state"


def test_a_refusal_says_what_is_possible() -> None:
    """After the end there is only what follows from it."""
    with pytest.raises(Refused) as refused:
        require_round_step([stood(S.CLOSED, 3)], stood(S.OPEN, 4))
    assert str(refused.value) == "“Open” cannot follow “Closed”. Possible: In follow-up."


def test_a_round_that_was_called_off_may_be_taken_up_again() -> None:
    """From a cancellation that somebody tells of; one that is only supposed fills no gap."""
    taken([stood(S.OPEN, 1), stood(S.SUSPENDED, 2), stood(S.CANCELLED, 3), stood(S.PROPOSED, 4)])
    with pytest.raises(Refused):
        taken([stood(S.OPEN, 1), stood(S.PROPOSED, 4)])


@pytest.mark.parametrize("told", list(permutations((S.OPEN, S.CLOSED, S.FOLLOW_UP))))
def test_a_round_of_one_day_may_be_told_from_its_end(told: tuple[RoundState, ...]) -> None:
    """Steps of one day stand as they can have come, whichever account is the first."""
    recorded = taken([stood(state, 3) for state in told])
    assert [step.state for step in in_order(recorded)] == [S.OPEN, S.CLOSED, S.FOLLOW_UP]


def test_of_one_day_the_order_of_recording_counts_where_both_ways_are_possible() -> None:
    """Suspended and open again, or open and suspended: the account says which."""
    again = in_order([stood(S.OPEN, 1), stood(S.SUSPENDED, 2), stood(S.OPEN, 2)])
    assert again[-1].state is S.OPEN
    halted = in_order([stood(S.OPEN, 1), stood(S.OPEN, 2), stood(S.SUSPENDED, 2)])
    assert halted[-1].state is S.SUSPENDED


def test_a_step_without_a_day_stays_behind_the_one_before_it() -> None:
    """It is as late as the last day that was known when it was told."""
    steps = [stood(S.DATED, 5), stood(S.PREPARATORY), stood(S.OPEN, 20), stood(S.ANNOUNCED, 2)]
    assert [step.state for step in in_order(steps)] == [
        S.ANNOUNCED, S.DATED, S.PREPARATORY, S.OPEN,
    ]  # fmt: skip


def test_any_state_may_be_the_first_that_is_recorded() -> None:
    """Nobody tells of a round from its beginning."""
    assert next_round_states(None) == list(RoundState)
    for state in RoundState:
        require_round_step([], stood(state, 1))


@pytest.mark.parametrize("end", sorted(SETTLED))
@pytest.mark.parametrize("new", FollowUpState)
def test_nothing_follows_what_is_settled_but_another_account_of_it(
    end: FollowUpState, new: FollowUpState
) -> None:
    """Two papers may tell that it took place; nobody is asked about it any more."""
    if new is end:
        require_follow_up_step(end, new)
        return
    with pytest.raises(Refused, match="withdraw that step first") as refused:
        require_follow_up_step(end, new)
    assert refused.value.field == "follow_up_state"


@pytest.mark.parametrize("last", [None, *(s for s in FollowUpState if s not in SETTLED)])
def test_what_is_open_may_go_on_in_any_way(last: FollowUpState | None) -> None:
    """Dated again, asked again, held without having been asked about."""
    for new in FollowUpState:
        require_follow_up_step(last, new)

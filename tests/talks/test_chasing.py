"""How something that is to follow stands against the calendar."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.talks.rules.chasing import ChaseState, FollowedUp, chase
from trucewatch.talks.rules.machine import SETTLED
from trucewatch.vocabulary.talks import FollowUpState

F = FollowUpState
TODAY = dt.date(2017, 3, 1)


def day(number: int) -> dt.date:
    """A day of March 2017; below one it lies in February."""
    return TODAY + dt.timedelta(days=number - 1)


def step(
    state: FollowUpState, on: int, first: int | None = None, last: int | None = None
) -> FollowedUp:
    """A step with the days that were then named."""
    named = (None if number is None else day(number) for number in (first, last))
    return FollowedUp(state, day(on), *named)


@pytest.mark.parametrize(
    ("first", "last", "state"),
    [
        (None, None, ChaseState.UNDATED),
        (day(2), day(3), ChaseState.AHEAD),
        (day(1), None, ChaseState.AHEAD),
        (day(-5), day(1), ChaseState.AHEAD),
        (day(-5), day(0), ChaseState.OVERDUE),
        (day(0), None, ChaseState.OVERDUE),
    ],
)
def test_the_days_that_were_named_are_held_against_today(
    first: dt.date | None, last: dt.date | None, state: ChaseState
) -> None:
    """Its last day is not over as long as it lasts."""
    assert chase(first, last, None, [], TODAY).state is state


def test_days_named_later_count_instead_of_earlier_ones() -> None:
    """Put off once, then again; an answer without a day changes nothing."""
    steps = [step(F.DATED, -9, -4), step(F.DATED, -3, 8, 9), step(F.ANSWERED, 0)]
    seen = chase(day(-20), day(-20), None, steps, TODAY)
    assert (seen.first, seen.last, seen.state) == (day(8), day(9), ChaseState.AHEAD)


def test_asking_is_counted_with_the_last_day() -> None:
    """Nobody needs to ask twice on one day, and can see when they did."""
    seen = chase(None, None, day(-12), [step(F.ASKED, -6), step(F.ASKED, -2)], TODAY)
    assert (seen.times_asked, seen.last_asked, seen.open_days) == (2, day(-2), 12 + 1)
    assert seen.state is ChaseState.UNDATED


@pytest.mark.parametrize("end", sorted(SETTLED))
def test_what_took_place_or_was_dropped_is_settled(end: FollowUpState) -> None:
    """Also where somebody asked after it later, and whatever its day was."""
    seen = chase(None, None, day(-12), [step(end, -3), step(F.ASKED, 0)], TODAY)
    assert (seen.state, seen.open_days) == (ChaseState.SETTLED, None)


def test_where_nobody_says_since_when_the_first_step_counts() -> None:
    """And without a step nobody knows."""
    assert chase(None, None, None, [step(F.ASKED, -3)], TODAY).open_days == 4
    assert chase(None, None, None, [], TODAY).open_days is None


_STEPS = st.lists(
    st.builds(
        step, st.sampled_from(F), st.integers(-30, 1), st.none() | st.integers(-30, 30)
    ),
    max_size=6,
)  # fmt: skip


@given(_STEPS, st.none() | st.integers(-30, 30), st.integers(0, 5))
def test_a_second_account_of_a_step_moves_nothing(
    steps: list[FollowedUp], first: int | None, which: int
) -> None:
    """State and days are those of one account; only how often somebody asked is more."""
    if steps:
        begun, place = day(first) if first is not None else None, which % len(steps)
        told_twice = [*steps[: place + 1], *steps[place:]]
        one, other = (chase(begun, begun, day(-30), rows, TODAY) for rows in (steps, told_twice))
        assert (other.state, other.first, other.last) == (one.state, one.first, one.last)
        assert other.last_asked == one.last_asked


@given(_STEPS, st.none() | st.integers(-30, 30))
def test_it_is_settled_as_soon_as_any_account_says_so(
    steps: list[FollowedUp], first: int | None
) -> None:
    """In whatever order the accounts came."""
    begun = day(first) if first is not None else None
    is_settled = any(each.state in SETTLED for each in steps)
    for rows in (steps, steps[::-1]):
        assert (chase(begun, begun, None, rows, TODAY).state is ChaseState.SETTLED) == is_settled

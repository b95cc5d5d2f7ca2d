"""When something is due, on the clock and on working days."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.cases.rules.calendar import Due, DueUnit, WorkingCalendar
from trucewatch.vocabulary.refusal import Refused

DAMASCUS = ZoneInfo("Asia/Damascus")
WEEK = WorkingCalendar(DAMASCUS, frozenset({6, 0, 1, 2, 3}))
MOMENTS = st.integers(946_684_800, 3_786_912_000).map(
    lambda seconds: dt.datetime.fromtimestamp(seconds, dt.UTC)
)


def test_hours_pass_at_night_and_on_days_off() -> None:
    """Two hours are two hours."""
    start = dt.datetime(2017, 3, 24, 23, 30, tzinfo=dt.UTC)
    assert WEEK.due(start, Due(2, DueUnit.HOURS)) == dt.datetime(2017, 3, 25, 1, 30, tzinfo=dt.UTC)


def test_a_day_ends_at_the_same_time_of_the_clock_when_clocks_change() -> None:
    """Damascus put its clocks forward on 31 March 2017: five days are an hour shorter."""
    start = dt.datetime(2017, 3, 29, 7, 0, tzinfo=dt.UTC)
    due = WEEK.due(start, Due(5, DueUnit.DAYS))
    assert due.astimezone(DAMASCUS).time() == start.astimezone(DAMASCUS).time()
    assert due - start == dt.timedelta(days=5) - dt.timedelta(hours=1)


def test_working_days_skip_days_off_and_holidays() -> None:
    """From a Thursday, over Friday, Saturday and a holiday, to Monday."""
    calendar = WorkingCalendar(DAMASCUS, WEEK.working_days, frozenset({dt.date(2017, 3, 19)}))
    start = dt.datetime(2017, 3, 16, 9, 0, tzinfo=DAMASCUS)
    due = calendar.due(start, Due(1, DueUnit.WORKING_DAYS))
    assert due.astimezone(DAMASCUS) == dt.datetime(2017, 3, 20, 9, 0, tzinfo=DAMASCUS)


@given(MOMENTS, st.integers(1, 60), st.sampled_from(list(DueUnit)))
def test_what_is_due_is_never_before_it_starts_and_later_starts_are_due_later(
    start: dt.datetime, amount: int, unit: DueUnit
) -> None:
    """More time never means an earlier end."""
    due = WEEK.due(start, Due(amount, unit))
    assert due > start
    assert WEEK.due(start, Due(amount + 1, unit)) > due
    if unit is DueUnit.WORKING_DAYS:
        assert WEEK.is_working(due.astimezone(DAMASCUS).date())


def test_a_calendar_without_a_day_of_work_is_refused() -> None:
    """And so is one whose holidays never end, and a deadline of nothing."""
    with pytest.raises(Refused):
        WorkingCalendar(DAMASCUS, frozenset())
    with pytest.raises(Refused):
        Due(0, DueUnit.DAYS)
    start = dt.date(2017, 1, 1)
    never = frozenset(start + dt.timedelta(days=n) for n in range(4000))
    calendar = WorkingCalendar(DAMASCUS, frozenset(range(7)), never)
    with pytest.raises(Refused):
        calendar.due(dt.datetime(2017, 1, 1, tzinfo=dt.UTC), Due(1, DueUnit.WORKING_DAYS))

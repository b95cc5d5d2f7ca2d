"""The days that a bulletin covers and compares with."""

import datetime as dt
from itertools import pairwise

import pytest

from trucewatch.bulletins.kinds import BulletinKind
from trucewatch.bulletins.window import Window, trend_of, window_of
from trucewatch.vocabulary.refusal import Refused

DAY = dt.date(2017, 3, 25)


def test_a_week_ends_on_its_day_and_is_compared_with_the_seven_before() -> None:
    """Both ends are counted, and the two touch without a gap."""
    week = window_of(BulletinKind.WEEKLY, DAY)
    assert (week.start, week.days) == (dt.date(2017, 3, 19), 7)
    assert week.before() == Window(dt.date(2017, 3, 12), dt.date(2017, 3, 18))


def test_a_trend_is_eight_whole_weeks_of_which_the_last_is_its_own() -> None:
    """Cut without overlap."""
    week = window_of(BulletinKind.WEEKLY, DAY)
    weeks = trend_of(week).parts(7)
    assert len(weeks) == 8
    assert weeks[-1] == week
    assert all((after.start - before.end).days == 1 for before, after in pairwise(weeks))


def test_a_day_that_no_calendar_of_the_record_has_is_refused() -> None:
    """A slip of the pen makes no bulletin."""
    with pytest.raises(Refused, match="1017"):
        window_of(BulletinKind.DAILY, dt.date(1017, 3, 25))

"""Dates in the record: what they say, what they admit, and how they read."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.vocabulary.interval import (
    DatePrecision,
    Interval,
    precision_for,
    precision_from_acled,
)
from trucewatch.vocabulary.months import LANGUAGES


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    """Any two days in order, with any precision."""
    start, end = sorted((draw(st.dates()), draw(st.dates())))
    return Interval(start, end, draw(st.sampled_from(DatePrecision)))


def test_an_interval_that_ends_before_it_starts_is_refused():
    """The message names both days, so that an importer can show it as it is."""
    with pytest.raises(ValueError, match="cannot end on 2017-02-15 before it starts, 2017-02-16"):
        Interval(date(2017, 2, 16), date(2017, 2, 15), DatePrecision.DAY)


def test_a_time_of_day_is_no_calendar_day():
    """A datetime would compare unequal to the day it falls on."""
    with pytest.raises(ValueError, match="calendar days"):
        Interval(datetime(2017, 2, 15, 9), date(2017, 2, 16), DatePrecision.DAY)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (date(2017, 2, 15), date(2017, 2, 15), "15 Feb 2017"),
        (date(2017, 2, 15), date(2017, 2, 16), "15-16 Feb 2017"),
        (date(2017, 1, 30), date(2017, 2, 2), "30 Jan-2 Feb 2017"),
        (date(2016, 12, 30), date(2017, 1, 2), "30 Dec 2016-2 Jan 2017"),
        (date(2017, 2, 1), date(2017, 2, 28), "Feb 2017"),
        (date(2016, 2, 1), date(2016, 2, 28), "1-28 Feb 2016"),
        (date(2017, 1, 1), date(2017, 3, 31), "Jan-Mar 2017"),
        (date(2016, 12, 1), date(2017, 1, 31), "Dec 2016-Jan 2017"),
        (date(2017, 1, 1), date(2017, 12, 31), "2017"),
    ],
)
def test_dates_read_as_short_as_they_can_with_the_month_in_words(start, end, text):
    """What both ends share is written once."""
    assert Interval.between(start, end).text() == text


@pytest.mark.parametrize(
    ("language", "days", "month"),
    [
        ("ar", "15-16 شباط 2017", "شباط 2017"),
        ("ru", "15-16 февраля 2017", "февраль 2017"),
        ("tr", "15-16 Şubat 2017", "Şubat 2017"),
        ("fa", "15-16 فوریه 2017", "فوریه 2017"),
    ],
)
def test_dates_are_written_in_the_languages_of_the_talks(language, days, month):
    """Russian declines a month after a day; the others do not."""
    two_days = Interval.between(date(2017, 2, 15), date(2017, 2, 16))
    assert (two_days.text(language), Interval.month(2017, 2).text(language)) == (days, month)


def test_an_unknown_language_is_refused():
    """Falling back to English would hide a missing translation."""
    with pytest.raises(ValueError, match="no month names in 'xx'"):
        Interval.on(date(2017, 2, 15)).text("xx")


def test_a_vague_date_does_not_read_as_an_exact_one():
    """One day known only to the week must not look like a known day."""
    vague = Interval(date(2017, 2, 15), date(2017, 2, 15), DatePrecision.WEEK)
    assert vague.text() == "about 15 Feb 2017"


@given(intervals(), st.sampled_from(LANGUAGES))
def test_no_date_is_ever_written_with_slashes(interval, language):
    """02/03/17 is two different days."""
    assert "/" not in interval.text(language)


@pytest.mark.parametrize(
    ("days", "precision"),
    [
        (1, DatePrecision.DAY),
        (2, DatePrecision.FEW_DAYS),
        (6, DatePrecision.FEW_DAYS),
        (7, DatePrecision.WEEK),
        (8, DatePrecision.MONTH),
        (31, DatePrecision.MONTH),
        (32, DatePrecision.LONGER),
        (4000, DatePrecision.LONGER),
    ],
)
def test_the_number_of_days_gives_the_finest_precision(days, precision):
    """The limits are those of the UCDP codebook."""
    start = date(2016, 1, 1)
    assert precision_for(start, date.fromordinal(start.toordinal() + days - 1)) is precision


def test_a_week_on_one_date_spreads_six_days_either_way():
    """The known day may be the first or the last of its week."""
    spread = Interval(date(2017, 2, 15), date(2017, 2, 15), DatePrecision.WEEK).spread()
    assert (spread.start, spread.end) == (date(2017, 2, 9), date(2017, 2, 21))


def test_days_that_fill_their_precision_do_not_spread():
    """A month that is written out as a month says all that is known."""
    assert Interval.month(2017, 2).spread() == Interval.month(2017, 2)


@given(intervals())
def test_a_spread_covers_the_dates_it_came_from_and_spreads_no_further(interval):
    """Spreading is done once, also at the ends of the calendar."""
    spread = interval.spread()
    assert spread.covers(interval)
    assert spread.spread() == spread


@given(intervals(), intervals())
def test_overlap_does_not_depend_on_which_interval_came_first(a, b):
    """Two accounts overlap with each other or not at all."""
    assert a.overlaps(b) == b.overlaps(a)


@given(intervals(), intervals())
def test_a_hull_covers_both_and_is_no_more_precise_than_either(a, b):
    """Putting accounts together never sharpens a date."""
    hull = a.hull(b)
    assert hull.covers(a)
    assert hull.covers(b)
    assert hull.precision >= max(a.precision, b.precision)


def test_neighbouring_days_do_not_overlap():
    """Both ends are included, so that overlapping needs a common day."""
    assert not Interval.on(date(2017, 2, 15)).overlaps(Interval.on(date(2017, 2, 16)))


@pytest.mark.parametrize(("code", "precision"), [(1, 1), (2, 3), (3, 4)])
def test_acled_time_precision_is_read_on_the_ucdp_scale(code, precision):
    """ACLED has no code for a few days."""
    assert precision_from_acled(code) == precision


def test_an_unknown_acled_time_precision_is_refused():
    """An importer reports the code instead of guessing."""
    with pytest.raises(ValueError, match="not 4"):
        precision_from_acled(4)

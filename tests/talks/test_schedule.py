"""Times on the venue's clocks and in UTC, and schedules that differ."""

import datetime as dt
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.talks.rules.schedule import (
    Announced,
    Timed,
    compare_announced,
    compare_times,
    is_sharp,
    side_by_side,
)
from trucewatch.vocabulary.derived import DerivedLabel
from trucewatch.vocabulary.interval import DatePrecision, Interval
from trucewatch.vocabulary.talks import ScheduleKind

K = ScheduleKind
TUESDAY = dt.date(2017, 1, 24)
ZONES = ("UTC", "Asia/Almaty", "Asia/Damascus", "Europe/Berlin", "America/New_York")
FORWARD = {
    "Europe/Berlin": dt.date(2017, 3, 26),
    "Asia/Damascus": dt.date(2017, 3, 31),
    "America/New_York": dt.date(2017, 3, 12),
}
"""Days on which clocks were put forward by an hour."""


def timed(
    first: dt.time | None = None, last: dt.time | None = None, voice: str = "Host", **more: Any
) -> Timed:
    """A time of 24 January 2017 in Astana for the end of a round, but for what is given."""
    columns = {"kind": K.CLOSING, "what": "", "on": TUESDAY, "zone": "Asia/Almaty",
               "is_about": False, "key": UUID(int=1), **more}  # fmt: skip
    return Timed(first=first, last=last, voice=voice, **columns)


def utc(*moment: int) -> dt.datetime:
    """A moment in UTC."""
    return dt.datetime(*moment, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("zone", "day", "local", "moment"),
    [
        # Kazakhstan's eastern zone was six hours ahead until March 2024.
        ("Asia/Almaty", dt.date(2017, 1, 23), dt.time(13), utc(2017, 1, 23, 7)),
        ("Asia/Almaty", dt.date(2017, 1, 23), dt.time(3), utc(2017, 1, 22, 21)),
        ("Asia/Almaty", dt.date(2025, 1, 23), dt.time(13), utc(2025, 1, 23, 8)),
        ("Asia/Damascus", dt.date(2017, 1, 23), dt.time(13), utc(2017, 1, 23, 11)),
        ("Asia/Damascus", dt.date(2017, 7, 3), dt.time(13), utc(2017, 7, 3, 10)),
        ("Europe/Istanbul", dt.date(2017, 1, 23), dt.time(13), utc(2017, 1, 23, 10)),
        # Clocks left out the hour from two to three: half past two is read as if they had not.
        ("Europe/Berlin", dt.date(2017, 3, 26), dt.time(2, 30), utc(2017, 3, 26, 1, 30)),
        # An hour that came twice is the first of the two.
        ("Europe/Berlin", dt.date(2017, 10, 29), dt.time(2, 30), utc(2017, 10, 29, 0, 30)),
    ],
)
def test_local_times_become_moments(
    zone: str, day: dt.date, local: dt.time, moment: dt.datetime
) -> None:
    """By the zone's own history, not by its offset of today."""
    assert timed(local, on=day, zone=zone).utc == (moment, None)


@given(
    st.dates(dt.date(2000, 1, 1), dt.date(2037, 12, 31)),
    st.times(),
    st.none() | st.times(),
    st.sampled_from(ZONES),
)
def test_every_time_has_moments_in_order(
    day: dt.date, first: dt.time, last: dt.time | None, zone: str
) -> None:
    """Also where clocks are put forward over it, or where it ends after midnight."""
    each = timed(first, last, on=day, zone=zone)
    start, end = each.moments
    assert start <= end
    assert each.utc is not None
    assert each.utc[0] == start
    assert end - start <= dt.timedelta(hours=25)


@given(
    st.dates(dt.date(2000, 1, 1), dt.date(2037, 12, 31)), st.times(), st.sampled_from(ZONES)
)  # fmt: skip
def test_a_time_comes_back_from_utc_as_it_was_given(
    day: dt.date, clock: dt.time, zone: str
) -> None:
    """Unless the venue's clocks left it out that day; then it is the time that they showed."""
    moments = timed(clock, on=day, zone=zone).utc
    assert moments is not None
    back = moments[0].astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    local = dt.datetime.combine(day, clock)
    assert back in (local, local + dt.timedelta(hours=1))
    before, after = (
        dt.datetime.combine(day + dt.timedelta(days=n), dt.time(12), ZoneInfo(zone)).utcoffset()
        for n in (-1, 1)
    )
    assert back == local or before != after


@pytest.mark.parametrize(("zone", "day"), FORWARD.items())
def test_a_day_on_which_clocks_are_put_forward_has_23_hours(zone: str, day: dt.date) -> None:
    """A day without a time is the whole of it, wherever midnight has gone."""
    start, end = timed(on=day, zone=zone).moments
    assert dt.timedelta(hours=22, minutes=59) < end - start < dt.timedelta(hours=23)
    assert start.astimezone(ZoneInfo(zone)).date() == day
    assert end.astimezone(ZoneInfo(zone)).date() == day


def test_two_accounts_of_a_time_that_clocks_left_out_agree() -> None:
    """From half past two until ten past three, on a day without the hour between."""
    day = FORWARD["Europe/Berlin"]
    rows = [
        timed(dt.time(2, 30), dt.time(3, 10), voice, on=day, zone="Europe/Berlin")
        for voice in ("Host", "Agency")
    ]
    assert compare_times(rows).label is DerivedLabel.AGREED


def test_a_session_may_end_after_midnight() -> None:
    """An end before the beginning is one of the next day."""
    late = timed(dt.time(22), dt.time(0, 30))
    assert late.utc == (utc(2017, 1, 24, 16), utc(2017, 1, 24, 18, 30))


def test_competing_ends_are_disputed() -> None:
    """Midday in one account and the evening in another, both given roughly."""
    midday = timed(dt.time(12), voice="By one agency", is_about=True)
    evening = timed(dt.time(18), dt.time(22), voice="By another agency", is_about=True)
    verdict = compare_times([evening, midday])
    assert verdict.label is DerivedLabel.DISPUTED
    assert verdict.reason == (
        "By one agency and By another agency give times that cannot both be right."
    )


@pytest.mark.parametrize(
    ("one", "other", "label"),
    [
        (timed(dt.time(12)), timed(dt.time(12), voice="Agency"), DerivedLabel.AGREED),
        (timed(dt.time(12)), timed(dt.time(12, 1), voice="Agency"), DerivedLabel.DISPUTED),
        (timed(dt.time(12), is_about=True), timed(dt.time(12, 20), voice="Agency"),
         DerivedLabel.AGREED),
        (timed(dt.time(12), is_about=True), timed(dt.time(12, 40), voice="Agency"),
         DerivedLabel.DISPUTED),
        # A day without a time leaves room for every time of it.
        (timed(dt.time(12)), timed(voice="Agency"), DerivedLabel.AGREED),
        (timed(dt.time(9), dt.time(12)), timed(dt.time(12), dt.time(14), "Agency"),
         DerivedLabel.AGREED),
        (timed(), timed(voice="Agency", on=dt.date(2017, 1, 25)), DerivedLabel.DISPUTED),
        # The same moment on the clocks of two cities.
        (timed(dt.time(13)), timed(dt.time(10), voice="Agency", zone="Europe/Istanbul"),
         DerivedLabel.AGREED),
        (timed(dt.time(12)), timed(dt.time(12)), DerivedLabel.ONE_SIDED),
        (timed(dt.time(12)), timed(dt.time(15)), DerivedLabel.DISPUTED),
    ],
)  # fmt: skip
def test_two_times_are_compared_by_the_moments_that_they_allow(
    one: Timed, other: Timed, label: DerivedLabel
) -> None:
    """Roughly reaches half an hour to either side; one voice with two times contradicts itself."""
    assert compare_times([one, other]).label is label
    assert compare_times([other, one]).label is label


_TIMES = st.lists(
    st.builds(
        timed,
        st.none() | st.times(),
        st.none() | st.times(),
        st.sampled_from(["Host", "HOST", "Agency", "Paper"]),
        kind=st.sampled_from(K),
        what=st.sampled_from(["", "Plenary", "plenary", "Press event"]),
        on=st.dates(dt.date(2017, 3, 25), dt.date(2017, 3, 27)),
        zone=st.sampled_from(ZONES),
        is_about=st.booleans(),
        key=st.uuids(),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda each: each.key,
)


@given(_TIMES.flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
def test_groups_do_not_depend_on_the_order_of_accounts(
    both: tuple[list[Timed], list[Timed]],
) -> None:
    """Neither which times are rivals, nor what they say together."""
    one, other = (side_by_side(rows) for rows in both)
    assert one == other
    assert sum(len(group.times) for group in one) == len(both[0])


@given(_TIMES, st.integers(0, 7))
def test_a_copy_of_a_time_changes_no_label(rows: list[Timed], which: int) -> None:
    """The same voice with the same time is neither a rival nor a witness."""
    copied = [*rows, rows[which % len(rows)]]
    assert compare_times(copied).label is compare_times(rows).label


def test_the_opening_is_one_thing_and_sessions_are_several() -> None:
    """Two openings are rivals under any name; two sessions only under the same one."""
    opening = [timed(dt.time(9), kind=K.OPENING, what="Opening"),
               timed(dt.time(13), voice="Agency", kind=K.OPENING)]  # fmt: skip
    assert [group.verdict.label for group in side_by_side(opening)] == [DerivedLabel.DISPUTED]
    sessions = [timed(dt.time(9), kind=K.SESSION, what="First"),
                timed(dt.time(13), voice="Agency", kind=K.SESSION, what="Second")]  # fmt: skip
    assert len(side_by_side(sessions)) == 2


def announced(
    voice: str, first: int, last: int, precision: DatePrecision | None = None
) -> Announced:
    """Days of September 2017 that a voice gives, to the day unless a precision is given."""
    start, end = (dt.date(2017, 9, day) for day in (first, last))
    if precision is None:
        return Announced(voice, Interval.between(start, end), is_sharp=True)
    interval = Interval(start, end, precision)
    return Announced(voice, interval, is_sharp(interval))


MONTH, WEEK = DatePrecision.MONTH, DatePrecision.WEEK


@pytest.mark.parametrize(
    ("one", "other", "label"),
    [
        (("Russia", 10, 12), ("Kazakhstan", 12, 15), DerivedLabel.DISPUTED),
        (("Russia", 10, 12), ("Kazakhstan", 10, 13), DerivedLabel.DISPUTED),
        (("Russia", 10, 12), ("Kazakhstan", 11, 11), DerivedLabel.DISPUTED),
        (("Russia", 10, 12), ("Kazakhstan", 10, 12), DerivedLabel.AGREED),
        (("Russia", 1, 10, MONTH), ("Kazakhstan", 3, 4), DerivedLabel.AGREED),
        (("Russia", 1, 10, MONTH), ("Kazakhstan", 12, 13), DerivedLabel.DISPUTED),
        (("Russia", 1, 10, MONTH), ("Kazakhstan", 9, 12), DerivedLabel.DISPUTED),
        (("Russia", 1, 10, MONTH), ("Kazakhstan", 8, 14, WEEK), DerivedLabel.AGREED),
        (("Russia", 1, 7, WEEK), ("Kazakhstan", 8, 14, WEEK), DerivedLabel.DISPUTED),
        (("Russia", 12, 12, WEEK), ("Kazakhstan", 15, 16), DerivedLabel.AGREED),
    ],
)
def test_announced_days_agree_where_each_leaves_room_for_the_other(
    one: Any, other: Any, label: DerivedLabel
) -> None:
    """Days known to the day are the same or they are not; "early September" leaves room."""
    rows = [announced(*one), announced(*other)]
    assert compare_announced(rows).label is label
    assert compare_announced(rows[::-1]) == compare_announced(rows)


def test_a_verdict_on_days_names_two_that_differ() -> None:
    """Not the third account, which leaves room for both."""
    rows = [announced("A paper", 1, 20, MONTH), announced("B", 10, 12), announced("C", 12, 15)]
    verdict = compare_announced(rows)
    assert verdict.reason == "B: 10-12 Sep 2017. C: 12-15 Sep 2017."

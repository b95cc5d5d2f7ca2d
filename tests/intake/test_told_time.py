"""Relative times, as callers tell them, against the moment of the call."""

import contextlib
import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.intake.told_time import NotUnderstood, ToldTime, read_told_time
from trucewatch.intake.told_words import PHRASES
from trucewatch.vocabulary.interval import DatePrecision

ZONE = ZoneInfo("Asia/Damascus")
CALL = dt.datetime(2017, 1, 5, 14, 0, tzinfo=ZONE)  # a Thursday


def read(text: str, told_at: dt.datetime = CALL) -> ToldTime:
    """The reading in Damascus."""
    return read_told_time(text, told_at=told_at, zone=ZONE)


def local(told: ToldTime) -> tuple[str, str]:
    """Both ends on the clocks of Damascus."""
    return tuple(f"{end.astimezone(ZONE):%d %H:%M}" for end in (told.start, told.end))  # type: ignore[return-value]


@pytest.mark.parametrize(
    "text",
    [
        "two hours ago", "about 2 hours ago", "Two  hours ago", "منذ ساعتين", "قبل ٢ ساعات",
        "قبل ساعتين تقريبا", "два часа назад", "около 2 часов назад", "iki saat önce",
        "دو ساعت پیش", "۲ ساعت قبل",
    ],
)  # fmt: skip
def test_two_hours_ago_is_the_same_in_five_languages(text: str):
    """Give or take half an hour, as people mean it."""
    assert local(read(text)) == ("05 11:30", "05 12:30")


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("half an hour ago", ("05 13:22", "05 13:37")),
        ("منذ نصف ساعة", ("05 13:22", "05 13:37")),
        ("полчаса назад", ("05 13:22", "05 13:37")),
        ("yarım saat önce", ("05 13:22", "05 13:37")),
        ("نیم ساعت پیش", ("05 13:22", "05 13:37")),
        ("an hour ago", ("05 12:45", "05 13:15")),
        ("час назад", ("05 12:45", "05 13:15")),
        ("قبل ساعة", ("05 12:45", "05 13:15")),
        ("yesterday", ("04 00:00", "05 00:00")),
        ("أمس", ("04 00:00", "05 00:00")),
        ("вчера", ("04 00:00", "05 00:00")),
        ("dün", ("04 00:00", "05 00:00")),
        ("دیروز", ("04 00:00", "05 00:00")),
        ("yesterday evening", ("04 17:00", "04 23:00")),
        ("مساء أمس", ("04 17:00", "04 23:00")),
        ("вчера вечером", ("04 17:00", "04 23:00")),
        ("dün akşam", ("04 17:00", "04 23:00")),
        ("last night", ("04 18:00", "05 06:00")),
        ("الليلة الماضية", ("04 18:00", "05 06:00")),
        ("دیشب", ("04 18:00", "05 06:00")),
        ("dün gece", ("04 18:00", "05 06:00")),
        ("сегодня ночью", ("04 20:00", "05 06:00")),
        ("this morning", ("05 06:00", "05 12:00")),
        ("صباح اليوم", ("05 06:00", "05 12:00")),
        ("yesterday at 21:30", ("04 21:15", "04 21:45")),
        ("вчера в 9 вечера", ("04 20:45", "04 21:15")),
        ("dün saat 21:30", ("04 21:15", "04 21:45")),
        ("at 9 pm yesterday", ("04 20:45", "04 21:15")),
        ("the day before yesterday", ("03 00:00", "04 00:00")),
        ("پریروز", ("03 00:00", "04 00:00")),
        ("قبل يومين", ("03 00:00", "04 00:00")),
        ("3 дня назад", ("02 00:00", "03 00:00")),
        ("on Monday", ("02 00:00", "03 00:00")),
        ("في الاثنين", ("02 00:00", "03 00:00")),
        ("now", ("05 13:45", "05 14:00")),
        ("today", ("05 00:00", "05 14:00")),
        ("2017-01-02 04:30", ("02 04:15", "02 04:45")),
        ("last Thursday", ("29 00:00", "30 00:00")),
    ],
)
def test_what_people_say_is_a_stretch_of_local_time(text: str, ends: tuple[str, str]):
    """Parts of days, nights, weekdays, clock times."""
    assert local(read(text)) == ends


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "when it was"),
        ("tomorrow", "tomorrow"),
        ("two hours ago near the mill", "near"),
        ("on Thursday", "today's name"),
        ("at 9", "Morning or evening"),
        ("at 23:00", "not come yet"),
        ("yesterday on Monday", "Two days"),
        ("25:00", "no time of day"),
        ("2017-02-30", "no calendar"),
        ("two ago", "how long ago"),
        ("99999999 months ago", "calendar"),
        ("x" * 300, "more than a time"),
    ],
)
def test_half_an_understanding_is_none(text: str, reason: str):
    """The reason tells what to write instead."""
    with pytest.raises(NotUnderstood, match=reason):
        read(text)


def test_days_and_their_precision_follow_from_the_stretch():
    """Last night lies on two days, last week on seven."""
    assert read("last night").days(ZONE).precision == DatePrecision.FEW_DAYS
    assert read("last week").days(ZONE).days == 7
    assert read("last week").days(ZONE).precision == DatePrecision.WEEK
    assert read("two hours ago").days(ZONE).days == 1


def test_hours_are_counted_through_a_change_of_the_clocks():
    """In the night of 31 March 2017 Damascus had no hour from midnight to one."""
    told = read("two hours ago", dt.datetime(2017, 3, 31, 2, 0, tzinfo=ZONE))
    assert told.end - told.start == dt.timedelta(hours=1)
    assert local(told) == ("30 22:30", "30 23:30")


@given(
    words=st.lists(st.sampled_from([*PHRASES, "3", "17:30", "2016-12-30", "nonsense"]), max_size=5),
    seconds=st.integers(946_684_800, 3_786_912_000),
)
def test_nothing_that_can_be_said_ends_after_it_was_said(words: list[str], seconds: int):
    """Every combination of known words is a past stretch or refused with a reason."""
    moment = dt.datetime.fromtimestamp(seconds, dt.UTC)
    try:
        told = read(" ".join(words), moment)
    except NotUnderstood:
        return
    assert told.start <= told.end <= moment
    assert told.reading
    assert told.days(ZONE).days >= 1


@given(st.text(max_size=130))
def test_any_text_is_read_or_refused(text: str):
    """Never anything else."""
    with contextlib.suppress(NotUnderstood):
        read(text)

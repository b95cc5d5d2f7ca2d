"""What a calendar program is told: whole days, moments, and how certain each of them is."""

import datetime as dt
from typing import Any

import pytest
from icalendar import Calendar
from talks_parts import FIRST, SECOND, Laid, Table, put

from trucewatch.exchange.calendar_feed import calendar_of
from trucewatch.vocabulary.interval import DatePrecision

pytestmark = pytest.mark.django_db
NOON = dt.time(12)


def events(table: Table, today: dt.date = SECOND) -> dict[str, Any]:
    """The entries of the secretary's feed by their keys."""
    now = dt.datetime.combine(today, NOON, dt.UTC)
    found = Calendar.from_ical(calendar_of(table.reader("secretary"), now)).walk("VEVENT")
    return {str(event["uid"]).partition("@")[0]: event for event in found}


def timed(laid: Laid, first: dt.time, last: dt.time | None) -> Any:
    """The entry of a meeting between two times of the first day."""
    row = put(laid, "meeting", date_start=FIRST, date_end=FIRST, time_from=first, time_until=last)
    return events(laid.table)[str(row.pk)]


@pytest.mark.parametrize("last", [None, dt.time(13)])
def test_a_start_without_an_end_has_no_end(laid: Laid, last: dt.time | None) -> None:
    """RFC 5545 3.8.2.2 asks for an end later than the start, or for none."""
    event = timed(laid, dt.time(13), last)
    assert event["dtstart"].dt == dt.datetime(2017, 1, 23, 7, tzinfo=dt.UTC)
    assert "dtend" not in event


def test_an_end_after_midnight_is_on_the_day_after(laid: Laid) -> None:
    """From 23:00 until 1:00, not back to the morning before."""
    event = timed(laid, dt.time(23), dt.time(1))
    assert event["dtend"].dt - event["dtstart"].dt == dt.timedelta(hours=2)


def test_every_end_is_later_than_its_start(laid: Laid) -> None:
    """Whatever kind of entry it is."""
    put(laid, "follow-up", date_start=SECOND)
    put(laid, "meeting-action", due_on=SECOND)
    put(laid, "meeting", date_start=FIRST, date_end=FIRST, time_from=NOON, time_until=None)
    for event in events(laid.table).values():
        assert "dtend" not in event or event["dtend"].dt > event["dtstart"].dt


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("proposed", "TENTATIVE"), ("announced", "TENTATIVE"), ("dated", "TENTATIVE"),
        ("preparatory", "TENTATIVE"), ("open", "CONFIRMED"), ("closed", "CONFIRMED"),
        ("cancelled", "CANCELLED"), ("postponed", "CANCELLED"),
    ],
)  # fmt: skip
def test_a_round_is_confirmed_once_it_is_opened(laid: Laid, state: str, status: str) -> None:
    """Before that it is a plan; one that was called off is struck out."""
    opening = [] if status != "CONFIRMED" else ["proposed", "open"]
    for each in dict.fromkeys([*opening, state]):
        put(laid, "round-step", round_state=each, date_start=FIRST)
    assert str(events(laid.table)[str(laid.table.round.pk)]["status"]) == status


def test_a_round_of_which_nobody_says_how_far_it_is_is_a_plan_before_its_days(
    table: Table,
) -> None:
    """From its first day on the days of the record are its days."""
    key = str(table.round.pk)
    assert str(events(table, FIRST - dt.timedelta(days=1))[key]["status"]) == "TENTATIVE"
    assert str(events(table, FIRST)[key]["status"]) == "CONFIRMED"


@pytest.mark.parametrize("precision", [DatePrecision.WEEK, DatePrecision.MONTH])
def test_a_round_of_some_week_is_tentative_though_it_is_over(
    laid: Laid, precision: DatePrecision
) -> None:
    """Also where the days written fill the week."""
    held = laid.table.round
    put(laid, "round-step", round_state="open", date_start=FIRST)
    held.date_end, held.date_precision = FIRST + dt.timedelta(days=6), precision
    held.save()
    event = events(laid.table)[str(held.pk)]
    assert str(event["status"]) == "TENTATIVE"
    assert "Known only roughly" in str(event["description"])


@pytest.mark.parametrize(
    ("state", "status"),
    [("planned", "TENTATIVE"), ("held", "CONFIRMED"), ("not_held", "CANCELLED")],
)
def test_a_meeting_is_confirmed_once_it_was_held(laid: Laid, state: str, status: str) -> None:
    """One that is planned is no more than that."""
    form = "" if state == "not_held" else "side"
    row = put(laid, "meeting", date_start=FIRST, meeting_state=state, actual_format=form)
    assert str(events(laid.table)[str(row.pk)]["status"]) == status

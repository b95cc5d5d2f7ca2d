"""Rounds, meetings and deadlines as a calendar (iCalendar, RFC 5545) that programs subscribe to."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event

from trucewatch.accounts.access import Reader
from trucewatch.agreements.rules import DueState
from trucewatch.agreements.standing import obligations_seen
from trucewatch.cases.models import Case, Deadline
from trucewatch.cases.rules.terms import DEADLINE_LABELS
from trucewatch.ledger.genesis import genesis_facts
from trucewatch.statements.queries import counted
from trucewatch.talks.models import Meeting, MeetingAction, Round
from trucewatch.talks.queries.chasing import follow_ups_seen
from trucewatch.talks.queries.meetings import time_of
from trucewatch.talks.queries.rounds import rounds_standing
from trucewatch.talks.rules.chasing import ChaseState
from trucewatch.talks.rules.schedule import is_sharp
from trucewatch.vocabulary.interval import Interval
from trucewatch.vocabulary.process import RoundState
from trucewatch.vocabulary.talks import ActionState, MeetingState

_OFF: Final = frozenset({RoundState.CANCELLED, RoundState.POSTPONED})
_PLANNED: Final = frozenset(
    {RoundState.PROPOSED, RoundState.ANNOUNCED, RoundState.DATED, RoundState.PREPARATORY}
)
"""Until a round is opened it is a plan, however exact its days."""
_PRODUCT: Final = "-//Trucewatch//Rounds and deadlines//EN"


@dataclass(frozen=True, slots=True)
class Appointment:
    """One entry: whole days, or moments in UTC. ``last`` is the last day itself.

    It is None where nobody says when something ends that begins at a moment.
    """

    key: UUID
    title: str
    first: dt.date | dt.datetime
    last: dt.date | dt.datetime | None
    note: str = ""
    place: str = ""
    is_off: bool = False
    is_tentative: bool = False


def calendar_of(reader: Reader, now: dt.datetime) -> bytes:
    """Every round, every meeting with a day, and what is due, as far as the reader sees it.

    Whole days are local ones. What is a plan, or dated only roughly, is marked as tentative, and
    the latter says so, since a calendar can show nothing but days. What was called off stays as
    cancelled, so that programs strike it out.
    """
    feed = Calendar()
    feed.add("prodid", _PRODUCT)
    feed.add("version", "2.0")
    feed.add("x-wr-calname", (genesis_facts() or {}).get("name") or "Trucewatch")
    feed.add("x-wr-timezone", settings.TRUCEWATCH_TIME_ZONE)
    today = now.astimezone(ZoneInfo(settings.TRUCEWATCH_TIME_ZONE)).date()
    for each in (
        *_rounds(reader, today), *_meetings(reader), *_follow_ups(reader, today), *_actions(reader),
        *_obligations(reader, today), *_deadlines(reader),
    ):  # fmt: skip
        feed.add_component(_event(each, now))
    made: bytes = feed.to_ical()
    return made


def _event(each: Appointment, now: dt.datetime) -> Event:
    event = Event()
    event.add("uid", f"{each.key}@trucewatch")
    event.add("dtstamp", now.astimezone(dt.UTC).replace(microsecond=0))
    event.add("dtstart", each.first)
    if isinstance(each.last, dt.datetime):
        event.add("dtend", each.last)
    elif each.last is not None:  # the end of whole days is the day after, RFC 5545 3.6.1
        event.add("dtend", each.last + dt.timedelta(days=1))
    event.add("summary", each.title)
    if each.note:
        event.add("description", each.note)
    if each.place:
        event.add("location", each.place)
    status = "CANCELLED" if each.is_off else "TENTATIVE" if each.is_tentative else "CONFIRMED"
    event.add("status", status)
    event.add("class", "CONFIDENTIAL")
    event.add("transp", "TRANSPARENT")
    return event


def _rounds(reader: Reader, today: dt.date) -> Iterator[Appointment]:
    """Of a round without any step nobody says that it was opened: before its days it is a plan."""
    rows = Round.objects.select_related("venue")
    for each in rounds_standing(reader, rows):
        held = each.round
        place = ", ".join(
            name for name in (held.venue_label, held.venue.name if held.venue else "") if name
        )
        notes = [each.state.label if each.state else "", _roughly(held)]
        is_planned = each.state in _PLANNED or (each.state is None and today < held.date_start)
        yield Appointment(
            held.pk, str(held), held.date_start, held.date_end,
            "\n".join(note for note in (*notes, held.purpose) if note), place,
            is_off=each.state in _OFF, is_tentative=is_planned or _is_rough(held),
        )  # fmt: skip


def _is_rough(row: Any) -> bool:
    """Whether somebody says of the days of a row that they are not known to the day."""
    interval: Interval | None = row.interval
    return interval is not None and row.date_precision is not None and not is_sharp(interval)


def _roughly(row: Any) -> str:
    return f"Known only roughly: {row.interval}" if _is_rough(row) else ""


def _meetings(reader: Reader) -> Iterator[Appointment]:
    rows = counted(Meeting, reader, "round").filter(date_start__isnull=False)
    for row in rows.order_by("date_start", "pk"):
        first, last = _times(row, row.date_start, row.date_end or row.date_start)
        is_planned = row.meeting_state == MeetingState.PLANNED
        yield Appointment(
            row.pk, row.name, first, last,
            "\n".join(n for n in (str(row.round or ""), _roughly(row)) if n),
            row.venue_label, is_off=row.meeting_state == MeetingState.NOT_HELD,
            is_tentative=is_planned or _is_rough(row),
        )  # fmt: skip


def _times(
    row: Meeting, day: dt.date, until: dt.date
) -> tuple[dt.date | dt.datetime, dt.date | dt.datetime | None]:
    """The moments of a meeting of one day whose time is known, else its days.

    An end that is the start is no end, since RFC 5545 (3.8.2.2) has each end later than its start.
    """
    told = time_of(row) if day == until else None
    if told is None or told.utc is None:
        return day, until
    first, last = told.utc
    return first, last if last is not None and last > first else None


def _follow_ups(reader: Reader, today: dt.date) -> Iterator[Appointment]:
    """Whatever is to follow has not followed yet: none of it is more than a plan."""
    for seen in follow_ups_seen(reader, today):
        chased = seen.chased
        if chased.first is not None and chased.state is not ChaseState.SETTLED:
            yield Appointment(
                seen.row.pk, f"To follow: {seen.row.what}", chased.first,
                chased.last or chased.first, str(seen.row.round), seen.row.place_label,
                is_tentative=True,
            )  # fmt: skip


def _actions(reader: Reader) -> Iterator[Appointment]:
    rows = counted(MeetingAction, reader, "meeting", "party").filter(
        reader.sees("meeting__"), due_on__isnull=False, action_state=ActionState.OPEN.value,
        meeting__withdrawn=False,
    )  # fmt: skip
    for row in rows.order_by("due_on", "pk"):
        yield Appointment(
            row.pk, f"Due: {row.what}", row.due_on, row.due_on, f"{row.who}\n{row.meeting}"
        )


def _obligations(reader: Reader, today: dt.date) -> Iterator[Appointment]:
    for seen in obligations_seen(reader, today):
        row = seen.obligation
        if row.date_start is None or seen.due in (DueState.SETTLED, DueState.HOLDS):
            continue
        bearer = row.bearer.name if row.bearer else row.bearer_label
        yield Appointment(
            row.pk, f"Due: {row.text}", row.date_start, row.date_end or row.date_start, bearer,
            is_tentative=_is_rough(row),
        )  # fmt: skip


def _deadlines(reader: Reader) -> Iterator[Appointment]:
    cases = Case.objects.visible_to(reader).values("pk")
    rows = Deadline.objects.filter(met_at__isnull=True, lapsed_at__isnull=True, case__in=cases)
    for row in rows.select_related("case__mechanism").order_by("due_at", "pk"):
        moment = row.due_at.astimezone(dt.UTC)
        name = DEADLINE_LABELS.get(row.name, row.name)
        yield Appointment(row.pk, f"{row.case}: {name}", moment, None, row.case.matter)

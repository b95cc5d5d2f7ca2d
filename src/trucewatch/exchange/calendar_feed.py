"""Rounds, meetings and deadlines as a calendar (iCalendar, RFC 5545) that programs subscribe to."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
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
from trucewatch.talks.queries.rounds import rounds_standing, zone_of
from trucewatch.talks.rules.chasing import ChaseState
from trucewatch.vocabulary.interval import Interval
from trucewatch.vocabulary.process import RoundState
from trucewatch.vocabulary.talks import ActionState, MeetingState

_OFF: Final = frozenset({RoundState.CANCELLED, RoundState.POSTPONED})
_PRODUCT: Final = "-//Trucewatch//Rounds and deadlines//EN"


@dataclass(frozen=True, slots=True)
class Appointment:
    """One entry: whole days, or moments in UTC. ``last`` is the last day itself."""

    key: UUID
    title: str
    first: dt.date | dt.datetime
    last: dt.date | dt.datetime
    note: str = ""
    place: str = ""
    is_off: bool = False
    is_tentative: bool = False


def calendar_of(reader: Reader, now: dt.datetime) -> bytes:
    """Every round, every meeting with a day, and what is due, as far as the reader sees it.

    Whole days are local ones. What is dated only roughly is marked as tentative and says so, since
    a calendar can show nothing but days.
    """
    feed = Calendar()
    feed.add("prodid", _PRODUCT)
    feed.add("version", "2.0")
    feed.add("x-wr-calname", (genesis_facts() or {}).get("name") or "Trucewatch")
    feed.add("x-wr-timezone", settings.TRUCEWATCH_TIME_ZONE)
    today = now.astimezone(ZoneInfo(settings.TRUCEWATCH_TIME_ZONE)).date()
    for each in (
        *_rounds(reader), *_meetings(reader), *_follow_ups(reader, today), *_actions(reader),
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
    else:  # the end of whole days is the day after the last, RFC 5545 3.6.1
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


def _rounds(reader: Reader) -> Iterator[Appointment]:
    rows = Round.objects.select_related("venue")
    for each in rounds_standing(reader, rows):
        held = each.round
        place = ", ".join(
            name for name in (held.venue_label, held.venue.name if held.venue else "") if name
        )
        notes = [each.state.label if each.state else "", _roughly(held.interval)]
        yield Appointment(
            held.pk, str(held), held.date_start, held.date_end,
            "\n".join(note for note in (*notes, held.purpose) if note), place,
            is_off=each.state in _OFF, is_tentative=held.interval.is_vague,
        )  # fmt: skip


def _roughly(interval: Interval) -> str:
    return f"Known only roughly: {interval}" if interval.is_vague else ""


def _meetings(reader: Reader) -> Iterator[Appointment]:
    rows = counted(Meeting, reader, "round").filter(date_start__isnull=False)
    for row in rows.order_by("date_start", "pk"):
        first: dt.date | dt.datetime = row.date_start
        last: dt.date | dt.datetime = row.date_end or row.date_start
        if row.time_from is not None and first == last:
            zone = ZoneInfo(zone_of(row.round or Round()))
            first = dt.datetime.combine(row.date_start, row.time_from, zone).astimezone(dt.UTC)
            end = row.time_until or row.time_from
            last = dt.datetime.combine(row.date_start, end, zone).astimezone(dt.UTC)
        is_vague = row.interval is not None and row.interval.is_vague
        yield Appointment(
            row.pk, row.name, first, last,
            "\n".join(n for n in (str(row.round or ""), _roughly(row.interval)) if n),
            row.venue_label, is_off=row.meeting_state == MeetingState.NOT_HELD,
            is_tentative=is_vague,
        )  # fmt: skip


def _follow_ups(reader: Reader, today: dt.date) -> Iterator[Appointment]:
    for seen in follow_ups_seen(reader, today):
        chased = seen.chased
        if chased.first is not None and chased.state is not ChaseState.SETTLED:
            interval = seen.interval
            yield Appointment(
                seen.row.pk, f"To follow: {seen.row.what}", chased.first,
                chased.last or chased.first, str(seen.row.round), seen.row.place_label,
                is_tentative=interval is not None and interval.is_vague,
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
            is_tentative=row.interval is not None and row.interval.is_vague,
        )  # fmt: skip


def _deadlines(reader: Reader) -> Iterator[Appointment]:
    cases = Case.objects.visible_to(reader).values("pk")
    rows = Deadline.objects.filter(met_at__isnull=True, lapsed_at__isnull=True, case__in=cases)
    for row in rows.select_related("case__mechanism").order_by("due_at", "pk"):
        moment = row.due_at.astimezone(dt.UTC)
        name = DEADLINE_LABELS.get(row.name, row.name)
        yield Appointment(row.pk, f"{row.case}: {name}", moment, moment, row.case.matter)

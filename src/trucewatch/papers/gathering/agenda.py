"""What was on the agenda, who stands how towards it, and every time that is told of the round."""

import datetime as dt

from trucewatch.names.folding import fold
from trucewatch.papers.content import Agenda, AgendaItem, Appointment, Slot, Stand, Word
from trucewatch.papers.gathering.head import Gathering
from trucewatch.papers.gathering.voices import on_day, slot_of, told_by
from trucewatch.statements.queries import counted
from trucewatch.talks.models import Meeting, ScheduleEntry
from trucewatch.talks.queries.meetings import (
    AgendaSeen,
    MeetingFilter,
    MeetingTold,
    agenda_of,
    meetings_told,
)
from trucewatch.talks.queries.rounds import DatesSeen, dates_of, schedule_of
from trucewatch.talks.rules.schedule import Rivals
from trucewatch.vocabulary.derived import DerivedLabel
from trucewatch.vocabulary.process import MeetingFormat
from trucewatch.vocabulary.talks import AgendaStance, MeetingState, ScheduleKind


def agenda(gathering: Gathering) -> Agenda:
    """Items of the round, then those of its meetings; its dates; schedule and meetings in one."""
    meetings = meetings_told(gathering.reader, MeetingFilter(round=gathering.round))
    gathering.use(*(each.row for each in meetings))
    items = _items(gathering, meetings)
    dates = tuple(_dates(gathering))
    schedule = tuple(_schedule(gathering, meetings))
    head = gathering.head(items, dates, schedule)
    return Agenda(head=head, items=items, dates=dates, schedule=schedule)


def _items(gathering: Gathering, meetings: list[MeetingTold]) -> tuple[AgendaItem, ...]:
    at = {each.row.pk: each for each in meetings}
    found = []
    for item in agenda_of(gathering.reader, gathering.round):
        gathering.use(item.row, *item.stands)
        key = item.row.meeting_id
        found.append(_item(item, at.get(key) if key else None))
    return tuple(found)


def _item(seen: AgendaSeen, meeting: MeetingTold | None) -> AgendaItem:
    row = seen.row
    return AgendaItem(
        number=str(row.number) if row.number is not None else "",
        title=row.title,
        owner=row.who,
        meeting=meeting.row.name if meeting else "",
        times=_times(meeting) if meeting else (),
        format=_format(meeting.row) if meeting else "",
        stands=tuple(
            Stand(party=each.who, stand=AgendaStance(each.agenda_stance), words=each.text)
            for each in seen.stands
        ),
    )


def _times(meeting: MeetingTold) -> tuple[Slot, ...]:
    if meeting.time is not None:
        return (slot_of(meeting.time),)
    return (Slot(on=meeting.row.interval),) if meeting.row.interval else ()


def _format(row: Meeting) -> Word:
    told = row.actual_format or row.intended_format
    return MeetingFormat(told) if told else ""


def _dates(gathering: Gathering) -> list[Appointment]:
    """When the round, its beginning and its end are said to be."""
    found = []
    for dates in dates_of(gathering.reader, gathering.round):
        gathering.use(*dates.rows)
        found.append(_dated(dates))
    return found


def _dated(dates: DatesSeen) -> Appointment:
    return Appointment(
        what=dates.kind,
        times=tuple(
            Slot(on=row.interval, by=told_by(row), said_on=on_day(row.announced_on))
            for row in dates.rows
        ),
        is_disputed=dates.verdict.label is DerivedLabel.DISPUTED,
    )


def _schedule(gathering: Gathering, meetings: list[MeetingTold]) -> list[Appointment]:
    """What is scheduled and what was met, by the day; a session of one name is one row."""
    scheduled = schedule_of(gathering.reader, gathering.round)
    keys = [time.key for rivals in scheduled for time in rivals.times]
    gathering.use(*counted(ScheduleEntry, gathering.reader).filter(pk__in=keys))
    by_name = {fold(each.row.name): each for each in meetings}
    joined = [(rivals, by_name.pop(fold(rivals.what or "-"), None)) for rivals in scheduled]
    rows = [_appointment(rivals, meeting) for rivals, meeting in joined]
    rows += [_meeting(each) for each in meetings if fold(each.row.name) in by_name]
    return sorted(rows, key=_begins)


def _appointment(rivals: Rivals, meeting: MeetingTold | None) -> Appointment:
    return Appointment(
        what=rivals.kind,
        title=rivals.what,
        times=(
            *(slot_of(time) for time in rivals.times),
            *(_times(meeting) if meeting and meeting.time else ()),
        ),
        is_disputed=rivals.verdict.label is DerivedLabel.DISPUTED,
        intended=_intended(meeting.row) if meeting else "",
        held=_held(meeting.row) if meeting else "",
        venue=meeting.row.venue_label if meeting else "",
    )


def _meeting(told: MeetingTold) -> Appointment:
    return Appointment(
        what=ScheduleKind.SESSION,
        title=told.row.name,
        times=_times(told),
        intended=_intended(told.row),
        held=_held(told.row),
        venue=told.row.venue_label,
    )


def _intended(row: Meeting) -> Word:
    return MeetingFormat(row.intended_format) if row.intended_format else ""


def _held(row: Meeting) -> Word:
    """The format that it had; else whether it took place at all."""
    if row.actual_format:
        return MeetingFormat(row.actual_format)
    return MeetingState(row.meeting_state)


def _begins(told: Appointment) -> tuple[dt.date, dt.time]:
    days = [(slot.on.start, slot.starts.time() if slot.starts else dt.time.min)
            for slot in told.times if slot.on]  # fmt: skip
    return min(days, default=(dt.date.max, dt.time.min))

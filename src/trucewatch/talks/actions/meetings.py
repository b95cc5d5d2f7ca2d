"""Entering meetings, who sat there as what, agendas, minutes, and what a meeting asked for."""

import datetime as dt
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from trucewatch.accounts.access import MemberReader, require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.ledger.events import Event
from trucewatch.sources.recording import change_fact, require_known_to
from trucewatch.statements.actions import record_words, withdraw_row
from trucewatch.talks.actions.once import record_once
from trucewatch.talks.models import (
    AgendaItem,
    AgendaStand,
    Attendance,
    Delegation,
    Meeting,
    MeetingAccount,
    MeetingAction,
    Minute,
    Round,
)
from trucewatch.talks.rules.clocks import runs_backwards
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.refusal import NotFound, Refused
from trucewatch.vocabulary.talks import ActionState, Confidentiality, MeetingState

_BECOMES_KNOWN: Final = frozenset(
    {"meeting_state", "actual_format", "time_from", "time_until", "venue_label", "date_start",
     "date_end", "date_precision", "facilitator", "facilitator_label", "remarks"}
)  # fmt: skip


def enter_meeting(meeting: Meeting, *, by: Member) -> Meeting:
    """Enter a meeting, planned or held; one that is not to be disclosed is at least TLP:AMBER."""
    _require_sound(meeting)
    return record_once(meeting, Event.MEETING_ENTERED, by=by)


@transaction.atomic
def enter_meeting_with(meeting: Meeting, attendance: list[Attendance], *, by: Member) -> Meeting:
    """Enter a meeting together with those who sat there; one refusal leaves nothing."""
    entered = enter_meeting(meeting, by=by)
    for seat in attendance:
        seat.meeting = entered
        record_attendance(seat, by=by)
    return entered


@transaction.atomic
def change_meeting(
    meeting: Meeting, columns: dict[str, Any], *, by: Member, because: str = ""
) -> Meeting:
    """Fill in what has become known of a meeting: that it was held, when, and in which format."""
    unknown = set(columns) - _BECOMES_KNOWN
    if unknown:
        raise ValueError(f"no columns of a meeting that become known: {sorted(unknown)}")
    require(by, Act.RECORD_FACT)
    rows = Meeting.objects.visible_to(MemberReader(by)).select_for_update(of=("self",))
    found: Meeting | None = rows.filter(pk=meeting.pk, withdrawn=False).first()
    if found is None:
        raise NotFound("There is nothing here that you may see.")
    for name, value in columns.items():
        setattr(found, name, value)
    _require_sound(found)
    return change_fact(found, columns, Event.MEETING_CHANGED, by=by, because=because)


def _require_sound(meeting: Meeting) -> None:
    day, end = meeting.date_start, meeting.date_end
    if day is not None and end is not None and end < day:
        raise Refused("The end lies before the start.", field="date_end")
    first, last = meeting.time_from, meeting.time_until
    is_one_day = day is None or end is None or day == end
    if is_one_day and runs_backwards(first, last):
        raise Refused("The end lies before the start.", field="time_until")
    is_hidden = meeting.confidentiality == Confidentiality.UNDISCLOSED
    if is_hidden and Handling(meeting.handling) <= Handling.GREEN:
        raise Refused(
            "A meeting that is not to be disclosed is at least TLP:AMBER.", field="handling"
        )
    is_held = meeting.meeting_state == MeetingState.HELD
    if is_held and day is not None and day > timezone.localdate():
        raise Refused("A meeting on a day to come has not taken place yet.", field="on")
    if meeting.meeting_state == MeetingState.NOT_HELD and meeting.actual_format:
        raise Refused("A meeting that did not take place had no format.", field="actual_format")


def record_attendance(attendance: Attendance, *, by: Member) -> Attendance:
    """Enter that somebody sat at a meeting, in a role of that meeting."""
    require(by, Act.RECORD_FACT)
    require_known_to(by, attendance)
    if attendance.delegation_id is not None:
        _seat_for(attendance, by)
    if not attendance.who.strip():
        raise Refused("Say who sat there.", field="party_label")
    return record_once(attendance, Event.ATTENDANCE_RECORDED, by=by)


def _seat_for(attendance: Attendance, by: Member) -> None:
    """Whoever sits for a delegation sits for its party."""
    seen = Delegation.objects.visible_to(MemberReader(by)).select_related("party")
    found = seen.filter(pk=attendance.delegation_id).first()
    if found is None:
        raise NotFound("There is nothing here that you may see.")
    _require_one_round(found.round_id, attendance.meeting.round_id, "delegation")
    if attendance.party_id is None:
        attendance.party = found.party
        attendance.party_label = attendance.party_label or found.party_label
    elif found.party_id is not None and found.party_id != attendance.party_id:
        raise Refused("This delegation is another party’s.", field="delegation")


def _require_one_round(one: UUID | None, other: UUID | None, field: str) -> None:
    """A meeting has nothing to do with another round than its own."""
    if one is not None and other is not None and one != other:
        raise Refused("This is of another round.", field=field)


def add_agenda_item(item: AgendaItem, *, by: Member) -> AgendaItem:
    """Put an item on the agenda of a round or of a meeting."""
    if item.round_id is None and item.meeting_id is None:
        raise Refused("Say on whose agenda it stands.", field="round")
    return record_once(item, Event.AGENDA_ITEM_ADDED, by=by)


def record_agenda_stand(stand: AgendaStand, *, by: Member) -> AgendaStand:
    """Enter what somebody does about an item, or says was done about it."""
    if not stand.who.strip():
        raise Refused("Say who does or says so.", field="party_label")
    return record_once(stand, Event.AGENDA_STAND_RECORDED, by=by)


def write_minute(minute: Minute, *, by: Member) -> Minute:
    """Enter what one side has written down of a meeting."""
    if not minute.who.strip():
        raise Refused("Say whose account it is.", field="party_label")
    require(by, Act.RECORD_FACT)
    require_known_to(by, minute)
    if minute.item is not None:
        _require_one_round(minute.item.round_id, minute.meeting.round_id, "item")
        of = minute.item.meeting_id
        if of is not None and of != minute.meeting_id:
            raise Refused("This is on the agenda of another meeting.", field="item")
    return record_once(minute, Event.MINUTE_WRITTEN, by=by)


def record_meeting_action(action: MeetingAction, *, by: Member) -> MeetingAction:
    """Enter what a meeting asked of somebody."""
    if not action.who.strip():
        raise Refused("Say who is to do it.", field="party_label")
    return record_once(action, Event.MEETING_ACTION_RECORDED, by=by)


def settle_meeting_action(
    action: MeetingAction, state: ActionState, on: dt.date, *, by: Member
) -> MeetingAction:
    """Say that it was done or dropped, or that it is open again after all."""
    columns = {
        "action_state": state.value,
        "settled_on": None if state is ActionState.OPEN else on,
    }
    return change_fact(action, columns, Event.MEETING_ACTION_SETTLED, by=by)


@transaction.atomic
def record_meeting(account: MeetingAccount, *, by: Member) -> MeetingAccount:
    """Enter what a document tells of a meeting; a recorded round of that number is its round."""
    if account.track and account.ordinal is not None:
        rounds = Round.objects.filter(track__iexact=account.track, ordinal=account.ordinal)
        account.round = rounds.first()
    return record_words(account, Event.MEETING_RECORDED, by=by)


@transaction.atomic
def tie_account(account: MeetingAccount, meeting: Meeting | None, *, by: Member) -> MeetingAccount:
    """Say that a document tells of this meeting; of none, to undo it."""
    require(by, Act.RECORD_FACT)
    if meeting is not None:
        seen = Meeting.objects.visible_to(MemberReader(by)).filter(pk=meeting.pk, withdrawn=False)
        if not seen.exists():
            raise NotFound("There is nothing here that you may see.")
    return change_fact(account, {"meeting": meeting}, Event.MEETING_TIED, by=by)


@transaction.atomic
def withdraw_meeting(account: MeetingAccount, *, by: Member, because: str) -> None:
    """The account of a meeting no longer counts; it stays readable."""
    withdraw_row(account, Event.MEETING_WITHDRAWN, by=by, because=because)

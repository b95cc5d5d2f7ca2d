"""One meeting: the format meant and the one it had, who sat there as what, agenda, accounts."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from trucewatch.accounts.access import MemberReader, is_allowed
from trucewatch.accounts.rules import Act
from trucewatch.talks.models import Round
from trucewatch.talks.queries.meetings import MeetingTold, accounts_of, find_meeting
from trucewatch.talks.queries.rounds import zone_of
from trucewatch.vocabulary.talks import MeetingState
from trucewatch.web.citations import citations
from trucewatch.web.gate import MemberRequest, members_only


@require_safe
@members_only
def meeting(request: MemberRequest, key: UUID) -> HttpResponse:
    """A meeting with everything recorded of it."""
    reader = MemberReader(request.user)
    told = find_meeting(reader, key)
    context = {
        "told": told,
        "meeting": told.row,
        "venue_zone": zone_of(told.row.round or Round()),
        "is_planned": told.row.meeting_state == MeetingState.PLANNED,
        "untied": _untied(reader, told),
        "cites": citations(reader, _rows(told)),
        "may_run": is_allowed(request.user, Act.RUN_TALKS),
        "may_record": is_allowed(request.user, Act.RECORD_FACT),
    }
    return render(request, "talks/meeting.html", context)


def _untied(reader: MemberReader, told: MeetingTold) -> list[Any]:
    """What documents tell of meetings of the round that nobody has tied to one yet."""
    if told.row.round is None:
        return []
    return [each for each in accounts_of(reader, told.row.round) if each.meeting_id is None]


def _rows(told: MeetingTold) -> list[Any]:
    rows: list[Any] = [told.row, *told.seats, *told.minutes, *told.actions, *told.accounts]
    for item in told.agenda:
        rows += [item.row, *item.stands]
    return rows

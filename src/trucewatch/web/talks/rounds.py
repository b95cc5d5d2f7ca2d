"""One round on one page that a newcomer understands."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from trucewatch.accounts.access import MemberReader, Reader, is_allowed
from trucewatch.accounts.rules import Act
from trucewatch.desk.standing import questions_by_kind
from trucewatch.names.folding import fold
from trucewatch.statements.standing import QuestionSeen
from trucewatch.talks.models import MeetingAccount, Round
from trucewatch.talks.queries.chasing import FollowUpSeen, follow_ups_seen
from trucewatch.talks.queries.delegations import (
    Presences,
    delegations_of,
    invitations_of,
    lead_days,
)
from trucewatch.talks.queries.drafts import DraftSeen, drafts_of
from trucewatch.talks.queries.ground import Ground, ground_of
from trucewatch.talks.queries.meetings import (
    AgendaSeen,
    MeetingFilter,
    MeetingTold,
    accounts_of,
    agenda_of,
    meetings_for_contacts,
    meetings_told,
)
from trucewatch.talks.queries.rounds import (
    DatesSeen,
    Foreseen,
    RoundStanding,
    dates_of,
    find_round,
    foreseen_of,
    neighbours,
    rounds_standing,
    schedule_of,
    zone_of,
)
from trucewatch.talks.queries.said import Side, said_around
from trucewatch.talks.rules.machine import next_round_states
from trucewatch.talks.rules.schedule import Rivals
from trucewatch.vocabulary.questions import QuestionKind
from trucewatch.web.citations import citations
from trucewatch.web.drawing.round_days import draw_rounds
from trucewatch.web.gate import MemberRequest, members_only
from trucewatch.web.language import parties_called
from trucewatch.web.talks.matrix import Matrix, matrix_of
from trucewatch.web.talks.papers import papers_offered

MOST_WORDS: Final = 8
"""More statements of one side than these stand on the page of statements alone."""


@dataclass(frozen=True, slots=True)
class RoundPage:
    """Everything that the page of a round shows, gathered once through the gate."""

    standing: RoundStanding
    agenda: list[AgendaSeen]
    dates: list[DatesSeen]
    schedule: list[Rivals]
    presences: Presences
    invitations: list[Any]
    meetings: list[MeetingTold]
    accounts: list[MeetingAccount]
    drafts: list[DraftSeen]
    foreseen: Foreseen
    follow_ups: list[FollowUpSeen]
    sides: list[Side]
    questions: list[QuestionSeen]
    matrix: Matrix

    @property
    def causes(self) -> list[QuestionSeen]:
        """Competing causes of what came about."""
        return [q for q in self.questions if q.row.question_kind == QuestionKind.CAUSE]

    @property
    def others(self) -> list[QuestionSeen]:
        """Everything else that is disputed of the round."""
        return [q for q in self.questions if q.row.question_kind != QuestionKind.CAUSE]

    @property
    def held(self) -> list[MeetingTold]:
        """The meetings that took place."""
        return [m for m in self.meetings if m.row.meeting_state == "held"]

    def rows(self) -> list[Any]:
        """Every row of the page that can lead to its words."""
        rows: list[Any] = [*self.standing.steps, *self.invitations]
        for item in self.agenda:
            rows += [item.row, *item.stands]
        for dates in self.dates:
            rows += dates.rows
        for each in self.presences.rows:
            rows += [each.row, *each.members, *each.headcounts, *each.levels, *each.mandates]
            rows += [*each.credentials, *each.presence]
        for meeting in self.meetings:
            rows += [meeting.row, *meeting.seats, *meeting.minutes, *meeting.actions]
        for draft in self.drafts:
            rows += draft_rows(draft)
        rows += [*self.foreseen.expectations, *self.foreseen.outcomes]
        for follow_up in self.follow_ups:
            rows += [follow_up.row, *follow_up.steps]
        rows += [row for side in self.sides for row in side.statements]
        for question in self.questions:
            rows += [question.row, *(answer.row for answer in question.answers)]
        return rows


def draft_rows(draft: DraftSeen) -> list[Any]:
    """Every row of a draft that can lead to its words."""
    rows: list[Any] = [draft.instrument, *draft.tablings, *draft.issuers]
    for version in draft.versions:
        rows += [version.row, *version.circulations, *version.acts, *version.provisions]
        rows += [row for stance in version.stances for row in stance.rows]
        rows += [each.row for each in version.settlements] + list(version.obligations)
    return rows


def round_page(reader: Reader, found: Round) -> RoundPage:
    """The round as the reader sees it today."""
    wanted = MeetingFilter(round=found)
    about = fold(str(found))
    questions = [
        seen
        for rows in questions_by_kind(reader).values()
        for seen in rows
        if fold(seen.row.about) == about
    ]
    return RoundPage(
        standing=rounds_standing(reader, [found])[0],
        agenda=agenda_of(reader, found),
        dates=dates_of(reader, found),
        schedule=schedule_of(reader, found),
        presences=delegations_of(reader, found),
        invitations=invitations_of(reader, found),
        meetings=meetings_told(reader, wanted),
        accounts=accounts_of(reader, found),
        drafts=drafts_of(reader, found),
        foreseen=foreseen_of(reader, found),
        follow_ups=follow_ups_seen(reader, timezone.localdate(), found),
        sides=said_around(reader, found),
        questions=questions,
        matrix=matrix_of(meetings_for_contacts(reader, wanted)),
    )


def _voices(page: RoundPage, ground: Ground) -> dict[str, str]:
    """What those are called who give times, and the monitors who publish ledgers."""
    names = [time.voice for rivals in page.schedule for time in rivals.times]
    names += [ledger.monitor for phase in ground.phases for ledger in phase.ledgers]
    return parties_called(names)


@require_safe
@members_only
def round_(request: MemberRequest, key: UUID) -> HttpResponse:
    """What it was for, who came, who met whom, what was tabled, what came out, who says what."""
    reader = MemberReader(request.user)
    found = find_round(key)
    page = round_page(reader, found)
    ground = ground_of(reader, found)
    before, after = neighbours(found)
    may_run = is_allowed(request.user, Act.RUN_TALKS)
    context = {
        "round": found,
        "page": page,
        "state": page.standing.state,
        "next_states": next_round_states(page.standing.state) if may_run else [],
        "before": before,
        "after": after,
        "venue_zone": zone_of(found),
        "called": _voices(page, ground),
        "leads": {row.pk: lead_days(row, found) for row in page.invitations},
        "ground": ground,
        "chart": draw_rounds([ground.incidents])[0],
        "phases": list(zip(ground.phases, ground.incidents.stretches, strict=True)),
        "cites": citations(reader, page.rows()),
        "most_words": MOST_WORDS,
        "papers": papers_offered(request),
        "may_run": may_run,
        "may_record": is_allowed(request.user, Act.RECORD_FACT),
    }
    return render(request, "talks/round.html", context)


@require_safe
@members_only
def ground_json(request: MemberRequest, key: UUID) -> HttpResponse:
    """What was reported before, during and after a round, as data."""
    ground = ground_of(MemberReader(request.user), find_round(key))
    return JsonResponse(ground.as_json(), json_dumps_params={"ensure_ascii": False, "indent": 1})

"""Disputed questions with everybody's answer, judgements of the ceasefire, what was before."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from trucewatch.accounts.access import MemberReader, Reader, is_allowed
from trucewatch.accounts.rules import Act
from trucewatch.desk.standing import questions_by_kind
from trucewatch.incidents.index.counting import count_reports, count_sifted_incidents
from trucewatch.incidents.index.sifting import sift
from trucewatch.reports.models import Coverage
from trucewatch.reports.queries import ReportFilter, coverage_between
from trucewatch.statements.models import Assessment, Milestone
from trucewatch.statements.queries import counted
from trucewatch.statements.standing import AnswerSeen, QuestionSeen
from trucewatch.vocabulary.interval import Interval
from trucewatch.vocabulary.questions import QuestionKind
from trucewatch.web.citations import Citation, citations
from trucewatch.web.gate import MemberRequest, members_only

_AROUND: Final = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Measured:
    """What was counted around a day; without a report ``coverage`` says whether anybody looked."""

    window: Interval
    reports: int
    incidents: int
    coverage: int
    address: str


@dataclass(frozen=True, slots=True)
class Judged:
    """One judgement of the ceasefire beside what was counted around its day."""

    row: Assessment
    cite: Citation | None
    measured: Measured | None


@dataclass(frozen=True, slots=True)
class Voice:
    """One answer with the way to its words."""

    seen: AnswerSeen
    cite: Citation | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A question as the page shows it."""

    seen: QuestionSeen
    cite: Citation | None
    voices: list[Voice]


@dataclass(frozen=True, slots=True)
class Cited:
    """A fact with the way to its words."""

    row: Any
    cite: Citation | None


@require_safe
@members_only
def questions(request: MemberRequest) -> HttpResponse:
    """What accounts differ on: every answer in a column of the same width."""
    reader = MemberReader(request.user)
    context = {
        "kinds": _questions(reader),
        "judged": _judged(reader),
        "background": cited(reader, counted(Milestone, reader).order_by("date_start", "name")),
        "may_record": is_allowed(request.user, Act.RECORD_FACT),
    }
    return render(request, "questions/page.html", context)


def _questions(reader: Reader) -> list[tuple[QuestionKind, list[Shown]]]:
    by_kind = questions_by_kind(reader)
    facts = [
        row
        for seen in (each for group in by_kind.values() for each in group)
        for row in (seen.row, *(answer.row for answer in seen.answers))
    ]
    cites = citations(reader, facts)
    return [
        (
            kind,
            [
                Shown(
                    seen,
                    cites[seen.row.pk],
                    [Voice(answer, cites[answer.row.pk]) for answer in seen.answers],
                )
                for seen in group
            ],
        )
        for kind, group in by_kind.items()
    ]


def _judged(reader: Reader) -> list[Judged]:
    rows = list(
        counted(Assessment, reader, "document__source", "speaker_party").order_by("as_of", "pk")
    )
    cites = citations(reader, rows)
    days = {row.as_of for row in rows if row.as_of}
    measured = {day: measured_around(reader, day) for day in days}
    return [
        Judged(row, cites[row.pk], measured.get(row.as_of) if row.as_of else None) for row in rows
    ]


def measured_around(reader: Reader, day: dt.date) -> Measured:
    """The reports that may lie within a week before or after a day, as the situation counts them.

    A window without a report is not a window without a breach: whether anybody looked is another
    figure.
    """
    first, last = day - _AROUND, day + _AROUND
    wanted = ReportFilter(since=first, until=last)
    sifted = sift(reader, wanted)
    looked: list[Coverage] = coverage_between(reader, first, last)
    return Measured(
        window=Interval.between(first, last),
        reports=count_reports(sifted),
        incidents=count_sifted_incidents(sifted),
        coverage=len(looked),
        address=f"{reverse('situation')}?{urlencode(wanted.parameters())}",
    )


def cited(reader: Reader, rows: Iterable[Any]) -> list[Cited]:
    """Facts with the way to the words of each."""
    facts = list(rows)
    cites = citations(reader, facts)
    return [Cited(row, cites[row.pk]) for row in facts]

"""What awaits a member, by deadline: to acknowledge, screen, answer, visit, decide, publish."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from trucewatch.accounts.access import MemberReader, is_allowed
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.cases.models import (
    Case,
    Deadline,
    Finding,
    FindingPosition,
    Mechanism,
    MechanismVersion,
    Paper,
    Seat,
    TeamMember,
)
from trucewatch.cases.queries.deciding import decision_under
from trucewatch.cases.rules.duties import functions_of
from trucewatch.vocabulary.cases import (
    ENDED,
    CaseState,
    DecisionRule,
    PaperKind,
    SeatFunction,
)
from trucewatch.vocabulary.labels import LabelledStr
from trucewatch.vocabulary.roles import OrganisationKind, Role

MOST_OF_A_KIND: Final = 50


class Awaits(LabelledStr):
    """What somebody is to do."""

    ACKNOWLEDGE = "acknowledge", "To acknowledge"
    SCREEN = "screen", "To screen"
    NOTIFY = "notify", "To notify"
    ANSWER = "answer", "To answer"
    TASK = "task", "To task a team"
    VISIT = "visit", "To visit and report"
    CIRCULATE = "circulate", "To circulate"
    POSITION = "position", "To give a position"
    SIGN = "sign", "To sign the attribution"
    DECIDE = "decide", "To close the vote"
    REMEDY = "remedy", "To report a remedy"
    CLOSE = "close", "To close"
    PUBLISH = "publish", "To publish"


_BY_STATE: Final = (
    (Awaits.ACKNOWLEDGE, CaseState.RECEIVED, {SeatFunction.INTAKE, SeatFunction.DUTY_OFFICER}),
    (Awaits.SCREEN, CaseState.ACKNOWLEDGED, {SeatFunction.DUTY_OFFICER}),
    (Awaits.NOTIFY, CaseState.SCREENED, {SeatFunction.DUTY_OFFICER}),
    (Awaits.TASK, CaseState.NOTIFIED, {SeatFunction.CHAIR}),
    (Awaits.CIRCULATE, CaseState.REPORTED, {SeatFunction.CHAIR}),
    (Awaits.DECIDE, CaseState.UNDER_REVIEW, {SeatFunction.CHAIR}),
    (Awaits.CLOSE, CaseState.REMEDY_REPORTED, {SeatFunction.CHAIR}),
)
_ORDER: Final = list(Awaits)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing to do, with the case it is about and when it is due."""

    kind: Awaits
    case: Case
    due_at: dt.datetime | None
    paper: UUID | None = None
    finding: UUID | None = None

    def is_overdue(self, now: dt.datetime) -> bool:
        return self.due_at is not None and self.due_at < now


def awaiting(member: Member) -> list[Waiting]:
    """What waits for the member, the earliest due first; of each kind at most fifty.

    Everything passes the gate: of what the member may not see nothing is told, not even a number.
    """
    if not member.is_active:
        return []
    found = [*_steps(member), *_on_team(member)]
    if is_allowed(member, Act.ANSWER_NOTICE):
        found += [*_notices(member), *_remedies(member)]
    if is_allowed(member, Act.GIVE_POSITION):
        found += _positions(member)
    found += [*_signatures(member), *_publications(member)]
    far = dt.datetime.max.replace(tzinfo=dt.UTC)
    return sorted(
        found, key=lambda each: (each.due_at or far, _ORDER.index(each.kind), each.case.number)
    )


def mechanisms_by_function(member: Member) -> dict[SeatFunction, list[UUID]]:
    """For each function the mechanisms for which the member does it today."""
    held: dict[UUID, set[SeatFunction]] = {
        key: set() for key in Mechanism.objects.values_list("pk", flat=True)
    }
    seats = Seat.objects.filter(Seat.held_on(timezone.localdate()), member=member)
    for mechanism, function in seats.values_list("mechanism", "function"):
        held[mechanism].add(SeatFunction(function))
    role, kind = Role(member.role), OrganisationKind(member.organisation.organisation_kind)
    found: dict[SeatFunction, list[UUID]] = {}
    for mechanism, functions in held.items():
        for function in functions_of(role, kind, functions):
            found.setdefault(function, []).append(mechanism)
    return found


def overdue_cases(member: Member) -> "QuerySet[Case]":
    """Cases that the member sees and in which something is overdue, the longest first."""
    seen: QuerySet[Case] = Case.objects.visible_to(MemberReader(member))
    return seen.filter(due_at__lt=timezone.now()).order_by("due_at")


def _steps(member: Member) -> Iterator[Waiting]:
    functions = mechanisms_by_function(member)
    for kind, state, needed in _BY_STATE:
        mechanisms = {key for function in needed for key in functions.get(function, [])}
        if not mechanisms:
            continue
        cases = _cases(member).filter(state=state, mechanism__in=mechanisms)
        for case in cases.order_by("due_at")[:MOST_OF_A_KIND]:
            yield Waiting(kind, case, case.due_at)


def _on_team(member: Member) -> Iterator[Waiting]:
    mine = TeamMember.objects.filter(case=OuterRef("pk"), member=member, until__isnull=True)
    cases = _cases(member).filter(
        Exists(mine), state__in=[CaseState.TASKED, CaseState.INVESTIGATING]
    )
    for case in cases.order_by("due_at")[:MOST_OF_A_KIND]:
        yield Waiting(Awaits.VISIT, case, case.due_at)


def _notices(member: Member) -> Iterator[Waiting]:
    asked = Paper.objects.filter(
        kind_of_paper=PaperKind.NOTICE, addressee=member.organisation_id
    ).order_by()
    replies = Paper.objects.filter(
        in_reply_to=OuterRef("pk"), kind_of_paper__in=[PaperKind.RESPONSE, PaperKind.SILENCE]
    )
    # Begins with the cases that are open, which are few beside the notices that there ever were:
    # for that states are named, and not those left out, and the notice is asked for twice.
    not_ended = [state for state in CaseState if state not in ENDED]
    cases = Case.objects.filter(Exists(asked.filter(case=OuterRef("pk"))), state__in=not_ended)
    open_ones = (
        asked.visible_to(MemberReader(member))
        .filter(~Exists(replies), case__in=cases.order_by().values("pk"))
        .select_related("case")
        .prefetch_related("case__mechanism")
        .order_by("due_at")
    )
    notices = list(open_ones[:MOST_OF_A_KIND])
    # A pause moves the deadline, and never the paper.
    running = {
        deadline.case_id: deadline
        for deadline in Deadline.objects.filter(
            case__in=[notice.case_id for notice in notices], name="response",
            met_at__isnull=True, lapsed_at__isnull=True,
        )
    }  # fmt: skip
    for notice in notices:
        deadline = running.get(notice.case_id)
        is_its_own = deadline is not None and deadline.set_at <= notice.made_at
        due_at = deadline.due_at if deadline is not None and is_its_own else notice.due_at
        due_at = None if notice.case.is_paused else due_at
        yield Waiting(Awaits.ANSWER, notice.case, due_at, paper=notice.pk)


def _remedies(member: Member) -> Iterator[Waiting]:
    cases = _cases(member).filter(
        state=CaseState.REMEDY_REQUESTED, addressee=member.organisation_id
    )
    for case in cases.order_by("due_at")[:MOST_OF_A_KIND]:
        yield Waiting(Awaits.REMEDY, case, case.due_at)


def _positions(member: Member) -> Iterator[Waiting]:
    mine = FindingPosition.objects.filter(
        finding=OuterRef("pk"), organisation=member.organisation_id, voided_at__isnull=True
    )
    versions = ((version.pk, version.read()) for version in MechanismVersion.objects.all())
    key = member.organisation.key
    terms = {version: read for version, read in versions if read.member(key) is not None}
    # Where the lowest level decides, a member may be asked again at the next one.
    by_level = [each for each, read in terms.items() if read.rule is DecisionRule.LOWEST_LEVEL]
    findings = _findings(member).filter(
        ~Exists(mine) | Q(case__version__in=by_level), case__version__in=list(terms),
        case__state=CaseState.UNDER_REVIEW,
    )  # fmt: skip
    given = FindingPosition.objects.select_related("organisation")
    findings = findings.prefetch_related(Prefetch("positions", queryset=given))
    told = 0
    for finding in findings.order_by("case__due_at").iterator(chunk_size=MOST_OF_A_KIND):
        rule = terms[finding.case.version_id]
        if key in decision_under(rule, finding, finding.positions.all()).awaited:
            yield Waiting(Awaits.POSITION, finding.case, finding.case.due_at, finding=finding.pk)
            told += 1
        if told == MOST_OF_A_KIND:
            return


def _signatures(member: Member) -> Iterator[Waiting]:
    mechanisms = mechanisms_by_function(member).get(SeatFunction.ATTRIBUTION, [])
    findings = _findings(member).filter(
        case__mechanism__in=mechanisms, attribution_signed_by__isnull=True
    )
    for finding in findings.exclude(attribution="none").exclude(author=member)[:MOST_OF_A_KIND]:
        yield Waiting(Awaits.SIGN, finding.case, finding.case.due_at, finding=finding.pk)


def _publications(member: Member) -> Iterator[Waiting]:
    if not is_allowed(member, Act.PUBLISH_FINDING):
        return
    mechanisms = mechanisms_by_function(member).get(SeatFunction.PUBLISHER, [])
    findings: QuerySet[Finding] = Finding.objects.visible_to(MemberReader(member)).filter(
        case__mechanism__in=mechanisms, case__decided_at__isnull=False,
        vote_closed_at__isnull=False, published_at__isnull=True, replaced_at__isnull=True,
    )  # fmt: skip
    theirs = Finding.objects.filter(case=OuterRef("case"), author=member)
    ready = findings.exclude(author=member).filter(~Exists(theirs)).select_related("case")
    ready = ready.prefetch_related("case__mechanism")
    for finding in ready.order_by("vote_closed_at")[:MOST_OF_A_KIND]:
        yield Waiting(Awaits.PUBLISH, finding.case, None, finding=finding.pk)


def _cases(member: Member) -> "QuerySet[Case]":
    seen: QuerySet[Case] = Case.objects.visible_to(MemberReader(member))
    return seen.filter(paused_at__isnull=True).prefetch_related("mechanism")


def _findings(member: Member) -> "QuerySet[Finding]":
    """Findings under way that the member sees; the vote on them is open."""
    seen: QuerySet[Finding] = Finding.objects.visible_to(MemberReader(member))
    under_way = Q(replaced_at__isnull=True, vote_closed_at__isnull=True)
    rows = seen.filter(under_way, case__paused_at__isnull=True)
    return rows.select_related("case").prefetch_related("case__mechanism", "case__version")


def by_kind(waiting: Iterable[Waiting]) -> list[tuple[Awaits, int]]:
    """How many wait of each kind, in the order of the workflow."""
    counts: dict[Awaits, int] = {}
    for each in waiting:
        counts[each.kind] = counts.get(each.kind, 0) + 1
    return [(kind, counts[kind]) for kind in _ORDER if kind in counts]

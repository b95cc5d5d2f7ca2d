"""One case, and lists of cases and findings, as far as a reader sees them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from trucewatch.accounts.access import MemberReader, Reader, is_allowed
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.agreements.models import Provision
from trucewatch.cases.models import (
    Case,
    Complaint,
    Deadline,
    Exhibit,
    Finding,
    FindingPosition,
    Paper,
    Step,
    TeamMember,
)
from trucewatch.cases.queries.deciding import decision_under, terms_of
from trucewatch.cases.queries.finding import NOTHING, functions_in
from trucewatch.cases.rules.deciding import Decision
from trucewatch.cases.rules.duties import may_take
from trucewatch.cases.rules.machine import MOVES, moves_from
from trucewatch.cases.rules.terms import Terms
from trucewatch.vocabulary.cases import COUNTED, ENDED, CaseState, CaseStep
from trucewatch.vocabulary.refusal import NotFound
from trucewatch.vocabulary.roles import OrganisationKind

ON_A_PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class FindingSeen:
    """A finding with the positions on it and what follows from them."""

    finding: Finding
    positions: list[FindingPosition]
    decision: Decision

    @property
    def counted(self) -> list[FindingPosition]:
        """The positions that are not void."""
        return [position for position in self.positions if not position.is_void]

    @property
    def void(self) -> list[FindingPosition]:
        """The positions that were given on something else than what stands there now."""
        return [position for position in self.positions if position.is_void]


@dataclass(frozen=True, slots=True)
class CaseSeen:
    """What a member sees of a case, and what they can do with it."""

    case: Case
    complaints: list[Complaint]
    papers: list[Paper]
    findings: list[FindingSeen]
    exhibits: list[Exhibit]
    deadlines: list[Deadline]
    steps: list[Step]
    team: list[TeamMember]
    duplicates: list[Case]
    duplicate_of: Case | None
    """The case that this one was joined to, where the member sees it."""
    provision: Provision | None
    """The provision that is said to be breached, where the member sees it."""
    arisen: list[Case]
    possible: list[CaseStep]
    is_of_mission: bool

    @property
    def current(self) -> FindingSeen | None:
        """The finding as it stands now."""
        return next((s for s in self.findings if s.finding.replaced_at is None), None)

    @property
    def open_deadlines(self) -> list[Deadline]:
        """What is due, the earliest first."""
        return [deadline for deadline in self.deadlines if deadline.is_open]


def case_seen(case: Case, member: Member) -> CaseSeen:
    """The case as the member sees it; each part passes the gate by itself."""
    reader = MemberReader(member)
    is_mission = is_of_mission(member)
    return CaseSeen(
        case=case,
        complaints=list(
            Complaint.objects.visible_to(reader)
            .filter(case=case)
            .select_related("organisation", "submission", "report__source")
        ),
        papers=list(
            Paper.objects.visible_to(reader)
            .filter(case=case)
            .select_related("addressee", "author__organisation", "witness")
            .prefetch_related("observations")
        ),
        findings=findings_seen(reader, Finding.objects.filter(case=case)),
        exhibits=list(
            Exhibit.objects.visible_to(reader)
            .filter(case=case)
            .select_related("document", "working_copy")
        ),
        deadlines=list(case.deadlines.all()),
        steps=list(case.steps.select_related("by")),
        team=list(case.team.filter(until__isnull=True).select_related("member"))
        if is_mission
        else [],
        duplicates=list(cases_for(reader).filter(duplicate_of=case)),
        duplicate_of=cases_for(reader).filter(duplicates=case).first(),
        provision=Provision.objects.visible_to(reader).filter(cases=case).first(),
        arisen=list(cases_for(reader).filter(arose_from=case)),
        possible=possible_steps(case, member),
        is_of_mission=is_mission,
    )


def possible_steps(case: Case, member: Member) -> list[CaseStep]:
    """The steps that the member could take now; the act itself looks again."""
    if case.is_paused:
        return []
    functions = functions_in(case.mechanism, member)
    possible: list[CaseStep] = []
    for step in moves_from(CaseState(case.state)):
        if step is CaseStep.REPORT_REMEDY:
            if case.addressee_id == member.organisation_id:
                possible.append(step)
        elif is_allowed(member, Act.MOVE_CASE) and may_take(MOVES[step], functions):
            possible.append(step)
    return possible


def findings_seen(
    reader: Reader, rows: "QuerySet[Finding]", *, most: int | None = None
) -> list[FindingSeen]:
    """Findings that the reader sees, with positions and outcome, in few queries."""
    positions = FindingPosition.objects.select_related("organisation", "given_by")
    seen: Any = rows & Finding.objects.visible_to(reader)
    found = seen.select_related("case", "attributed_to", "attribution_signed_by__organisation")
    found = found.prefetch_related(
        "author", "case__mechanism", "case__version", Prefetch("positions", queryset=positions)
    )
    terms: dict[UUID, Terms] = {}
    shown = []
    for finding in found[:most]:
        given = list(finding.positions.all())
        version = finding.case.version_id
        if version not in terms:
            terms[version] = terms_of(finding.case)
        shown.append(FindingSeen(finding, given, decision_under(terms[version], finding, given)))
    return shown


def finding_seen(finding_id: UUID, reader: Reader) -> FindingSeen:
    """One finding as the reader sees it."""
    found = findings_seen(reader, Finding.objects.filter(pk=finding_id))
    if not found:
        raise NotFound(NOTHING)
    return found[0]


def list_findings(reader: Reader, *, before: UUID | None = None) -> list[FindingSeen]:
    """A page of the findings on which the vote is closed, the latest first, and one more.

    There is one more than a page if there are more. ``before`` is the last finding of the page
    before.
    """
    rows = Finding.objects.filter(vote_closed_at__isnull=False, replaced_at__isnull=True)
    if before is not None:
        last = Finding.objects.visible_to(reader).filter(pk=before).first()
        if last is not None and last.vote_closed_at is not None:
            rows = rows.filter(
                Q(vote_closed_at__lt=last.vote_closed_at) | Q(pk__lt=last.pk),
                vote_closed_at__lte=last.vote_closed_at,
            )
    ordered = rows.order_by("-vote_closed_at", "-pk")
    return findings_seen(reader, ordered, most=ON_A_PAGE + 1)


def cases_for(reader: Reader) -> "QuerySet[Case]":
    """The cases that the reader sees, with what a list shows of each.

    Mechanisms are few, and looked up apart: in a join SQLite would begin with them and go through
    all cases of each.
    """
    seen: QuerySet[Case] = Case.objects.visible_to(reader)
    rows = seen.select_related("area", "accused", "addressee", "assigned_to")
    return rows.prefetch_related("mechanism")


def list_cases(
    reader: Reader, limits: Mapping[str, str], *, before: UUID | None = None
) -> Sequence[Case]:
    """A page of the cases within the limits, the newest first, and one more if there are more.

    ``limits`` are ``mechanism``, ``state``, ``case_class``, ``standing`` (open, overdue, ended)
    and ``q``, words of the matter or a number. ``before`` is the last case of the page before.
    """
    rows = cases_for(reader)
    for name in ("state", "case_class"):
        if limits.get(name):
            rows = rows.filter(**{name: limits[name]})
    if limits.get("mechanism"):
        rows = rows.filter(mechanism__key=limits["mechanism"])
    standing = limits.get("standing")
    if standing == "open":
        rows = rows.exclude(state__in=ENDED)
    elif standing == "ended":
        rows = rows.filter(state__in=ENDED)
    elif standing == "overdue":
        rows = rows.filter(due_at__lt=timezone.now())
    words = limits.get("q", "").strip()
    if words:
        tail = words.rsplit("-", 1)[-1]
        by_number = Q(number=int(tail)) if tail.isdecimal() and len(tail) < 9 else Q()
        rows = (
            rows.filter(Q(matter__icontains=words) | by_number)
            if by_number
            else rows.filter(matter__icontains=words)
        )
    if before is not None:
        last = Case.objects.visible_to(reader).filter(pk=before).first()
        if last is not None:
            rows = rows.filter(
                Q(received_at__lt=last.received_at) | Q(pk__lt=last.pk),
                received_at__lte=last.received_at,
            )
    return list(rows.order_by("-received_at", "-pk")[: ON_A_PAGE + 1])


def is_of_mission(member: Member) -> bool:
    """Whether the member belongs to the mission, and may be told who did what."""
    return bool(member.organisation.organisation_kind == OrganisationKind.MISSION)


def cases_by_provision(reader: Reader) -> dict[UUID, list[Case]]:
    """The cases that say which provision is breached, under the provision's id."""
    found: dict[UUID, list[Case]] = {}
    counted = cases_for(reader).filter(provision__isnull=False, case_class__in=COUNTED)
    for case in counted.exclude(state__in=[CaseState.OUT_OF_SCOPE, CaseState.DUPLICATE]):
        if case.provision_id is not None:
            found.setdefault(case.provision_id, []).append(case)
    return found


def state_for_receipt(report: UUID) -> CaseState | None:
    """How far the case of a report has come, for whoever sent the report and holds its receipt."""
    complaint = Complaint.objects.filter(report=report).select_related("case").first()
    return CaseState(complaint.case.state) if complaint is not None else None

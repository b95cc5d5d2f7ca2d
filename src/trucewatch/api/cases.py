"""Mechanisms, their cases, findings and figures, each as far as the reader sees it."""

from typing import Annotated, Any
from uuid import UUID

from django.db.models import Prefetch
from django.http import HttpRequest
from ninja import Query, Router

from trucewatch.accounts.access import Reader, reader_of
from trucewatch.api.asking import After, Day, Limit, listed
from trucewatch.api.case_shapes import (
    CaseList,
    CaseWhole,
    FindingList,
    FindingOut,
    MechanismList,
    finding_out,
)
from trucewatch.api.doors import OPTIONAL
from trucewatch.api.refusals import REFUSED
from trucewatch.cases.models import Case, Mechanism, MechanismVersion, Paper
from trucewatch.cases.queries.figures import FigureFilter, figures_for
from trucewatch.cases.queries.finding import NOTHING, find_mechanism
from trucewatch.exchange.case_rows import case_rows, visible_cases, visible_findings
from trucewatch.exchange.export_columns import CaseRow
from trucewatch.talks.queries.rounds import rounds_as_days
from trucewatch.vocabulary.cases import CaseState
from trucewatch.vocabulary.refusal import NotFound, Refused

mechanisms_router = Router(tags=["the mechanism"])
cases_router = Router(tags=["the mechanism"])
findings_router = Router(tags=["the mechanism"])

OfMechanism = Annotated[
    str, Query(description="The key of a mechanism.", max_length=40, pattern="^[-a-zA-Z0-9_]*$")
]
Since = Annotated[Day | None, Query(description="What may lie on or after this day.")]
Until = Annotated[Day | None, Query(description="What may lie on or before this day.")]
InState = Annotated[CaseState | None, Query(description="How far it has come.")]


@mechanisms_router.get("", response={200: MechanismList, **REFUSED}, summary="Mechanisms")
def mechanisms(request: HttpRequest, limit: Limit = 100, after: After = None) -> dict[str, Any]:
    """Who monitors what under which terms since when."""
    versions = MechanismVersion.objects.order_by("-number")
    rows = Mechanism.objects.prefetch_related(Prefetch("versions", queryset=versions))
    return listed("mechanisms", rows, after=after, limit=limit)


@cases_router.get("", response={200: CaseList, **REFUSED}, summary="Cases")
def cases(
    request: HttpRequest,
    mechanism: OfMechanism = "",
    state: InState = None,
    since: Since = None,
    until: Until = None,
    limit: Limit = 100,
    after: After = None,
) -> dict[str, Any]:
    """Cases in neutral words, with how far each has come; never who alleged what, nor why."""
    reader = reader_of(request.user)
    rows = visible_cases(reader).filter(_wanted(mechanism, since, until).touches())
    if mechanism:
        rows = rows.filter(mechanism__key=mechanism)
    if state:
        rows = rows.filter(state=state.value)
    page = listed("cases", rows, after=after, limit=limit)
    return {**page, "cases": [_told(row) for row in case_rows(reader, page["cases"])]}


@cases_router.get("/figures", response={200: dict[str, Any], **REFUSED}, summary="Figures")
def figures(
    request: HttpRequest,
    mechanism: OfMechanism = "",
    since: Since = None,
    until: Until = None,
) -> dict[str, Any]:
    """Figures that leaders ask for, each with what it rests on; no sum over two ledgers."""
    wanted = _wanted(mechanism, since, until)
    return figures_for(reader_of(request.user), wanted, rounds_as_days()).as_json()


@cases_router.get("/{case_id}", response={200: CaseWhole, **REFUSED}, summary="One case")
def case(request: HttpRequest, case_id: UUID) -> dict[str, Any]:
    """A case with the papers, deadlines and findings that the reader sees."""
    reader = reader_of(request.user)
    found = visible_cases(reader).filter(pk=case_id).first()
    if found is None:
        raise NotFound(NOTHING)
    findings = visible_findings(reader).filter(case=found)
    return {
        **_told(case_rows(reader, [found])[0]),
        "papers": _papers(reader, found),
        "deadlines": list(found.deadlines.all()),
        "findings": [finding_out(each) for each in findings.order_by("number")],
    }


@findings_router.get(
    "", response={200: FindingList, **REFUSED}, summary="Findings", openapi_extra=OPTIONAL
)
def findings(
    request: HttpRequest,
    mechanism: OfMechanism = "",
    limit: Limit = 100,
    after: After = None,
) -> dict[str, Any]:
    """What a mechanism holds, with each member's position; what is published is open to all."""
    rows = visible_findings(reader_of(request.user))
    if mechanism:
        # An unknown key is not refused with those there are: anybody may ask here.
        rows = rows.filter(case__mechanism__key=mechanism)
    page = listed("findings", rows, after=after, limit=limit)
    return {**page, "findings": [finding_out(each) for each in page["findings"]]}


@findings_router.get(
    "/{finding_id}",
    response={200: FindingOut, **REFUSED},
    summary="One finding",
    openapi_extra=OPTIONAL,
)
def finding(request: HttpRequest, finding_id: UUID) -> dict[str, Any]:
    """One finding with each member's position, and what follows from them by the rule."""
    found = visible_findings(reader_of(request.user)).filter(pk=finding_id).first()
    if found is None:
        raise NotFound(NOTHING)
    return finding_out(found)


def _papers(reader: Reader, case: Case) -> list[Paper]:
    """The papers that the reader sees; one that answers a hidden one does not name it."""
    rows = Paper.objects.visible_to(reader).filter(case=case).select_related("addressee")
    found = list(rows.prefetch_related("observations"))
    known = {paper.pk for paper in found}
    for paper in found:
        if paper.in_reply_to_id not in known:
            paper.in_reply_to_id = None
    return found


def _wanted(mechanism: str, since: Day | None, until: Day | None) -> FigureFilter:
    if since and until and until < since:
        raise Refused("The end lies before the start.", field="until")
    return FigureFilter(find_mechanism(mechanism) if mechanism else None, since, until)


def _told(row: CaseRow) -> dict[str, Any]:
    """The row as JSON has it: what is missing is null, and no empty text."""
    told = row._asdict()
    may_be_null = (
        "on_site_at", "decided_at", "closed_at", "due_at", "incident", "duplicate_of",
        "arose_from",
    )  # fmt: skip
    return {**told, **{name: told[name] or None for name in may_be_null}}

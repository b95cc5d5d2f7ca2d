"""One incident: its accounts side by side, where they come from, and what was done to them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from django.views.decorators.http import require_POST, require_safe

from trucewatch.accounts.access import MemberReader, is_allowed
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.cases.models import Mechanism
from trucewatch.cases.queries.seeing import cases_for
from trucewatch.desk.models import Allegation
from trucewatch.desk.queries import allegation_of
from trucewatch.incidents.actions import merge_reports, separate_reports
from trucewatch.incidents.linkage.queries import proposals_about
from trucewatch.incidents.queries import (
    Happening,
    IncidentSeen,
    find_incident,
    history_of,
    incident_of,
    incidents_near,
    revisions_of,
)
from trucewatch.intake.models import Reception
from trucewatch.ledger.events import Event
from trucewatch.parties.models import Party
from trucewatch.places.models import Place
from trucewatch.reports.models import Evidence, Report, Revision
from trucewatch.reports.queries import find_report
from trucewatch.reports.rules import may_change_account
from trucewatch.sources.rules import SHOWN_IN_PAGES
from trucewatch.vocabulary.refusal import NotAllowed, NotFound, Refused
from trucewatch.vocabulary.roles import OrganisationKind
from trucewatch.vocabulary.violations import ViolationType
from trucewatch.web.account_words import ChangedField, changes_in_words
from trucewatch.web.gate import MemberRequest, members_only
from trucewatch.web.language import in_words, party_names, place_names
from trucewatch.web.original import OriginalRow, original_of
from trucewatch.web.undo import Offer, offer_undo


@dataclass(frozen=True, slots=True)
class AccountColumn:
    """One report as a column, with what the member may do with it."""

    report: Report
    original: OriginalRow | None
    allegation: Allegation | None
    exhibits: list[Evidence]
    reception: UUID | None
    may_attach: bool
    may_correct: bool
    may_withdraw: bool
    may_destroy: bool
    may_separate: bool


@dataclass(frozen=True, slots=True)
class Correction:
    """An earlier version of a report and what the next one changed."""

    revision: Revision
    changes: list[ChangedField]


@require_safe
@members_only
def incident(request: MemberRequest, incident_id: UUID) -> HttpResponse:
    """The accounts of one incident side by side."""
    return _page(request, incident_id)


@require_POST
@members_only
def merge(request: MemberRequest, incident_id: UUID) -> HttpResponse:
    """Say that other incidents are this one, with the reason."""
    reader = MemberReader(request.user)
    chosen = [find_incident(reader, key) for key in _keys(request, "incident")]
    reports = [report.pk for seen in chosen for report in seen.reports]
    try:
        _require_choice(reports)
        merge_reports(
            into=incident_id,
            reports=reports,
            by=request.user,
            because=request.POST.get("because", ""),
        )
    except (NotAllowed, NotFound):
        raise
    except Refused as refused:
        return _page(request, incident_id, refused=refused)
    offer_undo(
        request,
        Offer(
            ngettext(
                "One report was merged into this incident.",
                "%(number)s reports were merged into this incident.",
                len(reports),
            )
            % {"number": len(reports)},
            reverse("separate", args=[incident_id]),
            reverse("incident", args=[incident_id]),
            {"report": [str(key) for key in reports], "because": [_("Undo of the merger")]},
        ),
    )
    return redirect("incident", incident_id)


@require_POST
@members_only
def separate(request: MemberRequest, incident_id: UUID) -> HttpResponse:
    """Say that reports describe another event than this incident, with the reason."""
    reader = MemberReader(request.user)
    reports = _keys(request, "report")
    because = request.POST.get("because", "")
    try:
        separate_reports(reports, out_of=incident_id, by=request.user, because=because)
    except (NotAllowed, NotFound):
        raise
    except Refused as refused:
        # Without its field: the reason of a merger stands in another form of the page.
        return _page(request, incident_id, refused=Refused(refused.reason))
    offer_undo(
        request,
        Offer(
            ngettext(
                "One report was separated from this incident.",
                "%(number)s reports were separated from this incident.",
                len(reports),
            )
            % {"number": len(reports)},
            reverse("merge", args=[incident_id]),
            reverse("incident", args=[incident_id]),
            {
                "incident": [str(incident_of(reader, find_report(reader, k))) for k in reports],
                "because": [_("Undo of the separation")],
            },
        ),
    )
    return redirect("incident", incident_id)


def _page(
    request: MemberRequest, incident_id: UUID, refused: Refused | None = None
) -> HttpResponse:
    reader = MemberReader(request.user)
    seen = find_incident(reader, incident_id)
    may_merge = is_allowed(request.user, Act.MERGE)
    revisions = revisions_of(seen.reports)
    names = _names(revisions)
    context: dict[str, Any] = {
        "incident": seen,
        "verdict": seen.verdict,
        "columns": [_column(request, seen, report) for report in seen.reports],
        "differs": differing(seen.counted),
        "may_merge": may_merge,
        "may_complain": is_allowed(request.user, Act.FILE_COMPLAINT) and Mechanism.objects.exists(),
        "cases": cases_for(reader).filter(incident=incident_id),
        "neighbours": incidents_near(reader, seen) if may_merge else [],
        "proposed": proposed(request.user, seen.reports) if may_merge else [],
        "history": [_told(happening) for happening in history_of(reader, seen)],
        "corrections": [
            Correction(revision, changes_in_words(revision.changed, names))
            for revision in revisions
        ],
        "shown_in_pages": SHOWN_IN_PAGES,
        "refused": refused,
        "because": "" if "report" in request.POST else request.POST.get("because", ""),
        "chosen": request.POST.getlist("incident"),
    }
    return render(request, "incidents/page.html", context, status=409 if refused else 200)


def _column(request: MemberRequest, seen: IncidentSeen, report: Report) -> AccountColumn:
    member = request.user
    changeable = may_change_account(
        own_organisation=report.filed_by.organisation_id == member.organisation_id,
        kind=OrganisationKind(member.organisation.organisation_kind),
    )
    return AccountColumn(
        report,
        original_of(report),
        allegation_of(MemberReader(member), report.pk),
        list(report.evidence.filter(withdrawn=False).select_related("document")),
        _reception_of(report),
        may_attach=changeable and is_allowed(member, Act.ATTACH_EVIDENCE),
        may_correct=changeable and is_allowed(member, Act.CORRECT_REPORT),
        may_destroy=is_allowed(member, Act.DESTROY_WORDS),
        may_withdraw=changeable and is_allowed(member, Act.WITHDRAW_REPORT),
        may_separate=len(seen.reports) > 1 and is_allowed(member, Act.MERGE),
    )


def _reception_of(report: Report) -> UUID | None:
    """How the report came in, where it came by a form, a call or the public."""
    return next(iter(Reception.objects.filter(report=report).values_list("pk", flat=True)), None)


def differing(reports: list[Report]) -> set[str]:
    """The facts that two accounts give differently; to give none is no difference."""
    silent: dict[str, object] = {
        "when": None,
        "type": ViolationType.UNSPECIFIED.value,
        "place": "",
        "sides": frozenset(),
        "deaths": (None, None, None),
    }
    told: dict[str, set[object]] = {
        "when": {(r.date_start, r.date_end) for r in reports},
        "type": {r.event_type for r in reports},
        "place": {r.place_as_published for r in reports},
        "sides": {frozenset({r.side_a_id, r.side_b_id} - {None}) for r in reports},
        "deaths": {(r.deaths_low, r.deaths_best, r.deaths_high) for r in reports},
    }
    return {name for name, values in told.items() if len(values - {silent[name]}) > 1}


@dataclass(frozen=True, slots=True)
class Proposed:
    """Another report that the engine holds to be of the same incident."""

    report: Report
    probability: float
    one: UUID
    other: UUID


def proposed(member: Member, reports: list[Report]) -> list[Proposed]:
    """What the engine proposes of some reports, the likeliest first."""
    mine = {report.pk for report in reports}
    return [
        Proposed(
            each.other if each.one_id in mine else each.one,
            each.probability, each.one_id, each.other_id,
        )
        for each in proposals_about(member, reports)
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ToldAct:
    """One act in words: its entry, what was done, by whom and why."""

    seq: int
    at: Any
    what: str
    who: str
    because: str | None


_WHAT: dict[str, str] = {
    Event.REPORT_FILED: gettext_noop("Report filed"),
    Event.REPORT_CORRECTED: gettext_noop("Report corrected"),
    Event.REPORT_WITHDRAWN: gettext_noop("Report withdrawn"),
    Event.CONTENT_DESTROYED: gettext_noop("Words of the report destroyed"),
    Event.REPORT_REINSTATED: gettext_noop("Report reinstated"),
    Event.REPORT_ASSESSED: gettext_noop("Report assessed"),
    Event.EVIDENCE_ATTACHED: gettext_noop("Evidence attached"),
    Event.EVIDENCE_WITHDRAWN: gettext_noop("Evidence withdrawn"),
    Event.REPORTS_IMPORTED: gettext_noop("Imported"),
    Event.INCIDENT_MERGED: gettext_noop("Merged into one incident"),
    Event.REPORT_SEPARATED: gettext_noop("Separated"),
}


def _told(happening: Happening) -> ToldAct:
    entry = happening.act.entry
    what = in_words(_WHAT.get(entry.event, entry.event))
    return ToldAct(entry.seq, entry.at, what, happening.who, happening.act.because)


def _names(revisions: list[Revision]) -> dict[str, str]:
    """The parties and places that changes name, by their ids."""
    keys = {
        change[side]
        for revision in revisions
        for change in revision.changed
        for side in ("old", "new")
        if change["field"] in ("side_a", "side_b", "area") and change[side]
    }
    parties = party_names(Party.objects.filter(pk__in=keys)).items()
    places = place_names(Place.objects.filter(pk__in=keys)).items()
    return {str(key): name for key, name in [*parties, *places]}


def _keys(request: MemberRequest, name: str) -> list[UUID]:
    """The ids that a form sent; what is none is as absent as what may not be seen."""
    try:
        return [UUID(text) for text in request.POST.getlist(name)]
    except ValueError:
        raise NotFound("There is nothing here that you may see.") from None


def _require_choice(reports: list[UUID]) -> None:
    if not reports:
        raise Refused("Choose at least one incident to merge.", field="incident")

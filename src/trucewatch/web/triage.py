"""Working through reports as they come in, one after the other, by keyboard."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from trucewatch.accounts.access import MemberReader, is_allowed
from trucewatch.accounts.rules import Act
from trucewatch.incidents.index.counting import count_reports, latest_arrivals
from trucewatch.incidents.index.sifting import sift
from trucewatch.incidents.queries import find_incident, incident_of, incidents_near
from trucewatch.reports.actions.assessing import Assessment, assess_report
from trucewatch.reports.models import Report
from trucewatch.reports.queries import ReportFilter, find_report, parse_filter
from trucewatch.vocabulary.grading import InformationCredibility
from trucewatch.vocabulary.refusal import NotAllowed, NotFound, Refused
from trucewatch.vocabulary.violations import Verification
from trucewatch.web.gate import MemberRequest, for_those_who_may
from trucewatch.web.incidents import proposed
from trucewatch.web.language import in_words, translated_choices
from trucewatch.web.original import original_of
from trucewatch.web.page_form import PageForm
from trucewatch.web.undo import Offer, offer_undo

_WAITING_SHOWN = 12
_CANDIDATES = 5
_BEFORE = "before"


class AssessmentForm(PageForm):
    """How far one report was checked and is believed."""

    read_version = forms.IntegerField(widget=forms.HiddenInput)
    verification = forms.ChoiceField(choices=translated_choices(Verification.choices()))
    credibility = forms.ChoiceField(
        choices=translated_choices(
            (str(code), label) for code, label in InformationCredibility.choices()
        )
    )
    because = forms.CharField(required=False)

    def assessment(self) -> Assessment:
        """What was chosen."""
        return Assessment(
            Verification(self.cleaned_data["verification"]),
            InformationCredibility(int(self.cleaned_data["credibility"])),
        )


@dataclass(frozen=True, slots=True)
class Queue:
    """The reports that wait under a filter, and the one that is looked at."""

    wanted: ReportFilter
    waiting: int
    here: tuple[int, UUID] | None
    coming: list[tuple[int, UUID]]

    def address(self, before: int | None = None) -> str:
        """The queue from some place in the order of arrival on."""
        asked = self.wanted.parameters() | ({_BEFORE: str(before)} if before else {})
        return f"{reverse('triage')}?{urlencode(asked)}"


@require_safe
@for_those_who_may(Act.ASSESS_REPORT)
def triage(request: MemberRequest) -> HttpResponse:
    """The report that came in last and was not yet looked at, and those that wait behind it."""
    queue = _queue(request)
    if queue.here is None:
        return render(request, "triage/page.html", {"queue": queue})
    report = find_report(MemberReader(request.user), queue.here[1])
    return _page(request, queue, report, AssessmentForm(initial=_as_assessed(report)))


@require_POST
@for_those_who_may(Act.ASSESS_REPORT)
def assess(request: MemberRequest, report_id: UUID) -> HttpResponse:
    """Record an assessment and go on to the next report."""
    queue = _queue(request)
    report = find_report(MemberReader(request.user), report_id)
    before = _as_assessed(report)
    form = AssessmentForm(request.POST)
    if form.is_valid():
        try:
            assessed = assess_report(
                report_id,
                form.assessment(),
                read_version=form.cleaned_data["read_version"],
                by=request.user,
                because=form.cleaned_data["because"],
            )
        except (NotAllowed, NotFound):
            raise
        except Refused as refused:
            form.show_refusal(refused)
        else:
            return _gone_on(request, queue, assessed, before)
    return _page(request, queue, find_report(MemberReader(request.user), report_id), form)


def _gone_on(
    request: MemberRequest, queue: Queue, report: Report, before: dict[str, Any]
) -> HttpResponse:
    """The rest of the queue, with the way back."""
    here = reverse("triage")
    undone = {**before, "read_version": report.version, "because": _("Undo of the assessment")}
    offer_undo(
        request,
        Offer(
            _("Assessed as: %(state)s.") % {"state": in_words(report.get_verification_display())},
            f"{reverse('assess', args=[report.pk])}?{urlencode(queue.wanted.parameters())}",
            here,
            {name: [str(value)] for name, value in undone.items()},
        ),
    )
    position = request.GET.get("at", "")
    return redirect(queue.address(int(position)) if position.isdigit() else queue.address())


def _queue(request: MemberRequest) -> Queue:
    """The filter in the address; what is not yet verified where it names no state."""
    given = {name: str(value) for name, value in request.GET.items()}
    wanted, errors = parse_filter(given)
    if errors:
        field, reason = next(iter(errors.items()))
        raise Refused(reason, field=field)
    if not wanted.verification:
        wanted = replace(wanted, verification=Verification.UNVERIFIED.value)
    before = given.get(_BEFORE, "")
    sifted = sift(MemberReader(request.user), wanted)
    arrivals = latest_arrivals(
        sifted, before=int(before) if before.isdigit() else None, number=_WAITING_SHOWN + 1
    )
    here = arrivals[0] if arrivals else None
    return Queue(wanted, count_reports(sifted), here, arrivals[1:])


def _page(
    request: MemberRequest, queue: Queue, report: Report, form: AssessmentForm
) -> HttpResponse:
    reader = MemberReader(request.user)
    incident = find_incident(reader, incident_of(reader, report))
    may_merge = is_allowed(request.user, Act.MERGE)
    rows = Report.objects.visible_to(reader).select_related("source", "area")
    waiting = rows.in_bulk([key for _, key in queue.coming])
    context = {
        "queue": queue,
        "report": report,
        "original": original_of(report),
        "incident": incident,
        "neighbours": incidents_near(reader, incident)[:_CANDIDATES],
        "proposed": proposed(request.user, [report])[:_CANDIDATES] if may_merge else [],
        "form": form,
        "states": [(n, state) for n, state in enumerate(Verification, start=1)],
        "credibilities": list(InformationCredibility),
        "chosen": _chosen(form),
        "coming": [(n, waiting[key]) for n, key in queue.coming if key in waiting],
        "at": queue.here[0] if queue.here else "",
        "skip": queue.address(queue.here[0]) if queue.here else "",
        "query": urlencode(queue.wanted.parameters()),
    }
    status = 409 if form.errors else 200
    return render(request, "triage/page.html", context, status=status)


def _as_assessed(report: Report) -> dict[str, Any]:
    return {
        "read_version": report.version,
        "verification": report.verification,
        "credibility": report.credibility,
    }


def _chosen(form: AssessmentForm) -> dict[str, str]:
    """What stands in the form, sent or not."""
    return {name: str(form[name].value() or "") for name in form.fields}

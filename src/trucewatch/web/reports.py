"""Filing, correcting, withdrawing and reinstating reports; reading what they said before."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from trucewatch.accounts.access import MemberReader
from trucewatch.accounts.rules import Act
from trucewatch.desk.actions.destroying import destroy_words_everywhere
from trucewatch.desk.queries import allegation_of
from trucewatch.incidents.queries import incident_of
from trucewatch.intake.actions.receiving import receive_report
from trucewatch.parties.models import Party
from trucewatch.places.models import Place
from trucewatch.reports.account import FACT_COLUMNS
from trucewatch.reports.actions.changing import correct_report, reinstate_report, withdraw_report
from trucewatch.reports.models import Report
from trucewatch.reports.queries import find_report, find_revision
from trucewatch.reports.rules import changed_columns
from trucewatch.sources.actions import ensure_organisation_source
from trucewatch.vocabulary.refusal import NotAllowed, NotFound, Refused
from trucewatch.web.account_words import ChangedField, account_in_words, changes_in_words
from trucewatch.web.drafts import begun_form, keeps_what_was_written
from trucewatch.web.gate import MemberRequest, for_those_who_may, members_only
from trucewatch.web.language import party_names, place_names
from trucewatch.web.page_form import PageForm, ReasonForm
from trucewatch.web.report_form import (
    CorrectionForm,
    account_of,
    correction_values,
)
from trucewatch.web.told_form import ToldForm
from trucewatch.web.told_page import told_page, wants_filing
from trucewatch.web.undo import Offer, offer_undo


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_written
@for_those_who_may(Act.FILE_REPORT)
def new_report(request: MemberRequest) -> HttpResponse:
    """File one source's account, in its own words for when and where if need be."""
    form = begun_form(request, ToldForm, "report")
    if wants_filing(request) and form.is_valid():
        try:
            own = ensure_organisation_source(by=request.user)
            report = receive_report(form.filing(own), form.arrival(), by=request.user)
        except Refused as refused:
            form.show_refusal(refused)
        else:
            messages.success(request, _("The report is filed."))
            return _to_incident(request, report)
    return told_page(request, "reports/new.html", form)


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.CORRECT_REPORT)
def correct(request: MemberRequest, report_id: UUID) -> HttpResponse:
    """Say anew what the source says, with the reason."""
    report = find_report(MemberReader(request.user), report_id)
    form = CorrectionForm(
        request.user,
        request.POST or None,
        initial=correction_values(report),
        current_area=report.area,
    )
    news: list[ChangedField] = []
    if request.method == "POST" and form.is_valid():
        try:
            correct_report(
                report_id,
                form.account(account_of(report)),
                read_version=form.cleaned_data["read_version"],
                by=request.user,
                because=form.cleaned_data["because"],
            )
        except (NotAllowed, NotFound):
            raise
        except Refused as refused:
            form.show_refusal(refused)
            reader = MemberReader(request.user)
            report = find_report(reader, report_id)
            news = _changed_since(reader, report, form.cleaned_data["read_version"])
            form.data = QueryDict(mutable=True)
            form.data.update({**request.POST.dict(), "read_version": str(report.version)})
        else:
            messages.success(request, _("The report is corrected; what it said before is kept."))
            return _to_incident(request, report)
    return _form_page(request, "reports/correct.html", form, report=report, news=news)


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.WITHDRAW_REPORT)
def withdraw(request: MemberRequest, report_id: UUID) -> HttpResponse:
    """Take a report out of the count."""
    report = find_report(MemberReader(request.user), report_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        withdraw_report(report_id, by=request.user, because=form.cleaned_data["because"])
        offer_undo(
            request,
            Offer(
                _("The report is withdrawn and no longer counts."),
                reverse("reinstate_report", args=[report_id]),
                reverse("incident", args=[incident_of(MemberReader(request.user), report)]),
                {"because": [_("Undo of the withdrawal")]},
            ),
        )
        return _to_incident(request, report)
    return _form_page(request, "reports/withdraw.html", form, report=report)


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.WITHDRAW_REPORT)
def reinstate(request: MemberRequest, report_id: UUID) -> HttpResponse:
    """Let a withdrawn report count again."""
    report = find_report(MemberReader(request.user), report_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reinstate_report(report_id, by=request.user, because=form.cleaned_data["because"])
        messages.success(request, _("The report counts again."))
        return _to_incident(request, report)
    return _form_page(request, "reports/reinstate.html", form, report=report)


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.DESTROY_WORDS)
def destroy(request: MemberRequest, report_id: UUID) -> HttpResponse:
    """Destroy what a report quotes, for good."""
    report = find_report(MemberReader(request.user), report_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        because = form.cleaned_data["because"]
        destroy_words_everywhere(report_id, by=request.user, because=because)
        messages.success(request, _("The words of the report are destroyed."))
        return _to_incident(request, report)
    from_desk = allegation_of(MemberReader(request.user), report_id) is not None
    return _form_page(request, "reports/destroy.html", form, report=report, from_desk=from_desk)


@require_safe
@members_only
def version(request: MemberRequest, report_id: UUID, number: int) -> HttpResponse:
    """What a report said before it was changed."""
    reader = MemberReader(request.user)
    report, revision = find_revision(reader, report_id, number)
    context = {
        "report": report,
        "revision": revision,
        "incident_id": incident_of(reader, report),
        "account": account_in_words(revision.account, _names(revision.account)),
    }
    return render(request, "reports/version.html", context)


def _changed_since(reader: MemberReader, report: Report, read_version: int) -> list[ChangedField]:
    """What others changed in a report after the version that somebody read."""
    if not 0 < read_version < report.version:
        return []
    before = find_revision(reader, report.pk, read_version)[1].account
    now = report.content()
    changed = changed_columns(before, now, (*FACT_COLUMNS, "standing"))
    return changes_in_words(changed, {**_names(before), **_names(now)})


def _names(account: dict[str, Any]) -> dict[str, str]:
    """The parties and places that an earlier account names, by their ids."""
    keys = [account[name] for name in ("side_a_id", "side_b_id") if account.get(name)]
    parties = party_names(Party.objects.filter(pk__in=keys))
    names = {str(key): name for key, name in parties.items()}
    if account.get("area_id"):
        areas = place_names(Place.objects.filter(pk=account["area_id"]))
        names |= {str(key): name for key, name in areas.items()}
    return names


def _to_incident(request: MemberRequest, report: Report) -> HttpResponse:
    incident = incident_of(MemberReader(request.user), report)
    return redirect(f"{reverse('incident', args=[incident])}#report-{report.pk}")


def _form_page(
    request: MemberRequest,
    template: str,
    form: PageForm,
    report: Report | None = None,
    news: Sequence[ChangedField] = (),
    **more: Any,
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "report": report, "news": news, **more}
    if report is not None:
        context["incident_id"] = incident_of(MemberReader(request.user), report)
    return render(request, template, context, status=422 if form.errors else 200)

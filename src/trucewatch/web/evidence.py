"""Files beside a report: attaching, showing and withdrawing them."""

from pathlib import Path
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trucewatch.accounts.access import MemberReader
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.incidents.queries import incident_of
from trucewatch.reports.actions.evidence import (
    Exhibit,
    attach_evidence,
    find_evidence,
    withdraw_evidence,
)
from trucewatch.reports.queries import find_report
from trucewatch.vocabulary.refusal import NotAllowed, NotFound, Refused
from trucewatch.web.gate import MemberRequest, for_those_who_may, members_only
from trucewatch.web.handing_over import handed_over, sandboxed
from trucewatch.web.imports import incoming_folder, saved_upload, small_enough
from trucewatch.web.page_form import PageForm


class EvidenceForm(PageForm):
    """A file with what it shows and whose it is."""

    file = forms.FileField(label=gettext_lazy("File"))
    caption = forms.CharField(label=gettext_lazy("What it shows"), max_length=300)
    creator = forms.CharField(
        label=gettext_lazy("Made by"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("A pseudonym, where a name could put somebody at risk."),
    )
    rights = forms.CharField(
        label=gettext_lazy("Rights and credit"), required=False, max_length=300
    )

    def clean_file(self) -> Any:
        """A file that is not too large."""
        return small_enough(self.cleaned_data["file"])


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.ATTACH_EVIDENCE)
def attach(request: MemberRequest, report_id: UUID) -> HttpResponse:
    """Attach a file to a report."""
    reader = MemberReader(request.user)
    report = find_report(reader, report_id)
    form = EvidenceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            _attach(request, report_id, form.cleaned_data)
        except (NotAllowed, NotFound):
            raise
        except Refused as refused:
            form.show_refusal(refused)
        else:
            messages.success(request, _("The file is attached; its hash stands in the ledger."))
            address = redirect("incident", incident_of(reader, report))
            address["Location"] += f"#report-{report.pk}"
            return address
    context = {"form": form, "report": report, "incident_id": incident_of(reader, report)}
    return render(request, "evidence/attach.html", context, status=422 if form.errors else 200)


@require_safe
@members_only
@cache_control(private=True, no_cache=True)
@sandboxed
def file(request: HttpRequest, evidence_id: UUID) -> HttpResponseBase:
    """The bytes as they came. Pictures are shown; anything else is only handed over."""
    assert isinstance(request.user, Member)  # noqa: S101 - the gate above
    return handed_over(find_evidence(evidence_id, request.user).document)


@require_POST
@for_those_who_may(Act.ATTACH_EVIDENCE)
def withdraw(request: MemberRequest, evidence_id: UUID) -> HttpResponse:
    """Show a file no longer."""
    evidence = withdraw_evidence(
        evidence_id, by=request.user, because=request.POST.get("because", "")
    )
    messages.success(request, _("The file is shown no longer; the record keeps it."))
    return redirect("incident", incident_of(MemberReader(request.user), evidence.report))


def _attach(request: MemberRequest, report_id: UUID, given: dict[str, Any]) -> None:
    with incoming_folder() as folder:
        exhibit = Exhibit(
            path=saved_upload(given["file"], Path(folder) / "data"),
            name=Path(given["file"].name or "file").name,
            caption=given["caption"],
            creator=given["creator"],
            rights=given["rights"],
        )
        attach_evidence(report_id, exhibit, by=request.user)

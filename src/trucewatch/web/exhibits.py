"""Exhibits of a case: bringing one, its custody, its bytes, copies to work on."""

from pathlib import Path
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trucewatch.accounts.access import is_allowed
from trucewatch.accounts.rules import Act
from trucewatch.cases.actions.verifying import (
    ExhibitGiven,
    add_exhibit,
    add_working_copy,
    find_exhibit,
    hand_on_exhibit,
    withdraw_exhibit,
)
from trucewatch.cases.queries.finding import NOTHING, find_case
from trucewatch.cases.queries.seeing import is_of_mission
from trucewatch.vocabulary.refusal import NotFound
from trucewatch.web.case_papers import MomentField
from trucewatch.web.evidence import EvidenceForm
from trucewatch.web.form_page import FormPage, answer_form
from trucewatch.web.gate import MemberRequest, for_those_who_may, members_only
from trucewatch.web.handing_over import handed_over, sandboxed
from trucewatch.web.imports import incoming_folder, saved_upload, small_enough
from trucewatch.web.page_form import PageForm, ReasonForm


class ExhibitForm(EvidenceForm):
    """A file with what it shows, who made it and when."""

    taken_at = MomentField(label=gettext_lazy("Taken"), required=False)


class CustodyForm(PageForm):
    """What is done with an exhibit."""

    what = forms.CharField(
        label=gettext_lazy("What is done with it"), max_length=300,
        help_text=gettext_lazy("Handed to whom, opened why, copied where."),
    )  # fmt: skip


class CopyForm(PageForm):
    """A copy to work on."""

    file = forms.FileField(label=gettext_lazy("File"))

    def clean_file(self) -> Any:
        """A file that is not too large."""
        return small_enough(self.cleaned_data["file"])


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.ATTACH_EVIDENCE)
def new_exhibit(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Bring a file to a case."""
    case = find_case(case_id, request.user)
    form = ExhibitForm(request.POST or None, request.FILES or None)

    def act() -> None:
        given = form.cleaned_data
        with incoming_folder() as folder:
            exhibit = ExhibitGiven(
                path=saved_upload(given["file"], Path(folder) / "data"),
                name=Path(given["file"].name or "file").name, caption=given["caption"],
                creator=given["creator"], rights=given["rights"], taken_at=given["taken_at"],
            )  # fmt: skip
            add_exhibit(case.pk, exhibit, by=request.user)

    page = FormPage(
        template="cases/form.html", title=_("Add an exhibit"), button=_("Add it"),
        back=reverse("case", args=[case.pk]), done=_("It is kept; its hash stands in the ledger."),
        more={"case": case},
    )  # fmt: skip
    return answer_form(request, form, act, page)


@require_safe
@members_only
def exhibit(request: MemberRequest, key: UUID) -> HttpResponse:
    """One exhibit with its custody."""
    found = find_exhibit(key, request.user)
    context = {
        "exhibit": found,
        "case": found.case,
        "custody": found.custody.select_related("by__organisation"),
        "is_of_mission": is_of_mission(request.user),
        "may_handle": is_allowed(request.user, Act.MOVE_CASE) and not found.withdrawn,
        "custody_form": CustodyForm(),
        "copy_form": CopyForm(),
        "withdraw_form": ReasonForm(),
    }
    return render(request, "cases/exhibit.html", context)


@require_POST
@for_those_who_may(Act.MOVE_CASE)
def hand_on(request: MemberRequest, key: UUID) -> HttpResponse:
    """Write into the custody log."""
    hand_on_exhibit(key, request.POST.get("what", ""), by=request.user)
    messages.success(request, _("It stands in the custody log."))
    return redirect("exhibit", key)


@require_POST
@for_those_who_may(Act.MOVE_CASE)
def copy(request: MemberRequest, key: UUID) -> HttpResponse:
    """Keep a copy to work on, apart from the original."""
    form = CopyForm(request.POST, request.FILES)
    if form.is_valid():
        with incoming_folder() as folder:
            path = saved_upload(form.cleaned_data["file"], Path(folder) / "data")
            name = Path(form.cleaned_data["file"].name or "file").name
            add_working_copy(key, path, name, by=request.user)
        messages.success(request, _("The working copy is kept apart from the original."))
    else:
        messages.error(request, _("Choose a file."))
    return redirect("exhibit", key)


@require_POST
@for_those_who_may(Act.MOVE_CASE)
def withdraw(request: MemberRequest, key: UUID) -> HttpResponse:
    """Show an exhibit no longer."""
    withdraw_exhibit(key, by=request.user, because=request.POST.get("because", ""))
    messages.success(request, _("It is shown no longer; the record keeps it."))
    return redirect("exhibit", key)


@require_safe
@members_only
@cache_control(private=True, no_cache=True)
@sandboxed
def file(request: Any, key: UUID, which: str) -> HttpResponseBase:
    """The bytes of the original or of the working copy; pictures are shown."""
    found = find_exhibit(key, request.user)
    if found.withdrawn:
        raise NotFound(NOTHING)
    document = {"original": found.document, "working-copy": found.working_copy}.get(which)
    if document is None:
        raise NotFound("There is no copy to work on.")
    return handed_over(document)

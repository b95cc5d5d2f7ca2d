"""The hotline: taking a call, and opening or forgetting the name of a caller."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from trucewatch.accounts.access import MemberReader, is_allowed
from trucewatch.accounts.rules import Act
from trucewatch.incidents.queries import incident_of
from trucewatch.intake.actions.calling import (
    forget_caller,
    open_caller,
    require_call_taker,
    take_call,
)
from trucewatch.intake.actions.receiving import ensure_channel_source
from trucewatch.intake.models import Consent
from trucewatch.intake.queries import receptions
from trucewatch.vocabulary.refusal import NotFound, Refused
from trucewatch.web.drafts import begun_form, keeps_what_was_written
from trucewatch.web.gate import MemberRequest, for_those_who_may
from trucewatch.web.page_form import ReasonForm
from trucewatch.web.told_form import CallForm
from trucewatch.web.told_page import told_page, wants_filing

_HOTLINE = ("hotline", "Hotline", "Callers who could reach a telephone; nobody saw what they tell.")


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_written
@for_those_who_may(Act.TAKE_CALL)
def call(request: MemberRequest) -> HttpResponse:
    """Write down what somebody tells on the telephone."""
    require_call_taker(request.user, Act.TAKE_CALL)
    form = begun_form(request, CallForm, "call")
    if wants_filing(request) and form.is_valid():
        try:
            hotline = ensure_channel_source(*_HOTLINE)
            report = take_call(
                form.filing(hotline), form.arrival(), form.caller_given(), by=request.user
            )
        except Refused as refused:
            form.show_refusal(refused)
        else:
            caller = report.reception.caller
            messages.success(
                request,
                _("The call is filed. The caller’s pseudonym is %(name)s: tell it to the caller.")
                % {"name": caller},
            )
            incident = incident_of(MemberReader(request.user), report)
            return redirect(f"{reverse('incident', args=[incident])}#report-{report.pk}")
    return told_page(request, "intake/call.html", form)


@require_http_methods(["GET", "HEAD"])
@for_those_who_may(Act.TAKE_UP_RECEPTION)
def reception(request: MemberRequest, reception_id: UUID) -> HttpResponse:
    """How one report came in, with what was added to it later."""
    reader = MemberReader(request.user)
    found = receptions(reader).filter(pk=reception_id).first()
    if found is None:
        raise NotFound("There is nothing here that you may see.")
    context = {
        "reception": found,
        "report": found.report,
        "incident_id": incident_of(reader, found.report),
        "received": list(found.messages.all()),
        "consents": [Consent(word).label for word in found.caller.consents] if found.caller else [],
        "may_open": is_allowed(request.user, Act.OPEN_CALLER),
        "form": ReasonForm(),
    }
    return render(request, "intake/reception.html", context)


@require_POST
@for_those_who_may(Act.OPEN_CALLER)
def open_name(request: MemberRequest, caller_id: UUID) -> HttpResponse:
    """Show a caller's name once, for a reason that stays in the ledger."""
    form = ReasonForm(request.POST)
    identity = None
    if form.is_valid():
        identity = open_caller(caller_id, by=request.user, because=form.cleaned_data["because"])
    context = {"form": form, "identity": identity, "caller_id": caller_id}
    return render(request, "intake/caller.html", context, status=200 if identity else 422)


@require_POST
@for_those_who_may(Act.OPEN_CALLER)
def forget_name(request: MemberRequest, caller_id: UUID) -> HttpResponse:
    """Destroy a caller's name for good."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        context = {"form": form, "identity": None, "caller_id": caller_id, "forgets": True}
        return render(request, "intake/caller.html", context, status=422)
    forget_caller(caller_id, by=request.user, because=form.cleaned_data["because"])
    messages.success(request, _("The name is destroyed. The pseudonym and the reports stay."))
    return redirect("duty")

"""The duty page: who is on duty, what came in and waits; and each member's notices."""

import datetime as dt
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trucewatch.accounts.access import MemberReader, is_allowed
from trucewatch.accounts.rules import Act
from trucewatch.intake.actions.duty import acknowledge, go_off_duty, go_on_duty
from trucewatch.intake.actions.receiving import take_up
from trucewatch.intake.models import SPOT_REPORT, Reception
from trucewatch.intake.queries import (
    current_duty,
    duty_queue,
    incidents_of,
    members_on_duty_beside,
    notices_of,
    report_notices,
    taken_by,
)
from trucewatch.vocabulary.roles import OrganisationKind
from trucewatch.web.gate import MemberRequest, for_those_who_may, members_only
from trucewatch.web.page_form import PageForm

_HOURS: Final[list[tuple[Any, Any]]] = [
    (hours, gettext_lazy("%d hours") % hours) for hours in (2, 4, 8, 12, 24)
]


class DutyForm(PageForm):
    """For how long somebody is on duty."""

    hours = forms.TypedChoiceField(
        label=gettext_lazy("On duty for"), choices=_HOURS, coerce=int, initial=8
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.GO_ON_DUTY)
def duty(request: MemberRequest) -> HttpResponse:
    """Go on duty or off, and see what waits."""
    form = DutyForm(request.POST or None)
    if request.method == "POST":
        if "off" in request.POST:
            go_off_duty(by=request.user)
            messages.success(request, _("You are off duty."))
            return redirect("duty")
        if form.is_valid():
            until = timezone.now() + dt.timedelta(hours=form.cleaned_data["hours"])
            go_on_duty(until, by=request.user)
            messages.success(request, _("You are on duty."))
            return redirect("duty")
    reader = MemberReader(request.user)
    may_take_up = is_allowed(request.user, Act.TAKE_UP_RECEPTION)
    queue = duty_queue(reader) if may_take_up else []
    mine = taken_by(request.user) if may_take_up else []
    context = {
        "form": form,
        "current": current_duty(request.user),
        "others": members_on_duty_beside(request.user),
        "queue": _with_incidents(queue),
        "mine": _with_incidents(mine),
        "may_take_up": may_take_up,
        "may_take_calls": is_allowed(request.user, Act.TAKE_CALL)
        and request.user.organisation.organisation_kind == OrganisationKind.MISSION,
    }
    return render(request, "intake/duty.html", context)


@require_POST
@for_those_who_may(Act.TAKE_UP_RECEPTION)
def take(request: MemberRequest, reception_id: UUID) -> HttpResponse:
    """Take up what came in."""
    take_up(reception_id, by=request.user)
    messages.success(request, _("You have taken it up."))
    return redirect("reception", reception_id=reception_id)


@require_safe
@members_only
def notices(request: MemberRequest) -> HttpResponse:
    """What the member is to look at."""
    found = report_notices(request.user, notices_of(request.user))
    rows = [
        {"seen": seen, "words": _words(seen.notice.kind), "is_new": seen.notice.read_at is None}
        for seen in found
    ]
    return render(request, "intake/notices.html", {"rows": rows})


@require_POST
@members_only
def read(request: MemberRequest) -> HttpResponse:
    """Say that one has read the notices that stood on the page."""
    wanted = [int(key) for key in request.POST.getlist("notice") if key.isdecimal()][:500]
    acknowledge(wanted, by=request.user)
    return redirect("notices")


def _with_incidents(found: list[Reception]) -> list[tuple[Reception, UUID | None]]:
    incidents = incidents_of(found)
    return [(reception, incidents.get(reception.report_id)) for reception in found]


def _words(kind: str) -> str:
    if kind == SPOT_REPORT:
        return _("Spot report")
    if kind.startswith("public_message"):
        return _("Somebody added a message to what they sent")
    return _("Notice")

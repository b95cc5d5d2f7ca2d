"""Writing down how long somebody looked."""

import uuid
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from trucewatch.accounts.access import MemberReader
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.incidents.choices import parties_to_choose_from
from trucewatch.reports.actions.coverage import record_coverage
from trucewatch.reports.models import Coverage
from trucewatch.reports.queries import governorates
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.refusal import Refused
from trucewatch.web.gate import MemberRequest, for_those_who_may
from trucewatch.web.page_form import DayField, PageForm

_OPEN_MARKS = (Handling.CLEAR, Handling.GREEN, Handling.AMBER, Handling.AMBER_STRICT)


def _hours(label: str) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        min_value=Decimal(0),
        max_digits=9,
        decimal_places=1,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": "8"}),
    )


class CoverageForm(PageForm):
    """Who looked where, from when to when, for how long."""

    monitor = forms.ChoiceField(label="Who looked")
    area = forms.ChoiceField(label="Governorate")
    date_start = DayField(label="First day")
    date_end = DayField(label="Last day", required=False, help_text="Leave empty for a single day.")
    patrol_hours = _hours("Hours of patrols")
    camera_hours = _hours("Hours of cameras")
    remarks = forms.CharField(label="Remarks", required=False, widget=forms.Textarea({"rows": 2}))
    handling = forms.ChoiceField(
        label="Handling mark",
        choices=[(mark.value, f"{mark.label}: {mark.meaning}") for mark in _OPEN_MARKS],
        initial=Handling.AMBER.value,
    )

    def __init__(self, member: Member, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parties = parties_to_choose_from(MemberReader(member))
        for name, rows in (("monitor", parties), ("area", governorates())):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
            field.choices = [("", "Choose"), *((str(row.pk), row.name) for row in rows)]

    def coverage(self) -> Coverage:
        """The coverage as entered."""
        given = self.cleaned_data
        return Coverage(
            monitor_id=uuid.UUID(given["monitor"]),
            area_id=uuid.UUID(given["area"]),
            date_start=given["date_start"],
            date_end=given["date_end"] or given["date_start"],
            patrol_hours=given["patrol_hours"] or Decimal(0),
            camera_hours=given["camera_hours"] or Decimal(0),
            remarks=given["remarks"],
            handling=given["handling"],
        )


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.RECORD_COVERAGE)
def new_coverage(request: MemberRequest) -> HttpResponse:
    """Record the hours that patrols and cameras covered an area."""
    form = CoverageForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            record_coverage(form.coverage(), by=request.user)
        except Refused as refused:
            form.show_refusal(refused)
        else:
            messages.success(request, "The coverage is recorded.")
            return redirect("ledgers")
    status = 422 if form.errors else 200
    return render(request, "ledgers/coverage.html", {"form": form}, status=status)

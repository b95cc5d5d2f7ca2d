"""Writing down how long somebody looked."""

import uuid
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
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
from trucewatch.web.language import mark_choices, party_names, place_names
from trucewatch.web.page_form import DayField, PageForm

_OPEN_MARKS = (Handling.CLEAR, Handling.GREEN, Handling.AMBER, Handling.AMBER_STRICT)


def _hours(label: Any) -> forms.DecimalField:
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

    monitor = forms.ChoiceField(label=gettext_lazy("Who looked"))
    area = forms.ChoiceField(label=gettext_lazy("Governorate"))
    date_start = DayField(label=gettext_lazy("First day"))
    date_end = DayField(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("Leave empty for a single day."),
    )
    patrol_hours = _hours(gettext_lazy("Hours of patrols"))
    camera_hours = _hours(gettext_lazy("Hours of cameras"))
    remarks = forms.CharField(
        label=gettext_lazy("Remarks"), required=False, widget=forms.Textarea({"rows": 2})
    )
    handling = forms.ChoiceField(
        label=gettext_lazy("Handling mark"),
        choices=mark_choices(_OPEN_MARKS),
        initial=Handling.AMBER.value,
    )

    def __init__(self, member: Member, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parties = parties_to_choose_from(MemberReader(member))
        areas = place_names(governorates())
        for name, rows in (("monitor", party_names(parties)), ("area", areas)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
            field.choices = [("", _("Choose")), *((str(key), words) for key, words in rows.items())]

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
            messages.success(request, _("The coverage is recorded."))
            return redirect("ledgers")
    status = 422 if form.errors else 200
    return render(request, "ledgers/coverage.html", {"form": form}, status=status)

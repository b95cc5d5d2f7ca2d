"""What was agreed: the list of instruments, one instrument, and whether it covered a place."""

import datetime as dt
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from trucewatch.accounts.access import MemberReader, is_allowed
from trucewatch.accounts.rules import Act
from trucewatch.agreements.models import Instrument
from trucewatch.agreements.queries import dates_seen, find_instrument, instrument_seen
from trucewatch.agreements.rules import DueState
from trucewatch.agreements.standing import compliance, obligations_seen
from trucewatch.drawing.scope import ScopeAnswer, ask_scope
from trucewatch.geo.coordinates import why_not_coordinates
from trucewatch.talks.queries.drafts import draft_seen
from trucewatch.web.citations import citations
from trucewatch.web.drawing.scope_map import draw_scope, letters
from trucewatch.web.gate import MemberRequest, members_only
from trucewatch.web.page_form import DayField, PageForm


class AskForm(PageForm):
    """A place and a day."""

    latitude = forms.FloatField(label=gettext_lazy("Latitude"))
    longitude = forms.FloatField(label=gettext_lazy("Longitude"))
    on = DayField(label=gettext_lazy("Day"))

    def clean(self) -> dict[str, Any]:
        """Degrees that lie on the globe."""
        given = super().clean() or {}
        lat, lon = given.get("latitude"), given.get("longitude")
        if lat is not None and lon is not None and (reason := why_not_coordinates(lat, lon)):
            self.add_error("latitude", reason)
        return given


@require_safe
@members_only
def agreements(request: MemberRequest) -> HttpResponse:
    """Every instrument with its days, who stands how to it, and what is due under it."""
    reader, today = MemberReader(request.user), timezone.localdate()
    instruments = Instrument.objects.visible_to(reader).prefetch_related("adherence__party")
    rows = sorted(instruments, key=_by_day)
    dates = dates_seen(reader, rows)
    due: dict[UUID, dict[str, int]] = {row.pk: {} for row in rows}
    for seen in obligations_seen(reader, today):
        key = seen.obligation.instrument_id
        if key in due:
            due[key][seen.due.value] = due[key].get(seen.due.value, 0) + 1
    cited = citations(reader, rows)
    context = {
        "rows": [(row, dates[row.pk], due[row.pk], cited[row.pk]) for row in rows],
        "overdue": DueState.OVERDUE.value,
        "may_record": is_allowed(request.user, Act.RECORD_FACT),
        "may_enter": is_allowed(request.user, Act.MANAGE_RECORD),
    }
    return render(request, "agreements/list.html", context)


def _by_day(row: Instrument) -> tuple[dt.date, str]:
    """In the order of the days that are known; those without one stand last."""
    return row.effective_on or row.signed_on or dt.date.max, row.name


@require_safe
@members_only
def agreement(request: MemberRequest, key: UUID) -> HttpResponse:
    """One instrument: days, terms, roles, provisions, obligations, scope."""
    reader = MemberReader(request.user)
    found = find_instrument(reader, key)
    seen, draft = instrument_seen(reader, found), draft_seen(reader, key)
    provisions = compliance(reader, timezone.localdate(), found)
    form = AskForm(request.GET) if "latitude" in request.GET else AskForm()
    answer, asked = _answer(form, seen.areas)
    context = {
        "seen": seen,
        "instrument": found,
        "draft": draft,
        "versions": [(row, draft.outcomes_of(row)) for row in seen.versions],
        "provisions": provisions,
        "map": draw_scope(seen.areas, asked) if seen.areas else None,
        "letters": letters(seen.areas),
        "form": form,
        "answer": answer,
        "cites": citations(reader, _facts(seen, provisions)),
        "may_record": is_allowed(request.user, Act.RECORD_FACT),
        "may_enter": is_allowed(request.user, Act.MANAGE_RECORD),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "agreements/agreement.html", context, status=status)


def _answer(
    form: AskForm, areas: list[Any]
) -> tuple[ScopeAnswer | None, tuple[float, float] | None]:
    if not form.is_bound or not form.is_valid():
        return None, None
    lat, lon = form.cleaned_data["latitude"], form.cleaned_data["longitude"]
    day: dt.date = form.cleaned_data["on"]
    return ask_scope(areas, lat, lon, day), (lat, lon)


def _facts(seen: Any, provisions: list[Any]) -> list[Any]:
    """Every row of the page that can lead to its words."""
    rows: list[Any] = [seen.instrument, *seen.terms, *seen.versions, *seen.areas]
    rows += [row for dates in seen.dates for row in dates.rows]
    for _role, roles in seen.roles:
        for each in roles:
            rows += [each.adherence, *each.views]
    for each in provisions:
        rows += [each.provision] if each.provision else []
        for obligation in each.obligations:
            rows += [obligation.obligation, *obligation.steps]
    return rows

"""Figures of the mechanism that leaders ask for, as a page and as JSON."""

from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from trucewatch.accounts.access import MemberReader
from trucewatch.cases.models import Mechanism
from trucewatch.cases.queries.figures import FigureFilter, figures_for
from trucewatch.cases.rules.figures import Bucket
from trucewatch.cases.rules.figures_seen import FiguresSeen
from trucewatch.cases.rules.round_days import RoundSeen
from trucewatch.parties.models import Party
from trucewatch.places.models import Place
from trucewatch.reports.tally_rules import NOT_SUMMED
from trucewatch.talks.queries.rounds import rounds_as_days
from trucewatch.web.drawing.round_days import RoundChart, draw_rounds
from trucewatch.web.gate import MemberRequest, members_only
from trucewatch.web.language import party_names, place_names
from trucewatch.web.ledgers import WindowForm

MOST_DAYS: Final = 31
"""More days of tallies than these stand on the page of the ledgers alone."""
MOST_FILED: Final = 200
"""More rows of filings than these stand in the JSON alone; the latest weeks are shown."""


class FiguresForm(WindowForm):
    """Of which mechanism and of which days figures are wanted."""

    mechanism = forms.ModelChoiceField(
        label=gettext_lazy("Mechanism"), queryset=Mechanism.objects.none(), to_field_name="key",
        required=False, empty_label=gettext_lazy("All"),
    )  # fmt: skip
    field_order = ["mechanism", "since", "until"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["mechanism"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
        field.queryset = Mechanism.objects.all()


@dataclass(frozen=True, slots=True)
class Aged:
    """A row of the ageing table, with the length of its bar in hundredths of the longest."""

    bucket: Bucket
    bar: int


@require_safe
@members_only
def figures(request: MemberRequest) -> HttpResponse:
    """Every figure as the member sees it now, each with the number of cases that it rests on."""
    form = FiguresForm(request.GET or None)
    if form.is_bound and not form.is_valid():
        return render(request, "cases/figures.html", {"form": form, "seen": None}, status=400)
    wanted = _wanted(form)
    seen = figures_for(MemberReader(request.user), wanted, rounds_as_days())
    days = seen.tally_days()
    filed = sorted(seen.filed, key=lambda row: (-row.monday.toordinal(), row.accused))
    context = {
        "form": form,
        "seen": seen,
        "rounds": _drawn(seen.rounds),
        "ageing": _aged(seen),
        "results": [(result, n) for result, n in seen.rulings.results if n],
        "scopes": [(scope, n) for scope, n in seen.rulings.scopes if n],
        "tally_days": days[:MOST_DAYS],
        "has_older": len(days) > MOST_DAYS,
        "filed": filed[:MOST_FILED],
        "filed_left": max(0, len(filed) - MOST_FILED),
        "called": _called(seen),
        "not_summed": NOT_SUMMED,
        "query": _query(wanted),
    }
    return render(request, "cases/figures.html", context)


@require_safe
@members_only
def figures_json(request: MemberRequest) -> HttpResponse:
    """The same under the same filter, for programs."""
    form = FiguresForm(request.GET or None)
    if form.is_bound and not form.is_valid():
        field, reasons = next(iter(form.errors.items()))
        refusal = {"reason": str(reasons[0]), "field": field}
        return JsonResponse(refusal, status=400, json_dumps_params={"ensure_ascii": False})
    seen = figures_for(MemberReader(request.user), _wanted(form), rounds_as_days())
    return JsonResponse(seen.as_json(), json_dumps_params={"ensure_ascii": False, "indent": 1})


def _wanted(form: FiguresForm) -> FigureFilter:
    given = form.cleaned_data if form.is_bound else {}
    return FigureFilter(given.get("mechanism"), given.get("since"), given.get("until"))


def _query(wanted: FigureFilter) -> str:
    given = {
        "mechanism": wanted.mechanism.key if wanted.mechanism else "",
        "since": wanted.since.isoformat() if wanted.since else "",
        "until": wanted.until.isoformat() if wanted.until else "",
    }
    return urlencode({name: value for name, value in given.items() if value})


def _drawn(rounds: Any) -> list[tuple[RoundSeen, RoundChart]]:
    """The rounds with their charts, the latest first."""
    return list(zip(rounds, draw_rounds(rounds), strict=True))[::-1]


def _aged(seen: FiguresSeen) -> list[Aged]:
    most = max((bucket.open for bucket in seen.ageing.buckets), default=0)
    return [
        Aged(bucket, round(100 * bucket.open / most) if most else 0)
        for bucket in seen.ageing.buckets
    ]


def _called(seen: FiguresSeen) -> dict[str, str]:
    """What parties and areas are called in the reader's language, by the record's own names."""
    wanted = {row.accused for row in seen.filed} | {row.party for row in seen.denials}
    parties = list(Party.objects.filter(name__in=wanted | set(seen.monitors)))
    places = list(Place.objects.filter(name__in={row.area for row in seen.areas}))
    names = party_names(parties)
    called = {party.name: names[party.pk] for party in parties}
    areas = place_names(places)
    called |= {place.name: areas[place.pk] for place in places}
    every = wanted | set(seen.monitors) | {row.area for row in seen.areas}
    found = {name: called.get(name, name) for name in every}
    found[""] = _("Persons unknown")
    return found

"""The page of a report as it is told, and the part of it that says what was understood."""

from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from trucewatch.accounts.access import MemberReader
from trucewatch.accounts.rules import Act
from trucewatch.geo.coordinates import why_not_coordinates
from trucewatch.incidents.queries import Neighbour
from trucewatch.intake.queries import accounts_near, drafts_of
from trucewatch.places.models import PlaceKind
from trucewatch.places.queries import PlaceHit, lineage, search_places
from trucewatch.reports.account import Account
from trucewatch.vocabulary.identity import new_id
from trucewatch.vocabulary.interval import Interval
from trucewatch.vocabulary.precision import LocationPrecision
from trucewatch.web.drawing.base_map import extent_of, outlines
from trucewatch.web.drawing.projection import Projection
from trucewatch.web.frame import local_zone
from trucewatch.web.gate import MemberRequest, for_those_who_may
from trucewatch.web.language import in_words, place_names
from trucewatch.web.told_form import CallForm, ToldForm

_MAP_WIDTH: Final = 720.0
_MOST_SUGGESTED: Final = 8


def wants_filing(request: MemberRequest) -> bool:
    """Whether the form was sent to be filed rather than to be looked through."""
    return request.method == "POST" and "check" not in request.POST


def told_page(request: MemberRequest, template: str, form: ToldForm) -> HttpResponse:
    """The form with what was understood; looking through it is no error."""
    is_call = isinstance(form, CallForm)
    if request.method == "POST" and "check" in request.POST:
        form.full_clean()
        near = _near(request, form)
        form.forget_errors()
    else:
        near = _near(request, form) if form.is_bound else []
    name = "call" if is_call else "report"
    context: dict[str, Any] = {
        "form": form,
        "understood": form.understanding,
        "zone": local_zone().key,
        "near": near,
        "draft_form": name,
        "draft_key": _key_of(form),
        "drafts": [] if form.is_bound else _other_drafts(request, name, form),
        "was_kept": form.was_kept,
    }
    return render(request, template, context, status=422 if form.errors else 200)


def _key_of(form: ToldForm) -> UUID:
    """The key under which a draft of the form is kept; a new one where it was sent without."""
    try:
        return UUID(str(form["key"].value()))
    except ValueError:
        return new_id()


@require_POST
@for_those_who_may(Act.FILE_REPORT)
def understood(request: MemberRequest) -> HttpResponse:
    """What the form as it stands would be understood as, and what it may repeat."""
    form = ToldForm(request.user, request.POST)
    form.full_clean()
    context = {
        "form": form,
        "understood": form.understanding,
        "zone": local_zone().key,
        "near": _near(request, form),
        "confirmed": request.POST.get("confirmed", ""),
    }
    return render(request, "intake/understood.html", context)


@require_safe
@for_those_who_may(Act.FILE_REPORT)
def suggest_places(request: MemberRequest) -> HttpResponse:
    """Places of the gazetteer whose name or P-code begins or sounds like what was typed."""
    words = request.GET.get("q", "").strip()[:100].replace("\x00", "")
    hits = search_places(words, _MOST_SUGGESTED) if len(words) > 1 else []
    return JsonResponse({"places": [_suggested(hit) for hit in hits]})


@require_safe
@for_those_who_may(Act.FILE_REPORT)
def point_map(request: MemberRequest) -> HttpResponse:
    """A map to point at; the fields for coordinates say the same."""
    projection = Projection(extent_of(), _MAP_WIDTH)
    countries, divisions = outlines(projection)
    context = {
        "projection": projection,
        "countries": countries,
        "divisions": divisions,
        "box": projection.box,
    }
    return render(request, "intake/point_map.html", context)


def _suggested(hit: PlaceHit) -> dict[str, str]:
    place = hit.place
    areas = lineage(place)
    names = place_names([place, *areas])
    around = _(", ").join(names[area.pk] for area in areas)
    return {
        "key": place.key,
        "name": names[place.pk],
        "found": hit.name if hit.name not in (place.name, names[place.pk]) else "",
        "kind": in_words(PlaceKind(place.place_kind).label),
        "around": around,
        "pcode": place.pcode,
    }


def _near(request: MemberRequest, form: ToldForm) -> list[Neighbour]:
    """Incidents that the form may repeat, once it says enough about when and where."""
    given = form.cleaned_data
    start = given.get("date_start")
    if start is None:
        return []
    end = given.get("date_end") or start
    latitude, longitude = given.get("latitude"), given.get("longitude")
    if latitude is not None and longitude is not None and why_not_coordinates(latitude, longitude):
        return []
    area = form.areas.get(given.get("area") or "")
    if end < start or (latitude is None and area is None):
        return []
    account = Account(
        date_start=start,
        date_end=end,
        date_precision=int(Interval.between(start, end).precision),
        latitude=latitude if longitude is not None else None,
        longitude=longitude if latitude is not None else None,
        location_precision=LocationPrecision.EXACT,
        area_id=area.pk if area else None,
    )
    return accounts_near(MemberReader(request.user), account)


def _other_drafts(request: MemberRequest, name: str, form: ToldForm) -> list[dict[str, Any]]:
    """Forms that the member began before this one, each with where it goes on."""
    address = reverse("take_call" if name == "call" else "new_report")
    return [
        {
            "key": draft.key,
            "saved_at": draft.saved_at,
            "words": _beginning(draft.fields),
            "address": f"{address}?draft={draft.key}",
        }
        for draft in drafts_of(request.user, name)
        if str(draft.key) != str(form["key"].value())
    ]


def _beginning(fields: dict[str, list[str]]) -> str:
    """The first words by which a writer knows a form again."""
    for name in ("place_as_published", "summary", "original", "told_when"):
        words = " ".join(fields.get(name, [])).strip()
        if words:
            return words[:60]
    return ""

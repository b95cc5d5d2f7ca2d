"""What happened, where and when: map, weeks and list under one filter."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from trucewatch.accounts.access import MemberReader, Reader
from trucewatch.incidents.choices import FilterOptions, filter_options
from trucewatch.incidents.cursor import Cursor
from trucewatch.incidents.index.counting import count_reports, count_sifted_incidents, weeks_of
from trucewatch.incidents.index.sifting import sift
from trucewatch.incidents.queries import incident_page
from trucewatch.incidents.rules import MEANINGS, DerivedLabel
from trucewatch.reports.models import Standing, Tally
from trucewatch.reports.queries import (
    ALL,
    ReportFilter,
    governorates,
    parse_filter,
)
from trucewatch.reports.tally_queries import dated_tallies
from trucewatch.talks.models import Round
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.precision import LocationPrecision
from trucewatch.vocabulary.sentence import Sentence
from trucewatch.vocabulary.violations import Verification, ViolationType
from trucewatch.web.drawing.situation_map import draw_map
from trucewatch.web.drawing.weeks import draw_weeks
from trucewatch.web.gate import MemberRequest, members_only
from trucewatch.web.language import in_words, party_names, place_names, translated_choices
from trucewatch.web.live_map import LiveMap
from trucewatch.web.page_form import PageForm, date_input, with_none

_TALLIES_BESIDE = 6
AFTER: Final = "after"
_PARAMETERS: Final = frozenset(field.name for field in fields(ReportFilter))


class FilterForm(PageForm):
    """The filter as fields; what they mean is read by ``parse_filter``."""

    def __init__(self, options: FilterOptions, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        precisions = [
            (code, _("At most: %(precision)s") % {"precision": in_words(label)})
            for code, label in LocationPrecision.choices()
        ]
        areas, parties = place_names(options.areas), party_names(options.parties)
        choices: dict[str, tuple[str, list[tuple[Any, Any]]]] = {
            "type": (
                _("Type"),
                with_none(translated_choices(ViolationType.choices()), _("Any type")),
            ),
            "area": (
                _("Governorate"),
                with_none([(area.key, areas[area.pk]) for area in options.areas], _("Anywhere")),
            ),
            "party": (
                _("Party"),
                with_none([(str(key), name) for key, name in parties.items()], _("Any party")),
            ),
            "source": (
                _("Source"),
                with_none([(s.key, s.name) for s in options.sources], _("Any source")),
            ),
            "verification": (
                _("Verification"),
                with_none(translated_choices(Verification.choices()), _("Any state")),
            ),
            "precision": (_("Place known to"), with_none(precisions, _("Any precision"))),
            "handling": (_("Handling"), with_none(list(Handling.choices()), _("Any mark"))),
            "standing": (
                _("Standing"),
                [*translated_choices(Standing.choices), (ALL, _("Recorded and withdrawn"))],
            ),
        }
        self.fields["q"] = forms.CharField(
            label=_("Words"), required=False, widget=forms.TextInput(attrs={"type": "search"})
        )
        for name, label in (("since", _("From")), ("until", _("To"))):
            self.fields[name] = forms.CharField(label=label, required=False, widget=date_input())
        for name, (label, offered) in choices.items():
            self.fields[name] = forms.CharField(
                label=label, required=False, widget=forms.Select(choices=offered)
            )


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit of a filter in words, and the address without it."""

    label: str
    words: str
    lifted: str


@dataclass(frozen=True, slots=True)
class Sift:
    """The filter of a page with its form and the address of every narrowing of it."""

    wanted: ReportFilter
    form: FilterForm
    is_usable: bool

    @property
    def query(self) -> str:
        """The filter as the query of an address."""
        return urlencode(self.wanted.parameters())

    def without_place(self) -> str:
        """The same filter anywhere."""
        return address_of(replace(self.wanted, cell="", area="", known_to=None))

    @property
    def limits(self) -> list[Limit]:
        """Each limit in words, with the address that lifts it."""
        found = []
        for name, value in self.wanted.parameters().items():
            if name in self.form.fields:
                field = self.form.fields[name]
                choices = getattr(field.widget, "choices", ())
                words = {str(key): str(label) for key, label in choices}.get(value, value)
                lifted = address_of(self.wanted.without(name))
                found.append(Limit(str(field.label), words, lifted))
        return found

    @property
    def is_set(self) -> bool:
        return bool(self.wanted.parameters())


def address_of(wanted: ReportFilter) -> str:
    """The situation under a filter."""
    query = urlencode(wanted.parameters())
    return f"{reverse('situation')}?{query}" if query else reverse("situation")


def read_sift(request: HttpRequest, reader: Reader) -> Sift:
    """The filter in the address, each unusable part named at its field."""
    given = {key: value for key, value in request.GET.items() if isinstance(value, str)}
    options = filter_options(reader)
    wanted, errors = parse_filter(given)
    form = FilterForm(options, given)
    for name, reason in {**_beyond_the_filter(given, options), **errors}.items():
        if name not in form.errors:
            form.add_error(name if name in form.fields else None, in_words(reason))
    return Sift(wanted, form, form.is_valid())


def _beyond_the_filter(given: Mapping[str, str], options: FilterOptions) -> dict[str, str]:
    """What an address asks for that is no limit, no page of the list or no area."""
    found: dict[str, str] = {
        name: Sentence("There is no filter called “{name}”.", name=name)
        for name in given
        if name not in _PARAMETERS and name != AFTER
    }
    after, area = given.get(AFTER, ""), given.get("area", "").strip()
    if after and Cursor.read(after) is None:
        found[AFTER] = Sentence("The list has no such page: start again at its first.")
    if area and area not in {place.key for place in options.areas}:
        found["area"] = Sentence("There is no such area.")
    return found


@require_safe
@members_only
def situation(request: MemberRequest) -> HttpResponse:
    """The reports that the member may see: drawn, counted and listed alike."""
    reader = MemberReader(request.user)
    asked = read_sift(request, reader)
    if not asked.is_usable:
        return render(request, "situation/page.html", {"sift": asked}, status=400)
    wanted = asked.wanted
    sifted = sift(reader, wanted)
    after = Cursor.read(request.GET.get(AFTER, ""))
    page = incident_page(reader, sifted, after=after, standing=wanted.standing)
    drawn = draw_map(sifted, governorates(), zoom_to=wanted.area)
    return render(
        request,
        "situation/page.html",
        {
            "sift": asked,
            "map": drawn,
            "live": LiveMap(wanted, drawn),
            "links": _Links(wanted),
            "weeks": draw_weeks(weeks_of(sifted), list(Round.objects.all())),
            "page": page,
            "is_continued": bool(request.GET.get(AFTER)),
            "report_count": count_reports(sifted),
            "incident_count": count_sifted_incidents(sifted),
            "tallies": _tallies_beside(reader, wanted),
            "meanings": [(label, MEANINGS[label]) for label in DerivedLabel],
        },
    )


@dataclass(frozen=True, slots=True)
class _Links:
    """Addresses of narrower filters, made in the template from what is drawn."""

    wanted: ReportFilter

    @property
    def base(self) -> str:
        """The filter without its place, ready for one more parameter."""
        rest = replace(self.wanted, cell="", known_to=None)
        query = urlencode(rest.parameters())
        return f"{reverse('situation')}?{query}&" if query else f"{reverse('situation')}?"

    @property
    def without_area(self) -> str:
        """The filter without its governorate, ready for one more parameter."""
        rest = replace(self.wanted, cell="", known_to=None, area="")
        query = urlencode(rest.parameters())
        return f"{reverse('situation')}?{query}&" if query else f"{reverse('situation')}?"

    @property
    def without_dates(self) -> str:
        """The filter without its dates, ready for two more parameters."""
        rest = replace(self.wanted, since=None, until=None)
        query = urlencode(rest.parameters())
        return f"{reverse('situation')}?{query}&" if query else f"{reverse('situation')}?"


def _tallies_beside(reader: Reader, wanted: ReportFilter) -> list[Tally]:
    """The latest tallies of both ledgers in the time that is looked at."""
    found = dated_tallies(reader, since=wanted.since, until=wanted.until)
    return found[: -_TALLIES_BESIDE - 1 : -1]

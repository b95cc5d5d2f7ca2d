"""The form in which a member writes down what a source says."""

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trucewatch.accounts.access import MemberReader
from trucewatch.accounts.models import Compartment, Member
from trucewatch.accounts.queries import held_compartments
from trucewatch.incidents.actions import Filing
from trucewatch.incidents.choices import parties_to_choose_from
from trucewatch.parties.models import Party
from trucewatch.places.models import Place
from trucewatch.reports.account import FACT_COLUMNS, Account
from trucewatch.reports.models import Report
from trucewatch.reports.queries import governorates
from trucewatch.sources.models import Source
from trucewatch.sources.queries import sources_to_file_for
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.interval import DatePrecision
from trucewatch.vocabulary.precision import LocationPrecision
from trucewatch.vocabulary.roles import Role
from trucewatch.vocabulary.violations import ViolationType
from trucewatch.web.language import mark_choices, party_names, place_names, translated_choices
from trucewatch.web.page_form import DayField, PageForm, with_none

OWN_SOURCE = ""
_OWN_HOUSE_FIRST = frozenset({Role.LIAISON, Role.DELEGATE})
_SIDES = ("side_a", "side_b")


def _number(text: str) -> int:
    return int(text)


def _by_key(names: Mapping[uuid.UUID, str]) -> list[tuple[Any, Any]]:
    return [(str(key), words) for key, words in names.items()]


class AccountForm(PageForm):
    """The facts of one account. Field names are those of the account, so that errors find them."""

    date_start = DayField(
        label=gettext_lazy("First day"), help_text=gettext_lazy("2017-02-16, or 16 Feb 2017.")
    )
    date_end = DayField(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("Leave empty for a single day."),
    )
    date_precision = forms.TypedChoiceField(
        label=gettext_lazy("How exactly the date is known"),
        choices=translated_choices(DatePrecision.choices()),
        coerce=_number,
        initial=DatePrecision.DAY.value,
    )
    place_as_published = forms.CharField(
        label=gettext_lazy("Place, in the source’s words"), max_length=300, required=False
    )
    area = forms.ChoiceField(label=gettext_lazy("Governorate"), required=False)
    location_precision = forms.TypedChoiceField(
        label=gettext_lazy("How exactly the place is known"),
        choices=with_none(translated_choices(LocationPrecision.choices()), gettext_lazy("Choose")),
        coerce=_number,
        error_messages={"required": gettext_lazy("Choose how exactly the place is known.")},
    )
    latitude = forms.FloatField(
        label=gettext_lazy("Latitude"),
        required=False,
        help_text=gettext_lazy("Degrees north, 35.93 for example."),
    )
    longitude = forms.FloatField(
        label=gettext_lazy("Longitude"),
        required=False,
        help_text=gettext_lazy("Degrees east, 36.63 for example."),
    )
    event_type = forms.ChoiceField(
        label=gettext_lazy("What is said to have been done"),
        choices=translated_choices(ViolationType.choices()),
        initial=ViolationType.UNSPECIFIED.value,
    )
    side_a = forms.ChoiceField(label=gettext_lazy("One side"), required=False)
    side_b = forms.ChoiceField(label=gettext_lazy("Other side"), required=False)
    deaths_low = forms.IntegerField(label=gettext_lazy("Deaths at least"), required=False)
    deaths_best = forms.IntegerField(label=gettext_lazy("Best estimate"), required=False)
    deaths_high = forms.IntegerField(label=gettext_lazy("Deaths at most"), required=False)
    summary = forms.CharField(
        label=gettext_lazy("What the source says"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=gettext_lazy("Words of others in quotation marks, as they were said."),
    )

    def __init__(
        self, member: Member, *args: Any, current_area: Place | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        reader = MemberReader(member)
        self.areas: dict[str, Place] = {str(area.pk): area for area in governorates()}
        if current_area is not None:
            self.areas.setdefault(str(current_area.pk), current_area)
        self.parties: dict[str, Party] = {
            str(party.pk): party for party in parties_to_choose_from(reader)
        }
        areas = place_names(self.areas.values())
        parties = party_names(self.parties.values())
        self._offer("area", with_none(_by_key(areas), _("Not said")))
        for side in _SIDES:
            self._offer(side, with_none(_by_key(parties), _("Not said")))

    def account(self, base: Mapping[str, Any] | None = None) -> Account:
        """The account as entered; columns that are not on the form keep what ``base`` says."""
        given = self.cleaned_data
        entered = {name: given[name] for name in FACT_COLUMNS if name in given}
        entered["date_end"] = given["date_end"] or given["date_start"]
        for name in ("area", *_SIDES):
            entered[f"{name}_id"] = uuid.UUID(given[name]) if given[name] else None
        return Account(**{**(base or {}), **entered})

    def _offer(self, name: str, choices: list[tuple[Any, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = choices


class FilingForm(AccountForm):
    """A new report: its account, its source and who may see it."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    source = forms.ChoiceField(label=gettext_lazy("Source"), required=False)
    handling = forms.ChoiceField(label=gettext_lazy("Handling mark"))
    compartment = forms.ChoiceField(
        label=gettext_lazy("Compartment"),
        required=False,
        help_text=gettext_lazy("Who is in it sees the report, and nobody else below the mark."),
    )
    field_order = ("key", "source")

    def __init__(self, member: Member, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {**filing_defaults(member), **(kwargs.get("initial") or {})}
        super().__init__(member, *args, **kwargs)
        self.compartments: dict[str, Compartment] = {
            str(circle.pk): circle for circle in held_compartments(member)
        }
        self.sources: dict[str, Source] = {source.key: source for source in _others(member)}
        own = _("My organisation: %(name)s") % {"name": member.organisation}
        self._offer(
            "source", [(OWN_SOURCE, own), *((key, s.name) for key, s in self.sources.items())]
        )
        self._offer("handling", mark_choices(Handling))
        circles: list[tuple[Any, str]] = [
            (key, circle.name) for key, circle in self.compartments.items()
        ]
        self._offer("compartment", with_none(circles, _("None")))

    def filing(self, own_source: Source) -> Filing:
        """What is handed in."""
        given = self.cleaned_data
        return Filing(
            source=self.sources.get(given["source"], own_source),
            key=str(given["key"]),
            account=self.account(),
            handling=Handling(given["handling"]),
            compartment=self.compartments.get(given["compartment"]),
        )


class CorrectionForm(AccountForm):
    """What a report should say, why, and which version was read before."""

    read_version = forms.IntegerField(widget=forms.HiddenInput)
    because = forms.CharField(
        label=gettext_lazy("Reason for the correction"), widget=forms.Textarea(attrs={"rows": 2})
    )


def _others(member: Member) -> list[Source]:
    """The sources beside the own organisation; liaisons and delegates speak for that alone."""
    return [] if Role(member.role) in _OWN_HOUSE_FIRST else sources_to_file_for(member)


def filing_defaults(member: Member) -> dict[str, Any]:
    """A fresh key and AMBER; liaisons and delegates file into their own circle."""
    defaults: dict[str, Any] = {
        "key": uuid.uuid4(),
        "handling": Handling.AMBER.value,
    }
    if Role(member.role) in _OWN_HOUSE_FIRST:
        own = [c for c in held_compartments(member) if c.home_of_id == member.organisation_id]
        defaults["compartment"] = str(own[0].pk) if own else ""
    return defaults


def correction_values(report: Report) -> dict[str, Any]:
    """A report's account as a form starts with it."""
    values = {name: getattr(report, name) for name in FACT_COLUMNS}
    for name in ("area", *_SIDES):
        values[name] = str(values[f"{name}_id"] or "")
    for name in ("date_start", "date_end"):
        values[name] = values[name].isoformat()
    return {**values, "read_version": report.version}


def account_of(report: Report) -> dict[str, Any]:
    """A report's account column by column."""
    return {name: getattr(report, name) for name in FACT_COLUMNS}

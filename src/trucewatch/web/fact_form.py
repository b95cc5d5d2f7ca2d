"""One form for every kind of fact, built from the columns of its model."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from trucewatch.accounts.access import MemberReader
from trucewatch.accounts.models import Compartment, Member
from trucewatch.accounts.queries import held_compartments
from trucewatch.agreements.models import Instrument
from trucewatch.desk.models import CaseDocument
from trucewatch.desk.queries import documents_of_hashes
from trucewatch.exchange.fact_kinds import FactKind
from trucewatch.incidents.choices import parties_to_choose_from
from trucewatch.parties.models import Party
from trucewatch.places.models import Place, PlaceKind
from trucewatch.sources.facts import CITED, Fact
from trucewatch.sources.models import Document, Source
from trucewatch.sources.queries import sources_to_file_for
from trucewatch.statements.models import Quoted
from trucewatch.vocabulary.handling import Handling
from trucewatch.web.fact_words import NEVER_SHOWN, choices_of, label_of
from trucewatch.web.language import mark_choices, translated_choices
from trucewatch.web.page_form import ClockField, DayField, PageForm, with_none

OWN_SOURCE: Final = "own"
_MOST_OFFERED: Final = 500
_NOT_ASKED: Final = NEVER_SHOWN | {"words", "remarks", "version_hash"}
_ASKED_LAST: Final = frozenset(
    {"since", "until", "date_start", "date_end", "date_precision"}
    | {"quantity_low", "quantity_high", "unit"}
)
"""Columns behind those that say what it is about."""
_IN_ORDER: Final = (
    ("date_start", "date_end"),
    ("since", "until"),
    ("said_from", "said_until"),
    ("time_from", "time_until"),
    ("quantity_low", "quantity_high"),
)
_OUT_OF_ORDER: Final = {
    "quantity_high": gettext_noop("The lower number is greater than the higher one."),
}
_ONE_A_LINE: Final = frozenset({"speaker_names", "relayed_by", "asked_of", "without"})


class FactForm(PageForm):
    """The columns of one kind of fact, its source, its mark and the way to its words."""

    source = forms.ChoiceField(label=gettext_lazy("Source"), required=False)
    handling = forms.ChoiceField(
        label=gettext_lazy("Handling mark"),
        choices=mark_choices(Handling),
        initial=Handling.AMBER.value,
    )
    compartment = forms.ChoiceField(label=gettext_lazy("Compartment"), required=False)
    document_sha256 = forms.RegexField(
        r"^[0-9a-fA-F]{64}$",
        label=gettext_lazy("SHA-256 of the document"),
        required=False,
        error_messages={"invalid": gettext_lazy("A hash has 64 digits from 0 to 9 and a to f.")},
        help_text=gettext_lazy("The document need not be in the record."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    start = forms.IntegerField(label=gettext_lazy("First character"), required=False, min_value=0)
    end = forms.IntegerField(
        label=gettext_lazy("Character behind the last"), required=False, min_value=1
    )
    remarks = forms.CharField(
        label=gettext_lazy("Remarks"), required=False, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, kind: FactKind, member: Member, *args: Any, **kwargs: Any) -> None:
        given: Mapping[str, Any] = kwargs.get("initial") or {}
        super().__init__(*args, **kwargs)
        self.kind, self.member, self.reader = kind, member, MemberReader(member)
        self.named: dict[str, dict[str, Any]] = {}
        """The rows that each column may name, by id."""
        self.document: CaseDocument | None = None
        own = [f for f in kind.model._meta.concrete_fields if f.name not in _NOT_ASKED]
        own.sort(key=lambda field: field.name in _ASKED_LAST)
        for field in own:
            asked = self.data.get(field.name) or given.get(field.name) or ""
            self.fields[field.name] = self._field(field, str(asked))
        self.order_fields([field.name for field in own])
        self.sources: dict[str, Source] = {s.key: s for s in sources_to_file_for(member)}
        self.circles: dict[str, Compartment] = {str(c.pk): c for c in held_compartments(member)}
        house = _("My organisation: %(name)s") % {"name": member.organisation}
        self._offer(
            "source",
            [
                ("", _("Not said")),
                (OWN_SOURCE, house),
                *((k, s.name) for k, s in self.sources.items()),
            ],
        )
        if not given.get("document_sha256"):  # words of a document are its source's account
            self.initial.setdefault("source", OWN_SOURCE)
        self._offer(
            "compartment", with_none([(k, c.name) for k, c in self.circles.items()], _("None"))
        )
        if "date_end" in self.fields:
            self.fields["date_end"].help_text = _("Leave empty for a single day.")
        if issubclass(kind.model, Quoted):
            for name in ("document_sha256", "start", "end"):
                self.fields[name].required = True
            self.fields["gist"].required = False

    def clean(self) -> dict[str, Any]:
        """Characters are named whole or not at all, and lie in the text where it is at hand."""
        given: dict[str, Any] = super().clean() or {}
        self._require_order(given)
        parts = ("document_sha256", "start", "end")
        wanted = [name for name in parts if given.get(name) not in (None, "")]
        if any(name in self.errors for name in parts):
            return given
        if wanted and len(wanted) < len(parts):
            missing = next(name for name in parts if name not in wanted)
            self.add_error(missing, _("Name the document and both ends of the words."))
        elif wanted:
            self._find_words(given)
        is_away = issubclass(self.kind.model, Quoted) and not self.errors and not self.document
        if is_away and not given["gist"].strip():
            self.add_error("gist", _("Say what stands there: the document is not at hand."))
        return given

    def _require_order(self, given: dict[str, Any]) -> None:
        """The end is no earlier than the start; an end that is left out is the start."""
        if self.kind.model._meta.model_name == "milestone" and not given.get("date_end"):
            given["date_end"] = given.get("date_start")
        for first, last in _IN_ORDER:
            one, other = given.get(first), given.get(last)
            if one is not None and other is not None and other < one:
                self.add_error(last, _(_OUT_OF_ORDER.get(last, "The end lies before the start.")))

    def _find_words(self, given: dict[str, Any]) -> None:
        given["document_sha256"] = given["document_sha256"].lower()
        if given["end"] <= given["start"]:
            self.add_error("end", _("The words end before they begin."))
            return
        found = documents_of_hashes(self.reader, [given["document_sha256"]])
        self.document = found.get(given["document_sha256"])
        if self.document is not None and given["end"] > len(self.document.text):
            length = {"length": len(self.document.text)}
            self.add_error("end", _("The document has %(length)s characters.") % length)

    def fact(self, own_source: Source | None) -> Fact:
        """The row as entered; words are taken from the document where it is at hand."""
        given = self.cleaned_data
        columns: dict[str, Any] = {}
        for field in self.kind.model._meta.concrete_fields:
            name = field.name
            if name in self.named:
                columns[name] = self.named[name].get(given[name])
            elif name in given and name not in ("source", "compartment"):
                columns[name] = given[name]
        for name in ("source", "handling", "compartment"):
            columns.pop(name, None)
        columns["handling"] = given["handling"]
        columns["compartment"] = self.circles.get(given["compartment"])
        columns["source"] = (
            own_source if given["source"] == OWN_SOURCE else self.sources.get(given["source"])
        )
        if issubclass(self.kind.model, Quoted) and self.document is not None:
            columns["document"] = self.document.document
            columns["words"] = self.document.text[given["start"] : given["end"]]
        return self.kind.model(**columns)

    @property
    def own_fields(self) -> list[forms.BoundField]:
        """What is asked of the fact itself."""
        return [field for field in self.visible_fields() if field.name not in CITED]

    @property
    def citing_fields(self) -> list[forms.BoundField]:
        """The way to its words in a document, for those who have one at hand."""
        return [field for field in self.visible_fields() if field.name in CITED]

    @property
    def is_citing(self) -> bool:
        """Whether words are named, or have to be."""
        return any(f.value() or f.errors or f.field.required for f in self.citing_fields)

    @property
    def wants_own_source(self) -> bool:
        """Whether the member's own organisation gives the account."""
        return bool(self.cleaned_data["source"] == OWN_SOURCE)

    def _offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = choices

    def _field(self, field: "models.Field[Any, Any]", given: str) -> forms.Field:
        plain: dict[str, Any] = {
            "label": label_of(field.name),
            "required": not field.blank
            and not field.null
            and not field.has_default()
            and field.name != "date_end",
        }
        if field.is_relation:
            return self._named(field, given, plain)
        if field.has_default():
            plain["initial"] = field.get_default()
        if field.choices:
            offered = translated_choices((k, str(v)) for k, v in field.flatchoices if k != "")
            if not plain["required"] and not field.has_default():
                offered = with_none(offered, _("Not said"))
            elif not field.has_default():
                offered = with_none(offered, _("Choose"))
            number = isinstance(field, models.IntegerField)
            return forms.TypedChoiceField(
                choices=offered,
                coerce=int if number else str,
                empty_value=None if field.null else "",
                **plain,
            )
        return _typed(field, plain)

    def _named(
        self, field: "models.Field[Any, Any]", given: str, plain: dict[str, Any]
    ) -> forms.Field:
        rows = _offered(field.related_model, self.reader, given)
        self.named[field.name] = {str(row.pk): row for row in rows}
        empty = _("Choose") if plain["required"] else _("Not said")
        return forms.ChoiceField(choices=with_none(list(choices_of(rows)), empty), **plain)


def _typed(field: "models.Field[Any, Any]", plain: dict[str, Any]) -> forms.Field:
    """The field of a form for a column of plain values."""
    match field:
        case models.BooleanField():
            return forms.BooleanField(**{**plain, "required": False})
        case models.DateField():
            return DayField(**plain)
        case models.TimeField():
            return ClockField(**plain)
        case models.IntegerField():
            return forms.IntegerField(min_value=0, **plain)
        case models.JSONField():
            area = forms.Textarea({"rows": 4, "class": "code"})
            return forms.JSONField(**{**plain, "required": False, "initial": None, "widget": area})
        case models.TextField():
            rows = 2 if field.name in _ONE_A_LINE else 4
            if field.name in _ONE_A_LINE:
                plain["help_text"] = _("One a line.")
            area = forms.Textarea({"rows": rows, "dir": "auto"})
            return forms.CharField(widget=area, **plain)
    text = forms.TextInput({"dir": "auto"})
    return forms.CharField(max_length=field.max_length, widget=text, **plain)


def _offered(model: Any, reader: MemberReader, given: str) -> list[Any]:
    """The rows that a column may name: only such as the member may see, the newest first."""
    if model is Party:
        return list(parties_to_choose_from(reader))
    if model is Place:
        rows = Place.objects.filter(place_kind__in=(PlaceKind.ADMIN1, PlaceKind.COUNTRY))
        return _with_given(list(rows.order_by("name")), Place.objects.all(), given)
    if issubclass(model, Fact):
        seen = model.objects.visible_to(reader).filter(withdrawn=False)
        return _with_given(list(seen.order_by("-recorded_at")[:_MOST_OFFERED]), seen, given)
    if issubclass(model, Document):
        seen = Document.objects.visible_to(reader)
        return _with_given(list(seen.order_by("-received_at")[:_MOST_OFFERED]), seen, given)
    if model is Instrument:
        return list(Instrument.objects.visible_to(reader)[:_MOST_OFFERED])
    return list(model._default_manager.all()[:_MOST_OFFERED])


def _with_given(rows: list[Any], seen: "models.QuerySet[Any]", given: str) -> list[Any]:
    """The rows with the one that the address asks for, where the member may see it."""
    if not given or any(str(row.pk) == given for row in rows):
        return rows
    try:
        return [*seen.filter(pk=UUID(given)), *rows]
    except (ValueError, ValidationError):
        return rows

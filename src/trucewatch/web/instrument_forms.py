"""Entering an instrument, who stands how to it, and who is said to back whom."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from trucewatch.accounts.access import MemberReader
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.agreements.actions import add_adherence, add_instrument
from trucewatch.agreements.models import Adherence, Instrument
from trucewatch.agreements.queries import find_instrument
from trucewatch.incidents.choices import parties_to_choose_from
from trucewatch.parties.actions import add_relation
from trucewatch.parties.models import Relation
from trucewatch.sources.models import Source
from trucewatch.vocabulary.process import AdherenceRole, InstrumentType, RelationKind, Stance
from trucewatch.vocabulary.refusal import Refused
from trucewatch.web.form_page import FormPage, answer_form
from trucewatch.web.gate import MemberRequest, for_those_who_may
from trucewatch.web.language import party_names, translated_choices
from trucewatch.web.page_form import DayField, PageForm, with_none

_REMARKS = {"rows": 3, "dir": "auto"}
_Row = TypeVar("_Row", Instrument, Adherence, Relation)


class InstrumentForm(PageForm):
    """A text that binds, or is meant to."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=300)
    instrument_type = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=translated_choices(InstrumentType.choices())
    )
    signed_on = DayField(label=gettext_lazy("Signed on"), required=False)
    effective_on = DayField(
        label=gettext_lazy("In effect from"),
        required=False,
        help_text=gettext_lazy("The day from which this record reckons."),
    )
    expires_on = DayField(label=gettext_lazy("Expires on"), required=False)
    depositary = forms.CharField(label=gettext_lazy("Depositary"), max_length=300, required=False)
    remarks = forms.CharField(
        label=gettext_lazy("Remarks"), required=False, widget=forms.Textarea(_REMARKS)
    )

    def clean(self) -> dict[str, Any]:
        """It does not expire before it takes effect."""
        given: dict[str, Any] = super().clean() or {}
        first, last = given.get("effective_on"), given.get("expires_on")
        if first and last and last < first:
            self.add_error("expires_on", _("The end lies before the start."))
        return given


class PartyForm(PageForm):
    """A form that offers the parties of the record."""

    party_fields: tuple[str, ...] = ()

    def __init__(self, member: Member, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = party_names(parties_to_choose_from(MemberReader(member)))
        for name in self.party_fields:
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared so
            empty = _("Choose") if field.required else _("Not said")
            field.choices = with_none([(str(key), text) for key, text in named.items()], empty)

    def party(self, name: str) -> UUID:
        """The id of the party that was chosen."""
        return UUID(self.cleaned_data[name])


class RoleForm(PartyForm):
    """In what role a party stands to an instrument."""

    party_fields = ("who",)

    who = forms.ChoiceField(label=gettext_lazy("Party"))
    role = forms.ChoiceField(
        label=gettext_lazy("Role"), choices=translated_choices(AdherenceRole.choices())
    )
    since = DayField(label=gettext_lazy("Since"), required=False)
    until = DayField(label=gettext_lazy("Until"), required=False)
    accepted_on = DayField(label=gettext_lazy("Accepted on"), required=False)
    remarks = forms.CharField(
        label=gettext_lazy("Remarks"), required=False, widget=forms.Textarea(_REMARKS)
    )

    def adherence(self, instrument: Instrument) -> Adherence:
        """The role as entered."""
        given = self.cleaned_data
        columns = {name: given[name] for name in ("role", "since", "until", "accepted_on")}
        return Adherence(
            instrument=instrument, party_id=self.party("who"), remarks=given["remarks"], **columns
        )


class RelationForm(PartyForm):
    """Who is claimed to stand how to whom, by whom, on what."""

    party_fields = ("subject", "object", "claimant")

    subject = forms.ChoiceField(label=gettext_lazy("Party"))
    relation_kind = forms.ChoiceField(
        label=gettext_lazy("Relation"), choices=translated_choices(RelationKind.choices())
    )
    object = forms.ChoiceField(label=gettext_lazy("To which party"))
    stance = forms.ChoiceField(
        label=gettext_lazy("The claimant"), choices=translated_choices(Stance.choices())
    )
    claimant = forms.ChoiceField(label=gettext_lazy("Claimed by which party"), required=False)
    claimant_label = forms.CharField(
        label=gettext_lazy("Claimed by whom, in words"), max_length=300, required=False
    )
    source = forms.ModelChoiceField(
        label=gettext_lazy("Source"), queryset=Source.objects.order_by("name"), required=False
    )
    since = DayField(label=gettext_lazy("Since"), required=False)
    until = DayField(label=gettext_lazy("Until"), required=False)
    evidence = forms.CharField(
        label=gettext_lazy("What it rests on"), required=False, widget=forms.Textarea(_REMARKS)
    )

    def relation(self) -> Relation:
        """The claim as entered."""
        given = self.cleaned_data
        columns = {
            name: given[name]
            for name in ("relation_kind", "claimant_label", "source", "since", "until", "evidence")
        }
        return Relation(
            subject_id=self.party("subject"),
            object_id=self.party("object"),
            claimant_id=self.party("claimant") if given["claimant"] else None,
            denied=given["stance"] == Stance.DENIES,
            **columns,
        )


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.MANAGE_RECORD)
def new_instrument(request: MemberRequest) -> HttpResponse:
    """Enter an instrument."""
    form = InstrumentForm(request.POST or None)

    def act() -> str:
        row = _entered(lambda: add_instrument(Instrument(**form.cleaned_data), by=request.user))
        return reverse("agreement", args=[row.pk])

    return answer_form(request, form, act, _page(_("New instrument"), "agreements"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.MANAGE_RECORD)
def new_role(request: MemberRequest, key: UUID) -> HttpResponse:
    """Enter in what role a party stands to an instrument."""
    instrument = find_instrument(MemberReader(request.user), key)
    form = RoleForm(request.user, request.POST or None)

    def act() -> str:
        _entered(lambda: add_adherence(form.adherence(instrument), by=request.user))
        return reverse("agreement", args=[instrument.pk])

    return answer_form(request, form, act, _page(instrument.name, "agreements"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.MANAGE_RECORD)
def new_relation(request: MemberRequest) -> HttpResponse:
    """Enter who is said to back, command or belong to whom."""
    form = RelationForm(request.user, request.POST or None)

    def act() -> None:
        _entered(lambda: add_relation(form.relation(), by=request.user))

    return answer_form(request, form, act, _page(_("Who is said to back whom"), "control"))


def _entered(act: Callable[[], _Row]) -> _Row:
    """What the act entered; what the record's own checks refuse is refused at its field."""
    try:
        return act()
    except ValidationError as error:
        field, reasons = next(iter(error.message_dict.items()))
        raise Refused(reasons[0], field="" if field == "__all__" else field) from error


def _page(title: str, back: str) -> FormPage:
    return FormPage(
        template="agreements/follow_up.html", title=title, button="", back=reverse(back),
        done=_("It is recorded."), more={"at": back},
    )  # fmt: skip

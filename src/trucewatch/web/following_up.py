"""What becomes known later: of a delivery, of a question to a guarantor, of a demand accepted."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from trucewatch.accounts.access import MemberReader, find_visible
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.agreements.models import (
    Delivery,
    Demand,
    DemandStep,
    Instrument,
    Obligation,
    Query,
)
from trucewatch.agreements.recording import accept_demand, answer_query, change_delivery
from trucewatch.incidents.choices import parties_to_choose_from
from trucewatch.vocabulary.accords import AccessAnswer, DemandState, Nature
from trucewatch.web.form_page import FormPage, answer_form
from trucewatch.web.gate import MemberRequest, for_those_who_may
from trucewatch.web.language import party_names, translated_choices
from trucewatch.web.page_form import DayField, PageForm, with_none


def _number(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0)


class DeliveryForm(PageForm):
    """How a delivery went on."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Answer"), choices=translated_choices(AccessAnswer.choices())
    )
    answered_on = DayField(label=gettext_lazy("Answered on"), required=False)
    answered_by = forms.CharField(label=gettext_lazy("Answered by"), max_length=300, required=False)
    allowed = _number(gettext_lazy("Allowed (number)"))
    arrived_on = DayField(label=gettext_lazy("Arrived on"), required=False)
    arrived = _number(gettext_lazy("Arrived (number)"))
    verified = _number(gettext_lazy("Verified (number)"))
    evidence = forms.CharField(
        label=gettext_lazy("What it rests on"), required=False, widget=forms.Textarea({"rows": 3})
    )


class AnswerForm(PageForm):
    """What a guarantor said."""

    response = forms.CharField(
        label=gettext_lazy("Answer"), widget=forms.Textarea({"rows": 4, "dir": "auto"})
    )
    responded_on = DayField(label=gettext_lazy("Answered on"))


class AcceptForm(PageForm):
    """In what part a demand is accepted, and what is owed from then on."""

    demand_state = forms.ChoiceField(
        label=gettext_lazy("State"),
        choices=translated_choices(
            (state.value, state.label)
            for state in (DemandState.ACCEPTED, DemandState.PARTLY_ACCEPTED)
        ),
    )
    on = DayField(label=gettext_lazy("Accepted on"), required=False)
    quantity_low = _number(gettext_lazy("Agreed, at least"))
    quantity_high = _number(gettext_lazy("Agreed, at most"))
    text = forms.CharField(
        label=gettext_lazy("What is owed"), widget=forms.Textarea({"rows": 2, "dir": "auto"})
    )
    nature = forms.ChoiceField(
        label=gettext_lazy("To do or to leave undone"),
        choices=translated_choices(Nature.choices()),
    )
    bearer = forms.ChoiceField(label=gettext_lazy("Party that owes it"), required=False)
    bearer_label = forms.CharField(
        label=gettext_lazy("Who owes it, in words"), max_length=300, required=False
    )
    instrument = forms.ModelChoiceField(
        label=gettext_lazy("Instrument"), queryset=Instrument.objects.none(), required=False
    )
    due_from = DayField(label=gettext_lazy("Due from"), required=False)
    due_until = DayField(label=gettext_lazy("Due until"), required=False)

    def __init__(self, member: Member, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = self.fields["instrument"]
        assert isinstance(shown, forms.ModelChoiceField)  # noqa: S101 - declared above
        shown.queryset = Instrument.objects.visible_to(MemberReader(member))
        parties = party_names(parties_to_choose_from(MemberReader(member)))
        field = self.fields["bearer"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        named = [(str(key), name) for key, name in parties.items()]
        field.choices = with_none(named, _("Not said"))

    def step(self, demand: Demand) -> DemandStep:
        """The demand's step, under the demand's own mark."""
        given = self.cleaned_data
        return DemandStep(
            demand=demand, demand_state=given["demand_state"], date_start=given["on"],
            date_end=given["on"], quantity_low=given["quantity_low"],
            quantity_high=given["quantity_high"], unit=demand.unit, **_as_marked(demand),
        )  # fmt: skip

    def obligation(self, demand: Demand) -> Obligation:
        """What is owed, under the same mark."""
        given = self.cleaned_data
        return Obligation(
            text=given["text"], nature=given["nature"], bearer_label=given["bearer_label"],
            bearer_id=UUID(given["bearer"]) if given["bearer"] else None,
            instrument=given["instrument"], date_start=given["due_from"] or given["due_until"],
            date_end=given["due_until"] or given["due_from"], **_as_marked(demand),
        )  # fmt: skip


def _as_marked(demand: Demand) -> dict[str, Any]:
    return {
        "handling": demand.handling,
        "compartment": demand.compartment,
        "source": demand.from_source,
        "document_sha256": demand.sha256,
        "start": demand.start,
        "end": demand.end,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.RECORD_FACT)
def delivery(request: MemberRequest, key: UUID) -> HttpResponse:
    """Fill in how a delivery went on."""
    row: Any = find_visible(Delivery.objects.all(), request.user, pk=key)
    initial = {name: getattr(row, name) for name in DeliveryForm.base_fields}
    form = DeliveryForm(request.POST or None, initial=initial)

    def act() -> None:
        change_delivery(row, dict(form.cleaned_data), by=request.user)

    page = _page("deliveries", str(row), _("The delivery is changed."))
    return answer_form(request, form, act, page)


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.RECORD_FACT)
def answer(request: MemberRequest, key: UUID) -> HttpResponse:
    """Enter what a guarantor answered."""
    row: Any = find_visible(Query.objects.all(), request.user, pk=key)
    form = AnswerForm(request.POST or None)

    def act() -> None:
        given = form.cleaned_data
        answer_query(row, given["response"], given["responded_on"], by=request.user)

    return answer_form(
        request, form, act, _page("deliveries", str(row), _("The answer is recorded."))
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.RECORD_FACT)
def accept(request: MemberRequest, key: UUID) -> HttpResponse:
    """A demand is accepted, wholly or in part, and becomes an obligation."""
    row: Any = find_visible(Demand.objects.all(), request.user, pk=key)
    form = AcceptForm(request.user, request.POST or None, initial={"text": str(row)})

    def act() -> None:
        accept_demand(form.step(row), form.obligation(row), by=request.user)

    page = _page("obligations", str(row), _("The demand is accepted; what is owed is recorded."))
    return answer_form(request, form, act, page)


def _page(back: str, title: str, done: str) -> FormPage:
    return FormPage(
        template="agreements/follow_up.html", title=title, button="", back=reverse(back),
        done=done, more={"at": back},
    )  # fmt: skip

"""Opening a round, saying how far it has come, dating it, and recording what came of it."""

from typing import Any
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from trucewatch.accounts.access import MemberReader, find_visible
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.talks.actions.following_up import move_follow_up, record_follow_up
from trucewatch.talks.actions.opening import NewRound, open_round
from trucewatch.talks.actions.rounds import (
    change_round,
    date_round,
    move_round,
    reckon_from,
    record_outcome,
)
from trucewatch.talks.models import (
    FollowUp,
    FollowUpStep,
    Round,
    RoundDate,
    RoundOutcome,
    RoundStep,
    Track,
)
from trucewatch.talks.queries.rounds import find_round, rounds_standing
from trucewatch.talks.rules.machine import next_round_states
from trucewatch.vocabulary.interval import DatePrecision, precision_for
from trucewatch.vocabulary.process import RoundState
from trucewatch.vocabulary.talks import FollowUpState, OutcomeKind, RoundDateKind
from trucewatch.web.form_page import FormPage, answer_form
from trucewatch.web.gate import MemberRequest, for_those_who_may
from trucewatch.web.language import translated_choices
from trucewatch.web.page_form import DayField
from trucewatch.web.talks.forms import LINES, MarkedForm, Suggesting, TalksForm, WhoField, offer

_FIRST = (
    RoundState.PROPOSED, RoundState.ANNOUNCED, RoundState.DATED, RoundState.PREPARATORY,
    RoundState.OPEN,
)  # fmt: skip
_PRECISIONS = [("", gettext_lazy("As exact as the days"))]


def _precisions() -> list[tuple[Any, Any]]:
    return [*_PRECISIONS, *translated_choices(DatePrecision.choices())]


class DaysForm(MarkedForm):
    """A form with days, as exact as they are known."""

    date_start = DayField(label=gettext_lazy("First day"))
    date_end = DayField(
        label=gettext_lazy("Last day"), required=False,
        help_text=gettext_lazy("Leave empty for a single day."),
    )  # fmt: skip
    date_precision = forms.ChoiceField(
        label=gettext_lazy("How exactly the days are known"), choices=_precisions, required=False
    )

    def clean(self) -> dict[str, Any]:
        """The end is no earlier than the start."""
        given: dict[str, Any] = super().clean() or {}
        first, last = given.get("date_start"), given.get("date_end")
        if first and last and last < first:
            self.add_error("date_end", _("The end lies before the start."))
        return given

    def days(self) -> dict[str, Any]:
        """The days as columns; none of them where none is given."""
        given = self.cleaned_data
        first = given.get("date_start")
        if first is None:
            return {"date_start": None, "date_end": None, "date_precision": None}
        last = given.get("date_end") or first
        chosen = given.get("date_precision")
        precision = DatePrecision(int(chosen)) if chosen else precision_for(first, last)
        return {"date_start": first, "date_end": last, "date_precision": precision.value}


class NewRoundForm(DaysForm):
    """A round that is opened in the record."""

    track = forms.CharField(label=gettext_lazy("Track"), max_length=100, widget=Suggesting())
    ordinal = forms.IntegerField(label=gettext_lazy("Number of the round"), min_value=1)
    state = forms.ChoiceField(
        label=gettext_lazy("How far it has come"),
        choices=translated_choices((s.value, s.label) for s in _FIRST),
        initial=RoundState.ANNOUNCED.value,
    )
    purpose = forms.CharField(
        label=gettext_lazy("What it is for"), required=False, widget=forms.Textarea(LINES)
    )
    venue_label = forms.CharField(
        label=gettext_lazy("Venue"), max_length=300, required=False,
        widget=forms.TextInput({"dir": "auto"}),
    )  # fmt: skip
    host = WhoField(label=gettext_lazy("Host"), required=False)
    time_zone = forms.CharField(
        label=gettext_lazy("Time zone of the venue"), max_length=60, required=False,
        help_text=gettext_lazy("Such as Asia/Almaty. Leave empty for that of the record."),
        widget=forms.TextInput({"dir": "ltr"}),
    )  # fmt: skip

    def __init__(self, member: Member, *args: Any, **kwargs: Any) -> None:
        super().__init__(member, *args, **kwargs)
        widget = self.fields["track"].widget
        assert isinstance(widget, Suggesting)  # noqa: S101 - declared above
        widget.names = list(Track.objects.order_by("name").values_list("name", flat=True))
        self.order_fields(["track", "ordinal", "state", "date_start", "date_end"])


class ChangeRoundForm(TalksForm):
    """What of a round may change without being anybody's account."""

    purpose = forms.CharField(
        label=gettext_lazy("What it is for"), required=False, widget=forms.Textarea(LINES)
    )
    venue_label = forms.CharField(
        label=gettext_lazy("Venue"), max_length=300, required=False,
        widget=forms.TextInput({"dir": "auto"}),
    )  # fmt: skip
    host = WhoField(label=gettext_lazy("Host"), required=False)
    time_zone = forms.CharField(
        label=gettext_lazy("Time zone of the venue"), max_length=60, required=False,
        widget=forms.TextInput({"dir": "ltr"}),
    )  # fmt: skip
    outcome = forms.CharField(
        label=gettext_lazy("What came of it, in short"), required=False,
        widget=forms.Textarea(LINES),
        help_text=gettext_lazy("In neutral words; what each side says stands beside it."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """The host is a party of the record."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("host") and self.named(given["host"]).party is None:
            self.add_error("host", _("No party of the record bears this name."))
        return given


class MoveForm(DaysForm):
    """A round comes to a state."""

    state = forms.ChoiceField(label=gettext_lazy("State"))
    by = WhoField(label=gettext_lazy("Who says so"), required=False)
    remarks = forms.CharField(
        label=gettext_lazy("Remarks"), required=False, widget=forms.Textarea(LINES)
    )

    def __init__(self, member: Member, states: list[RoundState], *args: Any, **kwargs: Any) -> None:
        super().__init__(member, *args, **kwargs)
        offer(self, "state", translated_choices((s.value, s.label) for s in states))
        self.order_fields(["state", "date_start", "date_end", "date_precision", "by", "remarks"])


class DateForm(DaysForm):
    """When a round is to be, as somebody announces it."""

    date_kind = forms.ChoiceField(
        label=gettext_lazy("Of what"), choices=translated_choices(RoundDateKind.choices())
    )
    announced_on = DayField(label=gettext_lazy("Announced on"), required=False)
    by = WhoField(label=gettext_lazy("Announced by"), required=False)
    reckon = forms.BooleanField(
        label=gettext_lazy("Let the record reckon from these days"), required=False
    )

    def __init__(self, member: Member, *args: Any, **kwargs: Any) -> None:
        super().__init__(member, *args, **kwargs)
        self.order_fields(["date_kind", "date_start", "date_end", "date_precision"])


class OutcomeForm(MarkedForm):
    """What came of a round as somebody has it."""

    outcome_kind = forms.ChoiceField(
        label=gettext_lazy("What came of it"), choices=translated_choices(OutcomeKind.choices())
    )
    text = forms.CharField(
        label=gettext_lazy("In words"), max_length=500, required=False,
        widget=forms.Textarea(LINES),
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Why, as they state it"), max_length=500, required=False,
        widget=forms.Textarea(LINES),
    )  # fmt: skip
    by = WhoField(label=gettext_lazy("Who says so"), required=False)


class FollowUpForm(DaysForm):
    """Something that is to follow a round."""

    what = forms.CharField(
        label=gettext_lazy("What is to follow"), max_length=300,
        widget=forms.TextInput({"dir": "auto"}),
    )  # fmt: skip
    who = WhoField(label=gettext_lazy("Who is to do it"), required=False)
    place_label = forms.CharField(label=gettext_lazy("Where"), max_length=300, required=False)
    said_on = DayField(label=gettext_lazy("Said on"), required=False)

    def __init__(self, member: Member, *args: Any, **kwargs: Any) -> None:
        super().__init__(member, *args, **kwargs)
        self.fields["date_start"].required = False
        self.fields["date_start"].help_text = _("Leave empty where nobody says when.")
        self.order_fields(["what", "who", "place_label", "said_on", "date_start", "date_end"])


class FollowUpStepForm(DaysForm):
    """How a follow-up went on."""

    follow_up_state = forms.ChoiceField(
        label=gettext_lazy("State"),
        choices=translated_choices(
            (s.value, s.label) for s in FollowUpState if s is not FollowUpState.OPEN
        ),
    )
    on = DayField(label=gettext_lazy("On which day"))
    by = WhoField(label=gettext_lazy("Who was asked, or answered"), required=False)
    text = forms.CharField(
        label=gettext_lazy("In words"), max_length=500, required=False,
        widget=forms.Textarea(LINES),
    )  # fmt: skip

    def __init__(self, member: Member, *args: Any, **kwargs: Any) -> None:
        super().__init__(member, *args, **kwargs)
        self.fields["date_start"].required = False
        self.fields["date_start"].label = _("It is to be on")
        self.order_fields(["follow_up_state", "on", "by", "text", "date_start", "date_end"])


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.RUN_TALKS)
def new_round(request: MemberRequest) -> HttpResponse:
    """Open a round in the record, with the state that it is in."""
    given = {name: value for name, value in request.GET.items() if value}
    form = NewRoundForm(request.user, request.POST or None, initial=given)

    def act() -> str:
        data = form.cleaned_data
        host = form.whoever("host")
        days = form.days()
        round_ = Round(
            track=data["track"].strip(), ordinal=data["ordinal"], host=host.party,
            venue_label=data["venue_label"], time_zone=data["time_zone"].strip(),
            purpose=data["purpose"], remarks=f"Host: {host.label}" if host.label else "", **days,
        )  # fmt: skip
        made = open_round(
            NewRound(round_, RoundState(data["state"]), timezone.localdate(), form.marked()),
            by=request.user,
        )
        return reverse("round", args=[made.pk])

    page = _page(_("Open a round"), _("Open"), reverse("talks"))
    return answer_form(request, form, act, page)


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.RUN_TALKS)
def change(request: MemberRequest, key: UUID) -> HttpResponse:
    """Change the purpose, the venue, the host, or what came of a round in short."""
    found = find_round(key)
    plain = ("purpose", "venue_label", "time_zone", "outcome")
    initial = {name: getattr(found, name) for name in plain}
    form = ChangeRoundForm(request.user, request.POST or None, initial=initial)
    form.initial["host"] = form.called(found.host, "")

    def act() -> None:
        columns: dict[str, Any] = {name: form.cleaned_data[name].strip() for name in plain}
        columns["host"] = form.whoever("host").party
        change_round(found, columns, by=request.user)

    return answer_form(request, form, act, _of_round(found, _("Change"), _("Keep")))


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.RECORD_FACT)
def move(request: MemberRequest, key: UUID) -> HttpResponse:
    """Say that a round has come to a state."""
    found = find_round(key)
    standing = rounds_standing(MemberReader(request.user), [found])[0]
    states = next_round_states(standing.state)
    if standing.state is not None:
        states = [*states, standing.state]
    initial = {"state": request.GET.get("state", ""), "date_start": timezone.localdate()}
    form = MoveForm(request.user, states, request.POST or None, initial=initial)

    def act() -> None:
        by = form.whoever("by")
        step = RoundStep(
            round=found, round_state=form.cleaned_data["state"],
            remarks=form.cleaned_data["remarks"], **form.days(), **form.marked().columns,
            **by.columns("by_party", "by_label"),
        )  # fmt: skip
        move_round(step, by=request.user)

    page = _of_round(found, _("How far it has come"), _("Enter in the record"))
    return answer_form(request, form, act, page)


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.RUN_TALKS)
def date(request: MemberRequest, key: UUID) -> HttpResponse:
    """Enter a date that somebody announces for a round; the record may reckon from it."""
    found = find_round(key)
    form = DateForm(request.user, request.POST or None)

    @transaction.atomic  # a date that cannot be reckoned from is not kept either
    def act() -> None:
        by = form.whoever("by")
        row = date_round(
            RoundDate(
                round=found, date_kind=form.cleaned_data["date_kind"],
                announced_on=form.cleaned_data["announced_on"], **form.days(),
                **form.marked().columns, **by.columns("by_party", "by_label"),
            ),
            by=request.user,
        )  # fmt: skip
        if form.cleaned_data["reckon"]:
            reckon_from(row, by=request.user)

    page = _of_round(found, _("A date of the round"), _("Enter in the record"))
    return answer_form(request, form, act, page)


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.RECORD_FACT)
def outcome(request: MemberRequest, key: UUID) -> HttpResponse:
    """Enter what came of a round as somebody has it."""
    found = find_round(key)
    form = OutcomeForm(request.user, request.POST or None)

    def act() -> None:
        data, by = form.cleaned_data, form.whoever("by")
        row = RoundOutcome(
            round=found, outcome_kind=data["outcome_kind"], text=data["text"],
            reason=data["reason"], **form.marked().columns, **by.columns("by_party", "by_label"),
        )  # fmt: skip
        record_outcome(row, by=request.user)

    page = _of_round(found, _("What came of it"), _("Enter in the record"))
    return answer_form(request, form, act, page)


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.RECORD_FACT)
def follow_up(request: MemberRequest, key: UUID) -> HttpResponse:
    """Enter something that is to follow a round."""
    found = find_round(key)
    form = FollowUpForm(request.user, request.POST or None)

    def act() -> None:
        data = form.cleaned_data
        row = FollowUp(
            round=found, what=data["what"], place_label=data["place_label"],
            said_on=data["said_on"], **form.days(), **form.marked().columns,
            **form.whoever("who").columns(),
        )  # fmt: skip
        record_follow_up(row, by=request.user)

    page = _of_round(found, _("What is to follow"), _("Enter in the record"))
    return answer_form(request, form, act, page)


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.RECORD_FACT)
def follow_up_step(request: MemberRequest, key: UUID) -> HttpResponse:
    """Say that somebody was asked, what they answered, or what came of it."""
    row: Any = find_visible(
        FollowUp.objects.select_related("round"), request.user, pk=key, withdrawn=False
    )
    initial = {"on": timezone.localdate()}
    form = FollowUpStepForm(request.user, request.POST or None, initial=initial)
    form.keep_with(row)

    def act() -> None:
        data, by = form.cleaned_data, form.whoever("by")
        step = FollowUpStep(
            follow_up=row, follow_up_state=data["follow_up_state"], on=data["on"],
            text=data["text"], **form.days(), **form.marked().columns,
            **by.columns("by_party", "by_label"),
        )  # fmt: skip
        move_follow_up(step, by=request.user)

    page = FormPage(
        template="talks/form.html", title=row.what, button=_("Enter in the record"),
        back=reverse("chasing"), done=_("It is recorded."),
        more={"round": row.round, "at": "chasing"},
    )  # fmt: skip
    return answer_form(request, form, act, page)


def _page(title: str, button: str, back: str) -> FormPage:
    return FormPage(
        template="talks/form.html", title=title, button=button, back=back,
        done=_("It is recorded."), more={"at": "talks"},
    )  # fmt: skip


def _of_round(found: Round, title: str, button: str) -> FormPage:
    return FormPage(
        template="talks/form.html", title=title, button=button,
        back=reverse("round", args=[found.pk]), done=_("It is recorded."),
        more={"round": found, "at": "talks"},
    )  # fmt: skip

"""Entering a meeting with those who sat there, and saying how it came to be."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from trucewatch.accounts.access import MemberReader, find_visible
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.statements.queries import counted
from trucewatch.talks.actions.meetings import (
    change_meeting,
    enter_meeting_with,
    settle_meeting_action,
    tie_account,
)
from trucewatch.talks.models import Attendance, Delegation, Meeting, MeetingAccount, MeetingAction
from trucewatch.talks.queries.rounds import find_round, zone_of
from trucewatch.vocabulary.process import MeetingFormat, MeetingRole
from trucewatch.vocabulary.talks import ActionState, Confidentiality, MeetingState, SeatState
from trucewatch.web.form_page import answer_form
from trucewatch.web.gate import MemberRequest, for_those_who_may
from trucewatch.web.language import translated_choices
from trucewatch.web.page_form import ClockField, DayField, PageForm, with_none
from trucewatch.web.talks.form_pages import (
    answer_with_undo,
    page_of_meeting,
    page_of_round,
    talks_page,
)
from trucewatch.web.talks.forms import LINES, MarkedForm, WhoField, offer, to_choose


def _formats() -> list[tuple[Any, Any]]:
    return with_none(translated_choices(MeetingFormat.choices()), gettext_lazy("Not said"))


class MeetingForm(MarkedForm):
    """A meeting, planned or held, with those who sit there."""

    name = forms.CharField(
        label=gettext_lazy("Name of the meeting"), max_length=300,
        widget=forms.TextInput({"dir": "auto"}),
    )  # fmt: skip
    meeting_state = forms.ChoiceField(
        label=gettext_lazy("State"), choices=translated_choices(MeetingState.choices()),
        initial=MeetingState.PLANNED.value,
    )  # fmt: skip
    on = DayField(label=gettext_lazy("On which day"), required=False)
    time_from = ClockField(label=gettext_lazy("From (on the clocks of the venue)"), required=False)
    time_until = ClockField(label=gettext_lazy("Until"), required=False)
    intended_format = forms.ChoiceField(
        label=gettext_lazy("Format that is meant"), choices=_formats, required=False
    )
    actual_format = forms.ChoiceField(
        label=gettext_lazy("Format that it had"), choices=_formats, required=False
    )
    delegations = forms.MultipleChoiceField(
        label=gettext_lazy("Delegations that sit there"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    others = forms.CharField(
        label=gettext_lazy("Others who sit there"), required=False, widget=forms.Textarea(LINES),
        help_text=gettext_lazy("One a line."),
    )  # fmt: skip
    others_role = forms.ChoiceField(
        label=gettext_lazy("As what these others sit there"), required=False,
        choices=to_choose(MeetingRole.choices),
    )  # fmt: skip
    facilitator = WhoField(label=gettext_lazy("Facilitator"), required=False)
    venue_label = forms.CharField(
        label=gettext_lazy("Venue"), max_length=300, required=False,
        widget=forms.TextInput({"dir": "auto"}),
    )  # fmt: skip
    confidentiality = forms.ChoiceField(
        label=gettext_lazy("What may be known of it"),
        choices=translated_choices(Confidentiality.choices()),
        initial=Confidentiality.CLOSED.value,
    )

    def __init__(self, member: Member, rows: list[Delegation], *args: Any, **kwargs: Any) -> None:
        super().__init__(member, *args, **kwargs)
        self.rows = {str(row.pk): row for row in rows}
        names = [(key, self.called(row.party, row.party_label)) for key, row in self.rows.items()]
        offer(self, "delegations", names)
        if not names:
            del self.fields["delegations"]

    def clean(self) -> dict[str, Any]:
        """Others sit there as something: a participant and an observer are counted apart."""
        given: dict[str, Any] = super().clean() or {}
        if (given.get("others") or "").strip() and not given.get("others_role"):
            self.add_error("others_role", _("Say as what they sit there."))
        return given

    def attendance(self, meeting: Meeting) -> list[Attendance]:
        """Those who sit there, each as chosen; whoever is planned to come is expected."""
        data, columns = self.cleaned_data, self.marked().columns
        held = data["meeting_state"] == MeetingState.HELD
        state = SeatState.CAME if held else SeatState.EXPECTED
        shared = {"meeting": meeting, "seat_state": state.value, **columns}
        found = [
            Attendance(
                delegation=self.rows[key], party=self.rows[key].party,
                party_label=self.rows[key].party_label, **shared,
            )
            for key in data.get("delegations", [])
        ]  # fmt: skip
        of_parties = {row.party_id: row for row in self.rows.values() if row.party_id}
        found += [
            Attendance(
                meeting_role=data["others_role"], **who.columns(), **shared,
                delegation=of_parties.get(who.party.pk) if who.party else None,
            )
            for who in self.several("others")
        ]  # fmt: skip
        return found


class HeldForm(PageForm):
    """How a meeting came to be."""

    meeting_state = forms.ChoiceField(
        label=gettext_lazy("State"), choices=translated_choices(MeetingState.choices())
    )
    on = DayField(label=gettext_lazy("On which day"), required=False)
    time_from = ClockField(label=gettext_lazy("From (on the clocks of the venue)"), required=False)
    time_until = ClockField(label=gettext_lazy("Until"), required=False)
    actual_format = forms.ChoiceField(
        label=gettext_lazy("Format that it had"), choices=_formats, required=False
    )
    because = forms.CharField(
        label=gettext_lazy("Why it changes"), max_length=300, required=False,
        widget=forms.TextInput({"dir": "auto"}),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.RECORD_FACT)
def new_meeting(request: MemberRequest, key: UUID) -> HttpResponse:
    """Enter a meeting of a round with those who sit there."""
    found = find_round(key)
    rows = counted(Delegation, MemberReader(request.user), "party").filter(round=found)
    ordered = list(rows.order_by("recorded_at", "pk"))
    form = MeetingForm(request.user, ordered, request.POST or None)
    form.fields["time_from"].help_text = zone_of(found)

    def record() -> Meeting:
        data, facilitator = form.cleaned_data, form.whoever("facilitator")
        plain = (
            "name", "meeting_state", "time_from", "time_until", "intended_format",
            "actual_format", "venue_label", "confidentiality",
        )  # fmt: skip
        meeting = Meeting(
            round=found, date_start=data["on"], date_end=data["on"],
            facilitator=facilitator.party, facilitator_label=facilitator.label,
            **{name: data[name] for name in plain}, **form.marked().columns,
        )  # fmt: skip
        return enter_meeting_with(meeting, form.attendance(meeting), by=request.user)

    page = page_of_round(found, _("A meeting"), _("Enter in the record"), "meetings")
    return answer_with_undo(request, form, record, page)


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.RECORD_FACT)
def held(request: MemberRequest, key: UUID) -> HttpResponse:
    """Fill in that a meeting was held or not, when, and in which format."""
    row: Any = find_visible(
        Meeting.objects.select_related("round"), request.user, pk=key, withdrawn=False
    )
    plain = ("meeting_state", "time_from", "time_until", "actual_format")
    initial = {**{name: getattr(row, name) for name in plain}, "on": row.date_start}
    form = HeldForm(request.POST or None, initial=initial)
    if row.round is not None:
        form.fields["time_from"].help_text = zone_of(row.round)

    def act() -> None:
        data = form.cleaned_data
        columns: dict[str, Any] = {name: data[name] for name in plain}
        if data["on"] != row.date_start:
            columns |= {"date_start": data["on"], "date_end": data["on"], "date_precision": None}
        change_meeting(row, columns, by=request.user, because=data["because"])

    page = page_of_meeting(row)
    return answer_form(request, form, act, page)


@require_POST
@for_those_who_may(Act.RECORD_FACT)
def settle_action(request: MemberRequest, key: UUID) -> HttpResponse:
    """Say that a task of a meeting is done, dropped, or open after all."""
    row: Any = find_visible(MeetingAction.objects.all(), request.user, pk=key, withdrawn=False)
    form = _SettleForm(request.POST)

    def act() -> None:
        state = ActionState(form.cleaned_data["state"])
        settle_meeting_action(row, state, timezone.localdate(), by=request.user)

    page = talks_page(row.what, _("Keep"), reverse("chasing"), at="chasing")
    return answer_form(request, form, act, page)


@require_POST
@for_those_who_may(Act.RECORD_FACT)
def tie(request: MemberRequest, key: UUID) -> HttpResponse:
    """Say that a document tells of this meeting, or that it does not after all."""
    row: Any = find_visible(Meeting.objects.all(), request.user, pk=key, withdrawn=False)
    form = _TieForm(request.POST)

    def act() -> None:
        account: Any = find_visible(
            MeetingAccount.objects.all(), request.user, pk=form.cleaned_data["account"],
            withdrawn=False,
        )  # fmt: skip
        tie_account(account, None if form.cleaned_data["undo"] else row, by=request.user)

    page = page_of_meeting(row)
    return answer_form(request, form, act, page)


class _TieForm(PageForm):
    """Which account, and whether it is to be untied."""

    account = forms.UUIDField()
    undo = forms.BooleanField(required=False)


class _SettleForm(PageForm):
    """What became of a task."""

    state = forms.ChoiceField(
        label=gettext_lazy("State"), choices=translated_choices(ActionState.choices())
    )

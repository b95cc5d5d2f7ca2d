"""Inviting to a round, taking answers, and recording who came on which days."""

import datetime as dt
from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from trucewatch.accounts.access import MemberReader, find_visible
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.sources.facts import Fact
from trucewatch.statements.queries import counted
from trucewatch.talks.actions.arriving import NewDelegation, enter_delegation
from trucewatch.talks.actions.delegations import answer_invitation, invite_all, record_presence
from trucewatch.talks.models import Delegation, Presence, Round, RoundInvitation
from trucewatch.talks.queries.rounds import find_round, neighbours
from trucewatch.vocabulary.interval import Interval
from trucewatch.vocabulary.process import ParticipationStatus
from trucewatch.vocabulary.talks import InvitationAnswer, MandateKind, Rank, presence_choices
from trucewatch.web.form_page import answer_form
from trucewatch.web.gate import MemberRequest, for_those_who_may
from trucewatch.web.language import interval_in_words, translated_choices
from trucewatch.web.page_form import ClockField, DayField, with_none
from trucewatch.web.talks.form_pages import answer_with_undo, page_of_round
from trucewatch.web.talks.forms import LINES, MarkedForm, TalksForm, WhoField, offer
from trucewatch.web.undo import Offer, offer_undo


class InviteForm(MarkedForm):
    """Who is asked to come, one a line."""

    invitees = forms.CharField(
        label=gettext_lazy("Who is invited"), widget=forms.Textarea({"rows": 6, "dir": "auto"}),
        help_text=gettext_lazy("One a line."),
    )  # fmt: skip
    level = forms.CharField(
        label=gettext_lazy("At which level"), max_length=300, required=False,
        widget=forms.TextInput({"dir": "auto"}),
    )  # fmt: skip
    on = DayField(label=gettext_lazy("Invited on"), required=False)
    is_late = forms.BooleanField(label=gettext_lazy("Called late"), required=False)
    by = WhoField(label=gettext_lazy("Invited by"), required=False)


class AnswerForm(TalksForm):
    """How an invitation was answered."""

    invitation_answer = forms.ChoiceField(
        label=gettext_lazy("Answer"), choices=translated_choices(InvitationAnswer.choices())
    )
    answered_on = DayField(label=gettext_lazy("Answered on"), required=False)
    condition = forms.CharField(
        label=gettext_lazy("On which condition"), max_length=500, required=False,
        widget=forms.Textarea(LINES),
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Why, as they state it"), max_length=500, required=False,
        widget=forms.Textarea(LINES),
    )  # fmt: skip
    is_late = forms.BooleanField(
        label=gettext_lazy("The invitation is called late"), required=False
    )


class DelegationForm(MarkedForm):
    """A delegation with what is known of it when it is announced."""

    who = WhoField(label=gettext_lazy("Whose delegation"))
    head = forms.CharField(
        label=gettext_lazy("Head of delegation"), max_length=300, required=False,
        widget=forms.TextInput({"dir": "auto"}),
    )  # fmt: skip
    title = forms.CharField(
        label=gettext_lazy("Title of the head"), max_length=300, required=False,
        widget=forms.TextInput({"dir": "auto"}),
    )  # fmt: skip
    mandate = forms.ChoiceField(label=gettext_lazy("What it comes to do"), required=False)
    declared = forms.IntegerField(
        label=gettext_lazy("How many were announced"), min_value=0, required=False
    )
    level = forms.CharField(
        label=gettext_lazy("Level that was expected"), max_length=300, required=False,
        widget=forms.TextInput({"dir": "auto"}),
    )  # fmt: skip
    rank = forms.ChoiceField(label=gettext_lazy("Rank that was expected"), required=False)

    def __init__(self, member: Member, *args: Any, **kwargs: Any) -> None:
        super().__init__(member, *args, **kwargs)
        choices = translated_choices(MandateKind.choices())
        offer(self, "mandate", with_none(choices, _("Not said")))
        offer(self, "rank", with_none(translated_choices(Rank.choices()), _("Not said")))


class PresenceForm(MarkedForm):
    """Where a delegation stood on a day of a round."""

    delegation = forms.ChoiceField(label=gettext_lazy("Delegation"))
    status = forms.ChoiceField(
        label=gettext_lazy("Presence"), choices=translated_choices(presence_choices())
    )
    on = DayField(label=gettext_lazy("On which day"))
    until = DayField(label=gettext_lazy("Until"), required=False)
    at = ClockField(label=gettext_lazy("At what time"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=500, required=False, widget=forms.Textarea(LINES)
    )
    by = WhoField(label=gettext_lazy("Who says so"), required=False)

    def __init__(self, member: Member, rows: list[Delegation], *args: Any, **kwargs: Any) -> None:
        super().__init__(member, *args, **kwargs)
        self.rows = {str(row.pk): row for row in rows}
        names = [(key, self.called(row.party, row.party_label)) for key, row in self.rows.items()]
        offer(self, "delegation", names)


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.RUN_TALKS)
def invite(request: MemberRequest, key: UUID) -> HttpResponse:
    """Enter who is invited to a round; those of the round before are suggested."""
    found = find_round(key)
    reader = MemberReader(request.user)
    form = InviteForm(request.user, request.POST or None, initial={"on": timezone.localdate()})
    before, _after = neighbours(found)
    if before is not None:
        rows = counted(Delegation, reader, "party").filter(round=before).order_by("recorded_at")
        names = [form.called(row.party, row.party_label) for row in rows]
        form.initial["invitees"] = "\n".join(names)

    def record() -> RoundInvitation:
        data, by = form.cleaned_data, form.whoever("by")
        columns = form.marked().columns
        rows = [
            RoundInvitation(
                round=found, level=data["level"], is_late=data["is_late"],
                date_start=data["on"], date_end=data["on"],
                **who.columns(), **by.columns("by_party", "by_label"), **columns,
            )
            for who in form.several("invitees")
        ]  # fmt: skip
        return invite_all(rows, by=request.user)[0]

    def act() -> None:
        record()

    page = page_of_round(found, _("Invite"), _("Enter in the record"), "who-came")
    if form.is_valid() and len(form.several("invitees")) == 1:  # several are withdrawn one by one
        return answer_with_undo(request, form, record, page)
    return answer_form(request, form, act, page)


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.RECORD_FACT)
def answer(request: MemberRequest, key: UUID) -> HttpResponse:
    """Fill in how an invitation was answered."""
    row: Any = find_visible(
        RoundInvitation.objects.select_related("round", "party"), request.user, pk=key,
        withdrawn=False,
    )  # fmt: skip
    plain = ("invitation_answer", "answered_on", "condition", "reason", "is_late")
    initial = {name: getattr(row, name) for name in plain}
    form = AnswerForm(request.user, request.POST or None, initial=initial)

    def act() -> None:
        columns = {name: form.cleaned_data[name] for name in plain}
        answer_invitation(row, columns, by=request.user)

    title = _("Answer to the invitation: %(who)s") % {"who": form.called(row.party, row.who)}
    return answer_form(request, form, act, page_of_round(row.round, title, _("Keep"), "who-came"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.RECORD_FACT)
def delegation(request: MemberRequest, key: UUID) -> HttpResponse:
    """Enter a delegation with its head, mandate and announced number."""
    found = find_round(key)
    given = {name: value for name, value in request.GET.items() if value}
    form = DelegationForm(request.user, request.POST or None, initial=given)

    def record() -> Fact:
        data, who = form.cleaned_data, form.whoever("who")
        mandate = MandateKind(data["mandate"]) if data["mandate"] else None
        new = NewDelegation(
            round=found, party=who.party, label=who.label, head=data["head"].strip(),
            title=data["title"].strip(), mandate=mandate, declared=data["declared"],
            level=data["level"].strip(), rank=Rank(int(data["rank"])) if data["rank"] else None,
            marked=form.marked(),
        )  # fmt: skip
        return enter_delegation(new, by=request.user)

    page = page_of_round(found, _("A delegation"), _("Enter in the record"), "who-came")
    return answer_with_undo(request, form, record, page)


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.RECORD_FACT)
def presence(request: MemberRequest, key: UUID) -> HttpResponse:
    """Enter where a delegation stood on a day; the entry can be undone."""
    found = find_round(key)
    reader = MemberReader(request.user)
    rows = list(
        counted(Delegation, reader, "party").filter(round=found).order_by("recorded_at", "pk")
    )
    initial = {
        "delegation": request.GET.get("delegation", ""),
        "on": request.GET.get("on", ""),
        "status": request.GET.get("status", ""),
    }
    form = PresenceForm(request.user, rows, request.POST or None, initial=initial)

    def act() -> str:
        data, by = form.cleaned_data, form.whoever("by")
        first, last = data["on"], data["until"] or data["on"]
        row = record_presence(
            Presence(
                delegation=form.rows[data["delegation"]], status=data["status"], at=data["at"],
                reason=data["reason"], date_start=first, date_end=last,
                **form.marked().columns, **by.columns("by_party", "by_label"),
            ),
            by=request.user,
        )  # fmt: skip
        _offer_undo(request, found, row, form.called(row.delegation.party, row.delegation.who))
        return reverse("round", args=[found.pk]) + "#who-came"

    page = replace(
        page_of_round(found, _("Who came, and who did not"), _("Enter in the record"), "who-came"),
        done="",
    )
    return answer_form(request, form, act, page)


def _offer_undo(request: MemberRequest, found: Round, row: Presence, name: str) -> None:
    status = ParticipationStatus(row.status)
    day: dt.date = row.date_start or timezone.localdate()
    done = _("%(who)s, %(day)s: it is recorded.") % {
        "who": name, "day": interval_in_words(Interval.on(day)),
    }  # fmt: skip
    offer_undo(
        request,
        Offer(
            done,
            reverse("withdraw_fact", args=["presence", row.pk]),
            reverse("round", args=[found.pk]),
            {"because": [_("Undo of the entry")], "status": [status.value], "undo": ["1"]},
        ),
    )

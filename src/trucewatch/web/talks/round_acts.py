"""Opening a round, saying how far it has come, dating it, and recording what came of it."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from trucewatch.accounts.access import MemberReader, find_visible
from trucewatch.accounts.rules import Act
from trucewatch.sources.facts import Fact
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
)
from trucewatch.talks.queries.rounds import find_round, rounds_standing
from trucewatch.talks.queries.tracks import zone_of_track
from trucewatch.talks.rules.machine import next_round_states
from trucewatch.vocabulary.process import RoundState
from trucewatch.web.form_page import answer_form
from trucewatch.web.gate import MemberRequest, for_those_who_may
from trucewatch.web.talks.form_pages import answer_with_undo, page_of_round, talks_page
from trucewatch.web.talks.round_forms import (
    ChangeRoundForm,
    DateForm,
    FollowUpForm,
    FollowUpStepForm,
    MoveForm,
    NewRoundForm,
    OutcomeForm,
)


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.RUN_TALKS)
def new_round(request: MemberRequest) -> HttpResponse:
    """Open a round in the record, with the state that it is in."""
    given = {name: value for name, value in request.GET.items() if value}
    form = NewRoundForm(request.user, request.POST or None, initial=given)

    def act() -> str:
        data, by = form.cleaned_data, form.whoever("by")
        host = form.whoever("host")
        days = form.days()
        round_ = Round(
            track=data["track"].strip(), ordinal=data["ordinal"], host=host.party,
            venue_label=data["venue_label"],
            time_zone=data["time_zone"].strip() or zone_of_track(data["track"]),
            purpose=data["purpose"], remarks=f"Host: {host.label}" if host.label else "", **days,
        )  # fmt: skip
        made = open_round(
            NewRound(
                round_,
                RoundState(data["state"]),
                data["since"] or timezone.localdate(),
                form.marked(),
                announced_on=data["announced_on"],
                by_party=by.party,
                by_label=by.label,
            ),
            by=request.user,
        )
        return reverse("round", args=[made.pk])

    page = talks_page(_("Open a round"), _("Open"), reverse("talks"))
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

    return answer_form(request, form, act, page_of_round(found, _("Change the round"), _("Keep")))


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.RECORD_FACT)
def move(request: MemberRequest, key: UUID) -> HttpResponse:
    """Say that a round has come to a state."""
    found = find_round(key)
    standing = rounds_standing(MemberReader(request.user), [found])[0]
    states = next_round_states(standing.state)  # first; others are of accounts of earlier days
    states += [state for state in RoundState if state not in states]
    initial = {"state": request.GET.get("state", ""), "date_start": timezone.localdate()}
    form = MoveForm(request.user, states, request.POST or None, initial=initial)

    def record() -> Fact:
        by = form.whoever("by")
        step = RoundStep(
            round=found, round_state=form.cleaned_data["state"],
            remarks=form.cleaned_data["remarks"], **form.days(), **form.marked().columns,
            **by.columns("by_party", "by_label"),
        )  # fmt: skip
        return move_round(step, by=request.user)

    page = page_of_round(found, _("How far it has come"), _("Enter in the record"), "when")
    return answer_with_undo(request, form, record, page)


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
                announced_on=form.cleaned_data["announced_on"],
                as_announced=form.cleaned_data["as_announced"].strip(), **form.days(),
                **form.marked().columns, **by.columns("by_party", "by_label"),
            ),
            by=request.user,
        )  # fmt: skip
        if form.cleaned_data["reckon"]:
            reckon_from(row, by=request.user)

    page = page_of_round(found, _("A date of the round"), _("Enter in the record"), "when")
    return answer_form(request, form, act, page)


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.RECORD_FACT)
def outcome(request: MemberRequest, key: UUID) -> HttpResponse:
    """Enter what came of a round as somebody has it."""
    found = find_round(key)
    form = OutcomeForm(request.user, request.POST or None)

    def record() -> Fact:
        data, by = form.cleaned_data, form.whoever("by")
        row = RoundOutcome(
            round=found, outcome_kind=data["outcome_kind"], text=data["text"],
            reason=data["reason"], **form.marked().columns, **by.columns("by_party", "by_label"),
        )  # fmt: skip
        return record_outcome(row, by=request.user)

    page = page_of_round(found, _("What came of it"), _("Enter in the record"), "outcome")
    return answer_with_undo(request, form, record, page)


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.RECORD_FACT)
def follow_up(request: MemberRequest, key: UUID) -> HttpResponse:
    """Enter something that is to follow a round."""
    found = find_round(key)
    form = FollowUpForm(request.user, request.POST or None)

    def record() -> Fact:
        data = form.cleaned_data
        row = FollowUp(
            round=found, what=data["what"], place_label=data["place_label"],
            said_on=data["said_on"], **form.days(), **form.marked().columns,
            **form.whoever("who").columns(),
        )  # fmt: skip
        return record_follow_up(row, by=request.user)

    page = page_of_round(found, _("What is to follow"), _("Enter in the record"), "outcome")
    return answer_with_undo(request, form, record, page)


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

    def record() -> Fact:
        data, by = form.cleaned_data, form.whoever("by")
        step = FollowUpStep(
            follow_up=row, follow_up_state=data["follow_up_state"], on=data["on"],
            text=data["text"], **form.days(), **form.marked().columns,
            **by.columns("by_party", "by_label"),
        )  # fmt: skip
        return move_follow_up(step, by=request.user)

    page = talks_page(
        row.what, _("Enter in the record"), reverse("chasing"), at="chasing", round=row.round
    )
    return answer_with_undo(request, form, record, page)

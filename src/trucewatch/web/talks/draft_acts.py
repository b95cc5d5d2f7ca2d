"""Circulating versions of a draft, taking positions, saying what became of it, whom it binds."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from trucewatch.accounts.access import MemberReader
from trucewatch.accounts.rules import Act
from trucewatch.agreements.models import Instrument
from trucewatch.agreements.queries import find_instrument
from trucewatch.sources.facts import Fact
from trucewatch.statements.queries import counted
from trucewatch.talks.actions.drafts import (
    circulate_new_draft,
    circulate_version,
    draw_obligations,
    give_draft_position,
    record_text_act,
    settle_draft,
)
from trucewatch.talks.models import Delegation, DraftPosition, Round, Settlement, Tabling, TextAct
from trucewatch.talks.queries.drafts import draft_seen, find_version
from trucewatch.talks.queries.rounds import find_round
from trucewatch.talks.standing import hash_of
from trucewatch.vocabulary.process import InstrumentType
from trucewatch.web.form_page import answer_form
from trucewatch.web.gate import MemberRequest, for_those_who_may
from trucewatch.web.talks.draft_forms import (
    CirculateForm,
    NewDraftForm,
    ObligationsForm,
    PositionForm,
    SettleForm,
    TextActForm,
)
from trucewatch.web.talks.form_pages import (
    answer_with_undo,
    page_of_round,
    page_of_version,
    talks_page,
)


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.RUN_TALKS)
def new_draft(request: MemberRequest, key: UUID) -> HttpResponse:
    """Put a text before a round: its first version, and who gets it."""
    found = find_round(key)
    form = NewDraftForm(
        request.user, _delegations(request, found), request.POST or None,
        initial={"on": timezone.localdate()},
    )  # fmt: skip

    def act() -> str:
        data = form.cleaned_data
        instrument = Instrument(
            name=data["name"].strip(), instrument_type=InstrumentType(data["instrument_type"])
        )
        with transaction.atomic():  # a circle that was made for it goes with it
            circulate_new_draft(found, form.version(instrument), by=request.user)
        return reverse("draft", args=[instrument.pk])

    return answer_form(
        request, form, act, page_of_round(found, _("A draft"), _("Circulate"), "texts")
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.RUN_TALKS)
def circulate(request: MemberRequest, key: UUID) -> HttpResponse:
    """Circulate the next version of a text; the last one is there to be worked on."""
    instrument = find_instrument(MemberReader(request.user), key)
    found = _round_of(request, instrument)
    seen = draft_seen(MemberReader(request.user), key)
    last = next((v for v in reversed(seen.versions) if v.row.text), None)
    initial: dict[str, Any] = {"on": timezone.localdate()}
    if last is not None:
        initial |= {"text": last.row.text, "language": last.row.language}
        initial["after"] = seen.versions[-1].row.number
        had = {row.to_party_id or row.to_label for row in last.circulations}
        initial["recipients"] = [
            str(row.pk)
            for row in _delegations(request, found)
            if (row.party_id or row.party_label) in had
        ]
    form = CirculateForm(
        request.user, _delegations(request, found), request.POST or None, initial=initial
    )
    if last is not None:
        form.keep_with(last.row)

    def act() -> str:
        with transaction.atomic():
            circulate_version(found, form.version(instrument), by=request.user)
        return reverse("draft", args=[instrument.pk])

    back = reverse("draft", args=[key])
    page = talks_page(instrument.name, _("Circulate"), back, round=found)
    return answer_form(request, form, act, page)


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.RECORD_FACT)
def position(request: MemberRequest, key: UUID) -> HttpResponse:
    """Enter where a party stands on a version; it is bound to the text that is shown."""
    version = find_version(MemberReader(request.user), key)
    initial = {
        "version_hash": hash_of(version), "on": timezone.localdate(),
        "who": request.GET.get("who", ""),
    }  # fmt: skip
    form = PositionForm(request.user, request.POST or None, initial=initial)
    form.keep_with(version)

    def record() -> Fact:
        data, by = form.cleaned_data, form.whoever("by")
        row = DraftPosition(
            version=version, draft_stance=data["draft_stance"], text=data["text"], on=data["on"],
            version_hash=data["version_hash"], **form.whoever("who").columns(),
            **form.marked().columns, **by.columns("by_party", "by_label"),
        )  # fmt: skip
        return give_draft_position(row, by=request.user)

    return answer_with_undo(request, form, record, page_of_version(version, _("A position")))


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.RECORD_FACT)
def settle(request: MemberRequest, key: UUID) -> HttpResponse:
    """Enter what became of a version."""
    version = find_version(MemberReader(request.user), key)
    initial = {"on": timezone.localdate()}
    form = SettleForm(request.user, request.POST or None, initial=initial)
    form.keep_with(version)

    def record() -> Fact:
        data, by = form.cleaned_data, form.whoever("by")
        without = [who.party.name if who.party else who.label for who in form.several("without")]
        row = Settlement(
            version=version, draft_outcome=data["draft_outcome"], without="\n".join(without),
            reason=data["reason"], date_start=data["on"], date_end=data["on"],
            **form.marked().columns, **by.columns("by_party", "by_label"),
        )  # fmt: skip
        return settle_draft(row, by=request.user)

    return answer_with_undo(request, form, record, page_of_version(version, _("What became of it")))


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.RECORD_FACT)
def sign(request: MemberRequest, key: UUID) -> HttpResponse:
    """Enter that somebody signed, published or dissociated itself from a version."""
    version = find_version(MemberReader(request.user), key)
    initial = {"on": timezone.localdate()}
    form = TextActForm(request.user, request.POST or None, initial=initial)
    form.keep_with(version)

    def record() -> Fact:
        data = form.cleaned_data
        row = TextAct(
            version=version, text_act=data["text_act"], text=data["text"],
            date_start=data["on"], date_end=data["on"], **form.whoever("who").columns(),
            **form.marked().columns,
        )  # fmt: skip
        return record_text_act(row, by=request.user)

    return answer_with_undo(
        request, form, record, page_of_version(version, _("A signature or other act"))
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.RUN_TALKS)
def oblige(request: MemberRequest, key: UUID) -> HttpResponse:
    """Make obligations of the provisions of an adopted version, in one step."""
    reader = MemberReader(request.user)
    version = find_version(reader, key)
    versions = draft_seen(reader, version.instrument_id).versions
    seen = next(v for v in versions if v.row.pk == version.pk)
    form = ObligationsForm(request.user, seen, request.POST or None)
    form.keep_with(version)

    def act() -> str:
        draw_obligations(version, form.drawn(), marked=form.marked(), by=request.user)
        return reverse("agreement", args=[version.instrument_id])

    return answer_form(request, form, act, page_of_version(version, _("What follows from it")))


def _delegations(request: MemberRequest, found: Round) -> list[Delegation]:
    rows = counted(Delegation, MemberReader(request.user), "party").filter(round=found)
    return list(rows.order_by("recorded_at", "pk"))


def _round_of(request: MemberRequest, instrument: Instrument) -> Round:
    """The round that the text was last put before."""
    rows = counted(Tabling, MemberReader(request.user), "round").filter(instrument=instrument)
    last = rows.order_by("recorded_at").last()
    return last.round if last is not None else find_round(UUID(int=0))

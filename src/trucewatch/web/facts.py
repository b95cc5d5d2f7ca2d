"""Any one fact of the record, the form that enters one, and taking it out of the count."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from trucewatch.accounts.access import MemberReader, is_allowed
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.desk.queries import find_document
from trucewatch.exchange.fact_kinds import KINDS, FactKind, facts_of, kind_named
from trucewatch.ledger.events import Event
from trucewatch.ledger.queries import acts_upon
from trucewatch.sources.actions import ensure_organisation_source
from trucewatch.sources.facts import Fact
from trucewatch.sources.models import Source
from trucewatch.sources.recording import reinstate_fact, withdraw_fact
from trucewatch.statements.models import Quoted
from trucewatch.talks.models import Meeting, Round
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.refusal import NotAllowed, NotFound, Refused
from trucewatch.web.citations import citations
from trucewatch.web.desk_text import excerpt
from trucewatch.web.drawing.scope_map import drawing_board
from trucewatch.web.fact_form import FactForm
from trucewatch.web.fact_words import columns_of, title_of
from trucewatch.web.gate import MemberRequest, for_those_who_may, members_only
from trucewatch.web.language import in_words
from trucewatch.web.page_form import ReasonForm
from trucewatch.web.undo import Offer, offer_undo


@dataclass(frozen=True, slots=True)
class Step:
    """One act in the history of a fact."""

    seq: int
    at: Any
    what: str
    who: str
    because: str | None


_WHAT: dict[str, str] = {
    Event.FACT_WITHDRAWN: gettext_noop("Withdrawn"),
    Event.STATEMENT_WITHDRAWN: gettext_noop("Withdrawn"),
    Event.FIGURE_WITHDRAWN: gettext_noop("Withdrawn"),
    Event.ASSESSMENT_WITHDRAWN: gettext_noop("Withdrawn"),
    Event.DEMAND_WITHDRAWN: gettext_noop("Withdrawn"),
    Event.FACT_REINSTATED: gettext_noop("Reinstated"),
    Event.DELIVERY_CHANGED: gettext_noop("Changed"),
    Event.GUARANTOR_ANSWERED: gettext_noop("Answered"),
}


@require_safe
@members_only
def facts(request: MemberRequest) -> HttpResponse:
    """Every kind of fact with how many there are; words in the address go into each form."""
    reader = MemberReader(request.user)
    _known, words = _given(request)
    asked = {name: request.GET[name] for name in ("document", "c") if name in request.GET}
    context = {
        "kinds": [(kind, facts_of(kind, reader).count()) for kind in KINDS.values()],
        "excerpt": words,
        "query": urlencode(asked),
        "may_record": is_allowed(request.user, Act.RECORD_FACT),
    }
    return render(request, "facts/list.html", context)


@require_safe
@members_only
def fact(request: MemberRequest, kind: str, key: UUID) -> HttpResponse:
    """One account of something: every column, its words, its source, what was done to it."""
    reader = MemberReader(request.user)
    known = kind_named(kind)
    row = _find(known, reader, key)
    if isinstance(row, Quoted):
        return redirect("words", known.model.kind(), key)
    context = {
        "row": row,
        "kind": known,
        "title": title_of(row),
        "columns": columns_of(row, reader),
        "citation": citations(reader, [row])[row.pk],
        "history": _history(row),
        "may_record": is_allowed(request.user, Act.RECORD_FACT),
    }
    return render(request, "facts/page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.RECORD_FACT)
def new_fact(request: MemberRequest, kind: str) -> HttpResponse:
    """Enter one account of something; the address may say what is known already."""
    known = kind_named(kind)
    given, words = _given(request)
    form = FactForm(known, request.user, request.POST or None, initial=given)
    if request.method == "POST" and form.is_valid():
        try:
            row = known.record(form.fact(_own_source(form, request.user)), by=request.user)
        except (NotAllowed, NotFound):
            raise
        except Refused as refused:
            form.show_refusal(refused)
        else:
            return _recorded(request, known, row)
    board = drawing_board() if "geometry" in form.fields else None
    context = {"form": form, "kind": known, "excerpt": words, "board": board}
    context["back"] = _whence(given)
    return render(request, "facts/new.html", context, status=422 if form.errors else 200)


def _whence(given: dict[str, Any]) -> str:
    """The page of the talks from which the form was asked for, where the address tells it."""
    for name in ("meeting", "round"):
        try:
            return reverse(name, args=[UUID(str(given.get(name)))])
        except ValueError:
            continue
    return ""


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.RECORD_FACT)
def withdraw(request: MemberRequest, kind: str, key: UUID) -> HttpResponse:
    """Take a fact out of the count, with the reason."""
    return _set_standing(request, kind, key, counts=False)


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.RECORD_FACT)
def reinstate(request: MemberRequest, kind: str, key: UUID) -> HttpResponse:
    """Let a withdrawn fact count again, with the reason."""
    return _set_standing(request, kind, key, counts=True)


def _set_standing(request: MemberRequest, slug: str, key: UUID, *, counts: bool) -> HttpResponse:
    known = kind_named(slug)
    row = _find(known, MemberReader(request.user), key)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = reinstate_fact if counts else withdraw_fact
        try:
            act(row, by=request.user, because=form.cleaned_data["because"])
        except (NotAllowed, NotFound):
            raise
        except Refused as refused:
            form.show_refusal(refused)
        else:
            row.withdrawn = not counts
            is_undo = "undo" in request.POST
            page = (is_undo and page_around(row)) or page_of(known, row)
            if counts:
                messages.success(request, _("It counts again."))
            else:
                _offer_reinstating(request, known, row, page, is_undo=is_undo)
            return redirect(page)
    context = {"form": form, "kind": known, "row": row, "title": title_of(row), "counts": counts}
    context["page"] = page_of(known, row)
    return render(request, "facts/standing.html", context, status=422 if form.errors else 200)


def page_of(kind: FactKind, row: Fact) -> str:
    """The page of a fact; words have one of their own."""
    if isinstance(row, Quoted):
        return reverse("words", args=[kind.model.kind(), row.pk])
    return reverse("fact", args=[kind.slug, row.pk])


def _recorded(request: MemberRequest, kind: FactKind, row: Fact) -> HttpResponse:
    """Back to the page of what the fact is part of, where there is one, with an offer to undo."""
    page = page_around(row) or page_of(kind, row)
    offer = Offer(
        _("It is recorded."),
        reverse("withdraw_fact", args=[kind.slug, row.pk]),
        page,
        {"because": [_("Undo of the entry")], "undo": ["1"]},
    )
    offer_undo(request, offer)
    return redirect(page)


def page_around(row: Any) -> str:
    """The page of the meeting, round or draft of which a fact of the talks is a part; else none."""
    if row._meta.app_label != Round._meta.app_label:
        return ""
    if isinstance(row, Meeting) and not row.withdrawn:
        return reverse("meeting", args=[row.pk])
    for name, view in (("meeting_id", "meeting"), ("round_id", "round")):
        if key := getattr(row, name, None):
            return reverse(view, args=[key])
    if version := getattr(row, "version", None):
        return reverse("draft", args=[version.instrument_id])
    parts = (getattr(row, name, None) for name in ("item", "delegation", "follow_up"))
    return next((page_around(part) for part in parts if part is not None), "")


def _offer_reinstating(
    request: MemberRequest, kind: FactKind, row: Fact, page: str, *, is_undo: bool
) -> None:
    offer = Offer(
        _("It is withdrawn and no longer counts."),
        reverse("reinstate_fact", args=[kind.slug, row.pk]),
        page,
        {"because": [_("Undo of the withdrawal")], **({"undo": ["1"]} if is_undo else {})},
    )
    offer_undo(request, offer)


def _find(kind: FactKind, reader: MemberReader, key: UUID) -> Any:
    rows = kind.model.objects.visible_to(reader)
    related = [f.name for f in kind.model._meta.concrete_fields if f.is_relation]
    found = rows.select_related(*related).filter(pk=key).first()
    if found is None:
        raise NotFound("There is nothing here that you may see.")
    return found


def _given(request: MemberRequest) -> tuple[dict[str, Any], Any]:
    """What the address says of the fact, and the words that it cites, where they are at hand."""
    given: dict[str, Any] = {name: value for name, value in request.GET.items() if value}
    if given.get("handling") not in set(Handling):
        given.pop("handling", None)  # else the form would show the first mark, the most open one
    document, span = given.pop("document", ""), given.pop("c", "")
    if not document:
        return given, None
    try:
        start, end = (int(part) for part in span.split("-"))
        key = UUID(document)
    except ValueError:
        raise NotFound("There is nothing here that you may see.") from None
    found = find_document(MemberReader(request.user), key)
    if not 0 <= start < end <= len(found.text):
        raise NotFound("There is nothing here that you may see.")
    given |= {"document_sha256": found.document.sha256, "start": start, "end": end}
    given.setdefault("handling", found.document.handling)
    given.setdefault("compartment", str(found.document.compartment_id or ""))
    given.setdefault("source", found.document.source.key)
    return given, excerpt(found.text, (start, end), (start, start))


def _own_source(form: FactForm, member: Member) -> Source | None:
    return ensure_organisation_source(by=member) if form.wants_own_source else None


def _history(row: Fact) -> list[Step]:
    """What was done to this row alone, newest first; entries about many rows tell of others."""
    acts = [act for act in acts_upon([row.pk]) if act.entry.subject == row.ledger_name]
    actors = {act.entry.actor.partition(":")[2] for act in acts if ":" in act.entry.actor}
    members = Member.objects.in_bulk([UUID(actor) for actor in actors])
    names = {member.ledger_name: str(member) for member in members.values()}
    return [
        Step(
            act.entry.seq,
            act.entry.at,
            in_words(_WHAT.get(act.entry.event, gettext_noop("Recorded"))),
            names.get(act.entry.actor, ""),
            act.because,
        )
        for act in reversed(acts)
    ]

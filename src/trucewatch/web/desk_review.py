"""Reviewing a document: its words with highlights, what they are proposed to say, a verdict."""

from collections.abc import Sequence
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from trucewatch.accounts.access import MemberReader, is_allowed
from trucewatch.accounts.rules import Act
from trucewatch.desk.actions.settling import (
    accept_kind,
    accept_proposal,
    edit_and_accept,
    refuse_proposal,
    undo_settlement,
)
from trucewatch.desk.models import DeskProposal, Kind, State
from trucewatch.desk.naming import names_of
from trucewatch.desk.queries import (
    contradictions_of,
    find_document,
    find_proposal,
    next_waiting,
    proposals_in,
)
from trucewatch.desk.rules import SETTLED_BY_PEOPLE
from trucewatch.vocabulary.refusal import NotAllowed, NotFound, Refused
from trucewatch.web.desk_forms import ProposalForm, form_of
from trucewatch.web.desk_panel import highlights, panel_of, row_of, surroundings
from trucewatch.web.desk_text import paragraphs_of
from trucewatch.web.gate import MemberRequest, for_those_who_may, members_only
from trucewatch.web.undo import Offer, offer_undo

_BY_SCRIPT: Final = "X-Desk"
"""A header of the page's own script, which takes a part of a page for an answer."""


@require_safe
@members_only
def document(request: MemberRequest, document_id: UUID) -> HttpResponse:
    """A document with its highlights; whoever works at the desk gets the proposals beside it."""
    row = find_document(MemberReader(request.user), document_id, case_asked(request))
    works = is_allowed(request.user, Act.WORK_PRESS_DESK)
    proposals = proposals_in(row) if works else []
    names = names_of(row.case)
    kind = _kind_asked(request)
    listed = [p for p in proposals if p.kind in SETTLED_BY_PEOPLE and kind in ("", p.kind)]
    here = _chosen(request, listed, proposals)
    clashes = contradictions_of(row.case, row) if works else []
    context = {
        **surroundings(row, proposals, clashes),
        "works": works,
        "paragraphs": paragraphs_of(
            row.text,
            highlights(row, proposals, here, request.GET.get("c", "")),
            row.pages,
        ),
        "rows": [row_of(p, names, row, clashes) for p in listed],
        "waiting_ids": ",".join(str(p.pk) for p in listed if p.state == State.WAITING),
        "waiting_here": sum(p.state == State.WAITING for p in listed),
        "kind": _kind(request),
        "panel": panel_of(here, names, clashes) if here else None,
    }
    return render(request, "desk/document.html", context)


@require_safe
@for_those_who_may(Act.WORK_PRESS_DESK)
def proposal(request: MemberRequest, proposal_id: int) -> HttpResponse:
    """One proposal: a part of the page for its script, else the page with it chosen."""
    found = find_proposal(MemberReader(request.user), proposal_id)
    if _BY_SCRIPT not in request.headers:
        return redirect(_address(found, _kind_asked(request)))
    return _part(request, found)


@require_POST
@for_those_who_may(Act.WORK_PRESS_DESK)
def accept(request: MemberRequest, proposal_id: int) -> HttpResponse:
    """Enter what was proposed into the record and go on."""
    before = find_proposal(MemberReader(request.user), proposal_id)
    try:
        done = accept_proposal(proposal_id, by=request.user)
    except (NotAllowed, NotFound):
        raise
    except Refused as refused:
        return _refused(request, before, refused)
    return _gone_on(request, [done], _("Accepted."))


@require_POST
@for_those_who_may(Act.WORK_PRESS_DESK)
def refuse(request: MemberRequest, proposal_id: int) -> HttpResponse:
    """Say that a proposal is wrong and go on."""
    before = find_proposal(MemberReader(request.user), proposal_id)
    try:
        done = refuse_proposal(proposal_id, by=request.user)
    except (NotAllowed, NotFound):
        raise
    except Refused as refused:
        return _refused(request, before, refused)
    return _gone_on(request, [done], _("Refused."))


@require_POST
@for_those_who_may(Act.WORK_PRESS_DESK)
def edit(request: MemberRequest, proposal_id: int) -> HttpResponse:
    """Put a proposal right, enter that into the record and go on."""
    before = find_proposal(MemberReader(request.user), proposal_id)
    form = form_of(before, names_of(before.case_document.case), request.POST)
    if not form.is_valid():
        return _refused(request, before, None, form)
    try:
        done = edit_and_accept(proposal_id, form.edit(), by=request.user)
    except (NotAllowed, NotFound):
        raise
    except Refused as refused:
        form.show_refusal(refused)
        return _refused(request, before, None, form)
    return _gone_on(request, [done], _("Edited and accepted."))


@require_POST
@for_those_who_may(Act.WORK_PRESS_DESK)
def accept_all(request: MemberRequest, document_id: UUID) -> HttpResponse:
    """Accept every proposal of the list that the member had before their eyes."""
    row = find_document(MemberReader(request.user), document_id, case_asked(request))
    keys = [int(key) for key in request.POST.get("ids", "").split(",") if key.isdigit()]
    mine = set(row.proposals.filter(pk__in=keys).values_list("pk", flat=True))
    done = accept_kind([key for key in keys if key in mine], by=request.user)
    told = ngettext(
        "%(number)s proposal was accepted.",
        "%(number)s proposals were accepted.",
        len(done.accepted),
    ) % {"number": len(done.accepted)}
    if done.left:
        told += " " + ngettext(
            "%(number)s could not be recorded as it stands and still waits.",
            "%(number)s could not be recorded as they stand and still wait.",
            len(done.left),
        ) % {"number": len(done.left)}
    page = reverse("desk_document", args=[row.document_id])
    if done.accepted:
        keys_done = ",".join(str(each.pk) for each in done.accepted)
        offer_undo(request, Offer(told, reverse("desk_undo"), page, {"ids": [keys_done]}))
    else:
        raise Refused(
            done.left[0][1] if done.left else "None of these proposals waits any more.",
        )
    return redirect(f"{page}?{urlencode({'case': row.case_id})}")


@require_POST
@for_those_who_may(Act.WORK_PRESS_DESK)
def undo(request: MemberRequest) -> HttpResponse:
    """Let settled proposals wait again."""
    keys = [int(key) for key in request.POST.get("ids", "").split(",") if key.isdigit()]
    undone = undo_settlement(keys, by=request.user)
    if _BY_SCRIPT in request.headers:
        return _part(request, undone[0], changed=undone)
    return redirect(_address(undone[0]))


def _gone_on(request: MemberRequest, done: Sequence[DeskProposal], said: str) -> HttpResponse:
    """The next proposal that waits, with the way back."""
    settled = done[0]
    row = settled.case_document
    following = next_waiting(row, settled, _kind_asked(request))
    ids = ",".join(str(each.pk) for each in done)
    if _BY_SCRIPT in request.headers:
        return _part(request, following, changed=done, undo={"done": said, "ids": ids})
    page = reverse("desk_document", args=[row.document_id])
    offer_undo(request, Offer(said, reverse("desk_undo"), page, {"ids": [ids]}))
    return redirect(
        _address(following, _kind_asked(request))
        if following
        else f"{page}?{urlencode({'case': row.case_id})}"
    )


def _refused(
    request: MemberRequest,
    proposal: DeskProposal,
    refused: Refused | None,
    form: ProposalForm | None = None,
) -> HttpResponse:
    """The same proposal with the reason; what was written stands in the form."""
    names = names_of(proposal.case_document.case)
    clashes = contradictions_of(proposal.case_document.case, proposal.case_document)
    panel = panel_of(proposal, names, clashes, form) | {"refused": refused}
    context = {"panel": panel, "works": True, "kind": _kind(request)}
    if _BY_SCRIPT in request.headers:
        return render(request, "desk/part.html", context, status=422)
    row = proposal.case_document
    proposals = proposals_in(row)
    listed = [p for p in proposals if p.kind in SETTLED_BY_PEOPLE]
    context |= {
        **surroundings(row, proposals, clashes),
        "paragraphs": paragraphs_of(row.text, highlights(row, proposals, proposal), row.pages),
        "rows": [row_of(p, names, row, clashes) for p in listed],
        "waiting_here": sum(p.state == State.WAITING for p in listed),
    }
    return render(request, "desk/document.html", context, status=422)


def _part(
    request: MemberRequest,
    proposal: DeskProposal | None,
    *,
    changed: Sequence[DeskProposal] = (),
    undo: dict[str, str] | None = None,
) -> HttpResponse:
    """What the page's script puts in place: the chosen proposal, lines that changed, the undo."""
    row = (proposal or changed[0]).case_document
    names = names_of(row.case)
    clashes = contradictions_of(row.case, row)
    context = {
        "panel": panel_of(proposal, names, clashes) if proposal else None,
        "changed": [row_of(each, names, row, clashes) for each in changed],
        "undo_here": undo,
        "waiting_all": row.proposals.filter(state=State.WAITING.value).count(),
        "row": row,
        "works": True,
        "kind": _kind(request),
    }
    return render(request, "desk/part.html", context)


def _chosen(
    request: MemberRequest, listed: list[DeskProposal], every: list[DeskProposal]
) -> DeskProposal | None:
    """The proposal that the address names, else the first that waits."""
    asked = request.GET.get("p", "")
    named = next((p for p in every if str(p.pk) == asked), None)
    if named is not None:
        return named
    if asked_span := request.GET.get("c"):
        found = next((p for p in listed if asked_span == f"{p.start}-{p.end}"), None)
        if found is not None:
            return found
    waiting = [p for p in listed if p.state == State.WAITING]
    return next(iter([*waiting, *listed]), None)


def _address(proposal: DeskProposal, kind: str = "") -> str:
    row = proposal.case_document
    limits = {"kind": kind} if kind == proposal.kind else {}
    asked = urlencode({"case": row.case_id, **limits, "p": proposal.pk})
    return f"{reverse('desk_document', args=[row.document_id])}?{asked}#panel"


def _kind_asked(request: MemberRequest) -> str:
    """The kind that a list is limited to; nothing where it is not."""
    kind = request.GET.get("kind", "")
    return kind if kind in set(SETTLED_BY_PEOPLE) else ""


def _kind(request: MemberRequest) -> Kind | None:
    asked = _kind_asked(request)
    return Kind(asked) if asked else None


def case_asked(request: MemberRequest) -> UUID | None:
    """The case that an address names, where the document lies in several."""
    try:
        return UUID(request.GET.get("case", ""))
    except ValueError:
        return None

"""Reviewing a document: its words with highlights, what they are proposed to say, a verdict."""

from collections.abc import Sequence
from typing import Any, Final
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
    RecordedBefore,
    accept_kind,
    accept_once_more,
    accept_proposal,
    edit_and_accept,
    refuse_proposal,
    undo_settlement,
)
from trucewatch.desk.models import CaseDocument, DeskProposal, Kind, State
from trucewatch.desk.naming import names_of
from trucewatch.desk.queries import (
    contradictions_of,
    find_document,
    find_proposal,
    next_waiting,
    proposals_in,
    reuse_of,
    waiting_in,
)
from trucewatch.desk.rules import SETTLED_BY_PEOPLE
from trucewatch.vocabulary.refusal import NotAllowed, NotFound, Refused
from trucewatch.web.desk_forms import ProposalForm, form_of
from trucewatch.web.desk_panel import characters, highlights, panel_of, row_of, surroundings
from trucewatch.web.desk_text import Part, paragraphs_of, part_at, parts_of
from trucewatch.web.gate import MemberRequest, for_those_who_may, members_only
from trucewatch.web.undo import Offer, offer_undo

_BY_SCRIPT: Final = "X-Desk"
"""A header of the page's own script, which takes a part of a page for an answer."""
_LONGEST_NUMBER: Final = 18
"""Digits of a number that an address may give; no database takes more."""


@require_safe
@members_only
def document(request: MemberRequest, document_id: UUID) -> HttpResponse:
    """A document with its highlights; whoever works at the desk gets the proposals beside it."""
    row = find_document(MemberReader(request.user), document_id, case_asked(request))
    return render(request, "desk/document.html", _page(request, row))


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
    """Enter what was proposed into the record and go on; what stands there already, if asked to."""
    before = find_proposal(MemberReader(request.user), proposal_id)
    settle = accept_once_more if request.POST.get("again") else accept_proposal
    try:
        done = settle(proposal_id, by=request.user)
    except (NotAllowed, NotFound):
        raise
    except Refused as refused:
        return _refused(request, _as_it_is(request, before), refused)
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
        return _refused(request, _as_it_is(request, before), refused)
    return _gone_on(request, [done], _("Refused."))


@require_POST
@for_those_who_may(Act.WORK_PRESS_DESK)
def edit(request: MemberRequest, proposal_id: int) -> HttpResponse:
    """Put a proposal right, enter that into the record and go on."""
    before = find_proposal(MemberReader(request.user), proposal_id)
    if before.is_settled:
        return _refused(request, before, Refused("Somebody has settled this proposal already."))
    form = form_of(before, names_of(before.case_document.case), request.POST)
    if not form.is_valid():
        return _refused(request, before, None, form)
    try:
        done = edit_and_accept(proposal_id, form.edit(), by=request.user)
    except (NotAllowed, NotFound):
        raise
    except Refused as refused:
        form.show_refusal(refused)
        if isinstance(refused, RecordedBefore):
            form.offer_again()
        return _refused(request, _as_it_is(request, before), None, form)
    return _gone_on(request, [done], _("Edited and accepted."))


@require_POST
@for_those_who_may(Act.WORK_PRESS_DESK)
def accept_all(request: MemberRequest, document_id: UUID) -> HttpResponse:
    """Accept every proposal of the list that the member had before their eyes."""
    row = find_document(MemberReader(request.user), document_id, case_asked(request))
    keys = _numbers(request)
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
    keys = _numbers(request)
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
    if _BY_SCRIPT in request.headers and _in_one_part(row, settled, following):
        return _part(request, following, changed=done, undo={"done": said, "ids": ids})
    page = reverse("desk_document", args=[row.document_id])
    offer_undo(request, Offer(said, reverse("desk_undo"), page, {"ids": [ids]}))
    address = f"{page}?{urlencode({'case': row.case_id})}"
    if following:
        address = _address(following, _kind_asked(request))
    if _BY_SCRIPT in request.headers:
        return render(request, "desk/part.html", {"elsewhere": address, "row": row})
    return redirect(address)


def _in_one_part(row: CaseDocument, a: DeskProposal, b: DeskProposal | None) -> bool:
    """Whether the page that shows one of the two shows the other as well."""
    parts = parts_of(row.text, row.pages)
    return b is None or part_at(parts, a.start) == part_at(parts, b.start)


def _as_it_is(request: MemberRequest, proposal: DeskProposal) -> DeskProposal:
    """The proposal as it stands now: somebody else may have settled it in the meantime."""
    return find_proposal(MemberReader(request.user), proposal.pk)


def _refused(
    request: MemberRequest,
    proposal: DeskProposal,
    refused: Refused | None,
    form: ProposalForm | None = None,
) -> HttpResponse:
    """The same proposal with the reason; what was written stands in the form."""
    row = proposal.case_document
    names = names_of(row.case)
    panel = panel_of(proposal, names, contradictions_of(row.case, row), form)
    panel |= {"refused": refused, "is_repeated": isinstance(refused, RecordedBefore)}
    if _BY_SCRIPT in request.headers:
        changed = [row_of(proposal, names, row, ())] if proposal.is_settled else []
        context = {"panel": panel, "works": True, "kind": _kind(request), "row": row}
        return render(request, "desk/part.html", context | {"changed": changed}, status=422)
    context = _page(request, row, proposal) | {"panel": panel}
    return render(request, "desk/document.html", context, status=422)


def _page(
    request: MemberRequest, row: CaseDocument, here: DeskProposal | None = None
) -> dict[str, Any]:
    """A document, as much of it as fits a page, with what was proposed of that."""
    works, kind = is_allowed(request.user, Act.WORK_PRESS_DESK), _kind_asked(request)
    asked_for = characters(request.GET.get("c", ""), len(row.text))
    if works and here is None and asked_for is None:
        here = _asked(request, row, kind)
    parts = parts_of(row.text, row.pages)
    part = _part_shown(request, parts, here, asked_for)
    proposals = proposals_in(row, (part.start, part.end)) if works else []
    limited = [p for p in proposals if p.kind in SETTLED_BY_PEOPLE and kind in ("", p.kind)]
    listed = [p for p in limited if part.start <= p.start < part.end]
    here = next((p for p in proposals if here is not None and p.pk == here.pk), None)
    here = here or _best(listed, asked_for)
    names = names_of(row.case) if works else {}
    clashes = contradictions_of(row.case, row) if works else []
    reuse = reuse_of(row.case, row) if works else []
    waiting = [p for p in listed if p.state == State.WAITING]
    return {
        **surroundings(row, proposals, clashes, reuse),
        "works": works,
        "paragraphs": paragraphs_of(
            row.text, highlights(row, proposals, here, reuse, asked_for), row.pages, part
        ),
        "part": part,
        "part_before": parts[part.number - 2] if part.number > 1 else None,
        "part_after": parts[part.number] if part.number < len(parts) else None,
        "parts": len(parts),
        "rows": [row_of(p, names, row, clashes) for p in listed],
        "waiting_ids": ",".join(str(p.pk) for p in waiting),
        "waiting_here": len(waiting),
        "kind": _kind(request),
        "panel": panel_of(here, names, clashes) if here else None,
    }


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


def _asked(request: MemberRequest, row: CaseDocument, kind: str) -> DeskProposal | None:
    """The proposal that the address names, else the first that waits where no part is named."""
    asked = request.GET.get("p", "")
    if asked.isdecimal() and len(asked) < _LONGEST_NUMBER:
        return row.proposals.filter(pk=int(asked)).first()
    return None if "part" in request.GET else waiting_in(row, kind).first()


def _part_shown(
    request: MemberRequest,
    parts: Sequence[Part],
    here: DeskProposal | None,
    asked_for: tuple[int, int] | None,
) -> Part:
    """The part that holds what was asked for, else the one of that number, else the first."""
    if here is not None:
        return part_at(parts, here.start)
    if asked_for is not None:
        return part_at(parts, asked_for[0])
    asked = request.GET.get("part", "")
    number = int(asked) if asked.isdecimal() and len(asked) < _LONGEST_NUMBER else 1
    return parts[min(max(number, 1), len(parts)) - 1]


def _best(listed: list[DeskProposal], asked_for: tuple[int, int] | None) -> DeskProposal | None:
    """The proposal of the very characters asked for, else the first that waits."""
    waiting = [p for p in listed if p.state == State.WAITING]
    same = [p for p in listed if (p.start, p.end) == asked_for]
    return next(iter([*same, *waiting, *listed]), None)


def _address(proposal: DeskProposal, kind: str = "") -> str:
    row = proposal.case_document
    limits = {"kind": kind} if kind == proposal.kind else {}
    asked = urlencode({"case": row.case_id, **limits, "p": proposal.pk})
    return f"{reverse('desk_document', args=[row.document_id])}?{asked}#panel"


def _numbers(request: MemberRequest) -> list[int]:
    """The proposals that a form names."""
    given = request.POST.get("ids", "").split(",")
    return [int(key) for key in given if key.isdecimal() and len(key) < _LONGEST_NUMBER]


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

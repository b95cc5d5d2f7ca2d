"""Which entries of two books may tell of one breach, with the reasons, accepted or refused."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from trucewatch.accounts.access import MemberReader
from trucewatch.accounts.rules import Act
from trucewatch.bulletins.language import number
from trucewatch.cases.actions.book_matches import propose_matches, settle_match
from trucewatch.cases.models import BookEntry, BookMatch
from trucewatch.cases.models.books import MatchState
from trucewatch.cases.queries.books import (
    find_book,
    find_match,
    in_order,
    line_of,
    matches_seen,
    may_match,
)
from trucewatch.cases.rules.matching import compare_entries
from trucewatch.vocabulary.refusal import Refused
from trucewatch.vocabulary.sentence import Sentence
from trucewatch.web.gate import MemberRequest, for_those_who_may, members_only
from trucewatch.web.undo import Offer, offer_undo

_ON_A_PAGE: Final = 50
_ROWS: Final = ("left__book", "right__book", "left__area", "right__area", "settled_by")
_ACCUSED: Final = ("left__accused", "right__accused")


@dataclass(frozen=True, slots=True)
class MatchShown:
    """A match with its entries in the order of the page, and what speaks for it."""

    match: BookMatch
    entries: tuple[BookEntry, BookEntry]
    reasons: tuple[Sentence, ...]
    may_accept: bool


@require_safe
@members_only
def matches(request: MemberRequest, key: UUID, other: UUID) -> HttpResponse:
    """The matches of two books, those that wait first; the strongest before the others."""
    first, second = find_book(key), find_book(other)
    left, right = in_order(first, second)
    rows = matches_seen(MemberReader(request.user)).filter(left__book=left, right__book=right)
    shown = {state: rows.filter(match_state=state) for state in MatchState}
    state = _asked(request.GET.get("state", ""))
    ordered = shown[state].select_related(*_ROWS, *_ACCUSED).order_by("-weight", "pk")
    page = Paginator(ordered, _ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "columns": (first, second),
        "counts": [(each, each == state, found.count()) for each, found in shown.items()],
        "state": state,
        "page": page,
        "shown": [_shown(match, swapped=first.pk != left.pk) for match in page],
        "may_settle": may_match(first, second, request.user),
    }
    return render(request, "books/matches.html", context)


@require_POST
@for_those_who_may(Act.KEEP_BOOK)
def propose(request: MemberRequest, key: UUID, other: UUID) -> HttpResponse:
    """Compare two books."""
    found = len(propose_matches(find_book(key), find_book(other), by=request.user))
    said = ngettext("%(n)s pair may be one breach.", "%(n)s pairs may be one breach.", found) % {
        "n": number(found)
    }
    messages.success(request, said if found else _("No new pair may be one breach."))
    return redirect("book_matches", key, other)


@require_POST
@for_those_who_may(Act.KEEP_BOOK)
def settle(request: MemberRequest, key: UUID) -> HttpResponse:
    """Say that two entries tell of one breach, that they do not, or take that back."""
    match = find_match(key, request.user)
    before, state = match.match_state, _asked(request.POST.get("state", ""))
    page = reverse("book_matches", args=_pair_of(request, match))
    try:
        settle_match(key, state, by=request.user)
    except Refused as refused:
        if type(refused) is not Refused:
            raise
        return render(request, "refused.html", {"reason": refused.reason}, status=409)
    offer_undo(
        request,
        Offer(
            done=_("It is recorded."), address=reverse("settle_match", args=[key]), page=page,
            fields={"state": [before], "first": [request.POST.get("first", "")]},
        ),
    )  # fmt: skip
    return redirect(page)


def _pair_of(request: MemberRequest, match: BookMatch) -> tuple[UUID, UUID]:
    """The two books in the order of the page that the act came from."""
    pair = (match.left.book_id, match.right.book_id)
    return pair[::-1] if request.POST.get("first") == str(pair[1]) else pair


def _asked(word: str) -> MatchState:
    return MatchState(word) if word in set(MatchState) else MatchState.PROPOSED


def _shown(match: BookMatch, *, swapped: bool) -> MatchShown:
    left, right = match.left, match.right
    return MatchShown(
        match=match,
        entries=(right, left) if swapped else (left, right),
        reasons=compare_entries(line_of(left), line_of(right)).reasons,
        may_accept=not (left.withdrawn or right.withdrawn),
    )

"""Proposing which entries of two books may tell of one breach, and settling what is proposed."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from trucewatch.accounts.access import MemberReader, require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.cases.models import Book, BookEntry, BookMatch
from trucewatch.cases.models.books import MatchState
from trucewatch.cases.queries.books import (
    find_match,
    in_order,
    line_of,
    matches_between,
    require_may_match,
)
from trucewatch.cases.rules.matching import Pair, pair_entries
from trucewatch.ledger import actions as ledger
from trucewatch.ledger.events import Event
from trucewatch.vocabulary.handling import Handling, most_restrictive
from trucewatch.vocabulary.refusal import Refused


@transaction.atomic
def propose_matches(one: Book, other: Book, *, by: Member) -> list[BookMatch]:
    """Compare two books and keep the pairs that may be one breach; both stay as they are.

    Only what the member sees is compared. Entries that stand in a proposal or an accepted pair
    already are left alone, and a pair that was refused is never proposed again.
    """
    require(by, Act.KEEP_BOOK)
    left, right = in_order(one, other)
    require_may_match(left, right, by)
    ledger.take_turn()
    known = list(matches_between(left, right).select_related("left", "right"))
    told = {(row.left_id, row.right_id) for row in known}
    taken = {
        entry
        for row in known
        if row.match_state != MatchState.REFUSED and not (row.left.withdrawn or row.right.withdrawn)
        for entry in (row.left_id, row.right_id)
    }
    entries = {
        book.pk: {entry.pk: entry for entry in _comparable(book, by) if entry.pk not in taken}
        for book in (left, right)
    }
    pairs = pair_entries(
        [line_of(entry) for entry in entries[left.pk].values()],
        [line_of(entry) for entry in entries[right.pk].values()],
        is_ruled_out=lambda mine, theirs: (mine, theirs) in told,
    )
    matches = [
        _match(pair, entries[left.pk][pair.left], entries[right.pk][pair.right]) for pair in pairs
    ]
    BookMatch.objects.bulk_create(matches, batch_size=500)
    facts = {"pairs": len(matches), "books": sorted(str(book.pk) for book in (left, right))}
    ledger.record(Event.MATCHES_PROPOSED, by=by, subject=left, rows=matches, facts=facts)
    return matches


@transaction.atomic
def settle_match(match_id: UUID, state: MatchState, *, by: Member) -> BookMatch:
    """Say that two entries tell of one breach, or that they do not. Undo by settling again.

    ``PROPOSED`` takes back what was said. An entry tells of one breach at most in another book.
    """
    require(by, Act.KEEP_BOOK)
    match = find_match(match_id, by, lock=True)
    require_may_match(match.left.book, match.right.book, by)
    ledger.take_turn()
    if match.match_state == state:
        raise Refused("That is what is recorded already.")
    if state is not MatchState.REFUSED:
        _require_counted(match)
        _require_alone(match)
    is_open = state is MatchState.PROPOSED
    match.match_state = state
    match.settled_by = None if is_open else by
    match.settled_at = None if is_open else timezone.now()
    match.save(update_fields=["match_state", "settled_by", "settled_at"])
    facts = {"state": state.value}
    ledger.record(Event.MATCH_SETTLED, by=by, subject=match, facts=facts)
    return match


def _comparable(book: Book, by: Member) -> Sequence[BookEntry]:
    rows: QuerySet[BookEntry] = BookEntry.objects.visible_to(MemberReader(by))
    return list(rows.filter(book=book, withdrawn=False).select_related("area", "accused"))


def _match(pair: Pair, left: BookEntry, right: BookEntry) -> BookMatch:
    """A proposal that nobody reads who may not read both entries."""
    return BookMatch(
        left=left, right=right, weight=pair.likeness.weight,
        reason=" ".join(str(reason) for reason in pair.likeness.reasons),
        match_state=MatchState.PROPOSED,
        handling=most_restrictive((Handling(left.handling), Handling(right.handling))),
    )  # fmt: skip


def _require_counted(match: BookMatch) -> None:
    if match.left.withdrawn or match.right.withdrawn:
        raise Refused("One of the entries is withdrawn.")


def _require_alone(match: BookMatch) -> None:
    """No other pair of the same two books holds one of these entries for the same breach."""
    others = matches_between(match.left.book, match.right.book).exclude(pk=match.pk)
    rivals = others.filter(Q(left=match.left_id) | Q(right=match.right_id)).filter(
        match_state=MatchState.ACCEPTED, left__withdrawn=False, right__withdrawn=False
    )
    if rivals.exists():
        raise Refused("One of the entries is taken for one breach with another entry already.")

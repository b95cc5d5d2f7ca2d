"""Reading books: who keeps which, one entry, matches, what is said of tallies."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from trucewatch.accounts.access import MemberReader, Reader, is_allowed, require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.cases.models import Book, BookEntry, BookMatch, TallyRemark
from trucewatch.cases.queries.finding import NOTHING
from trucewatch.cases.rules.matching import BookLine
from trucewatch.geo.coordinates import Coordinates
from trucewatch.parties.models import Party
from trucewatch.reports.models import Tally
from trucewatch.vocabulary.refusal import NotAllowed, NotFound
from trucewatch.vocabulary.roles import OrganisationKind
from trucewatch.vocabulary.violations import ViolationType


def all_books() -> list[Book]:
    """Every book, those of one mechanism together."""
    rows = Book.objects.select_related("mechanism", "organisation", "monitor")
    return list(rows.order_by("mechanism__name", "name"))


def find_book(book_id: UUID) -> Book:
    """The book of that id. Which books are kept is known; what stands in them is not."""
    found = all_books_by_id().get(book_id)
    if found is None:
        raise NotFound(NOTHING)
    return found


def all_books_by_id() -> dict[UUID, Book]:
    """Every book by its id."""
    return {book.pk: book for book in all_books()}


def find_entry(entry_id: UUID, member: Member, *, lock: bool = False) -> BookEntry:
    """The entry, if the member may see it."""
    rows: Any = BookEntry.objects.visible_to(MemberReader(member))
    rows = rows.select_related(
        "book__mechanism", "book__organisation", "book__monitor", "area", "accused", "compartment",
    )  # fmt: skip
    if lock:
        rows = rows.select_for_update(of=("self",))
    found: BookEntry | None = rows.filter(pk=entry_id).first()
    if found is None:
        raise NotFound(NOTHING)
    return found


def find_match(match_id: UUID, member: Member, *, lock: bool = False) -> BookMatch:
    """The match, if the member may see it and both entries."""
    reader = MemberReader(member)
    rows: Any = matches_seen(reader).select_related(
        "left__book__mechanism", "left__book__organisation", "right__book__organisation",
    )  # fmt: skip
    if lock:
        rows = rows.select_for_update(of=("self",))
    found: BookMatch | None = rows.filter(pk=match_id).first()
    if found is None:
        raise NotFound(NOTHING)
    return found


def find_tally(tally_id: UUID, member: Member) -> Tally:
    """The tally, if the member may see it."""
    rows: Any = Tally.objects.visible_to(MemberReader(member))
    found: Tally | None = rows.select_related("monitor", "compartment").filter(pk=tally_id).first()
    if found is None:
        raise NotFound(NOTHING)
    return found


def is_keeper(book: Book, member: Member) -> bool:
    """Whether the member writes in the book: for its own organisation, or as the operator."""
    own = member.is_operator or book.organisation_id == member.organisation_id
    return own and is_allowed(member, Act.KEEP_BOOK)


def require_keeper(book: Book, member: Member) -> None:
    """Refuse whoever does not keep the book."""
    require(member, Act.KEEP_BOOK)
    if not is_keeper(book, member):
        raise NotAllowed("Only whoever keeps the book writes in it.")


def kept_by(member: Member) -> list[Book]:
    """The books in which the member writes."""
    return [book for book in all_books() if is_keeper(book, member)]


def may_match(one: Book, other: Book, member: Member) -> bool:
    """Whether the member settles matches of two books: a keeper of either, or the mission."""
    is_mission = member.organisation.organisation_kind == OrganisationKind.MISSION
    return is_allowed(member, Act.KEEP_BOOK) and (
        is_mission or is_keeper(one, member) or is_keeper(other, member)
    )


def require_may_match(one: Book, other: Book, member: Member) -> None:
    """Refuse whoever keeps neither book and is not of the mission."""
    require(member, Act.KEEP_BOOK)
    if not may_match(one, other, member):
        raise NotAllowed("Only whoever keeps one of the two books, or the mission, matches them.")


def may_speak_for(monitor: Party, member: Member) -> bool:
    """Whether the member keeps a book that counts under the monitor's name."""
    books = Book.objects.filter(monitor=monitor).select_related("organisation")
    return any(is_keeper(book, member) for book in books)


def in_order(one: Book, other: Book) -> tuple[Book, Book]:
    """Two books of one mechanism, always in the same order, however they are named."""
    if one.pk == other.pk or one.mechanism_id != other.mechanism_id:
        raise NotFound(NOTHING)
    left, right = sorted((one, other), key=lambda book: book.pk)
    return left, right


def matches_between(one: Book, other: Book) -> "QuerySet[BookMatch]":
    """All matches of two books, settled or not, seen by nobody in particular."""
    left, right = in_order(one, other)
    rows: QuerySet[BookMatch] = BookMatch.objects.filter(left__book=left, right__book=right)
    return rows


def matches_seen(reader: Reader) -> "QuerySet[BookMatch]":
    """The matches that the reader may see, both entries of which they may see as well."""
    rows: QuerySet[BookMatch] = BookMatch.objects.visible_to(reader)
    return rows.filter(reader.sees("left__"), reader.sees("right__"))


def matches_of(book: Book, reader: Reader) -> "QuerySet[BookMatch]":
    """The matches of a book with any other, as far as the reader may see them."""
    return matches_seen(reader).filter(Q(left__book=book) | Q(right__book=book))


def line_of(entry: BookEntry) -> BookLine:
    """An entry as the rules compare it."""
    has_point = entry.latitude is not None and entry.longitude is not None
    accused = entry.accused.name if entry.accused is not None else entry.accused_label
    return BookLine(
        id=entry.pk,
        days=entry.interval,
        violation_type=ViolationType(entry.violation_type),
        area=entry.area.key if entry.area is not None else "",
        place=entry.place_label,
        point=Coordinates(entry.latitude, entry.longitude)  # type: ignore[arg-type]
        if has_point
        else None,
        accused=accused,
    )


def current_tally_remarks(tally: Tally) -> "QuerySet[TallyRemark]":
    """What stands of a tally, in the order in which it was said."""
    rows: QuerySet[TallyRemark] = TallyRemark.objects.filter(tally=tally, replaced_at__isnull=True)
    return rows


def remarks_on_tallies(
    tallies: Iterable[UUID], reader: Reader, *, cut_off: dt.datetime | None = None
) -> dict[UUID, list[TallyRemark]]:
    """What stands of each tally, or stood at the cut-off, as far as the reader may see it."""
    standing = Q(replaced_at__isnull=True)
    if cut_off is not None:
        standing = Q(made_at__lte=cut_off) & (standing | Q(replaced_at__gt=cut_off))
    rows: Any = TallyRemark.objects.visible_to(reader).filter(standing, tally__in=list(tallies))
    found: dict[UUID, list[TallyRemark]] = {}
    for remark in rows.select_related("by_monitor", "source").order_by("made_at", "pk"):
        found.setdefault(remark.tally_id, []).append(remark)
    return found

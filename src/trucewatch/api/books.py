"""Books that guarantors keep, each by itself: there is no sum over two of them to ask for."""

import datetime as dt
from typing import Annotated, Any
from uuid import UUID

from django.db.models import Prefetch
from django.http import HttpRequest
from ninja import Query, Router, Schema

from trucewatch.accounts.access import reader_of
from trucewatch.api.asking import After, Day, Limit, listed, require_known
from trucewatch.api.refusals import REFUSED
from trucewatch.cases.models import Book, BookEntry, BookRemark
from trucewatch.cases.queries.books import find_book, matches_of

router = Router(tags=["books"])

Since = Annotated[Day | None, Query(description="Begun on or after this day.")]
Until = Annotated[Day | None, Query(description="Begun on or before this day.")]


class BookOut(Schema):
    """One side's own book of breaches."""

    id: UUID
    mechanism: str
    organisation: str
    monitor: str
    name: str

    @staticmethod
    def resolve_mechanism(book: Any) -> str:
        """The key of the mechanism."""
        key: str = book.mechanism.key
        return key

    @staticmethod
    def resolve_organisation(book: Any) -> str:
        """The name of whoever keeps it."""
        name: str = book.organisation.name
        return name

    @staticmethod
    def resolve_monitor(book: Any) -> str:
        """The party under whose name it counts."""
        name: str = book.monitor.name
        return name


class BookList(Schema):
    """Books in the order of their ids, how many there are, and where the list goes on."""

    count: int
    books: list[BookOut]
    next: UUID | None


class RemarkOut(Schema):
    """What the keeper of another book holds of an entry."""

    book: UUID
    verdict: str
    reason: str
    made_at: dt.datetime

    @staticmethod
    def resolve_book(remark: Any) -> UUID:
        """The book whose keeper speaks."""
        key: UUID = remark.book_id
        return key


class EntryOut(Schema):
    """A breach as its book has it, with what other keepers hold of it."""

    id: UUID
    book: UUID
    number: str
    date_start: dt.date
    date_end: dt.date
    violation_type: str
    area: str | None
    place_label: str
    latitude: float | None
    longitude: float | None
    accused: str
    text: str
    withdrawn: bool
    handling: str
    remarks: list[RemarkOut]

    @staticmethod
    def resolve_book(entry: Any) -> UUID:
        """The book that it stands in."""
        key: UUID = entry.book_id
        return key

    @staticmethod
    def resolve_area(entry: Any) -> str | None:
        """The key of the governorate."""
        return entry.area.key if entry.area else None

    @staticmethod
    def resolve_accused(entry: Any) -> str:
        """Who is accused, by name where the record knows them."""
        name: str = entry.accused.name if entry.accused else entry.accused_label
        return name

    @staticmethod
    def resolve_remarks(entry: Any) -> Any:
        """The remarks that stand and that the reader may see."""
        return entry.remarks_seen


class EntryList(Schema):
    """Entries of one book in the order of their ids, how many, and where the list goes on."""

    count: int
    entries: list[EntryOut]
    next: UUID | None


class MatchOut(Schema):
    """Two entries that may tell of one breach, and whether somebody has said so."""

    id: UUID
    left: UUID
    left_book: UUID
    right: UUID
    right_book: UUID
    weight: int
    reason: str
    state: str
    settled_by: str
    settled_at: dt.datetime | None

    @staticmethod
    def resolve_left(match: Any) -> UUID:
        """The entry of the one book."""
        key: UUID = match.left_id
        return key

    @staticmethod
    def resolve_left_book(match: Any) -> UUID:
        """The one book."""
        key: UUID = match.left.book_id
        return key

    @staticmethod
    def resolve_right(match: Any) -> UUID:
        """The entry of the other book."""
        key: UUID = match.right_id
        return key

    @staticmethod
    def resolve_right_book(match: Any) -> UUID:
        """The other book."""
        key: UUID = match.right.book_id
        return key

    @staticmethod
    def resolve_state(match: Any) -> str:
        """Proposed, accepted or refused."""
        state: str = match.match_state
        return state

    @staticmethod
    def resolve_settled_by(match: Any) -> str:
        """The organisation that settled it; never the person."""
        return match.settled_by.organisation.name if match.settled_by else ""


class MatchList(Schema):
    """Matches of one book in the order of their ids, how many, and where the list goes on."""

    count: int
    matches: list[MatchOut]
    next: UUID | None


@router.get("", response={200: BookList, **REFUSED}, summary="Books")
def books(request: HttpRequest, limit: Limit = 100, after: After = None) -> dict[str, Any]:
    """Who keeps a book of breaches, and under whose name it counts."""
    require_known(request)
    rows = Book.objects.select_related("mechanism", "organisation", "monitor")
    return listed("books", rows, after=after, limit=limit)


@router.get("/{key}/entries", response={200: EntryList, **REFUSED}, summary="Entries of a book")
def entries(
    request: HttpRequest,
    key: UUID,
    since: Since = None,
    until: Until = None,
    limit: Limit = 100,
    after: After = None,
) -> dict[str, Any]:
    """What one side has in its book, withdrawn entries included; other books are not added."""
    require_known(request, "since", "until")
    reader = reader_of(request.user)
    rows = BookEntry.objects.visible_to(reader).filter(book=find_book(key))
    if since:
        rows = rows.filter(date_start__gte=since)
    if until:
        rows = rows.filter(date_start__lte=until)
    said = BookRemark.objects.visible_to(reader).filter(replaced_at__isnull=True)
    rows = rows.select_related("area", "accused").prefetch_related(
        Prefetch("book_remarks", queryset=said, to_attr="remarks_seen")
    )
    return listed("entries", rows, after=after, limit=limit)


@router.get("/{key}/matches", response={200: MatchList, **REFUSED}, summary="Matches of a book")
def matches(
    request: HttpRequest, key: UUID, limit: Limit = 100, after: After = None
) -> dict[str, Any]:
    """Entries of other books that may tell of the breaches of this one; both books stay."""
    require_known(request)
    rows = matches_of(find_book(key), reader_of(request.user)).select_related(
        "left", "right", "settled_by__organisation"
    )
    return listed("matches", rows, after=after, limit=limit)

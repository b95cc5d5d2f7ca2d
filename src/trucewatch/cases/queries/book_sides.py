"""Two books side by side, by day and by governorate; each is counted by itself.

Everything passes ``visible_to``: what a reader does not see is in no list and in no number.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Length

from trucewatch.accounts.access import Reader
from trucewatch.cases.models import Book, BookEntry, BookMatch, BookRemark
from trucewatch.cases.models.books import MatchState
from trucewatch.cases.queries.books import matches_seen
from trucewatch.places.models import Place
from trucewatch.reports.tally_rules import refuse_sum_across_ledgers
from trucewatch.vocabulary.cases import BookVerdict

MOST_IN_A_CELL: Final = 50

_BY_NUMBER: Final = (Length("number"), "number")
"""2 before 10."""


@dataclass(frozen=True, slots=True)
class Span:
    """The first and the last day that are looked at; open where none is given."""

    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class EntrySeen:
    """An entry with what other keepers say of it and what it is taken for one breach with."""

    entry: BookEntry
    remarks: Sequence[BookRemark] = ()
    matches: Sequence[BookMatch] = ()

    @property
    def matched(self) -> list[BookEntry]:
        """The entries of other books that somebody takes for the same breach."""
        return [
            match.right if match.left_id == self.entry.pk else match.left
            for match in self.matches
            if match.match_state == MatchState.ACCEPTED
        ]


@dataclass(frozen=True, slots=True)
class Said:
    """How many entries of one book the keepers of others said something of."""

    verdicts: Mapping[BookVerdict, int]
    unsaid: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One book's entries of one day: their number, and the first of them."""

    count: int
    entries: list[EntrySeen] = field(default_factory=list)

    @property
    def more(self) -> int:
        """How many are not listed."""
        return self.count - len(self.entries)


@dataclass(frozen=True, slots=True)
class DayRow:
    """A day on which any of the books has an entry, with a cell for each book."""

    day: dt.date
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class AreaRow:
    """A governorate, or none given, with each book's own count; None where it names nothing."""

    area: Place | None
    counts: list[int | None]


def entries_seen(book: Book, reader: Reader, span: Span = Span()) -> "QuerySet[BookEntry]":
    """The entries of a book that count, began in these days, and that the reader may see."""
    rows: QuerySet[BookEntry] = BookEntry.objects.visible_to(reader)
    rows = rows.filter(book=book, withdrawn=False)
    if span.since is not None:
        rows = rows.filter(date_start__gte=span.since)
    if span.until is not None:
        rows = rows.filter(date_start__lte=span.until)
    return rows


def total_of_entries(books: Sequence[Book], reader: Reader, span: Span = Span()) -> int:
    """How many entries one book has. Over several books no total is given: ``Refused``."""
    refuse_sum_across_ledgers([book.name for book in books])
    return sum(entries_seen(book, reader, span).count() for book in books[:1])


def said_of(book: Book, reader: Reader, span: Span = Span()) -> Said:
    """What the keepers of other books say of this one's entries, each entry under each verdict."""
    entries = entries_seen(book, reader, span)
    remarks: Any = BookRemark.objects.visible_to(reader).filter(
        entry__in=entries.values("pk"), replaced_at__isnull=True
    )
    counted = remarks.order_by().values_list("verdict").annotate(n=Count("entry", distinct=True))
    verdicts = {BookVerdict(verdict): number for verdict, number in counted}
    spoken = remarks.order_by().aggregate(n=Count("entry", distinct=True))["n"]
    return Said(verdicts, entries.count() - spoken)


def sides_by_day(
    books: Sequence[Book], reader: Reader, span: Span, *, most: int
) -> tuple[list[DayRow], dt.date | None]:
    """The latest days with entries, at most so many, and the day that follows them if any."""
    counts = [_counts(book, reader, span, "date_start") for book in books]
    days = sorted({day for each in counts for day in each}, reverse=True)
    shown, older = days[:most], days[most] if len(days) > most else None
    if not shown:
        return [], None
    window = Span(shown[-1], shown[0])
    listed = [_first_of_each_day(book, reader, window, each) for book, each in zip(
        books, counts, strict=True
    )]  # fmt: skip
    seen = _seen([entry for each in listed for day in each.values() for entry in day], reader)
    rows = [
        DayRow(
            day,
            [
                Cell(number.get(day, 0), [seen[entry.pk] for entry in each.get(day, [])])
                for number, each in zip(counts, listed, strict=True)
            ],
        )
        for day in shown
    ]
    return rows, older


def sides_by_area(books: Sequence[Book], reader: Reader, span: Span) -> list[AreaRow]:
    """Each book's own counts by governorate; those without one come last."""
    counts = [_counts(book, reader, span, "area") for book in books]
    keys = {key for each in counts for key in each}
    places = Place.objects.filter(pk__in=[key for key in keys if key is not None])
    ordered: list[Place | None] = [*places.order_by("name")]
    if None in keys:
        ordered.append(None)
    return [
        AreaRow(area, [each.get(area.pk if area is not None else None) for each in counts])
        for area in ordered
    ]


def entry_seen(entry: BookEntry, reader: Reader) -> EntrySeen:
    """One entry with its current remarks and its matches, as far as the reader may see them."""
    return _seen([entry], reader)[entry.pk]


def remarks_before(entry: BookEntry, reader: Reader) -> list[BookRemark]:
    """What was said of an entry and then said otherwise, the latest first."""
    rows: Any = BookRemark.objects.visible_to(reader).filter(entry=entry, replaced_at__isnull=False)
    return list(rows.select_related("book").order_by("-replaced_at", "pk"))


def _counts(book: Book, reader: Reader, span: Span, column: str) -> dict[Any, int]:
    rows: Any = entries_seen(book, reader, span).order_by().values_list(column)
    return dict(rows.annotate(n=Count("pk")))


def _first_of_each_day(
    book: Book, reader: Reader, window: Span, counts: Mapping[dt.date, int]
) -> dict[dt.date, list[BookEntry]]:
    """The entries of each day; of a day that has very many, only the first."""
    many = [day for day, number in counts.items() if number > MOST_IN_A_CELL]
    rows = entries_seen(book, reader, window).select_related("area", "accused")
    few = rows.exclude(date_start__in=many).order_by("-date_start", *_BY_NUMBER)
    found: dict[dt.date, list[BookEntry]] = {}
    for entry in few:
        found.setdefault(entry.date_start, []).append(entry)
    for day in many:
        of_day = rows.filter(date_start=day).order_by(*_BY_NUMBER)[:MOST_IN_A_CELL]
        if of_day:
            found[day] = list(of_day)
    return found


def _seen(entries: Iterable[BookEntry], reader: Reader) -> dict[UUID, EntrySeen]:
    wanted = {entry.pk: entry for entry in entries}
    remarks: dict[UUID, list[BookRemark]] = {}
    rows: Any = BookRemark.objects.visible_to(reader).filter(
        entry__in=list(wanted), replaced_at__isnull=True
    )
    for remark in rows.select_related("book__monitor"):
        remarks.setdefault(remark.entry_id, []).append(remark)
    matches: dict[UUID, list[BookMatch]] = {}
    found = matches_seen(reader).filter(
        Q(left__in=list(wanted)) | Q(right__in=list(wanted)),
        left__withdrawn=False, right__withdrawn=False,
    )  # fmt: skip
    for match in found.select_related("left__book", "right__book", "left__area", "right__area"):
        for end in (match.left_id, match.right_id):
            if end in wanted:
                matches.setdefault(end, []).append(match)
    return {
        key: EntrySeen(entry, remarks.get(key, []), matches.get(key, []))
        for key, entry in wanted.items()
    }

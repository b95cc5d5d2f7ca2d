"""Opening a book for one side, entering breaches in it, taking an entry back.

Only members of the organisation that keeps a book write in it, and the operator.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from trucewatch.accounts.access import require
from trucewatch.accounts.models import Member, Organisation
from trucewatch.accounts.rules import Act
from trucewatch.cases.models import Book, BookEntry, Mechanism
from trucewatch.cases.queries.books import find_entry, require_keeper
from trucewatch.cases.queries.finding import current_version
from trucewatch.geo.coordinates import why_not_coordinates
from trucewatch.ledger import actions as ledger
from trucewatch.ledger.events import Event
from trucewatch.parties.models import Party
from trucewatch.places.models import Place
from trucewatch.reports.rules import (
    LONGEST_WORDS,
    require_possible_days,
    require_reason,
    require_text,
)
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.refusal import Refused
from trucewatch.vocabulary.violations import ViolationType

OPEN_MARKS: Final = (Handling.CLEAR, Handling.GREEN, Handling.AMBER)
"""Marks of what stands in a book: the other guarantors read it, else they could say nothing."""

_LENGTHS: Final = {
    "number": 40, "place_label": 300, "accused_label": 300, "text": LONGEST_WORDS,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class BookGiven:
    """A book as it is opened; ``monitor`` is the party under whose name its counts stand."""

    organisation: Organisation
    monitor: Party
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryGiven:
    """A breach as its book has it. Without a number it gets the next one of the book."""

    date_start: dt.date
    date_end: dt.date
    number: str = ""
    violation_type: ViolationType = ViolationType.UNSPECIFIED
    area: Place | None = None
    place_label: str = ""
    latitude: float | None = None
    longitude: float | None = None
    accused: Party | None = None
    accused_label: str = ""
    text: str = ""
    handling: Handling = Handling.AMBER


@transaction.atomic
def open_book(mechanism: Mechanism, given: BookGiven, *, by: Member) -> Book:
    """Let one member of the mechanism keep a book of its own beside those of the others."""
    require(by, Act.MANAGE_MECHANISM)
    if not given.name.strip():
        raise Refused("Give the book a name.", field="name")
    require_text(given.name, most=200, field="name")
    members = {member.key for member in current_version(mechanism).read().members}
    if given.organisation.key not in members:
        raise Refused("Only a member of the mechanism keeps a book in it.", field="organisation")
    ledger.take_turn()
    if mechanism.books.filter(organisation=given.organisation).exists():
        raise Refused("They keep a book in this mechanism already.", field="organisation")
    if mechanism.books.filter(monitor=given.monitor).exists():
        raise Refused("Another book counts under that name already.", field="monitor")
    book = Book(
        mechanism=mechanism, organisation=given.organisation, monitor=given.monitor,
        name=given.name.strip(),
    )  # fmt: skip
    book.save()
    ledger.record(Event.BOOK_OPENED, by=by, subject=book)
    return book


def enter_entry(book: Book, given: EntryGiven, *, by: Member) -> BookEntry:
    """Enter one breach in a book. Undo with ``withdraw_entry``."""
    return enter_entries(book, [given], by=by)[0]


@transaction.atomic
def enter_entries(book: Book, given: Sequence[EntryGiven], *, by: Member) -> list[BookEntry]:
    """Enter breaches in a book, all or none, in one entry of the ledger."""
    require_keeper(book, by)
    if not given:
        raise Refused("There is nothing to enter.")
    for each in given:
        _require_possible(each)
    ledger.take_turn()
    numbers = _numbers(given, set(book.entries.values_list("number", flat=True)))
    now = timezone.now()
    entries = [
        BookEntry(
            book=book, number=number, date_start=each.date_start, date_end=each.date_end,
            violation_type=each.violation_type, area=each.area,
            place_label=each.place_label.strip(), latitude=each.latitude,
            longitude=each.longitude, accused=each.accused,
            accused_label=each.accused_label.strip(), text=each.text.strip(),
            entered_by=by, entered_at=now, handling=each.handling,
        )
        for number, each in zip(numbers, given, strict=True)
    ]  # fmt: skip
    BookEntry.objects.bulk_create(entries, batch_size=500)
    facts = {"entries": len(entries)}
    ledger.record(Event.BOOK_ENTERED, by=by, subject=book, rows=entries, facts=facts)
    return entries


@transaction.atomic
def withdraw_entry(entry_id: UUID, *, by: Member, because: str) -> BookEntry:
    """From now on the entry no longer counts; it stays readable with what was said of it."""
    require_reason(because)
    entry = find_entry(entry_id, by, lock=True)
    require_keeper(entry.book, by)
    if entry.withdrawn:
        raise Refused("The entry is withdrawn already.")
    entry.withdrawn = True
    entry.save(update_fields=["withdrawn"])
    ledger.record(Event.BOOK_ENTRY_WITHDRAWN, by=by, subject=entry, because=because)
    return entry


def _require_possible(given: EntryGiven) -> None:
    require_possible_days(given.date_start, given.date_end)
    for name, most in _LENGTHS.items():
        require_text(getattr(given, name), most=most, field=name)
    if (given.latitude is None) != (given.longitude is None):
        missing = "latitude" if given.latitude is None else "longitude"
        raise Refused("A point needs both latitude and longitude.", field=missing)
    if given.latitude is not None and given.longitude is not None:
        reason = why_not_coordinates(given.latitude, given.longitude)
        if reason:
            raise Refused(reason, field="latitude")
    if given.handling not in OPEN_MARKS:
        raise Refused("What stands in a book is read by the other guarantors.", field="handling")


def _numbers(given: Sequence[EntryGiven], taken: Collection[str]) -> list[str]:
    """The number of each entry, those that are given first; no number stands twice in a book."""
    used = set(taken)
    for each in given:
        number = each.number.strip()
        if number and number in used:
            raise Refused(
                "The book has an entry “{number}” already.",
                field="number", values={"number": number},
            )  # fmt: skip
        if number:
            used.add(number)
    following = len(taken)
    numbers = []
    for each in given:
        number = each.number.strip()
        while not number:
            following += 1
            number = "" if str(following) in used else str(following)
        used.add(number)
        numbers.append(number)
    return numbers

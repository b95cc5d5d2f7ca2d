"""Two books side by side, by day and by governorate, and one entry with what others say of it."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from trucewatch.accounts.access import MemberReader, Reader, is_allowed
from trucewatch.accounts.rules import Act
from trucewatch.cases.models import Book
from trucewatch.cases.queries.book_sides import (
    Said,
    Span,
    entry_seen,
    remarks_before,
    said_of,
    sides_by_area,
    sides_by_day,
    total_of_entries,
)
from trucewatch.cases.queries.books import all_books, find_entry, is_keeper, kept_by
from trucewatch.ledger.events import Event
from trucewatch.ledger.queries import acts_upon
from trucewatch.vocabulary.cases import BookVerdict
from trucewatch.web.book_forms import SidesForm
from trucewatch.web.gate import MemberRequest, members_only
from trucewatch.web.language import party_names

DAYS_ON_A_PAGE: Final = 31

_DONE: Final = {
    Event.BOOK_ENTERED.value: gettext_lazy("Entered"),
    Event.BOOK_ENTRY_WITHDRAWN.value: gettext_lazy("Withdrawn"),
}


@dataclass(frozen=True, slots=True)
class Side:
    """One book's column, always under the same letter and shape, with numbers of its own."""

    book: Book
    called: str
    letter: str
    style: int
    total: int
    said: Said
    may_write: bool

    @property
    def verdicts(self) -> list[tuple[BookVerdict, int]]:
        """How often others said what, in one order."""
        return [
            (each, self.said.verdicts[each]) for each in BookVerdict if each in self.said.verdicts
        ]


@require_safe
@members_only
def books(request: MemberRequest) -> HttpResponse:
    """Two books of one mechanism, each counted by itself, from what the member may see."""
    reader = MemberReader(request.user)
    known = all_books()
    form = SidesForm(known, request.GET or None)
    usable = not form.is_bound or form.is_valid()
    given = form.cleaned_data if form.is_bound and usable else {}
    chosen = _chosen(form, given, known) if usable else []
    span = Span(given.get("since"), given.get("until"))
    days, older = sides_by_day(chosen, reader, span, most=DAYS_ON_A_PAGE) if chosen else ([], None)
    if chosen and not form.is_bound:
        form = SidesForm(known, initial={"left": chosen[0].pk, "right": chosen[-1].pk})
    sides = _sides(chosen, request, reader, span)
    context = {
        "form": form,
        "usable": usable,
        "books": known,
        "sides": sides,
        "days": [(row.day, list(zip(sides, row.cells, strict=True))) for row in days],
        "older": older,
        "areas": sides_by_area(chosen, reader, span) if chosen else [],
        "swap": _with(request, left=str(chosen[1].pk), right=str(chosen[0].pk)) if chosen else "",
        "query": _with(request),
        "may_open": is_allowed(request.user, Act.MANAGE_MECHANISM),
    }
    return render(request, "books/sides.html", context, status=200 if usable else 400)


@require_safe
@members_only
def entry(request: MemberRequest, key: UUID) -> HttpResponse:
    """One entry of a book, what other keepers say of it and said before, and its matches."""
    found = find_entry(key, request.user)
    reader = MemberReader(request.user)
    mine = kept_by(request.user)
    others = [book for book in mine if book.pk != found.book_id]
    context = {
        "row": found,
        "seen": entry_seen(found, reader),
        "before": remarks_before(found, reader),
        "acts": [(_DONE.get(act.entry.event, ""), act) for act in acts_upon([found.pk])],
        "may_withdraw": is_keeper(found.book, request.user) and not found.withdrawn,
        "may_remark": not found.withdrawn
        and any(book.mechanism_id == found.book.mechanism_id for book in others),
    }
    return render(request, "books/entry.html", context)


def _chosen(form: SidesForm, given: dict[str, str], known: list[Book]) -> list[Book]:
    """The two books that the reader names, else the first two of one mechanism; or none."""
    left, right = (form.books.get(given.get(name, "")) for name in ("left", "right"))
    first = left or right
    candidates = [
        book for book in known if first is None or book.mechanism_id == first.mechanism_id
    ]
    for one in [left] if left else [each for each in candidates if each != right]:
        for other in [right] if right else candidates:
            if other != one and other.mechanism_id == one.mechanism_id:
                return [one, other]
    return []


def _sides(chosen: list[Book], request: MemberRequest, reader: Reader, span: Span) -> list[Side]:
    called = party_names(book.monitor for book in chosen)
    ordered = sorted(chosen, key=lambda book: book.name)
    initials = {book.monitor.name[:1].upper() for book in chosen}
    letters = {
        book.pk: book.monitor.name[:1].upper() if len(initials) == len(chosen) else "AB"[at]
        for at, book in enumerate(ordered)
    }
    styles = {book.pk: at + 1 for at, book in enumerate(ordered)}
    return [
        Side(
            book=book, called=called[book.monitor_id], letter=letters[book.pk],
            style=styles[book.pk], total=total_of_entries([book], reader, span),
            said=said_of(book, reader, span), may_write=is_keeper(book, request.user),
        )
        for book in chosen
    ]  # fmt: skip


def _with(request: HttpRequest, **changed: str) -> str:
    """The address of this page with something changed; the next page starts from its own day."""
    kept = request.GET.copy()
    for name, value in changed.items():
        kept[name] = value
    if not changed:
        kept.pop("until", None)
    return kept.urlencode()

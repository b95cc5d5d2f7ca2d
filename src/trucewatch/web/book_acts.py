"""Writing in books: opening one, entering, withdrawing, saying what one holds of another's."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from trucewatch.accounts.rules import Act
from trucewatch.cases.actions.book_remarks import remark_entry, remark_tally
from trucewatch.cases.actions.books import enter_entry, open_book, withdraw_entry
from trucewatch.cases.models import Book, BookEntry
from trucewatch.cases.queries.books import (
    find_book,
    find_entry,
    find_tally,
    kept_by,
    require_keeper,
)
from trucewatch.reports.models import Tally
from trucewatch.vocabulary.cases import BookVerdict
from trucewatch.vocabulary.refusal import NotAllowed, NotFound, Refused
from trucewatch.web.book_forms import BookForm, EntryForm, RemarkForm, TallyRemarkForm
from trucewatch.web.gate import MemberRequest, for_those_who_may
from trucewatch.web.page_form import PageForm, ReasonForm


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPage:
    """What a page with one form says around it, and where it leads."""

    title: str
    button: str
    done: str
    back: str
    lead: str = ""
    entry: BookEntry | None = None
    tally: Tally | None = None


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.MANAGE_MECHANISM)
def new_book(request: MemberRequest) -> HttpResponse:
    """Open a book for one member of a mechanism."""
    form = BookForm(request.user, request.POST or None)
    page = FormPage(
        title=_("Open a book"), button=_("Open the book"), done=_("The book is open."),
        back=reverse("books"),
        lead=_("Each side keeps its own. What stands in one is never added to another."),
    )  # fmt: skip

    def act() -> str:
        open_book(form.cleaned_data["mechanism"], form.given(), by=request.user)
        return page.back

    return _carried_out(request, form, act, page)


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.KEEP_BOOK)
def enter(request: MemberRequest, key: UUID) -> HttpResponse:
    """Enter a breach in a book of one's own."""
    book = find_book(key)
    require_keeper(book, request.user)
    form = EntryForm(request.user, request.POST or None)
    page = FormPage(
        title=_("New entry"), button=_("Enter in the book"), done=_("It stands in the book."),
        back=reverse("books"), lead=book.name,
    )  # fmt: skip

    def act() -> str:
        return _address(enter_entry(book, form.given(), by=request.user))

    return _carried_out(request, form, act, page)


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.KEEP_BOOK)
def withdraw(request: MemberRequest, key: UUID) -> HttpResponse:
    """Say that an entry of one's own book no longer counts."""
    found = find_entry(key, request.user)
    require_keeper(found.book, request.user)
    form = ReasonForm(request.POST or None)
    page = FormPage(
        title=_("Withdraw the entry"), button=_("Withdraw"), done=_("The entry is withdrawn."),
        back=_address(found), entry=found,
        lead=_("It no longer counts, and stays readable with what was said of it."),
    )  # fmt: skip

    def act() -> str:
        withdraw_entry(key, by=request.user, because=form.cleaned_data["because"])
        return page.back

    return _carried_out(request, form, act, page)


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.KEEP_BOOK)
def remark(request: MemberRequest, key: UUID) -> HttpResponse:
    """Say what one's own book holds of an entry in another."""
    found = find_entry(key, request.user)
    book = _book_to_speak_for(found, request)
    current = found.book_remarks.filter(book=book, replaced_at__isnull=True).first()
    initial = {"verdict": current.verdict, "reason": current.reason} if current else None
    form = RemarkForm(request.POST or None, initial=initial)
    page = FormPage(
        title=_("What your book holds of it"), button=_("Say so"), done=_("It is recorded."),
        back=_address(found), entry=found,
        lead=_("A new remark takes the place of the one before, which stays readable."),
    )  # fmt: skip

    def act() -> str:
        given = form.cleaned_data
        verdict = BookVerdict(given["verdict"])
        remark_entry(key, book, verdict, by=request.user, reason=given["reason"])
        return page.back

    return _carried_out(request, form, act, page)


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_may(Act.KEEP_BOOK)
def tally_remark(request: MemberRequest, key: UUID) -> HttpResponse:
    """Write down what one monitor says of another's count of a day."""
    tally = find_tally(key, request.user)
    form = TallyRemarkForm(tally, request.user, request.POST or None)
    page = FormPage(
        title=_("What another monitor says of it"), button=_("Enter in the record"),
        done=_("It is recorded."), back=reverse("ledgers"), tally=tally,
        lead=_("The count itself stays as it was published."),
    )  # fmt: skip

    def act() -> str:
        remark_tally(key, form.given(), by=request.user)
        return page.back

    return _carried_out(request, form, act, page)


def _book_to_speak_for(entry: BookEntry, request: MemberRequest) -> Book:
    """The book that the member keeps beside the one in which the entry stands."""
    for book in kept_by(request.user):
        if book.mechanism_id == entry.book.mechanism_id and book.pk != entry.book_id:
            return book
    raise NotAllowed("Only the keeper of another book of the mechanism says what it holds of it.")


def _address(entry: BookEntry) -> str:
    return reverse("book_entry", args=[entry.pk])


def _carried_out(
    request: MemberRequest, form: PageForm, act: Callable[[], str], page: FormPage
) -> HttpResponse:
    """Do what was asked, or show the form again with what was typed and why not."""
    if request.method == "POST" and form.is_valid():
        try:
            there = act()
        except (NotAllowed, NotFound):
            raise
        except Refused as refused:
            form.show_refusal(refused)
        else:
            messages.success(request, page.done)
            return redirect(there)
    context: dict[str, Any] = {"form": form, "page": page}
    return render(request, "books/form.html", context, status=422 if form.errors else 200)

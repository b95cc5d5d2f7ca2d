"""Both books side by side, what is said of an entry, and who may write which."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from cast import Cast, patrol
from django.test import Client
from mechanism import Bench, make_bench

from trucewatch.accounts.models import Organisation
from trucewatch.cases.actions.book_matches import propose_matches
from trucewatch.cases.actions.book_remarks import remark_entry
from trucewatch.cases.actions.books import BookGiven, EntryGiven, enter_entry, open_book
from trucewatch.cases.models import Book, BookEntry, BookMatch, BookRemark, TallyRemark
from trucewatch.parties.actions import add_party
from trucewatch.places.models import Place
from trucewatch.reports.models import Tally
from trucewatch.vocabulary.cases import BookVerdict
from trucewatch.vocabulary.process import PartyKind
from trucewatch.vocabulary.violations import ViolationType

pytestmark = pytest.mark.django_db
SignIn = Callable[[Any], Client]
DAY = dt.date(2017, 3, 25)


@pytest.fixture(name="bench")
def a_bench(cast: Cast) -> Bench:
    """A committee of three guarantors."""
    return make_bench(cast)


@pytest.fixture
def books(bench: Bench) -> tuple[Book, Book]:
    """The books of two guarantors."""
    made = []
    for key, monitor in (("guarantor", "First power"), ("guarantor-two", "Second power")):
        given = BookGiven(
            organisation=Organisation.objects.get(key=key),
            monitor=add_party(monitor, kind=PartyKind.STATE, by=bench.cast.operator),
            name=f"Book of {key}",
        )
        made.append(open_book(bench.mechanism, given, by=bench.cast.administrator))
    return made[0], made[1]


@pytest.fixture
def entries(bench: Bench, books: tuple[Book, Book]) -> tuple[BookEntry, BookEntry]:
    """Shelling of one day in each book, in one governorate."""
    hama = Place.objects.create(
        key="sy-hama", name="Hama", place_kind="admin1", latitude=35.1, longitude=36.8
    )
    given = EntryGiven(
        date_start=DAY, date_end=DAY, violation_type=ViolationType.SHELLING, area=hama,
        place_label="Taybat al-Imam",
    )  # fmt: skip
    return (
        enter_entry(books[0], given, by=bench.cast.delegate),
        enter_entry(books[1], given, by=bench.second),
    )


@pytest.fixture
def tally(books: tuple[Book, Book]) -> Tally:
    """A published count of the first of the two."""
    return Tally.objects.create(
        source=patrol(), monitor=books[0].monitor, monitor_as_published="First", reported_on=DAY,
        window_hours=24, stated_total=14, published_at_address="https://example.org/1",
        handling="CLEAR",
    )  # fmt: skip


@pytest.fixture
def by(demonstration: None) -> SignIn:
    """A client signed in as a member."""

    def sign_in(member: Any) -> Client:
        client = Client()
        client.force_login(member)
        return client

    return sign_in


def text(response: Any) -> str:
    """The page that was answered."""
    return response.content.decode()


def test_both_books_stand_side_by_side_and_the_reader_swaps_them(
    bench: Bench,
    by: SignIn,
    entries: tuple[BookEntry, BookEntry],
) -> None:
    """By day and by governorate, each with a number of its own and none for both."""
    client = by(bench.cast.monitor)
    response = client.get("/ledgers/books/")
    page = text(response)
    assert [side.total for side in response.context["sides"]] == [1, 1]
    assert [side.book.name for side in response.context["sides"]] == [
        "Book of guarantor", "Book of guarantor-two",
    ]  # fmt: skip
    assert page.count("Taybat al-Imam") == 2
    assert "Hama" in page
    swapped = client.get(f"/ledgers/books/?{response.context['swap']}")
    assert [side.book.name for side in swapped.context["sides"]] == [
        "Book of guarantor-two", "Book of guarantor",
    ]  # fmt: skip
    styles = {side.book.name: side.style for side in response.context["sides"]}
    assert styles == {side.book.name: side.style for side in swapped.context["sides"]}


def test_days_limit_what_is_shown_and_a_wrong_order_is_told_at_its_field(
    bench: Bench,
    by: SignIn,
    entries: tuple[BookEntry, BookEntry],
) -> None:
    """What was typed stays."""
    client = by(bench.cast.monitor)
    later = client.get("/ledgers/books/?since=2017-03-26")
    assert later.context["days"] == []
    wrong = client.get("/ledgers/books/?since=2017-03-26&until=2017-03-25")
    assert wrong.status_code == 400
    assert "The end lies before the start." in text(wrong)
    assert 'value="2017-03-26"' in text(wrong)
    same = client.get(f"/ledgers/books/?left={entries[0].book_id}&right={entries[0].book_id}")
    assert (same.status_code, "Choose another book" in text(same)) == (400, True)


def test_a_party_sees_no_entry_and_whoever_is_not_signed_in_no_page(
    bench: Bench,
    by: SignIn,
    entries: tuple[BookEntry, BookEntry],
) -> None:
    """What stands in a book is for guarantors and the mission."""
    addresses = [
        "/ledgers/books/", f"/ledgers/books/entries/{entries[0].pk}/",
        f"/ledgers/books/{entries[0].book_id}/{entries[1].book_id}/",
    ]  # fmt: skip
    for address in addresses:
        assert Client().get(address).status_code == 302
    client = by(bench.cast.liaison)
    answers = [client.get(address) for address in addresses]
    assert [answer.status_code for answer in answers] == [200, 404, 200]
    assert not any("Taybat" in text(answer) for answer in answers)
    assert client.get(f"/ledgers/books/{entries[0].book_id}/enter/").status_code == 403
    for word in ("remark", "withdraw"):
        address = f"/ledgers/books/entries/{entries[0].pk}/{word}/"
        assert client.get(address).status_code == 403


def test_a_keeper_enters_a_breach(
    bench: Bench,
    by: SignIn,
    books: tuple[Book, Book],
) -> None:
    """It stands in that book alone; nobody else gets the form."""
    address = f"/ledgers/books/{books[0].pk}/enter/"
    client = by(bench.cast.delegate)
    assert client.get(address).status_code == 200
    given = {
        "date_start": "2017-03-25", "violation_type": "shelling", "place_label": "Mhardeh",
        "handling": "AMBER",
    }  # fmt: skip
    answer = client.post(address, given, follow=True)
    entry = BookEntry.objects.get()
    assert answer.redirect_chain[-1][0] == f"/ledgers/books/entries/{entry.pk}/"
    assert (entry.book, entry.number, entry.date_end) == (books[0], "1", DAY)
    assert "Mhardeh" in text(answer)
    for member in (bench.second, bench.cast.monitor):
        assert by(member).post(address, given).status_code == 403


def test_what_was_typed_stays_where_an_entry_is_refused(
    bench: Bench,
    by: SignIn,
    books: tuple[Book, Book],
) -> None:
    """With the reason at its field."""
    given = {
        "date_start": "2017-03-25", "violation_type": "shelling", "place_label": "Mhardeh",
        "latitude": "35.2", "handling": "AMBER",
    }  # fmt: skip
    answer = by(bench.cast.delegate).post(f"/ledgers/books/{books[0].pk}/enter/", given)
    assert answer.status_code == 422
    assert answer.context["form"].errors["longitude"]
    assert 'value="Mhardeh"' in text(answer)
    assert not BookEntry.objects.exists()


def test_the_other_keeper_remarks_on_an_entry_and_later_otherwise(
    bench: Bench,
    by: SignIn,
    entries: tuple[BookEntry, BookEntry],
) -> None:
    """The older words stay readable; without a reason nothing is taken away from an entry."""
    address = f"/ledgers/books/entries/{entries[0].pk}/remark/"
    client = by(bench.second)
    refused = client.post(address, {"verdict": "not_confirmed", "reason": ""})
    assert (refused.status_code, "reason" in refused.context["form"].errors) == (422, True)
    assert client.post(address, {"verdict": "pending", "reason": ""}).status_code == 302
    answer = client.post(
        address, {"verdict": "excluded_group", "reason": "Nusra held it."}, follow=True
    )
    page = text(answer)
    assert "Fire at an excluded group" in page
    assert "Nusra held it." in page
    assert "Said before" in page
    assert BookRemark.objects.count() == 2
    for member in (bench.cast.delegate, bench.third, bench.cast.monitor):
        assert by(member).post(address, {"verdict": "confirmed"}).status_code == 403
    assert "Nusra held it." in text(by(bench.third).get("/ledgers/books/"))


def test_a_keeper_withdraws_an_entry_with_its_reason(
    bench: Bench,
    by: SignIn,
    entries: tuple[BookEntry, BookEntry],
) -> None:
    """The page says so, and the entry no longer counts on its side."""
    address = f"/ledgers/books/entries/{entries[0].pk}/withdraw/"
    client = by(bench.cast.delegate)
    assert client.post(address, {"because": ""}).status_code == 422
    page = text(client.post(address, {"because": "Entered twice."}, follow=True))
    assert "Entered twice." in page
    assert "Withdrawn" in page
    sides = client.get("/ledgers/books/").context["sides"]
    assert [side.total for side in sides] == [0, 1]


def test_matches_are_proposed_with_reasons_accepted_and_taken_back(
    bench: Bench,
    by: SignIn,
    entries: tuple[BookEntry, BookEntry],
) -> None:
    """Undo is offered on the page that follows; a third guarantor settles nothing."""
    address = f"/ledgers/books/{entries[0].book_id}/{entries[1].book_id}/"
    client = by(bench.cast.delegate)
    page = text(client.post(f"{address}propose/", follow=True))
    assert "1 pair may be one breach." in page
    assert "Both name the same place." in page
    match = BookMatch.objects.get()
    settle = f"/ledgers/books/matches/{match.pk}/settle/"
    first = {"first": str(entries[0].book_id)}
    page = text(client.post(settle, {"state": "accepted", **first}, follow=True))
    assert 'name="state" value="proposed"' in page
    assert "Taken for one breach with" in text(client.get("/ledgers/books/"))
    assert by(bench.third).post(settle, {"state": "refused"}).status_code == 403
    client.post(settle, {"state": "proposed", **first})
    match.refresh_from_db()
    assert match.match_state == "proposed"
    again = client.post(settle, {"state": "proposed", **first})
    assert (again.status_code, "recorded already" in text(again)) == (409, True)


def test_the_sides_of_matches_are_swapped_by_their_address(
    bench: Bench,
    by: SignIn,
    entries: tuple[BookEntry, BookEntry],
) -> None:
    """The first book of the address is the first column, whichever is kept on the left."""
    one, other = entries
    propose_matches(one.book, other.book, by=bench.second)
    client = by(bench.third)
    for first, second in ((one, other), (other, one)):
        response = client.get(f"/ledgers/books/{first.book_id}/{second.book_id}/")
        assert response.context["shown"][0].entries == (first, second)
    assert client.get(f"/ledgers/books/{one.book_id}/{one.book_id}/").status_code == 404
    assert client.get(f"/ledgers/books/{one.book_id}/{uuid4()}/").status_code == 404


def test_an_administrator_opens_a_book(bench: Bench, by: SignIn) -> None:
    """Whom the mechanism does not know is refused at the field."""
    party = add_party("First power", kind=PartyKind.STATE, by=bench.cast.operator)
    given = {
        "mechanism": str(bench.mechanism.pk), "monitor": str(party.pk), "name": "Our book",
        "organisation": str(Organisation.objects.get(key="rival").pk),
    }  # fmt: skip
    client = by(bench.cast.administrator)
    refused = client.post("/ledgers/books/new/", given)
    assert (refused.status_code, "organisation" in refused.context["form"].errors) == (422, True)
    given["organisation"] = str(Organisation.objects.get(key="guarantor").pk)
    page = text(client.post("/ledgers/books/new/", given, follow=True))
    assert Book.objects.get().name == "Our book"
    assert "once both are open" in page
    assert by(bench.cast.monitor).get("/ledgers/books/new/").status_code == 403


def test_what_a_monitor_says_of_a_count_stands_beside_it(
    bench: Bench,
    by: SignIn,
    books: tuple[Book, Book],
    tally: Tally,
) -> None:
    """All fourteen not confirmed, and why; the keeper of the other book writes it."""
    address = f"/ledgers/books/tallies/{tally.pk}/remark/"
    client = by(bench.second)
    assert address in text(client.get("/ledgers/"))
    given = {
        "by_monitor": str(books[1].monitor_id), "verdict": "not_confirmed", "count": "15",
        "reason": "No trace on site.", "handling": "AMBER",
    }  # fmt: skip
    refused = client.post(address, given)
    assert (refused.status_code, "count" in refused.context["form"].errors) == (422, True)
    assert "No trace on site." in text(refused)
    page = text(client.post(address, {**given, "count": "14"}, follow=True))
    assert "All 14 not confirmed by Second power." in page
    assert "No trace on site." in page
    liaison = text(by(bench.cast.liaison).get("/ledgers/"))
    assert "not confirmed by" not in liaison
    assert address not in liaison
    assert by(bench.cast.liaison).get(address).status_code == 403


def test_the_mission_names_the_source_of_what_a_monitor_says(
    bench: Bench,
    by: SignIn,
    books: tuple[Book, Book],
    tally: Tally,
) -> None:
    """A guarantor is not shown the sources; the mission does not speak without one."""
    address = f"/ledgers/books/tallies/{tally.pk}/remark/"
    assert "source" not in by(bench.second).get(address).context["form"].fields
    client = by(bench.cast.monitor)
    given = {
        "by_monitor": str(books[1].monitor_id), "verdict": "excluded_group", "count": "1",
        "handling": "CLEAR", "source": "",
    }  # fmt: skip
    refused = client.post(address, given)
    assert (refused.status_code, "source" in refused.context["form"].errors) == (422, True)
    given["source"] = str(patrol().pk)
    assert client.post(address, given).status_code == 302
    assert TallyRemark.objects.get().source == patrol()
    page = text(client.get("/ledgers/"))
    assert "Explained by Second power as fire at an excluded group: 1 of 14." in page


def test_remarks_are_read_where_the_entry_is(
    bench: Bench,
    by: SignIn,
    entries: tuple[BookEntry, BookEntry],
) -> None:
    """On the entry's own page, and in its book's numbers."""
    one, other = entries
    remark_entry(one.pk, other.book, BookVerdict.NOT_CONFIRMED, by=bench.second, reason="No trace.")
    response = by(bench.cast.analyst).get("/ledgers/books/")
    assert response.context["sides"][0].verdicts == [(BookVerdict.NOT_CONFIRMED, 1)]
    assert response.context["sides"][1].said.unsaid == 1

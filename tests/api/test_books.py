"""Books and what monitors hold of each other's counts, for programs; never as a sum."""

import datetime as dt
from typing import Any

import pytest
from cast import Cast, patrol
from mechanism import Bench, make_bench

from trucewatch.accounts.models import Organisation
from trucewatch.cases.actions.book_matches import propose_matches
from trucewatch.cases.actions.book_remarks import TallyRemarkGiven, remark_entry, remark_tally
from trucewatch.cases.actions.books import BookGiven, EntryGiven, enter_entries, open_book
from trucewatch.cases.models import Book
from trucewatch.parties.actions import add_party
from trucewatch.reports.models import Tally
from trucewatch.reports.tally_rules import NOT_SUMMED
from trucewatch.vocabulary.cases import BookVerdict
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.process import PartyKind

pytestmark = pytest.mark.django_db
DAY = dt.date(2017, 3, 25)


@pytest.fixture(name="bench")
def a_bench(cast: Cast) -> Bench:
    """A committee of three guarantors."""
    return make_bench(cast)


@pytest.fixture
def books(bench: Bench) -> list[Book]:
    """Two books with three entries of one place each, one remark and matches."""
    made = []
    keepers = (("guarantor", bench.cast.delegate), ("guarantor-two", bench.second))
    for key, keeper in keepers:
        party = add_party(f"Power of {key}", kind=PartyKind.STATE, by=bench.cast.operator)
        organisation = Organisation.objects.get(key=key)
        book = open_book(
            bench.mechanism, BookGiven(organisation, party, f"Book of {key}"),
            by=bench.cast.administrator,
        )  # fmt: skip
        days = [DAY, DAY, DAY + dt.timedelta(days=2)]
        given = [EntryGiven(date_start=day, date_end=day, place_label="Mhardeh") for day in days]
        enter_entries(book, given, by=keeper)
        made.append(book)
    entry = made[0].entries.get(number="1")
    remark_entry(
        entry.pk, made[1], BookVerdict.EXCLUDED_GROUP, by=bench.second, reason="Nusra held it."
    )
    propose_matches(made[0], made[1], by=bench.second)
    return made


def test_a_book_is_read_page_by_page_with_what_others_hold_of_it(
    bench: Bench, books: list[Book], with_token: Any
) -> None:
    """Each entry once, in the order of ids."""
    client = with_token(bench.third)
    listed = client.get("/api/v1/books").json()
    assert (listed["count"], [each["name"] for each in listed["books"]]) == (
        2, ["Book of guarantor", "Book of guarantor-two"],
    )  # fmt: skip
    address = f"/api/v1/books/{books[0].pk}/entries?limit=2"
    first = client.get(address).json()
    second = client.get(f"{address}&after={first['next']}").json()
    rows = first["entries"] + second["entries"]
    assert (first["count"], len({row["id"] for row in rows}), second["next"]) == (3, 3, None)
    said = {row["number"]: row["remarks"] for row in rows}
    assert [(each["verdict"], each["reason"]) for each in said["1"]] == [
        ("excluded_group", "Nusra held it.")
    ]
    later = client.get(f"/api/v1/books/{books[0].pk}/entries?since=2017-03-26").json()
    assert [row["date_start"] for row in later["entries"]] == ["2017-03-27"]


def test_matches_name_the_entries_of_both_books(
    bench: Bench, books: list[Book], with_token: Any
) -> None:
    """The same from either book, with reasons."""
    client = with_token(bench.cast.monitor)
    one, other = (client.get(f"/api/v1/books/{book.pk}/matches").json() for book in books)
    assert one == other
    assert one["count"] == 3
    assert {row["state"] for row in one["matches"]} == {"proposed"}
    assert "Both name the same place." in one["matches"][0]["reason"]


def test_whoever_does_not_see_entries_reads_empty_books(
    bench: Bench, books: list[Book], with_token: Any, client: Any
) -> None:
    """Nor are they counted; the public has no door here."""
    party = with_token(bench.cast.liaison)
    for part in ("entries", "matches"):
        answer = party.get(f"/api/v1/books/{books[0].pk}/{part}").json()
        assert (answer["count"], answer[part]) == (0, [])
    assert client.get("/api/v1/books").status_code == 401
    missing = party.get(f"/api/v1/books/{bench.mechanism.pk}/entries")
    assert missing.status_code == 404


@pytest.mark.parametrize("address", ["books", "books/{key}/entries", "tallies"])
def test_a_sum_over_two_ledgers_is_refused_with_the_reason(
    bench: Bench, books: list[Book], with_token: Any, address: str
) -> None:
    """Any other unknown parameter as well, for an ignored one would mislead."""
    client = with_token(bench.cast.monitor)
    path = f"/api/v1/{address.format(key=books[0].pk)}"
    refused = client.get(f"{path}?sum=1")
    assert refused.status_code == 422
    assert refused.json() == {"reason": NOT_SUMMED, "field": "sum"}
    unknown = client.get(f"{path}?colour=red")
    assert (unknown.status_code, unknown.json()["field"]) == (422, "colour")


def test_a_tally_carries_what_another_monitor_holds_of_it(
    bench: Bench, books: list[Book], with_token: Any, client: Any
) -> None:
    """As far as its reader sees that: a clear count may have an amber remark."""
    tally = Tally.objects.create(
        source=patrol(), monitor=books[0].monitor, monitor_as_published="First", reported_on=DAY,
        window_hours=24, stated_total=19, published_at_address="https://example.org/1",
        handling="CLEAR",
    )  # fmt: skip
    for verdict, count, mark in (
        (BookVerdict.EXCLUDED_GROUP, 1, Handling.CLEAR),
        (BookVerdict.NOT_CONFIRMED, 3, Handling.AMBER),
    ):
        said = TallyRemarkGiven(
            by_monitor=books[1].monitor, verdict=verdict, count=count, handling=mark
        )
        remark_tally(tally.pk, said, by=bench.second)

    def seen(who: Any) -> list[tuple[str, int]]:
        rows = who.get("/api/v1/tallies").json()["tallies"]
        return [(said["verdict"], said["count"]) for said in rows[0]["remarks"]]

    assert seen(with_token(bench.third)) == [("excluded_group", 1), ("not_confirmed", 3)]
    assert seen(client) == [("excluded_group", 1)]
    day = client.get(f"/api/v1/tallies/{DAY}").json()
    assert day["ledgers"][0]["remarks"][0]["by"] == "Power of guarantor-two"

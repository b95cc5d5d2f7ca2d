"""Each guarantor keeps a book of its own; others say what they hold of it, nobody adds it up."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from cast import Cast, patrol
from mechanism import Bench

from trucewatch.accounts.access import MemberReader
from trucewatch.accounts.models import Member, Organisation
from trucewatch.cases.actions.book_matches import propose_matches, settle_match
from trucewatch.cases.actions.book_remarks import TallyRemarkGiven, remark_entry, remark_tally
from trucewatch.cases.actions.books import (
    BookGiven,
    EntryGiven,
    enter_entries,
    enter_entry,
    open_book,
    withdraw_entry,
)
from trucewatch.cases.models import Book, BookEntry, BookMatch, BookRemark, TallyRemark
from trucewatch.cases.models.books import MatchState
from trucewatch.cases.queries.book_sides import (
    Span,
    entry_seen,
    remarks_before,
    said_of,
    sides_by_area,
    sides_by_day,
    total_of_entries,
)
from trucewatch.cases.queries.books import find_entry, matches_seen, remarks_on_tallies
from trucewatch.ledger.models import Entry
from trucewatch.ledger.record_verification import verify_record
from trucewatch.parties.actions import add_party
from trucewatch.places.models import Place
from trucewatch.reports.models import Tally
from trucewatch.reports.tally_rules import NOT_SUMMED
from trucewatch.vocabulary.cases import BookVerdict
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.process import PartyKind
from trucewatch.vocabulary.refusal import NotAllowed, NotFound, Refused
from trucewatch.vocabulary.violations import ViolationType

pytestmark = pytest.mark.django_db
DAY = dt.date(2017, 3, 25)


@pytest.fixture
def books(bench: Bench) -> tuple[Book, Book]:
    """The books of two of the three guarantors."""
    return (
        opened(bench, "guarantor", "First power"), opened(bench, "guarantor-two", "Second power"),
    )  # fmt: skip


def opened(bench: Bench, organisation: str, monitor: str) -> Book:
    """A book of an organisation that counts under the name of a party."""
    given = BookGiven(
        organisation=Organisation.objects.get(key=organisation),
        monitor=add_party(monitor, kind=PartyKind.STATE, by=bench.cast.operator),
        name=f"Book of {organisation}",
    )
    return open_book(bench.mechanism, given, by=bench.cast.administrator)


def hama() -> Place:
    """A governorate."""
    found, _ = Place.objects.get_or_create(
        key="sy-hama", name="Hama", place_kind="admin1", latitude=35.1, longitude=36.8
    )
    return found


def given(**columns: Any) -> EntryGiven:
    """Shelling of a day in Hama."""
    columns = {"date_start": DAY, "violation_type": ViolationType.SHELLING, **columns}
    columns.setdefault("date_end", columns["date_start"])
    if "area" not in columns:
        columns["area"] = hama()
    return EntryGiven(**columns)


def tally(monitor: Any, total: int | None = 14, **columns: Any) -> Tally:
    """A count of a day, as its monitor published it."""
    columns = {"handling": Handling.CLEAR, "published_at_address": str(uuid4()), **columns}
    return Tally.objects.create(
        source=patrol(), monitor=monitor, monitor_as_published=monitor.name, reported_on=DAY,
        window_hours=24, stated_total=total, **columns,
    )  # fmt: skip


def reader(member: Member) -> MemberReader:
    """What the member sees."""
    return MemberReader(member)


def test_a_book_is_opened_by_an_administrator_for_a_member_of_the_mechanism(bench: Bench) -> None:
    """Each member keeps one, each under a name of its own; the ledger holds it."""
    book = opened(bench, "guarantor", "First power")
    assert Entry.objects.filter(event="book.opened", subject=book.ledger_name).count() == 1
    with pytest.raises(Refused, match="keep a book in this mechanism already"):
        opened(bench, "guarantor", "Another name")
    with pytest.raises(Refused, match="Only a member of the mechanism"):
        opened(bench, "rival", "Third power")
    again = BookGiven(Organisation.objects.get(key="guarantor-two"), book.monitor, "Copy")
    with pytest.raises(Refused, match="counts under that name already"):
        open_book(bench.mechanism, again, by=bench.cast.administrator)
    with pytest.raises(NotAllowed):
        open_book(bench.mechanism, again, by=bench.cast.monitor)


def test_only_the_keeper_writes_in_a_book(bench: Bench, books: tuple[Book, Book]) -> None:
    """Not the other guarantor, not the mission, not a party; the operator may."""
    mine, _ = books
    entry = enter_entry(mine, given(number="A/1"), by=bench.cast.delegate)
    assert (entry.handling, entry.compartment, entry.number) == ("AMBER", None, "A/1")
    for by in (bench.second, bench.cast.monitor, bench.cast.liaison, bench.cast.analyst):
        with pytest.raises(NotAllowed):
            enter_entry(mine, given(), by=by)
        with pytest.raises((NotAllowed, NotFound)):
            withdraw_entry(entry.pk, by=by, because="Ours now.")
    assert enter_entry(mine, given(), by=bench.cast.operator).number == "2"


def test_entries_are_read_by_guarantors_and_the_mission_and_by_nobody_else(
    bench: Bench, books: tuple[Book, Book]
) -> None:
    """A party that is accused in a book does not see it there."""
    entry = enter_entry(books[0], given(), by=bench.cast.delegate)
    for member in (bench.second, bench.third, bench.cast.monitor, bench.cast.delegate):
        assert find_entry(entry.pk, member) == entry
    for member in (bench.cast.liaison, bench.cast.rival, bench.cast.observer):
        with pytest.raises(NotFound):
            find_entry(entry.pk, member)
        assert total_of_entries(books[:1], reader(member)) == 0


def test_many_entries_are_one_act_and_get_the_next_numbers(
    bench: Bench, books: tuple[Book, Book]
) -> None:
    """Numbers that are given stay; none stands twice; all or nothing is entered."""
    mine, _ = books
    entries = enter_entries(
        mine, [given(), given(number="1"), given(), given(number="x")], by=bench.cast.delegate
    )
    assert [entry.number for entry in entries] == ["2", "1", "3", "x"]
    assert Entry.objects.filter(event="book.entered").count() == 1
    with pytest.raises(Refused, match="has an entry “x” already"):
        enter_entries(mine, [given(), given(number="x")], by=bench.cast.delegate)
    assert mine.entries.count() == 4


@pytest.mark.parametrize(
    ("columns", "field"),
    [
        ({"date_end": dt.date(2017, 3, 24)}, "date_end"),
        ({"latitude": 35.0}, "longitude"),
        ({"latitude": 95.0, "longitude": 200.0}, "latitude"),
        ({"text": "nul\x00"}, "text"),
        ({"number": "9" * 41}, "number"),
        ({"handling": Handling.AMBER_STRICT}, "handling"),
    ],
)
def test_what_cannot_be_meant_is_refused_at_its_field(
    bench: Bench, books: tuple[Book, Book], columns: dict[str, Any], field: str
) -> None:
    """Nothing of it is written."""
    with pytest.raises(Refused) as refused:
        enter_entry(books[0], given(**columns), by=bench.cast.delegate)
    assert refused.value.field == field
    assert not BookEntry.objects.exists()


def test_the_other_keeper_says_what_it_holds_of_an_entry(
    bench: Bench, books: tuple[Book, Book]
) -> None:
    """With a reason where it does not confirm; the keeper itself says nothing of its own."""
    mine, other = books
    entry = enter_entry(mine, given(), by=bench.cast.delegate)
    with pytest.raises(Refused, match="Say why"):
        remark_entry(entry.pk, other, BookVerdict.NOT_CONFIRMED, by=bench.second)
    reason = "Fire at an excluded group."
    remark = remark_entry(
        entry.pk, other, BookVerdict.EXCLUDED_GROUP, by=bench.second, reason=reason
    )
    assert (remark.reason, remark.handling, remark.book) == (reason, "AMBER", other)
    with pytest.raises(Refused, match="their own book"):
        remark_entry(entry.pk, mine, BookVerdict.CONFIRMED, by=bench.cast.delegate)
    for by in (bench.third, bench.cast.monitor, bench.cast.delegate):
        with pytest.raises(NotAllowed):
            remark_entry(entry.pk, other, BookVerdict.CONFIRMED, by=by)
    with pytest.raises((NotFound, NotAllowed)):
        remark_entry(entry.pk, other, BookVerdict.CONFIRMED, by=bench.cast.liaison)


def test_a_new_remark_stands_in_place_of_the_older_one_and_never_over_it(
    bench: Bench, books: tuple[Book, Book]
) -> None:
    """Both stay readable; the same words again are refused."""
    mine, other = books
    entry = enter_entry(mine, given(area=None), by=bench.cast.delegate)
    remark_entry(entry.pk, other, BookVerdict.PENDING, by=bench.second)
    with pytest.raises(Refused, match="says already"):
        remark_entry(entry.pk, other, BookVerdict.PENDING, by=bench.second)
    remark_entry(entry.pk, other, BookVerdict.NOT_CONFIRMED, by=bench.second, reason="No trace.")
    seen = entry_seen(entry, reader(bench.third))
    assert [remark.verdict for remark in seen.remarks] == ["not_confirmed"]
    assert [remark.verdict for remark in remarks_before(entry, reader(bench.third))] == ["pending"]
    assert BookRemark.objects.count() == 2
    assert verify_record().is_intact


def test_a_withdrawn_entry_no_longer_counts_and_nothing_more_is_said_of_it(
    bench: Bench, books: tuple[Book, Book]
) -> None:
    """It stays readable, with its reason in the ledger."""
    mine, other = books
    entry = enter_entry(mine, given(), by=bench.cast.delegate)
    with pytest.raises(Refused, match="Give the reason"):
        withdraw_entry(entry.pk, by=bench.cast.delegate, because=" ")
    withdraw_entry(entry.pk, by=bench.cast.delegate, because="Entered twice.")
    assert total_of_entries([mine], reader(bench.cast.delegate)) == 0
    assert find_entry(entry.pk, bench.second).withdrawn
    with pytest.raises(Refused, match="withdrawn already"):
        withdraw_entry(entry.pk, by=bench.cast.delegate, because="Again.")
    with pytest.raises(Refused, match="nothing left to say"):
        remark_entry(entry.pk, other, BookVerdict.CONFIRMED, by=bench.second)
    assert Entry.objects.filter(event="book_entry.withdrawn").count() == 1


def test_a_total_over_two_books_is_refused_with_the_reason(
    bench: Bench, books: tuple[Book, Book]
) -> None:
    """Each book by itself has one."""
    mine, other = books
    enter_entries(mine, [given(), given()], by=bench.cast.delegate)
    enter_entry(other, given(), by=bench.second)
    who = reader(bench.cast.monitor)
    assert (total_of_entries([mine], who), total_of_entries([other], who)) == (2, 1)
    with pytest.raises(Refused, match="No total is given over") as refused:
        total_of_entries([mine, other], who)
    assert NOT_SUMMED in refused.value.reason


def test_both_sides_stand_side_by_side_by_day_and_by_governorate(
    bench: Bench, books: tuple[Book, Book]
) -> None:
    """Where one book names nothing there is no zero; days are the latest first."""
    mine, other = books
    before = DAY - dt.timedelta(days=1)
    enter_entries(
        mine, [given(), given(area=None), given(date_start=before)], by=bench.cast.delegate
    )
    enter_entry(other, given(), by=bench.second)
    who = reader(bench.cast.monitor)
    rows, older = sides_by_day(books, who, Span(), most=1)
    assert ([(row.day, [cell.count for cell in row.cells]) for row in rows], older) == (
        [(DAY, [2, 1])], before,
    )  # fmt: skip
    rows, older = sides_by_day(books, who, Span(until=before), most=9)
    assert ([(row.day, [cell.count for cell in row.cells]) for row in rows], older) == (
        [(before, [1, 0])], None,
    )  # fmt: skip
    areas = sides_by_area(books, who, Span(since=DAY))
    assert [(row.area.name if row.area else None, row.counts) for row in areas] == [
        ("Hama", [1, 1]), (None, [1, None]),
    ]  # fmt: skip
    nobody = reader(bench.cast.liaison)
    assert sides_by_day(books, nobody, Span(), most=9) == ([], None)
    assert sides_by_area(books, nobody, Span()) == []


def test_what_others_say_is_counted_for_each_book_by_itself(
    bench: Bench, books: tuple[Book, Book]
) -> None:
    """Entries of which nothing is said are told apart from those that are not confirmed."""
    mine, other = books
    entries = enter_entries(mine, [given() for _ in range(3)], by=bench.cast.delegate)
    remark_entry(entries[0].pk, other, BookVerdict.CONFIRMED, by=bench.second)
    remark_entry(
        entries[1].pk, other, BookVerdict.NOT_CONFIRMED, by=bench.second, reason="No trace."
    )
    said = said_of(mine, reader(bench.cast.monitor))
    assert (said.verdicts, said.unsaid) == (
        {BookVerdict.CONFIRMED: 1, BookVerdict.NOT_CONFIRMED: 1}, 1,
    )  # fmt: skip


def test_matches_are_proposed_settled_and_taken_back(
    bench: Bench, books: tuple[Book, Book]
) -> None:
    """The books stay as they are; an accepted pair shows at both of its entries."""
    mine, other = books
    entry = enter_entry(mine, given(), by=bench.cast.delegate)
    theirs = enter_entry(other, given(), by=bench.second)
    (match,) = propose_matches(mine, other, by=bench.cast.monitor)
    assert (match.match_state, match.weight) == (MatchState.PROPOSED, 75)
    assert "Both give the same day." in match.reason
    assert propose_matches(other, mine, by=bench.second) == []
    settle_match(match.pk, MatchState.ACCEPTED, by=bench.second)
    assert entry_seen(entry, reader(bench.third)).matched == [theirs]
    assert entry_seen(theirs, reader(bench.third)).matched == [entry]
    settle_match(match.pk, MatchState.PROPOSED, by=bench.cast.delegate)
    match.refresh_from_db()
    assert (match.settled_by, match.settled_at) == (None, None)
    assert BookEntry.objects.filter(withdrawn=False).count() == 2
    assert Entry.objects.filter(event="match.settled").count() == 2


def test_a_refused_pair_is_never_proposed_again(bench: Bench, books: tuple[Book, Book]) -> None:
    """Its entries are free for others, and whoever refused it may accept it after all."""
    mine, other = books
    enter_entry(mine, given(), by=bench.cast.delegate)
    enter_entry(other, given(), by=bench.second)
    (match,) = propose_matches(mine, other, by=bench.second)
    settle_match(match.pk, MatchState.REFUSED, by=bench.second)
    assert propose_matches(mine, other, by=bench.second) == []
    enter_entry(other, given(), by=bench.second)
    (second,) = propose_matches(mine, other, by=bench.second)
    settle_match(second.pk, MatchState.ACCEPTED, by=bench.second)
    with pytest.raises(Refused, match="with another entry already"):
        settle_match(match.pk, MatchState.ACCEPTED, by=bench.second)


def test_matches_are_for_the_keepers_of_the_two_books_and_the_mission(
    bench: Bench, books: tuple[Book, Book]
) -> None:
    """A third guarantor sees them and settles nothing; a party sees none."""
    mine, other = books
    enter_entry(mine, given(), by=bench.cast.delegate)
    enter_entry(other, given(), by=bench.second)
    for by in (bench.third, bench.cast.liaison, bench.cast.analyst):
        with pytest.raises(NotAllowed):
            propose_matches(mine, other, by=by)
    (match,) = propose_matches(mine, other, by=bench.cast.monitor)
    with pytest.raises(NotAllowed):
        settle_match(match.pk, MatchState.ACCEPTED, by=bench.third)
    assert list(matches_seen(reader(bench.third))) == [match]
    assert not matches_seen(reader(bench.cast.liaison)).exists()


def test_a_match_with_a_withdrawn_entry_is_not_accepted(
    bench: Bench, books: tuple[Book, Book]
) -> None:
    """The other entry is free again."""
    mine, other = books
    entry = enter_entry(mine, given(), by=bench.cast.delegate)
    enter_entry(other, given(), by=bench.second)
    (match,) = propose_matches(mine, other, by=bench.second)
    withdraw_entry(entry.pk, by=bench.cast.delegate, because="Entered twice.")
    with pytest.raises(Refused, match="withdrawn"):
        settle_match(match.pk, MatchState.ACCEPTED, by=bench.second)
    enter_entry(mine, given(), by=bench.cast.delegate)
    assert len(propose_matches(mine, other, by=bench.second)) == 1
    assert BookMatch.objects.count() == 2


def test_one_monitor_does_not_confirm_the_count_of_another(
    bench: Bench, books: tuple[Book, Book]
) -> None:
    """Its keeper says so for it; the count itself does not change."""
    mine, other = books
    row = tally(mine.monitor)
    said = TallyRemarkGiven(
        by_monitor=other.monitor, verdict=BookVerdict.NOT_CONFIRMED, count=14, reason="No trace."
    )
    remark = remark_tally(row.pk, said, by=bench.second)
    row.refresh_from_db()
    assert (row.stated_total, remark.count, remark.handling) == (14, 14, "AMBER")
    found = remarks_on_tallies([row.pk], reader(bench.cast.monitor))
    assert found == {row.pk: [remark]}
    assert remarks_on_tallies([row.pk], reader(bench.cast.liaison)) == {}
    assert Entry.objects.filter(event="tally.remarked").count() == 1


def test_nobody_says_more_than_the_count_of_a_tally(bench: Bench, books: tuple[Book, Book]) -> None:
    """All verdicts of one monitor together fit into what is stated."""
    mine, other = books
    row = tally(mine.monitor, 5)

    def say(verdict: BookVerdict, count: int) -> TallyRemark:
        said = TallyRemarkGiven(by_monitor=other.monitor, verdict=verdict, count=count)
        return remark_tally(row.pk, said, by=bench.second)

    with pytest.raises(Refused) as refused:
        say(BookVerdict.NOT_CONFIRMED, 6)
    assert refused.value.field == "count"
    say(BookVerdict.NOT_CONFIRMED, 4)
    with pytest.raises(Refused, match="more than the 5 stated"):
        say(BookVerdict.EXCLUDED_GROUP, 2)
    say(BookVerdict.EXCLUDED_GROUP, 1)
    say(BookVerdict.NOT_CONFIRMED, 3)
    standing = TallyRemark.objects.filter(replaced_at__isnull=True)
    assert sorted(standing.values_list("verdict", "count")) == [
        ("excluded_group", 1), ("not_confirmed", 3),
    ]  # fmt: skip
    assert TallyRemark.objects.count() == 3


def test_the_mission_writes_down_what_a_monitor_published_with_its_source(
    bench: Bench, cast: Cast
) -> None:
    """Without the source it does not; a guarantor does not speak for another at all."""
    first, second = (
        add_party(name, kind=PartyKind.STATE, by=cast.operator) for name in ("First", "Second")
    )
    row = tally(first)
    said: dict[str, Any] = {
        "by_monitor": second, "verdict": BookVerdict.NOT_CONFIRMED, "count": 14,
        "handling": Handling.CLEAR,
    }  # fmt: skip
    with pytest.raises(Refused) as refused:
        remark_tally(row.pk, TallyRemarkGiven(**said), by=cast.monitor)
    assert refused.value.field == "source"
    with pytest.raises(NotAllowed):
        remark_tally(row.pk, TallyRemarkGiven(**said, source=row.source), by=cast.delegate)
    with pytest.raises(NotAllowed):
        remark_tally(row.pk, TallyRemarkGiven(**said, source=row.source), by=cast.analyst)
    remark = remark_tally(row.pk, TallyRemarkGiven(**said, source=row.source), by=cast.monitor)
    assert remark.source == row.source


def test_what_is_said_of_a_count_is_no_more_open_than_the_count(
    bench: Bench, books: tuple[Book, Book]
) -> None:
    """A guarantor cannot lay it where it does not see it itself."""
    mine, other = books
    row = tally(mine.monitor, handling=Handling.AMBER)
    for handling in (Handling.GREEN, Handling.AMBER_STRICT, Handling.RED):
        said = TallyRemarkGiven(
            by_monitor=other.monitor, verdict=BookVerdict.PENDING, count=1, handling=handling
        )
        with pytest.raises(Refused) as refused:
            remark_tally(row.pk, said, by=bench.second)
        assert refused.value.field == "handling"


def test_a_monitor_says_nothing_of_its_own_count(bench: Bench, books: tuple[Book, Book]) -> None:
    """That would be another tally."""
    row = tally(books[0].monitor)
    said = TallyRemarkGiven(by_monitor=books[0].monitor, verdict=BookVerdict.CONFIRMED, count=1)
    with pytest.raises(Refused, match="its own count"):
        remark_tally(row.pk, said, by=bench.cast.delegate)

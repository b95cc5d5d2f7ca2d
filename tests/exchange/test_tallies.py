"""Monitors' tallies come in two layouts and any order; both are kept, contradictions derived."""

import csv
import datetime as dt
import io
from pathlib import Path

import pytest

from trucewatch.accounts.access import PUBLIC, operator
from trucewatch.accounts.actions import Newcomer, add_member, open_record
from trucewatch.accounts.models import Member
from trucewatch.exchange.options import ImportOptions
from trucewatch.exchange.summary import Summary
from trucewatch.exchange.tallies import import_tallies
from trucewatch.ledger.models import Entry
from trucewatch.ledger.record_verification import verify_record
from trucewatch.parties.actions import add_party
from trucewatch.parties.models import Party
from trucewatch.places.actions import load_gazetteer
from trucewatch.reports.models import Tally, TallyConfirmation, TallyShare
from trucewatch.reports.tally_queries import conflicts_of
from trucewatch.sources.models import Document, Source
from trucewatch.sources.originals import original_path
from trucewatch.vocabulary.process import PartyKind
from trucewatch.vocabulary.refusal import NotAllowed
from trucewatch.vocabulary.roles import Role

pytestmark = pytest.mark.django_db

TOTALS = """report_date,window_hours,monitor,stated_total,sum_of_provinces,check,\
confirmed_by_russia,url,lang,note
2017-03-25,24,Russia,13,13,,,https://example.org/25,en,
2017-03-25,24,Turkey,19,19,,0,https://example.org/25,en,one case aside
2017-03-16,168,Turkey,82,93,split_exceeds_total,0,https://example.org/16,en,\
"SOURCE CONFLICT: areas add to 93"
,24,Russia,6,6,,,https://example.org/undated,tr,undated
"""
SPLITS = """report_date,window_hours,monitor,province,count,url,lang
2017-03-25,24,Russia,Damascus,4,https://example.org/25,en
2017-03-25,24,Russia,Hamah Governorate,9,https://example.org/25,en
2017-03-25,24,Turkey,unspecified,19,https://example.org/25,en
2017-03-16,168,Turkey,Aleppo,93,https://example.org/16,en
"""


@pytest.fixture
def by() -> Member:
    open_record(name="Test record")
    load_gazetteer(operator())
    return operator()


def bring(
    folder: Path, text: str | bytes, by: Member, options: ImportOptions | None = None
) -> Summary:
    path = folder / "tallies.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return import_tallies(path, name=path.name, by=by, options=options or ImportOptions())


def counts(summary: Summary) -> tuple[int, int, int, int]:
    return (summary.read, summary.made, summary.changed, summary.unchanged)


def everything() -> int:
    models = (Tally, TallyShare, TallyConfirmation, Party, Source, Document, Entry)
    return sum(model._base_manager.count() for model in models)


def test_totals_are_entered_with_what_the_other_confirmed(tmp_path: Path, by: Member) -> None:
    """No confirmation stated is no row; none confirmed is a zero."""
    assert counts(bring(tmp_path, TOTALS, by)) == (4, 4, 0, 0)
    confirmed = {
        (c.tally.reported_on, c.by_monitor.name, c.count) for c in TallyConfirmation.objects.all()
    }
    assert confirmed == {
        (dt.date(2017, 3, 25), "Russia", 0),
        (dt.date(2017, 3, 16), "Russia", 0),
    }
    assert dict(Party.objects.values_list("name", "party_kind")) == {
        "Russia": PartyKind.STATE,
        "Turkey": PartyKind.STATE,
    }


def test_an_undated_row_stays_undated(tmp_path: Path, by: Member) -> None:
    """A missing date is not guessed from anything else in the row."""
    bring(tmp_path, TOTALS, by)
    assert Tally.objects.get(published_at_address="https://example.org/undated").reported_on is None


def test_areas_keep_their_published_name_beside_the_place(tmp_path: Path, by: Member) -> None:
    """What is not an area has a count and no place."""
    bring(tmp_path, SPLITS, by)
    placed = {s.area_as_published: s.area and s.area.key for s in TallyShare.objects.all()}
    assert placed == {
        "Damascus": "sy-damascus",
        "Hamah Governorate": "sy-hama",
        "unspecified": None,
        "Aleppo": "sy-aleppo",
    }


@pytest.mark.parametrize("first", ["totals", "splits"])
def test_the_order_of_the_two_files_does_not_matter(tmp_path: Path, by: Member, first: str) -> None:
    """The counts and what is kept are the same; a total that comes second is made."""
    files = [TOTALS, SPLITS] if first == "totals" else [SPLITS, TOTALS]
    summaries = [bring(tmp_path, text, by) for text in files]
    assert [counts(summary) for summary in summaries] == [(4, 4, 0, 0), (4, 4, 0, 0)]
    assert Tally.objects.count() == 4
    weekly = Tally.objects.get(window_hours=168)
    assert (weekly.stated_total, sum(share.count for share in weekly.shares.all())) == (82, 93)
    assert weekly.checker_note == "sum of areas 93; split_exceeds_total"
    assert not weekly.earlier


def test_a_total_and_a_split_that_disagree_are_both_kept_and_flagged(
    tmp_path: Path, by: Member
) -> None:
    """The conflict is derived from the two and corrects neither."""
    first = bring(tmp_path, TOTALS, by)
    assert dict(first.flags) == {"said_by_source": 1}
    second = bring(tmp_path, SPLITS, by)
    assert (second.flagged, dict(second.flags)) == (
        1,
        {"said_by_source": 1, "total_and_split_disagree": 1},
    )
    found = conflicts_of(Tally.objects.get(window_hours=168))
    assert [conflict.kind for conflict in found] == ["total_and_split_disagree"]
    assert (found[0].stated_total, found[0].sum_of_split) == (82, 93)


def test_two_pages_that_give_one_tally_differently_stand_side_by_side(
    tmp_path: Path, by: Member
) -> None:
    """The same monitor, day and window at two addresses are two tallies that disagree."""
    row = "2017-03-25,24,Russia,15,,,,https://example.org/other,en,\n"
    summary = bring(tmp_path, TOTALS + row, by)
    assert summary.flags["sources_disagree"] == 2
    tally = Tally.objects.get(published_at_address="https://example.org/other")
    assert conflicts_of(tally, PUBLIC)[0].others == ((13, "https://example.org/25"),)


def test_a_second_run_makes_nothing(tmp_path: Path, by: Member) -> None:
    """No row, no document and no entry in the ledger."""
    bring(tmp_path, TOTALS, by)
    bring(tmp_path, SPLITS, by)
    before = everything()
    for text in (TOTALS, SPLITS):
        again = bring(tmp_path, text, by)
        assert counts(again) == (4, 0, 0, 4)
        assert not again.published
    assert everything() == before
    assert verify_record().is_intact


def test_a_later_file_changes_the_row_and_keeps_what_it_said(tmp_path: Path, by: Member) -> None:
    """The old total, remark and confirmation stay readable; the ledger commits to the new."""
    bring(tmp_path, TOTALS, by)
    later = TOTALS.replace("Turkey,19,19,,0", "Turkey,20,19,,2")
    assert counts(bring(tmp_path, later, by)) == (4, 0, 1, 3)
    tally = Tally.objects.get(monitor__name="Turkey", reported_on="2017-03-25")
    assert tally.stated_total == 20
    assert [(old["stated_total"], old["confirmations"]) for old in tally.earlier] == [
        (19, {"Russia": 0})
    ]
    assert tally.confirmations.get().count == 2
    assert verify_record().is_intact


def test_a_later_count_of_an_area_keeps_the_earlier_one(tmp_path: Path, by: Member) -> None:
    """A share has a history of its own."""
    bring(tmp_path, SPLITS, by)
    assert counts(bring(tmp_path, SPLITS.replace("Damascus,4", "Damascus,5"), by)) == (4, 0, 1, 3)
    share = TallyShare.objects.get(area_as_published="Damascus")
    assert (share.count, [old["count"] for old in share.earlier]) == (5, [4])


def test_a_row_repeated_word_for_word_counts_as_unchanged(tmp_path: Path, by: Member) -> None:
    """The first of them is taken."""
    row = TOTALS.splitlines()[1] + "\n"
    assert counts(bring(tmp_path, TOTALS + row, by)) == (5, 4, 0, 1)


def test_a_row_given_twice_with_different_content_is_refused(tmp_path: Path, by: Member) -> None:
    """Both rows are refused and both lines are named: the file's order decides nothing."""
    row = TOTALS.splitlines()[1].replace("Russia,13", "Russia,14") + "\n"
    summary = bring(tmp_path, TOTALS + row, by)
    assert [(refusal.line, refusal.field) for refusal in summary.refused] == [
        (2, "stated_total"),
        (6, "stated_total"),
    ]
    assert all("lines 2, 6" in refusal.reason for refusal in summary.refused)
    assert not Tally.objects.exists()


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("2017-02-30,24,Russia,1,,,,https://example.org/a,en,", "report_date"),
        ("2017-02-27,24,Russia,-1,,,,https://example.org/a,en,", "stated_total"),
        ("2017-02-27,24,Russia,many,,,,https://example.org/a,en,", "stated_total"),
        ("2017-02-27,24,Russia,,,,,https://example.org/a,en,", "stated_total"),
        ("2017-02-27,24,Russia,1,,,-2,https://example.org/a,en,", "confirmed_by_russia"),
        ("2017-02-27,24,Russia,1,x,,,https://example.org/a,en,", "sum_of_provinces"),
        ("2017-02-27,0,Russia,1,,,,https://example.org/a,en,", "window_hours"),
        ("2017-02-27,24,,1,,,,https://example.org/a,en,", "monitor"),
        ("2017-02-27,24,Russia,1,,,,,en,", "url"),
        ("2017-02-27,24,Russia,1", ""),
    ],
)
def test_a_row_that_cannot_be_taken_stops_the_whole_file(
    tmp_path: Path, by: Member, row: str, field: str
) -> None:
    """Not even a source is written; line, field and reason are told."""
    before = everything()
    summary = bring(tmp_path, TOTALS + row + "\n", by)
    assert [(refusal.line, refusal.field) for refusal in summary.refused] == [(6, field)]
    assert summary.refused[0].reason
    assert (summary.made, summary.published) == (0, False)
    assert everything() == before


@pytest.mark.parametrize("count", ["-1", "x", "", "1.5"])
def test_a_share_needs_a_count(tmp_path: Path, by: Member, count: str) -> None:
    """Negative, fractional and missing counts are refused under the column's name."""
    row = f"2017-02-27,24,Russia,Homs,{count},https://example.org/a,en\n"
    assert [r.field for r in bring(tmp_path, SPLITS + row, by).refused] == ["count"]


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        (TOTALS.replace(",url,", ",page,"), ["url"]),
        (SPLITS.replace("province,count", "province,number"), ["count"]),
        ("a,b\n1,2\n", ["report_date", "window_hours", "monitor", "url", "province", "count"]),
        (TOTALS.replace("lang,note", "lang,province"), ["province"]),
        ("", [""]),
        (b"\xff\xfe\x00", [""]),
    ],
)
def test_a_file_of_another_layout_is_refused(
    tmp_path: Path, by: Member, text: str | bytes, fields: list[str]
) -> None:
    """The columns that are missing or too many are named."""
    summary = bring(tmp_path, text, by)
    assert [refusal.field for refusal in summary.refused] == fields
    assert summary.read == 0


def test_bytes_that_are_no_text_are_refused_with_their_column(tmp_path: Path, by: Member) -> None:
    """The rest of the file is read on."""
    row = b"2017-02-27,24,Russia,1,,,,https://example.org/a,en," + b"caf\xe9\n"
    summary = bring(tmp_path, TOTALS.encode() + row, by)
    assert [(refusal.line, refusal.field) for refusal in summary.refused] == [(6, "note")]


def test_the_other_rows_are_taken_when_refused_ones_are_skipped(tmp_path: Path, by: Member) -> None:
    """The refused row leaves no party behind either."""
    row = "2017-02-27,24,Neverland,-1,,,,https://example.org/a,en,\n"
    summary = bring(tmp_path, TOTALS + row, by, ImportOptions(skip_refused=True))
    assert (summary.made, len(summary.refused), summary.published) == (4, 1, True)
    assert not Party.objects.filter(name="Neverland").exists()


def test_a_dry_run_only_tells(tmp_path: Path, by: Member) -> None:
    """The counts and flags are those of the real run, and nothing is written."""
    before = everything()
    told = bring(tmp_path, TOTALS, by, ImportOptions(dry_run=True))
    assert everything() == before
    assert not told.published
    done = bring(tmp_path, TOTALS, by)
    assert (counts(told), told.flags) == (counts(done), done.flags)


def test_a_monitor_is_found_by_its_alias_and_by_the_small_letters_of_a_column(
    tmp_path: Path, by: Member
) -> None:
    """No second party is made for a name that the record knows."""
    add_party("Russia", kind=PartyKind.STATE, names=[("Россия", "ru")], by=by)
    add_party("Republic of Türkiye", kind=PartyKind.STATE, names=[("Turkey", "en")], by=by)
    bring(tmp_path, TOTALS.replace(",Russia,", ",Россия,"), by)
    assert Party.objects.count() == 2
    assert {tally.monitor_as_published for tally in Tally.objects.all()} == {"Россия", "Turkey"}
    assert {c.by_monitor.name for c in TallyConfirmation.objects.all()} == {"Russia"}


def test_any_monitor_may_have_a_column_of_confirmations(tmp_path: Path, by: Member) -> None:
    """A confirming monitor that counts nothing itself becomes a party too."""
    text = (
        "report_date,window_hours,monitor,stated_total,confirmed_by_south_ossetia,"
        "confirmed_by_turkey,url\n2017-01-01,24,Turkey,3,2,,https://example.org/x\n"
    )
    bring(tmp_path, text, by)
    confirmation = TallyConfirmation.objects.get()
    assert (confirmation.by_monitor.name, confirmation.count) == ("South Ossetia", 2)


def test_the_original_file_is_kept_and_every_row_keeps_its_words(
    tmp_path: Path, by: Member
) -> None:
    """A click leads from a count to the words it was read from."""
    bring(tmp_path, SPLITS, by)
    document = Document.objects.get()
    assert original_path(document.sha256).read_text(encoding="utf-8") == SPLITS
    assert document.header == SPLITS.splitlines()[0]
    share = TallyShare.objects.get(area_as_published="Damascus")
    assert (share.original, share.document) == (SPLITS.splitlines()[1], document)


def test_only_those_who_may_import_do(tmp_path: Path, by: Member) -> None:
    """A delegate is refused before the file is opened."""
    delegate = add_member(
        Newcomer("delegate", Role.DELEGATE, by.organisation), password="quiet-harbour-17", by=by
    )
    with pytest.raises(NotAllowed):
        bring(tmp_path, TOTALS, delegate)


def test_one_import_is_one_entry_of_the_ledger(tmp_path: Path, by: Member) -> None:
    """Source, document, parties, tallies and confirmations are committed to together."""
    bring(tmp_path, TOTALS, by)
    assert Entry.objects.filter(event="tallies.imported").count() == 1
    assert verify_record().is_intact


def test_the_sample_tallies_are_taken_whole(samples: Path, by: Member) -> None:
    """Every figure of the two real files stands in the record as it was published."""
    folder = samples / "data" / "guarantor_tallies"
    for name, rows in (("guarantor_by_province.csv", 236), ("guarantor_totals.csv", 87)):
        summary = import_tallies(folder / name, name=name, by=by, options=ImportOptions())
        assert counts(summary) == (rows, rows, 0, 0)
    assert Tally.objects.count() == 87
    assert TallyShare.objects.filter(area=None).values_list("area_as_published", flat=True)[0] == (
        "unspecified"
    )
    text = (folder / "guarantor_totals.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(io.StringIO(text)):
        tally = Tally.objects.get(
            monitor__name=row["monitor"],
            reported_on=row["report_date"] or None,
            window_hours=row["window_hours"],
            published_at_address=row["url"],
        )
        assert str(tally.stated_total) == row["stated_total"]
        assert tally.remark == row["note"]


def test_capitals_make_no_second_monitor(tmp_path: Path, by: Member) -> None:
    """Rows of RUSSIA and Russia are one ledger's, so contradictions between them show."""
    rows = (
        "2018-03-01,24,Russia,Hama,1,https://example.org/c,en\n"
        "2018-03-01,24,RUSSIA,Homs,2,https://example.org/c,en\n"
        "2018-03-01,24,russia,Homs,3,https://example.org/c,en\n"
    )
    path = tmp_path / "capitals.csv"
    path.write_text("report_date,window_hours,monitor,province,count,url,lang\n" + rows, "utf-8")
    options = ImportOptions(skip_refused=True)
    summary = import_tallies(path, name=path.name, by=by, options=options)
    assert (summary.made, {refusal.line for refusal in summary.refused}) == (1, {3, 4})
    assert [tally.monitor.name for tally in Tally.objects.filter(reported_on="2018-03-01")] == [
        "Russia"
    ]

"""The two-ledger bulletin says what both monitors stated, and adds nothing up."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from trucewatch.accounts.access import PUBLIC, MemberReader, operator
from trucewatch.accounts.actions import open_record
from trucewatch.accounts.models import Compartment, Member
from trucewatch.bulletins.two_ledger import two_ledger_words
from trucewatch.exchange.options import ImportOptions
from trucewatch.exchange.tallies import import_tallies
from trucewatch.places.actions import load_gazetteer
from trucewatch.places.models import Place
from trucewatch.reports.actions.coverage import record_coverage
from trucewatch.reports.models import Coverage, Tally
from trucewatch.talks.actions.rounds import add_round
from trucewatch.talks.models import Round
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.refusal import Refused

pytestmark = pytest.mark.django_db

TOTALS = """report_date,window_hours,monitor,stated_total,confirmed_by_russia,url,lang,note
2017-03-25,24,Turkey,19,0,https://example.org/25,en,one case aside
2017-03-25,24,Russia,13,,https://example.org/25,en,
2017-03-16,168,Turkey,82,0,https://example.org/16,en,SOURCE CONFLICT: 93 or 82
2017-03-16,168,Russia,24,,https://example.org/16,en,
2017-05-01,24,Turkey,0,0,https://example.org/01,ru,
"""
SPLITS = """report_date,window_hours,monitor,province,count,url,lang
2017-03-25,24,Turkey,Hama,8,https://example.org/25,en
2017-03-25,24,Turkey,unspecified,11,https://example.org/25,en
2017-03-25,24,Russia,Damascus,13,https://example.org/25,en
2017-03-16,168,Turkey,Aleppo,93,https://example.org/16,en
2017-05-02,24,Russia,Homs,2,https://example.org/02,ru
"""
DAY = dt.date(2017, 3, 25)


@pytest.fixture
def by(tmp_path: Path) -> Member:
    open_record(name="Test record")
    load_gazetteer(operator())
    for text in (TOTALS, SPLITS):
        path = tmp_path / "tallies.csv"
        path.write_text(text, encoding="utf-8")
        assert not import_tallies(
            path, name=path.name, by=operator(), options=ImportOptions()
        ).refused
    return operator()


def ledger_of(monitor: str, words: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in words["ledgers"] if each["monitor"] == monitor)
    return found


def test_both_ledgers_stand_side_by_side_in_the_alphabets_order(by: Member) -> None:
    """Areas bear their published names; a confirmation stands only where one was stated."""
    words = two_ledger_words(DAY, PUBLIC)
    assert (words["kind"], words["window"]) == (
        "two-ledger",
        {"start": "2017-03-25", "end": "2017-03-25"},
    )
    assert [
        (each["monitor"], each["total"], each["by_area"], each["confirmed_by"], each["conflicts"])
        for each in words["ledgers"]
    ] == [
        ("Russia", 13, {"Damascus": 13}, {}, []),
        ("Turkey", 19, {"Hama": 8, "unspecified": 11}, {"Russia": 0}, []),
    ]


def test_no_number_in_the_bulletin_is_a_sum_over_both_ledgers(by: Member) -> None:
    """Neither 32 nor any other total over two monitors; the reason is given instead."""
    words = two_ledger_words(DAY, PUBLIC)
    assert "32" not in json.dumps(words)
    assert "never added together" in words["not_summed"]


def test_a_week_ends_on_the_day_of_the_report_and_starts_six_days_before(by: Member) -> None:
    """Both ends are counted."""
    words = two_ledger_words(dt.date(2017, 3, 16), PUBLIC)
    assert words["window"] == {"start": "2017-03-10", "end": "2017-03-16"}
    assert words["title"] == "Two-ledger bulletin, 10-16 Mar 2017"


def test_a_contradiction_is_told_with_both_figures(by: Member) -> None:
    """The areas add up to more than the total: both stand."""
    words = two_ledger_words(dt.date(2017, 3, 16), PUBLIC)
    assert ledger_of("Turkey", words)["conflicts"] == [
        {"kind": "total_and_split_disagree", "stated_total": 82, "sum_of_split": 93},
    ]
    assert [told["remark"] for told in words["source_conflicts"]] == ["SOURCE CONFLICT: 93 or 82"]


def test_a_page_that_contradicts_itself_about_one_ledger_says_nothing_of_the_other(
    tmp_path: Path, by: Member
) -> None:
    """The remark stands on every row of a page; figures decide whose conflict it is."""
    path = tmp_path / "both.csv"
    note = "SOURCE CONFLICT: the areas of one add to 93"
    rows = f"2018-01-02,24,Russia,24,,https://example.org/c,en,{note}\n"
    path.write_text(TOTALS.splitlines()[0] + "\n" + rows, encoding="utf-8")
    import_tallies(path, name=path.name, by=by, options=ImportOptions())
    words = two_ledger_words(dt.date(2018, 1, 2), PUBLIC)
    assert words["ledgers"][0]["conflicts"] == []
    assert words["source_conflicts"] == [{"address": "https://example.org/c", "remark": note}]


def test_a_total_that_was_not_given_is_not_zero(by: Member) -> None:
    """A split alone makes no total; a stated zero is one."""
    alone = two_ledger_words(dt.date(2017, 5, 2), PUBLIC)
    zero = two_ledger_words(dt.date(2017, 5, 1), PUBLIC)
    assert (ledger_of("Russia", alone)["total"], ledger_of("Turkey", zero)["total"]) == (None, 0)


def test_two_publications_of_one_tally_stay_two_entries(tmp_path: Path, by: Member) -> None:
    """They disagree, and each names the other."""
    path = tmp_path / "more.csv"
    row = "2017-03-25,24,Turkey,20,,https://example.org/other,en,\n"
    path.write_text(TOTALS.splitlines()[0] + "\n" + row, encoding="utf-8")
    import_tallies(path, name=path.name, by=by, options=ImportOptions())
    words = two_ledger_words(DAY, PUBLIC)
    assert [(each["monitor"], each["total"]) for each in words["ledgers"]] == [
        ("Russia", 13),
        ("Turkey", 19),
        ("Turkey", 20),
    ]
    assert words["ledgers"][2]["conflicts"] == [
        {
            "kind": "sources_disagree",
            "stated_total": 20,
            "others": [{"total": 19, "address": "https://example.org/25"}],
        }
    ]


@pytest.mark.parametrize(
    ("day", "near"),
    [
        (dt.date(2017, 3, 20), "2017-03-16 and 2017-03-25"),
        (dt.date(2016, 1, 1), "2017-03-16"),
        (dt.date(2018, 1, 1), "2017-05-02"),
    ],
)
def test_a_day_without_tallies_is_refused_with_the_nearest_ones(
    by: Member, day: dt.date, near: str
) -> None:
    """Nothing is made up for it."""
    with pytest.raises(Refused, match=f"{near}\\.$") as refused:
        two_ledger_words(day, PUBLIC)
    assert refused.value.field == "date"


def test_an_empty_record_says_what_to_do() -> None:
    """No day is near when there is none."""
    open_record(name="Test record")
    with pytest.raises(Refused, match="Import tallies first"):
        two_ledger_words(DAY, PUBLIC)


def test_what_the_reader_may_not_see_is_not_in_the_bulletin(by: Member) -> None:
    """Neither the hidden tally nor a conflict that would tell of it."""
    Tally.objects.filter(monitor__name="Turkey").update(
        handling=Handling.AMBER, compartment=Compartment.objects.get(home_of__key="mission")
    )
    assert [each["monitor"] for each in two_ledger_words(DAY, PUBLIC)["ledgers"]] == ["Russia"]
    seen = two_ledger_words(DAY, MemberReader(by))
    assert [each["monitor"] for each in seen["ledgers"]] == ["Russia", "Turkey"]
    assert (seen["handling"], seen["made_for"]) == ("AMBER", "Monitoring mission")


def test_recorded_coverage_stands_beside_the_counts(by: Member) -> None:
    """Hours of patrol within the window are told with their monitor and area."""
    russia = Tally.objects.get(monitor__name="Russia", reported_on=DAY).monitor
    record_coverage(
        Coverage(
            monitor=russia,
            area=Place.objects.get(key="sy-hama"),
            date_start=DAY,
            date_end=DAY,
            patrol_hours=6,
            handling=Handling.CLEAR,
        ),
        by=by,
    )
    assert [
        (row["monitor"], row["area"], float(row["patrol_hours"]))
        for row in two_ledger_words(DAY, PUBLIC)["coverage"]
    ] == [("Russia", "Hama", 6.0)]
    assert two_ledger_words(dt.date(2017, 5, 1), PUBLIC)["coverage"] == []


def test_rounds_within_a_week_are_named(by: Member) -> None:
    """A round eight days away is not near."""
    for ordinal, start in ((1, 17), (2, 18)):
        day = dt.date(2017, 3, start)
        add_round(Round(track="Talks", ordinal=ordinal, date_start=day, date_end=day), by=by)
    near = two_ledger_words(DAY, PUBLIC)["rounds"]
    assert [(row["ordinal"], row["dates"]) for row in near] == [(2, "18 Mar 2017")]

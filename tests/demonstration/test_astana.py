"""The demonstration record: complete, honest about what it does not know, and repeatable."""

import datetime as dt
import time
from pathlib import Path

import pytest

from trucewatch.accounts.access import PUBLIC, MemberReader
from trucewatch.agreements.models import Instrument
from trucewatch.bulletins.actions import withdraw_bulletin
from trucewatch.bulletins.models import Bulletin, BulletinState
from trucewatch.bulletins.queries import bulletins_for
from trucewatch.cases.models import Case, Complaint, Finding
from trucewatch.demonstration.articles import keep_articles
from trucewatch.demonstration.astana import load_demonstration
from trucewatch.demonstration.cast import member
from trucewatch.incidents.models import Incident
from trucewatch.ledger.models import Entry
from trucewatch.ledger.record_verification import verify_record
from trucewatch.parties.queries import parties_named
from trucewatch.reports.models import Coverage, Report, Tally, TallyShare
from trucewatch.sources.models import Document
from trucewatch.talks.models import Round
from trucewatch.vocabulary.interval import DatePrecision
from trucewatch.vocabulary.process import AdherenceRole

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(shown: None) -> None:
    """The demonstration, loaded once; what a test changes is taken back after it."""


def test_the_ledger_vouches_for_every_row(loaded: None) -> None:
    """Everything came in through actions."""
    assert verify_record().is_intact


def test_loading_again_is_quick_and_writes_nothing(loaded: None) -> None:
    """Not one entry is added."""
    entries = Entry.objects.count()
    started = time.monotonic()
    load_demonstration()
    assert time.monotonic() - started < 1
    assert Entry.objects.count() == entries


def test_loading_again_sets_nothing_back(loaded: None) -> None:
    """A bulletin that somebody withdrew stays withdrawn."""
    bulletin = Bulletin.objects.filter(state=BulletinState.PUBLISHED)[0]
    withdraw_bulletin(bulletin.pk, by=member("monitor"), because="A trial.")
    load_demonstration()
    bulletin.refresh_from_db()
    assert bulletin.state == BulletinState.WITHDRAWN
    assert Bulletin.objects.count() == 6


def test_the_ceasefire_has_dated_guarantors_and_exclusions(loaded: None) -> None:
    """Iran stands as a guarantor only from mid-March; the day of signature stays open."""
    instrument = Instrument.objects.get(name__startswith="Nationwide ceasefire")
    assert (instrument.effective_on, instrument.signed_on) == (dt.date(2016, 12, 30), None)
    roles = {
        (each.party.name, each.role, each.since and each.since.month)
        for each in instrument.adherence.all()
    }
    assert {
        ("Iran", AdherenceRole.GUARANTOR, 3),
        ("Russia", AdherenceRole.GUARANTOR, 12),
        ("Daesh", AdherenceRole.EXCLUDED, 12),
        ("Jabhat Fateh al-Sham", AdherenceRole.EXCLUDED, 12),
    } <= roles


def test_the_third_round_has_no_day(loaded: None) -> None:
    """No account gives one, so that a week is recorded."""
    precisions = dict(Round.objects.values_list("ordinal", "date_precision"))
    assert precisions == {
        1: DatePrecision.DAY,
        2: DatePrecision.DAY,
        3: DatePrecision.WEEK,
        4: DatePrecision.DAY,
    }


@pytest.mark.parametrize("name", ["Nusra Front", "جبهة النصرة", "Джебхат ан-Нусра"])
def test_a_former_name_leads_to_the_party_in_any_script(loaded: None, name: str) -> None:
    """One party, whatever a source calls it."""
    assert parties_named([name])[name].name == "Jabhat Fateh al-Sham"


def test_both_ledgers_hold_every_bulletin(loaded: None) -> None:
    """Forty-four found as pages and that of 9 January; each share adds up or is said not to."""
    assert Tally.objects.count() == 89
    assert Tally.objects.filter(reported_on=None).count() == 2
    assert TallyShare.objects.count() == 246
    assert not Coverage.objects.exists()


@pytest.mark.parametrize(
    ("day", "monitor", "total", "by_area"),
    [
        (dt.date(2017, 1, 9), "Russia", 14, {"Hama": 8, "Latakia": 2, "Damascus": 2, "Aleppo": 2}),
        (
            dt.date(2017, 1, 9),
            "Turkey",
            17,
            {"Damascus": 4, "Aleppo": 5, "Daraa": 1, "Latakia": 1, "Hama": 5, "Homs": 1},
        ),
        (
            dt.date(2017, 3, 25),
            "Russia",
            13,
            {"Damascus": 4, "Daraa": 1, "Latakia": 4, "Hama": 4},
        ),
        (dt.date(2017, 5, 1), "Turkey", 9, {"unspecified": 9}),
    ],
)
def test_a_published_bulletin_gives_the_figures_as_they_were(
    loaded: None, day: dt.date, monitor: str, total: int, by_area: dict[str, int]
) -> None:
    """Drafted by one member and published by another, for everybody to read."""
    bulletin = next(each for each in bulletins_for(PUBLIC) if each.window_end == day)
    assert bulletin.drafted_by != bulletin.published_by
    ledger = next(each for each in bulletin.words["ledgers"] if each["monitor"] == monitor)
    assert (ledger["total"], ledger["by_area"]) == (total, by_area)


def test_a_side_sees_its_own_filing_and_not_the_others(loaded: None) -> None:
    """The mission sees both; the public and the guarantors see neither."""

    def filings(reader: object) -> set[str]:
        seen = Report.objects.visible_to(reader).filter(source_key__contains="filing")
        return set(seen.values_list("source_key", flat=True))

    government = {"government-filing-2017-02-16"}
    opposition = {"opposition-filing-2017-01-23"}
    assert filings(MemberReader(member("liaison-government"))) == government
    assert filings(MemberReader(member("liaison-opposition"))) == opposition
    assert filings(MemberReader(member("monitor"))) == government | opposition
    assert filings(MemberReader(member("delegate-russia"))) == filings(PUBLIC) == set()


def test_the_bombing_in_damascus_is_a_lower_bound_without_a_day(loaded: None) -> None:
    """At least 31 killed, at two sites, in a week; nobody is named as having done it."""
    report = Report.objects.get(source_key="damascus-bombings-2017-03")
    assert (report.deaths_low, report.deaths_best, report.deaths_high) == (31, None, None)
    assert report.date_precision == DatePrecision.WEEK
    assert (report.side_a, report.side_b) == (None, None)
    assert Incident.objects.count() == Report.objects.count() == 9


def test_press_articles_are_kept_once_and_not_published(loaded: None, tmp_path: Path) -> None:
    """Their words belong to others: the mission and the guarantors read them."""
    (tmp_path / "one.txt").write_text("An article.", encoding="utf-8")
    (tmp_path / "picture.bin").write_bytes(b"\x00")
    assert keep_articles(tmp_path) == keep_articles(tmp_path) == 1
    documents = Document.objects.filter(name="one.txt")
    assert documents.count() == 1
    assert not documents.visible_to(PUBLIC).exists()
    assert verify_record().is_intact


def test_the_committee_has_cases_on_which_nobody_ruled(loaded: None) -> None:
    """Alleged by both sides, against guarantors and about the talks; no finding is made up."""
    states = set(Case.objects.values_list("case_class", "state"))
    assert states == {
        ("violation", "notified"),
        ("guarantor", "screened"),
        ("guarantor", "acknowledged"),
        ("violation", "received"),
        ("process", "received"),
    }
    assert not Finding.objects.exists()
    accused = MemberReader(member("liaison-government"))
    assert Case.objects.visible_to(accused).filter(state="notified").exists()
    assert not Complaint.objects.visible_to(accused).filter(case__state="notified").exists()

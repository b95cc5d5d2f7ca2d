"""Words can be destroyed under a retention rule, and the record still verifies."""

from pathlib import Path

import pytest
from cast import Cast, account, file
from ged import event, write

from trucewatch.exchange.imports import run_import
from trucewatch.exchange.options import ImportOptions
from trucewatch.ledger.models import Commitment
from trucewatch.ledger.record_verification import verify_record
from trucewatch.reports.actions.changing import correct_report
from trucewatch.reports.actions.retention import destroy_words
from trucewatch.reports.models import Report, Revision
from trucewatch.vocabulary.refusal import NotAllowed, Refused

pytestmark = pytest.mark.django_db
NAME = "the caller gave the name of a neighbour"


@pytest.fixture
def report(cast: Cast) -> Report:
    """A report whose first account names somebody, corrected once."""
    filed = file(cast.monitor, summary=NAME, deaths_best=2)
    correct_report(
        filed.pk,
        account(summary=f"{NAME}, again", deaths_best=3),
        read_version=1,
        by=cast.monitor,
        because="Counted again",
    )
    return filed


def everything_kept() -> str:
    """Every text that the record keeps of reports."""
    rows = [*Report.objects.values_list("summary", "original", "folded")]
    return str([rows, *Revision.objects.values_list("account", "changed")])


def test_destroyed_words_are_nowhere_and_the_ledger_verifies(cast: Cast, report: Report) -> None:
    """Neither in the report nor in what it said before; the figures stay."""
    destroy_words(report.pk, by=cast.administrator, because="Retention period over")
    assert "neighbour" not in everything_kept()
    kept = Report.objects.get()
    assert (kept.deaths_best, kept.flags) == (3, ["words_destroyed"])
    assert Revision.objects.get().account["deaths_best"] == 2
    assert verify_record().is_intact


def test_no_guess_can_be_tested_against_what_is_left(cast: Cast, report: Report) -> None:
    """The salts of the commitments to the destroyed words are gone with them."""
    destroy_words(report.pk, by=cast.administrator, because="Retention period over")
    versions = Commitment.objects.filter(subject=report.pk).order_by("version")
    assert [kept.salt is None for kept in versions] == [True, True, False]


def test_a_newer_release_does_not_bring_destroyed_words_back(cast: Cast, tmp_path: Path) -> None:
    """Figures are revised; the headline stays destroyed."""
    for name, best in (("old.csv", 3), ("new.csv", 4)):
        path = write(tmp_path / name, [event(1, best=best, source_headline=NAME)])
        run_import("ucdp-ged", path, name=name, by=cast.monitor, options=ImportOptions())
        if best == 3:
            destroy_words(Report.objects.get().pk, by=cast.administrator, because="Asked to")
    assert Report.objects.get().deaths_best == 4
    assert "neighbour" not in everything_kept()
    assert verify_record().is_intact


def test_only_an_administrator_destroys_and_only_once(cast: Cast, report: Report) -> None:
    """It is the one act that cannot be undone."""
    with pytest.raises(NotAllowed):
        destroy_words(report.pk, by=cast.monitor, because="Retention period over")
    destroy_words(report.pk, by=cast.administrator, because="Retention period over")
    with pytest.raises(Refused, match="already"):
        destroy_words(report.pk, by=cast.administrator, because="Retention period over")

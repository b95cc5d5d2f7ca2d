"""Many people write at once: nothing is lost, nobody is locked out, the chain holds."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from cast import Cast, file, make_cast, patrol
from django.db import connection

from trucewatch.incidents.actions import merge_reports, separate_report
from trucewatch.incidents.models import Link
from trucewatch.ledger.models import Entry
from trucewatch.ledger.record_verification import verify_record
from trucewatch.reports.actions.changing import withdraw_report
from trucewatch.reports.models import Report

THREADS = 16
WRITES = 400


def write_one(cast: Cast, number: int) -> None:
    """One write of a kind that depends on the number, on a connection of the thread's own."""
    try:
        report = file(cast.monitor, key=f"write {number}")
        if number % 4 == 0:
            withdraw_report(report.pk, by=cast.monitor, because="Sent by mistake")
        if number % 5 == 0:
            other = file(cast.analyst, key=f"write {number}, second account")
            into = Link.objects.get(report=report, until_entry__isnull=True).incident_id
            merge_reports(into=into, reports=[other.pk], by=cast.analyst, because="Same place")
            separate_report(other.pk, by=cast.analyst, because="Another street")
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_four_hundred_writes_from_sixteen_threads_all_arrive() -> None:
    """Every report is there, every act has its entry, and the ledger verifies."""
    cast = make_cast()
    patrol()
    before = Entry.objects.count()
    with ThreadPoolExecutor(THREADS) as pool:
        outcomes = [pool.submit(write_one, cast, number) for number in range(WRITES)]
    assert [outcome.exception() for outcome in outcomes if outcome.exception()] == []
    twice, withdrawn = WRITES // 5, WRITES // 4
    assert Report.objects.count() == WRITES + twice
    assert Entry.objects.count() - before == WRITES + withdrawn + 3 * twice
    assert verify_record().is_intact


@pytest.mark.django_db(transaction=True)
def test_a_filing_sent_by_sixteen_threads_at_once_is_one_report() -> None:
    """The same key makes the same report, also when the requests race."""
    cast = make_cast()
    patrol()

    def send(_: int) -> object:
        try:
            return file(cast.monitor, key="sent again and again").pk
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        made = set(pool.map(send, range(THREADS)))
    assert len(made) == 1
    assert Report.objects.count() == 1
    assert verify_record().is_intact

"""Many people write at once: nothing is lost, nobody is locked out, the chain holds."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from cast import Cast, file, make_cast, patrol
from django.db import connection
from press import hand_in, make_case  # noqa: F401 - fixtures

from trucewatch.accounts.models import Member
from trucewatch.agreements.models import Demand
from trucewatch.desk.actions.settling import accept_proposal, refuse_proposal
from trucewatch.desk.models import Allegation, CaseFile, DeskProposal
from trucewatch.incidents.actions import merge_reports, separate_report
from trucewatch.incidents.models import Link
from trucewatch.ledger.models import Entry
from trucewatch.ledger.record_verification import verify_record
from trucewatch.reports.actions.changing import withdraw_report
from trucewatch.reports.models import Report
from trucewatch.statements.models import Assessment, FigureClaim, Statement
from trucewatch.vocabulary.refusal import Refused

THREADS = 16
WRITES = 400
QUOTING = (Statement, FigureClaim, Assessment, Demand, Allegation)


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


@pytest.mark.django_db(transaction=True)
def test_a_proposal_that_two_members_settle_at_once_is_settled_once(
    make_case: Callable[..., CaseFile],  # noqa: F811
) -> None:
    """One of them wins, the other is told; record and ledger hold what the winner did."""
    cast = make_cast()
    case = make_case(cast.monitor)
    keys = list(DeskProposal.objects.filter(state="waiting").values_list("pk", flat=True))

    def settle(turn: tuple[int, Member, Callable[..., Any]]) -> str:
        key, member, act = turn
        try:
            act(key, by=member)
        except Refused as refused:
            return refused.reason
        finally:
            connection.close()
        return ""

    turns = [
        (key, member, act)
        for key in keys
        for member, act in (
            (cast.monitor, accept_proposal),
            (cast.analyst, accept_proposal),
            (cast.analyst, refuse_proposal),
        )
    ]
    with ThreadPoolExecutor(THREADS) as pool:
        told = list(pool.map(settle, turns))
    assert told.count("") == len(keys)
    assert set(told) == {"", "Somebody has settled this proposal already."}
    accepted = DeskProposal.objects.filter(state="accepted")
    assert {p.attempts for p in accepted} <= {1}
    kept = sum(m.objects.filter(document__in=_papers(case)).count() for m in QUOTING)
    assert kept == accepted.count()
    assert verify_record().is_intact


def _papers(case: CaseFile) -> list[Any]:
    return list(case.documents.values_list("document", flat=True))

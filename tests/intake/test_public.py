"""What the public sends is for the mission alone, and its receipt leads back to it."""

import datetime as dt
import uuid
from concurrent.futures import ThreadPoolExecutor
from zoneinfo import ZoneInfo

import pytest
from cast import Cast, make_cast
from django.db import connection

from trucewatch.accounts.access import MemberReader
from trucewatch.incidents.actions import merge_reports
from trucewatch.incidents.models import Link
from trucewatch.intake.actions.public import PublicWords, receipt_for, receive_from_public
from trucewatch.intake.actions.receiving import add_message, reception_of, take_up
from trucewatch.intake.models import Message, Reception
from trucewatch.intake.queries import duty_queue, state_of_reception
from trucewatch.intake.rules import State
from trucewatch.ledger.record_verification import verify_record
from trucewatch.reports.actions.changing import withdraw_report
from trucewatch.reports.models import Report
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.refusal import NotFound, Refused

ZONE = ZoneInfo("Asia/Damascus")
NOW = dt.datetime(2017, 1, 5, 14, 0, tzinfo=ZONE)
SECRET = bytes(range(20))


def send(cast: Cast, secret: bytes = SECRET, **words: object) -> tuple[Report, str]:
    """A report of the public's and its receipt."""
    given = {"key": uuid.uuid4(), "words": "Shells fell", **words}
    receipt = receipt_for(secret)
    report = receive_from_public(
        PublicWords(**given),  # type: ignore[arg-type]
        receipt,
        now=NOW,
        zone=ZONE,
        by=cast.operator,
    )
    return report, receipt


@pytest.mark.django_db
def test_it_is_an_unverified_report_for_the_mission_alone(cast: Cast):
    """Nobody else sees it, and it waits in the queue of those on duty."""
    report, _ = send(cast, place="سراقب", told_when="two hours ago")
    assert (report.handling, report.verification) == (Handling.AMBER_STRICT, "unverified")
    assert (report.source.name, report.summary) == ("Public form", "Shells fell")
    assert report.date_start == report.date_end == dt.date(2017, 1, 5)
    seen = {
        name
        for name, member in cast.everyone().items()
        if Report.objects.visible_to(MemberReader(member)).exists()
    }
    assert seen == {"operator", "administrator", "monitor", "analyst"}
    assert [found.report for found in duty_queue(MemberReader(cast.monitor))] == [report]
    assert duty_queue(MemberReader(cast.delegate)) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "days", "hours"),
    [
        ({"days_ago": 0, "told_when": "two hours ago"}, ("05", "05"), True),
        ({"days_ago": 1, "told_when": "at 21:30"}, ("04", "04"), True),
        ({"days_ago": 1, "told_when": "in the evening"}, ("04", "04"), True),
        ({"days_ago": 0, "told_when": "yesterday"}, ("05", "05"), False),
        ({"days_ago": 0, "told_when": "when the mill burned"}, ("05", "05"), False),
        ({"days_ago": 7}, ("29", "05"), False),
    ],
)
def test_the_time_is_read_where_it_agrees_with_the_day_and_never_guessed(
    cast: Cast, words: dict[str, object], days: tuple[str, str], hours: bool
):
    """The words stay as they were written either way."""
    report, _ = send(cast, **words)
    assert (f"{report.date_start:%d}", f"{report.date_end:%d}") == days
    assert (report.reception.happened_from is not None) is hours
    assert report.reception.told_when == words.get("told_when", "")


@pytest.mark.django_db
def test_a_receipt_has_160_bits_and_only_its_digest_is_kept(cast: Cast):
    """Typed in small letters, with spaces or with look-alikes, it is the same receipt."""
    report, receipt = send(cast)
    assert len(receipt.replace("-", "")) == 32
    typed = receipt.lower().replace("-", " ").replace("o", "0").replace("i", "1")
    assert reception_of(typed).report == report
    assert receipt not in str(Reception.objects.values().get())
    for wrong in ("", "   ", receipt[:-1], "A" * 32, "\x00"):
        with pytest.raises(NotFound):
            reception_of(wrong)


@pytest.mark.django_db
def test_the_key_that_gives_the_receipt_is_not_kept(cast: Cast):
    """Else a member could send the form again and be given the sender's receipt."""
    key = uuid.uuid4()
    report, _ = send(cast, key=key)
    assert str(key) not in report.source_key
    assert key.hex not in report.source_key


@pytest.mark.django_db
def test_the_state_says_how_far_it_is_and_nothing_of_others(cast: Cast):
    """Received, taken up, beside others, withdrawn."""
    report, receipt = send(cast)
    reception = report.reception
    assert state_of_reception(reception_of(receipt)) is State.RECEIVED
    take_up(reception.pk, by=cast.monitor)
    assert state_of_reception(reception_of(receipt)) is State.TAKEN_UP
    with pytest.raises(Refused, match="already"):
        take_up(reception.pk, by=cast.monitor)
    other, _ = send(cast, SECRET[::-1])
    into = Link.objects.get(report=other).incident_id
    merge_reports(into=into, reports=[report.pk], by=cast.monitor, because="One")
    assert state_of_reception(reception_of(receipt)) is State.LINKED
    withdraw_report(report.pk, by=cast.monitor, because="A mistake")
    assert state_of_reception(reception_of(receipt)) is State.WITHDRAWN


@pytest.mark.django_db
def test_messages_are_added_with_the_receipt_and_sent_twice_they_are_one(cast: Cast):
    """They stand in the ledger, and there is an end to them."""
    _, receipt = send(cast)
    add_message(receipt, "It was the mill")
    add_message(receipt, " It was the mill ")
    assert Message.objects.count() == 1
    for number in range(19):
        add_message(receipt, f"More {number}")
    with pytest.raises(Refused, match="No more"):
        add_message(receipt, "One more")
    with pytest.raises(NotFound):
        add_message("A" * 32, "Anything")
    assert verify_record().is_intact


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_by_eight_threads_at_once_is_one_report_with_one_receipt() -> None:
    """Impatient fingers on a bad line."""
    cast = make_cast()
    key = uuid.uuid4()

    def once(_: int) -> object:
        try:
            return send(cast, key=key)[0].pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(once, range(8)))) == 1
    assert Reception.objects.count() == 1
    assert verify_record().is_intact

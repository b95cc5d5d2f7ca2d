"""Spot reports reach those on duty who may see them, and nobody else."""

import datetime as dt
import uuid

import pytest
from cast import Cast, account
from django.core import mail
from django.utils import timezone

from trucewatch.incidents.actions import Filing
from trucewatch.intake.actions.duty import acknowledge, go_off_duty, go_on_duty
from trucewatch.intake.actions.receiving import Arrival, receive_report
from trucewatch.intake.models import Channel, Duty, Notice
from trucewatch.intake.queries import notices_of, unread_count
from trucewatch.ledger.models import Entry
from trucewatch.reports.models import Report
from trucewatch.sources.actions import ensure_organisation_source
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.refusal import Refused

pytestmark = pytest.mark.django_db


def spot(cast: Cast, *, handling: Handling = Handling.AMBER, **how: object) -> Report:
    """A spot report of the analyst's."""
    by = cast.analyst
    filing = Filing(
        source=ensure_organisation_source(by=by),
        key=str(uuid.uuid4()),
        account=account(),
        handling=handling,
    )
    return receive_report(filing, Arrival(**{"is_spot": True, **how}), by=by)  # type: ignore[arg-type]


def on_duty(*members: object) -> None:
    """Everybody watches for eight hours."""
    for member in members:
        go_on_duty(timezone.now() + dt.timedelta(hours=8), by=member)  # type: ignore[arg-type]


def test_those_on_duty_who_may_see_it_are_told(cast: Cast, django_capture_on_commit_callbacks):
    """By a notice, and by an e-mail without a word of what it is about."""
    cast.monitor.email = "monitor@example.org"
    cast.monitor.save()
    on_duty(cast.monitor, cast.delegate, cast.liaison, cast.analyst)
    with django_capture_on_commit_callbacks(execute=True):
        report = spot(cast)
    told = set(Notice.objects.values_list("member__username", flat=True))
    assert told == {"monitor", "delegate"}  # the mission's AMBER is hidden from parties
    assert [message.to for message in mail.outbox] == [["monitor@example.org"]]
    words = mail.outbox[0].subject + mail.outbox[0].body
    assert report.place_as_published not in words
    assert str(report.pk) not in words
    assert unread_count(cast.monitor) == 1


def test_whoever_is_off_duty_is_not_told(cast: Cast):
    """Nor is whoever has gone."""
    on_duty(cast.monitor)
    go_off_duty(by=cast.monitor)
    spot(cast)
    assert Notice.objects.count() == 0
    assert [e.event for e in Entry.objects.filter(event__startswith="duty.")] == [
        "duty.started", "duty.ended",
    ]  # fmt: skip


def test_a_notice_is_silent_once_its_report_is_hidden(cast: Cast):
    """What was shown may be no longer: the gate is asked each time."""
    on_duty(cast.delegate)
    report = spot(cast)
    assert len(notices_of(cast.delegate)) == 1
    Report.objects.filter(pk=report.pk).update(handling=Handling.AMBER_STRICT.value)
    assert notices_of(cast.delegate) == []
    assert unread_count(cast.delegate) == 0


def test_a_notice_about_something_unknown_is_never_shown(cast: Cast):
    """Without a rule for who sees it, nobody does."""
    Notice.objects.create(
        member=cast.monitor, kind="k", about=f"secret:{uuid.uuid4()}", made_at=timezone.now()
    )
    assert notices_of(cast.monitor) == []


def test_read_notices_wait_no_longer_and_others_are_left_alone(cast: Cast):
    """One member does not read for another."""
    on_duty(cast.monitor, cast.administrator)
    spot(cast)
    theirs = Notice.objects.get(member=cast.administrator)
    assert acknowledge([theirs.pk], by=cast.monitor) == 0
    assert acknowledge([n.pk for n in notices_of(cast.monitor)], by=cast.monitor) == 1
    assert (unread_count(cast.monitor), unread_count(cast.administrator)) == (0, 1)


@pytest.mark.parametrize(("event_type", "told"), [("air_strike", 1), ("movement", 0)])
def test_what_comes_from_outside_and_is_grave_is_urgent_by_itself(
    cast: Cast, event_type: str, told: int
):
    """Nobody outside ticks a box for it."""
    on_duty(cast.monitor)
    filing = Filing(
        source=ensure_organisation_source(by=cast.analyst),
        key="k",
        account=account(event_type=event_type),
    )
    receive_report(filing, Arrival(channel=Channel.PUBLIC), by=cast.analyst)
    assert Notice.objects.count() == told


def test_a_duty_ends_within_a_day_and_a_new_one_replaces_it(cast: Cast):
    """Nobody is called for a week because they forgot to sign off."""
    with pytest.raises(Refused):
        go_on_duty(timezone.now() + dt.timedelta(hours=25), by=cast.monitor)
    with pytest.raises(Refused):
        go_on_duty(timezone.now() - dt.timedelta(hours=1), by=cast.monitor)
    on_duty(cast.monitor, cast.monitor)
    assert Duty.objects.filter(member=cast.monitor, until__gt=timezone.now()).count() == 1

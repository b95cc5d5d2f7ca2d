"""Entering rounds of talks, and what documents tell of meetings."""

from django.db import transaction

from trucewatch.accounts.access import require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.ledger import actions as ledger
from trucewatch.ledger.events import Event
from trucewatch.sources.recording import record_fact
from trucewatch.statements.actions import record_words, withdraw_row
from trucewatch.talks.models import Expectation, MeetingAccount, Round


@transaction.atomic
def add_round(round_: Round, *, by: Member) -> Round:
    """Enter a round of talks."""
    require(by, Act.MANAGE_RECORD)
    round_.full_clean()
    round_.save()
    ledger.record(Event.ROUND_ADDED, by=by, subject=round_)
    return round_


@transaction.atomic
def record_meeting(account: MeetingAccount, *, by: Member) -> MeetingAccount:
    """Enter what a document tells of a meeting; a recorded round of that number is its round."""
    if account.track and account.ordinal is not None:
        rounds = Round.objects.filter(track__iexact=account.track, ordinal=account.ordinal)
        account.round = rounds.first()
    return record_words(account, Event.MEETING_RECORDED, by=by)


@transaction.atomic
def withdraw_meeting(account: MeetingAccount, *, by: Member, because: str) -> None:
    """The account of a meeting no longer counts; it stays readable."""
    withdraw_row(account, Event.MEETING_WITHDRAWN, by=by, because=because)


def record_expectation(expectation: Expectation, *, by: Member) -> Expectation:
    """Enter what somebody expected of a round before it."""
    return record_fact(expectation, Event.EXPECTATION_RECORDED, by=by)

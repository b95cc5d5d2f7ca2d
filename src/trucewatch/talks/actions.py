"""Entering rounds of talks."""

from django.db import transaction

from trucewatch.accounts.access import require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.ledger import actions as ledger
from trucewatch.ledger.events import Event
from trucewatch.talks.models import Round


@transaction.atomic
def add_round(round_: Round, *, by: Member) -> Round:
    """Enter a round of talks."""
    require(by, Act.MANAGE_RECORD)
    round_.full_clean()
    round_.save()
    ledger.record(Event.ROUND_ADDED, by=by, subject=round_)
    return round_

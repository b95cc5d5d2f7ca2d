"""Entering an account once: a form that is sent twice adds nothing."""

from typing import TypeVar

from django.db import transaction

from trucewatch.accounts.access import require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.ledger.events import Event
from trucewatch.sources.facts import Fact
from trucewatch.sources.recording import find_same, record_fact
from trucewatch.vocabulary.refusal import Refused

_Fact = TypeVar("_Fact", bound=Fact)


@transaction.atomic
def record_once(fact: _Fact, event: Event, *, by: Member, field: str = "") -> _Fact:
    """Enter one account of something; refused where the member has entered the very same one.

    The same are two facts that differ in nothing but the moment at which they were entered. Two
    members who enter the same make two entries.
    """
    require(by, Act.RECORD_FACT)
    if find_same(fact, by) is not None:
        raise Refused("The same account is recorded already.", field=field)
    return record_fact(fact, event, by=by)

"""Entering an account once: a form that is sent twice adds nothing."""

from typing import Final, TypeVar

from django.db import transaction

from trucewatch.accounts.access import MemberReader, require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.ledger.events import Event
from trucewatch.sources.facts import Fact
from trucewatch.sources.recording import record_fact
from trucewatch.vocabulary.refusal import Refused

_Fact = TypeVar("_Fact", bound=Fact)
_OF_THE_ENTRY: Final = frozenset({"id", "recorded_by", "recorded_at", "withdrawn"})


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


def find_same(fact: _Fact, by: Member) -> _Fact | None:
    """The member's own fact that says the same, in every column, and counts."""
    same = {
        column.attname: getattr(fact, column.attname)
        for column in fact._meta.concrete_fields
        if column.name not in _OF_THE_ENTRY
    }
    rows = (
        type(fact)
        .objects.visible_to(MemberReader(by))
        .filter(withdrawn=False, recorded_by=by, **same)
    )
    found: _Fact | None = rows.first()
    return found

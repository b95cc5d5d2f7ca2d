"""Entering instruments, who stands how towards them, and what is demanded or undertaken."""

from django.db import transaction

from trucewatch.accounts.access import require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.agreements.models import Adherence, Demand, Instrument
from trucewatch.ledger import actions as ledger
from trucewatch.ledger.events import Event
from trucewatch.statements.actions import record_words, withdraw_row


@transaction.atomic
def add_instrument(instrument: Instrument, *, by: Member) -> Instrument:
    """Enter an instrument."""
    require(by, Act.MANAGE_RECORD)
    instrument.full_clean()
    instrument.save()
    ledger.record(Event.INSTRUMENT_ADDED, by=by, subject=instrument)
    return instrument


@transaction.atomic
def add_adherence(adherence: Adherence, *, by: Member) -> Adherence:
    """Say in what role a party stands towards an instrument, and from when."""
    require(by, Act.MANAGE_RECORD)
    adherence.full_clean()
    adherence.save()
    ledger.record(Event.ADHERENCE_ADDED, by=by, subject=adherence)
    return adherence


@transaction.atomic
def record_demand(demand: Demand, *, by: Member) -> Demand:
    """Enter what somebody asks or undertakes, in the words of a document."""
    return record_words(demand, Event.DEMAND_RECORDED, by=by)


@transaction.atomic
def withdraw_demand(demand: Demand, *, by: Member, because: str) -> None:
    """The demand no longer counts; it stays readable."""
    withdraw_row(demand, Event.DEMAND_WITHDRAWN, by=by, because=because)

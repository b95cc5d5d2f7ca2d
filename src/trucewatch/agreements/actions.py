"""Entering instruments, who stands how towards them, and what is demanded or undertaken."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from trucewatch.accounts.access import require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.agreements.models import Adherence, Demand, Instrument, InstrumentDate
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


@dataclass
class RegisterBatch:
    """Instruments of a register to enter together, and those that its rows change."""

    added: list[Instrument] = field(default_factory=list)
    changed: list[Instrument] = field(default_factory=list)
    dates: list[InstrumentDate] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether nothing would be written."""
        return not (self.added or self.changed or self.dates)


@transaction.atomic
def register_instruments(
    batch: RegisterBatch, *, by: Member, facts: Mapping[str, Any] | None = None
) -> None:
    """Enter what a register says in one entry of the ledger; an empty batch leaves no trace."""
    require(by, Act.IMPORT)
    require(by, Act.MANAGE_RECORD)
    if batch.is_empty:
        return
    Instrument.objects.bulk_create(batch.added)
    for instrument in batch.changed:
        instrument.save()
    for date in batch.dates:
        date.recorded_by, date.recorded_at = by, timezone.now()
    InstrumentDate.objects.bulk_create(batch.dates)
    ledger.record(
        Event.INSTRUMENT_ADDED,
        by=by,
        rows=[*batch.added, *batch.changed, *batch.dates],
        facts={"added": len(batch.added), "changed": len(batch.changed), **(facts or {})},
    )


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

"""Rounds of talks, and instruments with who stands how towards them."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from trucewatch.accounts.access import reader_of
from trucewatch.agreements.models import Instrument
from trucewatch.api.asking import After, Limit, listed
from trucewatch.api.refusals import REFUSED
from trucewatch.talks.models import Round

rounds_router = Router(tags=["talks"])
instruments_router = Router(tags=["talks"])


class RoundOut(Schema):
    """One round of a track, announced or held."""

    id: UUID
    track: str
    ordinal: int
    date_start: dt.date
    date_end: dt.date
    date_precision: int
    venue: str | None
    venue_label: str
    time_zone: str
    purpose: str
    outcome: str
    remarks: str

    @staticmethod
    def resolve_venue(held: Any) -> str | None:
        """The name of the venue."""
        return held.venue.name if held.venue else None


class RoundList(Schema):
    """Rounds in the order of their ids."""

    count: int
    rounds: list[RoundOut]
    next: UUID | None


class AdherenceOut(Schema):
    """A party's role towards an instrument between dates."""

    party: str
    role: str
    since: dt.date | None
    until: dt.date | None
    remarks: str

    @staticmethod
    def resolve_party(adherence: Any) -> str:
        """The neutral name of the party."""
        name: str = adherence.party.name
        return name


class InstrumentOut(Schema):
    """A text that binds: when it was signed and when it took effect are separate facts."""

    id: UUID
    name: str
    instrument_type: str
    signed_on: dt.date | None
    effective_on: dt.date | None
    expires_on: dt.date | None
    remarks: str
    adherence: list[AdherenceOut]

    @staticmethod
    def resolve_adherence(instrument: Any) -> Any:
        """Everybody's role towards it, excluded groups among them."""
        return list(instrument.adherence.all())


class InstrumentList(Schema):
    """Instruments in the order of their ids."""

    count: int
    instruments: list[InstrumentOut]
    next: UUID | None


@rounds_router.get("", response={200: RoundList, **REFUSED}, summary="Rounds of talks")
def rounds(request: HttpRequest, limit: Limit = 100, after: After = None) -> dict[str, Any]:
    """Rounds with the precision of their dates."""
    rows = Round.objects.select_related("venue")
    return listed("rounds", rows, after=after, limit=limit)


@instruments_router.get("", response={200: InstrumentList, **REFUSED}, summary="Instruments")
def instruments(request: HttpRequest, limit: Limit = 100, after: After = None) -> dict[str, Any]:
    """Instruments with dated adherence to them."""
    known = Instrument.objects.visible_to(reader_of(request.user))
    rows = known.prefetch_related("adherence__party")
    return listed("instruments", rows, after=after, limit=limit)

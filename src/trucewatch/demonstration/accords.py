"""The demonstration's ceasefire, who stands how towards it, and the rounds of talks."""

from typing import Any

from trucewatch.accounts.models import Member
from trucewatch.agreements.actions import add_adherence, add_instrument
from trucewatch.agreements.models import Adherence, Instrument
from trucewatch.demonstration.actors import party
from trucewatch.demonstration.papers import cited
from trucewatch.demonstration.script import date_precision, day, script
from trucewatch.places.models import Place
from trucewatch.talks.actions.rounds import add_round
from trucewatch.talks.actions.tracks import add_track
from trucewatch.talks.models import Round, Track
from trucewatch.vocabulary.process import AdherenceRole, InstrumentType


def enter_accords(by: Member) -> None:
    """The instrument, the adherence to it and the rounds that are missing."""
    told = script("accords")
    for entry in told["instrument"]:
        instrument = Instrument.objects.filter(name=entry["name"]).first() or add_instrument(
            Instrument(
                name=entry["name"],
                instrument_type=InstrumentType(entry["type"]),
                signed_on=day(entry.get("signed_on")),
                effective_on=day(entry.get("effective_on")),
                remarks=entry["remarks"],
                **cited(entry),
            ),
            by=by,
        )
        _enter_adherence(instrument, entry["adherence"], by)
    _enter_tracks(told["track"], by)
    _enter_rounds(told["round"], by)


def _enter_adherence(instrument: Instrument, entries: list[dict[str, Any]], by: Member) -> None:
    known = set(instrument.adherence.values_list("party__name", "role"))
    for entry in entries:
        if (entry["party"], entry["role"]) not in known:
            adherence = Adherence(
                instrument=instrument,
                party=party(entry["party"]),
                role=AdherenceRole(entry["role"]),
                since=day(entry.get("since")),
                accepted_on=day(entry.get("accepted_on")),
                remarks=entry.get("remarks", ""),
                **cited(entry),
            )
            add_adherence(adherence, by=by)


def _enter_tracks(entries: list[dict[str, Any]], by: Member) -> None:
    known = set(Track.objects.values_list("name", flat=True))
    for entry in entries:
        if entry["name"] not in known:
            add_track(Track(name=entry["name"], purpose=entry["purpose"], **cited(entry)), by=by)


def _enter_rounds(entries: list[dict[str, Any]], by: Member) -> None:
    known = set(Round.objects.values_list("track", "ordinal"))
    for entry in entries:
        if (entry["track"], entry["ordinal"]) not in known:
            precision = date_precision(entry["precision"])
            round_ = Round(
                track=entry["track"],
                ordinal=entry["ordinal"],
                date_start=entry["start"],
                date_end=entry["end"],
                date_precision=precision,
                venue=Place.objects.get(key=entry["venue"]),
                venue_label=entry.get("venue_label", ""),
                host=party(entry["host"]),
                time_zone=entry["time_zone"],
                purpose=entry.get("purpose", ""),
                outcome=entry.get("outcome", ""),
                remarks=entry.get("remarks", ""),
            )
            add_round(round_, by=by)

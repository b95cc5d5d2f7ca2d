"""Entering places with their names, and zones drawn on the ground."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from django.db import transaction

from trucewatch.accounts.access import require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act, require_consistent_mark
from trucewatch.geo.polygon import parse_area
from trucewatch.ledger import actions as ledger
from trucewatch.ledger.events import Event
from trucewatch.places.models import Place, PlaceName, Zone
from trucewatch.places.spelling import new_name
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.refusal import Refused


@dataclass(frozen=True, slots=True)
class PlaceBatch:
    """Places and names to enter together, none of them saved; ``changed`` places are known ones.

    A place stands after its parent.
    """

    places: list[Place] = field(default_factory=list)
    names: list[PlaceName] = field(default_factory=list)
    changed: list[Place] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.places or self.names or self.changed)


@transaction.atomic
def record_places(batch: PlaceBatch, *, by: Member, facts: Mapping[str, Any] | None = None) -> None:
    """Enter places and names in one entry of the ledger; an empty batch leaves no trace."""
    require(by, Act.MANAGE_RECORD)
    if batch.is_empty:
        return
    Place.objects.bulk_create(batch.places)
    PlaceName.objects.bulk_create(batch.names)
    for place in batch.changed:
        place.save()
    ledger.record(
        Event.PLACE_ADDED,
        by=by,
        rows=[*batch.places, *batch.changed, *batch.names],
        facts={"places": len(batch.places), "names": len(batch.names), **(facts or {})},
    )


@transaction.atomic
def load_gazetteer(by: Member) -> int:
    """Enter the places that the software ships, and return how many were new.

    A place that is known keeps what the record says of it; names that it lacks are added.
    """
    batch = _gazetteer_batch(_shipped_places())
    record_places(batch, by=by, facts={"gazetteer": "shipped"})
    return len(batch.places)


@transaction.atomic
def add_zone(zone: Zone, *, by: Member) -> Zone:
    """Enter an area on the ground between two dates, as one source draws it."""
    require(by, Act.MANAGE_RECORD)
    require_consistent_mark(Handling(zone.handling), in_compartment=zone.compartment_id is not None)
    if zone.until is not None and zone.until < zone.since:
        raise Refused("The end lies before the start.", field="until")
    try:
        parse_area(zone.geometry)
    except ValueError as error:
        raise Refused(f"This is no area: {error}.", field="geometry") from error
    zone.save()
    ledger.record(Event.ZONE_ADDED, by=by, subject=zone)
    return zone


def _shipped_places() -> Sequence[Mapping[str, Any]]:
    text = (files("trucewatch.places") / "gazetteer.json").read_text(encoding="utf-8")
    shipped: Sequence[Mapping[str, Any]] = json.loads(text)["places"]
    return shipped


def _gazetteer_batch(shipped: Sequence[Mapping[str, Any]]) -> PlaceBatch:
    """What the record lacks of the shipped places; a parent stands before its children there."""
    keys = [entry["key"] for entry in shipped]
    known = {place.key: place for place in Place.objects.filter(key__in=keys)}
    spelled = set(
        PlaceName.objects.filter(place__in=known.values()).values_list(
            "place_id", "text", "language"
        )
    )
    batch = PlaceBatch()
    for entry in shipped:
        place = known.get(entry["key"])
        if place is None:
            place = known[entry["key"]] = Place(
                key=entry["key"],
                name=entry["names"]["en"],
                place_kind=entry["kind"],
                pcode=entry["pcode"] or "",
                parent=known[entry["parent"]] if entry["parent"] else None,
                latitude=entry["lat"],
                longitude=entry["lon"],
            )
            batch.places.append(place)
        for text, language in _names_of(entry):
            if (place.pk, text, language) not in spelled:
                spelled.add((place.pk, text, language))
                batch.names.append(new_name(place, text, language))
    return batch


def _names_of(entry: Mapping[str, Any]) -> list[tuple[str, str]]:
    named = [(text, language) for language, text in entry["names"].items()]
    return named + [(text, "") for text in entry["variants"]]

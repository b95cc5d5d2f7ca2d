"""Sources, parties and places: the names that stand in the rest."""

from typing import Annotated, Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query, Router, Schema

from trucewatch.accounts.access import reader_of
from trucewatch.api.asking import After, Limit, listed, listed_from
from trucewatch.api.doors import OPTIONAL
from trucewatch.api.refusals import REFUSED
from trucewatch.incidents.choices import filter_options, parties_to_choose_from
from trucewatch.parties.models import PartyName
from trucewatch.places.models import Place, PlaceKind
from trucewatch.places.queries import search_places

sources_router = Router(tags=["names"])
parties_router = Router(tags=["names"])
places_router = Router(tags=["names"])


class SourceOut(Schema):
    """Whoever gives accounts."""

    id: UUID
    key: str
    name: str
    reliability: str
    limits: str
    attribution: str


class SourceList(Schema):
    """Sources in the order of their ids."""

    count: int
    sources: list[SourceOut]
    next: UUID | None


class PartyOut(Schema):
    """An actor under the neutral name of the record, with its other names."""

    id: UUID
    name: str
    party_kind: str
    names: list[str]


class PartyList(Schema):
    """Parties in the order of their ids."""

    count: int
    parties: list[PartyOut]
    next: UUID | None


class PlaceOut(Schema):
    """A place of the gazetteer; an area has a point as well, for its label."""

    id: UUID
    key: str
    name: str
    place_kind: str
    pcode: str
    parent: UUID | None
    latitude: float | None
    longitude: float | None

    @staticmethod
    def resolve_parent(place: Any) -> UUID | None:
        """The id of the area around it."""
        found: UUID | None = place.parent_id
        return found


class PlaceList(Schema):
    """Places in the order of their ids, or those that a name finds, the best first."""

    count: int
    places: list[PlaceOut]
    next: UUID | None


@sources_router.get("", response={200: SourceList, **REFUSED}, summary="Sources")
def sources(request: HttpRequest, limit: Limit = 100, after: After = None) -> dict[str, Any]:
    """The sources of what you may see."""
    known = filter_options(reader_of(request.user)).sources
    return listed_from("sources", known, after=after, limit=limit)


@parties_router.get("", response={200: PartyList, **REFUSED}, summary="Parties")
def parties(request: HttpRequest, limit: Limit = 100, after: After = None) -> dict[str, Any]:
    """The parties that were entered by hand, and those in reports that you may see."""
    known = parties_to_choose_from(reader_of(request.user))
    page = listed_from("parties", known, after=after, limit=limit)
    others: dict[UUID, list[str]] = {party.pk: [] for party in page["parties"]}
    names = PartyName.objects.filter(party__in=others).order_by("text")
    for party, text in names.values_list("party_id", "text"):
        others[party].append(text)
    rows = [
        {"id": p.pk, "name": p.name, "party_kind": p.party_kind, "names": others[p.pk]}
        for p in page["parties"]
    ]
    return {**page, "parties": rows}


_Name = Annotated[str, Query(max_length=200, description="A name in any script, or a P-code.")]
_Kind = Annotated[PlaceKind | None, Query(description="Only places of this level.")]


@places_router.get(
    "", response={200: PlaceList, **REFUSED}, summary="Places", openapi_extra=OPTIONAL
)
def places(
    request: HttpRequest,
    name: _Name = "",
    kind: _Kind = None,
    limit: Limit = 100,
    after: After = None,
) -> dict[str, Any]:
    """The gazetteer; with a name, the places that are or sound like it."""
    if name:
        found = [hit.place for hit in search_places(name.replace("\x00", " "), limit)]
        kept = [place for place in found if kind is None or place.place_kind == kind.value]
        return {"count": len(kept), "places": kept, "next": None}
    rows: QuerySet[Place] = Place.objects.all()
    if kind is not None:
        rows = rows.filter(place_kind=kind.value)
    return listed("places", rows, after=after, limit=limit)

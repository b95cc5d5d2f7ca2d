"""What was agreed: one instrument, obligations, and whether a place was covered on a day."""

import datetime as dt
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema

from trucewatch.accounts.access import reader_of
from trucewatch.agreements.queries import (
    DatesSeen,
    RoleSeen,
    claimed_relations,
    find_instrument,
    instrument_seen,
)
from trucewatch.api.asking import Day
from trucewatch.api.refusals import REFUSED
from trucewatch.drawing.scope import ask_scope
from trucewatch.exchange.compliance import compliance_rows
from trucewatch.vocabulary.process import AdherenceRole

obligations_router = Router(tags=["what was agreed"])
scope_router = Router(tags=["what was agreed"])
relations_router = Router(tags=["what was agreed"])
instrument_router = Router(tags=["what was agreed"])

Instrument = Annotated[UUID, Query(description="The id of an instrument.")]


class LabelOut(Schema):
    """A label that is derived from accounts, and why."""

    label: str
    reason: str


class DateOut(Schema):
    """A day that one account gives."""

    start: dt.date | None
    end: dt.date | None
    source: str
    remarks: str


class DatesOut(LabelOut):
    """All that accounts say of one kind of day."""

    kind: str
    accounts: list[DateOut]


class ViewOut(Schema):
    """How somebody regards a role."""

    viewer: str
    view: str
    remarks: str


class RoleOut(Schema):
    """A party's role towards the instrument."""

    party: str
    role: str
    since: dt.date | None
    until: dt.date | None
    accepted_on: dt.date | None
    former_names: list[str]
    views: list[ViewOut]


class InstrumentSeenOut(Schema):
    """One instrument with rival days, roles and what others think of them."""

    id: UUID
    name: str
    type: str
    effective_on: dt.date | None
    is_unilateral: bool
    dates: list[DatesOut]
    roles: list[RoleOut]
    terms: list[dict[str, Any]]


class ScopeOut(Schema):
    """Whether a place was covered on a day, and by which areas of which texts."""

    verdict: str
    reason: str
    areas: list[UUID]
    without_outline: list[UUID]


class ObligationsOut(Schema):
    """Obligations, none added to another."""

    obligations: list[dict[str, Any]]


class ClaimOut(Schema):
    """Who claims a relation, or denies it."""

    claimant: str
    stance: str
    since: dt.date | None
    until: dt.date | None


class RelationOut(LabelOut):
    """A relation between two actors, with every account of it."""

    subject: str
    kind: str
    object: str
    claims: list[ClaimOut]


@instrument_router.get(
    "/{key}", response={200: InstrumentSeenOut, **REFUSED}, summary="One instrument"
)
def instrument(request: HttpRequest, key: UUID) -> dict[str, Any]:
    """An instrument with the days that accounts give for it and who stands how to it."""
    reader = reader_of(request.user)
    found = find_instrument(reader, key)
    seen = instrument_seen(reader, found)
    return {
        "id": found.pk,
        "name": found.name,
        "type": found.instrument_type,
        "effective_on": found.effective_on,
        "is_unilateral": seen.is_unilateral,
        "dates": [_dates(each) for each in seen.dates],
        "roles": [_role(role, each) for role, rows in seen.roles for each in rows],
        "terms": [
            {
                "kind": row.term_kind,
                "state": row.term_state,
                "by": row.by_label or (row.by_party.name if row.by_party else ""),
            }
            for row in seen.terms
        ],
    }


@obligations_router.get("", response={200: ObligationsOut, **REFUSED}, summary="Obligations")
def obligations(
    request: HttpRequest, instrument: UUID | None = None, on: Day | None = None
) -> dict[str, Any]:
    """Who owes what, how far it had come on a day by whose account, what was due then."""
    reader = reader_of(request.user)
    wanted = find_instrument(reader, instrument) if instrument else None
    rows = compliance_rows(reader, on or timezone.localdate(), wanted)
    return {"obligations": rows}


@scope_router.get("", response={200: ScopeOut, **REFUSED}, summary="Was a place covered?")
def scope(
    request: HttpRequest,
    instrument: Instrument,
    latitude: Annotated[float, Query(ge=-90, le=90)],
    longitude: Annotated[float, Query(ge=-180, le=180)],
    on: Day,
) -> dict[str, Any]:
    """Whether the instrument covered a point on a day, by the areas that the reader may see."""
    reader = reader_of(request.user)
    seen = instrument_seen(reader, find_instrument(reader, instrument))
    answer = ask_scope(seen.areas, latitude, longitude, on)
    return {
        "verdict": answer.verdict.word,
        "reason": answer.reason,
        "areas": [area.pk for area in answer.by],
        "without_outline": [area.pk for area in answer.without_outline],
    }


@relations_router.get("", response={200: list[RelationOut], **REFUSED}, summary="Claimed relations")
def relations(request: HttpRequest) -> list[dict[str, Any]]:
    """Who is said to support, command or belong to whom, and by whom."""
    return [
        {
            "subject": claim.subject.name,
            "kind": claim.kind.value,
            "object": claim.object.name,
            "label": claim.verdict.label.value,
            "reason": str(claim.verdict.reason),
            "claims": [
                {
                    "claimant": row.claimant.name
                    if row.claimant
                    else row.claimant_label or (row.source.name if row.source else ""),
                    "stance": row.stance.value,
                    "since": row.since,
                    "until": row.until,
                }
                for row in claim.rows
            ],
        }
        for claim in claimed_relations()
    ]


def _dates(each: DatesSeen) -> dict[str, Any]:
    return {
        "kind": each.kind.value,
        "label": each.verdict.label.value,
        "reason": str(each.verdict.reason),
        "accounts": [
            {
                "start": row.date_start,
                "end": row.date_end,
                "source": row.source.key if row.source else "",
                "remarks": row.remarks,
            }
            for row in each.rows
        ],
    }


def _role(role: AdherenceRole, each: RoleSeen) -> dict[str, Any]:
    row = each.adherence
    return {
        "party": row.party.name,
        "role": role.value,
        "since": row.since,
        "until": row.until,
        "accepted_on": row.accepted_on,
        "former_names": [name.text for name in each.former],
        "views": [
            {
                "viewer": view.viewer.name if view.viewer else view.viewer_label,
                "view": view.view,
                "remarks": view.remarks,
            }
            for view in each.views
        ],
    }

"""Incidents as JSON."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from trucewatch.accounts.access import reader_of
from trucewatch.api.asking import After, Limit, asked_filter
from trucewatch.exchange.exporting import incident_page

router = Router(tags=["incidents"])


class IncidentOut(Schema):
    """What the visible accounts of one event span together."""

    id: UUID
    reports: int
    report_ids: list[UUID]
    sources: list[str]
    date_start: str
    date_end: str
    date_precision: int
    event_types: list[str]
    latitude: float | None
    longitude: float | None
    location_precision: int
    place: str
    area: str | None
    deaths_low: int | None
    deaths_best: int | None
    deaths_high: int | None
    flags: list[str]


class IncidentList(Schema):
    """Incidents in the order of their ids, how many there are, and where the list goes on."""

    count: int
    incidents: list[IncidentOut]
    next: UUID | None


@router.get("", response=IncidentList, summary="Incidents that you may see")
def incidents(request: HttpRequest, limit: Limit = 100, after: After = None) -> dict[str, Any]:
    """The incidents of which you may see a report that meets the filter."""
    page = incident_page(reader_of(request.user), asked_filter(request), after=after, limit=limit)
    return {"count": page.count, "incidents": page.rows, "next": page.following}

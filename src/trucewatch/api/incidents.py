"""Incidents as JSON."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from trucewatch.accounts.access import reader_of
from trucewatch.api.asking import After, Filtered, Limit, asked_filter
from trucewatch.api.refusals import REFUSED
from trucewatch.api.reports import ReportOut
from trucewatch.exchange.exporting import incident_page, incident_with_reports

router = Router(tags=["incidents"])


class IncidentOut(Schema):
    """What the visible accounts of one event span together."""

    id: UUID
    reports: int
    report_ids: list[UUID]
    sources: list[str]
    date_start: dt.date
    date_end: dt.date
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


class IncidentWithReports(Schema):
    """One incident and its accounts side by side."""

    incident: IncidentOut
    reports: list[ReportOut]


@router.get("", response={200: IncidentList, **REFUSED}, summary="Incidents that you may see")
def incidents(
    request: HttpRequest, wanted: Filtered, limit: Limit = 100, after: After = None
) -> dict[str, Any]:
    """The incidents of which you may see a report that meets the filter."""
    page = incident_page(reader_of(request.user), asked_filter(request), after=after, limit=limit)
    return {"count": page.count, "incidents": page.rows, "next": page.following}


@router.get(
    "/{incident_id}", response={200: IncidentWithReports, **REFUSED}, summary="One incident"
)
def incident(request: HttpRequest, incident_id: UUID) -> dict[str, Any]:
    """One incident with those of its reports that you may see and that still count."""
    row, reports = incident_with_reports(reader_of(request.user), incident_id)
    return {"incident": row, "reports": reports}

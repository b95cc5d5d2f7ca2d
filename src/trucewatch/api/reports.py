"""Reports as JSON."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from trucewatch.accounts.access import reader_of
from trucewatch.api.asking import After, Filtered, Limit, asked_filter
from trucewatch.api.refusals import REFUSED
from trucewatch.exchange.exporting import report_page, report_row_of

router = Router(tags=["reports"])


class ReportOut(Schema):
    """One source's account."""

    id: UUID
    incident: UUID
    source: str
    source_key: str
    version: int
    standing: str
    handling: str
    event_type: str
    ucdp_type: int | None
    type_as_published: str
    side_a: str | None
    side_b: str | None
    date_start: dt.date
    date_end: dt.date
    date_precision: int
    latitude: float | None
    longitude: float | None
    location_precision: int
    place: str
    admin1: str
    admin2: str
    country: str
    area: str | None
    deaths_low: int | None
    deaths_best: int | None
    deaths_high: int | None
    deaths_a: int | None
    deaths_b: int | None
    deaths_civilians: int | None
    deaths_unknown: int | None
    verification: str
    credibility: int
    flags: list[str]
    summary: str


class ReportList(Schema):
    """Reports in the order of their ids, how many the filter finds, and where the list goes on."""

    count: int
    reports: list[ReportOut]
    next: UUID | None


@router.get("", response={200: ReportList, **REFUSED}, summary="Reports that you may see")
def reports(
    request: HttpRequest, wanted: Filtered, limit: Limit = 100, after: After = None
) -> dict[str, Any]:
    """The visible reports that meet the filter; its parameters are those of the situation page."""
    page = report_page(reader_of(request.user), asked_filter(request), after=after, limit=limit)
    return {"count": page.count, "reports": page.rows, "next": page.following}


@router.get("/{report_id}", response={200: ReportOut, **REFUSED}, summary="One report")
def report(request: HttpRequest, report_id: UUID) -> dict[str, Any]:
    """One visible report; a hidden one is not found."""
    return report_row_of(reader_of(request.user), report_id)

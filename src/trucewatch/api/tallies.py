"""Monitors' tallies as JSON, one by one: there is no sum across ledgers to ask for."""

import datetime as dt
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema

from trucewatch.accounts.access import reader_of
from trucewatch.api.asking import After, Day, Limit, listed, require_known
from trucewatch.api.doors import OPTIONAL
from trucewatch.api.refusals import REFUSED
from trucewatch.bulletins.tally_remarks import remark_words
from trucewatch.bulletins.two_ledger import two_ledger_words
from trucewatch.cases.queries.books import remarks_on_tallies
from trucewatch.reports.models import Coverage, Tally

router = Router(tags=["tallies"])
coverage_router = Router(tags=["tallies"])

Since = Annotated[Day | None, Query(description="On or after this day.")]
Until = Annotated[Day | None, Query(description="On or before this day.")]


class ShareOut(Schema):
    """The part of a tally that its monitor placed in one area."""

    area_as_published: str
    area: str | None
    count: int

    @staticmethod
    def resolve_area(share: Any) -> str | None:
        """The key of the area that the published name stands for."""
        return share.area.key if share.area else None


class TallyRemarkOut(Schema):
    """What another monitor holds of a tally, of how much of it, and why."""

    by: str
    verdict: str
    count: int
    reason: str
    source: str


class TallyOut(Schema):
    """How many breaches one monitor says it counted."""

    id: UUID
    source: str
    monitor: str
    monitor_as_published: str
    reported_on: dt.date | None
    window_hours: int
    stated_total: int | None
    published_at_address: str
    language: str
    remark: str
    handling: str
    shares: list[ShareOut]
    remarks: list[TallyRemarkOut]

    @staticmethod
    def resolve_source(tally: Any) -> str:
        """The key of the source."""
        key: str = tally.source.key
        return key

    @staticmethod
    def resolve_monitor(tally: Any) -> str:
        """The neutral name of the monitor."""
        name: str = tally.monitor.name
        return name

    @staticmethod
    def resolve_shares(tally: Any) -> Any:
        """The shares by area."""
        return list(tally.shares.all())

    @staticmethod
    def resolve_remarks(tally: Any) -> Any:
        """What other monitors hold of it, as far as the reader may see that."""
        return tally.remarks_seen


class TallyList(Schema):
    """Tallies in the order of their ids, how many there are, and where the list goes on."""

    count: int
    tallies: list[TallyOut]
    next: UUID | None


class TwoLedger(Schema):
    """The tallies reported on one day, each ledger by itself."""

    kind: str
    window: dict[str, Any]
    ledgers: list[dict[str, Any]]


class CoverageOut(Schema):
    """How long a monitor looked at an area."""

    id: UUID
    monitor: str
    area: str
    date_start: dt.date
    date_end: dt.date
    patrol_hours: float
    camera_hours: float
    remarks: str
    handling: str

    @staticmethod
    def resolve_monitor(coverage: Any) -> str:
        """The neutral name of the monitor."""
        name: str = coverage.monitor.name
        return name

    @staticmethod
    def resolve_area(coverage: Any) -> str:
        """The key of the area."""
        key: str = coverage.area.key
        return key


class CoverageList(Schema):
    """Coverage in the order of ids, how many rows there are, and where the list goes on."""

    count: int
    coverage: list[CoverageOut]
    next: UUID | None


@router.get("", response={200: TallyList, **REFUSED}, summary="Tallies", openapi_extra=OPTIONAL)
def tallies(
    request: HttpRequest,
    since: Since = None,
    until: Until = None,
    limit: Limit = 100,
    after: After = None,
) -> dict[str, Any]:
    """Each monitor's own count with its shares by area; nothing here is ever added up."""
    require_known(request, "since", "until")
    reader = reader_of(request.user)
    found = Tally.objects.visible_to(reader)
    if since:
        found = found.filter(reported_on__gte=since)
    if until:
        found = found.filter(reported_on__lte=until)
    rows = found.select_related("source", "monitor").prefetch_related("shares__area")
    page = listed("tallies", rows, after=after, limit=limit)
    said = remarks_on_tallies([tally.pk for tally in page["tallies"]], reader)
    for tally in page["tallies"]:
        tally.remarks_seen = [remark_words(remark) for remark in said.get(tally.pk, [])]
    return page


@router.get(
    "/{day}",
    response={200: TwoLedger, **REFUSED},
    summary="The tallies of one day",
    openapi_extra=OPTIONAL,
)
def tallies_of_a_day(request: HttpRequest, day: Day) -> dict[str, Any]:
    """What each monitor reported on that day, side by side."""
    require_known(request)
    return two_ledger_words(day, reader_of(request.user))


@coverage_router.get(
    "",
    response={200: CoverageList, **REFUSED},
    summary="Hours of patrols and cameras",
    openapi_extra=OPTIONAL,
)
def coverage(
    request: HttpRequest,
    since: Since = None,
    until: Until = None,
    limit: Limit = 100,
    after: After = None,
) -> dict[str, Any]:
    """How long somebody looked: without it, no report and no violation look the same."""
    found = Coverage.objects.visible_to(reader_of(request.user))
    if since:
        found = found.filter(date_end__gte=since)
    if until:
        found = found.filter(date_start__lte=until)
    rows = found.select_related("monitor", "area")
    return listed("coverage", rows, after=after, limit=limit)

"""Reading incidents: each is the reports about it that the reader may see."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from trucewatch.accounts.access import Reader
from trucewatch.accounts.models import Member
from trucewatch.geo.coordinates import Coordinates, distance_km
from trucewatch.incidents.cursor import Cursor
from trucewatch.incidents.index.counting import (
    Window,
    incidents_in,
    located_in,
    newest_incidents,
)
from trucewatch.incidents.index.sifting import Sifted, sift
from trucewatch.incidents.models import Link
from trucewatch.incidents.rules import Said, Verdict, deaths_figure, derive_label
from trucewatch.ledger.events import Event
from trucewatch.ledger.queries import Act, acts_upon
from trucewatch.reports.models import Report, Revision, Standing
from trucewatch.reports.queries import ALL, ReportFilter
from trucewatch.vocabulary.interval import Interval
from trucewatch.vocabulary.refusal import NotFound

PAGE = 50
NEAR_DAYS = 3
NEAR_KM = 30.0
_NEAR_LIMIT = 20
_KM_PER_DEGREE = 111.2


@dataclass(frozen=True, slots=True)
class IncidentSeen:
    """An incident as one reader sees it: its reports and how their accounts stand together."""

    id: UUID
    reports: list[Report]

    @property
    def counted(self) -> list[Report]:
        """The reports that still count."""
        return [report for report in self.reports if not report.is_withdrawn]

    @property
    def verdict(self) -> Verdict:
        """The derived label with its reason."""
        return derive_label([_said(report) for report in self.counted])

    @property
    def when(self) -> Interval:
        """The days that the accounts span together."""
        span, *others = [report.interval for report in self.counted or self.reports]
        for other in others:
            span = span.hull(other)
        return span


@dataclass(frozen=True, slots=True)
class IncidentPage:
    """Some incidents in order, and where the next page starts if there is one."""

    incidents: list[IncidentSeen]
    following: Cursor | None


def incident_page(
    reader: Reader, sifted: Sifted, *, after: Cursor | None = None, standing: str, size: int = PAGE
) -> IncidentPage:
    """The sifted incidents with their visible reports of that standing, newest first."""
    found = newest_incidents(sifted, after=after, number=size + 1)
    shown, more = found[:size], len(found) > size
    following = Cursor(shown[-1][1], shown[-1][0]) if more else None
    seen = _reports_by_incident(reader, [key for key, _ in shown], standing=standing)
    # Between the index and this reading somebody may have merged or withdrawn the last of them.
    incidents = [IncidentSeen(key, seen[key]) for key, _ in shown if key in seen]
    return IncidentPage(incidents, following)


def find_incident(reader: Reader, incident_id: UUID) -> IncidentSeen:
    """One incident with all its current reports that the reader may see, withdrawn ones last."""
    reports = _reports_by_incident(reader, [incident_id], standing=ALL).get(incident_id)
    if not reports:
        raise NotFound("There is nothing here that you may see.")
    return IncidentSeen(incident_id, sorted(reports, key=lambda report: report.is_withdrawn))


def incident_of(reader: Reader, report: Report) -> UUID:
    """The incident to which a report belongs now."""
    key = (
        Link.objects.filter(reader.sees("report__"), report=report, until_entry__isnull=True)
        .values_list("incident", flat=True)
        .first()
    )
    if key is None:
        raise NotFound("There is nothing here that you may see.")
    found: UUID = key
    return found


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another incident close by in time and space, a candidate for being the same."""

    incident: IncidentSeen
    km: float | None


def incidents_near(reader: Reader, seen: IncidentSeen) -> list[Neighbour]:
    """Other incidents within three days and 30 km of any of the reports, the nearest first.

    Where no report has a point, those of the same governorate in those days.
    """
    slack, when = dt.timedelta(days=NEAR_DAYS), seen.when
    around = sift(reader, ReportFilter(since=when.start - slack, until=when.end + slack))
    points = [point for report in seen.counted if (point := _point(report))]
    if points:
        distances = _distances(around, points)
    else:
        areas = {report.area_id for report in seen.counted if report.area_id}
        distances = dict.fromkeys(incidents_in(around, areas, most=_NEAR_LIMIT))
    distances.pop(seen.id, None)
    chosen = sorted(distances, key=lambda key: (distances[key] or 0.0, key))[:_NEAR_LIMIT]
    reports = _reports_by_incident(reader, chosen, standing=Standing.RECORDED.value)
    return [Neighbour(IncidentSeen(key, reports[key]), distances[key]) for key in chosen]


def _distances(around: Sifted, points: Sequence[Coordinates]) -> dict[UUID, float | None]:
    """Incidents near one of the points, with the distance of their nearest report in km."""
    distances: dict[UUID, float | None] = {}
    for incident, lat, lon in located_in(around, _around(points)):
        km = min(distance_km(point, Coordinates(lat, lon)) for point in points)
        known = distances.get(incident)
        if km <= NEAR_KM:
            distances[incident] = km if known is None else min(km, known)
    return distances


@dataclass(frozen=True, slots=True)
class Happening:
    """One act in the history of an incident, with who did it and why."""

    act: Act
    who: str


def history_of(reader: Reader, seen: IncidentSeen) -> list[Happening]:
    """What was done to the reports that the reader sees and to their links, newest first.

    Acts on the incident alone are left out: they may tell of reports that the reader may not see.
    """
    links = Link.objects.filter(report__in=[report.pk for report in seen.reports])
    subjects = [report.pk for report in seen.reports] + list(links.values_list("pk", flat=True))
    acts = [act for act in acts_upon(subjects) if _is_all_visible(reader, act)]
    names = _names_of(act.entry.actor for act in acts)
    return [Happening(act, names.get(act.entry.actor, "")) for act in reversed(acts)]


def _is_all_visible(reader: Reader, act: Act) -> bool:
    """Whether the reader sees every report that a merger or a separation was about.

    Otherwise the act, and the reason given for it, would tell of what is hidden.
    """
    if act.entry.event not in (Event.INCIDENT_MERGED, Event.REPORT_SEPARATED):
        return True
    key = act.entry.key
    touched = Q(since_entry=key) | Q(until_entry=key)
    incidents = Link.objects.filter(touched).values("incident")
    involved = Link.objects.filter(incident__in=incidents)
    return not involved.exclude(
        report__in=Report.objects.visible_to(reader).order_by().values("pk")
    ).exists()


def revisions_of(reports: Sequence[Report]) -> list[Revision]:
    """The earlier accounts of reports that the reader has already been shown, newest first."""
    found = Revision.objects.filter(report__in=[report.pk for report in reports])
    return list(found.select_related("report").order_by("-replaced_at"))


def _reports_by_incident(
    reader: Reader, incidents: Sequence[UUID], *, standing: str
) -> dict[UUID, list[Report]]:
    conditions: dict[str, Any] = {} if standing == ALL else {"report__standing": standing}
    links = (
        Link.objects.filter(
            reader.sees("report__"),
            incident__in=incidents,
            until_entry__isnull=True,
            **conditions,
        )
        .select_related(
            "report__source",
            "report__side_a",
            "report__side_b",
            "report__area",
            "report__document",
            "report__filed_by__organisation",
            "report__compartment",
        )
        .order_by("report__date_start", "report__pk")
    )
    found: dict[UUID, list[Report]] = defaultdict(list)
    for link in links:
        found[link.incident_id].append(link.report)
    return found


def _said(report: Report) -> Said:
    figures = (report.deaths_low, report.deaths_best, report.deaths_high)
    return Said(report.source.name, report.interval, deaths_figure(*figures))


def _point(report: Report) -> Coordinates | None:
    if report.latitude is None or report.longitude is None:
        return None
    return Coordinates(report.latitude, report.longitude)


def _around(points: Sequence[Coordinates]) -> Window:
    """A box that holds everything near one of the points; degrees of longitude are shorter."""
    tall = NEAR_KM / _KM_PER_DEGREE
    wide = 2 * tall
    lats, lons = [point.lat for point in points], [point.lon for point in points]
    return Window(min(lons) - wide, min(lats) - tall, max(lons) + wide, max(lats) + tall)


def _names_of(actors: Iterable[str]) -> dict[str, str]:
    keys = {actor: UUID(actor.partition(":")[2]) for actor in set(actors) if ":" in actor}
    members = Member.objects.select_related("organisation").in_bulk(list(keys.values()))
    return {
        actor: f"{members[key]}, {members[key].organisation}"
        for actor, key in keys.items()
        if key in members
    }

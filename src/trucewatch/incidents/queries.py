"""Reading incidents: each is the reports about it that the reader may see."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Max, Q, QuerySet

from trucewatch.accounts.access import Reader
from trucewatch.accounts.models import Member
from trucewatch.geo.coordinates import Coordinates, distance_km
from trucewatch.incidents.models import Incident, Link
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
class Cursor:
    """Where a page of incidents ended: the newest date of the last one, and its id."""

    date: dt.date
    incident: UUID

    def __str__(self) -> str:
        return f"{self.date.isoformat()}.{self.incident}"

    @classmethod
    def read(cls, text: str) -> "Cursor | None":
        """The cursor in an address; None where there is none that can be read."""
        date, _, key = text.partition(".")
        try:
            return cls(dt.date.fromisoformat(date), UUID(key))
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class IncidentPage:
    """Some incidents in order, and where the next page starts if there is one."""

    incidents: list[IncidentSeen]
    following: Cursor | None


def visible_incidents(reader: Reader, wanted: ReportFilter) -> "QuerySet[Any]":
    """Incidents with at least one current report that the reader may see and asked for.

    ``newest`` is the latest start among those reports.
    """
    report = "links__report__"
    found: QuerySet[Any] = Incident.objects.filter(
        reader.sees(report), wanted.condition(report), links__until_entry__isnull=True
    ).annotate(newest=Max(f"{report}date_start"))
    return found


def incident_page(
    reader: Reader, wanted: ReportFilter, *, after: Cursor | None = None, size: int = PAGE
) -> IncidentPage:
    """The incidents in the filter, newest first, from a cursor on."""
    rows = visible_incidents(reader, wanted).order_by("-newest", "-pk")
    if after:
        rows = rows.filter(Q(newest__lt=after.date) | Q(newest=after.date, pk__lt=after.incident))
    found: list[tuple[UUID, dt.date]] = list(rows.values_list("pk", "newest")[: size + 1])
    shown, more = found[:size], len(found) > size
    following = Cursor(shown[-1][1], shown[-1][0]) if more else None
    seen = _reports_by_incident(reader, [key for key, _ in shown], standing=wanted.standing)
    return IncidentPage([IncidentSeen(key, seen[key]) for key, _ in shown], following)


def count_incidents(reader: Reader, wanted: ReportFilter) -> int:
    """How many incidents the filter finds."""
    links = Link.objects.filter(
        reader.sees("report__"), wanted.condition("report__"), until_entry__isnull=True
    )
    return links.values("incident").distinct().count()


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
    slack = dt.timedelta(days=NEAR_DAYS)
    when = seen.when
    candidates = (
        Report.objects.visible_to(reader)
        .filter(
            standing=Standing.RECORDED,
            date_start__lte=when.end + slack,
            date_end__gte=when.start - slack,
        )
        .exclude(pk__in=[report.pk for report in seen.reports])
    )
    points = [point for report in seen.counted if (point := _point(report))]
    distances: dict[UUID, float | None] = {}
    if points:
        for key, lat, lon in candidates.filter(_around(points)).values_list(
            "pk", "latitude", "longitude"
        ):
            km = min(distance_km(point, Coordinates(lat, lon)) for point in points)
            if km <= NEAR_KM:
                distances[key] = km
    else:
        areas = {report.area_id for report in seen.counted if report.area_id}
        keys = candidates.filter(area__in=areas).values_list("pk", flat=True)
        distances = dict.fromkeys(keys[:_NEAR_LIMIT])
    return _neighbours(reader, distances)


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


def _around(points: Sequence[Coordinates]) -> Q:
    """A box that holds everything near one of the points; degrees of longitude are shorter."""
    tall = NEAR_KM / _KM_PER_DEGREE
    wide = 2 * tall
    lats, lons = [point.lat for point in points], [point.lon for point in points]
    return Q(
        latitude__range=(min(lats) - tall, max(lats) + tall),
        longitude__range=(min(lons) - wide, max(lons) + wide),
    )


def _neighbours(reader: Reader, distances: dict[UUID, float | None]) -> list[Neighbour]:
    links = Link.objects.filter(report__in=list(distances), until_entry__isnull=True).values_list(
        "incident", "report"
    )
    nearest: dict[UUID, float | None] = {}
    for incident, report in links:
        km, known = distances[report], nearest.get(incident)
        nearest[incident] = km if known is None or km is None else min(km, known)
    chosen = sorted(nearest, key=lambda key: (nearest[key] or 0.0, key))[:_NEAR_LIMIT]
    reports = _reports_by_incident(reader, chosen, standing=Standing.RECORDED.value)
    return [Neighbour(IncidentSeen(key, reports[key]), nearest[key]) for key in chosen]


def _names_of(actors: Iterable[str]) -> dict[str, str]:
    keys = {actor: UUID(actor.partition(":")[2]) for actor in set(actors) if ":" in actor}
    members = Member.objects.select_related("organisation").in_bulk(list(keys.values()))
    return {
        actor: f"{members[key]}, {members[key].organisation}"
        for actor, key in keys.items()
        if key in members
    }

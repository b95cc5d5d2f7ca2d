"""Reports and incidents as CSV, GeoJSON or JSON, row by row in constant memory."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import IO, Any
from uuid import UUID

from django.db.models import QuerySet

from trucewatch.accounts.access import MemberReader, Reader, require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.incidents.index.counting import (
    count_reports,
    count_sifted_incidents,
    incidents_by_id,
    reports_by_id,
)
from trucewatch.incidents.index.sifting import sift
from trucewatch.incidents.models import Link
from trucewatch.reports.models import Report, Standing
from trucewatch.reports.queries import ReportFilter
from trucewatch.sources.models import published
from trucewatch.vocabulary.refusal import NotFound

_CHUNK = 2_000

REPORT_COLUMNS = (
    "id", "incident", "source", "source_key", "version", "standing", "handling", "event_type",
    "ucdp_type", "type_as_published", "side_a", "side_b", "date_start", "date_end",
    "date_precision", "latitude", "longitude", "location_precision", "place", "admin1", "admin2",
    "country", "area", "deaths_low", "deaths_best", "deaths_high", "deaths_a", "deaths_b",
    "deaths_civilians", "deaths_unknown", "verification", "credibility", "flags", "summary",
)  # fmt: skip
INCIDENT_COLUMNS = (
    "id", "reports", "report_ids", "sources", "date_start", "date_end", "date_precision",
    "event_types", "latitude", "longitude", "location_precision", "place", "area", "deaths_low",
    "deaths_best", "deaths_high", "flags",
)  # fmt: skip


def export_records(what: str, form: str, out: IO[str], *, by: Member) -> int:
    """Write ``reports`` or ``incidents`` as ``csv``, ``geojson`` or ``json``; returns how many.

    Only what the member may see leaves. Withdrawn reports are exported with their standing; they
    do not count towards incidents. Rows come in the order of their ids.
    """
    require(by, Act.EXPORT)
    return write_rows(what, form, out, MemberReader(by))


def write_rows(what: str, form: str, out: IO[str], reader: Reader) -> int:
    """The same for any reader, the public included."""
    rows = report_rows(reader) if what == "reports" else incident_rows(reader)
    columns = REPORT_COLUMNS if what == "reports" else INCIDENT_COLUMNS
    write: dict[str, Callable[[], int]] = {
        "csv": lambda: _write_csv(columns, rows, out),
        "json": lambda: _write_list("[", "]", map(_json, rows), out),
        "geojson": lambda: _write_list(
            '{"type":"FeatureCollection","features":[', "]}", map(_feature, rows), out
        ),
    }
    return write[form]()


def report_rows(reader: Reader) -> Iterator[dict[str, Any]]:
    """The visible reports, one dictionary each, keyed by ``REPORT_COLUMNS``."""
    for link in _visible_links(reader).order_by("report_id").iterator(_CHUNK):
        yield _linked_row(link)


def incident_rows(reader: Reader) -> Iterator[dict[str, Any]]:
    """The visible incidents, drawn from their visible reports that were not withdrawn."""
    links = (
        _visible_links(reader)
        .filter(report__standing=Standing.RECORDED)
        .order_by("incident_id", "report_id")
    )
    for incident, group in groupby(links.iterator(_CHUNK), key=lambda link: link.incident_id):
        yield _incident_row(str(incident), [link.report for link in group])


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, how many the filter finds in all, and the id after which the list goes on."""

    rows: list[dict[str, Any]]
    count: int
    following: UUID | None


def report_page(reader: Reader, wanted: ReportFilter, *, after: UUID | None, limit: int) -> Page:
    """Visible reports of a filter in the order of their ids, from one id on."""
    sifted = sift(reader, wanted)
    ids = reports_by_id(sifted, after=after, number=limit + 1)
    links = _visible_links(reader).filter(report__in=ids[:limit]).order_by("report_id")
    following = ids[limit - 1] if len(ids) > limit else None
    return Page([_linked_row(link) for link in links], count_reports(sifted), following)


def incident_page(reader: Reader, wanted: ReportFilter, *, after: UUID | None, limit: int) -> Page:
    """Incidents with a visible report in the filter, in the order of their ids, from one on."""
    sifted = sift(reader, wanted)
    ids = incidents_by_id(sifted, after=after, number=limit + 1)
    links = _visible_links(reader).filter(wanted.condition("report__"), incident__in=ids[:limit])
    ordered = links.order_by("incident_id", "report_id")
    rows = [
        _incident_row(str(key), [link.report for link in group])
        for key, group in groupby(ordered, key=lambda link: link.incident_id)
    ]
    following = ids[limit - 1] if len(ids) > limit else None
    return Page(rows, count_sifted_incidents(sifted), following)


def report_row_of(reader: Reader, report_id: UUID) -> dict[str, Any]:
    """One visible report as a row; ``NotFound`` in the same words for hidden and absent."""
    link = _visible_links(reader).filter(report=report_id).first()
    if link is None:
        raise NotFound("There is nothing here that you may see.")
    return _linked_row(link)


def _linked_row(link: Link) -> dict[str, Any]:
    return {**_report_row(link.report), "incident": str(link.incident_id)}


def _visible_links(reader: Reader) -> "QuerySet[Link]":
    return Link.objects.filter(
        reader.sees("report__"), published("report__"), until_entry__isnull=True
    ).select_related("report__source", "report__side_a", "report__side_b", "report__area")


def _report_row(report: Report) -> dict[str, Any]:
    named = {
        "id": str(report.pk),
        "source": report.source.key,
        "side_a": report.side_a.name if report.side_a else None,
        "side_b": report.side_b.name if report.side_b else None,
        "date_start": report.date_start.isoformat(),
        "date_end": report.date_end.isoformat(),
        "place": report.place_as_published,
        "admin1": report.admin1_as_published,
        "admin2": report.admin2_as_published,
        "country": report.country_as_published,
        "area": report.area.name if report.area else None,
        "incident": None,
    }
    return {
        column: named[column] if column in named else getattr(report, column)
        for column in REPORT_COLUMNS
    }


def _incident_row(key: str, reports: list[Report]) -> dict[str, Any]:
    """What the accounts span together: widest dates, lowest low and highest high, no average."""
    finest = min(reports, key=lambda r: (r.latitude is None, r.location_precision, str(r.pk)))
    bests = {r.deaths_best for r in reports if r.deaths_best is not None}
    return {
        "id": key,
        "reports": len(reports),
        "report_ids": [str(report.pk) for report in reports],
        "sources": sorted({report.source.key for report in reports}),
        "date_start": min(report.date_start for report in reports).isoformat(),
        "date_end": max(report.date_end for report in reports).isoformat(),
        "date_precision": min(report.date_precision for report in reports),
        "event_types": sorted({report.event_type for report in reports}),
        "latitude": finest.latitude,
        "longitude": finest.longitude,
        "location_precision": finest.location_precision,
        "place": finest.place_as_published,
        "area": finest.area.name if finest.area else None,
        "deaths_low": _of(min, (r.deaths_low for r in reports)),
        "deaths_best": bests.pop() if len(bests) == 1 else None,
        "deaths_high": _of(max, (r.deaths_high for r in reports)),
        "flags": sorted({flag for report in reports for flag in report.flags}),
    }


def _of(pick: Callable[[list[int]], int], figures: Iterable[int | None]) -> int | None:
    given = [figure for figure in figures if figure is not None]
    return pick(given) if given else None


def _write_csv(columns: tuple[str, ...], rows: Iterable[dict[str, Any]], out: IO[str]) -> int:
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    count = 0
    for row in rows:
        writer.writerow([_cell(row[column]) for column in columns])
        count += 1
    return count


def _cell(value: Any) -> Any:
    """A value for a spreadsheet; words that it would run as a formula are defused."""
    if isinstance(value, list):
        return "; ".join(str(part) for part in value)
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return value


def _write_list(head: str, tail: str, parts: Iterable[str], out: IO[str]) -> int:
    out.write(head)
    count = 0
    for part in parts:
        out.write(("," if count else "") + "\n" + part)
        count += 1
    out.write(f"\n{tail}\n")
    return count


def _json(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False)


def _feature(row: dict[str, Any]) -> str:
    """A GeoJSON feature; without coordinates its geometry is null, as the standard has it."""
    latitude, longitude = row["latitude"], row["longitude"]
    point = None
    if latitude is not None and longitude is not None:
        point = {"type": "Point", "coordinates": [longitude, latitude]}
    properties = {key: row[key] for key in row if key not in ("latitude", "longitude")}
    return _json({"type": "Feature", "id": row["id"], "geometry": point, "properties": properties})

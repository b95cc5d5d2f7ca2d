"""Reports and incidents in every format, portion by portion in constant memory; and by pages."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO, Any, Final
from uuid import UUID

from trucewatch.accounts.access import MemberReader, Reader, require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.exchange.csv_table import csv_chunks, hxl_chunks
from trucewatch.exchange.export_columns import INCIDENT_COLUMNS, REPORT_COLUMNS, Column, Row
from trucewatch.exchange.export_rows import (
    Names,
    incident_portions,
    incidents_among,
    report_portions,
    reports_among,
)
from trucewatch.exchange.json_rows import geojson_chunks, json_chunks
from trucewatch.exchange.parquet import parquet_chunks
from trucewatch.incidents.index.counting import (
    count_reports,
    count_sifted_incidents,
    incidents_by_id,
    reports_by_id,
)
from trucewatch.incidents.index.sifting import sift
from trucewatch.reports.queries import ALL, ReportFilter
from trucewatch.sources.models import Source
from trucewatch.vocabulary.refusal import NotFound

KINDS: Final = ("reports", "incidents")
MEDIA: Final = {
    "csv": "text/csv; charset=utf-8",
    "hxl": "text/csv; charset=utf-8",
    "json": "application/json",
    "geojson": "application/geo+json",
    "parquet": "application/vnd.apache.parquet",
}
"""The media type of each format."""


@dataclass
class Export:
    """One export: what is in it, as bytes to be sent on as they come, and how many rows went by."""

    what: str
    form: str
    reader: Reader
    wanted: ReportFilter
    count: int = 0
    _names: Names = field(default_factory=Names)

    def chunks(self) -> Iterator[bytes]:
        """The file, piece by piece."""
        columns: Sequence[Column] = INCIDENT_COLUMNS
        portions: Iterable[Sequence[Row]]
        if self.what == "reports":
            columns = REPORT_COLUMNS
            portions = report_portions(self.reader, self.wanted, self._names)
        else:
            portions = incident_portions(self.reader, self.wanted, self._names)
        counted = self._counted(portions)
        match self.form:
            case "csv":
                return csv_chunks(columns, counted)
            case "hxl":
                return hxl_chunks(columns, counted)
            case "json":
                return json_chunks(counted)
            case "geojson":
                return geojson_chunks(counted, self._attributions)
            case "parquet":
                return parquet_chunks(columns, counted, self._attributions)
        raise NotFound(f"An export comes as: {', '.join(sorted(MEDIA))}.")

    def _counted(self, portions: Iterable[Sequence[Row]]) -> Iterator[Sequence[Row]]:
        for portion in portions:
            self.count += len(portion)
            yield portion

    def _attributions(self) -> list[str]:
        """The words that the licences of the sources of what was exported ask for."""
        used = Source.objects.filter(pk__in=list(self._names.sources)).exclude(attribution="")
        return [f"{source.name}: {source.attribution}" for source in used.order_by("key")]


def everything_of(what: str) -> ReportFilter:
    """Reports with the withdrawn ones, which say so; incidents of those that still count."""
    return ReportFilter(standing=ALL) if what == "reports" else ReportFilter()


def open_export(what: str, form: str, wanted: ReportFilter, *, by: Member) -> Export:
    """An export of what the member may see and asks for; refused to those without the right."""
    require(by, Act.EXPORT)
    return Export(what, form, MemberReader(by), wanted)


def export_records(what: str, form: str, out: IO[str], *, by: Member) -> int:
    """Write everything that the member may see as text; returns how many rows there are."""
    require(by, Act.EXPORT)
    return write_rows(what, form, out, MemberReader(by))


def write_rows(what: str, form: str, out: IO[str], reader: Reader) -> int:
    """The same for any reader, the public included."""
    export = Export(what, form, reader, everything_of(what))
    for chunk in export.chunks():
        out.write(chunk.decode("utf-8"))
    return export.count


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
    rows = reports_among(reader, ids[:limit])
    following = ids[limit - 1] if len(ids) > limit else None
    return Page([row._asdict() for row in rows], count_reports(sifted), following)


def incident_page(reader: Reader, wanted: ReportFilter, *, after: UUID | None, limit: int) -> Page:
    """Incidents with a visible report in the filter, in the order of their ids, from one on."""
    sifted = sift(reader, wanted)
    ids = incidents_by_id(sifted, after=after, number=limit + 1)
    rows = incidents_among(reader, wanted, ids[:limit])
    following = ids[limit - 1] if len(ids) > limit else None
    return Page([row._asdict() for row in rows], count_sifted_incidents(sifted), following)


def report_row_of(reader: Reader, report_id: UUID) -> dict[str, Any]:
    """One visible report as a row; ``NotFound`` in the same words for hidden and absent."""
    rows = reports_among(reader, [report_id])
    if not rows:
        raise NotFound("There is nothing here that you may see.")
    return rows[0]._asdict()


def incident_with_reports(
    reader: Reader, incident_id: UUID
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """One visible incident as a row, and the rows of its visible reports that still count."""
    rows = incidents_among(reader, ReportFilter(), [incident_id])
    if not rows:
        raise NotFound("There is nothing here that you may see.")
    reports = reports_among(reader, [UUID(key) for key in rows[0].report_ids])
    return rows[0]._asdict(), [row._asdict() for row in reports]

"""Reading visible reports and incidents for an export, some thousands at a time.

Each portion is a query of its own that begins behind the last row of the one before. Nothing stays
open while somebody takes their time over the answer, memory holds one portion whatever the size of
the record, and what is no longer to be seen stops to come.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, groupby
from typing import Any, Final
from uuid import UUID

import h3
from django.db import connection
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from trucewatch.accounts.access import Reader
from trucewatch.exchange.export_columns import IncidentRow, ReportRow
from trucewatch.geo.cells import cell_at, cell_boundary
from trucewatch.geo.coordinates import Coordinates
from trucewatch.incidents.models import Link
from trucewatch.parties.models import Party
from trucewatch.places.models import Place
from trucewatch.reports.queries import ReportFilter
from trucewatch.sources.models import Source, published
from trucewatch.vocabulary.precision import LocationPrecision

PORTION: Final = 20_000
_COLUMNS: Final = (
    "report_id", "incident_id", "report__source_id", "report__source_key", "report__version",
    "report__standing", "report__handling", "report__event_type", "report__ucdp_type",
    "report__type_as_published", "report__side_a_id", "report__side_b_id", "report__date_start",
    "report__date_end", "report__date_precision", "report__latitude", "report__longitude",
    "report__location_precision", "report__place_as_published", "report__admin1_as_published",
    "report__admin2_as_published", "report__country_as_published", "report__area_id",
    "report__deaths_low", "report__deaths_best", "report__deaths_high", "report__deaths_a",
    "report__deaths_b", "report__deaths_civilians", "report__deaths_unknown",
    "report__verification", "report__credibility", "report__flags", "report__summary",
)  # fmt: skip
"""The columns of ``ReportRow`` in their order, ids where it has names."""
_READ: Final = tuple(Cast(n, TextField()) if n.endswith("_id") else n for n in _COLUMNS)
"""Ids are read as text: making a UUID of each and text of that takes longer than all the rest."""
_SOURCE, _SIDE_A, _SIDE_B, _AREA = 2, 10, 11, 22

Links = QuerySet[Any]


class Names:
    """The names behind the ids of a portion; what was read once is not asked for again."""

    def __init__(self) -> None:
        self.sources: dict[str, str] = {}
        self.parties: dict[str | None, str | None] = {None: None}
        self.areas: dict[str | None, str | None] = {None: None}

    def learn(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Read the names that these rows need."""
        parties = {row[_SIDE_A] for row in rows} | {row[_SIDE_B] for row in rows}
        self._read(self.sources, Source.staged, "key", {row[_SOURCE] for row in rows})
        self._read(self.parties, Party.staged, "name", parties)
        self._read(self.areas, Place.objects, "name", {row[_AREA] for row in rows})

    @staticmethod
    def _read(known: dict[Any, Any], rows: Any, name: str, wanted: set[Any]) -> None:
        new = list(wanted - known.keys())
        for start in range(0, len(new), 500):
            found = rows.filter(pk__in=new[start : start + 500])
            known.update(found.values_list(Cast("pk", TextField()), name))


def report_portions(
    reader: Reader, wanted: ReportFilter, names: Names
) -> Iterator[Sequence[ReportRow]]:
    """The visible reports of a filter in the order of their ids."""
    links = _visible(reader, wanted).order_by("report_id")
    begin = links
    while rows := list(begin.values_list(*_READ)[:PORTION]):
        yield _inside(wanted, _named(rows, names))
        if len(rows) < PORTION:
            return
        begin = links.filter(report_id__gt=rows[-1][0])


def incident_portions(
    reader: Reader, wanted: ReportFilter, names: Names
) -> Iterator[Sequence[IncidentRow]]:
    """Incidents as the visible reports of a filter tell of them, in the order of their ids."""
    told = chain.from_iterable(_by_incident(reader, wanted, names))
    portion: list[IncidentRow] = []
    for _, group in groupby(told, key=lambda row: row.incident):
        portion.append(_incident(list(group)))
        if len(portion) == PORTION:
            yield portion
            portion = []
    if portion:
        yield portion


def reports_among(reader: Reader, ids: Sequence[UUID]) -> list[ReportRow]:
    """Those of the reports that the reader may see, in the order of their ids."""
    links = _visible(reader, _EVERYTHING).filter(report__in=ids).order_by("report_id")
    return _named(list(links.values_list(*_READ)), Names())


def incidents_among(reader: Reader, wanted: ReportFilter, ids: Sequence[UUID]) -> list[IncidentRow]:
    """The incidents of those ids as the visible reports of the filter tell of them."""
    links = _visible(reader, wanted).filter(incident__in=ids)
    ordered = links.order_by("incident_id", "report_id").values_list(*_READ)
    rows = _inside(wanted, _named(list(ordered), Names()))
    return [_incident(list(group)) for _, group in groupby(rows, key=lambda row: row.incident)]


_EVERYTHING: Final = ReportFilter(standing="all")


def _by_incident(
    reader: Reader, wanted: ReportFilter, names: Names
) -> Iterator[Sequence[ReportRow]]:
    links = _visible(reader, wanted).order_by("incident_id", "report_id")
    begin = links
    while rows := list(begin.values_list(*_READ)[:PORTION]):
        yield _inside(wanted, _named(rows, names))
        if len(rows) < PORTION:
            return
        report, incident = rows[-1][:2]
        begin = links.filter(incident_id__gte=incident).exclude(
            incident_id=incident, report_id__lte=report
        )


def _visible(reader: Reader, wanted: ReportFilter) -> Links:
    met = wanted.without("cell").condition("report__")
    links = Link.objects.filter(
        reader.sees("report__"), published("report__"), met, until_entry__isnull=True
    )
    return links.filter(_box_around(wanted.cell)) if wanted.cell else links


def _box_around(cell: str) -> Q:
    """Everything that may lie in a cell; ``_inside`` then takes what does."""
    ring = cell_boundary(cell)
    lats, lons = [lat for _, lat in ring], [lon for lon, _ in ring]
    slack = (max(lats) - min(lats)) / 10  # the edges are great circles and may bulge
    return Q(
        report__location_precision__lte=LocationPrecision.DISTRICT,
        report__latitude__range=(min(lats) - slack, max(lats) + slack),
        report__longitude__range=(min(lons) - slack, max(lons) + slack),
    )


def _inside(wanted: ReportFilter, rows: Sequence[ReportRow]) -> Sequence[ReportRow]:
    if not wanted.cell:
        return rows
    resolution = h3.get_resolution(wanted.cell)
    return [
        row
        for row in rows
        if row.latitude is not None
        and row.longitude is not None
        and cell_at(Coordinates(row.latitude, row.longitude), resolution) == wanted.cell
    ]


def _named(rows: list[tuple[Any, ...]], names: Names) -> list[ReportRow]:
    """The rows with names in the place of ids."""
    names.learn(rows)
    sources, parties, areas = names.sources, names.parties, names.areas
    spelled = _dashed if connection.vendor == "sqlite" else str
    return [
        ReportRow._make(
            (
                spelled(row[0]),
                spelled(row[1]),
                sources[row[_SOURCE]],
                *row[3:_SIDE_A],
                parties[row[_SIDE_A]],
                parties[row[_SIDE_B]],
                *row[12:_AREA],
                areas[row[_AREA]],
                *row[23:],
            )
        )
        for row in rows
    ]


def _dashed(key: str) -> str:
    """The one spelling of an id; the embedded database keeps its digits alone."""
    return f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}"


def _incident(told: list[ReportRow]) -> IncidentRow:
    """What the accounts span together: widest dates, lowest low and highest high, no average."""
    finest = min(told, key=lambda r: (r.latitude is None, r.location_precision, r.id))
    bests = {row.deaths_best for row in told if row.deaths_best is not None}
    return IncidentRow(
        id=told[0].incident,
        reports=len(told),
        report_ids=[row.id for row in told],
        sources=sorted({row.source for row in told}),
        date_start=min(row.date_start for row in told),
        date_end=max(row.date_end for row in told),
        date_precision=min(row.date_precision for row in told),
        event_types=sorted({row.event_type for row in told}),
        latitude=finest.latitude,
        longitude=finest.longitude,
        location_precision=finest.location_precision,
        place=finest.place,
        area=finest.area,
        deaths_low=_of(min, (row.deaths_low for row in told)),
        deaths_best=bests.pop() if len(bests) == 1 else None,
        deaths_high=_of(max, (row.deaths_high for row in told)),
        flags=sorted({flag for row in told for flag in row.flags}),
    )


def _of(pick: Callable[[list[int]], int], figures: Iterable[int | None]) -> int | None:
    given = [figure for figure in figures if figure is not None]
    return pick(given) if given else None

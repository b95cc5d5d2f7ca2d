"""The tables that anyone may take away, and what each of their columns means."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings

from trucewatch.accounts.access import PUBLIC
from trucewatch.geo.cells import cell_centre
from trucewatch.incidents.choices import attributions
from trucewatch.incidents.index.counting import (
    area_months,
    cell_months,
    cells_within,
    ended_by,
)
from trucewatch.incidents.index.sifting import Sifted, sift
from trucewatch.opendata.rules import Caution, Shown, withhold_small
from trucewatch.places.models import Place
from trucewatch.reports.queries import ReportFilter

RESOLUTION: Final = 4
"""Hexagons of about 1,800 km² (H3): no village can be told from its neighbours."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its name, its type as a data package names it, what it means."""

    name: str
    kind: str
    meaning: str


CELLS: Final = (
    Column("cell", "string", "Hexagon of the H3 grid at resolution 4, about 1,800 km²."),
    Column("latitude", "number", "Middle of the hexagon, degrees north (WGS 84)."),
    Column("longitude", "number", "Middle of the hexagon, degrees east (WGS 84)."),
    Column("month", "yearmonth", "Month in which the reported events began."),
    Column(
        "reports",
        "integer",
        "Reports whose place is known to the district or better. A report is one source’s account "
        "and not an event: several may tell of the same one.",
    ),
)
AREAS: Final = (
    Column("area", "string", "Governorate, under the name that the record uses."),
    Column("pcode", "string", "Its P-code, where the gazetteer has one."),
    Column("month", "yearmonth", "Month in which the reported events began."),
    Column("type", "string", "Type of what is reported, a word of the record’s vocabulary."),
    Column("reports", "integer", "Reports, each one source’s account and not an event."),
)
COLUMNS: Final = {"cells": CELLS, "areas": AREAS}
TITLES: Final = {
    "cells": "Reports by hexagon and month",
    "areas": "Reports by governorate, month and type",
}


def caution() -> Caution:
    """What this record holds back."""
    return Caution(settings.TRUCEWATCH_PUBLIC_THRESHOLD, settings.TRUCEWATCH_PUBLIC_DELAY_DAYS)


def public_map(today: dt.date) -> Shown[str]:
    """Reports by hexagon over all the time that the public is told of."""
    cells, _ = cells_within(_public(today), RESOLUTION)
    return withhold_small(cells, caution().threshold)


def rows_of(table: str, today: dt.date) -> Iterator[dict[str, Any]]:
    """The rows of ``cells`` or ``areas``, keyed by the names of their columns."""
    return _cell_rows(today) if table == "cells" else _area_rows(today)


def data_package(today: dt.date, address: str) -> dict[str, Any]:
    """The description of both tables as a Data Package (Frictionless Data, version 1)."""
    held_back = caution()
    licence = settings.TRUCEWATCH_PUBLIC_LICENCE
    return {
        "profile": "tabular-data-package",
        "name": "trucewatch-open-data",
        "title": "Reports of breaches, in numbers",
        "description": (
            f"Counts below {held_back.threshold} are withheld; a missing row is not a zero. "
            f"Events after {held_back.last_day(today).isoformat()} are not told yet."
        ),
        "licenses": [{"name": licence, "path": settings.TRUCEWATCH_PUBLIC_LICENCE_ADDRESS}],
        "sources": [
            {"title": f"{source.name}: {source.attribution}"} for source in attributions(PUBLIC)
        ],
        "resources": [
            {
                "name": name,
                "title": TITLES[name],
                "path": f"{address}{name}.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {
                    "fields": [
                        {"name": column.name, "type": column.kind, "description": column.meaning}
                        for column in columns
                    ]
                },
            }
            for name, columns in COLUMNS.items()
        ],
    }


def _public(today: dt.date) -> Sifted:
    """What anyone may see, as far as it is over for long enough."""
    return ended_by(sift(PUBLIC, ReportFilter()), caution().last_day(today))


def _cell_rows(today: dt.date) -> Iterator[dict[str, Any]]:
    shown = withhold_small(cell_months(_public(today), RESOLUTION), caution().threshold)
    for (month, cell), reports in sorted(shown.counts.items()):
        centre = cell_centre(cell)
        yield {
            "cell": cell,
            "latitude": round(centre.lat, 3),
            "longitude": round(centre.lon, 3),
            "month": month,
            "reports": reports,
        }


def _area_rows(today: dt.date) -> Iterator[dict[str, Any]]:
    shown = withhold_small(area_months(_public(today)), caution().threshold)
    places = Place.objects.in_bulk({area for _, area, _ in shown.counts})
    rows = [
        {
            "area": places[area].name,
            "pcode": places[area].pcode,
            "month": month,
            "type": kind,
            "reports": reports,
        }
        for (month, area, kind), reports in shown.counts.items()
    ]
    yield from sorted(rows, key=lambda row: (row["month"], row["area"], row["type"]))

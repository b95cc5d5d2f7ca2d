"""The published files that the record was made for, where they are at hand."""

import csv
from pathlib import Path

import pytest
from cast import Cast

from trucewatch.exchange.imports import run_import
from trucewatch.exchange.options import ImportOptions
from trucewatch.ledger.record_verification import verify_record
from trucewatch.reports.models import Report
from trucewatch.sources.models import Document

pytestmark = pytest.mark.django_db


def test_the_whole_dataset_is_taken_in_with_its_oddities_flagged(
    cast: Cast, gazetteer: None, samples: Path
) -> None:
    """Every row becomes a report; sums and flags equal those of an independent reading."""
    path = samples / "data" / "ucdp_ged_syria" / "ged_syria.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    disordered = {r["id"] for r in rows if not int(r["low"]) <= int(r["best"]) <= int(r["high"])}
    broken = {r["id"] for r in rows if any("\n" in value for value in r.values())}
    summary = run_import("ucdp-ged", path, name=path.name, by=cast.monitor, options=ImportOptions())
    assert (summary.read, summary.made, summary.refused) == (len(rows), len(rows), [])
    assert summary.flagged == len(disordered | broken)
    found = Report.objects.in_bulk(field_name="pk").values()
    assert {r.source_key for r in found if "figures_out_of_order" in r.flags} == disordered
    assert {r.source_key for r in found if "newline_in_value" in r.flags} == broken
    assert sum(r.deaths_best for r in found) == sum(int(row["best"]) for row in rows)
    unplaced = {r.admin1_as_published for r in found if r.area_id is None}
    assert unplaced == {""}
    by_key = {row["id"]: row for row in rows}
    header = next(csv.reader([Document.objects.get().header]))
    for report in list(found)[::97]:
        values = next(csv.reader(report.original.splitlines(keepends=True)))
        assert dict(zip(header, values, strict=True)) == by_key[report.source_key]
    again = run_import("ucdp-ged", path, name=path.name, by=cast.monitor, options=ImportOptions())
    assert (again.made, again.changed, again.unchanged) == (0, 0, len(rows))
    assert verify_record().is_intact

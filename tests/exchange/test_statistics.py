"""After an import the database knows how full its tables are, whatever it believed before."""

from pathlib import Path
from typing import Any

import ged
import pytest
from cast import Cast, file
from django.db import connection, transaction

from trucewatch.exchange.imports import run_import
from trucewatch.exchange.options import ImportOptions
from trucewatch.reports.models import Report
from trucewatch.sources.statistics import refresh_statistics

EVENTS = 400
COUNTED = {
    "sqlite": "SELECT stat FROM sqlite_stat1 WHERE tbl = 'reports_report' LIMIT 1",
    "postgresql": "SELECT reltuples FROM pg_class WHERE relname = 'reports_report'",
}


@pytest.fixture
def believed_empty(cast: Cast) -> None:
    """Tables that were full of what is gone again, counted at just that moment."""
    with transaction.atomic():
        for number in range(60):
            file(cast.monitor, key=f"report {number}")
        transaction.set_rollback(True)
    refresh_statistics()


@pytest.fixture
def imported(cast: Cast, believed_empty: None, tmp_path: Path) -> int:
    """How many reports came in by one file."""
    rows = [ged.event(number) for number in range(EVENTS)]
    path = ged.write(tmp_path / "events.csv", rows)
    run_import("ucdp-ged", path, name=path.name, by=cast.monitor, options=ImportOptions())
    return EVENTS


def read(statement: str) -> list[tuple[Any, ...]]:
    """What the database answers."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


@pytest.mark.django_db
def test_the_database_counts_anew_after_an_import(imported: int) -> None:
    """PostgreSQL would come round to it within a minute; until then one question about the days
    around a round can take hours.
    """
    [[counted]] = read(COUNTED[connection.vendor])
    assert int(str(counted).split()[0].split(".")[0]) == imported == Report.objects.count()

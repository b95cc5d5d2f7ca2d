"""Exports: one content in every format, portion by portion."""

import csv
import datetime as dt
import io
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from cast import Cast, file
from click.testing import CliRunner

from trucewatch.accounts.access import MemberReader
from trucewatch.cli.main import trucewatch
from trucewatch.exchange import export_rows
from trucewatch.exchange.export_columns import INCIDENT_COLUMNS, REPORT_COLUMNS
from trucewatch.exchange.exporting import Export
from trucewatch.incidents.actions import merge_reports
from trucewatch.incidents.models import Link
from trucewatch.reports.queries import ReportFilter
from trucewatch.sources.models import Source


@pytest.fixture
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Portions so small that a handful of reports makes several."""
    monkeypatch.setattr(export_rows, "PORTION", 3)


@pytest.fixture
def told(cast: Cast, few_at_once: None) -> Cast:
    """Ten reports in nine incidents, one of them with words that a spreadsheet would run."""
    filed = [
        file(cast.monitor, summary="=1+1", deaths_low=n, latitude=35.0, longitude=36.0 + n)
        for n in range(10)
    ]
    Source.objects.update(attribution="CC BY 4.0")
    into = Link.objects.get(report=filed[0]).incident_id
    merge_reports(into=into, reports=[filed[9].pk], by=cast.monitor, because="the same")
    return cast


def made(cast: Cast, what: str, form: str) -> bytes:
    """An export of everything."""
    return b"".join(Export(what, form, MemberReader(cast.monitor), ReportFilter()).chunks())


@pytest.mark.parametrize("what", ["reports", "incidents"])
def test_parquet_holds_the_same_rows_as_csv(told: Cast, what: str) -> None:
    """Across portions, value by value, with types of their own."""
    table = pq.read_table(io.BytesIO(made(told, what, "parquet")))
    rows = list(csv.DictReader(io.StringIO(made(told, what, "csv").decode())))
    assert len(rows) == (10 if what == "reports" else 9)
    for row, typed in zip(rows, table.to_pylist(), strict=True):
        for name, value in typed.items():
            text = "; ".join(value) if isinstance(value, list) else value
            assert row[name].lstrip("'") == ("" if text is None else str(text)), name
    types = {field.name: field.type for field in table.schema}
    assert types["date_start"] == pa.date32()
    assert types["latitude"] == pa.float64()
    assert types["deaths_low"] == pa.int64()
    assert types["flags"] == pa.list_(pa.string())


def test_parquet_comes_in_row_groups_and_names_its_licences(told: Cast) -> None:
    """The footer tells whose words must stand beside the data."""
    file_ = pq.ParquetFile(io.BytesIO(made(told, "reports", "parquet")))
    assert file_.num_row_groups == 4
    licences = json.loads(file_.metadata.metadata[b"trucewatch.attributions"])
    assert licences == ["Patrol: CC BY 4.0"]
    assert json.loads(made(told, "reports", "geojson"))["attributions"] == licences


def test_hashtags_stand_under_the_header(told: Cast) -> None:
    """A tag for each column, each once."""
    _, tags, *rows = csv.reader(io.StringIO(made(told, "incidents", "hxl").decode()))
    assert tags == [column.tag for column in INCIDENT_COLUMNS]
    assert "#affected+killed+min+num" in tags
    assert len(rows) == 9
    for columns in (INCIDENT_COLUMNS, REPORT_COLUMNS):
        assert len({column.tag for column in columns}) == len(columns)


def test_words_that_a_spreadsheet_would_run_are_defused(told: Cast) -> None:
    """In CSV; JSON and Parquet hold them as they are."""
    rows = csv.DictReader(io.StringIO(made(told, "reports", "csv").decode()))
    assert {row["summary"] for row in rows} == {"'=1+1"}
    assert {row["summary"] for row in json.loads(made(told, "reports", "json"))} == {"=1+1"}


@pytest.mark.parametrize("form", ["csv", "json", "geojson", "parquet"])
def test_nothing_is_read_before_it_is_sent(
    told: Cast, form: str, django_assert_max_num_queries
) -> None:
    """The first bytes need one portion of the record, not the whole."""
    with django_assert_max_num_queries(0):
        chunks = Export("reports", form, MemberReader(told.monitor), ReportFilter()).chunks()
    with django_assert_max_num_queries(4):
        next(chunks)
        next(chunks)


def test_a_report_that_arrives_meanwhile_breaks_nothing(told: Cast) -> None:
    """No row comes twice and none is lost."""
    chunks = Export("reports", "csv", MemberReader(told.monitor), ReportFilter()).chunks()
    first = next(chunks) + next(chunks)
    file(told.monitor, day=dt.date(2017, 1, 1))
    ids = [row["id"] for row in csv.DictReader(io.StringIO((first + b"".join(chunks)).decode()))]
    assert len(ids) == len(set(ids)) == 11


def test_the_command_takes_the_filter_of_the_situation(told: Cast, tmp_path: Path) -> None:
    """And refuses what is none, by its name."""
    out = tmp_path / "out.parquet"
    arguments = ["export", "reports", "--format", "parquet", "-o", str(out)]
    done = CliRunner().invoke(trucewatch, [*arguments, "--until", "2016-12-31", "--as", "monitor"])
    assert done.exit_code == 0, done.output
    assert pq.read_table(out).num_rows == 10
    none = CliRunner().invoke(trucewatch, [*arguments, "--since", "2018-01-01"])
    assert none.exit_code == 0
    assert pq.read_table(out).num_rows == 0
    wrong = CliRunner().invoke(trucewatch, [*arguments, "--since", "soon"])
    assert wrong.exit_code != 0

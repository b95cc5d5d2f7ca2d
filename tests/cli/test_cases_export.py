"""Cases and findings on the command line: the rows of the acting member in every format."""

import csv
import io
import json
from copy import copy
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from cast import make_cast
from mechanism import Bench, decided, filed, make_bench

from trucewatch.cases.models import Case, Finding
from trucewatch.cli.main import main
from trucewatch.vocabulary.identity import new_id

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def bench(tmp_path: Path, settings: Any) -> Bench:
    """A record in a folder of its own, with a case that is decided and one that is not."""
    settings.TRUCEWATCH_HOME = tmp_path / "home"
    settings.TRUCEWATCH_HOME.mkdir()
    bench = make_bench(make_cast())
    decided(bench)
    filed(bench, place_label="=1+1")
    return bench


def run(*arguments: str | Path) -> int:
    """The exit status of one command."""
    with pytest.raises(SystemExit) as left:
        main([str(argument) for argument in arguments])
    return int(left.value.code or 0)


@pytest.mark.parametrize("what", ["cases", "findings"])
def test_every_format_holds_the_same_rows(bench: Bench, tmp_path: Path, what: str) -> None:
    """With as many hashtags as columns; nothing that a spreadsheet would run."""
    files = {form: tmp_path / f"out.{form}" for form in ("csv", "hxl", "json", "parquet")}
    for form, path in files.items():
        assert run("export", what, "--format", form, "-o", path) == 0
    rows = json.loads(files["json"].read_text("utf-8"))
    ids = [row["id"] for row in rows]
    assert len(ids) == (2 if what == "cases" else 1)
    table = list(csv.DictReader(io.StringIO(files["csv"].read_text("utf-8"))))
    assert [row["id"] for row in table] == ids
    header, tags, *tagged = csv.reader(io.StringIO(files["hxl"].read_text("utf-8")))
    assert (len(header), [row[0] for row in tagged]) == (len(tags), ids)
    assert all(tag.startswith("#") for tag in tags)
    assert pq.read_table(files["parquet"]).column("id").to_pylist() == ids
    if what == "cases":
        assert {row["place"] for row in table} == {"Talbisa", "'=1+1"}


def test_the_rows_tell_of_organisations_and_of_no_person(bench: Bench, tmp_path: Path) -> None:
    """Nor what was alleged in whose words; the outcome follows from the positions."""
    out = tmp_path / "out.json"
    assert run("export", "findings", "--format", "json", "-o", out) == 0
    [row] = json.loads(out.read_text("utf-8"))
    assert (row["decision"], row["positions"][-1]) == ("with_dissent", "guarantor-three: dissents")
    assert run("export", "cases", "--format", "json", "-o", out) == 0
    words = out.read_text("utf-8")
    assert "They shelled" not in words
    assert "Liaison" not in words


def test_each_member_exports_what_they_see(bench: Bench, tmp_path: Path) -> None:
    """A stranger has the adopted case, and not the other."""
    out = tmp_path / "out.csv"
    assert run("export", "cases", "--format", "csv", "--as", "observer", "-o", out) == 0
    [row] = csv.DictReader(io.StringIO(out.read_text("utf-8")))
    assert row["id"] == str(Case.objects.get(decided_at__isnull=False).pk)


def test_a_format_or_filter_that_does_not_apply_is_refused(bench: Bench) -> None:
    """An ignored limit would give more than was asked for."""
    assert run("export", "cases", "--format", "geojson") == 2
    assert run("export", "cases", "--format", "csv", "--q", "market") == 2


def test_more_findings_than_one_portion_holds(bench: Bench, tmp_path: Path) -> None:
    """What stands beside each is fetched for all of a portion at once, however many there are."""
    first = Finding.objects.get()
    cases, more = [], []
    for number in range(2_100):
        case, finding = copy(first.case), copy(first)
        case.pk, case.number, finding.pk, finding.case = new_id(), number + 100, new_id(), case
        cases.append(case)
        more.append(finding)
    Case.objects.bulk_create(cases)
    Finding.objects.bulk_create(more)
    for what, number in (("findings", 2_101), ("cases", 2_102)):
        out = tmp_path / f"{what}.json"
        assert run("export", what, "--format", "json", "-o", out) == 0
        rows = json.loads(out.read_text("utf-8"))
        assert len({row["id"] for row in rows}) == len(rows) == number

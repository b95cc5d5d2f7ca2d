"""`trucewatch scope`: every report gets one row with verdict, areas and reason."""

import csv
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from trucewatch.cli.main import main

REPORTS = """id,lat,lon,date_start,date_end
in,34,36.2,2017-05-10,
camp,34,37,2017-05-10,2017-05-12
before,34,36.2,2017-05-05,2017-05-05
half,34,36.2,2017-05-05,2017-05-06
far,10,10,2017-05-10,2017-05-10
nowhere,,,2017-05-10,2017-05-10
undated,34,36.2,,
"""


def square(west: float, south: float, size: float) -> dict[str, Any]:
    """A GeoJSON polygon."""
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    """A GeoJSON feature."""
    return {"type": "Feature", "geometry": geometry, "properties": properties}


ZONE = feature(square(36, 33, 2), key="zone", since="2017-05-06", text="memorandum, article 1")
CAMP = feature(square(36.5, 33.5, 1), name="camp", effect="excepted", until="2017-06-01")


def areas_in(folder: Path, *features: Any, **more: Any) -> Path:
    """A file of areas."""
    path = folder / "areas.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features, **more}))
    return path


def table_in(folder: Path, text: str = REPORTS) -> Path:
    """A CSV of reports."""
    path = folder / "reports.csv"
    path.write_text(text, "utf-8")
    return path


def run(*arguments: str | Path) -> int:
    """The exit status of one command. The tests here have no database, and need none."""
    with pytest.raises(SystemExit) as left:
        main(["scope", *(str(argument) for argument in arguments)])
    return int(left.value.code or 0)


def rows(path: Path) -> dict[str, dict[str, str]]:
    """What the command wrote, by id."""
    with path.open(newline="", encoding="utf-8") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


@pytest.fixture
def areas(tmp_path: Path) -> Path:
    """A zone with a camp that is excepted."""
    return areas_in(tmp_path, ZONE, CAMP)


def test_every_report_has_its_verdict_and_the_text(areas: Path, tmp_path: Path) -> None:
    """In the order of the table, with keys and a reason in words."""
    out = tmp_path / "scope.csv"
    assert run("--areas", areas, "--table", table_in(tmp_path), "-o", out) == 0
    found = rows(out)
    assert {name: row["verdict"] for name, row in found.items()} == {
        "in": "covered",
        "camp": "excepted",
        "before": "outside",
        "half": "uncertain",
        "far": "outside",
        "nowhere": "unplaced",
        "undated": "uncertain",
    }
    assert found["in"] == {
        "id": "in",
        "verdict": "covered",
        "covered_by": "zone",
        "excepted_by": "",
        "uncertain": "",
        "reason": "covered by zone (memorandum, article 1)",
    }
    assert (found["camp"]["covered_by"], found["camp"]["excepted_by"]) == ("zone", "camp")
    assert found["half"]["uncertain"] == "zone"


def test_a_parquet_table_gives_the_same_answers(areas: Path, tmp_path: Path) -> None:
    """With other names of columns, and numbers and dates in types of their own."""
    plain, out = tmp_path / "plain.csv", tmp_path / "scope.parquet"
    assert run("--areas", areas, "--table", table_in(tmp_path), "-o", plain) == 0
    lines = list(csv.DictReader(REPORTS.splitlines()))
    day = [line["date_start"] or None for line in lines]
    end = [line["date_end"] or None for line in lines]
    table = pa.table(
        {
            "latitude": [float(line["lat"]) if line["lat"] else None for line in lines],
            "longitude": [float(line["lon"]) if line["lon"] else None for line in lines],
            "start": pa.array(day).cast(pa.date32()),
            "end": pa.array(end).cast(pa.date32()),
            "report_id": [line["id"] for line in lines],
        }
    )
    pq.write_table(table, tmp_path / "reports.parquet")
    assert run("--areas", areas, "--table", tmp_path / "reports.parquet", "-o", out) == 0
    assert pq.read_table(out).to_pylist() == list(rows(plain).values())


def test_answers_go_to_standard_output_as_csv(
    areas: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """The summary goes to standard error."""
    text = "id,lat,lon,date\na,34,36.2,2017-05-10\n"
    assert run("--areas", areas, "--table", table_in(tmp_path, text)) == 0
    told = capfdbinary.readouterr()
    assert told.out.decode().splitlines()[1].startswith('"a","covered","zone"')
    assert b"Reports: 1; 1 covered, 0 excepted, 0 outside, 0 uncertain, 0 unplaced" in told.err


def test_the_summary_counts_verdicts_and_areas(areas: Path, tmp_path: Path) -> None:
    """And names what is odd about rows and outlines."""
    summary = tmp_path / "summary.json"
    assert run(
        "--areas", areas, "--table", table_in(tmp_path), "-o", tmp_path / "o.csv",
        "--summary-json", summary,
    ) == 0  # fmt: skip
    found = json.loads(summary.read_text("utf-8"))
    assert (found["reports"], found["covered"], found["uncertain"]) == (7, 1, 2)
    assert found["areas"]["zone"] == {"all_days": 2, "some_days": 2}
    assert found["remarks"] == [
        "1 report with no coordinates: unplaced (row 6)",
        "1 report with no date: taken as of any day (row 7)",
    ]
    assert set(found["seconds"]) == {"reading", "finding", "writing"}


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        (
            "half",
            [
                "half: uncertain (34, 36.2; from 2017-05-05 until 2017-05-06)",
                "  not the same on all of its days: on some covered by zone "
                "(memorandum, article 1)",
                "  around it: zone (memorandum, article 1), covered from 2017-05-06: "
                "applies on some of its days",
            ],
        ),
        (
            "before",
            [
                "before: outside (34, 36.2; on 2017-05-05)",
                "  in no area to which a text applied on its days",
                "  around it: zone (memorandum, article 1), covered from 2017-05-06: "
                "applies on none of its days",
            ],
        ),
        (
            "nowhere",
            [
                "nowhere: unplaced (no place; on 2017-05-10)",
                "  no coordinates, so it lies in no area",
            ],
        ),
    ],
)
def test_one_report_is_explained(
    name: str,
    lines: list[str],
    areas: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """With every area around its place, also those that do not apply on its days."""
    assert run("--areas", areas, "--table", table_in(tmp_path), "--explain", name) == 0
    assert capsys.readouterr().out.splitlines() == lines


def test_explaining_a_report_that_is_not_there_is_refused(
    areas: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By its name."""
    assert run("--areas", areas, "--table", table_in(tmp_path), "--explain", "x") == 2
    assert "No report is called “x”." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("id,lat,lon,date\na,95,36,2017-05-10\n", "row 1, column “lat”: a latitude lies between"),
        ("id,lat,lon,date\na,34,inf,2017-05-10\n", "row 1, column “lon”: a longitude lies"),
        (
            "id,lat,lon,date\na,,36,2017-05-10\nb,,36,2017-05-10\n",
            "row 1, column “lat”: one of latitude and longitude is missing (and in 1 more rows)",
        ),
        ("id,lat,lon,date\na,x,36,2017-05-10\n", "row 1, column “lat”: “x” is no number"),
        ("id,lat,lon,date\na,34,36,May\n", "row 1, column “date”: “May” is no date"),
        ("id,lat,lon,date\na,34,36,0000-05-01\n", "row 1, column “date”"),
        (
            "id,lat,lon,start,end\na,34,36,2017-05-10,2017-05-11\nb,34,36,2017-05-10,2017-05-09\n",
            "row 2, column “end”: the end is before the beginning",
        ),
        (
            "id,lat,lon,date\na,34,36,2017-05-10\na,34,36,2017-05-10\n",
            "row 2, column “id”: “a” stands in row 1 as well",
        ),
        ("id,lat,lon,date\n,34,36,2017-05-10\n", "row 1, column “id”: every report needs an id"),
        (
            "id,lat,date\na,34,2017-05-10\n",
            "has no column “lon”; it may be called lon or longitude",
        ),
        ("id,lat,lon\na,34,36\n", "has no column “date_start”"),
    ],
)
def test_a_refused_table_leaves_no_output(
    text: str, reason: str, areas: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit status 2, the reason with file, row and column, and nothing half-written."""
    out, summary = tmp_path / "scope.csv", tmp_path / "summary.json"
    table = table_in(tmp_path, text)
    assert run("--areas", areas, "--table", table, "-o", out, "--summary-json", summary) == 2
    told = capsys.readouterr().err
    assert "reports.csv" in told
    assert reason in told
    assert not out.exists()
    assert not summary.exists()


def test_a_header_alone_gives_a_header_alone(areas: Path, tmp_path: Path) -> None:
    """A table without reports is no mistake."""
    out = tmp_path / "scope.csv"
    table = table_in(tmp_path, "id,lat,lon,date\n")
    assert run("--areas", areas, "--table", table, "-o", out) == 0
    assert rows(out) == {}

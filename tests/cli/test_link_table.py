"""`trucewatch link --table`: every report comes out once, and what goes wrong is told."""

import csv
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from skirmishes import SOURCES, Told, f1_of_pairs, skirmishes, table_of

from trucewatch.cli.main import main

TOLD = skirmishes()


def run(*arguments: str | Path) -> int:
    """The exit status of one command. The tests here have no database, and need none."""
    with pytest.raises(SystemExit) as left:
        main(["link", *(str(argument) for argument in arguments)])
    return int(left.value.code or 0)


def write(folder: Path, told: Sequence[Told]) -> Path:
    """A Parquet file of reports."""
    path = folder / "reports.parquet"
    pq.write_table(table_of(told), path)
    return path


def links(path: Path) -> pa.Table:
    """What the command wrote."""
    return pq.read_table(path)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """The plain world."""
    return write(tmp_path, TOLD)


def test_every_report_has_one_row_in_the_order_of_the_table(table: Path, tmp_path: Path) -> None:
    """With the incident that it tells of, named after one of its reports."""
    out = tmp_path / "links.parquet"
    assert run("--table", table, "-o", out) == 0
    found = links(out)
    assert found.column_names == ["report_id", "incident_id", "covers"]
    assert found["report_id"].to_pylist() == [each.name for each in TOLD]
    incident = found["incident_id"].to_pylist()
    assert f1_of_pairs(incident, [each.about for each in TOLD]) > 0.9
    own = dict(zip(found["report_id"].to_pylist(), incident, strict=True))
    assert all(own[name] == name for name in set(incident))


def test_links_go_to_standard_output_where_no_file_is_named(
    table: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """As Parquet; the summary goes to standard error."""
    assert run("--table", table) == 0
    told = capfdbinary.readouterr()
    assert pq.read_table(pa.BufferReader(told.out)).num_rows == len(TOLD)
    assert f"Reports: {len(TOLD):,}; incidents: ".encode() in told.err


def test_a_name_that_ends_in_csv_makes_a_csv(table: Path, tmp_path: Path) -> None:
    """Lists of covered incidents have semicolons between them."""
    out, pairs = tmp_path / "links.csv", tmp_path / "pairs.CSV"
    days = [
        Told(f"{source} {day}", source, 30.0, 30.0, day=day, killed=5 + day)
        for day in (0, 4)
        for source in SOURCES[:3]
    ]
    total = Told("sum", "letters", 30.0, 30.0, day=0, until=4, killed=14)
    told = [*days, total, *skirmishes(seed=4)]
    assert run("--table", write(tmp_path, told), "-o", out, "--pairs", pairs) == 0
    with out.open(newline="", encoding="utf-8") as file:
        rows = {row["report_id"]: row for row in csv.DictReader(file)}
    assert list(rows) == [each.name for each in told]
    covered = {rows[name]["incident_id"] for name in ("monitors 0", "monitors 4")}
    assert set(rows["sum"]["covers"].split(";")) == covered
    with pairs.open(newline="", encoding="utf-8") as file:
        assert "the same day" in next(csv.DictReader(file))["reasons"]


def test_pairs_have_their_probability_and_reasons(table: Path, tmp_path: Path) -> None:
    """Those of one incident and those that may be."""
    out, pairs = tmp_path / "links.parquet", tmp_path / "pairs.parquet"
    assert run("--table", table, "-o", out, "--pairs", pairs) == 0
    found = pq.read_table(pairs).to_pylist()
    incident = dict(zip(*links(out).select([0, 1]).to_pydict().values(), strict=True))
    for pair in found:
        together = incident[pair["report_a"]] == incident[pair["report_b"]]
        assert together or pair["probability"] >= 0.1
        assert pair["probability"] == pytest.approx(1 / (1 + 2 ** -pair["bits"]), abs=1e-5)
        assert "place: " in pair["reasons"]


def test_a_model_is_written_once_and_used_again(table: Path, tmp_path: Path) -> None:
    """The second run learns nothing and finds the same."""
    model = tmp_path / "model.json"
    first, second = tmp_path / "first.parquet", tmp_path / "second.parquet"
    assert run("--table", table, "-o", first, "--model", model) == 0
    written = model.read_bytes()
    assert run("--table", table, "-o", second, "--model", model) == 0
    assert model.read_bytes() == written
    assert links(first) == links(second)


def test_the_summary_is_written_as_json(table: Path, tmp_path: Path) -> None:
    """Counts, seconds, and everything odd about the table."""
    summary = tmp_path / "summary.json"
    told = [replace(TOLD[0], day=None, until=None), *TOLD[1:]]
    assert run(
        "--table", write(tmp_path, told), "-o", tmp_path / "o", "--summary-json", summary
    ) == 0  # fmt: skip
    found = json.loads(summary.read_text("utf-8"))
    assert found["reports"] == len(TOLD)
    assert found["remarks"] == ["1 report with no date: each stands alone (row 1)"]
    assert found["seconds"]["linking"] > 0


def test_sources_without_duplicates_are_named_with_commas(tmp_path: Path) -> None:
    """And never have two reports in one incident."""
    told = [*TOLD, *(replace(each, name=f"{each.name} again") for each in TOLD)]
    out = tmp_path / "links.parquet"
    unique = ", ".join(SOURCES)
    assert run("--table", write(tmp_path, told), "-o", out, "--unique-sources", unique) == 0
    incident = links(out)["incident_id"].to_pylist()
    assert len({(each.source, name) for each, name in zip(told, incident, strict=True)}) == len(
        told
    )


def test_aliases_make_one_actor_of_two_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Reports that name the sides otherwise are found to name the same."""
    renamed = [
        replace(each, sides=tuple(side.replace("Old Army", "OA") for side in each.sides))
        if each.source == "radio"
        else each
        for each in TOLD
    ]
    aliases = tmp_path / "aliases.csv"
    aliases.write_text("alias,name\nOA,Old Army\n", "utf-8")
    out, plain = tmp_path / "links.parquet", tmp_path / "plain.parquet"
    assert run("--table", write(tmp_path, renamed), "-o", out, "--aliases", aliases) == 0
    assert run("--table", write(tmp_path, TOLD), "-o", plain) == 0
    assert links(out) == links(plain)


def test_an_alias_of_two_names_is_told(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It stands for neither, and whoever wrote it hears so."""
    aliases = tmp_path / "aliases.csv"
    aliases.write_text("alias,name\nOA,Old Army\nOA,Other Army\n", "utf-8")
    assert run("--table", table, "-o", tmp_path / "o", "--aliases", aliases) == 0
    assert "aliases of several names stand for none: oa" in capsys.readouterr().err


def test_the_number_of_threads_changes_nothing(table: Path, tmp_path: Path) -> None:
    """But the time it takes."""
    outs = [tmp_path / f"{threads}.parquet" for threads in (1, 2)]
    for threads, out in zip((1, 2), outs, strict=True):
        assert run("--table", table, "-o", out, "--threads", str(threads)) == 0
    assert links(outs[0]) == links(outs[1])


def test_a_refused_table_leaves_no_output(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit status 2, and the reason with file, row and column."""
    table, out = write(tmp_path, [TOLD[0], TOLD[1], TOLD[0]]), tmp_path / "links.parquet"
    assert run("--table", table, "-o", out) == 2
    told = capsys.readouterr().err
    assert "reports.parquet, row 3, column “report_id”" in told
    assert not out.exists()


@pytest.mark.parametrize("content", ["{}", "[]", "null", "{", "3"])
def test_a_model_that_is_none_is_refused(
    table: Path, tmp_path: Path, content: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before anything is read."""
    model = tmp_path / "model.json"
    model.write_text(content, "utf-8")
    assert run("--table", table, "-o", tmp_path / "o", "--model", model) == 2
    assert "model.json is no model" in capsys.readouterr().err


def test_aliases_that_are_none_are_refused(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the file's name."""
    aliases = tmp_path / "aliases.json"
    aliases.write_text('{"NF": null}', "utf-8")
    assert run("--table", table, "-o", tmp_path / "o", "--aliases", aliases) == 2
    assert "aliases.json, “NF”" in capsys.readouterr().err


def test_a_table_that_is_not_there_is_a_wrong_call(tmp_path: Path) -> None:
    """Exit status 2, as for every wrong call."""
    assert run("--table", tmp_path / "nowhere.parquet") == 2


@pytest.mark.parametrize("told", [[], TOLD[:1], [replace(TOLD[0], day=None, until=None)]])
def test_tables_with_next_to_nothing_are_linked(tmp_path: Path, told: list[Told]) -> None:
    """None, one, and one without a date."""
    out = tmp_path / "links.parquet"
    assert run("--table", write(tmp_path, told), "-o", out, "--pairs", tmp_path / "pairs.csv") == 0
    assert links(out)["incident_id"].to_pylist() == [each.name for each in told]


def test_thousands_of_reports_of_one_spot_are_linked_with_a_word_about_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not all pairs are compared, and how many were left out is told."""
    told = [replace(TOLD[0], name=f"report {number}") for number in range(3000)]
    out = tmp_path / "links.parquet"
    assert run("--table", write(tmp_path, told), "-o", out) == 0
    assert "pairs left out" in capsys.readouterr().err
    assert len(links(out)) == 3000

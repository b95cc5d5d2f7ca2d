"""Areas and the register of agreements on the command line: in, out, in again, nothing lost."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from cast import Cast, make_cast

from trucewatch.agreements.actions import add_instrument
from trucewatch.agreements.models import Instrument, ScopeArea
from trucewatch.cli.main import main
from trucewatch.vocabulary.process import InstrumentType

pytestmark = pytest.mark.django_db(transaction=True)
NAME = "A ceasefire"
RING = [[36.0, 35.0], [37.0, 35.0], [37.0, 36.0], [36.0, 36.0], [36.0, 35.0]]


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, settings: Any) -> None:
    """A folder for the record of each test alone."""
    settings.TRUCEWATCH_HOME = tmp_path / "home"
    settings.TRUCEWATCH_HOME.mkdir()


@pytest.fixture
def record() -> Cast:
    """A record with one instrument."""
    cast = make_cast()
    add_instrument(
        Instrument(name=NAME, instrument_type=InstrumentType.CEASEFIRE), by=cast.operator
    )
    return cast


def run(*arguments: str | Path) -> int:
    """The exit status of one command."""
    with pytest.raises(SystemExit) as left:
        main([str(argument) for argument in arguments])
    return int(left.value.code or 0)


def drawn(folder: Path, ring: list[list[float]]) -> Path:
    """A file with one area, and a property that nobody here knows."""
    area = {
        "type": "Feature", "id": "zone-7", "properties": {"name": "Pocket", "surveyor": "T. Ops"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }  # fmt: skip
    path = folder / "areas.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [area]}), "utf-8")
    return path


def test_areas_come_out_as_they_went_in(record: Cast, tmp_path: Path) -> None:
    """Geometry, id and unknown properties; a second import makes nothing."""
    path, out = drawn(tmp_path, RING), tmp_path / "out.geojson"
    assert run("import", "areas", path, "--instrument", NAME) == 0
    assert run("export", "areas", "--format", "geojson", "-o", out) == 0
    feature = json.loads(out.read_text("utf-8"))["features"][0]
    assert feature["geometry"]["coordinates"] == [RING]
    assert feature["properties"]["surveyor"] == "T. Ops"
    assert feature["id"] == "zone-7"
    summary = tmp_path / "again.json"
    assert run("import", "areas", out, "--summary-json", summary) == 0
    told = json.loads(summary.read_text("utf-8"))
    assert (told["made"], told["unchanged"]) == (0, 1)
    assert ScopeArea.objects.count() == 1


def test_an_outline_that_crosses_itself_is_refused_with_the_place(
    record: Cast, tmp_path: Path
) -> None:
    """Status 2, nothing written, the feature and its field named."""
    bow_tie = [[36.0, 35.0], [37.0, 36.0], [37.0, 35.0], [36.0, 36.0], [36.0, 35.0]]
    summary = tmp_path / "summary.json"
    path = drawn(tmp_path, bow_tie)
    assert run("import", "areas", path, "--instrument", NAME, "--summary-json", summary) == 2
    refused = json.loads(summary.read_text("utf-8"))["refused"][0]
    assert (refused["line"], refused["field"]) == (1, "geometry")
    assert "36.5" in refused["reason"]
    assert not ScopeArea.objects.exists()


def test_the_register_comes_out_column_for_column(record: Cast, tmp_path: Path) -> None:
    """With columns that the record has no use for."""
    columns = ["Con", "AgtId", "Agt", "Dat", "Stage", "Unheard"]
    rows = [["Syria", "1754", "A ceasefire, “nationwide”", "2016-12-29", "Cea", "kept; as is"]]
    path, out = tmp_path / "pax.csv", tmp_path / "out.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([columns, *rows])
    assert run("import", "pax", path) == 0
    assert run("export", "pax", "--format", "csv", "-o", out) == 0
    with out.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [columns, *rows]


def test_a_register_without_its_columns_is_refused(record: Cast, tmp_path: Path) -> None:
    """By the name of each column."""
    path, summary = tmp_path / "pax.csv", tmp_path / "summary.json"
    path.write_text("Con,Agt\nSyria,X\n", "utf-8")
    assert run("import", "pax", path, "--summary-json", summary) == 2
    fields = {row["field"] for row in json.loads(summary.read_text("utf-8"))["refused"]}
    assert fields == {"AgtId", "Dat"}


@pytest.mark.parametrize("what", ["agreements", "obligations"])
def test_what_was_agreed_is_exported(
    record: Cast, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """As JSON that parses, with what there is."""
    assert run("export", what, "--format", "json") == 0
    rows = json.loads(capsys.readouterr().out)[what]
    assert len(rows) == (1 if what == "agreements" else 0)


def test_a_filter_that_does_not_apply_is_refused(record: Cast) -> None:
    """An ignored limit would give more than was asked for."""
    assert run("export", "areas", "--format", "geojson", "--q", "pocket") == 2

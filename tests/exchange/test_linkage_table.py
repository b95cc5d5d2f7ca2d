"""Tables of reports in every form: read as they are meant, or refused with row and column."""

import contextlib
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from skirmishes import skirmishes, table_of

from trucewatch.exchange import linkage_file
from trucewatch.exchange.linkage_table import LinkageTable, read_table
from trucewatch.linkage.columns import NO_DAY
from trucewatch.vocabulary.refusal import Refused

HEAD = (
    "report_id,source,lat,lon,location_precision,date_start,date_end,date_precision,type,actors,"
    "killed_low,killed_high,killed_best,text"
)
ROW = "r1,a,35,37,1,2020-01-01,2020-01-02,1,shelling,X;Y,1,3,2,hit"
ROW_2 = ROW.replace("r1,a", "r2,b")
DAY = date(2020, 1, 1)


def values(number: int = 4, **changed: Any) -> dict[str, Any]:
    """A plain table; a column that is changed to None is left out."""
    plain = {
        "report_id": [f"r{row}" for row in range(number)],
        "source": ["a", "b", "a", "c"][:number],
        "lat": [35.0] * number,
        "lon": [37.0] * number,
        "location_precision": [1] * number,
        "date_start": [DAY] * number,
        "date_end": [DAY] * number,
        "date_precision": [1] * number,
        "type": ["shelling"] * number,
        "actors": [["X", "Y"]] * number,
        "killed_low": [1] * number,
        "killed_high": [3] * number,
        "killed_best": [2] * number,
        "text": ["a house was hit"] * number,
    } | changed
    return {name: column for name, column in plain.items() if column is not None}


def read(folder: Path, given: Any, **how: Any) -> LinkageTable:
    """A table read from a Parquet file, or from a CSV where it is given as text."""
    if isinstance(given, str | bytes):
        path = folder / "reports.csv"
        path.write_bytes(given if isinstance(given, bytes) else given.encode())
    else:
        path = folder / "reports.parquet"
        pq.write_table(given if isinstance(given, pa.Table) else pa.table(given), path)
    return read_table(path, unique_sources=how.get("unique", frozenset()), aliases={})


def refusal(folder: Path, given: Any) -> str:
    """Why a table is refused."""
    with pytest.raises(Refused) as refused:
        read(folder, given)
    return str(refused.value.reason)


def days(found: LinkageTable) -> list[tuple[int, int]]:
    """First and last day of each report."""
    return list(zip(found.columns.first.tolist(), found.columns.last.tolist(), strict=True))


def names_of(found: LinkageTable) -> list[list[str]]:
    """The actors of each report."""
    return [
        [found.vocabulary.actors[each] for each in row if each >= 0]
        for row in found.columns.actors.tolist()
    ]


def test_every_row_becomes_a_report_in_its_order(tmp_path: Path) -> None:
    """Ids are texts from there on, and nothing is left out."""
    told = skirmishes(40)
    found = read(tmp_path, table_of(told))
    assert found.ids.to_pylist() == [each.name for each in told]
    assert len(found.columns) == len(told)
    assert found.remarks == ()


def test_what_is_optional_may_be_missing_altogether(tmp_path: Path) -> None:
    """An id, a source and dates are enough."""
    bare = {name: values()[name] for name in ("report_id", "source", "date_start", "date_end")}
    found = read(tmp_path, bare)
    assert np.isnan(found.columns.latitude).all()
    assert np.isnan(found.columns.best).all()
    assert (found.columns.kind == -1).all()
    assert names_of(found) == [[], [], [], []]
    assert found.words is None


def test_what_is_optional_may_be_empty_throughout(tmp_path: Path) -> None:
    """Columns of nulls, of any type or of none."""
    required = ("report_id", "source", "date_start", "date_end")
    empty = {name: pa.nulls(4) for name in values() if name not in required}
    empty["lat"] = pa.nulls(4, pa.float64())
    empty["actors"] = pa.nulls(4, pa.list_(pa.string()))
    found = read(tmp_path, values(**empty))
    assert found.remarks == (
        "4 reports with no coordinates: linked by date, sides and deaths alone (rows 1, 2, 3, 4)",
    )


def test_an_empty_table_is_a_table(tmp_path: Path) -> None:
    """So is a CSV that has nothing but its header, whether or not the line ends."""
    for empty in (pa.table(values()).slice(0, 0), HEAD, HEAD + "\n"):
        assert len(read(tmp_path, empty).columns) == 0


@pytest.mark.parametrize(
    "kind",
    [pa.large_string(), pa.string_view(), pa.binary(), pa.dictionary(pa.int32(), pa.string())],
)
def test_texts_of_any_type_are_texts(tmp_path: Path, kind: pa.DataType) -> None:
    """Every program that writes Parquet has its own."""
    texts = ("report_id", "source", "type", "text", "date_start", "date_end")
    plain = values(date_start=["2020-01-01"] * 4, date_end=["2020-01-01"] * 4)
    found = read(tmp_path, plain | {name: pa.array(plain[name]).cast(kind) for name in texts})
    assert found.ids.to_pylist() == ["r0", "r1", "r2", "r3"]
    assert found.vocabulary == read(tmp_path, plain).vocabulary
    assert days(found) == days(read(tmp_path, plain))


def test_texts_of_more_than_two_gigabytes_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where they are long together, they are held otherwise and read alike."""
    expected = read(tmp_path, values())
    monkeypatch.setattr(linkage_file, "_MOST_BLOCK", 20)
    found = read(tmp_path, values())
    assert found.words is not None
    assert expected.words is not None
    assert (found.words.of_report == expected.words.of_report).all()
    assert (found.columns.key == expected.columns.key).all()


@pytest.mark.parametrize(
    "actors",
    [
        pa.array([["X", "Y"]] * 4, pa.large_list(pa.large_string())),
        pa.array([["X", "Y"]] * 4, pa.list_(pa.string(), 2)),
        pa.array([["X", "Y"]] * 4, pa.list_view(pa.string())),
        pa.array([["X", "Y"]] * 4, pa.list_(pa.dictionary(pa.int8(), pa.string()))),
        pa.array(["X;Y"] * 4),
        pa.array([" X ;; Y;"] * 4).dictionary_encode(),
        pa.array(['["X", "Y"]'] * 4),
        pa.array(["['X', 'Y']"] * 4),
        pa.array(["['X' 'Y']"] * 4),
        pa.array(['["X", null, "Y"]'] * 4),
    ],
    ids=str,
)
def test_actors_are_a_list_in_any_form(tmp_path: Path, actors: pa.Array) -> None:
    """Lists of any type, names with semicolons, and lists that JSON, Python or NumPy wrote out."""
    assert names_of(read(tmp_path, values(actors=actors))) == [["x", "y"]] * 4


def test_lists_of_actors_may_be_empty_or_null_or_hold_nobody(tmp_path: Path) -> None:
    """Nobody is named by such a report."""
    found = read(tmp_path, values(actors=[[], None, [None, "", " ", "—"], ["X", None]]))
    assert names_of(found) == [[], [], [], ["x"]]


def test_more_actors_than_are_compared_are_told(tmp_path: Path) -> None:
    """One actor named many times is one."""
    crowd = [f"group {chr(97 + number)}" for number in range(26)]
    found = read(tmp_path, values(actors=[crowd, ["X"] * 50, crowd[:4], crowd[:5]]))
    assert [len(row) for row in names_of(found)] == [4, 1, 4, 4]
    assert found.remarks == (
        "2 reports with more than 4 actors: the first 4 by name are compared (rows 1, 4)",
    )


@pytest.mark.parametrize(
    "written",
    [
        [DAY] * 4,
        pa.array([DAY] * 4, pa.date64()),
        [datetime(2020, 1, 1, 23, 59, 59)] * 4,  # noqa: DTZ001 - a time without a zone is the case
        pa.array([datetime(2020, 1, 1, 12)] * 4, pa.timestamp("ns")),  # noqa: DTZ001
        pa.array([datetime(2019, 12, 31, 23)] * 4, pa.timestamp("s", "+03:00")),  # noqa: DTZ001
        ["2020-01-01"] * 4,
        [" 2020-01-01 ", "2020-01-01T08:00", "2020-01-01T08:00:00Z", "2020-01-01 08:00:00+03:00"],
    ],
    ids=str,
)
def test_dates_are_days_however_they_are_written(tmp_path: Path, written: Any) -> None:
    """Times are left aside; a time with a zone is of the day that it was there."""
    found = read(tmp_path, values(date_start=written, date_end=None) | {"date_end": [DAY] * 4})
    assert days(found) == [(18262, 18262)] * 4


def test_a_report_with_one_date_has_two(tmp_path: Path) -> None:
    """And one without any is told."""
    found = read(
        tmp_path,
        values(date_start=["2020-01-01", "", None, " "], date_end=["", "2020-01-01", None, ""]),
    )
    assert days(found) == [(18262, 18262), (18262, 18262), (NO_DAY, NO_DAY), (NO_DAY, NO_DAY)]
    assert found.remarks == ("2 reports with no date: each stands alone (rows 3, 4)",)


def test_dates_that_end_before_they_begin_are_exchanged(tmp_path: Path) -> None:
    """And it is told of which rows."""
    found = read(tmp_path, values(date_start=[DAY, date(2020, 1, 5), DAY, DAY]))
    assert days(found)[1] == (18262, 18266)
    assert found.remarks == (
        "1 report with an end before the beginning: the two are exchanged (row 2)",
    )


def test_days_of_any_year_fit_and_none_beyond(tmp_path: Path) -> None:
    """The years 1 and 9999 are dates; what no calendar has is as good as none."""
    extreme = pa.array([-719_162, 2_932_896, 2**31 - 1, -(2**31)], pa.int32()).cast(pa.date32())
    found = read(tmp_path, values(date_start=extreme, date_end=extreme))
    assert days(found) == [(-719_162,) * 2, (2_932_896,) * 2, (NO_DAY,) * 2, (NO_DAY,) * 2]
    assert "beyond the years 1 to 9999" in found.remarks[0]


def test_times_that_no_calendar_has_are_no_dates(tmp_path: Path) -> None:
    """They do not turn into other days."""
    far = pa.array([2**62, -(2**62), 0, 0], pa.int64()).cast(pa.timestamp("ms"))
    assert days(read(tmp_path, values(date_start=far, date_end=far)))[:2] == [(NO_DAY, NO_DAY)] * 2


def test_dates_a_hundred_years_apart_are_told(tmp_path: Path) -> None:
    """They are dates, and say little."""
    found = read(tmp_path, values(date_end=[DAY, date(2120, 1, 1), DAY, DAY]))
    assert found.remarks == ("1 report with dates a year or more apart: they tell little (row 2)",)


def test_coordinates_off_the_earth_are_none(tmp_path: Path) -> None:
    """So is half a pair; the poles and the date line are places."""
    nan, inf = float("nan"), float("inf")
    lat = [90.0, -90.0, 137.0, inf, nan, 1e308, None, 35.0]
    lon = [180.0, -180.0, 35.0, 37.0, 37.0, 1.0, None, None]
    found = read(
        tmp_path,
        {
            "report_id": range(8), "source": ["a"] * 8, "lat": lat, "lon": lon,
            "date_start": [DAY] * 8, "date_end": [DAY] * 8,
        },
    )  # fmt: skip
    assert np.isnan(found.columns.latitude).tolist() == [False, False] + [True] * 6
    assert found.remarks == (
        "1 report with no coordinates: linked by date, sides and deaths alone (row 7)",
        "5 reports with coordinates incomplete or no place on Earth: taken as having none "
        "(rows 3, 4, 5, 6, 8)",
    )


@pytest.mark.parametrize(
    "kind", [pa.int8(), pa.int64(), pa.uint64(), pa.float32(), pa.float64(), pa.decimal128(30, 2)]
)
def test_numbers_of_any_type_are_numbers(tmp_path: Path, kind: pa.DataType) -> None:
    """Spreadsheets make decimals of whole numbers."""
    numbers = {
        name: pa.array([1, 2, 3, None]).cast(kind)
        for name in ("location_precision", "date_precision", "killed_best", "lat", "lon")
    }
    found = read(tmp_path, values(**numbers))
    assert found.columns.place.tolist() == [1, 2, 3, 1]
    assert found.columns.when.tolist() == [1, 2, 3, 1]
    assert found.columns.best.tolist()[:3] == [1, 2, 3]


def test_precision_that_is_no_code_is_the_vaguest(tmp_path: Path) -> None:
    """None given is exact, as a point on a map is."""
    found = read(
        tmp_path, values(location_precision=[0, 8, 2.5, None], date_precision=[9, 1, 5, -1])
    )
    assert found.columns.place.tolist() == [7, 7, 7, 1]
    assert found.columns.when.tolist() == [5, 1, 5, 5]
    assert found.remarks[0] == (
        "3 reports with a location_precision outside 1-7: taken as the vaguest (rows 1, 2, 3)"
    )


def test_deaths_that_are_no_count_are_left_out(tmp_path: Path) -> None:
    """Below none, without end, or more than there are people."""
    odd = [-1, float("inf"), 1e308, float("nan")]
    found = read(tmp_path, values(killed_best=odd, killed_low=None, killed_high=None))
    assert np.isnan(found.columns.best).all()
    assert found.remarks == (
        "3 reports with a number of deaths that is no count: left out of comparison (rows 1, 2, 3)",
    )


def test_the_most_frequent_sources_and_types_come_first(tmp_path: Path) -> None:
    """Where there are too many for all to be compared, these are; spaces around them are none."""
    found = read(tmp_path, values(type=["b", "c ", " c", None], source=["z", "z ", "", None]))
    assert found.vocabulary.kinds == ("c", "b")
    assert found.vocabulary.sources == ("z", "(no source)")
    assert found.columns.source.tolist() == [0, 0, 1, 1]
    assert "2 reports with no source" in found.remarks[0]


def test_very_many_types_are_told(tmp_path: Path) -> None:
    """Not all are compared with each other."""
    many = {
        "report_id": range(1000), "source": ["a"] * 1000, "type": [str(n) for n in range(1000)],
        "date_start": [DAY] * 1000, "date_end": [DAY] * 1000,
    }  # fmt: skip
    assert read(tmp_path, many).remarks[0].startswith("1,000 different types: 200 are compared")


def test_a_source_that_was_named_unique_and_is_not_there_is_told(tmp_path: Path) -> None:
    """It was probably mistyped."""
    found = read(tmp_path, values(), unique=frozenset({"a", "ucpd"}))
    assert found.vocabulary.unique_sources == {"a"}
    assert found.remarks == ("no report is of the source ucpd that was named unique",)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"report_id": ["a", "b", "a", "c"]}, "row 3, column “report_id”: “a” stands in row 1"),
        ({"report_id": ["a", None, "b", "c"]}, "row 2, column “report_id”: every report needs"),
        ({"report_id": ["a", " ", "b", "c"]}, "row 2, column “report_id”: every report needs"),
        ({"report_id": pa.nulls(4)}, "row 1, column “report_id”: every report needs an id"),
        ({"report_id": [["a"]] * 4}, "column “report_id”: list<element: string> is no text"),
        ({"report_id": [b"\xff", b"a", b"b", b"c"]}, "column “report_id”: Invalid UTF8 payload"),
        ({"date_end": None}, "has no column “date_end”; it has: report_id, source, lat"),
        ({"date_start": ["", "x", "y", ""]}, "row 2, column “date_start”: “x” is no date such as"),
        ({"date_start": ["2020-02-30"] * 4}, "row 1, column “date_start”: “2020-02-30” is no date"),
        ({"date_start": ["2020-01-011"] * 4}, "row 1, column “date_start”: “2020-01-011” is no"),
        ({"date_start": ["16.02.2017"] * 4}, "row 1, column “date_start”: “16.02.2017” is no date"),
        ({"date_start": [20200101] * 4}, "column “date_start”: int64 holds no dates"),
        ({"date_start": [[DAY]] * 4}, "column “date_start”: list<element: date32[day]> holds no"),
        ({"lat": ["35.0", "35,5", "", "x"]}, "row 2, column “lat”: “35,5” is no number"),
        ({"lat": [None, [35.0], [1.0], None]}, "row 2, column “lat”: “[35.0]” is no number"),
        ({"lat": [True] * 4}, "column “lat”: true and false are no numbers"),
        ({"killed_best": ["", "na", "3 ", "many"]}, "row 4, column “killed_best”: “many” is no"),
        ({"actors": [{"name": "X"}] * 4}, "column “actors”: struct<name: string> is no text"),
        ({"actors": [[["X"]]] * 4}, "column “actors”: list<element: list<element: string>> is nei"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_row_and_column(
    tmp_path: Path, changed: dict[str, Any], why: str
) -> None:
    """Nobody has to look for the cell."""
    told = refusal(tmp_path, values(**changed))
    assert told.startswith("reports.parquet")
    assert why in told


def test_texts_that_are_not_utf8_are_refused_with_their_row(tmp_path: Path) -> None:
    """Some programs write them into Parquet unseen."""
    ends = pa.py_buffer(np.array([0, 1, 2, 3, 4], np.int32).tobytes())
    broken = pa.Array.from_buffers(pa.string(), 4, [None, ends, pa.py_buffer(b"ab\xffd")])
    told = refusal(tmp_path, values(source=broken))
    assert told == "reports.parquet, row 3, column “source”: the text is not in UTF-8."


def test_a_column_that_stands_twice_is_refused(tmp_path: Path) -> None:
    """Nobody can tell which is meant."""
    names = ["report_id", "report_id", "source", "date_start", "date_end"]
    twice = pa.table([["a"], ["b"], ["s"], [DAY], [DAY]], names)
    assert refusal(tmp_path, twice) == "reports.parquet has two columns “report_id”."


@pytest.mark.parametrize(
    "content", [b"PAR1", b"PAR1" + bytes(60) + b"PAR1", b"\x00\x01", b"PK\x03"]
)
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, content: bytes) -> None:
    """Truncated, binary, or a workbook."""
    assert "reports.csv" in refusal(tmp_path, content)


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}\n{ROW}\n{ROW_2}\n",
        f"\ufeff{HEAD}\r\n{ROW}\r\n{ROW_2}",
        f"{HEAD}\r{ROW}\r{ROW_2}\r",
        f"{HEAD}\n{ROW}\n\n\n{ROW_2}\n\n",
        f"{HEAD}\n{ROW}\n{ROW_2}\n".replace(",", "\t"),
        f"{HEAD}\n{ROW}\n{ROW_2}\n".replace(",", ";").replace("X;Y", '"X;Y"'),
        f"{HEAD}\n{ROW}\n{ROW_2}\n".replace(",", ", "),
        f"{HEAD}\n{ROW}\n{ROW_2}\n".replace("X;Y", '"[""X"", ""Y""]"'),
        f"{HEAD},more\n{ROW},1\n{ROW_2},2\n",
    ],
    ids=[
        "plain", "byte order mark", "old Macintosh", "blank lines", "tabs", "semicolons", "spaces",
        "JSON", "a column more",
    ],
)  # fmt: skip
def test_a_csv_is_read_as_it_is_meant(tmp_path: Path, text: str) -> None:
    """Whatever program wrote it."""
    found = read(tmp_path, text)
    assert found.ids.to_pylist() == ["r1", "r2"]
    assert found.vocabulary.sources == ("a", "b")
    assert found.vocabulary.kinds == ("shelling",)
    assert names_of(found) == [["x", "y"], ["x", "y"]]
    assert days(found) == [(18262, 18263)] * 2
    assert (found.columns.latitude.tolist(), found.columns.place.tolist()) == ([35, 35], [1, 1])
    assert found.columns.best.tolist() == [2, 2]


def test_empty_cells_of_a_csv_say_nothing(tmp_path: Path) -> None:
    """So do the words that programs write for nothing, where a number is wanted."""
    found = read(tmp_path, f"{HEAD}\nNA,null,,NA,NaN,2020-01-01,,,,,,N/A,,\n")
    assert found.ids.to_pylist() == ["NA"]
    assert found.vocabulary.sources == ("null",)
    assert found.columns.place.tolist() == [1]
    assert np.isnan(found.columns.latitude).all()


def test_a_row_of_megabytes_is_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A document in a cell does not stop the reading."""
    monkeypatch.setattr(linkage_file, "_BLOCK", 1 << 10)
    long = ROW_2.replace("hit", '"' + "a long account\n" * 2000 + '"')
    assert read(tmp_path, f"{HEAD}\n{ROW}\n{long}\n").ids.to_pylist() == ["r1", "r2"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "has no column “report_id”; it has: none."),
        (f"{HEAD}\n{ROW}\nr2,b,3\n", "row 2: Expected 14 columns, got 3"),
        (f"{HEAD}\n{ROW}\n{ROW_2},more\n", "row 2: Expected 14 columns, got 15"),
        (f"{HEAD}\n{ROW}\n{ROW_2.replace('35', '35N')}\n", "row 2, column “lat”: “35N” is no"),
        (f"{HEAD}\n{ROW}\n{ROW_2.replace('02,1', '02,x')}\n", "row 2, column “date_precision”: “x"),
        (f"{HEAD}\n{ROW}\n{ROW_2.replace('-01-02', '-13-02')}\n", "row 2, column “date_end”: “20"),
        (f"{HEAD}\n{ROW}\n{ROW}\n", "row 2, column “report_id”: “r1” stands in row 1 as well"),
        (f"{HEAD}\n{ROW}\n{ROW_2[:-3]}\"hit\nr3,\nr4,\n", "a quote that is opened in row 2"),
        (f"{HEAD}\n{ROW}\n".encode("utf-16"), "it is UTF-16, not CSV in UTF-8"),
        (f"{HEAD}\n{ROW}é\n".encode("latin-1"), "row 1, column “text”: the text is not in UTF"),
    ],
    ids=[
        "empty", "short", "long", "number", "precision", "date", "id", "quote", "UTF-16", "Latin-1",
    ],
)  # fmt: skip
def test_a_csv_that_cannot_be_read_is_refused_with_the_row(
    tmp_path: Path, text: str | bytes, why: str
) -> None:
    """Rows are counted without the header."""
    told = refusal(tmp_path, text)
    assert told.startswith("reports.csv")
    assert why in told


def test_csv_and_parquet_of_the_same_reports_are_the_same(tmp_path: Path) -> None:
    """Column by column."""
    told = skirmishes(60)
    parquet = read(tmp_path, table_of(told))
    rows = table_of(told).to_pylist()
    names = list(rows[0])
    lines = [";".join(names)]
    for row in rows:
        cells = [
            json.dumps(json.dumps(row[name])).replace('\\"', '""') if name == "actors"
            else "" if row[name] is None else str(row[name])
            for name in names
        ]  # fmt: skip
        lines.append(";".join(cells))
    found = read(tmp_path, "\n".join(lines) + "\n")
    assert found.vocabulary == parquet.vocabulary
    for name in vars(found.columns):
        one, other = getattr(found.columns, name), getattr(parquet.columns, name)
        assert np.array_equal(one, other, equal_nan=one.dtype.kind == "f"), name


CELL = (
    st.none()
    | st.text(max_size=8)
    | st.sampled_from(("1", "-3", "nan", "2020-01-01", "[", "1e999"))
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rows=st.lists(st.tuples(*[CELL] * 6), max_size=4),
    names=st.permutations(["source", "lat", "date_start", "actors", "killed_best", "type"]),
)
def test_whatever_stands_in_the_cells_is_read_or_refused(
    tmp_path: Path, rows: list[tuple[str | None, ...]], names: list[str]
) -> None:
    """Never anything else, and no row is lost."""
    columns = {
        name: pa.array([row[n] for row in rows], pa.string()) for n, name in enumerate(names)
    }
    columns["report_id"] = pa.array([str(n) for n in range(len(rows))], pa.string())
    columns["date_end"] = pa.array([DAY] * len(rows), pa.date32())
    with contextlib.suppress(Refused):
        found = read(tmp_path, columns)
        assert found.ids.to_pylist() == columns["report_id"].to_pylist()

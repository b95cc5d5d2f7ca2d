"""Files that are broken or meant to do harm are refused with line, field and reason."""

import time
import tracemalloc
import zipfile
from pathlib import Path

import openpyxl
import pytest
from cast import Cast
from ged import OLD_COLUMNS, event, write
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trucewatch.exchange.imports import run_import
from trucewatch.exchange.options import ImportOptions
from trucewatch.exchange.records import CsvTable, Record, Unreadable
from trucewatch.exchange.summary import Refusal, Summary
from trucewatch.exchange.tables import open_table
from trucewatch.reports.models import Report


def rows_of(path: Path) -> list[Record | Refusal]:
    """Everything that a table gives."""
    with open_table(path) as table:
        return list(table)


def take(path: Path, cast: Cast, *, skip: bool = False) -> Summary:
    """Import as GED."""
    options = ImportOptions(skip_refused=skip)
    return run_import("ucdp-ged", path, name=path.name, by=cast.monitor, options=options)


def test_another_encoding_is_refused_with_the_column(tmp_path: Path) -> None:
    """A byte of Latin-1 in UTF-8 is named by its value."""
    path = tmp_path / "latin.csv"
    path.write_bytes(b"id,name\n1,plain\n2,caf\xe9\n3,plain\n")
    found = rows_of(path)
    assert found[1] == Refusal(3, "name", "the value is not in UTF-8 (byte 0xE9)")
    assert [row.values["id"] for row in found if isinstance(row, Record)] == ["1", "3"]


def test_utf16_is_refused_as_what_it_is(tmp_path: Path) -> None:
    """The person is told how to save the file."""
    path = tmp_path / "wide.csv"
    path.write_bytes("id,name\n1,x\n".encode("utf-16"))
    with pytest.raises(Unreadable, match="UTF-16"):
        open_table(path)


def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path: Path) -> None:
    """Spreadsheets write one."""
    path = tmp_path / "bom.csv"
    path.write_bytes(b"\xef\xbb\xbfid,name\r\n1,x\r\n")
    found = rows_of(path)
    assert isinstance(found[0], Record)
    assert found[0].values == {"id": "1", "name": "x"}
    assert found[0].original == "1,x"


def test_an_unclosed_quote_costs_its_own_row_only(tmp_path: Path) -> None:
    """The rows that it swallowed are read after all."""
    path = tmp_path / "quote.csv"
    path.write_text('id,name\n1,x\n2,"never closed\n3,y\n4,z\n', encoding="utf-8")
    found = rows_of(path)
    assert found[1] == Refusal(3, "", "a quote that is opened here is never closed")
    assert [row.line for row in found if isinstance(row, Record)] == [2, 4, 5]


def test_a_file_of_unclosed_quotes_is_given_up_in_time(tmp_path: Path) -> None:
    """Trying to tell the rows apart does not take for ever."""
    path = tmp_path / "quotes.csv"
    path.write_text("id,name\n" + '1,"x\n' * 40_001, encoding="utf-8")
    started = time.monotonic()
    with pytest.raises(Unreadable, match="quotes"):
        rows_of(path)
    assert time.monotonic() - started < 20


def test_a_line_of_200_megabytes_is_refused_without_being_held(tmp_path: Path) -> None:
    """Memory stays small, and the rows around it are read."""
    path = tmp_path / "long.csv"
    with path.open("wb") as file:
        file.write(b"id,name\n1,x\n2,")
        for _ in range(200):
            file.write(b"x" * 1_000_000)
        file.write(b"\n3,y\n")
    tracemalloc.start()
    found = rows_of(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found[1] == Refusal(3, "", "the line is longer than 1 MiB")
    assert [row.line for row in found if isinstance(row, Record)] == [2, 4]
    assert peak < 20_000_000


def test_a_value_that_goes_on_for_more_than_a_megabyte_is_refused(tmp_path: Path) -> None:
    """Many short lines inside one quoted value are one row that is too long."""
    path = tmp_path / "tall.csv"
    path.write_text('id,name\n1,"' + "word\n" * 300_000 + '"\n', encoding="utf-8")
    found = rows_of(path)
    assert found[0] == Refusal(
        2, "", "the row does not end within 1 MiB: a quote that is opened here is never closed"
    )


def test_a_nul_character_is_refused_with_the_column(tmp_path: Path) -> None:
    """PostgreSQL holds no such character, and no source means one."""
    path = tmp_path / "nul.csv"
    path.write_bytes(b"id,name\n1,a\x00b\n")
    assert rows_of(path) == [Refusal(2, "name", "the value holds a NUL character")]


def test_a_row_of_the_wrong_width_is_refused(tmp_path: Path) -> None:
    """Too few and too many values alike."""
    path = tmp_path / "width.csv"
    path.write_text("id,name\n1\n2,x,y\n", encoding="utf-8")
    reasons = [row.reason for row in rows_of(path) if isinstance(row, Refusal)]
    assert [reason.split(",")[0] for reason in reasons] == [
        "the row has 1 values",
        "the row has 3 values",
    ]


@pytest.mark.parametrize("content", [b"", b"\n\n\n", b"id,id\n1,2\n", b",,\n1,2,3\n"])
def test_a_file_without_a_usable_header_is_refused(tmp_path: Path, content: bytes) -> None:
    """Empty, blank, a name twice, no name at all."""
    path = tmp_path / "header.csv"
    path.write_bytes(content)
    with pytest.raises(Unreadable):
        rows_of(path)


@pytest.mark.django_db
def test_one_wrong_byte_means_that_nothing_is_written(cast: Cast, tmp_path: Path) -> None:
    """All or nothing holds for encodings too; the rest is taken when asked for."""
    path = write(tmp_path / "ged.csv", [event(1), event(2, source_headline="Caf_"), event(3)])
    path.write_bytes(path.read_bytes().replace(b"Caf_", b"Caf\xe9"))
    summary = take(path, cast)
    assert [(r.line, r.field) for r in summary.refused] == [(3, "source_headline")]
    assert Report.staged.count() == 0
    assert take(path, cast, skip=True).made == 2


def workbook(path: Path, rows: list[list[object]]) -> Path:
    """The rows as an XLSX file."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_a_workbook_reads_like_a_table(tmp_path: Path) -> None:
    """Numbers, days and empty cells become the words that a CSV export would hold."""
    import datetime as dt

    day = dt.datetime(2017, 1, 5)  # noqa: DTZ001 - as a spreadsheet holds a day
    path = workbook(tmp_path / "x.xlsx", [["id", "day", "n", "none"], [1, day, 2.5, None]])
    found = rows_of(path)
    assert isinstance(found[0], Record)
    assert found[0].values == {"id": "1", "day": "2017-01-05", "n": "2.5", "none": ""}
    assert (found[0].line, found[0].original) == (2, "1,2017-01-05,2.5,")


def test_a_formula_that_was_never_computed_is_refused(tmp_path: Path) -> None:
    """It is no empty cell: the figure is there, and nobody knows it."""
    path = workbook(tmp_path / "x.xlsx", [["id", "deaths"], [1, "=1+1"], [2, 3], [None, "=2"]])
    found = rows_of(path)
    reason = "the cell holds a formula without its value"
    assert [row for row in found if isinstance(row, Refusal)] == [
        Refusal(2, "deaths", reason),
        Refusal(4, "deaths", reason),
    ]
    assert [row.line for row in found if isinstance(row, Record)] == [3]


def test_a_zip_bomb_is_not_opened(tmp_path: Path) -> None:
    """An archive that would unpack to gigabytes is refused by its own directory."""
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _ in range(400):
                sheet.write(b"0" * 1_000_000)
    with pytest.raises(Unreadable, match="not opened"):
        rows_of(path)


def test_a_workbook_of_nested_entities_is_refused(tmp_path: Path) -> None:
    """The billion laughs are not laughed."""
    path = workbook(tmp_path / "x.xlsx", [["id"], [1]])
    entities = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    changed = tmp_path / "laughs.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            content = source.read(name).decode()
            if name.endswith("sheet1.xml"):
                content = entities + content[content.index("<worksheet") :]
            target.writestr(name, content)
    with pytest.raises(Unreadable, match="cannot be read"):
        rows_of(changed)


@pytest.mark.parametrize("content", [b"PK\x03\x04 and nothing more", b"PK\x03\x04" + b"\x00" * 500])
def test_an_archive_that_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    """A broken archive is a refusal, not an error of the program."""
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    with pytest.raises(Unreadable):
        rows_of(path)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(content=st.binary(max_size=300) | st.text(alphabet='a1,"\n\r;#é\x00', max_size=200))
def test_any_bytes_at_all_give_rows_or_refusals(tmp_path: Path, content: bytes | str) -> None:
    """Whatever the file holds, each row is read or refused with a line that the file has."""
    path = tmp_path / "any.csv"
    raw = content.encode() if isinstance(content, str) else content
    path.write_bytes(b"id,name\n" + raw)
    try:
        found = rows_of(path)
    except Unreadable as error:
        found = [error.refusal]
    assert all(1 <= row.line <= raw.count(b"\n") + 2 for row in found)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    values=st.lists(
        st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20),
        min_size=1,
        max_size=6,
    )
)
def test_what_a_writer_wrote_is_read_back_with_its_line(tmp_path: Path, values: list[str]) -> None:
    """Line breaks, quotes and commas inside values survive; lines are those of the file."""
    rows = [{**event(number), "source_headline": value} for number, value in enumerate(values)]
    path = write(tmp_path / "ged.csv", rows, OLD_COLUMNS)
    with CsvTable(path) as table:
        found = list(table)
    assert [row.values["source_headline"] for row in found if isinstance(row, Record)] == values
    text = path.read_bytes().decode()
    for row in found:
        start = text.split("\n", row.line - 1)[row.line - 1]
        assert isinstance(row, Record)
        assert start.startswith(row.original.split("\n")[0].rstrip("\r"))

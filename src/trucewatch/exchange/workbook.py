"""Rows of an XLSX workbook, opened with the distrust that an archive from outside deserves."""

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

import openpyxl
from defusedxml.common import DefusedXmlException

from trucewatch.exchange.records import Header, Record, Unreadable, refuse_odd_header
from trucewatch.exchange.summary import Refusal

MOST_UNPACKED_BYTES = 300_000_000
MOST_RATIO = 150
MOST_COLUMNS = 1_000
_RATIO_COUNTS_FROM = 5_000_000
_BREAKS_OFF = "the sheet breaks off"

Row = tuple[Any, ...]


def is_workbook(path: Path) -> bool:
    """Whether the file starts as a ZIP archive does, whatever its name."""
    with path.open("rb") as file:
        return file.read(4) == b"PK\x03\x04"


class WorkbookTable:
    """The first sheet of a workbook as rows of text, with the interface of ``CsvTable``."""

    def __init__(self, path: Path, progress: Callable[[int], None] = lambda position: None) -> None:
        refuse_zip_bomb(path)
        self._progress = progress
        try:
            self._books = [
                openpyxl.load_workbook(path, read_only=True, data_only=computed)
                for computed in (True, False)
            ]
            # The second reading knows formulas: one whose value was never computed looks empty in
            # the first, and an empty cell is something else.
            values, formulas = (_rows_of(book) for book in self._books)
            self._rows: Iterator[tuple[Row, Row]] = zip(values, formulas, strict=True)
            self._number = 0
            self.header = self._read_header()
        except Unreadable:
            raise
        except _BROKEN as error:
            raise Unreadable(
                Refusal(1, "", f"the workbook cannot be read ({_short(error)})")
            ) from error

    def __enter__(self) -> "WorkbookTable":
        return self

    def __exit__(self, *exc: object) -> None:
        for book in self._books:
            book.close()

    def __iter__(self) -> Iterator[Record | Refusal]:
        columns = self.header.columns
        while (row := self._next_row()) is not None:
            if isinstance(row, Refusal):
                yield row
                if row.reason.startswith(_BREAKS_OFF):
                    return
                continue
            self._progress(0)
            if any(row[len(columns) :]):
                yield Refusal(self._number, "", "the row has values beyond the last column")
                continue
            values = row[: len(columns)] + [""] * (len(columns) - len(row))
            yield Record(self._number, dict(zip(columns, values, strict=True)), _as_csv(values))

    def _read_header(self) -> Header:
        row = self._next_row()
        if row is None:
            raise Unreadable(Refusal(1, "", "the first sheet is empty: there is no header row"))
        if isinstance(row, Refusal):
            raise Unreadable(row)
        columns = [name.strip() for name in row]
        while columns and not columns[-1]:
            columns.pop()
        refuse_odd_header(columns, self._number)
        return Header(tuple(columns), _as_csv(columns), self._number)

    def _next_row(self) -> list[str] | Refusal | None:
        """The next row that is not blank; a refusal where the sheet breaks off."""
        while True:
            try:
                cells = next(self._rows, None)
            except _BROKEN as error:
                return Refusal(self._number + 1, "", f"{_BREAKS_OFF} ({_short(error)})")
            if cells is None:
                return None
            values, formulas = cells
            self._number += 1
            if len(values) > MOST_COLUMNS:
                return Refusal(self._number, "", f"more than {MOST_COLUMNS} columns")
            row = [_text(value) for value in values]
            if any(row) or any(formulas):
                return self._uncomputed(values, formulas) or row

    def _uncomputed(self, values: Row, formulas: Row) -> Refusal | None:
        """A refusal for the first formula that holds no value."""
        for place, (value, formula) in enumerate(zip(values, formulas, strict=False)):
            if value is None and isinstance(formula, str) and formula.startswith("="):
                columns = self.header.columns if hasattr(self, "header") else ()
                name = columns[place] if place < len(columns) else ""
                return Refusal(self._number, name, "the cell holds a formula without its value")
        return None


_BROKEN = (
    BadZipFile,
    DefusedXmlException,
    KeyError,
    ValueError,
    IndexError,
    TypeError,
    AttributeError,
    OSError,
    SyntaxError,  # the XML parser's own error is one
    NotImplementedError,
)


def _rows_of(book: Any) -> Iterator[Row]:
    sheet = book.worksheets[0]
    sheet.reset_dimensions()
    rows: Iterator[Row] = sheet.iter_rows(values_only=True)
    return rows


def refuse_zip_bomb(path: Path) -> None:
    """Raise ``Unreadable`` when the archive would unpack to more than any table needs.

    Sizes are those of the archive's directory; the unpacker reads no more than they say.
    """
    try:
        with ZipFile(path) as archive:
            members = archive.infolist()
    except (BadZipFile, zipfile.LargeZipFile, OSError, ValueError) as error:
        raise Unreadable(Refusal(1, "", f"the file is no workbook ({_short(error)})")) from error
    unpacked = sum(member.file_size for member in members)
    packed = max(1, sum(member.compress_size for member in members))
    if unpacked > MOST_UNPACKED_BYTES or len(members) > 5_000:
        raise Unreadable(
            Refusal(1, "", f"the workbook would unpack to {unpacked:,} bytes: it is not opened")
        )
    if unpacked > _RATIO_COUNTS_FROM and unpacked / packed > MOST_RATIO:
        raise Unreadable(
            Refusal(
                1, "", f"the workbook unpacks {unpacked // packed} times its size: it is not opened"
            )
        )


def _text(cell: object) -> str:
    """A cell as the text that a CSV export would hold."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(sep=" ")
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)


def _as_csv(values: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(values)
    return out.getvalue()


def _short(error: BaseException) -> str:
    return (str(error) or type(error).__name__).splitlines()[0][:120]


def sheets_of(path: Path, *, most_rows: int) -> dict[str, list[dict[str, str]]]:
    """Every sheet as rows by column name, for small workbooks that describe rather than hold data.

    Names of sheets and columns are in small letters without blanks around them. Raises
    ``Unreadable`` for what is no workbook, or has more rows or columns than a description needs.
    """
    refuse_zip_bomb(path)
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        try:
            return {
                sheet.title.strip().lower(): _described(sheet, most_rows)
                for sheet in book.worksheets
            }
        finally:
            book.close()
    except _BROKEN as error:
        raise Unreadable(
            Refusal(1, "", f"the workbook cannot be read ({_short(error)})")
        ) from error


def _described(sheet: Any, most_rows: int) -> list[dict[str, str]]:
    sheet.reset_dimensions()
    names: list[str] = []
    found: list[dict[str, str]] = []
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        if len(cells) > MOST_COLUMNS:
            reason = f"the sheet “{sheet.title}” has more than {MOST_COLUMNS} columns"
            raise Unreadable(Refusal(number, "", reason))
        if number > most_rows:
            reason = f"the sheet “{sheet.title}” has more than {most_rows:,} rows"
            raise Unreadable(Refusal(number, "", reason))
        row = [_text(cell).strip() for cell in cells]
        if not any(row):
            continue
        if not names:
            names = [name.lower() for name in row]
            continue
        values = {name: value for name, value in zip(names, row, strict=False) if name}
        found.append({**values, "line": str(number)})
    return found

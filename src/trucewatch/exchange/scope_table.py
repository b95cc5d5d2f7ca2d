"""Tables for `trucewatch scope`: reports with place and days, and what holds for each of them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from trucewatch.exchange.linkage_file import Sheet, Wanted, open_sheet
from trucewatch.exchange.sheet_values import days_of, numbers_of, remark
from trucewatch.geo.dated import EARLIEST, LATEST
from trucewatch.geo.scope import Answer, Points, Scope
from trucewatch.linkage.columns import NO_DAY, Bools, Longs
from trucewatch.vocabulary.refusal import Refused

_ID: Final = ("id", "report_id")
_LATITUDE: Final = ("lat", "latitude")
_LONGITUDE: Final = ("lon", "longitude")
_FIRST: Final = ("date_start", "start", "date")
_LAST: Final = ("date_end", "end")
_WANTED: Final = Wanted(
    required=(), texts=(*_ID, *_FIRST, *_LAST), numbers=(*_LATITUDE, *_LONGITUDE)
)
APART: Final = ";"
"""Stands between the keys of several areas."""


@dataclass(frozen=True)
class ScopeTable:
    """Reports with their ids, places and days, and what is odd about some of them."""

    ids: pa.Array
    points: Points
    remarks: tuple[str, ...]


def read_reports(path: Path) -> ScopeTable:
    """Read a CSV or Parquet table of reports.

    Columns: ``id`` (or ``report_id``), ``lat`` and ``lon`` (or ``latitude``, ``longitude``), and
    ``date``, or ``date_start`` and ``date_end`` (or ``start``, ``end``). Where one of the two days
    is missing it is the other one. Refused with ``Refused``, naming row and column: an id that is
    missing or stands twice, what is no number or no date, half a place, a place that is not on
    Earth, and an end before the beginning.
    """
    sheet = open_sheet(path, _WANTED)
    remarks: list[str] = []
    ids = _ids(sheet)
    lat_name, lon_name = _called(sheet, _LATITUDE), _called(sheet, _LONGITUDE)
    lat, lon = numbers_of(sheet, lat_name), numbers_of(sheet, lon_name)
    _refuse_where(sheet, lat_name, np.abs(lat) > 90, "a latitude lies between -90 and 90 degrees")
    _refuse_where(
        sheet, lon_name, np.abs(lon) > 180, "a longitude lies between -180 and 180 degrees"
    )
    half = "one of latitude and longitude is missing"
    _refuse_where(sheet, lat_name, np.isnan(lat) & ~np.isnan(lon), half)
    _refuse_where(sheet, lon_name, np.isnan(lon) & ~np.isnan(lat), half)
    remark(remarks, np.isnan(lat), "no coordinates: unplaced")
    first, last = _days(sheet, remarks)
    return ScopeTable(ids, Points(lat, lon, first, last), tuple(remarks))


def _called(sheet: Sheet, names: tuple[str, ...]) -> str:
    """The name that a column has in this file, of several that it may have."""
    for name in names:
        if name in sheet.table.column_names:
            return name
    raise Refused(
        "{file} has no column “{column}”; it may be called {others}.",
        field=names[0],
        values={"file": sheet.file, "column": names[0], "others": " or ".join(names)},
    )


def _ids(sheet: Sheet) -> pa.Array:
    name = _called(sheet, _ID)
    ids = sheet.texts(name)
    missing = pc.or_(pc.equal(ids, ""), pc.utf8_is_space(ids)).fill_null(True)
    if (row := pc.index(missing, True).as_py()) >= 0:
        sheet.refuse(name, row, "every report needs an id")
    code = ids.dictionary_encode().indices.to_numpy(zero_copy_only=False)
    _, begins = np.unique(code, return_index=True)
    if len(begins) < len(code):
        again = np.ones(len(code), np.bool_)
        again[begins] = False
        row = int(np.flatnonzero(again)[0])
        earlier = int(begins[code[row]]) + 1
        sheet.refuse(name, row, f"“{ids[row].as_py()}” stands in row {earlier:,} as well")
    return ids


def _days(sheet: Sheet, remarks: list[str]) -> tuple[Longs, Longs]:
    start_name = _called(sheet, _FIRST)
    end_name = next((name for name in _LAST if name in sheet.table.column_names), start_name)
    first, last = days_of(sheet, start_name), days_of(sheet, end_name)
    for name, day in ((start_name, first), (end_name, last)):
        beyond = (day != NO_DAY) & ((day < EARLIEST) | (day > LATEST))
        _refuse_where(sheet, name, beyond, "a date lies in the years 1 to 9999")
    first = np.where(first == NO_DAY, last, first)
    last = np.where(last == NO_DAY, first, last)
    _refuse_where(sheet, end_name, last < first, "the end is before the beginning")
    undated = first == NO_DAY
    remark(remarks, undated, "no date: taken as of any day")
    return np.where(undated, EARLIEST, first), np.where(undated, LATEST, last)


def _refuse_where(sheet: Sheet, column: str, wrong: Bools, why: str) -> None:
    """Refuse the file for the first of the rows that are wrong, and say how many there are."""
    rows = np.flatnonzero(wrong)
    if len(rows):
        more = f" (and in {len(rows) - 1:,} more rows)" if len(rows) > 1 else ""
        sheet.refuse(column, int(rows[0]), why + more)


def scope_table(ids: pa.Array, scope: Scope) -> pa.Table:
    """A row for each report, in their order: its verdict, areas by key, and the reason in words.

    Columns: ``id``, ``verdict``, ``covered_by`` and ``excepted_by`` (areas that apply on all days
    of the report), ``uncertain`` (areas that apply on some), ``reason``. Several keys have
    semicolons between them.
    """
    numbers, answers = _distinct(scope)
    index = pa.array(numbers)

    def column(texts: list[str]) -> pa.Array:
        encoded = pa.array(texts, pa.string()).dictionary_encode()
        return pa.DictionaryArray.from_arrays(encoded.indices.take(index), encoded.dictionary)

    return pa.table(
        {
            "id": ids,
            "verdict": column([answer.verdict.word for answer in answers]),
            "covered_by": column([APART.join(answer.covered_by) for answer in answers]),
            "excepted_by": column([APART.join(answer.excepted_by) for answer in answers]),
            "uncertain": column([APART.join(answer.uncertain) for answer in answers]),
            "reason": column([answer.reason for answer in answers]),
        }
    )


def _distinct(scope: Scope) -> tuple[np.ndarray, list[Answer]]:
    """Answers that differ, and for each report the number of its own."""
    area, whole = memoryview(scope.area.tobytes()), memoryview(scope.whole.tobytes())
    start = scope.start.tolist()
    number_of: dict[tuple[int, bytes, bytes], int] = {}
    answers: list[Answer] = []
    numbers = np.empty(len(scope.verdict), np.int32)
    for row, verdict in enumerate(scope.verdict.tolist()):
        here, end = start[row], start[row + 1]
        key = (verdict, bytes(area[4 * here : 4 * end]), bytes(whole[here:end]))
        number = number_of.setdefault(key, len(answers))
        if number == len(answers):
            answers.append(scope.of(row))
        numbers[row] = number
    return numbers, answers

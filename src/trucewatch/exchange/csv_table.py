"""Rows as CSV, with or without the hashtags of the Humanitarian Exchange Language (HXL)."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from trucewatch.exchange.export_columns import Column, Kind, Row

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def csv_chunks(
    columns: Sequence[Column], portions: Iterable[Sequence[Row]], *, tags: Sequence[str] = ()
) -> Iterator[bytes]:
    """A header, the tags where there are any, and a line for each row; UTF-8, CRLF."""
    yield _lines([[column.name for column in columns]])
    if tags:
        yield _lines([tags])
    texts = [n for n, column in enumerate(columns) if column.kind in (Kind.TEXT, Kind.CODE)]
    lists = [n for n, column in enumerate(columns) if column.kind is Kind.LIST]
    for portion in portions:
        yield _lines(_cells(row, texts, lists) for row in portion)


def hxl_chunks(columns: Sequence[Column], portions: Iterable[Sequence[Row]]) -> Iterator[bytes]:
    """The same with a row of hashtags under the header."""
    return csv_chunks(columns, portions, tags=[column.tag for column in columns])


def _cells(row: Row, texts: list[int], lists: list[int]) -> list[Any]:
    """Values for a spreadsheet; words that it would run as a formula are defused."""
    cells: list[Any] = list(row)
    for place in texts:
        value = cells[place]
        if value and value[0] in _FORMULA:
            cells[place] = f"'{value}"
    for place in lists:
        if joined := "; ".join(cells[place]):
            cells[place] = f"'{joined}" if joined[0] in _FORMULA else joined
        else:
            cells[place] = ""
    return cells


def _lines(rows: Iterable[Sequence[Any]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode("utf-8")

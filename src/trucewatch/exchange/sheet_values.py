"""Numbers and days in the columns of a sheet, and remarks on rows that are odd."""

from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from trucewatch.exchange.linkage_file import Sheet
from trucewatch.linkage.columns import NO_DAY, Bools, Doubles, Longs

_LISTED: Final = 5
_NO_NUMBER: Final = ("", "na", "n/a", "nan", "null", "none")
_DATE: Final = r"^\d{4}-\d{2}-\d{2}([T ].*)?$"
_SECONDS_A_DAY: Final = 86_400
_TICKS: Final = {"s": 1, "ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}


def numbers_of(sheet: Sheet, name: str) -> Doubles:
    """Numbers of a column; NaN for none. Refused where a value is no number."""
    column = sheet.column(name)
    if column is None:
        return np.full(len(sheet), np.nan)
    if pa.types.is_boolean(column.type):
        sheet.refuse(name, None, "true and false are no numbers")
    try:
        floats = _floats(column)
    except pa.ArrowException:
        sheet.refuse_first(name, column, _floats, "number")
    return np.array(floats.to_numpy(zero_copy_only=False), np.float64)


def _floats(column: pa.Array) -> pa.Array:
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        column = pc.utf8_trim_whitespace(column)
        nothing = pc.is_in(pc.utf8_lower(column), pa.array(_NO_NUMBER, column.type))
        column = pc.if_else(nothing, None, column)
    return column.cast(pa.float64(), safe=False)


def days_of(sheet: Sheet, name: str) -> Longs:
    """Days since 1970-01-01, of any size; ``NO_DAY`` for none. Refused where a value is no date."""
    column = sheet.column(name)
    if column is None:
        return np.full(len(sheet), NO_DAY, np.int64)
    ticks = 1
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        text = column
        try:
            column = _dates(text)
        except pa.ArrowException:
            sheet.refuse_first(name, text, _dates, "date such as 2017-02-16")
    elif pa.types.is_timestamp(column.type):
        ticks = _SECONDS_A_DAY * _TICKS[column.type.unit]
        if column.type.tz is not None:
            try:
                column = pc.local_timestamp(column)
            except pa.ArrowException as error:
                sheet.refuse(name, None, str(error))
    elif pa.types.is_date64(column.type):
        ticks = _SECONDS_A_DAY * _TICKS["ms"]
    elif not pa.types.is_date32(column.type):
        sheet.refuse(name, None, f"{column.type} holds no dates")
    if pa.types.is_date32(column.type):
        column = column.cast(pa.int32())
    days = np.array(column.cast(pa.int64()).fill_null(0).to_numpy(zero_copy_only=False)) // ticks
    days[column.is_null().to_numpy(zero_copy_only=False)] = NO_DAY
    return days


def _dates(texts: pa.Array) -> pa.Array:
    """Dates of ISO 8601; what time it was is left aside, and an empty text is none."""
    encoded = texts.dictionary_encode()
    written = pc.utf8_trim_whitespace(encoded.dictionary)
    written = pc.if_else(pc.equal(written, ""), None, written)
    if pc.any(pc.invert(pc.match_substring_regex(written, _DATE))).as_py():
        raise pa.ArrowInvalid("no date")
    return pc.utf8_slice_codeunits(written, 0, 10).cast(pa.date32()).take(encoded.indices)


def remark(remarks: list[str], which: Bools, words: str) -> None:
    """Say how many reports are odd in some way, and the first rows of them."""
    rows = np.flatnonzero(which)
    if len(rows):
        named = ", ".join(f"{row + 1:,}" for row in rows[:_LISTED].tolist())
        more = ", …" if len(rows) > _LISTED else ""
        plural = "" if len(rows) == 1 else "s"
        remarks.append(f"{len(rows):,} report{plural} with {words} (row{plural} {named}{more})")

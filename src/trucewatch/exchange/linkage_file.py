"""A file of reports opened for linkage: its columns, whichever way they were written down.

Parquet, or CSV in UTF-8 with commas, semicolons or tabs. Rows are counted from 1, the header of a
CSV left out.
"""

import csv
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NoReturn

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from trucewatch.vocabulary.refusal import Refused

_HEAD: Final = 1 << 20
"""Bytes in which the header of a CSV ends."""
_BLOCK: Final = 1 << 24
_MOST_BLOCK: Final = (1 << 31) - 1
_FOREIGN: Final = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16", b"PK": "a ZIP archive or workbook"}
_ROW_IN_ERROR: Final = re.compile(r"Row #(\d+): ")
_COLUMN_IN_ERROR: Final = re.compile(r"CSV column #(\d+)")
_TEXT_IN_ERROR: Final = re.compile(r"UTF8 sequence at string index (\d+)")
_VALUE_IN_ERROR: Final = re.compile(r"to double: invalid value '(.*)'$", re.DOTALL)


@dataclass(frozen=True)
class Wanted:
    """Names of columns: those that have to be there, and which hold texts and which numbers."""

    required: tuple[str, ...]
    texts: tuple[str, ...]
    numbers: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """The columns that are used, and the name of the file for refusals."""

    file: str
    table: pa.Table

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def column(self, name: str) -> pa.Array | None:
        """A column in one piece, texts as ``string``; None where it is missing or empty throughout.

        Refused where it holds texts that are not in UTF-8.
        """
        if name not in self.table.column_names:
            return None
        column = self.table[name]
        if pa.types.is_null(column.type) or column.null_count == len(column):
            return None
        is_text = False
        try:
            if pa.types.is_dictionary(column.type):
                column = column.cast(column.type.value_type)
            is_text = _is_text(column.type) or pa.types.is_binary(column.type)
            if is_text:
                wide = pa.types.is_large_string(column.type) or column.nbytes >= _MOST_BLOCK
                column = column.cast(pa.large_string() if wide else pa.string())
            whole = column.combine_chunks()
            if is_text or pa.types.is_nested(column.type):
                whole.validate(full=True)
        except pa.ArrowException as error:
            if is_text and (place := _TEXT_IN_ERROR.search(str(error))):
                self.refuse(name, int(place.group(1)), "the text is not in UTF-8")
            self.refuse(name, None, _in_short(error))
        return whole

    def texts(self, name: str) -> pa.Array:
        """A column as texts, null throughout where there is none."""
        column = self.column(name)
        if column is None:
            return pa.nulls(len(self), pa.string())
        if _is_text(column.type):
            return column
        try:
            return column.cast(pa.string())
        except pa.ArrowException:
            self.refuse(name, None, f"{column.type} is no text")

    def refuse(self, column: str, row: int | None, why: str) -> NoReturn:
        """Refuse the file for what stands in a column; ``row`` counts from 0."""
        raise _refused(self.file, column, row, why)

    def refuse_first(
        self, name: str, column: pa.Array, take: Callable[[pa.Array], Any], what: str
    ) -> NoReturn:
        """Refuse the file for the first value of a column that cannot be taken: it is not what it
        should be."""
        low, high = 0, len(column)
        while high - low > 1:
            middle = (low + high) // 2
            try:
                take(column.slice(low, middle - low))
                low = middle
            except pa.ArrowException:
                high = middle
        if not column[low].is_valid:  # nothing of this column can be taken
            low = int(column.is_valid().index(True).as_py())
        self.refuse(name, low, f"“{_shown(column[low])}” is no {what}")


def open_sheet(path: Path, wanted: Wanted) -> Sheet:
    """The columns that are wanted, whatever else the file holds.

    Refused where the file is no table, a required column is missing, or a name stands twice.
    """
    try:
        if not _is_parquet(path):
            return Sheet(path.name, _read_csv(path, wanted))
        parquet = pq.ParquetFile(path, memory_map=True)
        names = _chosen(path.name, parquet.schema_arrow.names, wanted)
        return Sheet(path.name, parquet.read(columns=names, use_threads=True))
    except (pa.ArrowException, OSError) as error:
        raise _unreadable(path.name, _in_short(error)) from None


def _is_parquet(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"PAR1"


def _chosen(file: str, names: Sequence[str], wanted: Wanted) -> list[str]:
    """The names of a header that are wanted, in its order."""
    for name in wanted.required:
        if name not in names:
            raise Refused(
                "{file} has no column “{column}”; it has: {others}.",
                field=name,
                values={"file": file, "column": name, "others": ", ".join(names) or "none"},
            )
    chosen = [name for name in names if name in wanted.texts or name in wanted.numbers]
    for name in chosen:
        if chosen.count(name) > 1:
            raise Refused(
                "{file} has two columns “{column}”.",
                field=name,
                values={"file": file, "column": name},
            )
    return chosen


def _read_csv(path: Path, wanted: Wanted) -> pa.Table:
    with pa.input_stream(str(path)) as stream:
        start = stream.read(_HEAD)
    for mark, kind in _FOREIGN.items():
        if start.startswith(mark):
            raise _unreadable(path.name, f"it is {kind}, not CSV in UTF-8")
    line = re.split(r"[\r\n]", start.decode("utf-8-sig", "replace").lstrip("\r\n"), maxsplit=1)[0]
    delimiter = max(",;\t", key=line.count)
    heads = next(csv.reader([line], delimiter=delimiter), [])
    names = [head.strip() for head in heads]
    chosen = _chosen(path.name, names, wanted)
    own = {name: heads[names.index(name)] for name in chosen}
    # The last column is read as well: a quote that is never closed shows there.
    types = {heads[-1]: pa.string()} | {
        head: pa.float64() if name in wanted.numbers else pa.string() for name, head in own.items()
    }
    if not re.search(rb"[\r\n]", start.strip()):  # a header alone
        return pa.schema({name: types[head] for name, head in own.items()}).empty_table()
    parse = pa_csv.ParseOptions(newlines_in_values=True, delimiter=delimiter)
    convert = pa_csv.ConvertOptions(
        column_types=types, include_columns=list(types), strings_can_be_null=False
    )
    try:
        table = pa_csv.read_csv(path, pa_csv.ReadOptions(block_size=_BLOCK), parse, convert)
    except pa.ArrowInvalid:
        # Once more in one piece, for a row that is longer than a block; else errors name their row.
        whole = pa_csv.ReadOptions(block_size=_MOST_BLOCK, use_threads=False)
        try:
            table = pa_csv.read_csv(path, whole, parse, convert)
        except pa.ArrowInvalid as error:
            raise _refused_csv(path.name, names, str(error)) from None
    _require_closed_quotes(path, table, heads[-1])
    return table.select(list(own.values())).rename_columns(chosen)


def _require_closed_quotes(path: Path, table: pa.Table, last: str) -> None:
    """A quote that is opened and never closed takes all rows behind it into its value."""
    if not len(table) or "\n" not in str(table[last][-1].as_py()):
        return
    end = b""
    with pa.input_stream(str(path)) as stream:
        while block := stream.read(_HEAD):
            end = (end + block).rstrip(b"\r\n")[-1:] or end
    if end != b'"':
        raise _unreadable(
            path.name, f"a quote that is opened in row {len(table):,} is never closed"
        )


def _refused_csv(file: str, names: Sequence[str], error: str) -> Refused:
    """What is wrong with a CSV, with row and column as people count them."""
    row, column = _ROW_IN_ERROR.search(error), _COLUMN_IN_ERROR.search(error)
    if row and column and int(column.group(1)) < len(names):
        value = _VALUE_IN_ERROR.search(error)
        why = f"“{value.group(1)}” is no number" if value else "the text is not in UTF-8"
        return _refused(file, names[int(column.group(1))], int(row.group(1)) - 2, why)
    why = _ROW_IN_ERROR.sub("", error.splitlines()[0]).removeprefix("CSV parse error: ")[:200]
    return _unreadable(file, f"row {int(row.group(1)) - 1:,}: {why}" if row else why)


def _refused(file: str, column: str, row: int | None, why: str) -> Refused:
    if row is None:
        return Refused(
            "{file}, column “{column}”: {why}.",
            field=column,
            values={"file": file, "column": column, "why": why},
        )
    return Refused(
        "{file}, row {row}, column “{column}”: {why}.",
        field=column,
        values={"file": file, "row": row + 1, "column": column, "why": why},
    )


def _unreadable(file: str, why: str) -> Refused:
    return Refused("{file} cannot be read as a table: {why}", values={"file": file, "why": why})


def _is_text(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)
    )


def _in_short(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)[:200]


def _shown(value: pa.Scalar) -> str:
    text = str(value.as_py())
    return text if len(text) <= 40 else text[:40] + "…"

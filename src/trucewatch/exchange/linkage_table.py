"""A table of reports as the linkage engine reads it, without the record: Parquet or CSV."""

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from trucewatch.linkage.actors import numbered_actors, resolve
from trucewatch.linkage.columns import (
    MOST_DEATHS,
    NO_DAY,
    Bools,
    Columns,
    Doubles,
    Ints,
    Longs,
    Vocabulary,
    deaths_of,
)
from trucewatch.linkage.ids import first_twice, keys_of
from trucewatch.linkage.words import Words, words_of
from trucewatch.names.folding import fold
from trucewatch.vocabulary.refusal import Refused

_REQUIRED: Final = ("report_id", "source", "date_start", "date_end")
_OPTIONAL: Final = (
    "lat", "lon", "location_precision", "date_precision", "type", "actors", "killed_low",
    "killed_high", "killed_best", "text",
)  # fmt: skip
_LISTED: Final = 5
_APART: Final = ";"
_VARIANT: Final = ("alias", "variant", "spelling", "other_name", "former_name")
_PROPER: Final = ("name", "canonical", "canonical_name", "actor", "party", "proper_name")


@dataclass(frozen=True)
class LinkageTable:
    """Reports ready for linkage, their ids, and what is odd about some of them."""

    ids: pa.Array
    columns: Columns
    vocabulary: Vocabulary
    words: Words | None
    remarks: tuple[str, ...]


def read_table(
    path: Path, *, unique_sources: frozenset[str], aliases: Mapping[str, str]
) -> LinkageTable:
    """Read a table of reports; columns that are not asked for are left alone.

    Refused with ``Refused`` where a column that is needed is missing, an id is missing or stands
    twice, or a value is of no use; what is merely odd (no date, no place) is told in ``remarks``.
    """
    table = _opened(path)
    if missing := [name for name in _REQUIRED if name not in table.column_names]:
        raise Refused(
            "{file} has no column “{column}”; it has: {others}.",
            field=missing[0],
            values={
                "file": path.name,
                "column": missing[0],
                "others": ", ".join(table.column_names) or "none",
            },
        )
    number = table.num_rows
    remarks: list[str] = []
    ids = _text(table, "report_id")
    key = keys_of(*_bytes(ids))
    _require_ids(ids, key)
    source, sources = _numbered(_text(table, "source", missing="(no source)"))
    if unknown := sorted(unique_sources - set(sources)):
        remarks.append(f"no report is of the source {', '.join(unknown)} that was named unique")
    kind, kinds = _numbered(_text(table, "type"))
    actors, names, slips = _actors(table, aliases, number)
    if slips:
        remarks.append(f"{slips:,} spellings of actors read as slips of the keyboard")
    latitude, longitude = _coordinates(table, remarks)
    first, last = _days(table, remarks)
    low, best, high = (_numbers(table, f"killed_{each}") for each in ("low", "best", "high"))
    odd = sum((each < 0) | (each > MOST_DEATHS) for each in (low, best, high)) > 0
    _remark(remarks, odd, "give a number of deaths that is no count: left out of comparison")
    least, likeliest, most = deaths_of(low, best, high)
    columns = Columns(
        key=key, source=source, latitude=latitude, longitude=longitude,
        place=_code(table, "location_precision", 7, remarks),
        first=first, last=last, when=_code(table, "date_precision", 5, remarks),
        kind=kind, actors=actors, low=least, best=likeliest, high=most,
    )  # fmt: skip
    words = words_of(*_bytes(_text(table, "text"))) if _has_text(table) else None
    vocabulary = Vocabulary(sources, unique_sources & set(sources), kinds, names)
    return LinkageTable(ids, columns, vocabulary, words, tuple(remarks))


def read_aliases(path: Path) -> dict[str, str]:
    """Other names of actors, folded, each with the name that it stands for.

    A CSV with the columns ``alias`` and ``name`` (or two columns, the alias first), or JSON: an
    object from aliases to names, or from names to lists of aliases. An alias of two names stands
    for neither.
    """
    pairs = _json_aliases(path) if path.suffix.casefold() == ".json" else _csv_aliases(path)
    found: dict[str, str] = {}
    doubtful = set()
    for alias, name in pairs:
        folded = fold(alias)
        if found.setdefault(folded, name) != name and fold(found[folded]) != fold(name):
            doubtful.add(folded)
    return {alias: name for alias, name in found.items() if alias and alias not in doubtful}


def _csv_aliases(path: Path) -> list[tuple[str, str]]:
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            rows = [row for row in csv.reader(file) if row]
    except UnicodeDecodeError:
        raise Refused("{file} is not UTF-8.", field="aliases", values={"file": path.name}) from None
    head = [name.strip().casefold() for name in rows[0]] if rows else []
    variant = next((head.index(name) for name in _VARIANT if name in head), None)
    proper = next((head.index(name) for name in _PROPER if name in head), None)
    if variant is None or proper is None:
        if any(len(row) != 2 for row in rows):
            raise Refused(
                "{file} needs the columns “alias” and “name”.",
                field="aliases",
                values={"file": path.name},
            )
        return [(row[0], row[1]) for row in rows]
    return [(row[variant], row[proper]) for row in rows[1:] if len(row) > max(variant, proper)]


def _json_aliases(path: Path) -> list[tuple[str, str]]:
    try:
        given = json.loads(path.read_text("utf-8"))
    except ValueError:
        raise Refused("{file} is not JSON.", field="aliases", values={"file": path.name}) from None
    pairs = []
    for name, other in given.items() if isinstance(given, dict) else ():
        if isinstance(other, str):
            pairs.append((name, other))
        elif isinstance(other, list):
            pairs += [(str(alias), name) for alias in other]
    return pairs


def _opened(path: Path) -> pa.Table:
    """The columns that are used, whatever else the file holds."""
    wanted = [*_REQUIRED, *_OPTIONAL]
    try:
        if _is_parquet(path):
            file = pq.ParquetFile(path, memory_map=True)
            there = [name for name in wanted if name in file.schema_arrow.names]
            return file.read(columns=there, use_threads=True)
        text = {"report_id", "source", "type", "actors", "text", "date_start", "date_end"}
        return pa_csv.read_csv(
            path,
            parse_options=pa_csv.ParseOptions(newlines_in_values=True),
            convert_options=pa_csv.ConvertOptions(
                column_types={name: pa.string() for name in text},
                strings_can_be_null=True,
                quoted_strings_can_be_null=True,
            ),
        )
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError) as error:
        raise Refused(
            "{file} cannot be read as a table: {why}",
            values={"file": path.name, "why": str(error).splitlines()[0]},
        ) from None


def _is_parquet(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"PAR1"


def _column(table: pa.Table, name: str) -> pa.Array | None:
    """A column in one piece; None where there is none, or nothing in it."""
    if name not in table.column_names:
        return None
    column = table[name]
    if pa.types.is_null(column.type) or column.null_count == len(column):
        return None
    joined = column.combine_chunks()
    return joined.chunk(0) if isinstance(joined, pa.ChunkedArray) else joined


def _text(table: pa.Table, name: str, missing: str | None = None) -> pa.Array:
    column = _column(table, name)
    if column is None:
        column = pa.nulls(table.num_rows, pa.string())
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    column = column.cast(pa.string())
    return column if missing is None else pc.fill_null(column, missing)


def _bytes(texts: pa.Array) -> tuple[Any, Longs]:
    """Texts one after the other, and where each begins; a missing one is empty."""
    _, offsets, data = pc.fill_null(texts, "").buffers()
    start = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    raw = np.frombuffer(data, np.uint8) if data is not None else np.zeros(0, np.uint8)
    raw.flags.writeable = False
    return raw, start.astype(np.int64)


def _has_text(table: pa.Table) -> bool:
    return _column(table, "text") is not None


def _require_ids(ids: pa.Array, key: Any) -> None:
    if ids.null_count:
        row = int(np.flatnonzero(ids.is_null().to_numpy(zero_copy_only=False))[0])
        raise Refused("Row {row} has no report_id.", field="report_id", values={"row": row + 1})
    one, other = first_twice(key)
    if one >= 0:
        raise Refused(
            "The report_id “{name}” stands in row {one} and in row {other}.",
            field="report_id",
            values={"name": ids[other].as_py(), "one": one + 1, "other": other + 1},
        )


def _numbered(texts: pa.Array) -> tuple[Ints, tuple[str, ...]]:
    """Texts as numbers in the order of the texts; -1 for none."""
    encoded = texts.dictionary_encode()
    known = encoded.dictionary.to_pylist()
    order = sorted(range(len(known)), key=known.__getitem__)
    number = np.full(len(known) + 1, -1, np.int32)
    number[order] = np.arange(len(known))
    codes = encoded.indices.fill_null(len(known)).to_numpy(zero_copy_only=False)
    return number[codes], tuple(known[place] for place in order)


def _actors(
    table: pa.Table, aliases: Mapping[str, str], number: int
) -> tuple[Ints, tuple[str, ...], int]:
    column = _column(table, "actors")
    if column is None:
        return numbered_actors(np.zeros(0, np.int64), np.zeros(0, np.int32), number), (), 0
    if not pa.types.is_list(column.type) and not pa.types.is_large_list(column.type):
        column = pc.split_pattern(_text(table, "actors"), _APART)
    report = pc.list_parent_indices(column).to_numpy().astype(np.int64)
    encoded = pc.utf8_trim_whitespace(column.flatten().cast(pa.string())).dictionary_encode()
    names = encoded.dictionary.to_pylist()
    code = encoded.indices.fill_null(len(names)).to_numpy(zero_copy_only=False)
    times = np.bincount(code, minlength=len(names) + 1)[: len(names)]
    found = resolve(names, times.astype(np.int64), aliases)
    of_code = np.append(found.of_name, np.int32(-1))
    return numbered_actors(report, of_code[code], number), found.names, found.slips


def _numbers(table: pa.Table, name: str) -> Doubles:
    column = _column(table, name)
    if column is None:
        return np.full(table.num_rows, np.nan)
    try:
        floats = column.cast(pa.float64(), safe=False)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise Refused(
            "The column “{column}” holds what is no number: {why}",
            field=name,
            values={"column": name, "why": str(error).splitlines()[0]},
        ) from None
    return np.array(floats.to_numpy(zero_copy_only=False), np.float64)


def _code(table: pa.Table, name: str, most: int, remarks: list[str]) -> Any:
    """Codes of precision; the most exact where none is given, the vaguest where it is none."""
    if _column(table, name) is None:
        return np.ones(table.num_rows, np.int8)
    given = _numbers(table, name)
    silent = np.isnan(given)
    fits = (given >= 1) & (given <= most)
    _remark(remarks, ~fits & ~silent, f"have a {name} outside 1-{most}: taken as the vaguest")
    return np.where(silent, 1, np.where(fits, given, most)).astype(np.int8)


def _coordinates(table: pa.Table, remarks: list[str]) -> tuple[Doubles, Doubles]:
    latitude, longitude = _numbers(table, "lat"), _numbers(table, "lon")
    with np.errstate(invalid="ignore"):
        good = (np.abs(latitude) <= 90) & (np.abs(longitude) <= 180)
    none = np.isnan(latitude) & np.isnan(longitude)
    _remark(remarks, none, "have no coordinates: linked by date, sides and deaths alone")
    _remark(
        remarks, ~good & ~none, "have coordinates that are no place on Earth: taken as having none"
    )
    return np.where(good, latitude, np.nan), np.where(good, longitude, np.nan)


def _days(table: pa.Table, remarks: list[str]) -> tuple[Ints, Ints]:
    first, last = _day(table, "date_start"), _day(table, "date_end")
    first = np.where(first == NO_DAY, last, first)
    last = np.where(last == NO_DAY, first, last)
    turned = last < first
    _remark(remarks, turned, "end before they begin: their dates are exchanged")
    first, last = np.minimum(first, last), np.maximum(first, last)
    _remark(remarks, first == NO_DAY, "have no date: each stands alone")
    return first, last


def _day(table: pa.Table, name: str) -> Ints:
    column = _column(table, name)
    if column is None:
        return np.full(table.num_rows, NO_DAY, np.int32)
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        days = pc.utf8_slice_codeunits(pc.utf8_trim_whitespace(column), 0, 10)
        empty = pc.equal(days, "")
        try:
            column = pc.if_else(empty, None, days).cast(pa.date32())
        except pa.ArrowInvalid as error:
            raise Refused(
                "The column “{column}” holds what is no date such as 2017-02-16: {why}",
                field=name,
                values={"column": name, "why": str(error).splitlines()[0]},
            ) from None
    try:
        days = column.cast(pa.date32(), safe=False).cast(pa.int32())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        raise Refused(
            "The column “{column}” holds no dates.", field=name, values={"column": name}
        ) from None
    return np.array(days.fill_null(NO_DAY).to_numpy(zero_copy_only=False), np.int32)


def _remark(remarks: list[str], which: Bools, words: str) -> None:
    """Say how many reports are odd in some way, and the first rows of them."""
    rows = np.flatnonzero(which)
    if len(rows):
        named = ", ".join(str(row + 1) for row in rows[:_LISTED].tolist())
        more = ", …" if len(rows) > _LISTED else ""
        remarks.append(f"{len(rows):,} reports {words} (rows {named}{more})")

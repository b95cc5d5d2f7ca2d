"""A table of reports as the linkage engine reads it, without the record: Parquet or CSV."""

import json
import re
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from trucewatch.exchange.linkage_file import Sheet, Wanted, open_sheet
from trucewatch.exchange.sheet_values import days_of, numbers_of, remark
from trucewatch.linkage.actors import numbered_actors, resolve
from trucewatch.linkage.columns import (
    MOST_ACTORS,
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
from trucewatch.linkage.kinds import MOST_KINDS
from trucewatch.linkage.words import Words, words_of

WANTED: Final = Wanted(
    required=("report_id", "source", "date_start", "date_end"),
    texts=("report_id", "source", "date_start", "date_end", "type", "actors", "text"),
    numbers=(
        "lat", "lon", "location_precision", "date_precision", "killed_low", "killed_high",
        "killed_best",
    ),
)  # fmt: skip
_NO_SOURCE: Final = "(no source)"
_APART: Final = ";"
_QUOTED: Final = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"")
_YEARS_1_TO_9999: Final = (-719_162, 2_932_896)
_LONG_DAYS: Final = 366


@dataclass(frozen=True)
class LinkageTable:
    """Reports ready for linkage, their ids, and what is odd about some of them."""

    ids: pa.Array
    columns: Columns
    vocabulary: Vocabulary
    read_words: Callable[[], Words | None]
    """Waits for the words of the texts, which are read in a thread of their own."""
    remarks: tuple[str, ...]

    @property
    def words(self) -> Words | None:
        """The rare words of each report; None where no report has a text."""
        return self.read_words()


def read_table(
    path: Path, *, unique_sources: frozenset[str], aliases: Mapping[str, str]
) -> LinkageTable:
    """Read a table of reports; columns that are not asked for are left alone.

    Refused with ``Refused`` where a column that is needed is missing, an id is missing or stands
    twice, or a value is no date or no number; what is merely odd (no date, no place) is told in
    ``remarks``. Ids are texts from here on.
    """
    sheet = open_sheet(path, WANTED)
    words = _words_meanwhile(sheet.texts("text"))
    remarks: list[str] = []
    ids, key = _ids(sheet)
    source, sources = _sources(sheet, remarks)
    if unknown := sorted(unique_sources - set(sources)):
        remarks.append(f"no report is of the source {', '.join(unknown)} that was named unique")
    kind, kinds = _numbered(sheet.texts("type"))
    if len(kinds) > MOST_KINDS:
        remarks.append(
            f"{len(kinds):,} different types: {MOST_KINDS} are compared for what they have in "
            "common, the others are the same or different"
        )
    actors, names = _actors(sheet, aliases, remarks)
    latitude, longitude = _coordinates(sheet, remarks)
    first, last = _days(sheet, remarks)
    low, best, high = (numbers_of(sheet, f"killed_{each}") for each in ("low", "best", "high"))
    odd = np.logical_or.reduce([(each < 0) | (each > MOST_DEATHS) for each in (low, best, high)])
    remark(remarks, odd, "a number of deaths that is no count: left out of comparison")
    least, likeliest, most = deaths_of(low, best, high)
    columns = Columns(
        key=key, source=source, latitude=latitude, longitude=longitude,
        place=_code(sheet, "location_precision", 7, remarks),
        first=first, last=last, when=_code(sheet, "date_precision", 5, remarks),
        kind=kind, actors=actors, low=least, best=likeliest, high=most,
    )  # fmt: skip
    vocabulary = Vocabulary(sources, unique_sources & set(sources), kinds, names)
    return LinkageTable(ids, columns, vocabulary, words, tuple(remarks))


def _words_meanwhile(texts: pa.Array) -> Callable[[], Words | None]:
    """Begin to read words while the other columns are looked at: that is most of the work."""
    if texts.null_count == len(texts):
        return lambda: None
    data, start = _bytes(texts)
    pool = ThreadPoolExecutor(1)
    reading = pool.submit(words_of, data, start, 1)
    pool.shutdown(wait=False)
    return reading.result


def _ids(sheet: Sheet) -> tuple[pa.Array, Any]:
    """The ids, and a number for each that orders them; all there and all different."""
    ids = sheet.texts("report_id")
    missing = pc.or_(pc.equal(ids, ""), pc.utf8_is_space(ids)).fill_null(True)
    if (row := pc.index(missing, True).as_py()) >= 0:
        sheet.refuse("report_id", row, "every report needs an id")
    key = keys_of(*_bytes(ids))
    one, other = first_twice(key)
    if one >= 0:
        sheet.refuse(
            "report_id", other, f"“{ids[other].as_py()}” stands in row {one + 1:,} as well"
        )
    return ids, key


def _bytes(texts: pa.Array) -> tuple[Any, Longs]:
    """Texts one after the other, and where each begins; a missing one is empty."""
    texts = pc.fill_null(texts, "")
    wide = pa.types.is_large_string(texts.type)
    _, offsets, data = texts.buffers()
    start = np.frombuffer(offsets, np.int64 if wide else np.int32)
    raw = np.frombuffer(data, np.uint8) if data is not None else np.zeros(0, np.uint8)
    return raw, start[texts.offset : texts.offset + len(texts) + 1].astype(np.int64)


def _numbered(texts: pa.Array) -> tuple[Ints, tuple[str, ...]]:
    """Texts as numbers, the most frequent first; -1 for none."""
    encoded = texts.dictionary_encode()
    names = [name.strip() for name in encoded.dictionary.to_pylist()]
    codes = encoded.indices.fill_null(len(names)).to_numpy(zero_copy_only=False)
    times = dict.fromkeys(names, 0)
    for name, number in zip(names, np.bincount(codes, minlength=len(names)).tolist(), strict=False):
        times[name] += number
    ordered = sorted(times.keys() - {""}, key=lambda name: (-times[name], name))
    number_of = {name: number for number, name in enumerate(ordered)} | {"": -1}
    numbers = np.array([*(number_of[name] for name in names), -1], np.int32)
    return numbers[codes], tuple(ordered)


def _sources(sheet: Sheet, remarks: list[str]) -> tuple[Ints, tuple[str, ...]]:
    source, names = _numbered(sheet.texts("source"))
    none = source < 0
    if not none.any():
        return source, names
    remark(remarks, none, "no source: taken as one source of its own")
    return np.where(none, np.int32(len(names)), source), (*names, _NO_SOURCE)


def _actors(
    sheet: Sheet, aliases: Mapping[str, str], remarks: list[str]
) -> tuple[Ints, tuple[str, ...]]:
    column = sheet.column("actors")
    if column is None:
        nobody = np.zeros(0, np.int64), np.zeros(0, np.int32)
        return numbered_actors(*nobody, len(sheet)), ()
    if not _is_list(column.type):
        column = _listed(sheet.texts("actors"))
    try:
        encoded = column.flatten().cast(pa.string()).dictionary_encode()
    except pa.ArrowException:
        sheet.refuse("actors", None, f"{column.type} is neither text nor a list of texts")
    report = pc.list_parent_indices(column).to_numpy().astype(np.int64)
    names = encoded.dictionary.to_pylist()
    code = encoded.indices.fill_null(len(names)).to_numpy(zero_copy_only=False)
    times = np.bincount(code, minlength=len(names) + 1)[: len(names)]
    found = resolve(names, times.astype(np.int64), aliases)
    if found.slips:
        remarks.append(f"{found.slips:,} spellings of actors read as slips of the keyboard")
    actor = np.append(found.of_name, np.int32(-1))[code]
    actors = numbered_actors(report, actor, len(sheet))
    remark(
        remarks, _too_many(report, actor, actors),
        f"more than {MOST_ACTORS} actors: the first {MOST_ACTORS} by name are compared",
    )  # fmt: skip
    return actors, found.names


def _is_list(kind: pa.DataType) -> bool:
    return any(
        is_one(kind)
        for is_one in (
            pa.types.is_list, pa.types.is_large_list, pa.types.is_fixed_size_list,
            pa.types.is_list_view, pa.types.is_large_list_view,
        )
    )  # fmt: skip


def _listed(texts: pa.Array) -> pa.Array:
    """Lists that were written as texts: names with semicolons between them, or lists of JSON."""
    encoded = texts.dictionary_encode()
    lists = pc.split_pattern(encoded.dictionary, _APART)
    bracketed = pc.match_substring_regex(encoded.dictionary, r"(?s)^\s*\[.*\]\s*$")
    if pc.any(bracketed).as_py():
        lists = pa.array(
            [
                _in_brackets(text) if is_one else text.split(_APART)
                for text, is_one in zip(
                    encoded.dictionary.to_pylist(), bracketed.to_pylist(), strict=True
                )
            ],
            pa.list_(pa.string()),
        )
    return lists.take(encoded.indices)


def _in_brackets(text: str) -> list[str]:
    """The names in a list that was written out by JSON, Python or NumPy."""
    try:
        return [str(name) for name in json.loads(text) if name is not None]
    except (ValueError, RecursionError):
        quoted = [one or other for one, other in _QUOTED.findall(text)]
        return quoted or text.split(_APART)


def _too_many(report: Longs, actor: Ints, actors: Ints) -> Bools:
    """Which reports name more different actors than are compared."""
    full = actors[:, -1] >= 0
    rows = np.flatnonzero(full[report] & (actor >= 0))
    different = np.unique(report[rows] << 32 | actor[rows]) >> 32
    return np.bincount(different, minlength=len(actors)) > MOST_ACTORS


def _code(sheet: Sheet, name: str, most: int, remarks: list[str]) -> Any:
    """Codes of precision; the most exact where none is given, the vaguest where it is none."""
    given = numbers_of(sheet, name)
    silent = np.isnan(given)
    fits = (given >= 1) & (given <= most) & (given == np.floor(given))
    remark(remarks, ~fits & ~silent, f"a {name} outside 1-{most}: taken as the vaguest")
    return np.where(silent, 1, np.where(fits, given, most)).astype(np.int8)


def _coordinates(sheet: Sheet, remarks: list[str]) -> tuple[Doubles, Doubles]:
    latitude, longitude = numbers_of(sheet, "lat"), numbers_of(sheet, "lon")
    good = (np.abs(latitude) <= 90) & (np.abs(longitude) <= 180)
    none = np.isnan(latitude) & np.isnan(longitude)
    remark(remarks, none, "no coordinates: linked by date, sides and deaths alone")
    remark(
        remarks, ~good & ~none, "coordinates incomplete or no place on Earth: taken as having none"
    )
    return np.where(good, latitude, np.nan), np.where(good, longitude, np.nan)


def _days(sheet: Sheet, remarks: list[str]) -> tuple[Ints, Ints]:
    first, last = days_of(sheet, "date_start"), days_of(sheet, "date_end")
    earliest, latest = _YEARS_1_TO_9999
    strange = np.zeros(len(sheet), np.bool_)
    for day in (first, last):
        odd = (day != NO_DAY) & ((day < earliest) | (day > latest))
        day[odd] = NO_DAY
        strange |= odd
    remark(remarks, strange, "a date beyond the years 1 to 9999: taken as having none")
    first = np.where(first == NO_DAY, last, first)
    last = np.where(last == NO_DAY, first, last)
    remark(remarks, last < first, "an end before the beginning: the two are exchanged")
    first, last = np.minimum(first, last), np.maximum(first, last)
    remark(remarks, last - first >= _LONG_DAYS, "dates a year or more apart: they tell little")
    remark(remarks, first == NO_DAY, "no date: each stands alone")
    return first.astype(np.int32), last.astype(np.int32)

"""Reading the reports of the record into columns."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

import numpy as np
from django.db import connection

from trucewatch.incidents.index.columns import Block, Columns, Ids, Index, Mask, Names, cells_of
from trucewatch.incidents.models import Link
from trucewatch.reports.models import Report, Standing
from trucewatch.vocabulary.violations import Verification, ViolationType

_CHUNK: Final = 50_000
_MOST_KEYS: Final = 500
EVENT_TYPES: Final = {kind.value: number for number, kind in enumerate(ViolationType)}
VERIFICATIONS: Final = {state.value: number for number, state in enumerate(Verification)}

# Read as plain numbers and text: building a date and a UUID for each of a million rows takes longer
# than everything else together.
_DAY: Final = {
    "sqlite": "CAST(julianday({0}) - 2440587.5 AS INTEGER)",
    "postgresql": "({0} - DATE '1970-01-01')",
}
_KEY: Final = {
    "sqlite": "COALESCE({0}, '')",
    "postgresql": "COALESCE(replace({0}::text,'-',''),'')",
}
_READ: Final = (
    ("id", _KEY),
    ("handling", None),
    ("compartment_id", _KEY),
    ("date_start", _DAY),
    ("date_end", _DAY),
    ("date_precision", None),
    ("event_type", None),
    ("verification", None),
    ("standing", None),
    ("location_precision", None),
    ("source_id", _KEY),
    ("area_id", _KEY),
    ("side_a_id", _KEY),
    ("side_b_id", _KEY),
    ("latitude", None),
    ("longitude", None),
)


def load_index() -> Index:
    """The whole record."""
    names = Names.none_yet()
    return Index(_by_class(_read_all(names, [None])), names)


def refreshed(index: Index, changed: Sequence[UUID]) -> Index:
    """The index with these reports as they stand now; the blocks of all others stay as they are."""
    keys = [changed[start : start + _MOST_KEYS] for start in range(0, len(changed), _MOST_KEYS)]
    arrived = _by_class(_read_all(index.names, keys))
    blocks = {}
    for name in {**index.blocks, **arrived}:
        parts: list[Columns] = []
        if name in index.blocks:
            block = index.blocks[name]
            leaving = _are_among(block.id, changed)
            if name not in arrived and not leaving.any():
                blocks[name] = block
                continue
            parts.append(block.taken(~leaving))
        if name in arrived:
            parts.append(arrived[name])
        if joined := Columns.joined(parts):
            blocks[name] = Block.of(joined, _mark_of(name))
    return Index(blocks, index.names)


def id_halves(keys: Iterable[str]) -> Ids:
    """Keys of 32 hexadecimal digits as pairs of numbers, the higher half first."""
    raw = bytes.fromhex("".join(keys))
    return np.frombuffer(raw, ">u8").astype(np.uint64).reshape(-1, 2)


def _are_among(ids: Ids, keys: Sequence[UUID]) -> Mask:
    """Which of the ids are those of the keys; low halves are random, so they rarely mislead."""
    among = np.isin(ids[:, 1], id_halves(key.hex for key in keys)[:, 1])
    wanted = {key.int for key in keys}
    for row in np.flatnonzero(among):
        high, low = ids[row].tolist()
        among[row] = (high << 64 | low) in wanted
    return among


def _by_class(parts: Iterable[tuple[list[str], Columns]]) -> Mapping[str, Block]:
    """The rows of each visibility class together."""
    found: dict[str, list[Columns]] = defaultdict(list)
    for classes, columns in parts:
        column = np.array(classes)
        for name in dict.fromkeys(classes):
            found[name].append(columns.taken(column == name))
    return {name: Block.of(Columns.joined(rows), _mark_of(name)) for name, rows in found.items()}


def _mark_of(visibility_class: str) -> str:
    return visibility_class.partition(" ")[0]


def _read_all(
    names: Names, asked: Iterable[Sequence[UUID] | None]
) -> Iterator[tuple[list[str], Columns]]:
    """The chunks of several readings; incidents are numbered once, since that sorts them all."""
    parts = [part for keys in asked for part in _read(names, keys)]
    if not parts:
        return
    numbers = names.incidents.numbers(np.concatenate([incidents for _, _, incidents in parts]))
    start = 0
    for classes, columns, incidents in parts:
        end = start + len(incidents)
        yield classes, replace(columns, incident=numbers[start:end])
        start = end


def _read(names: Names, keys: Sequence[UUID] | None) -> Iterator[tuple[list[str], Columns, Ids]]:
    """The published reports in chunks, with the visibility class and the incident of each row."""
    reports = Report.objects.order_by()
    if keys is not None:
        reports = reports.filter(pk__in=list(keys))
    published, parameters = reports.values(*(name for name, _ in _READ)).query.sql_with_params()
    vendor = connection.vendor
    columns = [form[vendor].format(f"r.{name}") if form else f"r.{name}" for name, form in _READ]
    statement = (
        f"SELECT {', '.join(columns)}, {_KEY[vendor].format('l.incident_id')}, w.id "  # noqa: S608
        f"FROM ({published}) r "
        f"JOIN {Link._meta.db_table} l ON l.report_id = r.id AND l.until_entry IS NULL "
        "JOIN reports_words w ON w.report_id = r.id"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        while rows := cursor.fetchmany(_CHUNK):
            yield _columns(list(zip(*rows, strict=True)), names)


def _columns(read: list[tuple[Any, ...]], names: Names) -> tuple[list[str], Columns, Ids]:
    (ids, marks, circles, start, end, date_precision, types, states, standings, precision,
     sources, areas, sides_a, sides_b, latitudes, longitudes, incidents, words) = read  # fmt: skip
    latitude = np.array(latitudes, np.float64)
    longitude = np.array(longitudes, np.float64)
    known_to = np.array(precision, np.int8)
    columns = Columns(
        id=id_halves(ids),
        incident=np.zeros(0, np.int32),
        start=np.array(start, np.int32),
        end=np.array(end, np.int32),
        date_precision=np.array(date_precision, np.int8),
        event_type=np.array([EVENT_TYPES[kind] for kind in types], np.int8),
        verification=np.array([VERIFICATIONS[state] for state in states], np.int8),
        is_recorded=np.array([standing == Standing.RECORDED.value for standing in standings]),
        precision=known_to,
        source=names.sources.numbers(sources),
        area=names.areas.numbers(areas),
        side_a=names.parties.numbers(sides_a),
        side_b=names.parties.numbers(sides_b),
        latitude=latitude,
        longitude=longitude,
        words=np.array(words, np.int32),
        cells=cells_of(latitude, longitude, known_to, names.cells),
    )
    classes = [f"{mark} {circle}" for mark, circle in zip(marks, circles, strict=True)]
    return classes, columns, id_halves(incidents)

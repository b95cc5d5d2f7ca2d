"""Figures as they stand beside each other: one row a claim, with the label of its group."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from trucewatch.exchange.csv_table import csv_chunks
from trucewatch.exchange.export_columns import Column, Kind
from trucewatch.exchange.json_rows import json_chunks
from trucewatch.statements.standing import FigureGroup, FigureSeen


class FigureInGroup(NamedTuple):
    """One claim; ``group`` numbers the scopes, and a copy adds nothing to the label."""

    group: int
    concept: str
    whom: str
    place: str
    counted_since: dt.date | None
    label: str
    reason: str
    claimant: str
    low: int | None
    high: int | None
    estimated: int
    as_of: dt.date | None
    basis: str
    measure: str
    copy: int
    protected: int
    source: str
    source_key: str
    words: str
    document_sha256: str
    start: int
    end: int
    handling: str
    id: str


_NUMBERS: Final = frozenset(
    {"group", "low", "high", "estimated", "copy", "protected", "start", "end"}
)
_DAYS: Final = frozenset({"counted_since", "as_of"})


def _kind_of(name: str) -> Kind:
    if name in _NUMBERS:
        return Kind.NUMBER
    return Kind.DAY if name in _DAYS else Kind.TEXT


COLUMNS: Final = tuple(Column(name, _kind_of(name), "") for name in FigureInGroup._fields)


def rows_of(groups: Sequence[FigureGroup]) -> list[FigureInGroup]:
    """Every claim of the groups in their order."""
    return [
        _row(number, group, seen)
        for number, group in enumerate(groups, start=1)
        for seen in group.figures
    ]


def figures_as_csv(groups: Sequence[FigureGroup]) -> Iterator[bytes]:
    """The groups as a table for spreadsheets."""
    rows: list[Any] = rows_of(groups)
    return csv_chunks(COLUMNS, [rows])


def figures_as_json(groups: Sequence[FigureGroup]) -> Iterator[bytes]:
    """The groups as a list with an object for each claim."""
    rows: list[Any] = rows_of(groups)
    return json_chunks([rows])


def _row(number: int, group: FigureGroup, seen: FigureSeen) -> FigureInGroup:
    row = seen.row
    source = row.from_source
    return FigureInGroup(
        group=number,
        concept=row.concept,
        whom=row.whom,
        place=seen.claim.scope.place,
        counted_since=row.counted_since,
        label=group.verdict.label.value,
        reason=str(group.verdict.reason),
        claimant=seen.claimant,
        low=row.low,
        high=row.high,
        estimated=int(row.estimated),
        as_of=row.as_of,
        basis=row.basis,
        measure=row.measure,
        copy=int(seen.is_copy),
        protected=int(row.anonymous),
        source=source.name if source else "",
        source_key=source.key if source else "",
        words=row.shown,
        document_sha256=row.sha256,
        start=row.start,
        end=row.end,
        handling=row.handling,
        id=str(row.pk),
    )

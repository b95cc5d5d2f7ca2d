"""Cases and findings of mechanisms in the formats of tables, portion by portion."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from trucewatch.accounts.access import MemberReader, Reader, require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.exchange.case_rows import (
    case_rows,
    finding_row,
    visible_cases,
    visible_findings,
)
from trucewatch.exchange.csv_table import csv_chunks, hxl_chunks
from trucewatch.exchange.export_columns import CaseRow, FindingRow, Row, columns_of
from trucewatch.exchange.json_rows import json_chunks
from trucewatch.exchange.parquet import parquet_chunks
from trucewatch.vocabulary.refusal import NotFound

_PORTION: Final = 2_000
_FORMS: Final = ("csv", "hxl", "json", "parquet")


def _findings(_reader: Reader, found: Sequence[Any]) -> Sequence[Row]:
    return [finding_row(finding) for finding in found]


_TABLES: Final[
    dict[
        str,
        tuple[
            type[Any],
            Callable[[Reader], QuerySet[Any]],
            Callable[[Reader, Sequence[Any]], Sequence[Row]],
        ],
    ]
] = {
    "cases": (CaseRow, visible_cases, case_rows),
    "findings": (FindingRow, visible_findings, _findings),
}
CASES: Final = tuple(_TABLES)


@dataclass
class CasesExport:
    """Cases or findings that a reader may see, as bytes that come while they are read."""

    what: str
    form: str
    reader: Reader
    count: int = 0

    def chunks(self) -> Iterator[bytes]:
        """The file, piece by piece."""
        columns = columns_of(_TABLES[self.what][0])
        match self.form:
            case "csv":
                return csv_chunks(columns, self._portions())
            case "hxl":
                return hxl_chunks(columns, self._portions())
            case "json":
                return json_chunks(self._portions())
        return parquet_chunks(columns, self._portions(), list)

    def _portions(self) -> Iterator[Sequence[Row]]:
        """Each portion asks the gate again, behind the last row of the one before."""
        _, visible, made = _TABLES[self.what]
        last: UUID | None = None
        while True:
            rows = visible(self.reader).order_by("pk")
            found = list((rows.filter(pk__gt=last) if last else rows)[:_PORTION])
            self.count += len(found)
            yield made(self.reader, found)
            if len(found) < _PORTION:
                return
            last = found[-1].pk


def open_cases_export(what: str, form: str, *, by: Member) -> CasesExport:
    """An export as far as the member may see it; refused to those without the right."""
    require(by, Act.EXPORT)
    if form not in _FORMS:
        raise NotFound(f"Of {what} there is: {', '.join(_FORMS)}.")
    return CasesExport(what, form, MemberReader(by))

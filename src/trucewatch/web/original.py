"""The row that a report was read from, word for word."""

import csv
from dataclasses import dataclass
from io import StringIO

from trucewatch.reports.models import Report


@dataclass(frozen=True, slots=True)
class OriginalRow:
    """The raw text and, where the table's header is known, each value under its name."""

    raw: str
    values: list[tuple[str, str]]


def original_of(report: Report) -> OriginalRow | None:
    """The original of a report; None where it was filed here and never stood in a file."""
    if not report.original:
        return None
    header = report.document.header if report.document else ""
    names, row = _cells(header), _cells(report.original)
    values = list(zip(names, row, strict=False)) if names and len(names) == len(row) else []
    return OriginalRow(report.original, values)


def _cells(line: str) -> list[str]:
    rows = list(csv.reader(StringIO(line, newline="")))
    return rows[0] if len(rows) == 1 else []

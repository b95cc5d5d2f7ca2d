"""The row that a report was read from, word for word."""

import csv
import json
from dataclasses import dataclass
from io import StringIO

from trucewatch.exchange.json_table import flattened
from trucewatch.exchange.records import delimiter_of
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
    if report.original.startswith("{"):
        return OriginalRow(report.original, _members(report.original))
    delimiter = delimiter_of(header)
    names, row = _cells(header, delimiter), _cells(report.original, delimiter)
    values = list(zip(names, row, strict=False)) if names and len(names) == len(row) else []
    return OriginalRow(report.original, values)


def _members(original: str) -> list[tuple[str, str]]:
    """The values of a JSON object by their paths; none where it is no object after all."""
    try:
        return list(flattened(json.loads(original)).items())
    except ValueError:
        return []


def _cells(line: str, delimiter: str) -> list[str]:
    rows = list(csv.reader(StringIO(line, newline=""), delimiter=delimiter))
    return rows[0] if len(rows) == 1 else []

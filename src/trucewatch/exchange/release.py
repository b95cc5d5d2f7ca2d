"""What a newer release of the same events says differently."""

import csv
import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any

from trucewatch.exchange.json_table import flattened
from trucewatch.exchange.parsed import ParsedReport
from trucewatch.exchange.records import delimiter_of
from trucewatch.reports.account import FACT_COLUMNS
from trucewatch.reports.actions.importing import Change
from trucewatch.reports.models import Report
from trucewatch.reports.rules import changed_columns

_MIDNIGHT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]00:00:00(?:\.0+)?Z?\Z")


@dataclass(frozen=True, slots=True)
class Release:
    """One row of a release, ready to be compared with what the record holds of that event."""

    header: str
    parsed: ParsedReport
    columns: dict[str, Any]

    def change(self, report: Report) -> Change | None:
        """What the row changes in the report; None when it only looks different.

        Columns that only one of the two layouts has are no change of the account: a release with
        more columns does not revise every event.
        """
        probe = Report(**self.columns).content()
        facts = changed_columns(report.content(), probe, FACT_COLUMNS)
        elsewhere = self._changed_values(report)
        if not facts and not elsewhere:
            return None
        digest = hashlib.sha256(f"{self.header}\n{self.parsed.original}".encode()).hexdigest()
        columns = {column: _as_json(value) for column, value in self.columns.items()}
        columns |= {
            "original": self.parsed.original,
            "original_line": self.parsed.line,
            "original_digest": digest,
            "flags": self.parsed.flags,
        }
        return Change(report, columns, elsewhere)

    def _changed_values(self, report: Report) -> list[dict[str, Any]]:
        """The columns of the source's table that both releases have and that differ."""
        if report.document is None:
            return []
        before = _values(report.document.header, report.original)
        return [
            {"field": f"original.{name}", "old": before[name], "new": value}
            for name, value in self.parsed.values.items()
            if name in before and _normal(before[name]) != _normal(value)
        ]


def _values(header: str, original: str) -> dict[str, str]:
    """What an original row says column by column, in whichever layout it was received."""
    if original.startswith("{"):
        try:
            return flattened(json.loads(original))
        except ValueError:
            pass  # the first value of a table may begin so as well
    delimiter = delimiter_of(header)
    names = (name.strip() for name in _split(header, delimiter))
    return dict(zip(names, _split(original, delimiter), strict=False))


def _split(row: str, delimiter: str) -> list[str]:
    lines = row.splitlines(keepends=True) if "\n" in row else [row]
    return next(csv.reader(lines, delimiter=delimiter), [])


def _normal(value: str) -> str:
    """A value without what differs between two prints of the same number or day."""
    value = value.strip()
    if found := _MIDNIGHT.match(value):
        return found[1]
    try:
        return repr(float(value))
    except ValueError:
        return value


def _as_json(value: Any) -> Any:
    """A column's value as the staging table keeps it."""
    if value is None or isinstance(value, bool | int | float) or type(value) is str:
        return value
    return str(value)

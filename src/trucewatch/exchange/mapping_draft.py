"""A mapping in the making: what a table's columns look like, what they seem to mean, as TOML."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Final

from trucewatch.exchange.mapping import FIELDS, MappedReader, format_of
from trucewatch.exchange.parsed import ParsedReport
from trucewatch.exchange.records import Record
from trucewatch.exchange.summary import Refusal
from trucewatch.exchange.tables import open_table
from trucewatch.exchange.xlsform_names import NAMES
from trucewatch.names.folding import fold

MOST_COLUMNS: Final = 200
_LOOKED_AT: Final = 200
_EXAMPLES: Final = 3
_LONGEST_EXAMPLE: Final = 60
_KEYS: Final = ("id", "key", "no", "nr", "number", "event id", "incident id", "record id", "uuid")

DATE_FORMATS: Final[dict[str, str]] = {
    "": "2017-02-16",
    "%d.%m.%Y": "16.02.2017",
    "%d/%m/%Y": "16/02/2017",
    "%m/%d/%Y": "02/16/2017",
    "%d-%m-%Y": "16-02-2017",
    "%d %B %Y": "16 February 2017",
    "%d %b %Y": "16 Feb 2017",
    "%B %d, %Y": "February 16, 2017",
    "%Y/%m/%d": "2017/02/16",
}
"""Ways to write a day, each with the sixteenth of February 2017 as an example."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its name, some of its values, and what it seems to mean."""

    name: str
    examples: list[str]
    guess: str


@dataclass(frozen=True, slots=True)
class TableSketch:
    """The first rows of a table and what they give away."""

    columns: list[Column]
    date_format: str
    rows: list[Record] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row as it would be read, or why it would be refused."""

    line: int
    report: ParsedReport | None
    refusals: list[Refusal]


def sketch(path: Path) -> TableSketch:
    """What the table looks like. Raises ``Unreadable`` for what is no table."""
    with open_table(path) as table:
        names = [name for name in table.header.columns if name][:MOST_COLUMNS]
        rows = [row for row in islice(table, _LOOKED_AT) if isinstance(row, Record)]
    guesses = _guesses(names, rows)
    columns = [
        Column(name, _examples(row.values[name] for row in rows), guesses.get(name, ""))
        for name in names
    ]
    days = next((name for name, meant in guesses.items() if meant == "date_start"), "")
    return TableSketch(
        columns, _format_of([row.values[days] for row in rows] if days else []), rows
    )


def draft_mapping(
    columns: Mapping[str, str], source: Mapping[str, str], handling: str, date_format: str
) -> dict[str, Any]:
    """The entries of a mapping: fields to columns, the source, the mark, how days are written."""
    read = {"date_formats": [date_format]} if date_format else {}
    entries: dict[str, Any] = {
        "source": dict(source),
        "defaults": {"handling": handling},
        "columns": {name: columns[name] for name in FIELDS if name in columns},
        "read": read,
    }
    return {section: content for section, content in entries.items() if content}


def written(entries: Mapping[str, Mapping[str, Any]]) -> str:
    """A mapping as a file in TOML, to be kept and used again."""
    lines = []
    for section, content in entries.items():
        lines.append(f"[{section}]")
        for name, value in content.items():
            lines.append(f"{name} = {_toml(value)}")
        lines.append("")
    return "\n".join(lines)


def preview(path: Path, entries: dict[str, Any], rows: int = 20) -> list[PreviewRow]:
    """The first rows as the mapping reads them. Raises ``Refused`` for a mapping that is none."""
    mapping = format_of("mapping", entries)[1]
    found: list[PreviewRow] = []
    with open_table(path) as table:
        reader = MappedReader(mapping, table.header)
        if reader.refusals:
            return [PreviewRow(table.header.line, None, reader.refusals)]
        for record in islice(table, rows):
            if isinstance(record, Refusal):
                found.append(PreviewRow(record.line, None, [record]))
                continue
            parsed = reader.parse(record)
            if isinstance(parsed, list):
                found.append(PreviewRow(record.line, None, parsed))
            else:
                found.append(PreviewRow(record.line, parsed, []))
    return found


def _guesses(names: Sequence[str], rows: Sequence[Record]) -> dict[str, str]:
    """What each column seems to mean; each field is guessed once."""
    found: dict[str, str] = {}
    by_folded = {fold(name): name for name in reversed(names)}
    fields = {"key": _KEYS, **NAMES}
    for meant, words in fields.items():
        for word in (fold(meant), *words):
            name = by_folded.get(word)
            if name is not None and name not in found:
                found[name] = meant
                break
    if "key" not in found.values() and rows:
        for name in names:
            values = [row.values[name].strip() for row in rows]
            if name not in found and all(values) and len(set(values)) == len(values) > 1:
                found[name] = "key"
                break
    return found


def _examples(values: Any) -> list[str]:
    shown: list[str] = []
    for value in values:
        text = value.strip()
        text = text if len(text) <= _LONGEST_EXAMPLE else f"{text[:_LONGEST_EXAMPLE]}…"
        if text and text not in shown:
            shown.append(text)
        if len(shown) == _EXAMPLES:
            break
    return shown


def _format_of(values: Sequence[str]) -> str:
    """The one way of writing days that fits every value; none where two ways do."""
    filled = [value.strip() for value in values if value.strip()]
    fitting = [pattern for pattern in DATE_FORMATS if pattern and _fits(pattern, filled)]
    return fitting[0] if filled and len(fitting) == 1 else ""


def _fits(pattern: str, values: Sequence[str]) -> bool:
    try:
        for value in values:
            dt.datetime.strptime(value, pattern)  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return False
    return True


def _toml(value: Any) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_toml(inner) for inner in value) + "]"
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")

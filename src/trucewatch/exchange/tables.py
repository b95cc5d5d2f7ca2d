"""Opening a file as a table, by what it holds rather than by its name."""

from pathlib import Path
from typing import TypeAlias

from trucewatch.exchange.json_table import JsonTable, is_json
from trucewatch.exchange.options import Progress, no_progress
from trucewatch.exchange.records import CsvTable
from trucewatch.exchange.workbook import WorkbookTable, is_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


Table: TypeAlias = CsvTable | WorkbookTable | JsonTable


def open_table(path: Path, progress: Progress = no_progress) -> Table:
    """The rows of a CSV file, of the first sheet of a workbook, or of a JSON export.

    Raises ``Unreadable`` with the refusal to show when the file is none of them.
    """
    if is_json(path):
        return JsonTable(path, progress)
    return WorkbookTable(path, progress) if is_workbook(path) else CsvTable(path, progress)


def media_type(path: Path) -> str:
    """The media type of a table, told by its first bytes."""
    if is_json(path):
        return "application/json"
    return XLSX if is_workbook(path) else "text/csv"

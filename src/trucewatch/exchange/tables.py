"""Opening a file as a table, by what it holds rather than by its name."""

from pathlib import Path

from trucewatch.exchange.options import Progress, no_progress
from trucewatch.exchange.records import CsvTable
from trucewatch.exchange.workbook import WorkbookTable, is_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def open_table(path: Path, progress: Progress = no_progress) -> CsvTable | WorkbookTable:
    """The rows of a CSV file or of the first sheet of a workbook.

    Raises ``Unreadable`` with the refusal to show when the file is neither.
    """
    return WorkbookTable(path, progress) if is_workbook(path) else CsvTable(path, progress)


def media_type(path: Path) -> str:
    """The media type of a table, told by its first bytes."""
    return XLSX if is_workbook(path) else "text/csv"

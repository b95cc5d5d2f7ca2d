"""The PA-X register of peace agreements: each row an instrument, kept column by column."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from trucewatch.accounts.access import require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.agreements.actions import RegisterBatch, register_instruments
from trucewatch.agreements.models import Instrument, InstrumentDate
from trucewatch.exchange.options import ImportOptions, Progress, no_progress
from trucewatch.exchange.records import Record, Unreadable
from trucewatch.exchange.summary import Refusal, Summary
from trucewatch.exchange.tables import open_table
from trucewatch.sources.actions import add_source, only_import
from trucewatch.sources.models import Source
from trucewatch.vocabulary.accords import DateKind
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.interval import DatePrecision
from trucewatch.vocabulary.process import InstrumentType

SOURCE_KEY: Final = "pa-x"
_NEEDED: Final = ("AgtId", "Agt", "Dat")
_LONGEST_NAME: Final = 300
_ISO: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00:00)?", re.ASCII)
_DAY_FIRST: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_STAGES: Final[dict[str, InstrumentType]] = {
    "cea": InstrumentType.CEASEFIRE,
    "pre": InstrumentType.OTHER,
    "subpar": InstrumentType.PEACE_AGREEMENT,
    "subcomp": InstrumentType.PEACE_AGREEMENT,
    "imp": InstrumentType.PROCEDURE,
    "ren": InstrumentType.OTHER,
    "oth": InstrumentType.OTHER,
}
"""PA-X's stage of an agreement and the type that comes nearest; the stage itself is kept."""


@dataclass(frozen=True, slots=True)
class PaxRow:
    """One agreement of the register."""

    line: int
    key: str
    name: str
    signed_on: dt.date
    instrument_type: InstrumentType
    columns: tuple[str, ...]
    values: tuple[str, ...]

    @property
    def original(self) -> dict[str, Any]:
        """The row as it stood: columns in their order, values as text."""
        return {
            "register": SOURCE_KEY, "id": self.key,
            "columns": list(self.columns), "values": list(self.values),
        }  # fmt: skip


def read_pax(record: Record) -> PaxRow | list[Refusal]:
    """A row of the register, or why it cannot be taken, field by field."""
    values = {name: record.values.get(name, "").strip() for name in _NEEDED}
    refused = [
        Refusal(record.line, name, "it is empty") for name, value in values.items() if not value
    ]
    day = _day(values["Dat"])
    if values["Dat"] and day is None:
        reason = f"“{values['Dat']}” is no day such as 2016-12-29 or 29/12/2016"
        refused.append(Refusal(record.line, "Dat", reason))
    if len(values["Agt"]) > 4 * _LONGEST_NAME:
        refused.append(Refusal(record.line, "Agt", "it is too long for a name"))
    if refused or day is None:
        return refused
    stage = record.values.get("Stage", "").strip().casefold()
    return PaxRow(
        record.line, values["AgtId"], values["Agt"], day,
        _STAGES.get(stage, InstrumentType.OTHER),
        tuple(record.values), tuple(record.values.values()),
    )  # fmt: skip


def _day(text: str) -> dt.date | None:
    for pattern, order in ((_ISO, (0, 1, 2)), (_DAY_FIRST, (2, 1, 0))):
        found = pattern.fullmatch(text)
        if found:
            try:
                return dt.date(*(int(found.groups()[place]) for place in order))
            except ValueError:
                return None
    return None


def import_pax(
    path: Path,
    *,
    name: str,
    by: Member,
    options: ImportOptions,
    progress: Progress = no_progress,
) -> Summary:
    """Enter each agreement of the register with its date as one account of the day of signature.

    A row whose agreement is in the record already changes it where the row has changed, and
    nothing else: what people entered stays. Nothing is written when a row is refused (unless
    ``skip_refused``) or for a ``dry_run``.
    """
    require(by, Act.IMPORT)
    require(by, Act.MANAGE_RECORD)
    summary = Summary()
    with only_import(), transaction.atomic():
        try:
            with open_table(path, progress) as table:
                missing = [column for column in _NEEDED if column not in table.header.columns]
                for column in missing:
                    reason = "the register has this column, the file has not"
                    summary.refuse(Refusal(table.header.line, column, reason))
                rows = [] if missing else _rows(table, summary)
        except Unreadable as unreadable:
            summary.refuse(unreadable.refusal)
            return summary
        batch = _plan(rows, summary, by=by, dry_run=options.dry_run)
        if summary.refused and not options.skip_refused:
            summary.forget_what_was_made()
            transaction.set_rollback(True)
            return summary
        if options.dry_run:
            transaction.set_rollback(True)
        elif not batch.is_empty:
            register_instruments(batch, by=by, facts={"file": name})
            summary.published = True
    return summary


def _rows(table: Iterable[Record | Refusal], summary: Summary) -> list[PaxRow]:
    rows: dict[str, PaxRow] = {}
    for record in table:
        summary.read += 1
        parsed = [record] if isinstance(record, Refusal) else read_pax(record)
        if isinstance(parsed, list):
            summary.refused += parsed
        elif (known := rows.get(parsed.key)) is None:
            rows[parsed.key] = parsed
        elif known.values == parsed.values:
            summary.unchanged += 1
        else:
            reason = f"line {known.line} has the same number and says something else"
            summary.refuse(Refusal(parsed.line, "AgtId", reason))
    return list(rows.values())


def _plan(rows: list[PaxRow], summary: Summary, *, by: Member, dry_run: bool) -> RegisterBatch:
    batch = RegisterBatch()
    registered = Instrument.objects.filter(original__register=SOURCE_KEY)
    known = {row.original["id"]: row for row in registered}
    names = set(Instrument.objects.values_list("name", flat=True))
    source = _source(by)
    for row in rows:
        instrument = known.get(row.key)
        if instrument is not None and instrument.original == row.original:
            summary.unchanged += 1
            continue
        if instrument is None:
            called = _name(row, names)
            names.add(called)
            instrument = Instrument(
                name=called, instrument_type=row.instrument_type.value, signed_on=row.signed_on,
                original=row.original,
            )  # fmt: skip
            batch.added.append(instrument)
            batch.dates.append(_date(instrument, row.signed_on, source))
            summary.made += 1
            continue
        if instrument.signed_on != row.signed_on:
            batch.dates.append(_date(instrument, row.signed_on, source))
            instrument.signed_on = row.signed_on
        instrument.original = row.original
        batch.changed.append(instrument)
        summary.changed += 1
    return batch


def _date(instrument: Instrument, day: dt.date, source: Source) -> InstrumentDate:
    return InstrumentDate(
        instrument=instrument, date_kind=DateKind.SIGNED.value, date_start=day, date_end=day,
        date_precision=DatePrecision.DAY.value, source=source, handling=Handling.GREEN.value,
    )  # fmt: skip


def _name(row: PaxRow, taken: set[str]) -> str:
    """The agreement's own name; with its number where another one has the same."""
    name = row.name if len(row.name) <= _LONGEST_NAME else f"{row.name[: _LONGEST_NAME - 20]}…"
    return name if name not in taken else f"{name[: _LONGEST_NAME - 20]} ({row.key})"


def _source(by: Member) -> Source:
    found: Source | None = Source.objects.filter(key=SOURCE_KEY).first()
    return found or add_source(
        Source(
            key=SOURCE_KEY,
            name="PA-X, register of peace agreements",
            reliability="B",
            limits="One date for each agreement; which of several possible ones, it does not say.",
            attribution="PA-X Peace Agreements Database, University of Edinburgh",
        ),
        by=by,
    )


def register_rows(rows: Iterable[Instrument]) -> tuple[list[str], list[list[str]]]:
    """Registered instruments as the table that they came from: every column, in its order."""
    columns: list[str] = []
    found = [row.original for row in rows if row.original.get("register") == SOURCE_KEY]
    for original in found:
        columns += [name for name in original["columns"] if name not in columns]
    lines = []
    for original in found:
        told = dict(zip(original["columns"], original["values"], strict=True))
        lines.append([told.get(name, "") for name in columns])
    return columns, lines

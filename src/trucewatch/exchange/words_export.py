"""What was said, as people accepted it from documents, in the formats of tables."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from trucewatch.accounts.access import MemberReader, Reader, require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.agreements.models import Demand
from trucewatch.exchange.csv_table import csv_chunks, hxl_chunks
from trucewatch.exchange.export_columns import (
    DemandRow,
    FigureRow,
    MeetingRow,
    Row,
    StatementRow,
    columns_of,
)
from trucewatch.exchange.json_rows import json_chunks
from trucewatch.exchange.parquet import parquet_chunks
from trucewatch.sources.models import Source
from trucewatch.statements.models import FigureClaim, Quoted, Statement
from trucewatch.statements.queries import WordsFilter, words_of
from trucewatch.talks.models import MeetingAccount
from trucewatch.vocabulary.refusal import NotFound

_PORTION: Final = 5_000
_FORMS: Final = ("csv", "hxl", "json", "parquet")


def _lines(names: str) -> list[str]:
    return [name for name in names.split("\n") if name]


_MADE: Final[dict[str, Callable[[Any], Any]]] = {
    "id": lambda row: str(row.pk),
    "document": lambda row: row.document.name if row.document else "",
    "document_sha256": lambda row: row.sha256,
    "source": lambda row: row.from_source.name if row.from_source else "",
    "source_key": lambda row: row.from_source.key if row.from_source else "",
    "recorded_on": lambda row: row.recorded_at.date(),
    "speaker": lambda row: row.speaker_label,
    "speaker_names": lambda row: _lines(row.speaker_names),
    "speaker_party": lambda row: row.speaker_party.name if row.speaker_party else None,
    "protected": lambda row: int(row.anonymous),
    "relayed_by": lambda row: _lines(row.relayed_by),
    "estimated": lambda row: int(row.estimated),
    "asked_of": lambda row: _lines(row.asked_of),
    "participants": lambda row: [str(each["name"]) for each in row.participants],
}
"""Columns that are not a column of the row itself."""

_TABLES: Final[dict[str, tuple[type[Quoted], type[Any]]]] = {
    "statements": (Statement, StatementRow),
    "figures": (FigureClaim, FigureRow),
    "demands": (Demand, DemandRow),
    "meetings": (MeetingAccount, MeetingRow),
}
WORDS: Final = tuple(_TABLES)


@dataclass
class WordsExport:
    """One kind of words that a reader may see, as bytes that come while they are read."""

    what: str
    form: str
    reader: Reader
    count: int = 0
    _sources: set[UUID] = field(default_factory=set)

    def chunks(self) -> Iterator[bytes]:
        """The file, piece by piece."""
        if self.form not in _FORMS:
            raise NotFound(f"What was said comes as: {', '.join(_FORMS)}.")
        columns = columns_of(_TABLES[self.what][1])
        match self.form:
            case "csv":
                return csv_chunks(columns, self._portions())
            case "hxl":
                return hxl_chunks(columns, self._portions())
            case "json":
                return json_chunks(self._portions())
        return parquet_chunks(columns, self._portions(), self._attributions)

    def _portions(self) -> Iterator[Sequence[Row]]:
        """Each portion asks the gate again, behind the last row of the one before."""
        model, kind = _TABLES[self.what]
        made = [_MADE.get(name, _column(name)) for name in kind._fields]
        last: UUID | None = None
        while True:
            rows = words_of(model, self.reader, WordsFilter()).order_by("pk")
            found = list((rows.filter(pk__gt=last) if last else rows)[:_PORTION])
            self._sources |= {row.from_source.pk for row in found if row.from_source}
            self.count += len(found)
            yield [kind(*(make(row) for make in made)) for row in found]
            if len(found) < _PORTION:
                return
            last = found[-1].pk

    def _attributions(self) -> list[str]:
        used = Source.objects.filter(pk__in=self._sources).exclude(attribution="")
        return [f"{source.name}: {source.attribution}" for source in used.order_by("key")]


def open_words_export(what: str, form: str, *, by: Member) -> WordsExport:
    """What was said, as far as the member may see it; refused to those without the right."""
    require(by, Act.EXPORT)
    return WordsExport(what, form, MemberReader(by))


def _column(name: str) -> Callable[[Any], Any]:
    return lambda row: getattr(row, name)

"""The two layouts in which monitors' tallies come: totals, and counts by area."""

import datetime as dt
from dataclasses import dataclass
from functools import partial
from typing import Final

from trucewatch.exchange.records import Header, Record
from trucewatch.exchange.summary import Refusal
from trucewatch.exchange.values import (
    FieldReader,
    missing_columns,
    read_code,
    read_count,
    read_date,
)

CONFIRMED_BY: Final = "confirmed_by_"
"""The beginning of a column's name; the rest is the confirming monitor in small letters."""

MOST_BREACHES: Final = 1_000_000
"""More breaches than this in one window are a typing error, not a tally."""

_BOTH: Final = ("report_date", "window_hours", "monitor", "url")
_TOTALS: Final = ("stated_total",)
_SPLITS: Final = ("province", "count")


@dataclass(frozen=True, slots=True)
class TallyKey:
    """Whose count over which window, as published where; the day is None on an undated page."""

    reported_on: dt.date | None
    window_hours: int
    monitor: str
    address: str


@dataclass(frozen=True, slots=True)
class TotalRow:
    """One monitor's stated total, with what another confirmed of it and the compiler's check.

    ``confirmed`` pairs the small letters of a column's name with the count that was stated.
    """

    line: int
    key: TallyKey
    stated_total: int
    confirmed: tuple[tuple[str, int], ...]
    checker_note: str
    language: str
    remark: str
    original: str

    @property
    def content(self) -> tuple[object, ...]:
        return (self.stated_total, self.confirmed, self.checker_note, self.language, self.remark)


@dataclass(frozen=True, slots=True)
class ShareRow:
    """The part of one monitor's count that it places in one area."""

    line: int
    key: TallyKey
    area: str
    count: int
    language: str
    original: str

    @property
    def content(self) -> tuple[object, ...]:
        return (self.count, self.language)


class TallyReader:
    """Reads rows of either layout; ``refusals`` says what keeps the header from being read."""

    def __init__(self, header: Header) -> None:
        columns = header.columns
        self.is_totals = "stated_total" in columns
        self.refusals = missing_columns(
            _BOTH + (_TOTALS if self.is_totals else _SPLITS), columns, header.line
        )
        if self.is_totals and any(name in columns for name in _SPLITS):
            reason = "a file gives totals or counts by area, not both"
            column = next(name for name in _SPLITS if name in columns)
            self.refusals.append(Refusal(header.line, column, reason))
        self._confirming = [name for name in columns if name.lower().startswith(CONFIRMED_BY)]
        self.refusals += [
            Refusal(header.line, name, "the name of the confirming monitor is missing")
            for name in self._confirming
            if not confirming_monitor(name)
        ]
        named = [confirming_monitor(name) for name in self._confirming]
        self.refusals += [
            Refusal(header.line, name, "the header names this confirming monitor twice")
            for name, monitor in zip(self._confirming, named, strict=True)
            if named.count(monitor) > 1
        ]

    def parse(self, record: Record) -> TotalRow | ShareRow | list[Refusal]:
        """The tally or the share in a row, or all that is wrong with the row."""
        row = FieldReader(record.line, record.values)
        reported_on = row.optional("report_date", read_date)
        hours = row.required("window_hours", _HOURS)
        monitor = row.required("monitor", partial(_words, most=200))
        address = row.required("url", partial(_words, most=1000))
        key = TallyKey(reported_on, hours or 0, monitor or "", address or "")
        language = row.text("lang", 20)
        if self.is_totals:
            return self._total(row, record, key, language)
        area = row.required("province", partial(_words, most=200))
        count = row.required("count", _breaches)
        if row.refusals or area is None or count is None:
            return row.refusals
        return ShareRow(record.line, key, area, count, language, record.original)

    def _total(
        self, row: FieldReader, record: Record, key: TallyKey, language: str
    ) -> TotalRow | list[Refusal]:
        stated = row.required("stated_total", _breaches)
        summed = row.optional("sum_of_provinces", _breaches)
        check = row.text("check", 150)
        remark = row.text("note", 10_000)
        counts = [(name, row.optional(name, _breaches)) for name in self._confirming]
        if row.refusals or stated is None:
            return row.refusals
        return TotalRow(
            line=record.line,
            key=key,
            stated_total=stated,
            confirmed=tuple(
                (confirming_monitor(name), count) for name, count in counts if count is not None
            ),
            checker_note=_checker_note(summed, check),
            language=language,
            remark=remark,
            original=record.original,
        )


def confirming_monitor(column: str) -> str:
    """The monitor that a column's name speaks of, in small letters with spaces."""
    return column[len(CONFIRMED_BY) :].replace("_", " ").strip().lower()


def _checker_note(summed: int | None, check: str) -> str:
    """What the compiler of the file worked out; kept beside the tally and never used as a fact."""
    parts = [f"sum of areas {summed}"] if summed is not None else []
    return "; ".join(parts + ([check] if check else []))


_HOURS: Final = partial(read_code, least=1, most=24 * 366)


def _breaches(text: str) -> int:
    count = read_count(text)
    if count > MOST_BREACHES:
        raise ValueError(f"{count:,} breaches in one window cannot be meant")
    return count


def _words(text: str, most: int) -> str:
    words = text.strip()
    if len(words) > most:
        raise ValueError(f"the value has {len(words):,} characters, at most {most} fit")
    return words

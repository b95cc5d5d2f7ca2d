"""Rows of a CSV file or a workbook, each with its physical line and its words as they stood."""

import csv
import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from trucewatch.exchange.summary import Refusal

MOST_RECORD_BYTES = 1 << 20
"""A row longer than 1 MiB is no row of any table; it is refused without being held in memory."""

_MOST_RESYNCS = 50
_SURROGATE = re.compile("[\udc80-\udcff]")
_SURROGATES = re.compile("[\ud800-\udfff]")

csv.field_size_limit(MOST_RECORD_BYTES)


@dataclass(frozen=True, slots=True)
class Record:
    """One row: values by column, the line where it starts, and the text that it was read from."""

    line: int
    values: dict[str, str]
    original: str


@dataclass(frozen=True, slots=True)
class Header:
    """The header row: column names in their order, its own text and line."""

    columns: tuple[str, ...]
    original: str
    line: int


class Unreadable(Exception):
    """The file as a whole cannot be read as a table; carries the refusal to show."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.reason)
        self.refusal = refusal


class CsvTable:
    """A CSV file in UTF-8, read in constant memory; every odd row is refused on its own.

    ``header`` is known at once. Iterating gives ``Record`` and ``Refusal``. Raises
    ``Unreadable`` where there is no header to read by.
    """

    def __init__(self, path: Path, progress: Callable[[int], None] = lambda position: None) -> None:
        self._file = path.open("rb")
        try:
            _refuse_other_encodings(self._file)
            self._lines = _Lines(self._file, progress)
            delimiter = delimiter_of(first_line(self._file))
            self._reader = csv.reader(self._lines, strict=True, delimiter=delimiter)
            self.header = self._read_header()
        except BaseException:
            self._file.close()
            raise
        self._hxl_may_follow = True

    def __enter__(self) -> "CsvTable":
        return self

    def __exit__(self, *exc: object) -> None:
        self._file.close()

    def __iter__(self) -> Iterator[Record | Refusal]:
        while (row := self._next_row()) is not None:
            if isinstance(row, Refusal):
                yield row
                continue
            if self._hxl_may_follow and _is_hxl(row):
                continue
            self._hxl_may_follow = False
            yield self._record(row)

    def _read_header(self) -> Header:
        row = self._next_row()
        if row is not None and not isinstance(row, Refusal) and _is_hxl(row):
            row = self._next_row()
        if row is None:
            raise Unreadable(Refusal(1, "", "the file is empty: there is no header row"))
        if isinstance(row, Refusal):
            raise Unreadable(row)
        columns = [name.strip() for name in row]
        refuse_odd_header(columns, self._lines.start)
        return Header(tuple(columns), self._lines.text, self._lines.start)

    def _next_row(self) -> list[str] | Refusal | None:
        """The next row that is not blank, or why it cannot be read; None at the end."""
        while True:
            self._lines.begin_record()
            try:
                row = next(self._reader)
            except StopIteration:
                return None
            except _LineRefused as error:
                return self._resynchronise(str(error), keep_following=error.keep_following)
            except csv.Error as error:
                return self._resynchronise(_in_plain_words(error), keep_following=True)
            if row:
                return row

    def _resynchronise(self, reason: str, *, keep_following: bool) -> Refusal:
        """Refuse the row that starts here and read on from the line after its first."""
        refusal = Refusal(self._lines.start, "", reason)
        if keep_following:
            self._lines.return_all_but_first()
        return refusal

    def _record(self, row: list[str]) -> Record | Refusal:
        columns, line = self.header.columns, self._lines.start
        if len(row) != len(columns):
            reason = f"the row has {len(row)} values, the header names {len(columns)} columns"
            return Refusal(line, "", reason)
        if self._lines.is_not_utf8:
            return _not_utf8(line, columns, row)
        if "\x00" in self._lines.text:
            at = next(i for i, value in enumerate(row) if "\x00" in value)
            return Refusal(line, columns[at], "the value holds a NUL character")
        return Record(line, dict(zip(columns, row, strict=True)), self._lines.text)


class _LineRefused(Exception):
    """Raised through the csv module when a row cannot be held or decoded."""

    def __init__(self, reason: str, *, keep_following: bool) -> None:
        super().__init__(reason)
        self.keep_following = keep_following


class _Lines:
    """Physical lines for the csv module; remembers those that the current row took."""

    def __init__(self, file: BinaryIO, progress: Callable[[int], None]) -> None:
        self._file = file
        self._progress = progress
        self._returned: deque[str] = deque()
        self._taken: list[str] = []
        self._taken_size = 0
        self._resyncs = 0
        self._number = 0  # of the last line handed out
        self.start = 1
        self.is_not_utf8 = False

    @property
    def text(self) -> str:
        """The current row as it stands in the file, without its line end."""
        return "".join(self._taken).rstrip("\r\n")

    def begin_record(self) -> None:
        self._taken, self._taken_size = [], 0
        self.is_not_utf8 = False
        self.start = self._number + 1

    def return_all_but_first(self) -> None:
        """Hand out again what an unreadable row had swallowed."""
        self._resyncs += 1
        following = self._taken[1:]
        if self._resyncs > _MOST_RESYNCS and following:
            raise Unreadable(
                Refusal(self.start, "", "too many rows cannot be told apart; check the quotes")
            )
        self._returned.extendleft(reversed(following))
        self._number -= len(following)

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._returned.popleft() if self._returned else self._read_line()
        self._number += 1
        if self.start == self._number and not line.strip("\r\n") and not self._taken:
            self.start += 1  # a blank line before the row
            return line
        self._taken.append(line)
        self._taken_size += len(line)
        if self._taken_size > MOST_RECORD_BYTES:
            raise _LineRefused(
                "the row does not end within 1 MiB: a quote that is opened here is never closed",
                keep_following=True,
            )
        return line

    def _read_line(self) -> str:
        raw = self._file.readline(MOST_RECORD_BYTES + 1)
        if not raw:
            raise StopIteration
        if len(raw) > MOST_RECORD_BYTES:
            while raw and not raw.endswith(b"\n"):
                raw = self._file.readline(MOST_RECORD_BYTES)
            self._number += 1
            self._taken = []
            raise _LineRefused("the line is longer than 1 MiB", keep_following=False)
        self._progress(len(raw))
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            self.is_not_utf8 = True
            return raw.decode("utf-8", "surrogateescape")


def first_line(file: BinaryIO) -> str:
    """The line at which the file stands, which is left unread."""
    at = file.tell()
    line = file.readline(MOST_RECORD_BYTES)
    file.seek(at)
    return line.decode("utf-8", "replace")


def delimiter_of(header: str) -> str:
    """A comma, or the semicolon that KoboToolbox and many spreadsheets write instead."""
    outside = re.sub(r'"[^"]*"', "", header)
    return ";" if outside.count(";") > outside.count(",") else ","


def refuse_odd_header(columns: list[str], line: int) -> None:
    """Raise ``Unreadable`` for a header that names no column, or one twice."""
    seen = set()
    for name in columns:
        if _SURROGATES.search(name):
            raise Unreadable(Refusal(line, "", "the header row is not in UTF-8"))
        if name and name in seen:
            raise Unreadable(Refusal(line, name, "the header names this column twice"))
        seen.add(name)
    if not any(seen):
        raise Unreadable(Refusal(line, "", "the header row names no column"))


def _is_hxl(row: list[str]) -> bool:
    """Whether the row holds HXL hashtags rather than values (humanitarian exchange language)."""
    filled = [value.strip() for value in row if value.strip()]
    tags = sum(bool(re.fullmatch(r"#[A-Za-z][A-Za-z0-9_+\s]*", value)) for value in filled)
    return bool(filled) and tags * 2 > len(filled)


def _refuse_other_encodings(file: BinaryIO) -> None:
    start = file.read(4)
    known = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16", b"PK": "a ZIP archive"}
    for mark, name in known.items():
        if start.startswith(mark):
            reason = f"the file is {name}, not CSV in UTF-8; save it as CSV in UTF-8"
            raise Unreadable(Refusal(1, "", reason))
    file.seek(3 if start.startswith(b"\xef\xbb\xbf") else 0)


def _not_utf8(line: int, columns: tuple[str, ...], row: list[str]) -> Refusal:
    for name, value in zip(columns, row, strict=True):
        found = _SURROGATE.search(value)
        if found:
            byte = ord(found.group()) - 0xDC00
            return Refusal(line, name, f"the value is not in UTF-8 (byte 0x{byte:02X})")
    return Refusal(line, "", "the row is not in UTF-8")


def _in_plain_words(error: csv.Error) -> str:
    words = str(error)
    if "unexpected end of data" in words:
        return "a quote that is opened here is never closed"
    if "expected after" in words:
        return "a closing quote is followed by something other than a separator"
    if "field larger" in words:
        return "a value is longer than 1 MiB"
    return f"the row cannot be read ({words})"

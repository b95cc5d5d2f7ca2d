"""Reading one value of a row; every refusal says what would have been understood."""

import datetime as dt
import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from trucewatch.exchange.summary import Refusal
from trucewatch.vocabulary.interval import EARLIEST, LATEST

T = TypeVar("T")

_TIME = r"[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?"
_ISO = re.compile(rf"(\d{{4}})-(\d{{2}})-(\d{{2}})(?:{_TIME})?\Z", re.ASCII)
_DECIMAL = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?\Z", re.ASCII)
_WHOLE = re.compile(r"[+-]?\d{1,18}(?:\.0*)?\Z")


def read_date(text: str, formats: Sequence[str] = ()) -> dt.date:
    """A calendar day: ISO 8601 (a time of day is left out), or one of the given formats."""
    text = text.strip()
    day: dt.date | None = None
    if found := _ISO.match(text):
        try:
            day = dt.date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            raise ValueError(f"“{_cut(text)}” is a day that no calendar has") from None
    for pattern in formats if day is None else ():
        try:
            day = dt.datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a day has no zone
            break
        except ValueError:
            continue
    if day is None:
        raise ValueError(f"“{_cut(text)}” is not a date like 2017-03-25")
    if not EARLIEST <= day <= LATEST:
        raise ValueError(f"the year {day.year} cannot be meant")
    return day


def read_whole(text: str) -> int:
    """A whole number, with or without an empty fraction."""
    text = text.strip()
    if not text.isascii() or not _WHOLE.match(text):
        raise ValueError(f"“{_cut(text)}” is not a whole number")
    return int(text.split(".")[0])


def read_count(text: str) -> int:
    """A whole number that is not negative."""
    count = read_whole(text)
    if count < 0:
        raise ValueError(f"a count cannot be {count}")
    return count


def read_deaths(text: str) -> int:
    """A number of persons in one event, not negative and below ten million."""
    deaths = read_count(text)
    if deaths > 10_000_000:
        raise ValueError(f"{deaths:,} deaths in one event cannot be meant")
    return deaths


def read_degrees(text: str, most: float) -> float:
    """An angle between ``-most`` and ``most`` degrees."""
    if not _DECIMAL.match(text.strip()):
        raise ValueError(f"“{_cut(text)}” is not a number of degrees")
    angle = float(text.strip())
    if not math.isfinite(angle) or not -most <= angle <= most:
        raise ValueError(
            f"{_cut(text.strip())} does not lie between -{most:g} and {most:g} degrees"
        )
    return angle


def read_latitude(text: str) -> float:
    """Degrees north, -90 to 90."""
    return read_degrees(text, 90)


def read_longitude(text: str) -> float:
    """Degrees east, -180 to 180."""
    return read_degrees(text, 180)


def read_code(text: str, least: int, most: int) -> int:
    """A code on a scale from ``least`` to ``most``."""
    code = read_whole(text)
    if not least <= code <= most:
        raise ValueError(f"the code {code} is not one of {least} to {most}")
    return code


class FieldReader:
    """Reads the values of one row and gathers every refusal, not only the first."""

    def __init__(self, line: int, values: Mapping[str, str]) -> None:
        self._line = line
        self._values = values
        self.refusals: list[Refusal] = []

    def required(self, column: str, read: Callable[[str], T]) -> T | None:
        """The value; None once it is refused, also for being empty."""
        if not self._values[column].strip():
            self.refuse(column, "the value is missing")
            return None
        return self._try(column, read)

    def optional(self, column: str, read: Callable[[str], T]) -> T | None:
        """The value, or None where there is none."""
        if not self._values.get(column, "").strip():
            return None
        return self._try(column, read)

    def text(self, column: str, most: int) -> str:
        """The trimmed words of a column, at most so many characters."""
        words = self._values.get(column, "").strip()
        if len(words) > most:
            self.refuse(column, f"the value has {len(words):,} characters, at most {most} fit")
            return ""
        return words

    def refuse(self, column: str, reason: str) -> None:
        self.refusals.append(Refusal(self._line, column, reason))

    def _try(self, column: str, read: Callable[[str], T]) -> T | None:
        try:
            return read(self._values[column])
        except ValueError as error:
            self.refuse(column, str(error))
            return None


def missing_columns(wanted: Sequence[str], columns: Sequence[str], line: int) -> list[Refusal]:
    """A refusal for each column that the header should name and does not."""
    return [
        Refusal(line, name, "the file has no such column") for name in wanted if name not in columns
    ]


def _cut(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"

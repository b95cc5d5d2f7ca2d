"""Meetings from a table, one line for each who sat there: for counting who met whom, no record."""

import csv
import datetime as dt
from pathlib import Path
from typing import Final, TypeVar

from trucewatch.talks.rules.contacts import MeetingSeen, Seat
from trucewatch.vocabulary.process import MeetingFormat, MeetingRole
from trucewatch.vocabulary.refusal import Refused

_T = TypeVar("_T")
COLUMNS: Final = ("meeting", "day", "format", "actor", "role")
_NEEDED: Final = frozenset({"meeting", "actor"})
_FORMATS: Final = {each.value: each for each in MeetingFormat}
_ROLES: Final = {each.value: each for each in MeetingRole}


def read_meetings(path: Path) -> list[MeetingSeen]:
    """The meetings of a CSV file with the columns meeting, day, format, actor, role.

    ``day`` (2017-01-23) and ``format`` may be empty, ``role`` is then that of a participant. The
    first line of a meeting says its day and format; a later one that says others is refused, like
    any unusable value, with its line and column.
    """
    meetings: dict[str, tuple[dt.date | None, MeetingFormat | None]] = {}
    seats: dict[str, list[Seat]] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        missing = _NEEDED - set(rows.fieldnames or ())
        if missing:
            raise Refused(
                "The table lacks the column “{name}”. It needs meeting and actor, and may have "
                "day, format and role.",
                values={"name": min(missing)},
            )
        for row in rows:
            line = rows.line_num
            key = _required(row, "meeting", line)
            told = _day(row, line), _of(_FORMATS, row, "format", line)
            if meetings.setdefault(key, told) != told:
                raise Refused(
                    "Line {line}: meeting “{name}” has another day or format further up.",
                    field="meeting", values={"line": line, "name": key},
                )  # fmt: skip
            role = _of(_ROLES, row, "role", line) or MeetingRole.PARTICIPANT
            seats.setdefault(key, []).append(Seat(_required(row, "actor", line), role))
    return [MeetingSeen(key, day, form, tuple(seats[key])) for key, (day, form) in meetings.items()]


def _required(row: dict[str, str], name: str, line: int) -> str:
    value = (row.get(name) or "").strip()
    if not value:
        raise Refused(
            "Line {line}: “{name}” is empty.", field=name, values={"line": line, "name": name}
        )
    return value


def _day(row: dict[str, str], line: int) -> dt.date | None:
    value = (row.get("day") or "").strip()
    if not value:
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise Refused(
            "Line {line}: “{value}” is no date such as 2017-01-23.",
            field="day", values={"line": line, "value": value},
        ) from None  # fmt: skip


def _of(known: dict[str, _T], row: dict[str, str], name: str, line: int) -> _T | None:
    value = (row.get(name) or "").strip().lower()
    if not value:
        return None
    if value not in known:
        raise Refused(
            "Line {line}: there is no {name} “{value}”. There are: {known}.",
            field=name,
            values={"line": line, "name": name, "value": value, "known": ", ".join(known)},
        )
    return known[value]

"""Whose account a row is, and days and times of rows as papers have them."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from trucewatch.papers.content import Account, Slot
from trucewatch.talks.queries.voices import NOBODY, voice_of
from trucewatch.talks.rules.schedule import Timed
from trucewatch.vocabulary.interval import Interval


def told_by(row: Any) -> str:
    """Whoever is said to say it, else the source; nothing where neither is known."""
    voice = voice_of(row)
    return "" if voice == NOBODY else voice


def each_once(accounts: Iterable[Account]) -> tuple[Account, ...]:
    """The accounts in their order; what one voice says in two rows in the same words once."""
    return tuple(dict.fromkeys(accounts))


def on_day(day: dt.date | None) -> Interval | None:
    """One day, where it is known."""
    return Interval.on(day) if day else None


def slot_of(timed: Timed) -> Slot:
    """A time on the clocks of the venue, with the hours where they are known."""

    def moment(clock: dt.time | None) -> dt.datetime | None:
        if clock is None:
            return None
        return dt.datetime.combine(timed.on, clock, ZoneInfo(timed.zone))

    return Slot(
        on=Interval.on(timed.on),
        starts=moment(timed.first),
        ends=moment(timed.last),
        is_about=timed.is_about,
        by="" if timed.voice == NOBODY else timed.voice,
    )

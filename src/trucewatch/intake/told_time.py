"""From "two hours ago", told at a known moment, to the stretch of time that is meant."""

import datetime as dt
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from trucewatch.intake.told_words import LONGEST_PHRASE, PHRASES, Tag
from trucewatch.names.folding import fold
from trucewatch.vocabulary.interval import Interval
from trucewatch.vocabulary.sentence import Sentence

MOST_CHARACTERS: Final = 120
_MOST_READINGS: Final = 64
_MINUTE, _HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)
_PARTS: Final[dict[str, tuple[int, int]]] = {
    "dawn": (3, 7),
    "morning": (6, 12),
    "noon": (11, 14),
    "afternoon": (12, 18),
    "evening": (17, 23),
    "night": (20, 30),
    "last_night": (18, 30),
}
"""Hours of the local day; beyond 24 they belong to the next one."""
_CLOCK: Final = re.compile(r"(\d{1,2})[:.٫h](\d{2})(?!\d)")
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


@dataclass(frozen=True, slots=True)
class ToldTime:
    """The stretch that was meant, both ends with their zone, and how the words were read."""

    start: dt.datetime
    end: dt.datetime
    reading: str

    def days(self, zone: ZoneInfo) -> Interval:
        """The local days that the stretch touches."""
        last = self.end - dt.timedelta(microseconds=1) if self.end > self.start else self.end
        return Interval.between(self.start.astimezone(zone).date(), last.astimezone(zone).date())


class NotUnderstood(ValueError):
    """The words do not say when, or say what cannot be; the message says which."""


def read_told_time(text: str, *, told_at: dt.datetime, zone: ZoneInfo) -> ToldTime:
    """The time that the words mean to somebody who speaks at ``told_at`` in the zone.

    English, Arabic, Russian, Turkish and Persian. Raises ``NotUnderstood`` unless every word has
    a part in the reading: half an understanding would be a wrong one. Nothing ends after the
    moment of telling.
    """
    if len(text) > MOST_CHARACTERS:
        raise NotUnderstood("That is more than a time; write the rest below.")
    day, clock, rest = _digits_out(text)
    reading = _Reading(told_at.astimezone(zone), zone, day, clock)
    reason: NotUnderstood | None = None
    for tags in itertools.islice(_tagged(fold(rest).split()), _MOST_READINGS):
        try:
            return reading.of([tag for tag in tags if tag.kind != "nothing"])
        except NotUnderstood as error:
            reason = reason or error
        except OverflowError:
            reason = reason or NotUnderstood("That is longer ago than any calendar reaches.")
    unknown = [word for word in fold(rest).split() if not word.isdecimal() and not _is_known(word)]
    if unknown:
        raise NotUnderstood(
            Sentence("“{word}” is not understood here; choose the day instead.", word=unknown[0])
        )
    raise reason or NotUnderstood("Write when it was, “two hours ago” for example.")


def _digits_out(text: str) -> tuple[dt.date | None, tuple[int, int] | None, str]:
    """A date and a clock time written in digits, and the words without them."""
    text = "".join(str(int(c)) if c.isdecimal() else c for c in text)
    day = clock = None
    if found := _ISO.search(text):
        try:
            day = dt.date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            raise NotUnderstood(
                Sentence("{day} is a day that no calendar has.", day=found[0])
            ) from None
        text = text.replace(found[0], " ", 1)
    if found := _CLOCK.search(text):
        clock = (int(found[1]), int(found[2]))
        if clock[0] > 24 or clock[1] > 59:
            raise NotUnderstood(Sentence("{time} is no time of day.", time=found[0]))
        text = text.replace(found[0], " ", 1)
    return day, clock, text


def _is_known(word: str) -> bool:
    return any(word in phrase.split() for phrase in PHRASES)


def _tagged(words: Sequence[str]) -> Iterator[list[Tag]]:
    """Every way to take the words as known phrases, longer phrases first."""
    if not words:
        yield []
        return
    first = words[0]
    if first.isdecimal():
        number = min(int(first[:6]), 100_000)
        yield from ([Tag("number", number), *others] for others in _tagged(words[1:]))
        return
    for length in range(min(LONGEST_PHRASE, len(words)), 0, -1):
        for tag in PHRASES.get(" ".join(words[:length]), ()):
            yield from ([tag, *others] for others in _tagged(words[length:]))


@dataclass(frozen=True, slots=True)
class _Reading:
    """The moment and the place of telling, with what was written in digits."""

    now: dt.datetime
    zone: ZoneInfo
    day: dt.date | None
    clock: tuple[int, int] | None

    def of(self, tags: list[Tag]) -> ToldTime:
        kinds = sorted({tag.kind for tag in tags})
        if kinds == ["now"]:
            words = "the quarter of an hour before"
            return self._until_now(self._utc - 15 * _MINUTE, self._utc, words)
        if "ago" in kinds:
            return self._ago([tag for tag in tags if tag.kind != "ago"])
        if "unit" in kinds:
            return self._past(tags)
        return self._on_a_day(tags)

    def _ago(self, tags: list[Tag]) -> ToldTime:
        """A number of units before now, as vague as people mean it."""
        if self.day or self.clock:
            raise NotUnderstood("Say either how long ago or the day, not both.")
        units = [tag for tag in tags if tag.kind == "unit"]
        counts = [tag for tag in tags if tag.kind in ("number", "half", "few")]
        if len(units) != 1 or len(units) + len(counts) != len(tags) or len(counts) > 2:
            raise NotUnderstood("Say how long ago: a number and minutes, hours, days or weeks.")
        unit = units[0]
        number = _number(counts) * (unit.value or 1)
        if any(tag.kind == "few" for tag in counts):
            return self._some(unit.word)
        if unit.word in ("minute", "hour", "half_hour"):
            length = {"minute": _MINUTE, "hour": _HOUR, "half_hour": _HOUR / 2}[unit.word] * number
            slack = max(5 * _MINUTE, min(length / 4, _HOUR))
            words = f"{_plain(length)} before, give or take {_plain(slack)}"
            return self._until_now(self._utc - length - slack, self._utc - length + slack, words)
        if number != int(number):
            raise NotUnderstood("Half a day or week is too vague; say the day.")
        days = {"day": 1, "week": 7, "month": 30}[unit.word] * int(number)
        slack_days = {"day": 0, "week": 1, "month": 7}[unit.word]
        middle = self._today - dt.timedelta(days=days)
        return self._days(
            middle - dt.timedelta(days=slack_days), middle + dt.timedelta(days=slack_days)
        )

    def _some(self, unit: str) -> ToldTime:
        """A few of them: from two to six."""
        if unit in ("minute", "hour"):
            length = _MINUTE if unit == "minute" else _HOUR
            few = (self._utc - (20 if unit == "minute" else 6) * length, self._utc - 2 * length)
            return self._until_now(*few, f"a few {unit}s before")
        days = {"day": 1, "week": 7, "month": 30}[unit]
        return self._days(
            self._today - dt.timedelta(days=6 * days), self._today - dt.timedelta(days=2 * days)
        )

    def _past(self, tags: list[Tag]) -> ToldTime:
        """Last week, last month."""
        words = {(tag.kind, tag.word) for tag in tags}
        if words == {("last", ""), ("unit", "week")}:
            monday = self._today - dt.timedelta(days=self._today.weekday() + 7)
            return self._days(monday, monday + dt.timedelta(days=6))
        if words == {("last", ""), ("unit", "month")}:
            last = self._today.replace(day=1) - dt.timedelta(days=1)
            return self._days(last.replace(day=1), last)
        raise NotUnderstood("Say how long ago, or on which day.")

    def _on_a_day(self, tags: list[Tag]) -> ToldTime:
        """A day by its word, its name or its date; a part of it, or a time on the clock."""
        of_kind = {kind: [tag for tag in tags if tag.kind == kind] for kind in _DAY_KINDS}
        if sum(map(len, of_kind.values())) != len(tags):
            raise NotUnderstood("Say how long ago, or on which day.")
        if any(len(found) > 1 for found in of_kind.values()):
            raise NotUnderstood("Two times are named; choose the day instead.")
        clock = self._clock(of_kind)
        part = next(iter(of_kind["part"]), None)
        day = self._named_day(of_kind, part)
        if day is None and part is None and clock is None:
            raise NotUnderstood("Write when it was, “two hours ago” for example.")
        if part is not None and clock is None:
            return self._part(day, part)
        day = day or self._today
        if clock is None:
            return self._days(day, day)
        if part is not None and part.word in ("evening", "night", "afternoon", "last_night"):
            clock = (clock[0] + 12, clock[1]) if 4 <= clock[0] < 12 else clock
            day += dt.timedelta(days=int(clock[0] < 4 and part.word != "afternoon"))
        moment = self._at(day, dt.timedelta(hours=clock[0], minutes=clock[1]))
        slack = 15 * _MINUTE
        return self._until_now(moment - slack, moment + slack, f"about {moment:%H:%M} on that day")

    def _clock(self, of_kind: dict[str, list[Tag]]) -> tuple[int, int] | None:
        """The time on the clock: in digits with minutes, or a bare number of the hour."""
        numbers, clock = of_kind["number"], self.clock
        if numbers and clock:
            raise NotUnderstood("Two times are named; choose the day instead.")
        if numbers:
            if numbers[0].value > 24:
                raise NotUnderstood(
                    Sentence("{hour} is no hour of a day.", hour=str(numbers[0].value))
                )
            named = of_kind["part"] or of_kind["pm"] or of_kind["am"]
            if numbers[0].value <= 12 and not named:
                raise NotUnderstood("Morning or evening? Write the time as 21:00.")
            clock = (numbers[0].value, 0)
        if clock and of_kind["pm"] and clock[0] < 12:
            return clock[0] + 12, clock[1]
        if clock and of_kind["am"] and clock[0] == 12:
            return 0, clock[1]
        if not clock and (of_kind["pm"] or of_kind["am"]):
            raise NotUnderstood("Write the time of day, 21:00 for example.")
        return clock

    def _named_day(self, of_kind: dict[str, list[Tag]], part: Tag | None) -> dt.date | None:
        shifts = [tag.value for tag in of_kind["day"]]
        if part is not None and part.value != 99:
            shifts.append(part.value)
        if len(shifts) + len(of_kind["weekday"]) + (self.day is not None) > 1:
            raise NotUnderstood("Two days are named; choose the day instead.")
        if self.day is not None:
            return self.day
        if shifts:
            return self._today + dt.timedelta(days=shifts[0])
        if of_kind["weekday"]:
            back = (self._today.weekday() - of_kind["weekday"][0].value) % 7
            if back == 0 and not of_kind["last"]:
                raise NotUnderstood("That is today's name; write today, or the date.")
            return self._today - dt.timedelta(days=back or 7)
        return None

    def _part(self, day: dt.date | None, part: Tag) -> ToldTime:
        """A part of a day. A night is the one that began on it, or ended on it by now."""
        word = part.word
        today = day in (None, self._today)
        if word in ("night", "tonight") and today:
            day = self._today if self.now.hour >= 18 else self._today - dt.timedelta(days=1)
            word = "night"
        from_hour, to_hour = _PARTS[word]
        day = day or self._today
        start, end = (self._at(day, hours * _HOUR) for hours in (from_hour, to_hour))
        return self._until_now(start, end, f"from {start:%H:%M} to {end:%H:%M}")

    def _days(self, first: dt.date, last: dt.date) -> ToldTime:
        start = self._at(first, dt.timedelta())
        end = self._at(last + dt.timedelta(days=1), dt.timedelta())
        words = "that day" if first == last else "those days"
        return self._until_now(start, end, words)

    def _at(self, day: dt.date, time: dt.timedelta) -> dt.datetime:
        """A time on the local clocks of a day; hours beyond 24 are on the next one."""
        naive = dt.datetime.combine(day, dt.time()) + time
        return naive.replace(tzinfo=self.zone).astimezone(dt.UTC).astimezone(self.zone)

    def _until_now(self, start: dt.datetime, end: dt.datetime, words: str) -> ToldTime:
        start, end = start.astimezone(dt.UTC), end.astimezone(dt.UTC)
        now = self._utc
        if start > now:
            raise NotUnderstood("That time had not come yet when it was told.")
        return ToldTime(start, max(start, min(end, now)), words)

    @property
    def _utc(self) -> dt.datetime:
        """Now in UTC: hours are counted there, since local clocks may jump."""
        return self.now.astimezone(dt.UTC)

    @property
    def _today(self) -> dt.date:
        return self.now.date()


_DAY_KINDS: Final = ("day", "part", "weekday", "last", "number", "pm", "am")


def _number(counts: Sequence[Tag]) -> float:
    """How many: a number, a half, or a number and a half; one where none is said."""
    whole = [tag.value for tag in counts if tag.kind == "number"]
    halves = sum(tag.kind == "half" for tag in counts)
    if len(whole) > 1 or halves > 1:
        raise NotUnderstood("Two numbers are named; write one.")
    if halves and whole:
        return whole[0] + 0.5 if whole[0] > 1 else 0.5
    return 0.5 if halves else float(whole[0] if whole else 1)


def _plain(length: dt.timedelta) -> str:
    """A length of time in hours and minutes."""
    minutes = round(length.total_seconds() / 60)
    hours, minutes = divmod(minutes, 60)
    parts = [f"{hours} h"] * bool(hours) + [f"{minutes} min"] * bool(minutes)
    return " ".join(parts) or "0 min"

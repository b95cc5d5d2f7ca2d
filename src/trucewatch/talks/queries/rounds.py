"""Reading rounds: how far each has come, when it is said to be, what is said to have come of it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings

from trucewatch.accounts.access import Reader
from trucewatch.cases.rules.round_days import RoundDays
from trucewatch.statements.queries import counted
from trucewatch.talks.models import (
    Expectation,
    Round,
    RoundDate,
    RoundOutcome,
    RoundStep,
    ScheduleEntry,
)
from trucewatch.talks.queries.voices import last_if_unsaid, voice_of
from trucewatch.talks.rules.machine import OVER, Stood, in_order
from trucewatch.talks.rules.schedule import (
    Announced,
    Rivals,
    Timed,
    compare_announced,
    is_sharp,
    side_by_side,
)
from trucewatch.vocabulary.derived import Verdict
from trucewatch.vocabulary.interval import DatePrecision
from trucewatch.vocabulary.process import RoundState
from trucewatch.vocabulary.refusal import NotFound
from trucewatch.vocabulary.talks import RoundDateKind, ScheduleKind


@dataclass(frozen=True, slots=True)
class DatesSeen:
    """What accounts say of one date of a round, in the order in which they were announced."""

    kind: RoundDateKind
    rows: tuple[RoundDate, ...]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class RoundStanding:
    """A round with the state it is in, as far as the reader sees steps of it."""

    round: Round
    state: RoundState | None
    steps: tuple[RoundStep, ...]

    @property
    def is_over(self) -> bool:
        """Whether nothing of it is to come."""
        return self.state in OVER


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What was expected of a round beside what is said to have come of it."""

    expectations: tuple[Expectation, ...]
    outcomes: tuple[RoundOutcome, ...]


def find_round(key: UUID) -> Round:
    """The round of that id."""
    found: Round | None = Round.objects.select_related("venue", "host").filter(pk=key).first()
    if found is None:
        raise NotFound("There is nothing here that you may see.")
    return found


def find_round_by_name(track: str, ordinal: int) -> Round:
    """The round of that track and number."""
    rows = Round.objects.select_related("venue", "host")
    found: Round | None = rows.filter(track__iexact=track.strip(), ordinal=ordinal).first()
    if found is None:
        raise NotFound("There is no such round.")
    return found


def zone_of(round_: Round) -> str:
    """The zone of the venue's clocks, else that of the record."""
    return str(round_.time_zone or settings.TRUCEWATCH_TIME_ZONE)


def rounds_standing(reader: Reader, rounds: Iterable[Round]) -> list[RoundStanding]:
    """Each round with its steps and the state that it is in."""
    held = list(rounds)
    steps: defaultdict[UUID, list[RoundStep]] = defaultdict(list)
    rows = counted(RoundStep, reader, "by_party").filter(round__in=held)
    for row in rows.order_by("recorded_at", "pk"):
        steps[row.round_id].append(row)
    return [_standing(each, steps[each.pk]) for each in held]


def _standing(round_: Round, rows: list[RoundStep]) -> RoundStanding:
    stoods = [Stood(RoundState(row.round_state), row.date_start) for row in rows]
    by_stood = {id(stood): row for stood, row in zip(stoods, rows, strict=True)}
    ordered = [by_stood[id(stood)] for stood in in_order(stoods)]
    state = RoundState(ordered[-1].round_state) if ordered else None
    return RoundStanding(round_, state, tuple(ordered))


def dates_of(reader: Reader, round_: Round) -> list[DatesSeen]:
    """The dates that accounts give, kind by kind, in the order of their announcement."""
    rows = counted(RoundDate, reader, "by_party").filter(round=round_)
    kinds: defaultdict[str, list[RoundDate]] = defaultdict(list)
    for row in rows.order_by(last_if_unsaid("announced_on"), "recorded_at", "pk"):
        kinds[row.date_kind].append(row)
    return [
        DatesSeen(kind, tuple(kinds[kind.value]), _compare_dates(kinds[kind.value]))
        for kind in RoundDateKind
        if kinds[kind.value]
    ]


def _compare_dates(rows: list[RoundDate]) -> Verdict:
    """Days entered without a word on how exactly they are known are meant to the day."""
    return compare_announced(
        Announced(voice_of(row), interval, row.date_precision is None or is_sharp(interval))
        for row in rows
        if (interval := row.interval) is not None
    )


def schedule_of(reader: Reader, round_: Round) -> list[Rivals]:
    """The times of a round, those of one thing side by side."""
    zone = zone_of(round_)
    rows = counted(ScheduleEntry, reader, "by_party").filter(round=round_)
    return side_by_side(
        Timed(
            key=row.pk, kind=ScheduleKind(row.schedule_kind), what=row.what, voice=voice_of(row),
            on=row.on, first=row.time_from, last=row.time_until, is_about=row.is_about, zone=zone,
        )
        for row in rows.order_by("recorded_at", "pk")
    )  # fmt: skip


def foreseen_of(reader: Reader, round_: Round) -> Foreseen:
    """Expectations in the order of their days, outcomes as each account has them."""
    rows = counted(Expectation, reader).filter(round=round_)
    expected = rows.order_by(last_if_unsaid("said_on"), "recorded_at", "pk")
    came = counted(RoundOutcome, reader, "by_party", "instrument").filter(round=round_)
    return Foreseen(tuple(expected), tuple(came.order_by("recorded_at", "pk")))


def rounds_as_days() -> list[RoundDays]:
    """Every round by its name and days, the earliest first."""
    return [days_of(held) for held in Round.objects.order_by("date_start", "track", "ordinal")]


def days_of(held: Round) -> RoundDays:
    """A round as those see it who count around it."""
    return RoundDays(
        str(held), held.date_start, held.date_end, held.date_precision > DatePrecision.FEW_DAYS
    )


def neighbours(round_: Round) -> tuple[Round | None, Round | None]:
    """The rounds of the same track before and after."""
    rows: Any = Round.objects.filter(track=round_.track)
    before = rows.filter(ordinal__lt=round_.ordinal).order_by("-ordinal").first()
    after = rows.filter(ordinal__gt=round_.ordinal).order_by("ordinal").first()
    return before, after


def days_around(round_: Round, days: int) -> tuple[dt.date, dt.date]:
    """The days of a round with so many before and after it."""
    around = dt.timedelta(days=days)
    return round_.date_start - around, round_.date_end + around

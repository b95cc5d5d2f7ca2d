"""What was reported from the ground before, during and after a round, and by whom."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, F, Q, Sum

from trucewatch.accounts.access import Reader
from trucewatch.cases.queries.figures import incidents_around, tallies_told
from trucewatch.cases.rules.figures_seen import TallyTold
from trucewatch.cases.rules.round_days import Phase, RoundSeen, phases_of
from trucewatch.reports.models import Report, Standing
from trucewatch.reports.tally_rules import NOT_SUMMED
from trucewatch.talks.models import Round
from trucewatch.talks.queries.rounds import days_of
from trucewatch.vocabulary.interval import Interval

_A_DAY: Final = 24
"""Tallies of longer windows than so many hours overlap from day to day."""


@dataclass(frozen=True, slots=True)
class SourceCount:
    """What one source reports of some days.

    ``within`` are its reports whose days, as it gives them, lie wholly in these; ``touching`` those
    of which some day does. Deaths are those of the reports within; None where it gives none.
    """

    source: str
    within: int
    touching: int
    deaths_low: int | None
    deaths_best: int | None
    deaths_high: int | None


@dataclass(frozen=True, slots=True)
class LedgerSum:
    """What one monitor published in some days, over one length of window.

    ``breaches`` is the sum of its own tallies; None where one gives no total, or where two of them
    tell of the same hours. A day without a tally is no day without a breach.
    """

    monitor: str
    window_hours: int
    tallies: int
    days: int
    """On how many days it published one."""
    breaches: int | None


@dataclass(frozen=True, slots=True)
class PhaseSeen:
    """One phase: reports by source, and each monitor's own counts. Nothing is added across."""

    phase: Phase
    first: dt.date
    last: dt.date
    sources: tuple[SourceCount, ...]
    ledgers: tuple[LedgerSum, ...]

    @property
    def interval(self) -> Interval:
        """The days of the phase."""
        return Interval.between(self.first, self.last)

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Ground:
    """A round with what was reported around it."""

    round: Round
    phases: tuple[PhaseSeen, ...]
    incidents: RoundSeen
    per_day: tuple[tuple[dt.date, int], ...]
    """Reports of exactly that one day, all sources together; a report is not an incident."""
    not_summed: str = NOT_SUMMED

    def as_json(self) -> dict[str, Any]:
        """The same as plain data."""
        return {
            "round": str(self.round),
            "phases": [
                {
                    "phase": phase.phase.value,
                    "first": phase.first.isoformat(),
                    "last": phase.last.isoformat(),
                    "days": phase.days,
                    "sources": [
                        {
                            "source": each.source, "reports_within": each.within,
                            "reports_touching": each.touching, "deaths_low": each.deaths_low,
                            "deaths_best": each.deaths_best, "deaths_high": each.deaths_high,
                        }
                        for each in phase.sources
                    ],
                    "incidents_within": stretch.incidents,
                    "incidents_possible": stretch.possible,
                    "exercises": stretch.exercises,
                    "ledgers": [
                        {
                            "monitor": each.monitor, "window_hours": each.window_hours,
                            "tallies": each.tallies, "days_with_a_tally": each.days,
                            "breaches": each.breaches,
                        }
                        for each in phase.ledgers
                    ],
                }
                for phase, stretch in zip(self.phases, self.incidents.stretches, strict=True)
            ],
            "reports_per_day": [
                {"day": day.isoformat(), "reports": count} for day, count in self.per_day
            ],
            "not_summed": self.not_summed,
        }  # fmt: skip


def ground_of(reader: Reader, round_: Round) -> Ground:
    """The three phases of a round, as far as the reader sees what was reported."""
    held = days_of(round_)
    phases = phases_of(held)
    seen = Report.objects.visible_to(reader).filter(standing=Standing.RECORDED)
    first, last = phases[0][1], phases[-1][2]
    tallies = tallies_told(reader, first, last)
    return Ground(
        round=round_,
        phases=tuple(
            PhaseSeen(
                phase, start, end, tuple(_by_source(seen, start, end)),
                tuple(_by_ledger(t for t in tallies if start <= t.day <= end)),
            )
            for phase, start, end in phases
        ),
        incidents=incidents_around(reader, [held])[0],
        per_day=tuple(_per_day(seen, first, last)),
    )  # fmt: skip


def _by_source(seen: Any, first: dt.date, last: dt.date) -> list[SourceCount]:
    inside = Q(date_start__gte=first, date_end__lte=last)
    rows = (
        seen.filter(date_start__lte=last, date_end__gte=first)
        .order_by("source__name")
        .values("source__name")
        .annotate(
            within=Count("pk", filter=inside),
            touching=Count("pk"),
            low=Sum("deaths_low", filter=inside),
            best=Sum("deaths_best", filter=inside),
            high=Sum("deaths_high", filter=inside),
        )
    )
    return [
        SourceCount(
            row["source__name"], row["within"], row["touching"], row["low"], row["best"],
            row["high"],
        )
        for row in rows
    ]  # fmt: skip


def _by_ledger(tallies: Iterable[TallyTold]) -> list[LedgerSum]:
    """Each monitor by itself, each length of window by itself."""
    groups: defaultdict[tuple[str, int], list[TallyTold]] = defaultdict(list)
    for each in tallies:
        groups[each.monitor, each.window_hours].append(each)
    return [_ledger_sum(monitor, hours, rows) for (monitor, hours), rows in sorted(groups.items())]


def _ledger_sum(monitor: str, hours: int, rows: list[TallyTold]) -> LedgerSum:
    days = {row.day for row in rows}
    given = [row.total for row in rows if row.total is not None]
    is_whole = len(given) == len(rows) == len(days) and hours <= _A_DAY
    return LedgerSum(monitor, hours, len(rows), len(days), sum(given) if is_whole else None)


def _per_day(seen: Any, first: dt.date, last: dt.date) -> list[tuple[dt.date, int]]:
    rows = (
        seen.filter(date_start=F("date_end"), date_start__gte=first, date_start__lte=last)
        .order_by("date_start")
        .values_list("date_start")
        .annotate(count=Count("pk"))
    )
    found = dict(rows)
    span = (last - first).days + 1
    return [(day, found.get(day, 0)) for day in (first + dt.timedelta(days=n) for n in range(span))]

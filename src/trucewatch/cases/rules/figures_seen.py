"""All figures of one reader together, and the same as plain data."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from trucewatch.cases.rules.figures import (
    Ageing,
    Denial,
    Filed,
    Middle,
    Rulings,
    Share,
    Totals,
)
from trucewatch.cases.rules.round_days import Hours, RoundSeen, Stretch
from trucewatch.reports.tally_rules import NOT_SUMMED

Words = dict[str, Any]


@dataclass(frozen=True, slots=True)
class TallyTold:
    """What one monitor stated of one day; a total that is not given is None and no zero."""

    day: dt.date
    monitor: str
    total: int | None
    window_hours: int


@dataclass(frozen=True, slots=True)
class AreaSeen:
    """Alleged breaches of one area beside the hours that somebody looked there."""

    area: str
    cases: int
    hours: Hours | None

    @property
    def is_known(self) -> bool:
        """Whether no case means anything: somebody looked, or something was filed."""
        return bool(self.cases) or self.hours is not None


@dataclass(frozen=True, slots=True)
class Since:
    """The last day of something, how many days ago that is, and on how many it rests."""

    day: dt.date | None
    days: int | None
    rests_on: int

    @classmethod
    def of(cls, day: dt.date | None, today: dt.date, rests_on: int) -> "Since":
        """Days from one day to another; None where there was nothing."""
        return cls(day, None if day is None else max(0, (today - day).days), rests_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresSeen:
    """Every figure, as one reader sees it at one moment."""

    at: dt.datetime
    today: dt.date
    mechanism: str
    since: dt.date | None
    until: dt.date | None
    totals: Totals
    rulings: Rulings
    heavy: Share
    to_site: Middle
    to_decision: Middle
    ageing: Ageing
    denials: Sequence[Denial]
    access_records: int
    filed: Sequence[Filed]
    areas: Sequence[AreaSeen]
    rounds: Sequence[RoundSeen]
    tallies: Sequence[TallyTold]
    last_breach: Since
    last_report: Since

    @property
    def monitors(self) -> list[str]:
        """Whose tallies there are."""
        return sorted({told.monitor for told in self.tallies})

    def tally_days(self) -> list[tuple[dt.date, list[list[TallyTold]]]]:
        """A row a day, the latest first, and a column a monitor; there is no column of sums."""
        by_day: dict[dt.date, Mapping[str, list[TallyTold]]] = {}
        for told in self.tallies:
            row = by_day.setdefault(told.day, {name: [] for name in self.monitors})
            row[told.monitor].append(told)
        days = sorted(by_day.items(), reverse=True)
        return [(day, [row[name] for name in self.monitors]) for day, row in days]

    def as_json(self) -> Words:
        """The figures as plain data, each with the number of cases that it rests on."""
        return {
            "at": self.at.isoformat(timespec="seconds"),
            "mechanism": self.mechanism or None,
            "since": _iso(self.since),
            "until": _iso(self.until),
            "totals": _totals(self.totals),
            "rulings": _rulings(self.rulings),
            "heavy_weapons": {
                "heavy": self.heavy.heavy,
                "cases": self.heavy.typed,
                "percent": self.heavy.percent,
            },
            "hours_to_site": {"median": self.to_site.hours, "cases": self.to_site.cases},
            "hours_to_decision": {
                "median": self.to_decision.hours,
                "cases": self.to_decision.cases,
            },
            "ageing": ageing_words(self.ageing),
            "access_denials": {
                "parties": denial_words(self.denials),
                "access_records": self.access_records,
            },
            "filed_beside_ruled": filed_words(self.filed),
            "coverage": [
                {"area": row.area or None, "cases": row.cases, "hours": _hours(row.hours)}
                for row in self.areas
            ],
            "rounds": [_round(row) for row in self.rounds],
            "tallies": [
                {
                    "day": told.day.isoformat(),
                    "monitor": told.monitor,
                    "total": told.total,
                    "window_hours": told.window_hours,
                }
                for told in self.tallies
            ],
            "not_summed": NOT_SUMMED,
            "last_breach": _since(self.last_breach),
            "last_report": _since(self.last_report),
        }


def ageing_words(ageing: Ageing) -> Words:
    """How long open cases wait, as plain data."""
    return {
        "open": ageing.open,
        "buckets": [
            {"since": b.since, "until": b.until, "open": b.open, "undecided": b.undecided}
            for b in ageing.buckets
        ],
        "over_30_days": [
            {"id": str(w.key), "name": w.name, "state": w.state.value, "days": w.days}
            for w in ageing.long
        ],
    }


def denial_words(denials: Sequence[Denial]) -> list[Words]:
    """Refused access by party, as plain data; persons unknown are null."""
    return [
        {"party": d.party or None, "cases": d.cases, "established": d.established} for d in denials
    ]


def filed_words(rows: Sequence[Filed]) -> list[Words]:
    """What was filed and what was ruled of it, as plain data."""
    return [
        {
            "accused": row.accused or None,
            "week": row.monday.isoformat(),
            "filed": row.filed,
            "set_aside": row.set_aside,
            "decided": row.decided,
            "established": row.established,
        }
        for row in rows
    ]


def _totals(totals: Totals) -> Words:
    return {
        "cases": totals.cases,
        "without_exercises": totals.without_exercises,
        "exercises": totals.exercises,
        "excluded_group": totals.excluded_group,
        "out_of_scope": totals.out_of_scope,
        "duplicates": totals.duplicates,
        "guarantor_complaints": totals.guarantor,
        "process_complaints": totals.process,
    }


def _rulings(rulings: Rulings) -> Words:
    return {
        "cases": rulings.cases,
        "decided": rulings.decided,
        "verified": rulings.verified,
        "breaches": rulings.breaches,
        "disputed": rulings.disputed,
        "not_adopted": rulings.not_adopted,
        "results": {each.value: number for each, number in rulings.results},
        "scopes": {each.value: number for each, number in rulings.scopes},
    }


def _round(seen: RoundSeen) -> Words:
    return {
        "round": seen.round.name,
        "start": seen.round.start.isoformat(),
        "end": seen.round.end.isoformat(),
        "is_vague": seen.round.is_vague,
        "phases": [_stretch(each) for each in seen.stretches],
        "days": [{"day": day.isoformat(), "incidents": count} for day, count in seen.days],
    }


def _stretch(each: Stretch) -> Words:
    known = each.is_known
    return {
        "phase": each.phase.value,
        "start": each.first.isoformat(),
        "end": each.last.isoformat(),
        "days": each.days,
        "incidents": each.incidents if known else None,
        "with_exercises": each.with_exercises if known else None,
        "possible": each.possible if known else None,
        "per_day": each.per_day,
        "hours": _hours(each.hours),
    }


def _hours(hours: Hours | None) -> Words | None:
    if hours is None:
        return None
    return {
        "patrol": {"low": hours.patrol_low, "high": hours.patrol_high},
        "camera": {"low": hours.camera_low, "high": hours.camera_high},
    }


def _since(since: Since) -> Words:
    return {"day": _iso(since.day), "days": since.days, "rests_on": since.rests_on}


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None

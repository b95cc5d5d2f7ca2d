"""Figures of cases that leaders ask for, counted from what one reader sees of each case.

What is alleged is counted as alleged. A case is a breach only where an adopted finding says so;
classes that breach no ceasefire are told apart and are in none of the counts.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final
from uuid import UUID

from trucewatch.vocabulary.cases import (
    ADOPTED,
    COUNTED,
    ENDED,
    CaseClass,
    CaseState,
    Established,
    Outcome,
    ScopeVerdict,
)
from trucewatch.vocabulary.violations import HEAVY_WEAPONS, ViolationType

SET_ASIDE: Final = frozenset({CaseState.OUT_OF_SCOPE, CaseState.DUPLICATE})
"""Filed, and not looked into by themselves."""
NO_BREACH: Final = frozenset(
    {ScopeVerdict.EXERCISE, ScopeVerdict.EXCLUDED_GROUP, ScopeVerdict.PLACE_NOT_COVERED}
)
"""What is established under one of these breaks no term; it stays visible apart."""
BUCKETS: Final = ((0, 7), (8, 30), (31, 90), (91, None))
"""Days since reception, both ends counted; the last is open."""
LONG: Final = 30
"""Cases open for more days than these are named one by one."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the current finding holds, once the vote on it is closed."""

    outcome: Outcome
    established: Established
    scope: ScopeVerdict
    dissents: int = 0

    @property
    def is_adopted(self) -> bool:
        return self.outcome in ADOPTED


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFact:
    """What figures need of one case; ``received_on`` is the day on the clocks of the place."""

    key: UUID
    name: str
    case_class: CaseClass
    state: CaseState
    violation_type: ViolationType
    accused: str = ""
    area: str = ""
    received_at: dt.datetime
    received_on: dt.date
    on_site_at: dt.datetime | None = None
    decided_at: dt.datetime | None = None
    closed_at: dt.datetime | None = None
    last_day: dt.date
    ruling: Ruling | None = None

    @property
    def is_counted(self) -> bool:
        """Whether it is one alleged breach: no duplicate, not out of scope, no other class."""
        return self.case_class in COUNTED and self.state not in SET_ASIDE

    @property
    def is_established(self) -> bool:
        """An adopted finding holds that it happened, whatever it breached."""
        ruling = self.ruling
        return (
            ruling is not None
            and ruling.is_adopted
            and ruling.established is Established.ESTABLISHED
        )

    @property
    def is_breach(self) -> bool:
        """Established, and nothing takes it out of what was agreed."""
        return self.is_established and self.scope not in NO_BREACH

    @property
    def is_disputed(self) -> bool:
        """The vote is closed and a member dissented, or the finding was not adopted."""
        ruling = self.ruling
        return ruling is not None and (ruling.dissents > 0 or not ruling.is_adopted)

    @property
    def scope(self) -> ScopeVerdict | None:
        """What an adopted finding says of the scope; a draft says nothing yet."""
        return self.ruling.scope if self.ruling and self.ruling.is_adopted else None

    @property
    def is_exercise(self) -> bool:
        return self.scope is ScopeVerdict.EXERCISE


@dataclass(frozen=True, slots=True)
class Totals:
    """Alleged breaches with and without exercises, and what is told apart from them."""

    cases: int
    exercises: int
    excluded_group: int
    out_of_scope: int
    duplicates: int
    guarantor: int
    process: int

    @property
    def without_exercises(self) -> int:
        return self.cases - self.exercises


def count_totals(cases: Iterable[CaseFact]) -> Totals:
    """Each case once: among the alleged breaches, or in one of the heaps beside them."""
    seen = list(cases)
    counted = [case for case in seen if case.is_counted]
    states = Counter(case.state for case in seen if case.case_class in COUNTED)
    classes = Counter(case.case_class for case in seen)
    return Totals(
        cases=len(counted),
        exercises=sum(case.is_exercise for case in counted),
        excluded_group=sum(case.scope is ScopeVerdict.EXCLUDED_GROUP for case in counted),
        out_of_scope=states[CaseState.OUT_OF_SCOPE],
        duplicates=states[CaseState.DUPLICATE],
        guarantor=classes[CaseClass.GUARANTOR],
        process=classes[CaseClass.PROCESS],
    )


@dataclass(frozen=True, slots=True)
class Rulings:
    """What became of the alleged breaches. A case may be both verified and disputed.

    ``results`` are those of adopted findings; ``scopes`` what these say of what was established.
    """

    cases: int
    decided: int
    verified: int
    breaches: int
    disputed: int
    not_adopted: int
    results: tuple[tuple[Established, int], ...]
    scopes: tuple[tuple[ScopeVerdict, int], ...]


def count_rulings(cases: Iterable[CaseFact]) -> Rulings:
    """How many were decided, how each decision came out, and on how many members differed."""
    counted = [case for case in cases if case.is_counted]
    adopted = [c.ruling for c in counted if c.ruling is not None and c.ruling.is_adopted]
    results = Counter(ruling.established for ruling in adopted)
    scopes = Counter(case.scope for case in counted if case.is_established)
    return Rulings(
        cases=len(counted),
        decided=sum(case.decided_at is not None for case in counted),
        verified=sum(case.is_established for case in counted),
        breaches=sum(case.is_breach for case in counted),
        disputed=sum(case.is_disputed for case in counted),
        not_adopted=sum(c.ruling is not None and not c.ruling.is_adopted for c in counted),
        results=tuple((each, results[each]) for each in Established),
        scopes=tuple((each, scopes[each]) for each in ScopeVerdict),
    )


@dataclass(frozen=True, slots=True)
class Share:
    """So many of those whose type is stated."""

    heavy: int
    typed: int

    @property
    def percent(self) -> float | None:
        """A share of none is none."""
        return round(100 * self.heavy / self.typed, 1) if self.typed else None


def share_of_heavy(cases: Iterable[CaseFact]) -> Share:
    """Heavy weapons among alleged breaches of a stated type; exercises are left out."""
    kinds = [
        case.violation_type
        for case in cases
        if case.is_counted
        and not case.is_exercise
        and case.violation_type is not ViolationType.UNSPECIFIED
    ]
    return Share(sum(kind in HEAVY_WEAPONS for kind in kinds), len(kinds))


@dataclass(frozen=True, slots=True)
class Middle:
    """A median in hours, and on how many cases it rests; None over none."""

    hours: float | None
    cases: int


def hours_to_site(cases: Iterable[CaseFact]) -> Middle:
    """From the reception of an allegation until a team was on site, where one was."""
    return _middle([(c.received_at, c.on_site_at) for c in cases if c.is_counted])


def hours_to_decision(cases: Iterable[CaseFact]) -> Middle:
    """From the reception of an allegation until the vote was closed, where it was."""
    return _middle([(c.received_at, c.decided_at) for c in cases if c.is_counted])


def _middle(pairs: Sequence[tuple[dt.datetime, dt.datetime | None]]) -> Middle:
    hours = [(end - start).total_seconds() / 3600 for start, end in pairs if end is not None]
    return Middle(round(median(hours), 1) if hours else None, len(hours))


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case that is open for long."""

    key: UUID
    name: str
    state: CaseState
    days: int


@dataclass(frozen=True, slots=True)
class Bucket:
    """Open cases by days since reception; ``until`` is None where the bucket has no end."""

    since: int
    until: int | None
    open: int
    undecided: int


@dataclass(frozen=True, slots=True)
class Ageing:
    """How long open cases have been waiting, and those that wait longest, the oldest first."""

    open: int
    buckets: tuple[Bucket, ...]
    long: tuple[Waiting, ...]


def is_open(case: CaseFact, at: dt.datetime) -> bool:
    """Whether the case, if it is counted, was received and had not ended at a moment."""
    has_ended = case.state in ENDED and not (case.closed_at is not None and case.closed_at > at)
    return case.is_counted and case.received_at <= at and not has_ended


def age_open(cases: Iterable[CaseFact], at: dt.datetime) -> Ageing:
    """The open cases of counted classes by their age at a moment."""
    open_then = [(case, (at - case.received_at).days) for case in cases if is_open(case, at)]
    buckets = []
    for since, until in BUCKETS:
        within = [c for c, days in open_then if days >= since and (until is None or days <= until)]
        undecided = sum(case.decided_at is None or case.decided_at > at for case in within)
        buckets.append(Bucket(since, until, len(within), undecided))
    long = sorted(
        (Waiting(case.key, case.name, case.state, days) for case, days in open_then if days > LONG),
        key=lambda waiting: (-waiting.days, waiting.name),
    )
    return Ageing(len(open_then), tuple(buckets), tuple(long))


@dataclass(frozen=True, slots=True)
class Denial:
    """So many cases of refused access against one party; an empty name is persons unknown."""

    party: str
    cases: int
    established: int


def count_denials(cases: Iterable[CaseFact]) -> list[Denial]:
    """Cases of obstruction by whom they are against, most first."""
    against: dict[str, list[CaseFact]] = {}
    for case in cases:
        if case.case_class is CaseClass.OBSTRUCTION and case.is_counted:
            against.setdefault(case.accused, []).append(case)
    found = [
        Denial(party, len(rows), sum(row.is_breach for row in rows))
        for party, rows in against.items()
    ]
    return sorted(found, key=lambda denial: (-denial.cases, denial.party))


@dataclass(frozen=True, slots=True)
class Filed:
    """What was filed against one accused in one week, and what was ruled of it since.

    A filing proves nothing: a surge of them may only precede a bulletin.
    """

    accused: str
    monday: dt.date
    filed: int
    set_aside: int
    decided: int
    established: int


def filed_beside_ruled(cases: Iterable[CaseFact]) -> list[Filed]:
    """By accused and by the week of filing; duplicates are filings too, and told as set aside."""
    heaps: dict[tuple[str, dt.date], list[CaseFact]] = {}
    for case in cases:
        if case.case_class in COUNTED:
            monday = case.received_on - dt.timedelta(days=case.received_on.weekday())
            heaps.setdefault((case.accused, monday), []).append(case)
    return [
        Filed(
            accused=accused,
            monday=monday,
            filed=len(rows),
            set_aside=sum(row.state in SET_ASIDE for row in rows),
            decided=sum(row.decided_at is not None for row in rows),
            established=sum(row.is_counted and row.is_breach for row in rows),
        )
        for (accused, monday), rows in sorted(heaps.items())
    ]


def last_breach(cases: Iterable[CaseFact]) -> dt.date | None:
    """The last day of the latest breach that an adopted finding establishes."""
    return max((c.last_day for c in cases if c.is_counted and c.is_breach), default=None)

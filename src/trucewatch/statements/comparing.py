"""Which figures can be compared with each other, and what those of one scope say together."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

from trucewatch.names.folding import fold
from trucewatch.vocabulary.bound import Bound, Comparison, Figure, FigureConcept, FigureMeasure
from trucewatch.vocabulary.derived import DerivedLabel, Verdict
from trucewatch.vocabulary.sentence import Sentence

_SAME_DAYS: Final = dt.timedelta(days=92)
"""Counts that begin, or end, within a quarter of each other are taken for counts of one time."""
_OF_THE_CONFLICT: Final = dt.timedelta(days=300)
"""Counts over longer than this are totals of the conflict, however their beginning is worded."""
_OF_AN_EVENT: Final = frozenset(
    {FigureConcept.KILLED, FigureConcept.INJURED, FigureConcept.ABDUCTED, FigureConcept.RELEASED,
     FigureConcept.EVACUATED, FigureConcept.FIGHTERS, FigureConcept.DELEGATES,
     FigureConcept.JOURNALISTS, FigureConcept.VIOLATIONS}
)  # fmt: skip
"""What is counted of single events: without place, time and whom nobody knows of which."""
_SAME_WEEK: Final = dt.timedelta(days=7)
_SAME_SCALE: Final = 3
"""Counts of an unnamed event further apart than this factor are those of different events."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a figure is counted of: concept, whom, where, since when.

    ``until`` is the day it is counted to, ``measure`` whether it tells of a moment or of a period,
    where that is stated.
    """

    concept: FigureConcept
    whom: str
    place: str
    since: dt.date | None
    until: dt.date | None = None
    measure: FigureMeasure | None = None

    @property
    def is_total(self) -> bool:
        """Whether it counts over so long that it is a total of the conflict."""
        if self.since is None or self.until is None:
            return False
        return self.until - self.since > _OF_THE_CONFLICT

    def is_that_of(self, other: "Scope") -> bool:
        """Whether two figures count the same thing over the same time and place.

        A beginning that is not given is not taken for that of another figure, and what is counted
        under no concept of the vocabulary is the same only where it is named in the same words.
        """
        if self.what != other.what or not _fit(self.measure, other.measure):
            return False
        if self.concept is FigureConcept.OTHER and not self.whom.strip():
            return False
        if self.since is None or other.since is None:
            return self.since is other.since
        if self.is_total and other.is_total:
            return True
        if self.is_total != other.is_total and self.until and other.until:
            return False
        return abs(self.since - other.since) <= _SAME_DAYS

    @property
    def is_open(self) -> bool:
        """Whether it may be any event's: nothing limits what events are counted for."""
        limits = self.whom.strip() or self.place.strip() or self.since
        return self.concept in _OF_AN_EVENT and not limits

    @property
    def what(self) -> tuple[FigureConcept, str, str]:
        """Concept, whom and place, however they are spelled."""
        return self.concept, fold(self.whom), fold(self.place)


def _fit(one: FigureMeasure | None, other: FigureMeasure | None) -> bool:
    return one is None or other is None or one is other


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure with whoever claims it; ``key`` is how its row is known."""

    key: str
    scope: Scope
    figure: Figure
    claimant: str
    is_copy: bool = False


def can_be_compared(one: Claim, other: Claim) -> bool:
    """Whether two figures count the same; of unnamed events only those of one week and scale."""
    if not one.scope.is_that_of(other.scope):
        return False
    if not (one.scope.is_open and other.scope.is_open):
        return True
    one_day, other_day = one.scope.until, other.scope.until
    if one_day is None or other_day is None:
        return one_day is other_day
    small, large = sorted((_size(one.figure), _size(other.figure)))
    return abs(one_day - other_day) <= _SAME_WEEK and large <= _SAME_SCALE * small


def _size(figure: Figure) -> int:
    low, high = figure.limits
    return max(1, high if high is not None else low)


def same_scope(claims: Iterable[Claim]) -> list[list[Claim]]:
    """Claims in groups that can be compared, in the order of their first members.

    Whoever is in a group has the scope of its anchor, so that scopes do not drift; anchors are the
    totals and the earliest beginnings, so that the order in which claims come does not matter.
    """
    given = list(claims)
    place_of = {id(claim): place for place, claim in enumerate(given)}
    homes: defaultdict[Any, list[list[Claim]]] = defaultdict(list)
    for claim in sorted(given, key=_anchors_first):
        near = homes[claim.scope.what]
        home = next((group for group in near if can_be_compared(group[0], claim)), None)
        if home is None:
            near.append([claim])
        else:
            home.append(claim)
    groups = [group for near in homes.values() for group in near]
    ordered = [sorted(group, key=lambda claim: place_of[id(claim)]) for group in groups]
    return sorted(ordered, key=lambda group: place_of[id(group[0])])


def _anchors_first(claim: Claim) -> tuple[bool, bool, dt.date, dt.date, str]:
    scope = claim.scope
    latest = dt.date.max
    return (
        not scope.is_total, scope.measure is None, scope.since or latest, scope.until or latest,
        claim.key,
    )  # fmt: skip


def compare_claims(claims: Sequence[Claim]) -> Verdict:
    """The label of figures of one scope. A copy adds no weight; order does not matter.

    Disputed as soon as no single number satisfies two of them, whoever claims them: one claimant
    to whom two different figures are ascribed is a dispute between the accounts. Figures counted
    to days more than a quarter apart do not dispute each other, but for a later count over a
    period that is lower than an earlier one. An upper bound that stands alone verifies nothing.
    """
    alike = {(c.claimant, c.figure, c.scope): c for c in claims if not c.is_copy}
    counted = sorted(alike.values(), key=_order)
    if not counted:
        return _of_nobody(claims)
    for one, other in combinations(counted, 2):
        if _contradict(one, other):
            return Verdict(DerivedLabel.DISPUTED, _dispute(one, other))
    claimants = sorted({fold(claim.claimant): claim.claimant for claim in counted}.values())
    if len(claimants) == 1:
        return _alone(counted, claimants[0])
    if not any(
        fold(one.claimant) != fold(other.claimant) and _of_one_time(one.scope, other.scope)
        for one, other in combinations(counted, 2)
    ):
        reason = Sentence(
            "Each is counted to a day of its own; nobody else gives one of that time."
        )
        return Verdict(DerivedLabel.ONE_SIDED, reason)
    reason = Sentence("One number satisfies all {number} claimants.", number=len(claimants))
    return Verdict(DerivedLabel.AGREED, reason)


def _of_nobody(claims: Sequence[Claim]) -> Verdict:
    reason = Sentence("No account of it counts any more.")
    if claims:
        reason = Sentence("Only copies of other accounts tell of it.")
    return Verdict(DerivedLabel.UNVERIFIED, reason)


def _order(claim: Claim) -> tuple[str, str, str]:
    return fold(claim.claimant), claim.claimant, str(claim.figure)


def _alone(counted: Sequence[Claim], claimant: str) -> Verdict:
    if all(claim.figure.kind is Bound.UP_TO for claim in counted):
        reason = Sentence("Only {source} claims it, and only as an upper bound.", source=claimant)
        return Verdict(DerivedLabel.UNVERIFIED, reason)
    return Verdict(DerivedLabel.ONE_SIDED, Sentence("Only {source} claims it.", source=claimant))


def _of_one_time(one: Scope, other: Scope) -> bool:
    """Whether two figures are counted to about the same day; an open day excludes none."""
    if one.until is None or other.until is None:
        return True
    return abs(one.until - other.until) <= _SAME_DAYS


def _contradict(one: Claim, other: Claim) -> bool:
    """Whether both cannot be right: at one time, or because a sum has become smaller."""
    if one.figure.compare(other.figure) is not Comparison.CONTRADICTS:
        return False
    if _of_one_time(one.scope, other.scope):
        return True
    is_sum = one.scope.since is not None and FigureMeasure.STOCK not in (
        one.scope.measure, other.scope.measure
    )  # fmt: skip
    earlier, later = sorted((one, other), key=lambda claim: claim.scope.until or dt.date.max)
    _low, most = later.figure.limits
    return is_sum and most is not None and most < earlier.figure.limits[0]


def _dispute(one: Claim, other: Claim) -> Sentence:
    if fold(one.claimant) == fold(other.claimant):
        return Sentence(
            "{source} is said to have given {this} and {that}, and no number satisfies both.",
            source=one.claimant, this=one.figure, that=other.figure,
        )  # fmt: skip
    return Sentence(
        "{first} gives {this}, {second} {that}: no number satisfies both.",
        first=one.claimant, this=one.figure, second=other.claimant, that=other.figure,
    )  # fmt: skip

"""Which figures can be compared with each other, and what those of one scope say together."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from trucewatch.names.folding import fold
from trucewatch.vocabulary.bound import Comparison, Figure, FigureConcept
from trucewatch.vocabulary.derived import DerivedLabel, Verdict
from trucewatch.vocabulary.sentence import Sentence

_SAME_BEGINNING: Final = dt.timedelta(days=92)
"""Two counts that begin within a quarter of each other count over the same time."""
_OF_THE_CONFLICT: Final = dt.timedelta(days=300)
"""Counts over longer than this are totals of the conflict, however their beginning is worded."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a figure is counted of: concept, whom, where, since when."""

    concept: FigureConcept
    whom: str
    place: str
    since: dt.date | None
    until: dt.date | None = None

    @property
    def is_total(self) -> bool:
        """Whether it counts over so long that it is a total of the conflict."""
        if self.since is None or self.until is None:
            return False
        return self.until - self.since > _OF_THE_CONFLICT

    def is_that_of(self, other: "Scope") -> bool:
        """Whether two figures count the same thing over the same time and place.

        A beginning that is not given is not taken for that of another figure.
        """
        if (self.concept, fold(self.whom), fold(self.place)) != (
            other.concept, fold(other.whom), fold(other.place)
        ):  # fmt: skip
            return False
        if self.since is None or other.since is None:
            return self.since is other.since
        if self.is_total and other.is_total:
            return True
        return abs(self.since - other.since) <= _SAME_BEGINNING


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure with whoever claims it; ``key`` is how its row is known."""

    key: str
    scope: Scope
    figure: Figure
    claimant: str
    is_copy: bool = False


def same_scope(claims: Iterable[Claim]) -> list[list[Claim]]:
    """Claims in groups that can be compared, in the order of their first members.

    Whoever is in a group has the scope of its first member, so that scopes do not drift.
    """
    groups: list[list[Claim]] = []
    for claim in claims:
        home = next((g for g in groups if g[0].scope.is_that_of(claim.scope)), None)
        if home is None:
            groups.append([claim])
        else:
            home.append(claim)
    return groups


def compare_claims(claims: Sequence[Claim]) -> Verdict:
    """The label of figures of one scope. A copy adds no weight; order does not matter.

    Disputed as soon as no single number satisfies two of them, whoever claims them: one
    claimant to whom two different figures are ascribed is a dispute between the accounts.
    """
    counted = sorted(
        (c for c in claims if not c.is_copy), key=lambda c: (c.claimant, str(c.figure))
    )
    if not counted:
        return Verdict(DerivedLabel.UNVERIFIED, Sentence("No account of it counts any more."))
    for one, other in combinations(counted, 2):
        if one.figure.compare(other.figure) is Comparison.CONTRADICTS:
            return Verdict(DerivedLabel.DISPUTED, _dispute(one, other))
    claimants = sorted({claim.claimant for claim in counted})
    if len(claimants) == 1:
        reason = Sentence("Only {source} claims it.", source=claimants[0])
        return Verdict(DerivedLabel.ONE_SIDED, reason)
    reason = Sentence("One number satisfies all {number} claimants.", number=len(claimants))
    return Verdict(DerivedLabel.AGREED, reason)


def _dispute(one: Claim, other: Claim) -> Sentence:
    if one.claimant == other.claimant:
        return Sentence(
            "{source} is said to have given {this} and {that}, and no number satisfies both.",
            source=one.claimant, this=one.figure, that=other.figure,
        )  # fmt: skip
    return Sentence(
        "{first} gives {this}, {second} {that}: no number satisfies both.",
        first=one.claimant, this=one.figure, second=other.claimant, that=other.figure,
    )  # fmt: skip

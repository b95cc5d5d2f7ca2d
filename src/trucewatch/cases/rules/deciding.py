"""What follows from the members' positions by the mechanism's rule: derived, never typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from trucewatch.cases.rules.terms import MemberTerms, Terms
from trucewatch.vocabulary.cases import DecisionRule, MechanismLevel, Outcome, Stance
from trucewatch.vocabulary.sentence import Sentence

FOR: Final = frozenset({Stance.CONCURS, Stance.RESERVES})


@dataclass(frozen=True, slots=True)
class Vote:
    """The position of one member at one level."""

    member: str
    level: MechanismLevel
    stance: Stance


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome with the sentence that says why, and whose positions are awaited."""

    outcome: Outcome
    reason: str
    level: MechanismLevel | None = None
    awaited: tuple[str, ...] = ()


def decide(votes: Sequence[Vote], terms: Terms, *, closed: bool = False) -> Decision:
    """The outcome of these positions; the order in which they were given does not matter.

    Once the vote is ``closed``, whoever gave no position counts as absent.
    """
    if terms.rule is DecisionRule.LOWEST_LEVEL:
        return _lowest_level(votes, terms, closed=closed)
    level = terms.levels[-1]
    seats = _seats(terms, level)
    given = _given(votes, level, seats)
    awaited = tuple(seat.key for seat in seats if seat.key not in given)
    if terms.rule is DecisionRule.CONSENSUS:
        return _consensus(given, seats, awaited, level, closed=closed)
    return _weighed(given, seats, awaited, terms, closed=closed)


def _seats(terms: Terms, level: MechanismLevel) -> list[MemberTerms]:
    return [member for member in terms.members if level in member.levels]


def _given(
    votes: Sequence[Vote], level: MechanismLevel, seats: Sequence[MemberTerms]
) -> dict[str, Stance]:
    known = {seat.key for seat in seats}
    return {v.member: v.stance for v in votes if v.level is level and v.member in known}


def _consensus(
    given: Mapping[str, Stance], seats: Sequence[MemberTerms], awaited: tuple[str, ...],
    level: MechanismLevel, *, closed: bool,
) -> Decision:  # fmt: skip
    against = sorted(key for key, stance in given.items() if stance not in FOR)
    if against:
        stances = {given[key] for key in against}
        reason = (
            Sentence("There is no consensus: {number} of {all} members dissent.",
                     number=len(against), all=len(seats))
            if stances == {Stance.DISSENTS}
            else Sentence("There is no consensus: {number} of {all} members do not concur.",
                          number=len(against), all=len(seats))
        )  # fmt: skip
        if awaited and not closed:
            return Decision(Outcome.PENDING, reason, level, awaited)
        return Decision(Outcome.NOT_ADOPTED, reason, level)
    if awaited or not seats:
        if not closed:
            return _awaiting(awaited, level)
        reason = Sentence(
            "There is no consensus: {number} of {all} members gave no position.",
            number=len(awaited), all=len(seats),
        )  # fmt: skip
        return Decision(Outcome.NOT_ADOPTED, reason, level)
    return _adopted(given, Sentence("All {all} members concur.", all=len(seats)), level)


def _weighed(
    given: Mapping[str, Stance], seats: Sequence[MemberTerms], awaited: tuple[str, ...],
    terms: Terms, *, closed: bool,
) -> Decision:  # fmt: skip
    level = terms.levels[-1]
    weighted = terms.rule is DecisionRule.WEIGHTED
    weight = {seat.key: seat.weight if weighted else 1 for seat in seats}
    whole = sum(weight.values())
    needed = terms.threshold or whole // 2 + 1
    in_favour = sum(weight[key] for key, stance in given.items() if stance in FOR)
    reason = Sentence(
        "{votes} of {whole} votes are in favour; {needed} are needed.",
        votes=in_favour, whole=whole, needed=needed,
    )  # fmt: skip
    if awaited and not closed:
        return Decision(Outcome.PENDING, reason, level, awaited)
    if in_favour >= needed:
        return _adopted(given, reason, level)
    return Decision(Outcome.NOT_ADOPTED, reason, level)


def _lowest_level(votes: Sequence[Vote], terms: Terms, *, closed: bool) -> Decision:
    """Each level by consensus; where there is none the next one takes it up."""
    last = Decision(Outcome.PENDING, "")
    for level in terms.levels:
        seats = _seats(terms, level)
        if not seats:
            continue
        given = _given(votes, level, seats)
        awaited = tuple(seat.key for seat in seats if seat.key not in given)
        later = _has_votes_above(votes, terms, level)
        last = _consensus(given, seats, awaited, level, closed=closed or later)
        if last.outcome is not Outcome.NOT_ADOPTED:
            return last
        if not later and not closed and level is not terms.levels[-1]:
            above = _next_level(terms, level)
            if above is not None:
                keys = tuple(seat.key for seat in _seats(terms, above))
                return Decision(Outcome.PENDING, last.reason, above, keys)
    return last


def _next_level(terms: Terms, level: MechanismLevel) -> MechanismLevel | None:
    above = terms.levels[terms.levels.index(level) + 1 :]
    return next((each for each in above if _seats(terms, each)), None)


def _has_votes_above(votes: Sequence[Vote], terms: Terms, level: MechanismLevel) -> bool:
    above = set(terms.levels[terms.levels.index(level) + 1 :])
    return any(vote.level in above for vote in votes)


def _awaiting(awaited: tuple[str, ...], level: MechanismLevel) -> Decision:
    reason = Sentence("{number} positions are awaited.", number=len(awaited))
    return Decision(Outcome.PENDING, reason, level, awaited)


def _adopted(given: Mapping[str, Stance], reason: str, level: MechanismLevel) -> Decision:
    stances = set(given.values())
    if Stance.DISSENTS in stances:
        outcome = Outcome.WITH_DISSENT
    elif Stance.RESERVES in stances:
        outcome = Outcome.WITH_RESERVATIONS
    else:
        outcome = Outcome.ADOPTED
    return Decision(outcome, reason, level)

"""What follows from positions, by each rule."""

import itertools
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.cases.examples import EXAMPLES
from trucewatch.cases.rules.calendar import WorkingCalendar
from trucewatch.cases.rules.deciding import Vote, decide
from trucewatch.cases.rules.terms import MemberTerms, Terms, read_terms
from trucewatch.vocabulary.cases import (
    ADOPTED,
    DecisionRule,
    MechanismLevel,
    MemberKind,
    Outcome,
    Stance,
)
from trucewatch.vocabulary.refusal import Refused

COMMITTEE = MechanismLevel.JOINT_COMMITTEE
NAMES = ("one", "two", "three")
STANCES = st.lists(st.sampled_from(list(Stance)), min_size=3, max_size=3)


def terms(rule: DecisionRule, *, weights: tuple[int, ...] = (1, 1, 1), threshold: int = 0) -> Terms:
    """Three members at one committee."""
    members = tuple(
        MemberTerms(name, MemberKind.GUARANTOR, weight)
        for name, weight in zip(NAMES, weights, strict=True)
    )
    return Terms(members, rule, WorkingCalendar(ZoneInfo("UTC")), threshold)


def votes(*stances: Stance) -> list[Vote]:
    """Positions of the members in their order."""
    return [Vote(name, COMMITTEE, stance) for name, stance in zip(NAMES, stances, strict=False)]


@pytest.mark.parametrize(
    ("rule", "stances", "outcome"),
    [
        (DecisionRule.CONSENSUS, (Stance.CONCURS,) * 3, Outcome.ADOPTED),
        (
            DecisionRule.CONSENSUS,
            (Stance.CONCURS, Stance.RESERVES, Stance.CONCURS),
            Outcome.WITH_RESERVATIONS,
        ),
        (
            DecisionRule.CONSENSUS,
            (Stance.CONCURS, Stance.CONCURS, Stance.DISSENTS),
            Outcome.NOT_ADOPTED,
        ),
        (
            DecisionRule.CONSENSUS,
            (Stance.CONCURS, Stance.CONCURS, Stance.ABSTAINS),
            Outcome.NOT_ADOPTED,
        ),
        (
            DecisionRule.MAJORITY,
            (Stance.CONCURS, Stance.CONCURS, Stance.DISSENTS),
            Outcome.WITH_DISSENT,
        ),
        (
            DecisionRule.MAJORITY,
            (Stance.CONCURS, Stance.ABSTAINS, Stance.ABSENT),
            Outcome.NOT_ADOPTED,
        ),
        (DecisionRule.CONSENSUS, (Stance.CONCURS, Stance.CONCURS), Outcome.PENDING),
        (DecisionRule.MAJORITY, (), Outcome.PENDING),
    ],
)
def test_each_rule_has_its_outcome(
    rule: DecisionRule, stances: tuple[Stance, ...], outcome: Outcome
) -> None:
    """With the reason in a sentence."""
    decision = decide(votes(*stances), terms(rule))
    assert decision.outcome is outcome
    assert decision.reason


def test_weights_decide_where_the_rule_says_so() -> None:
    """One member with three of five votes needs nobody; a threshold may ask for more."""
    heavy = terms(DecisionRule.WEIGHTED, weights=(3, 1, 1))
    alone = votes(Stance.CONCURS, Stance.DISSENTS, Stance.DISSENTS)
    assert decide(alone, heavy).outcome is Outcome.WITH_DISSENT
    asked = terms(DecisionRule.WEIGHTED, weights=(3, 1, 1), threshold=4)
    assert decide(alone, asked).outcome is Outcome.NOT_ADOPTED


def test_a_closed_vote_counts_the_silent_as_absent() -> None:
    """Before that their positions are awaited, by name."""
    given_two = votes(Stance.CONCURS, Stance.CONCURS)
    rule = terms(DecisionRule.CONSENSUS)
    assert decide(given_two, rule).awaited == ("three",)
    assert decide(given_two, rule, closed=True).outcome is Outcome.NOT_ADOPTED
    majority = terms(DecisionRule.MAJORITY)
    assert decide(given_two, majority, closed=True).outcome is Outcome.ADOPTED


def test_the_lowest_level_that_agrees_decides() -> None:
    """A team that agrees is enough; where it does not the next level is asked."""
    levels = (MechanismLevel.TEAM, COMMITTEE)
    members = tuple(MemberTerms(name, MemberKind.PARTY, 1, levels) for name in NAMES)
    rule = Terms(
        members, DecisionRule.LOWEST_LEVEL, WorkingCalendar(ZoneInfo("UTC")), levels=levels
    )
    team = [Vote(name, MechanismLevel.TEAM, Stance.CONCURS) for name in NAMES]
    found = decide(team, rule)
    assert (found.outcome, found.level) == (Outcome.ADOPTED, MechanismLevel.TEAM)
    split = [*team[:2], Vote("three", MechanismLevel.TEAM, Stance.DISSENTS)]
    passed_on = decide(split, rule)
    assert (passed_on.outcome, passed_on.level) == (Outcome.PENDING, COMMITTEE)
    assert passed_on.awaited == NAMES
    above = [*split, *votes(*(Stance.CONCURS,) * 3)]
    settled = decide(above, rule)
    assert (settled.outcome, settled.level) == (Outcome.ADOPTED, COMMITTEE)


@given(STANCES, st.sampled_from([r for r in DecisionRule if r is not DecisionRule.LOWEST_LEVEL]))
def test_the_order_of_positions_does_not_matter(stances: list[Stance], rule: DecisionRule) -> None:
    """Nor does the position of somebody who is no member."""
    given_votes = votes(*stances)
    expected = decide(given_votes, terms(rule))
    for order in itertools.permutations(given_votes):
        assert (
            decide([*order, Vote("stranger", COMMITTEE, Stance.DISSENTS)], terms(rule)) == expected
        )


@given(STANCES)
def test_nothing_is_adopted_without_anybody_in_favour(stances: list[Stance]) -> None:
    """And one more concurrence never turns an adoption over."""
    for rule in (DecisionRule.CONSENSUS, DecisionRule.MAJORITY, DecisionRule.WEIGHTED):
        outcome = decide(votes(*stances), terms(rule)).outcome
        if not {Stance.CONCURS, Stance.RESERVES} & set(stances):
            assert outcome is Outcome.NOT_ADOPTED
        better = [Stance.CONCURS, *stances[1:]]
        if outcome in ADOPTED:
            assert decide(votes(*better), terms(rule)).outcome in ADOPTED


def test_fewer_than_a_majority_are_no_majority() -> None:
    """More may be asked for, and of members no more than there are; weights may say otherwise."""
    for threshold in (1, 4):
        with pytest.raises(Refused) as refused:
            read_terms(terms(DecisionRule.MAJORITY, threshold=threshold).as_json())
        assert refused.value.field == "threshold"
    assert read_terms(terms(DecisionRule.MAJORITY, threshold=3).as_json()).threshold == 3
    assert read_terms(terms(DecisionRule.WEIGHTED, threshold=1).as_json()).threshold == 1


def test_terms_are_read_as_they_were_written() -> None:
    """Through JSON and back."""
    rule = terms(DecisionRule.WEIGHTED, weights=(3, 1, 1), threshold=4)
    assert read_terms(rule.as_json()) == rule


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"members": []}, "members"),
        ({"members": [{"organisation": "a", "kind": "king"}]}, "members"),
        ({"rule": "dice"}, "rule"),
        ({"levels": ["guarantors", "team"]}, "levels"),
        ({"timezone": "Mars/Olympus"}, "timezone"),
        ({"deadlines": {"sleep": {"amount": 1, "unit": "hours"}}}, "deadlines"),
        ({"deadlines": {"screen": {"amount": 0, "unit": "hours"}}}, "deadlines"),
        ({"threshold": 99}, "threshold"),
        ({"holidays": ["tomorrow"]}, "holidays"),
    ],
)
def test_terms_that_cannot_be_are_refused_at_their_field(
    change: dict[str, object], field: str
) -> None:
    """One slip, one field."""
    good = terms(DecisionRule.CONSENSUS).as_json()
    with pytest.raises(Refused) as refused:
        read_terms({**good, **change})
    assert refused.value.field == field


@pytest.mark.parametrize("key", list(EXAMPLES))
def test_the_terms_of_every_shipped_example_can_be_read(key: str) -> None:
    """And they say what they are like."""
    example = EXAMPLES[key]
    assert read_terms(example["terms"]).members
    assert example["about"]

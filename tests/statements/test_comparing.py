"""Figures are compared where they count the same, whoever claims them and in whatever order."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from trucewatch.statements.comparing import Claim, Scope, compare_claims, same_scope
from trucewatch.vocabulary.bound import (
    Figure,
    FigureConcept,
    FigureMeasure,
    about,
    at_least,
    between,
    exact,
    up_to,
)
from trucewatch.vocabulary.derived import DerivedLabel

SYRIA = Scope(FigureConcept.KILLED, "", "Syria", dt.date(2011, 3, 15), dt.date(2017, 1, 24))
_keys = iter(range(10**9))

_numbers = st.integers(0, 1000)
_figures = st.one_of(
    _numbers.map(exact),
    _numbers.map(at_least),
    _numbers.map(up_to),
    _numbers.map(about),
    st.tuples(_numbers, _numbers).map(lambda pair: between(min(pair), None, max(pair))),
)
_days = st.one_of(st.none(), st.dates(dt.date(2011, 1, 1), dt.date(2018, 1, 1)))
_scopes = st.builds(
    Scope,
    concept=st.sampled_from([FigureConcept.KILLED, FigureConcept.DISPLACED, FigureConcept.OTHER]),
    whom=st.sampled_from(["", "women"]),
    place=st.sampled_from(["", "Syria", "Aleppo"]),
    since=_days,
    until=_days,
    measure=st.sampled_from([None, FigureMeasure.STOCK, FigureMeasure.FLOW]),
)
_claimants = st.sampled_from(["The UN", "An observatory", "A party"])


@st.composite
def _claims(draw: Any, scopes: st.SearchStrategy[Scope] = _scopes) -> list[Claim]:
    drawn = draw(st.lists(st.tuples(scopes, _figures, _claimants, st.booleans()), max_size=7))
    return [Claim(str(n), *columns) for n, columns in enumerate(drawn)]


def _claim(figure: Figure, claimant: str = "The UN", scope: Scope = SYRIA, **more: Any) -> Claim:
    return Claim(str(next(_keys)), scope, figure, claimant, **more)


def _as_sets(groups: Sequence[Sequence[Claim]]) -> set[frozenset[str]]:
    return {frozenset(claim.key for claim in group) for group in groups}


@given(_claims(), st.randoms())
def test_groups_do_not_depend_on_the_order_of_the_claims(claims: list[Claim], random: Any) -> None:
    """Who is compared with whom is a matter of scope alone, and everybody is in one group."""
    shuffled = list(claims)
    random.shuffle(shuffled)
    assert _as_sets(same_scope(claims)) == _as_sets(same_scope(shuffled))
    assert sorted(c.key for group in same_scope(claims) for c in group) == [c.key for c in claims]


@given(_claims(st.just(SYRIA)), st.randoms())
def test_the_label_does_not_depend_on_the_order_of_the_claims(
    claims: list[Claim], random: Any
) -> None:
    """Nor does its reason."""
    shuffled = list(claims)
    random.shuffle(shuffled)
    assert compare_claims(claims) == compare_claims(shuffled)


@given(_claims(st.just(SYRIA)), _figures, _claimants)
def test_a_copy_changes_nothing(claims: list[Claim], figure: Figure, claimant: str) -> None:
    """Neither the label nor the reason, whatever the copy says and however often it stands."""
    originals = [replace(claim, is_copy=False) for claim in claims] + [_claim(exact(5))]
    copies = [_claim(figure, claimant, is_copy=True) for _ in range(3)]
    assert compare_claims([*originals, *copies]) == compare_claims(originals)


@given(_claims())
def test_different_concepts_are_never_grouped(claims: list[Claim]) -> None:
    """Losing a home is not displacement, whatever else is the same; nor are measures mixed."""
    for group in same_scope(claims):
        assert len({claim.scope.concept for claim in group}) == 1
        assert len({claim.scope.measure for claim in group} - {None}) <= 1


def test_two_totals_ascribed_to_one_claimant_are_disputed() -> None:
    """450,000 in five years and 400,000 since March 2011 are both totals of the conflict."""
    later = Scope(FigureConcept.KILLED, "", "Syria", dt.date(2012, 2, 16), dt.date(2017, 2, 16))
    claims = [_claim(exact(450_000), scope=later), _claim(exact(400_000))]
    (group,) = same_scope(claims)
    verdict = compare_claims(group)
    assert verdict.label is DerivedLabel.DISPUTED
    assert "450,000" in verdict.reason
    assert "400,000" in verdict.reason


def test_lost_homes_are_not_compared_with_the_displaced() -> None:
    """Twelve million and eleven million count different things."""
    homes = replace(SYRIA, concept=FigureConcept.LOST_HOME)
    displaced = replace(SYRIA, concept=FigureConcept.DISPLACED)
    claims = [_claim(exact(12_000_000), scope=homes), _claim(exact(11_000_000), scope=displaced)]
    groups = same_scope(claims)
    assert [len(group) for group in groups] == [1, 1]
    assert {compare_claims(group).label for group in groups} == {DerivedLabel.ONE_SIDED}


def test_a_later_sum_may_be_greater_but_not_smaller() -> None:
    """93,000 until 2013 and 400,000 until 2017 fit; 500,000 until 2013 does not."""
    early = replace(SYRIA, until=dt.date(2013, 6, 1))
    now = _claim(exact(400_000))
    assert compare_claims([_claim(exact(93_000), "B", early), now]).label is DerivedLabel.ONE_SIDED
    assert compare_claims([_claim(exact(500_000), "B", early), now]).label is DerivedLabel.DISPUTED


def test_two_claimants_whose_bounds_meet_agree() -> None:
    """At least 300,000 and about 400,000 leave numbers that satisfy both."""
    verdict = compare_claims([_claim(at_least(300_000)), _claim(about(400_000), "An observatory")])
    assert verdict.label is DerivedLabel.AGREED


def test_an_upper_bound_that_stands_alone_is_unverified() -> None:
    """“As many as 13,000” says that it may be fewer, down to none."""
    verdict = compare_claims([_claim(up_to(13_000))])
    assert verdict.label is DerivedLabel.UNVERIFIED
    assert "upper bound" in verdict.reason


def test_what_has_no_concept_is_compared_only_by_the_same_name() -> None:
    """Two figures of something else are no figures of one thing."""
    other = replace(SYRIA, concept=FigureConcept.OTHER)
    named = replace(other, whom="Lorries")
    assert len(same_scope([_claim(exact(1), scope=other), _claim(exact(2), scope=other)])) == 2
    assert len(same_scope([_claim(exact(1), scope=named), _claim(exact(2), scope=named)])) == 1


def test_counts_of_unnamed_events_are_compared_within_a_week_and_a_scale() -> None:
    """Thirty-one killed somewhere are no dispute with a total, nor with another month's count."""

    def killed(key: str, number: int, day: dt.date) -> Claim:
        scope = Scope(FigureConcept.KILLED, "", "", None, day)
        return Claim(key, scope, exact(number), key)

    day = dt.date(2017, 3, 15)
    total, here, there = killed("a", 450_000, day), killed("b", 31, day), killed("c", 40, day)
    later = killed("d", 33, day + dt.timedelta(days=30))
    groups = [{claim.key for claim in group} for group in same_scope([total, here, there, later])]
    assert sorted(map(sorted, groups)) == [["a"], ["b", "c"], ["d"]]

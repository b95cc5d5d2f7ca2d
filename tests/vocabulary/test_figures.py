"""Figures with the bounds that their claimants put on them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.vocabulary.bound import (
    Bound,
    Comparison,
    Figure,
    about,
    at_least,
    between,
    exact,
    from_estimates,
    up_to,
)

counts = st.integers(min_value=0, max_value=10**7)
figures = st.one_of(
    counts.map(exact),
    counts.map(at_least),
    counts.map(up_to),
    counts.map(about),
    st.builds(between, counts, st.none() | counts, counts),
)


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        (exact(31), "31"),
        (exact(0), "0"),
        (at_least(31), "at least 31"),
        (up_to(13_000), "up to 13,000"),
        (about(450_000), "about 450,000"),
        (between(9, None, 14), "9-14"),
        (between(9, 12, 14), "9-14"),
    ],
)
def test_a_figure_reads_with_its_bound(figure, text):
    """The bound is part of the claim and never falls away."""
    assert figure.text() == text


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (exact(31), at_least(31)),
        (exact(40), at_least(31)),
        (exact(0), up_to(13_000)),
        (at_least(5), at_least(500)),
        (about(400_000), exact(410_000)),
        (between(9, 12, 14), between(14, 15, 20)),
    ],
)
def test_claims_that_one_number_satisfies_are_compatible(a, b):
    """Compatible is not the same as equal."""
    assert a.compare(b) is Comparison.COMPATIBLE


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (exact(30), at_least(31)),
        (exact(13_001), up_to(13_000)),
        (about(450_000), about(400_000)),
        (exact(4), exact(6)),
        (between(9, 12, 14), at_least(15)),
    ],
)
def test_claims_that_no_number_satisfies_contradict(a, b):
    """Two round totals that are 50,000 apart stay two claims."""
    assert a.compare(b) is Comparison.CONTRADICTS


@given(figures, figures)
def test_comparison_does_not_depend_on_which_claim_came_first(a, b):
    """Neither claim is the standard for the other."""
    assert a.compare(b) is b.compare(a)


@given(figures)
def test_every_figure_is_compatible_with_itself(figure):
    """A claim repeated is no contradiction, even out of order."""
    assert figure.compare(figure) is Comparison.COMPATIBLE


@given(figures)
def test_the_limits_of_a_figure_are_in_order_and_not_negative(figure):
    """Limits order what the claimant may have given out of order."""
    low, high = figure.limits
    assert low >= 0
    assert high is None or low <= high


def test_a_negative_count_is_refused():
    """Nobody is killed fewer than zero times."""
    with pytest.raises(ValueError, match="cannot be negative: high is -1"):
        up_to(-1)


@pytest.mark.parametrize("kind", list(Bound))
def test_a_figure_without_any_number_is_refused(kind):
    """Unknown is the absence of a figure, not a figure of nothing."""
    with pytest.raises(ValueError, match="gives exactly"):
        Figure(kind, None, None, None)


def test_an_exact_figure_with_differing_numbers_is_refused():
    """Numbers that differ are a range."""
    with pytest.raises(ValueError, match="same low, best and high"):
        Figure(Bound.EXACT, 1, 2, 3)


@pytest.mark.parametrize(
    ("figure", "ordered"),
    [(between(9, 12, 14), True), (between(14, None, 9), False), (between(9, 20, 14), False)],
)
def test_a_range_out_of_order_is_kept_and_flagged(figure, ordered):
    """A source's mistake is recorded as it was made."""
    assert figure.is_ordered is ordered


@pytest.mark.parametrize(
    ("estimates", "figure"), [((4, 4, 4), exact(4)), ((0, 3, 9), between(0, 3, 9))]
)
def test_three_equal_estimates_are_one_exact_figure(estimates, figure):
    """UCDP gives three numbers for every event, most of them equal."""
    assert from_estimates(*estimates) == figure

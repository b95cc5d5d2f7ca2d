"""Claimed numbers of deaths and what they allow."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.linkage.columns import MOST_DEATHS, deaths_of

NAN, INF = float("nan"), float("inf")
NUMBERS = st.floats(allow_nan=True, allow_infinity=True) | st.integers(0, 500).map(float)


def allowed(low: float, best: float, high: float) -> list[float]:
    """The least, the likeliest and the most of one claim."""
    return [float(each[0]) for each in deaths_of(*(np.array([n]) for n in (low, best, high)))]


@pytest.mark.parametrize(
    ("low", "best", "high", "found"),
    [
        (NAN, NAN, NAN, [NAN, NAN, NAN]),
        (NAN, 3, NAN, [3, 3, 3]),
        (1, 3, 5, [1, 3, 5]),
        (2, NAN, NAN, [2, 2, INF]),
        (NAN, NAN, 4, [0, 4, 4]),
        (2, NAN, 4, [2, 2, 4]),
        (NAN, 0, NAN, [0, 0, 0]),
        (1, 9, 5, [1, 9, 5]),
        (-1, -1, -1, [NAN, NAN, NAN]),
        (NAN, 1e308, NAN, [NAN, NAN, NAN]),
        (NAN, INF, 4, [0, 4, 4]),
        (NAN, MOST_DEATHS, NAN, [MOST_DEATHS] * 3),
    ],
)
def test_a_claim_allows_what_it_says(
    low: float, best: float, high: float, found: list[float]
) -> None:
    """ "At least" leaves the most open, "up to" the least at none, a number alone is exact."""
    assert allowed(low, best, high) == pytest.approx(found, nan_ok=True)


@given(low=NUMBERS, best=NUMBERS, high=NUMBERS)
def test_what_is_allowed_is_a_count_or_not_said(low: float, best: float, high: float) -> None:
    """All three are there or none is; none is negative, and only the most may be without end."""
    least, likeliest, most = allowed(low, best, high)
    assert np.isnan([least, likeliest, most]).all() or not np.isnan([least, likeliest, most]).any()
    if not np.isnan(likeliest):
        assert 0 <= least < INF
        assert 0 <= likeliest < INF
        assert most >= 0


@given(low=st.integers(0, 99), more=st.integers(0, 99), most=st.integers(0, 99))
def test_bounds_in_order_stay_in_order(low: int, more: int, most: int) -> None:
    """A claim that does not contradict itself is kept as it is."""
    claim = [float(low), float(low + more), float(low + more + most)]
    assert allowed(*claim) == claim

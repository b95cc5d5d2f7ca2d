"""Deaths are summed as ranges, and never over rival accounts."""

from hypothesis import given
from hypothesis import strategies as st

from trucewatch.bulletins.ranges import DeathRange, range_over_accounts, sum_of_ranges
from trucewatch.vocabulary.bound import Figure, at_least, between, exact, up_to

numbers = st.integers(min_value=0, max_value=5000)
figures = st.one_of(
    st.builds(exact, numbers),
    st.builds(at_least, numbers),
    st.builds(up_to, numbers),
    st.builds(lambda low, more: between(low, None, low + more), numbers, numbers),
)
accounts = st.lists(st.one_of(st.none(), figures), min_size=1, max_size=4)


def allowed(figure: Figure, number: int) -> bool:
    low, high = figure.limits
    return low <= number and (high is None or number <= high)


@given(accounts, numbers)
def test_the_range_of_an_incident_holds_every_number_that_an_account_allows(
    told: list[Figure | None], number: int
) -> None:
    """Whatever one source says is possible is not narrowed away by another."""
    found = range_over_accounts(told)
    if any(figure is not None and allowed(figure, number) for figure in told):
        assert found.low <= number
        assert found.high is None or number <= found.high


@given(st.lists(accounts, max_size=6))
def test_a_sum_runs_from_the_lows_to_the_highs(incidents: list[list[Figure | None]]) -> None:
    """One open end leaves it open, and incidents without a figure are counted beside it."""
    ranges = [range_over_accounts(told) for told in incidents]
    total = sum_of_ranges(ranges)
    assert total.low == sum(one.low for one in ranges)
    if any(one.high is None for one in ranges):
        assert total.high is None
    else:
        assert total.high == sum(one.high or 0 for one in ranges)
    assert total.known + total.unknown == len(ranges)


@given(st.lists(accounts, max_size=6))
def test_the_order_of_incidents_and_accounts_does_not_matter(
    incidents: list[list[Figure | None]],
) -> None:
    """A sum is the same however the record hands its rows back."""
    one = sum_of_ranges(range_over_accounts(told) for told in incidents)
    other = sum_of_ranges(range_over_accounts(told[::-1]) for told in incidents[::-1])
    assert one == other


def test_rival_accounts_of_one_incident_are_spanned_and_not_added() -> None:
    """ "At least 31" beside 9-14 is at least 9; never forty and more."""
    assert range_over_accounts([at_least(31), between(9, None, 14)]) == DeathRange(9, None, 1)
    assert range_over_accounts([exact(3), None, exact(5)]) == DeathRange(3, 5, 1)
    assert range_over_accounts([None]) == DeathRange(unknown=1)

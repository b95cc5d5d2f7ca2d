"""Times of a day that run past midnight, and those that run backwards."""

import datetime as dt

import pytest

from trucewatch.talks.rules.clocks import runs_backwards


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("23:30", "00:45", False), ("20:00", "08:00", False), ("20:00", "08:01", True),
        ("20:01", "08:00", False), ("11:00", "10:00", True), ("11:00", "11:00", False),
        ("09:00", "17:00", False),
    ],
)  # fmt: skip
def test_a_night_is_no_slip(first: str, last: str, expected: bool) -> None:
    """What would last longer than twelve hours is one."""
    answer = runs_backwards(dt.time.fromisoformat(first), dt.time.fromisoformat(last))
    assert answer is expected


def test_half_a_stretch_runs_nowhere() -> None:
    """Without one of its ends."""
    assert not runs_backwards(None, dt.time(1))
    assert not runs_backwards(dt.time(1), None)

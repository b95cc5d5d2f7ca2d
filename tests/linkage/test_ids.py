"""Ids as numbers, and ids that stand twice."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from trucewatch.linkage.ids import first_twice, keys_of


def keys(ids: list[str]) -> np.ndarray:
    """The number of each id."""
    raw = [name.encode() for name in ids]
    start = np.cumsum([0, *map(len, raw)]).astype(np.int64)
    return keys_of(np.frombuffer(b"".join(raw), np.uint8), start)


@settings(deadline=None, max_examples=50)
@given(ids=st.lists(st.text(max_size=6), max_size=20))
def test_an_id_has_the_same_number_wherever_it_stands(ids: list[str]) -> None:
    """Equal ids have equal numbers, and different ones have different ones."""
    numbers = keys(ids).tolist()
    assert len(set(numbers)) == len(set(ids))
    assert numbers == [int(keys([name])[0]) for name in ids]


@settings(deadline=None)
@given(ids=st.lists(st.sampled_from("abcdefgh"), max_size=8))
def test_the_first_id_that_stands_twice_is_found(ids: list[str]) -> None:
    """With the rows of both; none where all are different."""
    expected = next(
        ((ids.index(name), row) for row, name in enumerate(ids) if name in ids[:row]), (-1, -1)
    )
    assert first_twice(keys(ids)) == expected

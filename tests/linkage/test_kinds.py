"""How near two types of event are: our words, ACLED's, and words that nobody knows."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.linkage.kinds import (
    ANY_HARM,
    CONFUSABLE,
    DIFFERENT,
    FAMILY,
    MOST_KINDS,
    SAME,
    SAME_COMMON,
    SAME_RARE,
    levels_of_kinds,
)
from trucewatch.vocabulary.acled import ACLED_READINGS
from trucewatch.vocabulary.violations import ViolationType

WORDS = [
    *(str(each.value) for each in ViolationType),
    *(reading.sub_event for reading in ACLED_READINGS),
    "skirmish", "",
]  # fmt: skip


def level(one: str, other: str, share: float = 0.1) -> int:
    """The level of two types that each make up such a share of all reports."""
    kinds = list(dict.fromkeys((one, other, "of the rest")))
    times = [int(1000 * share)] * (len(kinds) - 1)
    square, side = levels_of_kinds(kinds, np.array([*times, 1000 - sum(times)], np.int32))
    return int(square.reshape(side, side)[0, kinds.index(other)])


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("shelling", "shelling", SAME),
        ("shelling", "Shelling ", SAME),
        ("air_strike", "Air strike", SAME),
        ("shelling", "air_strike", CONFUSABLE),
        ("Air/drone strike", "air_strike", CONFUSABLE),
        ("Air/drone strike", "drone_strike", CONFUSABLE),
        ("Armed clash", "small_arms", CONFUSABLE),
        ("Chemical weapon", "chemical", SAME),
        ("Suicide bomb", "suicide_attack", SAME),
        ("Government regains territory", "territory_taken", SAME),
        ("Non-state actor overtakes territory", "Government regains territory", SAME),
        ("harm_to_civilians", "overflight", ANY_HARM),
        ("suicide_attack", "chemical", FAMILY),
        ("siege", "obstruction_of_aid", FAMILY),
        ("overflight", "shelling", DIFFERENT),
        ("skirmish", "shelling", DIFFERENT),
        ("skirmish", "skirmish", SAME),
    ],
)
def test_types_are_as_near_as_people_take_them(one: str, other: str, found: int) -> None:
    """Of two vocabularies the same word is not needed: what it may stand for is compared."""
    assert level(one, other) == found


@pytest.mark.parametrize(("share", "found"), [(0.01, SAME_RARE), (0.1, SAME), (0.3, SAME_COMMON)])
def test_the_same_type_tells_the_more_the_rarer_it_is(share: float, found: int) -> None:
    """That two reports name a rare type is hardly chance."""
    assert level("abduction", "abduction", share) == found


@given(kinds=st.lists(st.sampled_from(WORDS), unique=True, min_size=1, max_size=12))
def test_levels_of_types_are_the_same_from_either_side(kinds: list[str]) -> None:
    """The square is symmetric, and on its diagonal every type is the same as itself."""
    square, side = levels_of_kinds(kinds, np.ones(len(kinds), np.int32))
    levels = square.reshape(side, side)
    assert (levels == levels.T).all()
    assert set(levels.diagonal().tolist()) <= {SAME_RARE, SAME, SAME_COMMON}


def test_every_sub_event_of_acled_is_the_type_that_it_is_read_as() -> None:
    """Whatever the crosswalk says it may be, it is never a different type from that."""
    for reading in ACLED_READINGS:
        for violation in reading.types:
            assert level(reading.sub_event, str(violation.value)) in {SAME, CONFUSABLE}


def test_of_very_many_types_only_some_are_compared_with_each_other() -> None:
    """A square of ten thousand types would be larger than all reports."""
    square, side = levels_of_kinds([f"type {n}" for n in range(10_000)], np.ones(10_000, np.int32))
    assert side == MOST_KINDS
    assert len(square) == MOST_KINDS**2

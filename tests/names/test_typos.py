"""Names that one slip of the keyboard makes of others."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.names.typos import LONGEST, SHORTEST, one_slip_apart

NAMES = st.lists(st.text("abcde", min_size=3, max_size=8), max_size=8, unique=True)


def is_one_slip(one: str, other: str) -> bool:
    """By trying every letter of each that may be left out."""
    return one != other and bool(
        {one, *(one[:cut] + one[cut + 1 :] for cut in range(len(one)))}
        & {other, *(other[:cut] + other[cut + 1 :] for cut in range(len(other)))}
    )


@pytest.mark.parametrize(
    ("slip", "what"),
    [
        ("brigde", "a letter left out"),
        ("brigadde", "a letter doubled"),
        ("brigaxde", "a letter added"),
        ("brixade", "a letter changed"),
        ("birgade", "two letters in the other order"),
        ("rigadeb", "a letter moved far"),
    ],
)
def test_a_slip_of_one_letter_is_seen(slip: str, what: str) -> None:
    """Every way in which one letter goes wrong."""
    assert one_slip_apart([slip], ["brigade"]) == {slip: {"brigade"}}, what


@pytest.mark.parametrize("other", ["brigades of", "bragide", "brigadeee", "army"])
def test_two_slips_are_another_name(other: str) -> None:
    """Nothing further away counts."""
    assert one_slip_apart([other], ["brigade"]) == {}


def test_short_names_are_left_alone() -> None:
    """IS and ISIS, or HTS and HTC, are not each other's slips."""
    assert one_slip_apart(["isis"], ["isil"]) == {}
    assert SHORTEST == 5


def test_a_whole_text_in_the_place_of_a_name_takes_no_time() -> None:
    """Whoever puts sentences into a column of names waits no longer for it."""
    texts = ["x" * 20_000 + str(number) for number in range(30)]
    start = time.perf_counter()
    assert one_slip_apart(texts, texts) == {}
    assert time.perf_counter() - start < 1


def test_the_longest_names_are_still_compared() -> None:
    """Names of forces in data sets reach a hundred letters."""
    name = "m" * LONGEST
    assert one_slip_apart([name[1:]], [name]) == {name[1:]: {name}}


@given(names=NAMES, others=NAMES)
def test_slips_are_those_of_the_definition(names: list[str], others: list[str]) -> None:
    """For each name the others one slip away, and no name without any."""
    expected = {
        name: {other for other in others if len(other) >= SHORTEST and is_one_slip(name, other)}
        for name in names
        if len(name) >= SHORTEST
    }
    assert one_slip_apart(names, others) == {name: near for name, near in expected.items() if near}


@given(names=NAMES)
def test_slips_go_both_ways(names: list[str]) -> None:
    """Which of two names was meant is for others to say."""
    found = one_slip_apart(names, names)
    assert all(name in found[other] for name, near in found.items() for other in near)

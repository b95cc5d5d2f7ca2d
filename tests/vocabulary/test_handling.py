"""Handling marks and their order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.vocabulary.handling import Handling, most_restrictive


def test_marks_are_ordered_by_how_much_they_restrict():
    """The alphabet would put AMBER before CLEAR."""
    assert sorted(map(Handling, ["RED", "GREEN", "AMBER+STRICT", "CLEAR", "AMBER"])) == [
        "CLEAR",
        "GREEN",
        "AMBER",
        "AMBER+STRICT",
        "RED",
    ]


@pytest.mark.parametrize(
    ("lower", "higher"), [("CLEAR", "GREEN"), ("AMBER", "AMBER+STRICT"), ("GREEN", "RED")]
)
def test_all_four_comparisons_follow_restrictiveness(lower, higher):
    """A mark read from a column as plain text compares like the mark."""
    assert Handling(lower) < higher
    assert Handling(lower) <= Handling(higher)
    assert Handling(higher) > lower
    assert Handling(higher) >= Handling(lower)


def test_comparison_with_a_word_that_is_no_mark_is_refused():
    """A misspelt mark must not count as harmless."""
    with pytest.raises(ValueError, match="PURPLE"):
        _ = Handling.RED > "PURPLE"


def test_the_label_is_written_as_the_protocol_writes_it():
    """TLP 2.0 joins the two words with a plus sign."""
    assert Handling.AMBER_STRICT.label == "TLP:AMBER+STRICT"


def test_clearance_reaches_down_to_the_least_restrictive_mark():
    """A query asks for these marks and no others."""
    assert Handling.GREEN.and_below() == (Handling.CLEAR, Handling.GREEN)


@given(st.lists(st.sampled_from(Handling), min_size=1))
def test_a_whole_is_marked_like_its_most_restricted_part(marks):
    """Order does not matter, and the mark is one of the parts'."""
    most = most_restrictive(marks)
    assert most in marks
    assert all(mark <= most for mark in marks)
    assert most_restrictive(reversed(marks)) is most


def test_a_whole_without_parts_has_no_mark():
    """An empty answer is never silently CLEAR."""
    with pytest.raises(ValueError, match="nothing is marked"):
        most_restrictive([])

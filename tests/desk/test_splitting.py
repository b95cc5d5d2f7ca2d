"""A list of alleged breaches falls into its entries, each with its own characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.desk.splitting import entries_of, type_told

LISTED = """Breaches reported since 30 December

1. 3 January 2017, Wadi Barada: barrel bombs on the spring.
2. 5 January 2017, Talbisa: shelling of houses,
   two people were hurt.
(3) 7 January 2017, Daraa: a sniper shot a farmer.

Annex: a map of these places.
"""


def test_each_number_begins_an_entry_and_a_blank_line_ends_the_last() -> None:
    """What stands before and behind the list is no part of it."""
    found = entries_of(LISTED)
    assert [entry.number for entry in found] == ["1", "2", "3"]
    words = [LISTED[entry.body : entry.end] for entry in found]
    assert words[0] == "3 January 2017, Wadi Barada: barrel bombs on the spring."
    assert words[1].endswith("two people were hurt.")
    assert words[2].endswith("a farmer.")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("- one\n- two\n- three", 3),
        ("• one\n• two", 2),
        ("3 January 2017 one\n4 January 2017 two", 2),
        ("2017-01-03 one\n2017-01-04 two", 2),
        ("1. only one", 0),
        ("No list.\nJust two lines.", 0),
        ("", 0),
    ],
)
def test_bullets_and_dates_begin_entries_too(text: str, number: int) -> None:
    """One start alone is no list."""
    assert len(entries_of(text)) == number


def test_forty_entries_are_forty() -> None:
    """A submission of any usual length keeps its count and order."""
    text = "\n".join(f"{n}. Village {n}: shelling." for n in range(1, 41))
    assert [entry.number for entry in entries_of(text)] == [str(n) for n in range(1, 41)]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Barrel bombs fell on the spring", "air_strike"),
        ("Two mortar shells", "shelling"),
        ("A sniper shot a farmer", "small_arms"),
        ("A mine lay on the road", "mine_ied"),
        ("The mining town was calm", ""),
        ("People were examined", ""),
    ],
)
def test_the_type_is_what_the_entry_names(words: str, kind: str) -> None:
    """A word at the start of a word; nothing is guessed from less."""
    assert type_told(words) == kind


@given(st.text(alphabet="1.)(- \n•ab2017Jan", max_size=400))
def test_entries_never_overlap_and_stay_inside_the_text(text: str) -> None:
    """Whatever the text is."""
    end = 0
    for entry in entries_of(text):
        assert end <= entry.start <= entry.body < entry.end <= len(text)
        assert text[entry.body : entry.end].strip()
        end = entry.end

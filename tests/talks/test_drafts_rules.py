"""Positions on a version: bound to its text, the newest of each party, whom they leave unbound."""

import datetime as dt
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.talks.rules.drafts import (
    Stanced,
    against_outcome,
    newest_stances,
    require_binding,
    require_bound,
    require_settlement,
    version_hash,
)
from trucewatch.vocabulary.refusal import Refused
from trucewatch.vocabulary.talks import DraftOutcome, DraftStance

S, Out = DraftStance, DraftOutcome
FEBRUARY = dt.date(2017, 2, 16)
ARTICLE = "ab" * 32


def stanced(
    actor: str, stance: DraftStance, on: dt.date | None = FEBRUARY, order: int = 0
) -> Stanced:
    """Where somebody stands."""
    return Stanced(actor, stance, on, order)


def test_a_text_is_named_by_its_own_hash() -> None:
    """Every character counts, the last one too."""
    text = "Art. 1\nThe parties stop firing.\n"
    assert version_hash(text, "", None, None) == hashlib.sha256(text.encode()).hexdigest()
    assert version_hash(text, "", None, None) != version_hash(text[:-1], "", None, None)


def test_a_text_that_nobody_has_is_named_by_the_words_that_tell_of_it() -> None:
    """The same characters of the same document, and no others."""
    told = version_hash("", ARTICLE, 10, 40)
    assert told == hashlib.sha256(f"{ARTICLE}:10-40".encode()).hexdigest()
    assert told != version_hash("", ARTICLE, 10, 41)
    assert told != version_hash("", "cd" * 32, 10, 40)


def test_where_nothing_is_known_of_a_text_there_is_nothing_to_be_bound_to() -> None:
    """A version of which there is neither text nor account has no hash."""
    assert version_hash("", "", None, None) == ""


@given(st.text(min_size=1), st.text(min_size=1))
def test_two_texts_have_one_hash_only_if_they_are_the_same(one: str, other: str) -> None:
    """Whatever characters they hold."""
    same = version_hash(one, "", None, None) == version_hash(other, "", None, None)
    assert same == (one == other)


_STANCES = st.lists(
    st.builds(
        stanced,
        st.sampled_from(["North", "NORTH", "South", "Third"]),
        st.sampled_from(S),
        st.none() | st.dates(dt.date(2017, 2, 14), dt.date(2017, 2, 18)),
        st.integers(0, 10_000),
    ),
    max_size=8,
    unique_by=lambda each: each.order,
)


@given(_STANCES.flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
def test_the_newest_stance_does_not_depend_on_the_order_given(
    both: tuple[list[Stanced], list[Stanced]],
) -> None:
    """By day, then by recording; a stance without a day is older than any with one."""
    one, other = (newest_stances(rows) for rows in both)
    assert one == other
    for key, newest in one.items():
        mine = [row for row in both[0] if row.actor.casefold() == key]
        assert newest == max(mine, key=lambda row: (row.on or dt.date.min, row.order))


@given(_STANCES, st.integers(0, 7))
def test_a_copy_of_a_stance_changes_nothing(rows: list[Stanced], which: int) -> None:
    """A second account of the same position leaves it the newest of its party."""
    if rows:
        assert newest_stances([*rows, rows[which % len(rows)]]) == newest_stances(rows)


@pytest.mark.parametrize(
    ("outcome", "without", "stances", "said"),
    [
        (Out.ADOPTED, [], [stanced("North", S.REFUSES)],
         ["North refused this version, and it is said to be adopted."]),
        (Out.ADOPTED, [], [stanced("North", S.REFUSES, dt.date(2017, 2, 15)),
                         stanced("NORTH", S.AGREES)], []),
        (Out.ISSUED_WITHOUT, ["South"], [stanced("North", S.REFUSES)],
         ["North refused this version and is not among those left out."]),
        (Out.ISSUED_WITHOUT, ["north"], [stanced("North", S.RESERVES)],
         ["North agreed to this version and is among those left out."]),
        (Out.ISSUED_WITHOUT, ["NORTH"], [stanced("North", S.REFUSES)], []),
        (Out.ISSUED_WITHOUT, ["North"], [stanced("North", S.SILENT)], []),
        (Out.NOT_ISSUED, [], [stanced("North", S.AGREES)], []),
        (Out.HOST_SUMMARY, [], [stanced("North", S.REFUSES)], []),
    ],
)  # fmt: skip
def test_an_outcome_that_does_not_go_with_positions_is_told_and_not_refused(
    outcome: DraftOutcome, without: list[str], stances: list[Stanced], said: list[str]
) -> None:
    """By the newest stance of each, however its name is spelled."""
    assert against_outcome(outcome, without, stances) == said


def test_issued_without_some_needs_their_names() -> None:
    """And nobody is left out of a text that was not issued without them."""
    require_settlement(Out.ISSUED_WITHOUT, ["North"])
    require_settlement(Out.ADOPTED, [])
    for outcome, names in (
        (Out.ISSUED_WITHOUT, []),
        (Out.ADOPTED, ["North"]),
        (Out.NOT_ISSUED, ["N"]),
    ):
        with pytest.raises(Refused) as refused:
            require_settlement(outcome, names)
        assert refused.value.field == "without"


@pytest.mark.parametrize("outcome", Out)
def test_only_what_was_adopted_or_issued_binds(outcome: DraftOutcome) -> None:
    """By one account at least; none at all binds nobody."""
    with pytest.raises(Refused, match="Only what was adopted binds"):
        require_binding([])
    if outcome in (Out.ADOPTED, Out.ISSUED_WITHOUT):
        require_binding([Out.NOT_ISSUED, outcome])
        return
    with pytest.raises(Refused):
        require_binding([outcome])


@pytest.mark.parametrize("stance", S)
def test_a_party_that_refused_is_bound_by_nothing(stance: DraftStance) -> None:
    """In any spelling; whoever agreed, kept silent or was not asked is not let off by that."""
    stances = [stanced("Northern delegation", stance)]
    require_bound("Third party", ["South"], stances)
    if stance is not S.REFUSES:
        require_bound("Northern delegation", [], stances)
        return
    with pytest.raises(Refused, match="binds nobody who refused it") as refused:
        require_bound("NORTHERN  delegation", [], stances)
    assert refused.value.field == "bearer"


def test_whoever_it_was_issued_without_is_bound_by_nothing() -> None:
    """Whatever position is recorded of them."""
    with pytest.raises(Refused):
        require_bound("South", ["north", "SOUTH"], [stanced("South", S.AGREES)])


def test_a_refusal_that_was_taken_back_binds_again() -> None:
    """The newest position of the party counts."""
    earlier = stanced("North", S.REFUSES, dt.date(2017, 2, 15))
    require_bound("North", [], [earlier, stanced("North", S.AGREES, order=1)])

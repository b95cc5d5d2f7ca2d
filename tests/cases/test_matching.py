"""Entries of two books are set against each other, and never become one."""

import datetime as dt
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.cases.rules.matching import (
    PROPOSED_FROM,
    BookLine,
    compare_entries,
    pair_entries,
)
from trucewatch.geo.coordinates import Coordinates
from trucewatch.vocabulary.interval import Interval
from trucewatch.vocabulary.violations import ViolationType

DAY = dt.date(2017, 3, 25)
SHELLING = ViolationType.SHELLING


def line(number: int = 1, **columns: Any) -> BookLine:
    """An entry of one day, shelling in Hama, but for what is given."""
    start = columns.pop("start", DAY)
    days = Interval.between(start, columns.pop("end", start))
    given = {"violation_type": SHELLING, "area": "sy-hama", **columns}
    return BookLine(id=UUID(int=number), days=days, **given)


_DAYS = st.dates(dt.date(2017, 3, 20), dt.date(2017, 3, 30))
_POINTS = st.none() | st.builds(
    Coordinates, lat=st.sampled_from([35.0, 35.02, 35.2, 36.4]), lon=st.sampled_from([36.7, 37.1])
)


@st.composite
def lines(draw: st.DrawFn, first: int = 1) -> list[BookLine]:
    """Some entries of one book, alike enough that many may be one another's."""
    return [
        BookLine(
            id=UUID(int=first + at),
            days=Interval.between(start, start + dt.timedelta(days=draw(st.integers(0, 3)))),
            violation_type=draw(st.sampled_from(list(ViolationType)[:3])),
            area=draw(st.sampled_from(["", "sy-hama", "sy-idlib"])),
            place=draw(st.sampled_from(["", "Taybat al-Imam", "طيبة الإمام"])),
            point=draw(_POINTS),
            accused=draw(st.sampled_from(["", "Army", "ARMY", "Opposition"])),
        )
        for at, start in enumerate(draw(st.lists(_DAYS, max_size=7)))
    ]


@pytest.mark.parametrize(
    ("one", "other", "weight"),
    [
        (line(), line(2), 75),
        (line(accused="Army"), line(2, accused="the army"), 65),
        (line(accused="Army"), line(2, accused="ARMY"), 85),
        (line(place="Mhardeh"), line(2, place="mhardeh", area=""), 85),
        (line(point=Coordinates(35.0, 36.7)), line(2, point=Coordinates(35.02, 36.7)), 90),
        (line(point=Coordinates(35.0, 36.7)), line(2, point=Coordinates(35.2, 36.7)), 75),
        (line(), line(2, start=dt.date(2017, 3, 26)), 50),
        (line(end=dt.date(2017, 3, 27)), line(2), 65),
        (line(), line(2, violation_type=ViolationType.ABDUCTION), 45),
        (line(), line(2, violation_type=ViolationType.UNSPECIFIED), 55),
    ],
)
def test_what_two_entries_share_adds_up_to_a_weight(
    one: BookLine, other: BookLine, weight: int
) -> None:
    """Days give 40, a place 30, the type 20, the accused 10, each less the vaguer it is."""
    assert compare_entries(one, other).weight == weight


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (line(2, start=dt.date(2017, 3, 27)), "They give days that lie apart."),
        (line(2, area="sy-idlib"), "They name different governorates."),
    ],
)
def test_what_lies_apart_is_no_likeness_and_says_why(other: BookLine, reason: str) -> None:
    """Two days apart, or in another governorate, is another breach."""
    likeness = compare_entries(line(), other)
    assert (likeness.weight, [str(each) for each in likeness.reasons]) == (0, [reason])


def test_points_far_apart_are_told_with_their_distance() -> None:
    """Though both name one governorate, a hundred and fifty kilometres lie between them."""
    here, there = Coordinates(35.0, 36.7), Coordinates(36.4, 36.7)
    likeness = compare_entries(line(point=here), line(2, point=there))
    assert (likeness.weight, *map(str, likeness.reasons)) == (0, "The points lie 155.7 km apart.")


def test_one_point_is_called_one_point() -> None:
    """Nought kilometres would say the same less plainly."""
    point = Coordinates(35.0, 36.7)
    reasons = compare_entries(line(point=point), line(2, point=point)).reasons
    assert "Both give the same point." in [str(reason) for reason in reasons]


def test_points_close_to_each_other_outweigh_the_border_between_two_governorates() -> None:
    """Near a border, one book writes Hama and the other Idlib of one place."""
    point = Coordinates(35.4, 36.6)
    other = line(2, area="sy-idlib", point=point)
    assert compare_entries(line(point=point), other).weight == 90


def test_without_a_place_nothing_is_proposed() -> None:
    """The same day, type and accused fit a dozen breaches of any day."""
    one, other = line(area="", accused="Army"), line(2, area="", accused="Army")
    assert compare_entries(one, other).weight < PROPOSED_FROM
    assert pair_entries([one], [other]) == []


def test_each_entry_is_in_one_pair_and_the_strongest_pair_comes_first() -> None:
    """The entry that also accuses the same side is taken before the one that only may fit."""
    pairs = pair_entries(
        [line(1, accused="Army"), line(2)], [line(11, accused="Army"), line(12), line(13)]
    )
    assert [(pair.left.int, pair.right.int) for pair in pairs] == [(1, 11), (2, 12)]


def test_a_pair_that_is_ruled_out_is_not_proposed_and_frees_its_entries() -> None:
    """What somebody refused once is never proposed again; the next best may be."""
    refused = (UUID(int=1), UUID(int=11))
    pairs = pair_entries(
        [line(1, accused="Army")], [line(11, accused="Army"), line(12)],
        is_ruled_out=lambda one, other: (one, other) == refused,
    )  # fmt: skip
    assert [(pair.left.int, pair.right.int) for pair in pairs] == [(1, 12)]


@given(lines(), lines(first=100))
def test_a_weight_does_not_depend_on_which_book_is_the_left_one(
    left: list[BookLine], right: list[BookLine]
) -> None:
    """Nor do the reasons; a weight lies between 0 and 100."""
    for one in left:
        for other in right:
            likeness = compare_entries(one, other)
            assert likeness == compare_entries(other, one)
            assert 0 <= likeness.weight <= 100
            assert likeness.reasons


@given(lines(), lines(first=100), st.randoms(use_true_random=False))
def test_pairs_depend_neither_on_the_order_of_entries_nor_on_that_of_books(
    left: list[BookLine], right: list[BookLine], chance: Any
) -> None:
    """Shuffled and exchanged, the same pairs come out, one for each entry at most."""
    pairs = pair_entries(left, right)
    mixed, also = list(left), list(right)
    chance.shuffle(mixed)
    chance.shuffle(also)
    assert pair_entries(mixed, also) == pairs
    other_way = pair_entries(right, left)
    assert [(p.right, p.left, p.likeness) for p in other_way] == [
        (p.left, p.right, p.likeness) for p in pairs
    ]
    ends = [end for pair in pairs for end in (pair.left, pair.right)]
    assert len(ends) == len(set(ends))


@given(lines(), lines(first=100))
def test_looking_only_at_days_that_touch_loses_no_pair(
    left: list[BookLine], right: list[BookLine]
) -> None:
    """What is not in a pair could be in none: any pair left over is weak or its entries taken."""
    taken = {end for pair in pair_entries(left, right) for end in (pair.left, pair.right)}
    for one in left:
        for other in right:
            if taken.isdisjoint((one.id, other.id)):
                assert compare_entries(one, other).weight < PROPOSED_FROM

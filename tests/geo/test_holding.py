"""What changed hands between two maps."""

from itertools import product

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.geo.holding import NOBODY, Change, Held, Holders, changes
from trucewatch.geo.shapes import area_km2, overlap, united

WEST, EAST = shapely.box(36, 33, 38, 35), shapely.box(38, 33, 40, 35)
MIDDLE = shapely.box(37, 33, 39, 35)


def by_holders(found: list[Change]) -> dict[tuple[Holders, Holders], float]:
    """Degrees squared that each pair of holders accounts for."""
    return {(each.before, each.after): each.shape.area for each in found}


@st.composite
def maps(draw: st.DrawFn) -> list[Held]:
    """A few boxes on a coarse grid, some of the same holder, some overlapping."""
    found = []
    for _ in range(draw(st.integers(0, 4))):
        west, south = draw(st.integers(0, 6)) / 2, draw(st.integers(0, 6)) / 2
        wide, high = draw(st.integers(1, 4)) / 2, draw(st.integers(1, 4)) / 2
        box = shapely.box(36 + west, 33 + south, 36 + west + wide, 33 + south + high)
        found.append(Held(draw(st.sampled_from("ABC")), box))
    return found


def test_land_that_moved_from_one_to_another_is_found() -> None:
    """With what stayed, what was given up, and what is new."""
    found = changes(
        [Held("A", WEST), Held("B", EAST)],
        [Held("A", MIDDLE), Held("C", shapely.box(39, 33, 41, 35))],
    )
    assert by_holders(found) == {
        (NOBODY, ("C",)): 2,
        (("A",), NOBODY): 2,
        (("A",), ("A",)): 2,
        (("B",), ("A",)): 2,
        (("B",), ("C",)): 2,
    }
    assert [each.is_change for each in found] == [True, True, False, True, True]
    assert found[0].km2 == pytest.approx(area_km2(found[0].shape))


def test_contested_land_is_given_to_neither() -> None:
    """It is listed under both names, before or after."""
    found = changes([Held("A", WEST), Held("B", MIDDLE)], [Held("B", MIDDLE)])
    assert by_holders(found) == {
        (("A",), NOBODY): 2,
        (("A", "B"), ("B",)): 2,
        (("B",), ("B",)): 2,
    }
    assert [each.before for each in found if each.is_change] == [("A",), ("A", "B")]


def test_nothing_changed_hands_between_equal_maps() -> None:
    """Also where an outline is drawn in two pieces on one of them."""
    found = changes([Held("A", united([WEST, EAST]))], [Held("A", EAST), Held("A", WEST)])
    assert not [each for each in found if each.is_change]
    assert changes([], []) == []


def test_a_common_edge_is_no_land() -> None:
    """Neighbours contest nothing."""
    found = changes([Held("A", WEST)], [Held("A", WEST), Held("B", EAST)])
    assert set(by_holders(found)) == {(("A",), ("A",)), (NOBODY, ("B",))}


@given(maps(), maps())
def test_all_pieces_add_up_to_both_maps(before: list[Held], now: list[Held]) -> None:
    """No land is lost, none counted twice, and each piece is where its holders say."""
    found = changes(before, now)
    everything = united(each.shape for each in [*before, *now])
    assert sum(each.km2 for each in found) == pytest.approx(area_km2(everything), rel=1e-6)
    for one, other in product(found, found):
        assert one is other or overlap(one.shape, other.shape).area < 1e-9
    for each in found:
        point = each.shape.representative_point()
        assert each.before == _holders_at(before, point)
        assert each.after == _holders_at(now, point)


@given(maps(), maps(), st.randoms(use_true_random=False))
def test_the_order_of_a_map_does_not_matter(before, now, random) -> None:
    """Holders are sorted, and so are changes."""
    found = changes(before, now)
    random.shuffle(before)
    random.shuffle(now)
    again = changes(before, now)
    assert by_holders(found) == pytest.approx(by_holders(again))


@given(maps(), maps())
def test_what_changed_one_way_changes_back_the_other_way(before, now) -> None:
    """The same square kilometres, with before and after exchanged."""
    there = {(each.before, each.after): each.km2 for each in changes(before, now)}
    back = {(each.after, each.before): each.km2 for each in changes(now, before)}
    assert there == pytest.approx(back)


def _holders_at(map_of: list[Held], point: shapely.Point) -> Holders:
    return tuple(sorted({each.holder for each in map_of if each.shape.intersects(point)}))

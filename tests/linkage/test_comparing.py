"""Two reports become a pattern, and a pass compares all that may match and nothing twice."""

import itertools
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from skirmishes import Told, columns_of

from trucewatch.linkage.blocking import Blocks
from trucewatch.linkage.comparing import Table, pattern_of, square_km
from trucewatch.linkage.levels import PATTERNS, levels_of
from trucewatch.linkage.linking import prepare
from trucewatch.linkage.passes import keep_pairs

EVERY_PAIR = Table(np.zeros(PATTERNS, np.float32), np.zeros(PATTERNS, np.int32))


@st.composite
def reports(draw: st.DrawFn, *, near: tuple[float, float] = (35.0, 37.0)) -> Told:
    """A report of anything, within some hundred km and some weeks of a place."""
    day = draw(st.integers(0, 12))
    return Told(
        "one",
        draw(st.sampled_from(("a", "b", "c"))),
        draw(st.none() | st.floats(-0.4, 0.4).map(lambda d: max(-90.0, min(90.0, near[0] + d)))),
        draw(st.floats(-0.4, 0.4).map(lambda d: (near[1] + d + 180.0) % 360.0 - 180.0)),
        draw(st.integers(1, 7)),
        day,
        day + draw(st.sampled_from((0, 0, 0, 1, 4, 40))),
        draw(st.integers(1, 5)),
        draw(st.none() | st.sampled_from(("shelling", "mine_ied", "Armed clash", "odd"))),
        tuple(draw(st.sets(st.sampled_from("uvwxyz"), max_size=5))),
        draw(st.none() | st.integers(0, 9)),
        draw(st.none() | st.integers(5, 20)),
    )


def sheet(told: list[Told], unique: tuple[str, ...] = ()) -> Any:
    """Blocks and scales of some reports."""
    named = [replace(each, name=f"report {number}") for number, each in enumerate(told)]
    return prepare(*columns_of(named, unique), 1)


def pattern(one: Told, other: Told) -> dict[str, int]:
    """The levels of two reports."""
    prepared = sheet([one, other])
    rows = prepared.blocks.rows
    return levels_of(pattern_of(rows[0], rows[1], prepared.scales, square_km(rows[0], rows[1]), 0))


@settings(max_examples=100, deadline=None)
@given(one=reports(), other=reports())
def test_a_pattern_does_not_depend_on_which_report_comes_first(one: Told, other: Told) -> None:
    """All five levels are the same from either side."""
    prepared = sheet([one, other])
    one_row, other_row = prepared.blocks.rows
    square = square_km(one_row, other_row)
    assert square == square_km(other_row, one_row)
    assert pattern_of(one_row, other_row, prepared.scales, square, 0) == pattern_of(
        other_row, one_row, prepared.scales, square, 0
    )


@settings(max_examples=50, deadline=None)
@given(one=reports(), other=reports())
def test_every_level_is_one_that_its_field_has(one: Told, other: Told) -> None:
    """No field runs over into the bits of the next."""
    levels = pattern(one, other)
    assert levels["place"] < 16
    assert all(level < 8 for name, level in levels.items() if name != "place")


HERE = Told("here")


@pytest.mark.parametrize(
    ("field", "change", "level"),
    [
        ("place", {}, 1),
        ("place", {"lat": 35.005}, 2),
        ("place", {"lat": 35.02}, 3),
        ("place", {"lat": 35.06}, 4),
        ("place", {"lat": 35.1}, 5),
        ("place", {"place": 2}, 6),
        ("place", {"place": 2, "lat": 35.1}, 7),
        ("place", {"place": 3, "lat": 35.1}, 11),
        ("place", {"place": 4, "lat": 35.3}, 14),
        ("place", {"lat": None}, 0),
        ("date", {}, 1),
        ("date", {"day": 1}, 2),
        ("date", {"day": 3}, 4),
        ("date", {"until": 3}, 5),
        ("date", {"until": 30}, 6),
        ("date", {"when": 3}, 5),
        ("date", {"day": 2, "until": 4}, 7),
        ("type", {"kind": None}, 0),
        ("type", {"kind": "air_strike"}, 4),
        ("type", {"kind": "protest"}, 7),
        ("actors", {"sides": ()}, 0),
        ("actors", {}, 2),
        ("actors", {"sides": ("Old Army",)}, 4),
        ("actors", {"sides": ("Old Army", "Coast Brigade")}, 5),
        ("actors", {"sides": ("Coast Brigade",)}, 7),
        ("actors", {"sides": ("Coast Brigade", "River Guard")}, 6),
        ("deaths", {"killed": None}, 0),
        ("deaths", {}, 2),
        ("deaths", {"killed": 1, "most": 4}, 3),
        ("deaths", {"killed": 3}, 4),
        ("deaths", {"killed": 5}, 5),
        ("deaths", {"killed": 9}, 6),
        ("deaths", {"killed": 0}, 7),
    ],
)
def test_levels_say_how_two_reports_differ(field: str, change: dict[str, Any], level: int) -> None:
    """The second report is the first but for what stands in the row."""
    assert pattern(HERE, replace(HERE, **change))[field] == level


def compared(blocks: Blocks, scales: Any, threads: int = 1) -> list[tuple[int, int]]:
    """The pairs that a pass compares."""
    kept = keep_pairs(blocks, scales, EVERY_PAIR, least=-1.0, share=0.0, threads=threads)
    assert kept.missed == 0
    assert kept.compared == len(kept.pairs)
    return [
        (min(pair), max(pair))
        for pair in zip(kept.pairs.a.tolist(), kept.pairs.b.tolist(), strict=True)
    ]


def near_enough(blocks: Blocks, scales: Any) -> set[tuple[int, int]]:
    """The pairs that may match, by looking at every two reports."""
    rows = blocks.rows
    found = set()
    for i, j in itertools.combinations(range(len(rows)), 2):
        one, other = rows[i], rows[j]
        apart = one["first"] > other["last"] + 3 or other["first"] > one["last"] + 3
        reach = scales.reach[int(one["place"]) * 6 + int(other["place"])]
        same_source = one["is_unique"] and one["source"] == other["source"]
        if not apart and not same_source and square_km(one, other) <= reach:
            found.add((i, j))
    return found


@pytest.mark.parametrize(
    "near",
    [(35.0, 37.0), (0.0, 180.0), (65.0, -180.0), (89.9, 10.0), (-89.9, 179.9), (88.5, 0.0)],
    ids=["Syria", "date line", "Bering", "north pole", "south pole", "far north"],
)
def test_a_pass_compares_every_pair_that_may_match_once(near: tuple[float, float]) -> None:
    """Across classes of places, widths of dates, borders of cells, the date line and the poles."""

    @settings(max_examples=15, deadline=None)
    @given(told=st.lists(reports(near=near), max_size=25))
    def holds(told: list[Told]) -> None:
        prepared = sheet(told, ("a",))
        pairs = compared(prepared.blocks, prepared.scales)
        assert len(pairs) == len(set(pairs))
        assert set(pairs) == near_enough(prepared.blocks, prepared.scales)

    holds()


def test_reports_all_round_a_pole_are_near_each_other() -> None:
    """A kilometre from the pole every longitude is near every other."""
    told = [Told("", lat=89.99, lon=float(lon)) for lon in range(-180, 181, 45)]
    prepared = sheet(told)
    assert len(compared(prepared.blocks, prepared.scales)) == len(told) * (len(told) - 1) / 2


def test_both_sides_of_the_date_line_are_one_place() -> None:
    """180 degrees east and 180 degrees west are the same meridian."""
    told = [Told("", lat=-16.0, lon=lon) for lon in (180.0, -180.0, 179.99, -179.99)]
    prepared = sheet(told)
    assert len(compared(prepared.blocks, prepared.scales)) == 6

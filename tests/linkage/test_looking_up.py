"""One report against all others finds what a pass over all of them finds."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from skirmishes import Told, columns_of

from trucewatch.linkage.comparing import Kept, Table
from trucewatch.linkage.levels import PATTERNS
from trucewatch.linkage.linking import Prepared, prepare
from trucewatch.linkage.looking_up import look_up
from trucewatch.linkage.passes import AROUND, keep_pairs

EVERY_PAIR = Table(np.zeros(PATTERNS, np.float32), np.full(PATTERNS, 128, np.int32))


@st.composite
def reports(draw: st.DrawFn, near: tuple[float, float]) -> Told:
    """A report near a place, exact or vague."""
    return Told(
        "",
        lat=draw(st.none() | st.floats(-0.4, 0.4).map(lambda d: max(-90, min(90, near[0] + d)))),
        lon=draw(st.floats(-0.4, 0.4).map(lambda d: (near[1] + d + 180) % 360 - 180)),
        place=draw(st.integers(1, 7)),
        day=draw(st.integers(0, 8)),
        when=draw(st.integers(1, 5)),
    )


def neighbours(prepared: Prepared, row: int) -> dict[int, int]:
    """The rows that one report is compared with, and how often."""
    room = 4 * len(prepared.blocks.rows) + 4
    kept = Kept(np.empty(room, np.int32), np.empty(room, np.int32), np.empty(room, np.uint16))
    found = look_up(
        prepared.blocks.rows[row : row + 1], prepared.blocks.rows, prepared.blocks.cells,
        prepared.scales, prepared.blocks.degrees, EVERY_PAIR, -1.0, kept,
        np.zeros(AROUND, np.int32),
    )  # fmt: skip
    rows, times = np.unique(kept.a[:found], return_counts=True)
    return dict(zip(rows.tolist(), times.tolist(), strict=True))


@pytest.mark.parametrize(
    "near",
    [(35.0, 37.0), (0.0, 180.0), (89.9, 10.0), (-89.9, 179.9)],
    ids=["Syria", "date line", "north pole", "south pole"],
)
def test_a_report_meets_alone_whom_it_meets_among_all(near: tuple[float, float]) -> None:
    """Each once, itself included."""

    @settings(max_examples=12, deadline=None)
    @given(told=st.lists(reports(near), min_size=1, max_size=14))
    def holds(told: list[Told]) -> None:
        named = [replace(each, name=f"report {number}") for number, each in enumerate(told)]
        prepared = prepare(*columns_of(named), 1)
        pairs = keep_pairs(
            prepared.blocks, prepared.scales, EVERY_PAIR, least=-1.0, share=9.0, threads=1
        ).pairs
        both = set(zip(pairs.a.tolist(), pairs.b.tolist(), strict=True))
        for row in range(len(told)):
            expected = {one + other - row for one, other in both if row in (one, other)} | {row}
            assert neighbours(prepared, row) == dict.fromkeys(expected, 1)

    holds()

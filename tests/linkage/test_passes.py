"""Passes over all pairs: room that is found too small, threads, and more pairs than memory has."""

import numpy as np
import pytest
from skirmishes import Told, columns_of, skirmishes

from trucewatch.linkage import passes
from trucewatch.linkage.comparing import MOST_IN_A_RUN, Table
from trucewatch.linkage.levels import PATTERNS
from trucewatch.linkage.linking import Prepared, prepare
from trucewatch.linkage.passes import Survivors, count_patterns, keep_pairs

HALF_BY_CHANCE = Table(np.zeros(PATTERNS, np.float32), np.full(PATTERNS, 128, np.int32))


def sorted_for_comparing(told: list[Told]) -> Prepared:
    """The reports as a pass reads them."""
    return prepare(*columns_of(told), 1)


def kept(told: list[Told], *, share: float = 9.0, threads: int = 1) -> Survivors:
    """Every pair that may match."""
    prepared = sorted_for_comparing(told)
    return keep_pairs(
        prepared.blocks, prepared.scales, HALF_BY_CHANCE, least=-1.0, share=share, threads=threads
    )


def one_spot(reports: int) -> list[Told]:
    """Reports of one place and day."""
    return [Told(f"report {number}") for number in range(reports)]


@pytest.mark.parametrize("threads", [1, 2])
def test_pairs_and_surroundings_do_not_depend_on_the_room_that_was_made(threads: int) -> None:
    """Where there was too little, a part is looked at once more and counted once."""
    told = [*skirmishes(300, days=60), *one_spot(60)]
    ample, scarce = kept(told), kept(told, share=0.0, threads=threads)
    assert (ample.pairs.a == scarce.pairs.a).all()
    assert (ample.pairs.b == scarce.pairs.b).all()
    assert (ample.around == scarce.around).all()
    assert (ample.compared, ample.missed) == (scarce.compared, scarce.missed)


def test_what_surrounds_a_report_is_what_chance_brings_of_its_pairs() -> None:
    """Three reports of one spot: each has two neighbours, half of them by chance."""
    assert kept(one_spot(3)).around[:, 0].tolist() == [256, 256, 256]


def test_a_report_of_a_crowded_place_is_compared_with_so_many_others() -> None:
    """Beyond that the rest is counted, so that it can be told."""
    reports = MOST_IN_A_RUN + 500
    prepared = sorted_for_comparing(one_spot(reports))
    counted = count_patterns(prepared.blocks, prepared.scales, step=1, apart=False, threads=1)
    assert counted.compared + counted.missed == reports * (reports - 1) // 2
    assert counted.missed == 500 * 499 // 2


def test_no_more_pairs_are_kept_than_memory_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every report keeps some of its pairs, and those left out are counted."""
    monkeypatch.setattr(passes, "_MOST_KEPT", 1000)
    found = kept(one_spot(800))
    assert len(found.pairs) <= 1000 + 30 * 800
    assert len(found.pairs) + found.missed == 800 * 799 // 2
    assert len(set(found.pairs.a.tolist())) == 799


def test_weeks_apart_nothing_is_left_of_what_happened_together() -> None:
    """What chance brings together is counted where nothing can be one incident."""
    prepared = sorted_for_comparing(one_spot(40))
    apart = count_patterns(prepared.blocks, prepared.scales, step=1, apart=True, threads=1)
    assert apart.counts.sum() == 0

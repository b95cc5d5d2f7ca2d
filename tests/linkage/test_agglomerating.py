"""Mergers of clusters: the same as by the definition, and what persons and sources rule out."""

import itertools
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trucewatch.linkage.agglomerating import (
    ABSENT_BITS,
    ALWAYS_BITS,
    FIELDS,
    NEVER_BITS,
    Worth,
    agglomerate,
)
from trucewatch.linkage.components import Components, Edges, components_of, first_reports, join

LEAST = -4.0
SHIFTS = (0, 4, 7, 10, 13)
LEVELS = (16, 8, 8, 8, 8)
Pair = tuple[int, int]


def a_worth(draw: random.Random) -> Worth:
    """Weights of levels drawn at random; level 0 of each field says nothing."""
    bits, telling = np.zeros((FIELDS, 16)), np.zeros((FIELDS, 16))
    for field, levels in enumerate(LEVELS):
        for level in range(1, levels):
            bits[field, level], telling[field, level] = draw.gauss(0, 3), draw.uniform(0.05, 2)
    return Worth(bits, telling, -3.0)


def a_graph(draw: random.Random, reports: int, worth: Worth) -> dict[Pair, tuple[int, float]]:
    """Some pairs with a pattern, and odds that differ from the sum of its weights a little."""
    found = {}
    for pair in itertools.combinations(range(reports), 2):
        if draw.random() < 0.6:
            levels = [draw.randrange(number) for number in LEVELS]
            pattern = sum(level << shift for level, shift in zip(levels, SHIFTS, strict=True))
            odds = worth.prior + sum(worth.bits[field, level] for field, level in enumerate(levels))
            found[pair] = pattern, float(np.float32(odds + draw.gauss(0, 2)))
    return found


def merged(
    reports: int,
    edges: list[tuple[int, int, int, float]],
    worth: Worth,
    held_apart: list[int] | None = None,
) -> set[frozenset[int]]:
    """The clusters that the native code makes of one component."""
    columns = Edges(
        np.array([edge[0] for edge in edges], np.int32),
        np.array([edge[1] for edge in edges], np.int32),
        np.array([edge[2] for edge in edges], np.uint16),
        np.array([edge[3] for edge in edges], np.float32),
    )
    whole = Components(np.array([0, len(edges)], np.int64), np.array([0, reports], np.int64))
    apart = np.array(held_apart or [0] * reports, np.uint64)
    mergers = agglomerate(columns, whole, 0, 1, apart, worth, LEAST)
    assert len(mergers.into) < reports
    cluster = join(reports, mergers.into, mergers.gone, np.ones(len(mergers.into), np.bool_))
    return {frozenset(np.flatnonzero(cluster == name).tolist()) for name in set(cluster.tolist())}


def defined(
    reports: int, graph: dict[Pair, tuple[int, float]], worth: Worth, held_apart: list[int]
) -> set[frozenset[int]]:
    """The clusters by the definition, worked out anew for every merger."""
    clusters = [frozenset([report]) for report in range(reports)]
    while True:
        best, odds = None, LEAST
        for one, other in itertools.combinations(clusters, 2):
            sources = [held_apart[report] for report in one | other if held_apart[report]]
            pooled = pooled_odds(one, other, graph, worth)
            if len(sources) == len(set(sources)) and pooled > odds:
                best, odds = (one, other), pooled
        if best is None:
            return set(clusters)
        clusters = [each for each in clusters if each not in best] + [best[0] | best[1]]


def pooled_odds(
    one: frozenset[int], other: frozenset[int], graph: dict[Pair, tuple[int, float]], worth: Worth
) -> float:
    """Field by field the mean of the bits, each counting for what it tells; pairs that were not
    compared speak against."""
    edges = [
        graph[pair]
        for pair in (tuple(sorted(pair)) for pair in itertools.product(one, other))
        if pair in graph
    ]
    if not edges:
        return -np.inf
    rest, total = 0.0, worth.prior
    for field in range(FIELDS):
        at = [pattern >> SHIFTS[field] & LEVELS[field] - 1 for pattern, _ in edges]
        rest -= sum(worth.bits[field, level] for level in at)
        weight = sum(worth.telling[field, level] for level in at)
        if weight:
            told = sum(worth.bits[field, level] * worth.telling[field, level] for level in at)
            total += told / weight
    rest += sum(odds - worth.prior for _, odds in edges)
    total += rest / len(edges)
    absent = 1.0 - len(edges) / (len(one) * len(other))
    return float(total * (1.0 - absent) + ABSENT_BITS * absent)


@pytest.mark.parametrize("seed", range(40))
def test_clusters_are_those_of_the_definition(seed: int) -> None:
    """Small graphs, worked out by trying every pair of clusters before every merger."""
    draw = random.Random(seed)
    reports = draw.randint(2, 9)
    worth = a_worth(draw)
    graph = a_graph(draw, reports, worth)
    held_apart = [draw.choice((0, 0, 1, 2, 3)) for _ in range(reports)]
    edges = [(*pair, *told) for pair, told in graph.items()]
    assert merged(reports, edges, worth, held_apart) == defined(reports, graph, worth, held_apart)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 100_000))
def test_pairs_that_never_are_the_same_are_never_in_one_cluster(seed: int) -> None:
    """Whatever the other pairs say, and whether or not the two were compared as well."""
    draw = random.Random(seed)
    worth = a_worth(draw)
    graph = a_graph(draw, 8, worth)
    never = draw.sample(list(itertools.combinations(range(8), 2)), 4)
    same = draw.sample(list(itertools.combinations(range(8), 2)), 4)
    edges = [(*pair, *told) for pair, told in graph.items()]
    edges += [(*pair, 0, ALWAYS_BITS) for pair in same]
    edges += [(other, one, 0, NEVER_BITS) for one, other in never]
    draw.shuffle(edges)
    for cluster in merged(8, edges, worth, [0, 0, 0, 1, 1, 0, 2, 2]):
        assert not any(set(pair) <= cluster for pair in never)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 100_000))
def test_pairs_that_are_the_same_are_in_one_cluster(seed: int) -> None:
    """Whatever the other pairs say, and even where both come from a source without duplicates."""
    draw = random.Random(seed)
    worth = a_worth(draw)
    graph = a_graph(draw, 8, worth)
    same = draw.sample(list(itertools.combinations(range(8), 2)), 4)
    edges = [(*pair, *told) for pair, told in graph.items()]
    edges += [(other, one, 0, ALWAYS_BITS) for one, other in same]
    draw.shuffle(edges)
    clusters = merged(8, edges, worth, [1, 1, 1, 1, 0, 0, 2, 2])
    assert all(any(set(pair) <= cluster for cluster in clusters) for pair in same)


def test_one_same_joins_clusters_of_thousands() -> None:
    """What a person said is not thinned out by all the pairs that nobody looked at."""
    half = 1500
    chain = [
        (start + report, start + report + 1, 0, ALWAYS_BITS)
        for start in (0, half)
        for report in range(half - 1)
    ]
    clusters = merged(
        2 * half, [*chain, (0, 2 * half - 1, 0, ALWAYS_BITS)], a_worth(random.Random(1))
    )
    assert len(clusters) == 1


def test_one_never_parts_what_a_thousand_people_joined() -> None:
    """Verdicts are not added up against each other."""
    half = 40
    between = [(one, half + other, 0, ALWAYS_BITS) for one in range(half) for other in range(half)]
    clusters = merged(2 * half, [*between, (0, half, 0, NEVER_BITS)], a_worth(random.Random(1)))
    assert not any({0, half} <= cluster for cluster in clusters)


@pytest.mark.parametrize("sources", [3, 64, 65, 150])
def test_any_number_of_sources_may_be_without_duplicates(sources: int) -> None:
    """Two reports of each source, all of one place and day: no cluster has both of any source."""
    reports = 2 * sources
    held_apart = [1 + report // 2 for report in range(reports)]
    edges = [
        (one, other, 0, 9.0 + (one * 7 + other) % 5)
        for one, other in itertools.combinations(range(reports), 2)
    ]
    for cluster in merged(reports, edges, a_worth(random.Random(2)), held_apart):
        names = [held_apart[report] for report in cluster]
        assert len(names) == len(set(names))


def test_components_are_parted_where_no_edge_joins() -> None:
    """Edges that are too unlikely count inside a component and join none."""
    a, b = np.array([0, 1, 3], np.int32), np.array([1, 2, 4], np.int32)
    order, place, start, inside = components_of(5, a, b, np.array([True, False, True]))
    assert start.tolist() == [0, 2, 3, 5]
    assert order.tolist() == [0, 1, 2, 3, 4]
    assert place[order].tolist() == [0, 1, 2, 3, 4]
    assert inside.tolist() == [0, 1, 1, 2]


def test_the_first_report_is_the_earliest_and_of_one_day_the_one_of_the_lowest_key() -> None:
    """An incident has the same name in whichever order its reports came."""
    found = first_reports(
        np.array([0, 0, 0, 1, -1], np.int32),
        np.array([5, 4, 4, 9, 1], np.int32),
        np.array([1, 8, 7, 3, 2], np.uint64),
    )
    assert found.tolist() == [2, 3, -1, -1, -1]

"""Graphs of reports: what hangs together, and what mergers come to.

Native code (numba, cached beside this file).
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from trucewatch.linkage.columns import Bools, Floats, Ints, Keys, Longs, Shorts


class Edges(NamedTuple):
    """Pairs of reports, their patterns and log2 odds, those of one component after the other."""

    a: Ints
    b: Ints
    pattern: Shorts
    odds: Floats


class Components(NamedTuple):
    """Where the edges and the reports of each component start; reports are numbered anew."""

    edges: Longs
    reports: Longs


@njit(cache=True, nogil=True, inline="always")
def _unite(parent: Ints, one: int, other: int) -> None:
    """Put two trees together; the smaller root stays the root."""
    while parent[one] != one:
        parent[one] = parent[parent[one]]
        one = parent[one]
    while parent[other] != other:
        parent[other] = parent[parent[other]]
        other = parent[other]
    if one < other:
        parent[other] = one
    else:
        parent[one] = other


@njit(cache=True, nogil=True)
def components_of(reports: int, a: Ints, b: Ints, joins: Bools) -> tuple[Ints, Ints, Longs, Longs]:
    """Reports in the order of their components, the place of each, and where components start.

    Only edges that may join count; the last result gives the number of edges inside each component.
    """
    parent = np.arange(reports).astype(np.int32)
    for e in range(len(a)):
        if joins[e]:
            _unite(parent, a[e], b[e])
    number = np.full(reports, -1, np.int32)
    found = 0
    size = np.zeros(reports + 1, np.int64)
    for i in range(reports):
        r = parent[i]
        while parent[r] != r:
            r = parent[r]
        parent[i] = r
        if r == i:
            number[i] = found
            found += 1
        size[number[r] + 1] += 1
    start = np.cumsum(size[: found + 1])
    fill = start.copy()
    order = np.empty(reports, np.int32)
    place = np.empty(reports, np.int32)
    for i in range(reports):
        c = number[parent[i]]
        order[fill[c]] = i
        place[i] = fill[c]
        fill[c] += 1
    inside = np.zeros(found + 1, np.int64)
    for e in range(len(a)):
        c = number[parent[a[e]]]
        if c == number[parent[b[e]]]:
            inside[c + 1] += 1
    return order, place, start, np.cumsum(inside)


@njit(cache=True, nogil=True)
def sort_edges(edges: Edges, place: Ints, components: Components, sorted_edges: Edges) -> None:
    """Put the edges inside components behind each other, with the reports' new numbers."""
    component = np.empty(len(place), np.int32)
    for c in range(len(components.reports) - 1):
        for i in range(components.reports[c], components.reports[c + 1]):
            component[i] = c
    fill = components.edges.copy()
    for e in range(len(edges.a)):
        u, v = place[edges.a[e]], place[edges.b[e]]
        c = component[u]
        if c == component[v]:
            k = fill[c]
            fill[c] += 1
            sorted_edges.a[k] = u
            sorted_edges.b[k] = v
            sorted_edges.pattern[k] = edges.pattern[e]
            sorted_edges.odds[k] = edges.odds[e]


@njit(cache=True, nogil=True)
def join(reports: int, into: Ints, gone: Ints, takes: Bools) -> Ints:
    """The cluster of each report once the chosen mergers are carried out: its first row."""
    parent = np.arange(reports).astype(np.int32)
    for k in range(len(into)):
        if takes[k]:
            _unite(parent, into[k], gone[k])
    for i in range(reports):
        parent[i] = parent[parent[i]] if parent[i] < i else i
    return parent


@njit(cache=True, nogil=True)
def first_reports(cluster: Ints, first: Ints, key: Keys) -> Ints:
    """For each number of a cluster the row of its first report, by day and key; -1 where there is
    none. Reports in cluster -1 are in none."""
    found = np.full(len(cluster), -1, np.int32)
    for i in range(len(cluster)):
        c = cluster[i]
        if c < 0:
            continue
        k = found[c]
        if k < 0 or first[i] < first[k] or (first[i] == first[k] and key[i] < key[k]):
            found[c] = i
    return found

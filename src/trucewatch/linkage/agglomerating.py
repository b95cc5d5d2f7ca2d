"""Merging clusters of reports, the likeliest two first, while evidence is pooled field by field.

Two clusters are as likely one incident as all their reports together say: for each field the mean
of the bits of those pairs that can be compared in it, each counting for what such a comparison
tells on average. A vague report among exact ones then dilutes nothing, as it would in a mean over
pairs. Pairs that were never compared, because they lie too far apart, speak against a merger.

Native code (numba, cached beside this file).
"""

from typing import Final, NamedTuple

import numpy as np
from numba import njit

from trucewatch.linkage.columns import Doubles, Floats, Ints, Keys
from trucewatch.linkage.components import Components, Edges

FIELDS: Final = 5
ABSENT_BITS: Final = -6.0
"""What a pair says that was not worth keeping: about one chance in sixty."""
ALWAYS_BITS: Final = 1e6
NEVER_BITS: Final = -1e9
"""What a person says outweighs every mean; "never" outweighs "the same"."""
_SAID: Final = 1e4


class Worth(NamedTuple):
    """What the levels of each field weigh (bits) and how much such comparisons tell, and the log2
    odds before anything is compared."""

    bits: Doubles
    telling: Doubles
    prior: float


class Mergers(NamedTuple):
    """Clusters that were merged, in order: the one that stays, the one that goes, the log2 odds up
    to there (never rising), and how many of the two were single reports."""

    into: Ints
    gone: Ints
    odds: Floats
    singles: Ints


@njit(cache=True, nogil=True)
def _odds(bits, weight, other, compared, pairs, prior):  # type: ignore[no-untyped-def]
    if abs(other) > _SAID:
        return np.float64(other)
    total = prior + other / compared
    for field in range(FIELDS):
        if weight[field] > 0.0:
            total += bits[field] / weight[field]
    absent = (pairs - compared) / pairs
    return total * (1.0 - absent) + ABSENT_BITS * absent


@njit(cache=True, nogil=True, inline="always")
def _pooled(one, two):  # type: ignore[no-untyped-def]
    """What two pairs say beside their fields: a sum, unless a person said something of one."""
    if min(one, two) < -_SAID:
        return np.float32(NEVER_BITS)
    if max(one, two) > _SAID:
        return np.float32(ALWAYS_BITS)
    return one + two


@njit(cache=True, nogil=True)
def _push(value, edge, stamp, size, new_value, new_edge, new_stamp):  # type: ignore[no-untyped-def]
    k = size
    while k > 0:
        up = (k - 1) >> 1
        if value[up] > new_value or (value[up] == new_value and edge[up] <= new_edge):
            break
        value[k], edge[k], stamp[k] = value[up], edge[up], stamp[up]
        k = up
    value[k], edge[k], stamp[k] = new_value, new_edge, new_stamp
    return size + 1


@njit(cache=True, nogil=True)
def _pop(value, edge, stamp, size):  # type: ignore[no-untyped-def]
    size -= 1
    last_value, last_edge, last_stamp = value[size], edge[size], stamp[size]
    k = 0
    while True:
        child = 2 * k + 1
        if child >= size:
            break
        if child + 1 < size and (
            value[child + 1] > value[child]
            or (value[child + 1] == value[child] and edge[child + 1] < edge[child])
        ):
            child += 1
        if value[child] < last_value or (value[child] == last_value and edge[child] >= last_edge):
            break
        value[k], edge[k], stamp[k] = value[child], edge[child], stamp[child]
        k = child
    value[k], edge[k], stamp[k] = last_value, last_edge, last_stamp
    return size


@njit(cache=True, nogil=True)
def agglomerate(
    edges: Edges, components: Components, first_component: int, last_component: int,
    held_apart: Keys, worth: Worth, least: float,
) -> Mergers:  # fmt: skip
    """Merge clusters within some components until no two have odds above ``least``.

    Two reports of one ``held_apart`` other than 0 never come into one cluster, unless a person said
    that they are the same.
    """
    most_edges = most_reports = 1
    for c in range(first_component, last_component):
        most_edges = max(most_edges, components.edges[c + 1] - components.edges[c])
        most_reports = max(most_reports, components.reports[c + 1] - components.reports[c])
    every = components.reports[last_component] - components.reports[first_component]
    mergers = Mergers(
        np.empty(every, np.int32),
        np.empty(every, np.int32),
        np.empty(every, np.float32),
        np.empty(every, np.int32),
    )
    bits = np.empty((most_edges, FIELDS), np.float32)
    weight = np.empty((most_edges, FIELDS), np.float32)
    other = np.empty(most_edges, np.float32)
    compared = np.empty(most_edges, np.int32)
    met = np.full(most_reports, -1, np.int32)
    size = np.empty(most_reports, np.int32)
    first = np.empty(most_reports, np.int32)
    shared = np.empty(most_reports, np.int32)
    apart = np.empty((most_reports, 1), np.uint64)
    done = 0
    for c in range(first_component, last_component):
        start, stop = components.reports[c], components.reports[c + 1]
        if stop - start < 2:
            continue
        begin, end = components.edges[c], components.edges[c + 1]
        number = end - begin
        a = edges.a[begin:end] - np.int32(start)
        b = edges.b[begin:end] - np.int32(start)
        for e in range(number):
            pattern = edges.pattern[begin + e]
            rest = edges.odds[begin + e] - worth.prior
            for field in range(FIELDS):
                level = pattern & 15 if field == 0 else pattern >> (1 + 3 * field) & 7
                told = worth.telling[field, level]
                rest -= worth.bits[field, level]
                bits[e, field] = worth.bits[field, level] * told
                weight[e, field] = told
            other[e] = rest
            compared[e] = 1
        words = (_number_shared(held_apart[start:stop], shared) + 63) >> 6
        if words > apart.shape[1]:
            apart = np.empty((most_reports, words), np.uint64)
        for i in range(stop - start):
            size[i] = 1
            first[i] = -1
            apart[i] = np.uint64(0)
            if shared[i] >= 0:
                apart[i, shared[i] >> 6] = np.uint64(1) << np.uint64(shared[i] & 63)
        done = _merge(
            a, b, bits, weight, other, compared, met, size, first, apart, words,
            worth.prior, least, start, stop - start, mergers, done,
        )  # fmt: skip
    return Mergers(
        mergers.into[:done], mergers.gone[:done], mergers.odds[:done], mergers.singles[:done]
    )


@njit(cache=True, nogil=True)
def _number_shared(keys: Keys, shared: Ints) -> int:
    """Number the keys, 0 left out, that two reports of a component or more have; -1 for the others.
    Returns how many there are."""
    order = np.argsort(keys)
    number = 0
    for k in range(len(keys)):
        key = keys[order[k]]
        shared[order[k]] = -1
        if k and key and key == keys[order[k - 1]]:
            if shared[order[k - 1]] < 0:
                shared[order[k - 1]] = number
                number += 1
            shared[order[k]] = shared[order[k - 1]]
    return number


@njit(cache=True, nogil=True, inline="always")
def _clash(apart, words, u, v):  # type: ignore[no-untyped-def]
    shared = np.uint64(0)
    for word in range(words):
        shared |= apart[u, word] & apart[v, word]
    return shared != 0


@njit(cache=True, nogil=True)
def _pool_twins(  # type: ignore[no-untyped-def]
    a, b, bits, weight, other, met, first, following, alive, reports
):
    """Make one edge of those that connect the same two reports, and none of one with itself."""
    for u in range(reports):
        for turn in range(2):
            h = first[u]
            while h >= 0:
                e = h >> 1
                x = b[e] if a[e] == u else a[e]
                if turn:
                    met[x] = -1
                elif x == u:
                    alive[e] = False
                elif x > u and met[x] < 0:
                    met[x] = e
                elif x > u:
                    twin = met[x]
                    for field in range(FIELDS):
                        bits[twin, field] += bits[e, field]
                        weight[twin, field] += weight[e, field]
                    other[twin] = _pooled(other[twin], other[e])
                    alive[e] = False
                h = following[h]


@njit(cache=True, nogil=True)
def _merge(  # type: ignore[no-untyped-def]
    a, b, bits, weight, other, compared, met, size, first, apart, words,
    prior, least, start, reports, mergers, mergers_done,
):  # fmt: skip
    """Carry out the mergers of one component; returns how many there are by then."""
    number = len(a)
    stamp = np.zeros(number, np.int32)
    alive = np.ones(number, np.bool_)
    following = np.full(2 * number, -1, np.int32)
    is_said = False
    for e in range(number):
        following[2 * e] = first[a[e]]
        first[a[e]] = 2 * e
        following[2 * e + 1] = first[b[e]]
        first[b[e]] = 2 * e + 1
        is_said |= abs(other[e]) > _SAID
    if is_said:
        _pool_twins(a, b, bits, weight, other, met, first, following, alive, reports)
    room = number + 64
    heap_value = np.empty(room, np.float64)
    heap_edge = np.empty(room, np.int32)
    heap_stamp = np.empty(room, np.int32)
    heap = 0
    for e in range(number):
        if not alive[e]:
            continue
        odds = _odds(bits[e], weight[e], other[e], 1, 1, prior)
        if _clash(apart, words, a[e], b[e]) and odds < _SAID:
            alive[e] = odds < -_SAID
            continue
        if odds > least:
            heap = _push(heap_value, heap_edge, heap_stamp, heap, odds, e, 0)
    lowest = np.inf
    while heap > 0:
        value = heap_value[0]
        e = heap_edge[0]
        is_current = alive[e] and stamp[e] == heap_stamp[0]
        heap = _pop(heap_value, heap_edge, heap_stamp, heap)
        if not is_current:
            continue
        u, v = a[e], b[e]
        if size[v] > size[u] or (size[v] == size[u] and v < u):
            u, v = v, u
        alive[e] = False
        lowest = min(lowest, value)
        mergers.into[mergers_done] = start + u
        mergers.gone[mergers_done] = start + v
        mergers.odds[mergers_done] = lowest
        mergers.singles[mergers_done] = np.int32(size[u] == 1) + np.int32(size[v] == 1)
        mergers_done += 1
        before = -1
        h = first[u]
        while h >= 0:
            f = h >> 1
            if alive[f]:
                met[b[f] if a[f] == u else a[f]] = f
                before = h
            elif before >= 0:
                following[before] = following[h]
            else:
                first[u] = following[h]
            h = following[h]
        h = first[v]
        while h >= 0:
            f = h >> 1
            after = following[h]
            if alive[f]:
                x = b[f] if a[f] == v else a[f]
                g = met[x]
                if g >= 0:
                    for field in range(FIELDS):
                        bits[g, field] += bits[f, field]
                        weight[g, field] += weight[f, field]
                    other[g] = _pooled(other[g], other[f])
                    compared[g] += compared[f]
                    alive[f] = False
                else:
                    if a[f] == v:
                        a[f] = u
                    else:
                        b[f] = u
                    following[h] = first[u]
                    first[u] = h
            h = after
        size[u] += size[v]
        for word in range(words):
            apart[u, word] |= apart[v, word]
        h = first[u]
        while h >= 0:
            f = h >> 1
            if alive[f]:
                x = b[f] if a[f] == u else a[f]
                met[x] = -1
                if _clash(apart, words, u, x) and abs(other[f]) < _SAID:
                    alive[f] = False
                else:
                    pairs = np.int64(size[u]) * np.int64(size[x])
                    odds = _odds(bits[f], weight[f], other[f], compared[f], pairs, prior)
                    stamp[f] += 1
                    if odds > least:
                        if heap == room:
                            room *= 2
                            heap_value = _longer(heap_value, room)
                            heap_edge = _longer(heap_edge, room)
                            heap_stamp = _longer(heap_stamp, room)
                        heap = _push(heap_value, heap_edge, heap_stamp, heap, odds, f, stamp[f])
            h = following[h]
    return mergers_done


@njit(cache=True, nogil=True)
def _longer(column, room):  # type: ignore[no-untyped-def]
    longer = np.empty(room, column.dtype)
    longer[: len(column)] = column
    return longer

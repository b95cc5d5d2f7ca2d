"""From pairs to incidents: components one by one, then a cut that the probabilities themselves set.

How unlikely a merger may be is not a number that somebody chose. A pair of reports is judged by the
odds of any two that were compared; but when it is a merger's turn every likelier one has been made,
and what is left to decide is whether these reports belong together or stay as they are. Reports
that stay alone are few, and how few shows in the clusters themselves: mergers are made until they
are less likely than that.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from trucewatch.linkage.agglomerating import Mergers, Worth, agglomerate
from trucewatch.linkage.columns import Bools, Doubles, Ints, Keys
from trucewatch.linkage.components import Components, Edges, components_of, join, sort_edges
from trucewatch.linkage.levels import FIELDS
from trucewatch.linkage.threads import in_threads
from trucewatch.linkage.weights import Weights

LEAST_BITS: Final = -4.0
"""No merger is thought of that is less likely than one in seventeen."""
MOST_BITS: Final = 3.0
"""No merger is withheld that is likelier than eight in nine."""
_MOST_OF_A_FIELD: Final = 8.0
_CHUNK: Final = 100_000
_GROUPS: Final[dict[str, tuple[tuple[int, ...], ...]]] = {
    "place": ((1, 2, 3, 4, 5), (6, 7, 8, 9), (10, 11, 12, 13), (14, 15)),
    "date": ((1, 2, 3, 4), (5, 6, 7)),
    "type": ((1, 2, 3, 4, 5, 6, 7),),
    "actors": ((1, 2, 5, 6), (3, 4, 7)),
    "deaths": ((1, 2, 3, 4, 5, 6, 7),),
}
"""Levels that answer the same question: two exact places, two days, two numbers."""


@dataclass(frozen=True)
class Clusters:
    """The first row of the cluster of each row, and where the mergers were cut."""

    of_row: Ints
    cut: float


def telling(weights: Weights) -> dict[str, Doubles]:
    """What a comparison at each level tells on average, in bits: the divergence of matching pairs
    from others among comparisons as precise as it."""
    found = {}
    for field in FIELDS:
        match, bits = weights.match[field.name], weights.bits(field)
        told = np.zeros(len(field.levels))
        for group in _GROUPS[field.name]:
            levels = list(group)
            share = match[levels] / match[levels].sum()
            otherwise = match[levels] / np.exp2(bits[levels])
            told[levels] = max(
                0.01, float((share * np.log2(share / (otherwise / otherwise.sum()))).sum())
            )
        found[field.name] = told
    return found


def worth_of(weights: Weights) -> Worth:
    """The weights as the kernel reads them: a row for each field, a column for each level."""
    told = telling(weights)
    bits = np.zeros((len(FIELDS), 16))
    counts = np.zeros((len(FIELDS), 16))
    for number, field in enumerate(FIELDS):
        levels = len(field.levels)
        bits[number, 1:levels] = weights.bits(field).clip(-_MOST_OF_A_FIELD, _MOST_OF_A_FIELD)[1:]
        counts[number, :levels] = told[field.name]
    return Worth(bits, counts, weights.prior_bits)


def cluster(
    reports: int, edges: Edges, weights: Weights, held_apart: Keys, threads: int
) -> Clusters:
    """The incidents of the rows that the edges connect.

    Rows of one ``held_apart`` other than 0 never come into one incident.
    """
    if not reports:
        return Clusters(np.zeros(0, np.int32), 0.0)
    order, place, start, inside = components_of(reports, edges.a, edges.b, edges.odds >= LEAST_BITS)
    components = Components(inside, start)
    number = int(inside[-1])
    ordered = Edges(
        np.empty(number, np.int32), np.empty(number, np.int32),
        np.empty(number, np.uint16), np.empty(number, np.float32),
    )  # fmt: skip
    sort_edges(edges, place, components, ordered)
    worth, apart = worth_of(weights), held_apart[order]
    cuts = np.searchsorted(inside + start, np.arange(0, int(inside[-1] + start[-1]), _CHUNK))
    bounds = np.unique([0, *cuts.tolist(), len(start) - 1]).tolist()

    def work(part: tuple[int, int]) -> Mergers:
        return agglomerate(ordered, components, *part, apart, worth, LEAST_BITS)

    found = list(in_threads(work, list(pairwise(bounds)), threads))
    mergers = Mergers(*(np.concatenate(columns) for columns in zip(*found, strict=True)))
    taken, cut = _cut(mergers, reports, weights.shares[0])
    of_place = join(reports, mergers.into, mergers.gone, taken)
    of_row = np.empty(reports, np.int32)
    of_row[order] = order[of_place]
    return Clusters(of_row, cut)


def _cut(mergers: Mergers, reports: int, prior: float) -> tuple[Bools, float]:
    """Which mergers are taken, and the log2 odds of the last of them.

    ``prior`` is the share of compared pairs that are one incident.
    """
    order = np.argsort(-mergers.odds, kind="stable")
    odds = mergers.odds[order]
    alone = reports - np.concatenate([[0], np.cumsum(mergers.singles[order])])
    # What a merger has to be more likely than: that both stay as they are.
    least = np.log2((alone + 1.0) / (reports + 2.0)) - np.log2(1.0 - prior)
    least = least.clip(LEAST_BITS, 0.0)
    enough = odds >= least[:-1]
    last = int(np.argmin(enough)) if not enough.all() else len(order)
    cut = float(odds[last - 1]) if last else 0.0
    return mergers.odds >= cut if last else np.zeros(len(order), np.bool_), cut

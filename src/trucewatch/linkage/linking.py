"""Reports in, incidents out: the whole way, stage by stage."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from trucewatch.linkage.agglomerating import ALWAYS_BITS, NEVER_BITS
from trucewatch.linkage.blocking import RADIUS_KM, Blocks, block
from trucewatch.linkage.clustering import cluster
from trucewatch.linkage.columns import (
    Bools,
    Bytes,
    Columns,
    Floats,
    Ints,
    Keys,
    Longs,
    Vocabulary,
)
from trucewatch.linkage.comparing import Scales, Table
from trucewatch.linkage.components import Edges, first_reports
from trucewatch.linkage.covering import Covers, covers_of
from trucewatch.linkage.kinds import levels_of_kinds
from trucewatch.linkage.model import Model
from trucewatch.linkage.passes import Pairs, count_patterns, keep_pairs
from trucewatch.linkage.refining import (
    first_look,
    learn_habits,
    second_look,
    surround_again,
)
from trucewatch.linkage.sampling import SAMPLE, sample, taken
from trucewatch.linkage.surrounding import Sides, sides_of
from trucewatch.linkage.weights import Weights, fit
from trucewatch.linkage.words import Words, compare_words

NEAREST_KM: Final = 15.0
"""Two exact places farther apart than this are two places."""
KEPT_BITS: Final = -7.0
"""Patterns that weigh less are not looked at again: fewer than one pair in a hundred."""
EDGE_BITS: Final = -5.0
"""Pairs that weigh less are no edges of a graph: to clustering they were never compared."""
_COMMON_ACTOR: Final = 0.06
_LOOKS: Final = 2

Progress = Callable[[str], None]


@dataclass
class Clock:
    """How many seconds each stage took."""

    seconds: dict[str, float] = field(default_factory=dict)
    _since: float = field(default_factory=time.perf_counter)

    def lap(self, stage: str) -> None:
        """The stage that just ended."""
        now = time.perf_counter()
        self.seconds[stage] = self.seconds.get(stage, 0.0) + now - self._since
        self._since = now


@dataclass(frozen=True)
class Said:
    """Pairs of rows of which a person said that they are one incident, or never are."""

    same: Ints
    never: Ints

    @classmethod
    def nothing(cls) -> "Said":
        """Nobody said anything yet."""
        return cls(np.zeros((0, 2), np.int32), np.zeros((0, 2), np.int32))


@dataclass(frozen=True)
class Prepared:
    """Reports in the order of comparing, with all that two of them are compared by."""

    columns: Columns
    vocabulary: Vocabulary
    unique: Bools
    blocks: Blocks
    scales: Scales
    words: Words | None
    """The words of each row of ``columns``."""


@dataclass(frozen=True)
class Linked:
    """The incident of each report (the row of its first report), and what led to it.

    Rows are those of ``Columns``; ``pairs`` are in the order of comparing, with their log2 odds.
    """

    incident: Ints
    covers: Covers
    pairs: Pairs
    bits: Floats
    model: Model
    prepared: Prepared
    sides: Sides
    compared: int
    missed: int
    clock: Clock

    @property
    def probability(self) -> Floats:
        """How likely each pair is one incident."""
        return (1.0 / (1.0 + np.exp2(-self.bits))).astype(np.float32)


def link(
    columns: Columns,
    vocabulary: Vocabulary,
    *,
    words: Words | Callable[[], Words | None] | None = None,
    said: Said | None = None,
    model: Model | None = None,
    threads: int = 2,
    progress: Progress = lambda stage: None,
) -> Linked:
    """Group reports into incidents, with nothing known but the reports themselves.

    The outcome is the same for any order of the reports and any number of threads. With ``model``
    nothing is learned; else it is learned here. ``words`` may be asked for when they are needed, so
    that they can be read meanwhile.
    """
    clock = Clock()
    progress("sorting")
    prepared = prepare(columns, vocabulary, threads)
    blocks, scales = prepared.blocks, prepared.scales
    clock.lap("blocking")
    progress("learning")
    weights, share = model.weights if model else None, 2.0
    if weights is None:
        weights, share = _learned(prepared, threads, clock)
    progress("comparing")
    table = Table(weights.of_patterns(), weights.by_chance())
    kept = keep_pairs(blocks, scales, table, least=KEPT_BITS, share=share, threads=threads)
    clock.lap("keeping")
    prepared = replace(prepared, words=words() if callable(words) else words)
    likeness = likeness_of(kept.pairs, prepared, threads)
    clock.lap("words")
    progress("looking again")
    around = kept.around
    habits = model.for_vocabulary(vocabulary).habits if model else None
    for turn in range(_LOOKS):
        sides = sides_of(around, blocks.rows["kind"], blocks.rows["source"], threads)
        first = first_look(kept.pairs, table.bits, sides, threads)
        if model is None:
            habits = learn_habits(
                kept.pairs, first, likeness, sides,
                kinds=scales.kinds, sources=len(vocabulary.sources), threads=threads,
            )  # fmt: skip
        assert habits is not None  # noqa: S101 - learned here or given with the model
        bits = second_look(kept.pairs, first, likeness, sides, habits, threads)
        if turn + 1 < _LOOKS:
            around = surround_again(kept.pairs, bits, table.chance, kept.around)
    assert habits is not None  # noqa: S101 - given with the model or learned above
    if model is None:
        model = Model(weights, habits, vocabulary.kinds, vocabulary.sources, 0.0)
    bits = model.calibrated(bits)
    clock.lap("second look")
    progress("clustering")
    enough = bits >= EDGE_BITS
    pairs, bits = kept.pairs.taken(enough), bits[enough]
    edges, rows = _with_said(Edges(pairs.a, pairs.b, pairs.pattern, bits), said, blocks)
    apart = held_apart(columns, prepared.unique)[rows]
    clusters = cluster(len(rows), edges, weights, apart, threads)
    clock.lap("clustering")
    of_columns = Pairs(
        blocks.order[pairs.a].astype(np.int32),
        blocks.order[pairs.b].astype(np.int32),
        pairs.pattern,
    )
    incident = np.arange(len(columns), dtype=np.int32)
    incident[rows] = rows[clusters.of_row]
    covers = covers_of(columns, incident, of_columns)
    if said is not None:  # a report that is the same as another sums up no others
        covers = covers.without(said.same)
    incident, covers = _set_apart(columns, incident, covers)
    clock.lap("covering")
    return Linked(
        incident, covers, of_columns, bits, replace(model, cut=clusters.cut), prepared, sides,
        kept.compared, kept.missed, clock,
    )  # fmt: skip


def prepare(columns: Columns, vocabulary: Vocabulary, threads: int) -> Prepared:
    """Sort the reports and make the tables that they are compared by."""
    unique = np.array([name in vocabulary.unique_sources for name in vocabulary.sources], np.bool_)
    blocks = block(columns, unique, threads)
    return Prepared(columns, vocabulary, unique, blocks, scales_of(columns, vocabulary), None)


def likeness_of(pairs: Pairs, prepared: Prepared, threads: int) -> Bytes:
    """How alike the words of each pair are; nothing to compare where reports have no text."""
    if prepared.words is None:
        return np.zeros(len(pairs), np.uint8)
    return compare_words(pairs, prepared.blocks.order, prepared.words, threads)


def scales_of(columns: Columns, vocabulary: Vocabulary) -> Scales:
    """The tables that levels are read from."""
    times = np.bincount(columns.kind[columns.kind >= 0], minlength=len(vocabulary.kinds))
    named = columns.actors[columns.actors >= 0]
    often = np.bincount(named, minlength=len(vocabulary.actors)) >= _COMMON_ACTOR * len(columns)
    reach = np.array([[a + b for b in RADIUS_KM] for a in RADIUS_KM], np.float32)
    reach[0, 0] = NEAREST_KM
    kinds, compared = levels_of_kinds(vocabulary.kinds, times.astype(np.int32))
    return Scales(kinds, compared, often.astype(np.uint8), (reach**2).ravel())


def held_apart(columns: Columns, unique: Bools) -> Keys:
    """A number for each report of a source that holds at most one record of an incident, else 0."""
    found: Keys = np.where(unique[columns.source], columns.source + 1, 0).astype(np.uint64)
    return found


def _learned(prepared: Prepared, threads: int, clock: Clock) -> tuple[Weights, float]:
    """Weights from a sample, and how many pairs a report is expected to keep."""
    columns, blocks = prepared.columns, prepared.blocks
    drawn = sample(columns)
    if len(drawn) < len(blocks.order):
        blocks = block(taken(columns, drawn), prepared.unique, threads)
    step = max(1, len(drawn) // (4 * SAMPLE))
    near, apart = (
        count_patterns(blocks, prepared.scales, step=step, apart=weeks, threads=threads)
        for weeks in (False, True)
    )
    clock.lap("counting")
    weights = fit(near.counts, apart.counts)
    clock.lap("weights")
    kept = near.counts[weights.of_patterns() >= KEPT_BITS].sum()
    return weights, float(kept) * step / max(1, len(drawn))


def _with_said(edges: Edges, said: Said | None, blocks: Blocks) -> tuple[Edges, Longs]:
    """The edges with what persons said, which outweighs all of them, and the rows of ``Columns`` in
    the order of comparing: at the end those without a day of which somebody said something."""
    if said is None or not len(said.same) + len(said.never):
        return edges, blocks.order
    spoken_of = np.concatenate([said.same, said.never])
    rows = np.concatenate([blocks.order, np.intersect1d(blocks.undated, spoken_of)])
    place = np.zeros(len(blocks.order) + len(blocks.undated), np.int32)
    place[rows] = np.arange(len(rows), dtype=np.int32)
    both = np.sort(place[spoken_of], axis=1)
    odds = np.repeat([ALWAYS_BITS, NEVER_BITS], [len(said.same), len(said.never)])
    order = np.lexsort((odds, both[:, 1], both[:, 0]))  # the same however they were told
    every = Edges(
        np.concatenate([edges.a, both[order, 0]]).astype(np.int32),
        np.concatenate([edges.b, both[order, 1]]).astype(np.int32),
        np.concatenate([edges.pattern, np.zeros(len(both), np.uint16)]),
        np.concatenate([edges.odds, odds[order].astype(np.float32)]),
    )
    return every, rows


def _set_apart(columns: Columns, incident: Ints, covers: Covers) -> tuple[Ints, Covers]:
    """Covering reports taken out of the incidents; each incident named by its first report."""
    of_row = incident.copy()
    of_row[covers.report] = -1
    named = first_reports(of_row, columns.first, columns.key)
    stays = named[covers.incident] >= 0
    found = np.where(of_row >= 0, named[incident], np.arange(len(incident), dtype=np.int32))
    return found.astype(np.int32), Covers(
        covers.report[stays], named[covers.incident[stays]].astype(np.int32)
    )

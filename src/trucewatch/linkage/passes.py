"""Passes over all pairs that may match: parts of the work, threads, and what they bring together.

Every part gives the same result whichever thread carries it out, results are put together in the
order of the parts, and what is added up across parts are whole numbers: the outcome does not depend
on how many threads there are.
"""

import threading
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from trucewatch.linkage.blocking import CLASSES, PLACES, WIDTHS, Blocks
from trucewatch.linkage.columns import Ints, Longs
from trucewatch.linkage.comparing import MOST_IN_A_RUN, Kept, Scales, Table, pass_over
from trucewatch.linkage.levels import PATTERNS
from trucewatch.linkage.rows import KM_PER_DEGREE
from trucewatch.linkage.threads import in_threads

Patterns = npt.NDArray[np.uint16]

AROUND: Final = 7
"""Counts of what surrounds a report: five groups of places, comparable actors, shared actors."""
_ROWS_A_PART: Final = 20_000
_ROWS_A_BATCH: Final = 100_000
_BATCHES: Final = 8
_MOST_KEPT: Final = 8_000_000
_MOST_KEPT_A_REPORT: Final = 30
"""Pairs that are kept at most: so many, and so many for each report (usual are ten)."""
_FEWEST_KEPT: Final = 8
_NO_COUNTS: Final = np.zeros(0, np.int64)
_NO_ROOM: Final = Kept(np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.uint16))
_NO_AROUND: Final = np.zeros((0, AROUND), np.int32)
_NO_TABLE: Final = Table(np.zeros(1, np.float32), np.zeros(1, np.int32))


@dataclass(frozen=True)
class Pairs:
    """Pairs of rows in the order of comparing, and the pattern of each."""

    a: Ints
    b: Ints
    pattern: Patterns

    def __len__(self) -> int:
        return len(self.a)

    def taken(self, rows: npt.NDArray[np.bool_]) -> "Pairs":
        """Some of the pairs."""
        return Pairs(self.a[rows], self.b[rows], self.pattern[rows])


@dataclass(frozen=True, slots=True)
class Counted:
    """How often each pattern occurs, and how many pairs were looked at or left out."""

    counts: Longs
    compared: int
    missed: int


@dataclass(frozen=True, slots=True)
class _Part:
    """What one batch found; more was to be written than there are pairs where it had no room."""

    pairs: Pairs
    written: int
    compared: int
    missed: int


@dataclass(frozen=True)
class Survivors:
    """The pairs that are kept, what surrounds each report by chance (256ths), and the work done."""

    pairs: Pairs
    around: Ints
    compared: int
    missed: int


def count_patterns(
    blocks: Blocks, scales: Scales, *, step: int, apart: bool, threads: int
) -> Counted:
    """How often each pattern occurs among pairs that may match, of every ``step`` reports one.

    With ``apart``, among pairs as near to each other as those but a week or more apart in time,
    whose dates are compared as if they were not: what chance alone brings together, twice as many.
    """

    own = threading.local()
    tables: list[Longs] = []

    def count(tasks: Longs) -> tuple[int, int]:
        if not hasattr(own, "counts"):
            own.counts = np.zeros(PATTERNS, np.int64)
            tables.append(own.counts)
        _, compared, missed = pass_over(
            blocks.rows, blocks.cells, scales, blocks.degrees, tasks, step,
            own.counts, _NO_TABLE, 0.0, 0, _NO_ROOM, _NO_AROUND,
        )  # fmt: skip
        return compared, missed

    done = list(in_threads(count, _batches(blocks, scales, apart=apart), threads))
    total = np.sum(tables, axis=0) if tables else np.zeros(PATTERNS, np.int64)
    return Counted(total, sum(pairs for pairs, _ in done), sum(missed for _, missed in done))


def keep_pairs(
    blocks: Blocks, scales: Scales, table: Table, *, least: float, share: float, threads: int
) -> Survivors:
    """The pairs whose pattern weighs ``least`` bits or more, in the order of comparing.

    ``share`` is how many pairs a report is expected to keep: room is made for them. Where very many
    reports lie on one place and day, no more than some pairs of each are kept: as many as memory
    allows, which the number of reports alone decides.
    """
    batches = _batches(blocks, scales, apart=False)
    reports = len(blocks.order)
    limit = _MOST_KEPT + _MOST_KEPT_A_REPORT * reports
    share = min(share, limit / max(1, reports))
    own = threading.local()
    surroundings: list[Ints] = []

    def look(tasks: Longs, room: int, most: int, around: Ints) -> _Part:
        kept = _room(room)
        written, compared, missed = pass_over(
            blocks.rows, blocks.cells, scales, blocks.degrees, tasks, 1,
            _NO_COUNTS, table, least, most, kept, around,
        )  # fmt: skip
        return _Part(
            Pairs(kept.a[:written].copy(), kept.b[:written].copy(), kept.pattern[:written].copy()),
            written,
            compared,
            missed,
        )

    def first_look(tasks: Longs) -> _Part:
        if not hasattr(own, "around"):
            own.around = np.zeros((reports, AROUND), np.int32)
            surroundings.append(own.around)
        return look(tasks, room_of(tasks), MOST_IN_A_RUN, own.around)

    def room_of(tasks: Longs) -> int:
        return int(_reports_of(blocks, tasks).sum() * share) + 1024

    found = list(in_threads(first_look, batches, threads))
    around = sum(surroundings[1:], surroundings[0]) if surroundings else _NO_AROUND
    aside = np.zeros_like(around)  # the surroundings are counted once
    most = MOST_IN_A_RUN
    while sum(part.written for part in found) > limit and most > _FEWEST_KEPT:
        most //= 4
        fewer = partial(lambda most, tasks: look(tasks, room_of(tasks), most, aside), most)
        found = list(in_threads(fewer, batches, threads))

    def complete(number: int) -> _Part:
        part = found[number]
        if part.written == len(part.pairs):
            return part
        return look(batches[number], part.written, most, aside)

    found = list(in_threads(complete, range(len(batches)), threads))
    none = _room(0)
    pairs = Pairs(
        np.concatenate([none.a, *(part.pairs.a for part in found)]),
        np.concatenate([none.b, *(part.pairs.b for part in found)]),
        np.concatenate([none.pattern, *(part.pairs.pattern for part in found)]),
    )
    compared, missed = sum(part.compared for part in found), sum(part.missed for part in found)
    return Survivors(pairs, around, compared, missed)


def _room(pairs: int) -> Kept:
    return Kept(np.empty(pairs, np.int32), np.empty(pairs, np.int32), np.empty(pairs, np.uint16))


def _batches(blocks: Blocks, scales: Scales, *, apart: bool) -> list[Longs]:
    """The work as tasks of ``pass_over``, in batches of about as many reports each.

    Of two classes the one looks its reports up in the other that has to look less often. Neither
    tasks nor batches depend on the number of threads.
    """
    cells = blocks.cells
    tasks: list[tuple[int, int, int, int, int]] = []
    for one in range(CLASSES):
        for two in range(one, CLASSES):
            mine, other = min(
                ((one, two), (two, one)), key=lambda pair: _looks(blocks, scales, *pair)
            )
            start, end = int(cells.of_class[mine]), int(cells.of_class[mine + 1])
            if start == end or cells.of_class[other] == cells.of_class[other + 1]:
                continue
            rows = cells.start[start : end + 1]
            cuts = np.searchsorted(rows, np.arange(rows[0], rows[-1], _ROWS_A_PART)) + start
            bounds = np.unique([start, *cuts.tolist(), end]).tolist()
            for days in _weeks_apart(blocks, mine, other) if apart else (0,):
                tasks += [(mine, other, first, last, days) for first, last in pairwise(bounds)]
    if not tasks:
        return []
    every = np.array(tasks, np.int64)
    done = np.cumsum(_reports_of(blocks, every))
    each = min(_ROWS_A_BATCH, max(1, int(done[-1]) // _BATCHES))
    return np.split(every, np.searchsorted(done, np.arange(each, int(done[-1]), each)))


def _reports_of(blocks: Blocks, tasks: Longs) -> Longs:
    start = blocks.cells.start
    reports: Longs = start[tasks[:, 3]] - start[tasks[:, 2]]
    return reports


def _looks(blocks: Blocks, scales: Scales, mine: int, other: int) -> float:
    """How many looks into cells it takes for the reports of one class to meet those of another."""
    cells = blocks.cells
    reports = cells.start[cells.of_class[mine + 1]] - cells.start[cells.of_class[mine]]
    there = cells.of_class[other + 1] - cells.of_class[other]
    ours, theirs = mine // (len(WIDTHS) + 1), other // (len(WIDTHS) + 1)
    reach = float(np.sqrt(scales.reach[ours * PLACES + theirs])) / KM_PER_DEGREE
    across = (2.0 * reach + float(blocks.degrees[ours])) / float(blocks.degrees[theirs]) + 1.0
    return float(reports) * min(float(there), across * across)


def _weeks_apart(blocks: Blocks, mine: int, other: int) -> tuple[int, int]:
    """Whole weeks, so that the days of the week stay, and more than the dates may be wrong by."""
    longest = blocks.cells.longest
    both = int(longest[mine]) + int(longest[other])
    days = 7 * max(1, -(-(both + 1) // 7))
    return days, -days

"""Reports that come in one at a time: scored against all others, joined at once, ids kept stable.

Built on a linkage. A new report is compared with what may match it; the incidents that it touches,
and no others, are clustered anew with the cut of the linkage; an incident keeps its name as long as
most of its reports stay, and mergers and splits are told.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from trucewatch.linkage.agglomerating import ALWAYS_BITS, NEVER_BITS, agglomerate
from trucewatch.linkage.blocking import PLACE_CLASS, PLACES, SPREAD_DAYS
from trucewatch.linkage.clustering import LEAST_BITS, worth_of
from trucewatch.linkage.columns import MOST_ACTORS, Ints, Longs
from trucewatch.linkage.comparing import Kept, Table
from trucewatch.linkage.components import Components, Edges, join
from trucewatch.linkage.linking import EDGE_BITS, KEPT_BITS, Linked, held_apart
from trucewatch.linkage.looking_up import look_through, look_up
from trucewatch.linkage.passes import AROUND, Pairs
from trucewatch.linkage.refining import first_look, second_look
from trucewatch.linkage.rows import KM_PER_DEGREE, ROW
from trucewatch.linkage.surrounding import SIDE, Sides, fill_sides

_ROOM: Final = 4096
_NEW_ACTORS: Final = 1 << 16
"""Actors that may be met for the first time before the index is built anew."""
MOST_NEW: Final = 20_000
"""New reports after which the index should be built anew: they are looked through one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReport:
    """One report in the terms of ``Columns``; names that the linkage knows have their numbers."""

    source: int
    latitude: float
    longitude: float
    place: int
    first: int
    last: int
    when: int
    kind: int = -1
    actors: tuple[int, ...] = ()
    low: float = float("nan")
    best: float = float("nan")
    high: float = float("nan")
    is_unique: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A report that a new one may belong with: its number and the log2 odds."""

    report: int
    bits: float


@dataclass(frozen=True, slots=True)
class Joined:
    """What became of a new report: its number, its incident, and what that did to others.

    ``merged`` names incidents that are part of ``incident`` from now on, ``split`` gives for
    reports that left their incident the one they are in now.
    """

    report: int
    incident: int
    merged: tuple[int, ...]
    split: dict[int, int]


class LiveIndex:
    """A linkage that grows. Reports are numbered as in ``Columns``, new ones from its end on. The
    name of an incident is a number that no other ever had: its first report's, where it is older
    than the index or began with a new report."""

    def __init__(self, linked: Linked) -> None:
        prepared = linked.prepared
        blocks, model = prepared.blocks, linked.model
        self._blocks, self._model = blocks, model
        self._scales = prepared.scales._replace(
            is_common_actor=np.concatenate(
                [prepared.scales.is_common_actor, np.zeros(_NEW_ACTORS, np.uint8)]
            )
        )
        self._table = Table(model.weights.of_patterns(), model.weights.by_chance())
        self._worth = worth_of(model.weights)
        self._usual, self._centre = linked.sides.usual, linked.sides.centre
        self._sides = linked.sides.of_row
        self._reports = len(prepared.columns)
        self._number_of_row = blocks.order
        self._held_apart = held_apart(prepared.columns, prepared.unique)
        self._rows = np.empty(256, ROW)
        self._new_sides = np.empty(256, SIDE)
        self._added = 0
        self._incident = linked.incident.astype(np.int64)
        self._fresh = 1 << 32  # beyond every number of a report
        self._of_new: list[int] = []
        self._members: dict[int, list[int]] = {}
        self._order = np.argsort(self._incident, kind="stable")
        self._starts = self._incident[self._order]
        self._edges_of_new: dict[int, list[tuple[int, float, int]]] = defaultdict(list)
        self._start, self._edge, self._other = _neighbours(linked)
        self._pairs, self._bits = linked.pairs, linked.bits

    def __len__(self) -> int:
        """How many reports there are, new ones included."""
        return self._reports + self._added

    def candidates(self, new: NewReport) -> list[Candidate]:
        """The reports that may tell of the same incident, the likeliest first."""
        found, _, _ = self._compared(new)
        return [Candidate(report, bits) for report, bits, _ in found]

    def incident_of(self, report: int) -> int:
        """The incident of a report."""
        if report < self._reports:
            return int(self._incident[report])
        return self._of_new[report - self._reports]

    def insert(self, new: NewReport) -> Joined:
        """Take a report in and cluster anew the incidents that it touches."""
        found, row, side = self._compared(new)
        number = len(self)
        self._append(row, side)
        self._of_new.append(number)
        self._members[number] = [number]
        for report, bits, pattern in found:
            self._edges_of_new[number].append((report, bits, pattern))
            self._edges_of_new[report].append((number, bits, pattern))
        touched = {self.incident_of(report) for report, bits, _ in found if bits >= LEAST_BITS}
        return self._clustered([*sorted(touched), number], number)

    def say(self, one: int, other: int, *, same: bool) -> Joined:
        """Hear a person: two reports are one incident, or never are; their incidents are clustered
        anew."""
        bits = ALWAYS_BITS if same else NEVER_BITS
        self._edges_of_new[one].append((other, bits, 0))
        self._edges_of_new[other].append((one, bits, 0))
        return self._clustered(
            sorted({self.incident_of(one), self.incident_of(other)}), self.incident_of(one)
        )

    def members(self, incident: int) -> list[int]:
        """The reports of an incident."""
        if incident not in self._members:
            start, end = np.searchsorted(self._starts, [incident, incident + 1])
            self._members[incident] = self._order[start:end].tolist()
        return self._members[incident]

    def _compared(self, new: NewReport) -> tuple[list[tuple[int, float, int]], Any, Any]:
        """Candidates with bits and pattern, and the new report as the kernels read it."""
        row = _row_of(new)
        around = np.zeros(AROUND, np.int32)
        room = _ROOM
        while True:
            kept = Kept(
                np.empty(room, np.int32), np.empty(room, np.int32), np.empty(room, np.uint16)
            )
            around[:] = 0
            written = look_up(
                row, self._blocks.rows, self._blocks.cells, self._scales, self._blocks.degrees,
                self._table, KEPT_BITS, kept, around,
            )  # fmt: skip
            written = look_through(
                row, self._rows[: self._added], len(self._blocks.order), self._scales, self._table,
                KEPT_BITS, kept, around, written,
            )  # fmt: skip
            if written <= room:
                break
            room = written
        side = np.empty(1, SIDE)
        fill_sides(around[None, :], row["kind"].copy(), row["source"].copy(), self._usual, side)
        others = kept.a[:written]
        sides = Sides(np.concatenate([side, self._sides_of(others)]), self._centre, self._usual)
        pairs = Pairs(
            np.zeros(written, np.int32),
            np.arange(1, written + 1, dtype=np.int32),
            kept.pattern[:written],
        )
        bits = first_look(pairs, self._table.bits, sides, 1)
        # Words of a new report are not compared: reading them anew would take longer than all else.
        silent = np.zeros(written, np.uint8)
        bits = self._model.calibrated(
            second_look(pairs, bits, silent, sides, self._model.habits, 1)
        )
        enough = np.flatnonzero(bits >= EDGE_BITS)
        ranked = enough[np.argsort(-bits[enough], kind="stable")]
        numbers = self._numbers(others[ranked])
        found = list(
            zip(numbers, bits[ranked].tolist(), pairs.pattern[ranked].tolist(), strict=True)
        )
        return found, row, side

    def _sides_of(self, rows: Ints) -> Any:
        base = len(self._blocks.order)
        old = rows < base
        found = np.empty(len(rows), SIDE)
        found[old] = self._sides[rows[old]]
        found[~old] = self._new_sides[rows[~old] - base]
        return found

    def _numbers(self, rows: Ints) -> list[int]:
        base = len(self._blocks.order)
        return [
            int(self._number_of_row[row]) if row < base else self._reports + row - base
            for row in rows.tolist()
        ]

    def _append(self, row: Any, side: Any) -> None:
        if self._added == len(self._rows):
            self._rows = np.concatenate([self._rows, np.empty_like(self._rows)])
            self._new_sides = np.concatenate([self._new_sides, np.empty_like(self._new_sides)])
        self._rows[self._added] = row[0]
        self._new_sides[self._added] = side[0]
        self._added += 1

    def _clustered(self, incidents: Sequence[int], about: int) -> Joined:
        """Cluster the reports of some incidents anew, and name what comes of it."""
        reports = [report for incident in incidents for report in self.members(incident)]
        place = {report: at for at, report in enumerate(reports)}
        edges = self._edges_among(reports, place)
        apart = np.array([self._apart(report) for report in reports], np.uint64)
        whole = Components(
            np.array([0, len(edges.a)], np.int64), np.array([0, len(reports)], np.int64)
        )
        mergers = agglomerate(edges, whole, 0, 1, apart, self._worth, LEAST_BITS)
        cluster = join(len(reports), mergers.into, mergers.gone, mergers.odds >= self._model.cut)
        before = {report: self.incident_of(report) for report in reports}
        after: dict[int, list[int]] = defaultdict(list)
        for at, report in enumerate(reports):
            after[int(cluster[at])].append(report)
        names = self._named(list(after.values()), before)
        for name, members in zip(names, after.values(), strict=True):
            self._members[name] = members
            for report in members:
                if report < self._reports:
                    self._incident[report] = name
                else:
                    self._of_new[report - self._reports] = name
        for gone in set(incidents) - set(names):
            self._members[gone] = []
        incident = self.incident_of(about)
        merged = {
            old for old in incidents if old != incident and not self.members(old) and old != about
        }
        split = {
            report: self.incident_of(report)
            for report in reports
            if self.incident_of(report) not in (before[report], incident)
        }
        return Joined(about, incident, tuple(sorted(merged)), split)

    def _named(self, clusters: Sequence[Sequence[int]], before: dict[int, int]) -> list[int]:
        """A name for each cluster: that of the incident most of whose reports it has, if it is
        free; else one that nothing had before."""
        claims = []
        for at, members in enumerate(clusters):
            counts: dict[int, int] = defaultdict(int)
            for report in members:
                counts[before[report]] += 1
            claims += [(-number, name, at) for name, number in counts.items()]
        names: dict[int, int] = {}
        for _, name, at in sorted(claims):
            if at not in names and name not in names.values():
                names[at] = name
        for at in range(len(clusters)):
            if at not in names:
                names[at] = self._fresh
                self._fresh += 1
        return [names[at] for at in range(len(clusters))]

    def _apart(self, report: int) -> int:
        if report < self._reports:
            return int(self._held_apart[report])
        new = self._rows[report - self._reports]
        return int(new["source"]) + 1 if new["is_unique"] else 0

    def _edges_among(self, reports: Sequence[int], place: dict[int, int]) -> Edges:
        found: dict[tuple[int, int], tuple[float, int]] = {}
        for report in reports:
            if report < self._reports:
                for at in range(int(self._start[report]), int(self._start[report + 1])):
                    other = int(self._other[at])
                    if other in place and place[report] < place[other]:
                        edge = int(self._edge[at])
                        found[place[report], place[other]] = (
                            float(self._bits[edge]),
                            int(self._pairs.pattern[edge]),
                        )
            for other, bits, pattern in self._edges_of_new.get(report, ()):
                if other in place and place[report] < place[other]:
                    known = found.get((place[report], place[other]))
                    if known is None or abs(bits) > abs(known[0]):
                        found[place[report], place[other]] = (bits, pattern)
        pairs = sorted(found)
        return Edges(
            np.array([one for one, _ in pairs], np.int32),
            np.array([other for _, other in pairs], np.int32),
            np.array([found[pair][1] for pair in pairs], np.uint16),
            np.array([found[pair][0] for pair in pairs], np.float32),
        )


def _row_of(new: NewReport) -> Any:
    """A report as the kernels read it: an array of one row."""
    row = np.zeros(1, ROW)
    located = not (np.isnan(new.latitude) or np.isnan(new.longitude))
    place = int(PLACE_CLASS[new.place]) if located and 1 <= new.place <= 7 else PLACES - 1
    somewhere = place < PLACES - 1
    latitude, longitude = (new.latitude, new.longitude) if somewhere else (0.0, 0.0)
    written = new.last - new.first + 1
    wanted = written if new.when == 1 else max(int(SPREAD_DAYS[new.when]), written)
    slack = (wanted - written + 1) // 2
    actors = (*sorted(set(new.actors))[:MOST_ACTORS], *[-1] * MOST_ACTORS)[:MOST_ACTORS]
    row["x"], row["y"] = longitude * KM_PER_DEGREE, latitude * KM_PER_DEGREE
    row["shrink"] = np.cos(np.radians(latitude))
    row["first"], row["last"] = new.first - slack, new.last + slack
    row["width"] = written + 2 * slack
    row["kind"], row["source"], row["place"] = new.kind, new.source, place
    for slot, actor in enumerate(actors):
        row[f"actor_{slot}"] = actor
    row["actors"] = sum(actor >= 0 for actor in actors)
    row["low"], row["best"], row["high"] = new.low, new.best, new.high
    row["is_unique"] = new.is_unique
    return row


def _neighbours(linked: Linked) -> tuple[Longs, Longs, Longs]:
    """For each report where its pairs start, the pairs, and the other report of each."""
    pairs = linked.pairs
    ends = np.concatenate([pairs.a, pairs.b])
    order = np.argsort(ends, kind="stable")
    start = np.zeros(len(linked.incident) + 1, np.int64)
    np.cumsum(np.bincount(ends, minlength=len(linked.incident)), out=start[1:])
    others = np.concatenate([pairs.b, pairs.a])
    return start, order % max(1, len(pairs)), others[order].astype(np.int64)

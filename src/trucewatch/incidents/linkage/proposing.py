"""What a linkage comes to in the record: incidents to merge, pairs to show to people."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import numpy as np

from trucewatch.incidents.linkage.models import Proposal
from trucewatch.incidents.linkage.reading import ReadReports
from trucewatch.incidents.linkage.rules import SUGGEST, conflict_of, value_of
from trucewatch.linkage.explaining import Explainer, Explanation
from trucewatch.linkage.linking import Linked
from trucewatch.vocabulary.sentence import Sentence

MOST_PROPOSALS: Final = 20_000
"""Pairs that are kept for people to look at: those whose verdict tells most."""


@dataclass(frozen=True, slots=True)
class Merger:
    """Reports of several incidents that the engine holds to be one, surely enough."""

    reports: tuple[UUID, ...]
    probability: float
    """That of the weakest link it takes to hold them together."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run would do."""

    mergers: list[Merger]
    proposals: list[Proposal]
    unseen: int
    """Proposals beyond the most that are kept."""


def plan_of(
    read: ReadReports,
    linked: Linked,
    *,
    threshold: float | None,
    fresh: "np.typing.NDArray[np.bool_] | None",
    progress: Callable[[str], None],
) -> Plan:
    """Mergers from the threshold on, and proposals for the rest.

    ``fresh`` limits both to pairs of which one report is fresh.
    """
    a, b = linked.pairs.a, linked.pairs.b
    probability = linked.probability.astype(np.float64)
    one_incident = linked.incident[a] == linked.incident[b]
    current = _numbers(read.incidents)
    open_pairs = current[a] != current[b]
    if fresh is not None:
        open_pairs &= fresh[a] | fresh[b]
    sure = open_pairs & one_incident
    sure &= probability >= threshold if threshold is not None else False
    mergers, after = _mergers(read, current, a[sure], b[sure], probability[sure])
    shown = open_pairs & (after[a] != after[b]) & ((probability >= SUGGEST) | one_incident)
    rows = _best_of_each(after, a, b, probability, np.flatnonzero(shown))
    told = [
        conflict_of(float(probability[row]), one_incident=bool(one_incident[row])) for row in rows
    ]
    values = np.array(
        [
            value_of(float(probability[row]), conflict)
            for row, conflict in zip(rows, told, strict=True)
        ]
    )
    progress("explaining")
    explainer = Explainer(linked)
    proposals = []
    for place in np.argsort(-values, kind="stable")[:MOST_PROPOSALS].tolist():
        one, other = int(a[rows[place]]), int(b[rows[place]])
        proposal = proposal_of(read, linked, one, other, explainer.explain(one, other))
        proposal.conflict, proposal.value = told[place], float(values[place])
        proposals.append(proposal)
    return Plan(mergers, proposals, max(0, len(rows) - len(proposals)))


def proposal_of(
    read: ReadReports, linked: Linked, one: int, other: int, explanation: Explanation
) -> Proposal:
    """A proposal, not yet saved, with its reasons."""
    first, second = sorted((read.ids[one], read.ids[other]))
    runner_up = explanation.runner_up
    model = linked.model
    return Proposal(
        one_id=first,
        other_id=second,
        bits=explanation.bits,
        raw_bits=(explanation.bits - model.shift) / model.scale,
        probability=explanation.probability,
        value=0.0,
        reasons=reasons_as_json(explanation),
        obstacle=sentence_as_json(explanation.obstacle),
        km=explanation.km,
        runner_up_id=None if runner_up is None else read.ids[runner_up],
        runner_up_bits=None if runner_up is None else explanation.runner_up_bits,
    )


def reasons_as_json(explanation: Explanation) -> list[list[Any]]:
    """Name, finding, bits and the part of them that is habit, of each reason."""
    return [
        [reason.name, reason.found, round(reason.bits, 3), round(reason.habit, 3)]
        for reason in explanation.reasons
    ]


def sentence_as_json(text: str) -> dict[str, Any]:
    """A sentence with its values, so that it can be said in another language later."""
    if isinstance(text, Sentence):
        return {"template": text.template, "values": dict(text.values)}
    return {"template": text, "values": {}} if text else {}


def _numbers(incidents: list[UUID]) -> "np.typing.NDArray[np.int64]":
    number: dict[UUID, int] = {}
    return np.array([number.setdefault(incident, len(number)) for incident in incidents], np.int64)


def _best_of_each(
    current: "np.typing.NDArray[np.int64]",
    a: "np.typing.NDArray[np.int32]",
    b: "np.typing.NDArray[np.int32]",
    probability: "np.typing.NDArray[np.float64]",
    rows: "np.typing.NDArray[np.int64]",
) -> list[int]:
    """Of the pairs between two incidents the likeliest: one verdict settles all of them."""
    best: dict[tuple[int, int], int] = {}
    for row in rows[np.argsort(-probability[rows], kind="stable")].tolist():
        one, other = int(current[a[row]]), int(current[b[row]])
        best.setdefault((min(one, other), max(one, other)), row)
    return list(best.values())


def _mergers(
    read: ReadReports,
    current: "np.typing.NDArray[np.int64]",
    a: "np.typing.NDArray[np.int32]",
    b: "np.typing.NDArray[np.int32]",
    probability: "np.typing.NDArray[np.float64]",
) -> tuple[list[Merger], "np.typing.NDArray[np.int64]"]:
    """Incidents joined by sure pairs, the surest first; and the incident of each row afterwards."""
    parent = np.arange(int(current.max(initial=-1)) + 1)
    weakest: dict[int, float] = {}

    def root(incident: int) -> int:
        while parent[incident] != incident:
            parent[incident] = parent[parent[incident]]
            incident = int(parent[incident])
        return incident

    for row in np.argsort(-probability, kind="stable").tolist():
        one, other = root(int(current[a[row]])), root(int(current[b[row]]))
        if one != other:
            parent[max(one, other)] = min(one, other)
            held = min(weakest.pop(one, 1.0), weakest.pop(other, 1.0), float(probability[row]))
            weakest[min(one, other)] = held
    after = np.array([root(incident) for incident in current.tolist()], np.int64)
    members: dict[int, list[int]] = {}
    for row, top in enumerate(after.tolist()):
        if top in weakest:
            members.setdefault(top, []).append(row)
    mergers = [
        Merger(tuple(read.ids[row] for row in rows), weakest[top]) for top, rows in members.items()
    ]
    return mergers, after

"""Why two reports were linked, or were not: values, bits, what decided, and who came second."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from trucewatch.linkage.columns import NO_DAY, Longs
from trucewatch.linkage.comparing import GROUP_OF_LEVEL, pattern_of, square_km
from trucewatch.linkage.levels import ACTORS, FIELDS, PLACE
from trucewatch.linkage.linking import Linked
from trucewatch.linkage.reasons import Reason, habit_of, reasons_of_pattern, words_reason
from trucewatch.linkage.wording import BUSIER, PRIOR, QUIETER, REVIEWED
from trucewatch.linkage.words import MOST_WORDS, likeness_of_two
from trucewatch.vocabulary.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Explanation:
    """What speaks for one incident and against it, from the prior to the whole.

    ``reasons`` add up to ``bits``, the log2 odds; ``obstacle`` says what kept two reports from
    being compared at all, or from one incident whatever their odds. ``together`` is whether they
    are in one incident, ``runner_up`` the row of another report that the first was nearly linked
    with.
    """

    reasons: tuple[Reason, ...]
    bits: float
    together: bool
    obstacle: str
    runner_up: int | None
    runner_up_bits: float
    km: float | None
    model: str

    @property
    def probability(self) -> float:
        """How likely the two are one incident."""
        return float(1.0 / (1.0 + np.exp2(-self.bits)))


class Explainer:
    """Explains pairs of one linkage."""

    def __init__(self, linked: Linked) -> None:
        self._linked = linked

    def explain(self, one: int, other: int) -> Explanation:
        """Explain two rows of ``Columns``; the outcome is the same for either order."""
        linked = self._linked
        together = bool(linked.incident[one] == linked.incident[other])
        runner_up, runner_up_bits = self._runner_up(one)
        obstacle = self._obstacle(one, other)
        first, second = int(self._place[one]), int(self._place[other])
        if first < 0 or second < 0:
            return Explanation(
                (), float("-inf"), together, obstacle, runner_up, runner_up_bits, None,
                linked.model.version,
            )  # fmt: skip
        first, second = sorted((first, second))
        rows, scales = linked.prepared.blocks.rows, linked.prepared.scales
        square = float(square_km(rows[first], rows[second]))
        pattern = int(pattern_of(rows[first], rows[second], scales, square, 0))
        reasons = self._reasons(first, second, pattern)
        bits = sum(reason.bits for reason in reasons)
        located = pattern & PLACE.mask
        return Explanation(
            tuple(reasons), bits, together, obstacle, runner_up, runner_up_bits,
            float(np.sqrt(square)) if located else None, linked.model.version,
        )  # fmt: skip

    @cached_property
    def _place(self) -> Longs:
        """The place of each row of ``Columns`` in the order of comparing; -1 for undated ones."""
        order = self._linked.prepared.blocks.order
        place = np.full(len(self._linked.prepared.columns), -1, np.int64)
        place[order] = np.arange(len(order))
        return place

    def _reasons(self, first: int, second: int, pattern: int) -> list[Reason]:
        linked = self._linked
        model, weights = linked.model, linked.model.weights
        rows, sides = linked.prepared.blocks.rows, linked.sides
        one, other = sides.of_row[first], sides.of_row[second]
        kinds = int(rows[first]["kind"]), int(rows[second]["kind"])
        sources = int(rows[first]["source"]), int(rows[second]["source"])
        reasons = [Reason("prior", PRIOR, weights.prior_bits)]
        group = int(GROUP_OF_LEVEL[pattern & PLACE.mask])
        crowd = float(sides.centre[group] + one["crowd"][group] + other["crowd"][group])
        reasons.append(Reason("surroundings", QUIETER if crowd > 0 else BUSIER, crowd))
        for reason in reasons_of_pattern(pattern, weights):
            field = next((field for field in FIELDS if field.name == reason.name), None)
            habit = habit_of(field, pattern, model, kinds, sources) if field else 0.0
            if field is ACTORS:
                level = pattern >> ACTORS.shift & ACTORS.mask
                name = "shared" if level <= 4 else "apart"
                habit += float(one[name] + other[name])
            reasons.append(Reason(reason.name, reason.found, reason.bits + habit, habit))
        if (said := self._words(first, second)) is not None:
            reasons.append(said)
        if model.scale != 1.0 or model.shift != 0.0:
            bits = sum(reason.bits for reason in reasons)
            by_review = bits * (model.scale - 1.0) + model.shift
            reasons.append(Reason("reviews", REVIEWED, by_review))
        return reasons

    def _words(self, first: int, second: int) -> Reason | None:
        words = self._linked.prepared.words
        if words is None:
            return None
        order = self._linked.prepared.blocks.order
        two = words.of_report[order[[first, second]]].reshape(2, MOST_WORDS)
        return words_reason(likeness_of_two(two, words.rarity), self._linked.model)

    def _obstacle(self, one: int, other: int) -> str:
        """What keeps the two apart, whatever they have in common."""
        prepared = self._linked.prepared
        columns = prepared.columns
        if NO_DAY in (columns.first[one], columns.first[other]):
            return Sentence("One of them has no date.")
        source = columns.source[one]
        if source == columns.source[other] and prepared.unique[source]:
            return Sentence(
                "Both are of {source}, which holds at most one record of an incident.",
                source=prepared.vocabulary.sources[source],
            )
        first, second = int(self._place[one]), int(self._place[other])
        rows, scales = prepared.blocks.rows, prepared.scales
        a, b = rows[first], rows[second]
        gap = max(int(a["first"]), int(b["first"])) - min(int(a["last"]), int(b["last"]))
        if gap > 3:
            return Sentence("They lie {days} days apart, more than three.", days=gap)
        km = float(np.sqrt(square_km(a, b)))
        reach = float(np.sqrt(scales.reach[int(a["place"]) * 6 + int(b["place"])]))
        if km > reach:
            return Sentence(
                "They lie {km} km apart; places known so well are compared up to {most} km.",
                km=round(km),
                most=round(reach),
            )
        if one in self._linked.covers.report or other in self._linked.covers.report:
            return Sentence("One of them tells of several incidents at once.")
        return ""

    def _runner_up(self, one: int) -> tuple[int | None, float]:
        """The likeliest report outside the incident of a report, and its log2 odds."""
        linked = self._linked
        start, pair, other = self._neighbours
        near = slice(int(start[one]), int(start[one + 1]))
        outside = linked.incident[other[near]] != linked.incident[one]
        if not outside.any():
            return None, float("-inf")
        bits = np.where(outside, linked.bits[pair[near]], -np.inf)
        best = int(np.argmax(bits))
        return int(other[near][best]), float(bits[best])

    @cached_property
    def _neighbours(self) -> tuple[Longs, Longs, Longs]:
        """For each row where its pairs start, the pairs, and the other row of each."""
        pairs = self._linked.pairs
        ends = np.concatenate([pairs.a, pairs.b]).astype(np.int64)
        order = np.argsort(ends, kind="stable")
        start = np.searchsorted(ends[order], np.arange(len(self._linked.incident) + 1))
        others = np.concatenate([pairs.b, pairs.a]).astype(np.int64)
        return start.astype(np.int64), order % max(1, len(pairs)), others[order]

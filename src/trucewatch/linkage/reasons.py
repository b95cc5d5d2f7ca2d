"""Why two reports were taken for one incident, or were not: values, bits and what decided."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from trucewatch.linkage.columns import Ints, Shorts
from trucewatch.linkage.levels import DATE, DEATHS, FIELDS, KIND, PLACE, Field
from trucewatch.linkage.model import Model
from trucewatch.linkage.refining import MOST_SOURCES, SOURCE_LEVELS
from trucewatch.linkage.weights import Weights
from trucewatch.linkage.wording import FLARE
from trucewatch.linkage.words import LIKENESS

_HARDLY: Final = 0.005
_OF_SOURCES: Final = {PLACE.name: 0, DATE.name: 16, DEATHS.name: 24}
"""Where the habits of two sources in a field start among their levels."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that counted: its name, what was found, and its bits (for one incident if above 0).

    ``habit`` is the part of the bits that was learned of these two sources or types.
    """

    name: str
    found: str
    bits: float
    habit: float = 0.0


def reasons_of_pattern(pattern: int, weights: Weights) -> list[Reason]:
    """What each field says in general, and what fields say together that each alone does not."""
    reasons = [
        Reason(field.name, field.levels[level], float(weights.bits(field)[level]))
        for field in FIELDS
        if (level := pattern >> field.shift & field.mask) > 0
    ]
    # Fields with nothing to compare say a little as well, and so does what goes with what.
    whole = float(weights.of_pattern(pattern)) - weights.prior_bits
    together = whole - sum(reason.bits for reason in reasons)
    if abs(together) > _HARDLY:
        reasons.append(Reason("together", FLARE, together))
    return reasons


def habit_of(
    field: Field, pattern: int, model: Model, kinds: tuple[int, int], sources: tuple[int, int]
) -> float:
    """The bits that habits of these two types or sources add to a field."""
    level = pattern >> field.shift & field.mask
    habits = model.habits
    if field is KIND:
        one, two = sorted(kinds)
        number = habits.number_of_kinds
        return float(habits.kinds[one * number + two]) if one >= 0 and two < number else 0.0
    start = _OF_SOURCES.get(field.name)
    one, two = sorted(sources)
    if start is None or two >= min(habits.number_of_sources, MOST_SOURCES):
        return 0.0
    row = (one * habits.number_of_sources + two) * SOURCE_LEVELS
    return float(habits.sources[row + start + level])


def words_reason(likeness: int, model: Model) -> Reason | None:
    """What the words of two reports say; None where one of them has none."""
    if not likeness:
        return None
    return Reason("words", LIKENESS[likeness], float(model.habits.words[likeness]))


def short_reasons(patterns: Shorts, weights: Weights) -> tuple[list[str], Ints]:
    """Each different pattern on one line, the weightiest reason first, and which each pair has."""
    different, of_pair = np.unique(patterns, return_inverse=True)
    worth = {
        field.name: [
            (float(bits), f"{field.name}: {level} ({bits:+.1f})")
            for level, bits in zip(field.levels, weights.bits(field).tolist(), strict=True)
        ]
        for field in FIELDS
    }
    texts = [_in_short(pattern, worth) for pattern in different.tolist()]
    return texts, of_pair.astype(np.int32)


def _in_short(pattern: int, worth: dict[str, list[tuple[float, str]]]) -> str:
    told = [
        worth[field.name][level]
        for field in FIELDS
        if (level := pattern >> field.shift & field.mask) > 0
    ]
    return "; ".join(text for _, text in sorted(told, key=lambda each: -abs(each[0])))

"""Bits that add up: each reason as a bar from where the ones before it end."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 240.0
_LEAST_SPAN: Final = 4.0


@dataclass(frozen=True, slots=True)
class Step:
    """One reason: its bar in units of the drawing, and the sum up to it."""

    name: str
    found: str
    bits: float
    habit: float
    x: float
    width: float
    speaks_for: bool
    end: float
    """Where the bar ends: the next one begins there."""


@dataclass(frozen=True, slots=True)
class Waterfall:
    """The steps, where nothing stands, and the sum of all."""

    steps: list[Step]
    zero: float
    total: float
    width: float = WIDTH


def draw_waterfall(reasons: Sequence[tuple[str, str, float, float]]) -> Waterfall:
    """From reasons (name, finding, bits, the part of them that is habit), in their order."""
    ends, total = [0.0], 0.0
    for _, _, bits, _ in reasons:
        total += bits
        ends.append(total)
    low, high = min(ends) - 0.5, max(ends) + 0.5
    span = max(high - low, _LEAST_SPAN)

    def place(value: float) -> float:
        return round((value - low) / span * WIDTH, 1)

    steps = [
        Step(
            name, found, bits, habit,
            x=min(place(start), place(end)),
            width=max(1.5, round(abs(place(end) - place(start)), 1)),
            speaks_for=bits > 0,
            end=place(end),
        )
        for (name, found, bits, habit), start, end in zip(
            reasons, ends[:-1], ends[1:], strict=True
        )
    ]  # fmt: skip
    return Waterfall(steps, place(0.0), total)

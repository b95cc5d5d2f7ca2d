"""Probabilities set right by pairs that people have reviewed (after Platt, 1999)."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from trucewatch.linkage.columns import Bools, Doubles

ENOUGH: Final = 200
"""Reviewed pairs below which nothing is set right: chance would do it."""
_STRENGTH: Final = 4.0
"""How firmly the scale is held at 1 and the shift at 0, as reviewed pairs would hold them."""
_STEPS: Final = 50


@dataclass(frozen=True, slots=True)
class Calibration:
    """Log2 odds as they should be: ``scale * bits + shift``."""

    scale: float
    shift: float
    reviewed: int

    def applied(self, bits: Doubles) -> Doubles:
        """The log2 odds, set right."""
        return np.asarray(self.scale * bits + self.shift)


def calibrate(bits: Doubles, same: Bools) -> Calibration:
    """The straight line in log2 odds under which what reviewers found is likeliest.

    ``bits`` are uncalibrated log2 odds of reviewed pairs, ``same`` whether they are one incident.
    Logistic regression by Newton's method, held towards leaving the odds as they are. Fewer than
    ``ENOUGH`` pairs are refused with ``ValueError``.
    """
    if len(bits) < ENOUGH:
        raise ValueError(f"{ENOUGH} reviewed pairs are needed, not {len(bits)}")
    odds = np.clip(bits.astype(np.float64), -40.0, 40.0) * np.log(2.0)
    features = np.stack([odds, np.ones(len(odds))], axis=1)
    held = np.array([1.0, 0.0])
    line = held.copy()
    for _ in range(_STEPS):
        likely = 1.0 / (1.0 + np.exp(-features @ line))
        slope = features.T @ (likely - same) + _STRENGTH * (line - held)
        curve = features.T @ (features * (likely * (1.0 - likely))[:, None]) + _STRENGTH * np.eye(2)
        step = np.linalg.solve(curve, slope)
        line -= step
        if np.abs(step).max() < 1e-9:
            break
    return Calibration(float(max(line[0], 0.05)), float(line[1] / np.log(2.0)), len(bits))

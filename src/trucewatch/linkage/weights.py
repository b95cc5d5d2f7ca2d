"""What each level is worth, learned from the reports themselves without knowing any answer.

The weights are those of Fellegi and Sunter (1969), estimated by expectation maximisation (Winkler
1988), with two departures. How often a level occurs by chance is not estimated but counted, among
pairs as near in space that lie a week or more apart in time and so cannot be one incident. And
pairs are of three kinds, not two: beside one incident and mere chance there are two incidents of
one flare-up, which agree on sides, types and places more often than chance and on the day no more
often. Without the third kind a season of fighting is taken for one incident.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from trucewatch.linkage.columns import Doubles, Floats, Ints, Longs
from trucewatch.linkage.levels import DATE, FIELDS, PATTERNS, Field

Levels = dict[str, Doubles]

_ROUNDS: Final = 100
_STILL: Final = 1e-5
_FEW: Final = 200.0
"""Pairs that the expectation below counts for: it decides where there are hardly any reports."""
_HOLD: Final = 0.02
_HOLD_DATE: Final = 0.5
"""How far the expectation holds an estimate back, as a share of the pairs that speak."""
_THREE_DAYS: Final = 4
"""The level of date of two exact days three apart."""
_STEEPEST: Final = 0.3
_EXPECTED: Final[dict[str, tuple[float, ...]]] = {
    "place": (0, 8, 10, 10, 8, 2, 2, 10, 5, 1, 3, 6, 4, 1, 8, 2),
    "date": (0, 70, 22, 6, 2, 20, 5, 1),
    "type": (0, 10, 20, 20, 8, 5, 4, 3),
    "actors": (0, 10, 15, 10, 15, 5, 1, 2),
    "deaths": (0, 12, 15, 10, 8, 8, 3, 2),
}
"""How often each level is expected among pairs of one incident before any is seen."""
_UNSEEN: Final[dict[str, tuple[float, ...]]] = {
    "place": (4, 1, 2, 5, 12, 5, 1, 16, 10, 1, 1, 10, 5, 2, 10, 15),
    "date": (0, 11, 22, 22, 22, 10, 4, 8),
    "type": (7, 1, 4, 8, 25, 15, 5, 35),
    "actors": (35, 1, 2, 3, 10, 6, 10, 33),
    "deaths": (40, 7, 5, 4, 2, 8, 14, 20),
}
"""How often each level is expected by chance before anything is seen."""


@dataclass(frozen=True)
class Weights:
    """Chances of each level among pairs of one incident, of one flare-up, and by chance.

    ``shares`` are those of the three kinds among all pairs that are compared.
    """

    match: Levels
    flare: Levels
    chance: Levels
    shares: tuple[float, float, float]

    def bits(self, field: Field) -> Doubles:
        """The weight of each level in bits: log2 of its chance in one incident to it otherwise."""
        _, flare, chance = self.shares
        otherwise = (flare * self.flare[field.name] + chance * self.chance[field.name]) / (
            flare + chance
        )
        return np.asarray(np.log2(self.match[field.name] / otherwise))

    @property
    def prior_bits(self) -> float:
        """The log2 odds that a compared pair is one incident, before anything is compared."""
        return float(np.log2(self.shares[0] / (1.0 - self.shares[0])))

    def of_patterns(self) -> Floats:
        """The log2 odds of every pattern that two reports of that pattern tell of one incident."""
        match, flare, chance = (np.full(PATTERNS, np.log2(share)) for share in self.shares)
        pattern = np.arange(PATTERNS)
        for field in FIELDS:
            level = np.minimum(pattern >> field.shift & field.mask, len(field.levels) - 1)
            match += np.log2(self.match[field.name])[level]
            flare += np.log2(self.flare[field.name])[level]
            chance += np.log2(self.chance[field.name])[level]
        return np.asarray(match - np.logaddexp2(flare, chance), np.float32)

    def of_pattern(self, pattern: int) -> float:
        """The log2 odds of one pattern, as ``of_patterns`` has them."""
        kinds = [np.log2(share) for share in self.shares]
        for field in FIELDS:
            level = pattern >> field.shift & field.mask
            for number, levels in enumerate((self.match, self.flare, self.chance)):
                kinds[number] += np.log2(levels[field.name][level])
        return float(kinds[0] - np.logaddexp2(kinds[1], kinds[2]))

    def by_chance(self) -> Ints:
        """Of 256 pairs of each pattern, how many do not tell of one incident."""
        return np.rint(256.0 / (1.0 + np.exp2(self.of_patterns().astype(np.float64)))).astype(
            np.int32
        )


def fit(counts: Longs, apart: Longs) -> Weights:
    """Weights from how often patterns occur among near pairs, and among pairs a week apart.

    Both are counts of ``PATTERNS`` patterns, of samples of any size.
    """
    occurring = np.flatnonzero(counts)
    number = counts[occurring].astype(np.float64)
    level = {field.name: occurring >> field.shift & field.mask for field in FIELDS}
    chance = {field.name: _counted(apart, field) for field in FIELDS}
    days = _days_by_chance(_at_days(counts), _at_days(apart), chance["date"])
    flare, flaring = _flare_up(number, level, chance)
    match = {field.name: _expected(field.name, chance[field.name][0]) for field in FIELDS}
    shares = np.array([0.05, 0.95 * flaring, 0.95 * (1.0 - flaring)])
    for _ in range(_ROUNDS):
        flare["date"] = chance["date"] = days
        kinds = [
            share * _likelihood(levels, level)
            for share, levels in zip(shares, (match, flare, chance), strict=True)
        ]
        whole = np.maximum(kinds[0] + kinds[1] + kinds[2], 1e-300)
        matching = number * kinds[0] / whole
        found = matching.sum() + _FEW * 0.05
        moved = abs(found / (number.sum() + _FEW) - shares[0])
        shares[0] = found / (number.sum() + _FEW)
        shares[1:] = (1.0 - shares[0]) * np.array([flaring, 1.0 - flaring])
        for field in FIELDS:
            match[field.name] = _learned(
                _sums(level[field.name], matching, len(field.levels)),
                field.name,
                _HOLD_DATE if field is DATE else _HOLD,
            )
        days = _vague_days(days, _sums(level["date"], number - matching, len(days)))
        if moved < _STILL:
            break
    return Weights(match, flare, chance, (float(shares[0]), float(shares[1]), float(shares[2])))


def _flare_up(number: Doubles, level: dict[str, Ints], chance: Levels) -> tuple[Levels, float]:
    """How two incidents of one flare-up compare, and what share of pairs of two incidents they are.

    Pairs three days apart are hardly ever one incident and lie as near in time as those that are:
    what chance does not explain of them is the flare-up.
    """
    rows = level["date"] == _THREE_DAYS
    number = np.append(number[rows], 1.0)
    share = 0.3
    flare = {}
    for field in FIELDS:
        flare[field.name] = _normal(
            np.sqrt(_expected(field.name, chance[field.name][0]) * chance[field.name])
        )
    others = [field for field in FIELDS if field is not DATE]
    at = {field.name: np.append(level[field.name][rows], 0) for field in others}
    for _ in range(_ROUNDS):
        flared = share * _likelihood(flare, at)
        flared *= number / np.maximum(flared + (1.0 - share) * _likelihood(chance, at), 1e-300)
        moved = abs((flared.sum() + 6.0) / (number.sum() + 60.0) - share)
        share = float((flared.sum() + 6.0) / (number.sum() + 60.0))
        for field in others:
            seen = np.bincount(at[field.name], flared, len(field.levels))
            flare[field.name] = _normal(seen + (_HOLD * seen.sum() + 10.0) * flare[field.name])
        if moved < _STILL:
            break
    return flare, share


def _sums(level: Ints, pairs: Doubles, levels: int) -> Doubles:
    return np.asarray(np.bincount(level, pairs, levels), np.float64)


def _at_days(counts: Longs) -> Doubles:
    level = np.arange(PATTERNS) >> DATE.shift & DATE.mask
    return np.bincount(level, counts, len(DATE.levels)).astype(np.float64)


def _days_by_chance(near: Doubles, apart: Doubles, usual: Doubles) -> Doubles:
    """How often two incidents lie no day, one, two and three days apart.

    Violence breeds violence: they are the more the nearer in time, by a rate that shows between
    three days and a week apart, where hardly any pair is one incident.
    """
    three = (near[_THREE_DAYS] + 20.0) / 2.0
    week = (apart[1 : _THREE_DAYS + 1].sum() / 2.0 + 70.0) / 7.0
    rate = float(np.clip(np.log(three / week) / 4.0, 0.0, _STEEPEST))
    days = usual.copy()
    fading = np.array([1.0, 2.0, 2.0, 2.0]) * np.exp(-rate * np.arange(4))
    days[1 : _THREE_DAYS + 1] = fading * usual[1 : _THREE_DAYS + 1].sum() / fading.sum()
    return _normal(days)


def _vague_days(days: Doubles, others: Doubles) -> Doubles:
    """The share of vague dates among pairs of two incidents; that of exact ones is kept."""
    exact = days[1 : _THREE_DAYS + 1]
    seen = others + 20.0 * days
    seen[1 : _THREE_DAYS + 1] = exact / exact.sum() * seen[1 : _THREE_DAYS + 1].sum()
    return _normal(seen)


def _likelihood(levels: Levels, level: dict[str, Ints]) -> Doubles:
    product = np.ones(len(next(iter(level.values()))))
    for name, at in level.items():
        product *= levels[name][at]
    return product


def _learned(seen: Doubles, name: str, hold: float) -> Doubles:
    """How often each level occurs in one incident: what was seen, held back by what is expected."""
    silent = seen[0] / seen.sum() if seen.sum() > 0 else 0.0
    return _normal(seen + (hold * seen.sum() + 10.0) * _expected(name, silent))


def _counted(counts: Longs, field: Field) -> Doubles:
    level = np.arange(PATTERNS) >> field.shift & field.mask
    seen = np.bincount(level, counts, len(field.levels))
    return _normal(seen + _FEW * _normal(np.array(_UNSEEN[field.name], np.float64) + 0.1))


def _expected(name: str, silent: float) -> Doubles:
    """What is expected of one incident, when so many of its pairs leave nothing to compare."""
    levels = np.array(_EXPECTED[name], np.float64) + 0.01
    levels[0] = 0.0
    silent = min(max(silent, 1e-6), 1.0 - 1e-6)
    levels *= (1.0 - silent) / levels.sum()
    levels[0] = silent
    return _normal(levels)


def _normal(levels: Doubles) -> Doubles:
    return np.asarray(levels / levels.sum())

"""What was learned, as a small document: kept with every link that it led to, and used again."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from trucewatch.linkage.columns import Doubles, Floats, Vocabulary
from trucewatch.linkage.kinds import MOST_KINDS
from trucewatch.linkage.levels import FIELDS
from trucewatch.linkage.refining import MOST_SOURCES, SOURCE_LEVELS, TEXTS, Habits
from trucewatch.linkage.weights import Levels, Weights

FORMAT: Final = "trucewatch linkage model 1"
_DIGITS: Final = 5
_LEAST_HABIT: Final = 0.01


@dataclass(frozen=True)
class Model:
    """Weights, habits, the cut of clustering, and a calibration learned from reviewed pairs.

    ``scale`` and ``shift`` turn log2 odds into calibrated ones: ``scale * odds + shift``.
    """

    weights: Weights
    habits: Habits
    kinds: tuple[str, ...]
    sources: tuple[str, ...]
    cut: float
    scale: float = 1.0
    shift: float = 0.0
    reviewed: int = 0

    @property
    def version(self) -> str:
        """A name that changes with anything in it: the start of a hash."""
        text = json.dumps(self.as_json(), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def calibrated(self, bits: Floats) -> Floats:
        """Log2 odds as reviewed pairs say they should be."""
        if self.scale == 1.0 and self.shift == 0.0:
            return bits
        return (bits * np.float32(self.scale) + np.float32(self.shift)).astype(np.float32)

    def as_json(self) -> dict[str, Any]:
        """The model as plain values. Chances by field and level; bits of habits by name."""
        return {
            "format": FORMAT,
            "shares": [_rounded(share) for share in self.weights.shares],
            "match": _levels(self.weights.match),
            "flare": _levels(self.weights.flare),
            "chance": _levels(self.weights.chance),
            "habits": {
                "types": _pairs(self.habits.kinds, self.kinds, self.habits.number_of_kinds, 1),
                "sources": _pairs(
                    self.habits.sources, self.sources, self.habits.number_of_sources, SOURCE_LEVELS
                ),
                "words": [_rounded(bits) for bits in self.habits.words.tolist()],
            },
            "cut": _rounded(self.cut),
            "calibration": {
                "scale": _rounded(self.scale),
                "shift": _rounded(self.shift),
                "reviewed": self.reviewed,
            },
        }

    def for_vocabulary(self, vocabulary: Vocabulary) -> "Model":
        """The same model for reports whose types and sources are numbered otherwise."""
        kinds, sources = vocabulary.kinds, vocabulary.sources
        return replace(
            self,
            kinds=kinds,
            sources=sources,
            habits=Habits(
                _renumbered(
                    self.habits.kinds, self.habits.number_of_kinds, self.kinds,
                    kinds[:MOST_KINDS], 1,
                ),
                min(len(kinds), MOST_KINDS),
                _renumbered(
                    self.habits.sources, self.habits.number_of_sources, self.sources,
                    sources[:MOST_SOURCES], SOURCE_LEVELS,
                ),
                min(len(sources), MOST_SOURCES),
                self.habits.words,
            ),
        )  # fmt: skip


def model_from_json(given: Mapping[str, Any]) -> Model:
    """The model in a document; ``ValueError`` says what is wrong with one that is none."""
    if not isinstance(given, Mapping) or given.get("format") != FORMAT:
        raise ValueError(f"its format is not “{FORMAT}”")
    try:
        shares = tuple(float(share) for share in given["shares"])
        if len(shares) != 3 or not min(shares) > 0 or not abs(sum(shares) - 1.0) < 0.01:
            raise ValueError("its shares are not three positive numbers that add up to 1")
        weights = Weights(
            _read_levels(given["match"]),
            _read_levels(given["flare"]),
            _read_levels(given["chance"]),
            (shares[0], shares[1], shares[2]),
        )
        habits = given["habits"]
        kinds = _named(habits["types"], MOST_KINDS)
        sources = _named(habits["sources"], MOST_SOURCES)
        words = _finite(habits["words"])
        if len(words) != TEXTS:
            raise ValueError(f"its words are not {TEXTS} levels")
        calibration = given["calibration"]
        cut, scale, shift = _finite([given["cut"], calibration["scale"], calibration["shift"]])
        if scale <= 0:
            raise ValueError("its calibration turns likely pairs into unlikely ones")
        return Model(
            weights,
            Habits(
                _read_pairs(habits["types"], kinds, 1),
                len(kinds),
                _read_pairs(habits["sources"], sources, SOURCE_LEVELS),
                len(sources),
                words.astype(np.float32),
            ),
            kinds,
            sources,
            float(cut),
            float(scale),
            float(shift),
            int(calibration["reviewed"]),
        )
    except KeyError as error:
        raise ValueError(f"it lacks {error}") from None
    except (TypeError, AttributeError) as error:
        raise ValueError(f"a part of it is of another kind ({error})") from None


def _rounded(number: float) -> float:
    return round(float(number), _DIGITS)


def _levels(levels: Levels) -> dict[str, list[float]]:
    return {
        field.name: [float(f"{chance:.6g}") for chance in levels[field.name].tolist()]
        for field in FIELDS
    }


def _read_levels(given: Mapping[str, Sequence[float]]) -> Levels:
    found: dict[str, Doubles] = {}
    for field in FIELDS:
        chances = _finite(given[field.name])
        if len(chances) != len(field.levels) or (chances <= 0).any():
            raise ValueError(f"its chances of “{field.name}” are not {len(field.levels)} levels")
        whole = float(chances.sum())
        found[field.name] = chances if abs(whole - 1.0) < 1e-3 else chances / whole
    return found


def _pairs(bits: Floats, names: Sequence[str], number: int, levels: int) -> list[list[Any]]:
    """Habits that say anything, as [one name, other name, bits …], in the order of the names."""
    found: list[list[Any]] = []
    table = bits.reshape(number, number, levels)
    for one in range(number):
        for two in range(one, number):
            row = table[one, two]
            if np.abs(row).max(initial=0.0) >= _LEAST_HABIT:
                both = sorted((names[one], names[two]))
                found.append([*both, *map(_rounded, row.tolist())])
    return sorted(found, key=lambda habit: habit[:2])


def _finite(given: Sequence[float]) -> Doubles:
    numbers = np.array(given, np.float64)
    if numbers.ndim != 1 or not np.isfinite(numbers).all():
        raise ValueError("it holds something else than finite numbers")
    return numbers


def _named(rows: Sequence[Sequence[Any]], most: int) -> tuple[str, ...]:
    names = sorted({name for row in rows for name in row[:2]})
    if len(names) > most:
        raise ValueError(f"it has habits of more than {most} names")
    return tuple(names)


def _read_pairs(rows: Sequence[Sequence[Any]], names: Sequence[str], levels: int) -> Floats:
    number = {name: place for place, name in enumerate(names)}
    table = np.zeros((len(names), len(names), levels), np.float32)
    for one, two, *given in rows:
        bits = _finite(given)
        if len(bits) != levels:
            raise ValueError(f"its habits of “{one}” and “{two}” are not {levels} numbers")
        table[number[one], number[two]] = table[number[two], number[one]] = bits
    return table.ravel()


def _renumbered(
    bits: Floats, number: int, names: Sequence[str], wanted: Sequence[str], levels: int
) -> Floats:
    known = {name: place for place, name in enumerate(names[:number])}
    table = bits.reshape(number, number, levels)
    found = np.zeros((len(wanted), len(wanted), levels), np.float32)
    places = [(new, known[name]) for new, name in enumerate(wanted) if name in known]
    for new, old in places:
        for other, past in places:
            one, two = sorted((old, past))
            found[new, other] = table[one, two]
    return found.ravel()

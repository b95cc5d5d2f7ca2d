"""Weights that are learned without any answer."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trucewatch.linkage.levels import DATE, FIELDS, PATTERNS, PLACE
from trucewatch.linkage.weights import Weights, fit

NOTHING = np.zeros(PATTERNS, np.int64)


def patterns(number: int, seed: int, *, alike: bool) -> np.ndarray:
    """How often patterns occur among made-up pairs, which are of one incident or by chance."""
    draw = np.random.default_rng(seed)
    found = np.zeros(number, np.int64)
    for field in FIELDS:
        levels = np.arange(1, len(field.levels))
        chance = np.exp(-0.6 * levels) if alike else np.exp(0.2 * levels)
        found |= draw.choice(levels, number, p=chance / chance.sum()) << field.shift
    return np.bincount(found, minlength=PATTERNS)


@pytest.fixture(scope="module")
def learned() -> Weights:
    """Weights from a twentieth of matching pairs among others."""
    near = patterns(3000, 1, alike=True) + patterns(60_000, 2, alike=False)
    return fit(near, patterns(120_000, 3, alike=False))


def test_what_matching_pairs_have_in_common_speaks_for_one_incident(learned: Weights) -> None:
    """The nearest place weighs more than the farthest, the same day more than three days."""
    assert learned.bits(PLACE)[1] > 2 > learned.bits(PLACE)[5]
    assert learned.bits(DATE)[1] > learned.bits(DATE)[4]


def test_the_share_of_matching_pairs_is_found(learned: Weights) -> None:
    """Without being told which they are."""
    assert learned.shares[0] == pytest.approx(3000 / 63_000, abs=0.03)


def test_one_pattern_weighs_what_it_weighs_among_all(learned: Weights) -> None:
    """Looked up or worked out alone."""
    table = learned.of_patterns()
    for pattern in (0, 1, 0b1_001_001_001_0001, 0x5A91):
        levels = [pattern >> field.shift & field.mask for field in FIELDS]
        if all(level < len(field.levels) for level, field in zip(levels, FIELDS, strict=True)):
            assert learned.of_pattern(pattern) == pytest.approx(float(table[pattern]), abs=1e-4)


def test_by_chance_is_what_is_left_of_256_pairs(learned: Weights) -> None:
    """The likelier a pattern is one incident, the fewer of its pairs does chance bring."""
    bits, chance = learned.of_patterns(), learned.by_chance()
    assert (chance[bits > 9] == 0).all()
    assert (chance[bits < -9] == 256).all()
    assert (chance >= 0).all()


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 1000), number=st.sampled_from((0, 1, 3, 40)))
def test_weights_are_finite_however_little_was_seen(seed: int, number: int) -> None:
    """Every level has a chance in each kind of pairs, and they add up to 1."""
    found = fit(patterns(number, seed, alike=True), patterns(number, seed + 1, alike=False))
    for levels in (found.match, found.flare, found.chance):
        for field in FIELDS:
            assert (levels[field.name] > 0).all()
            assert levels[field.name].sum() == pytest.approx(1)
    assert np.isfinite(found.of_patterns()).all()
    assert sum(found.shares) == pytest.approx(1)


def test_a_field_that_is_silent_in_every_pair_has_finite_weights() -> None:
    """A table without types or actors teaches nothing of them."""
    counts = NOTHING.copy()
    counts[0b0000_0000_0001_0001] = 5000
    assert np.isfinite(fit(counts, counts).of_patterns()).all()

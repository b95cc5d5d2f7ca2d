"""How near two types of event lie to each other, before anything is learned of the sources."""

from collections.abc import Sequence
from itertools import combinations
from typing import Final

import numpy as np

from trucewatch.linkage.columns import Bytes, Ints
from trucewatch.vocabulary.crosswalk import possible_types
from trucewatch.vocabulary.violations import ViolationType as V

CONFUSED: Final[frozenset[frozenset[V]]] = frozenset(
    frozenset(pair)
    for family in (
        (V.SHELLING, V.AIR_STRIKE, V.DRONE_STRIKE),
        (V.SHELLING, V.GROUND_ASSAULT, V.SMALL_ARMS),
        (V.MINE_IED, V.SUICIDE_ATTACK, V.GRENADE),
        (V.MINE_IED, V.SHELLING),
        (V.GROUND_ASSAULT, V.TERRITORY_TAKEN),
        (V.ABDUCTION, V.DETENTION),
        (V.MOVEMENT, V.BASE, V.WEAPONS, V.FOREIGN_FORCES, V.INFILTRATION),
        (V.SHELLING, V.CHEMICAL, V.AIR_STRIKE),
    )
    for pair in combinations(family, 2)
)
"""Types that one source takes for the other."""
FAMILIES: Final[tuple[frozenset[V], ...]] = (
    frozenset(
        {
            V.SHELLING, V.AIR_STRIKE, V.DRONE_STRIKE, V.MINE_IED, V.SUICIDE_ATTACK, V.GRENADE,
            V.CHEMICAL,
        }
    ),
    frozenset({V.SMALL_ARMS, V.GROUND_ASSAULT, V.TERRITORY_TAKEN}),
    frozenset({V.ABDUCTION, V.DETENTION, V.SEXUAL_VIOLENCE}),
    frozenset({V.SIEGE, V.OBSTRUCTION_OF_AID, V.OBSTRUCTION_OF_MONITORS}),
    frozenset({V.OVERFLIGHT, V.JAMMING}),
)  # fmt: skip
HARM: Final = frozenset({V.HARM_TO_CIVILIANS, V.LOOTING_DESTRUCTION})
"""What almost any act may be told as."""
MOST_KINDS: Final = 200
_RARE, _COMMON = 0.05, 0.15
SAME_RARE, SAME, SAME_COMMON, CONFUSABLE, ANY_HARM, FAMILY, DIFFERENT = range(1, 8)


def levels_of_kinds(kinds: Sequence[str], times: Ints) -> tuple[Bytes, int]:
    """The level of each two types, row by row, and how many types the square compares.

    ``times`` is how often each occurs. Two texts that may stand for one type are the same type;
    text that the vocabulary does not know is a type of its own. Where there are more than
    ``MOST_KINDS`` texts, the rest is the same type or a different one.
    """
    compared = min(len(kinds), MOST_KINDS)
    share = times / max(1, int(times.sum()))
    possible = [possible_types(kind) for kind in kinds[:compared]]
    levels = np.full((compared, compared), DIFFERENT, np.uint8)
    for i, ours in enumerate(possible):
        levels[i, i] = _same(share[i])
        for j, theirs in enumerate(possible[:i]):
            levels[i, j] = levels[j, i] = _level(ours, theirs, _same(min(share[i], share[j])))
    return levels.ravel(), compared


def _same(share: float) -> int:
    if share < _RARE:
        return SAME_RARE
    return SAME if share < _COMMON else SAME_COMMON


def _level(ours: frozenset[V], theirs: frozenset[V], same: int) -> int:
    if ours & theirs:
        return same if len(ours) == len(theirs) == 1 else CONFUSABLE
    if any(frozenset({a, b}) in CONFUSED for a in ours for b in theirs):
        return CONFUSABLE
    if ours & HARM or theirs & HARM:
        return ANY_HARM
    if any(ours & family and theirs & family for family in FAMILIES):
        return FAMILY
    return DIFFERENT

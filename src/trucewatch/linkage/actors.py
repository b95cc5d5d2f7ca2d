"""Which names stand for one actor: aliases that somebody wrote down, and slips of the keyboard.

The numbering is native code (numba, cached beside this file).
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Final

import numpy as np
from numba import njit

from trucewatch.linkage.columns import MOST_ACTORS, NONE, Ints, Longs
from trucewatch.names.folding import fold
from trucewatch.names.typos import one_slip_apart

_OFTEN: Final = 20
"""A name that occurs so many times more often than another a slip away is the one meant."""


@dataclass(frozen=True)
class Actors:
    """The actor that each name stands for, by number; actors in the order of their names."""

    of_name: Ints
    names: tuple[str, ...]
    slips: int
    """How many different names were read as slips."""


def resolve(names: Sequence[str], times: Longs, aliases: Mapping[str, str]) -> Actors:
    """One number for each actor. ``times`` tells how often each name occurs.

    ``aliases`` maps folded variants to a name; names are compared folded. Without aliases, rare
    names are still read as slips of frequent ones.
    """
    folded = [fold(name) for name in names]
    meant = _to_the_end({name: fold(target) for name, target in aliases.items()})
    written_down = {*meant, *meant.values()}
    count: dict[str, int] = dict.fromkeys(written_down, 0)
    for name, number in zip(folded, times.tolist(), strict=True):
        count[name] = count.get(name, 0) + number
    read = _slips(count, written_down)
    actor = {name: meant.get(target, target) for name, target in read.items()}
    actor |= {name: meant.get(name, name) for name in count.keys() - read.keys()}
    ordered = sorted({actor[name] for name in folded} - {""})
    number_of = {name: place for place, name in enumerate(ordered)} | {"": -1}
    of_name = np.array([number_of[actor[name]] for name in folded], np.int32)
    return Actors(of_name, tuple(ordered), len(read))


def _to_the_end(meant: Mapping[str, str]) -> dict[str, str]:
    """Aliases of aliases followed to the last name; names that stand for each other are the first
    of them."""
    found = {}
    for alias in meant:
        way = [alias]
        while (target := meant.get(way[-1], way[-1])) not in way:
            way.append(target)
        found[alias] = min(way[way.index(target) :])
    return found


def _slips(count: Mapping[str, int], written_down: Set[str]) -> dict[str, str]:
    """What each slip was meant to be: a name far more frequent than it and than any other that it
    could be. A name that somebody wrote down is nobody's slip."""
    targets = {name for name, number in count.items() if number >= _OFTEN} | written_down
    found = {}
    for name, near in one_slip_apart(count.keys() - written_down, targets).items():
        best = max(near, key=lambda other: (count[other], other))
        second = max((count[other] for other in near if other != best), default=0)
        if max(count[name], second) * _OFTEN <= max(count[best], _OFTEN * (best in written_down)):
            found[name] = best
    return found


def numbered_actors(report: Longs, actor: Ints, reports: int) -> Ints:
    """The actors of each report in the shape of ``Columns``, from pairs of a report and an actor.

    Actors below 0 are nobody, and one named twice counts once.
    """
    found = np.full((reports, MOST_ACTORS), NONE, np.int32)
    _fill(report, actor, found)
    return found


@njit(cache=True, nogil=True)
def _fill(report: Longs, actor: Ints, found: Ints) -> None:
    for k in range(len(report)):
        row = found[report[k]]
        new = actor[k]
        if new < 0:
            continue
        # Kept ascending and without repetition; the last one falls out where there are too many.
        for slot in range(MOST_ACTORS):
            if row[slot] == new:
                break
            if row[slot] < 0:
                row[slot] = new
                break
            if row[slot] > new:
                row[slot], new = new, row[slot]

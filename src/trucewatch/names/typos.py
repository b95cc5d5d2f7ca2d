"""Names that differ from others by a single slip of the keyboard."""

from collections.abc import Iterable
from typing import Final

SHORTEST: Final = 5
"""Letters that a name must have: in shorter ones a slip makes another name too easily."""
LONGEST: Final = 120
"""Letters that a name may have: what is longer is a sentence, and would take very long."""


def one_slip_apart(names: Iterable[str], others: Iterable[str]) -> dict[str, set[str]]:
    """For each name those of the others that are one slip away, where there are any.

    A slip leaves out, adds, doubles, changes or moves one letter. Two names meet when leaving out
    one letter of each at most makes them equal (the deletion neighbourhoods of Garbe's SymSpell).
    Names are compared as they stand: fold them first. No name is a slip of itself.
    """
    by_rest: dict[str, tuple[str, ...]] = {}
    for other in others:
        if SHORTEST <= len(other) <= LONGEST:
            for rest in _with_one_letter_less(other):
                by_rest[rest] = (*by_rest.get(rest, ()), other)
    found = {}
    for name in names:
        if SHORTEST <= len(name) <= LONGEST:
            near = set().union(*(by_rest.get(rest, ()) for rest in _with_one_letter_less(name)))
            if near := near - {name}:
                found[name] = near
    return found


def _with_one_letter_less(name: str) -> set[str]:
    """The name itself, and what is left of it without each one of its letters."""
    return {name, *(name[:cut] + name[cut + 1 :] for cut in range(len(name)))}

"""Which land changed hands between two maps of who holds what."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from shapely import Polygon

from trucewatch.geo.shapes import Shape, area_km2, difference, overlap, polygons_of, united

Holders: TypeAlias = tuple[str, ...]
"""Who claims a piece of land: nobody, one, or several who contest it, sorted by key."""

NOBODY: Final[Holders] = ()
_LEAST_KM2: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Held:
    """Land that a map shows as one holder's."""

    holder: str
    shape: Shape


@dataclass(frozen=True, slots=True)
class Change:
    """Land that was in some hands and is in others, or in the same ones still."""

    before: Holders
    after: Holders
    shape: Shape
    km2: float

    @property
    def is_change(self) -> bool:
        """The hands before and after are not the same."""
        return self.before != self.after


def changes(baseline: Sequence[Held], now: Sequence[Held]) -> list[Change]:
    """Every piece of land on either map, by who held it before and who holds it now.

    Land that two holders claim is listed as contested between them and given to neither. Land
    that stayed in the same hands is listed too, so that the square kilometres of all pieces add
    up to those of the two maps together. Patches under a square metre, as the overlay of
    outlines leaves them, are left out. Sorted by holders; the order of the maps does not matter.
    """
    before, after = _by_holders(baseline), _by_holders(now)
    everything_before = united(shape for _, shape in before)
    everything_after = united(shape for _, shape in after)
    before.append((NOBODY, difference(everything_after, everything_before)))
    after.append((NOBODY, difference(everything_before, everything_after)))
    found = [
        Change(was, becomes, shape, area_km2(shape))
        for was, one in before
        for becomes, other in after
        for shape in _pieces(overlap(one, other))
    ]
    return sorted(found, key=lambda change: (change.before, change.after))


def _by_holders(map_of: Sequence[Held]) -> list[tuple[Holders, Shape]]:
    """The map cut into pieces that do not overlap, one for each set of holders who claim it."""
    pieces: list[tuple[Holders, Shape]] = []
    for holder in sorted({held.holder for held in map_of}):
        own = united(held.shape for held in map_of if held.holder == holder)
        left = own
        parted: list[tuple[Holders, Shape]] = []
        for holders, shape in pieces:
            contested, rest = overlap(shape, own), difference(shape, own)
            parted += [((*holders, holder), contested), (holders, rest)]
            left = difference(left, shape)
        parted.append(((holder,), left))
        pieces = [(holders, shape) for holders, shape in parted if not shape.is_empty]
    return pieces


def _pieces(shape: Shape) -> Iterator[Shape]:
    """The shape without patches that are too small to be anybody's; nothing where none is left."""
    parts: list[Polygon] = [part for part in polygons_of(shape) if area_km2(part) >= _LEAST_KM2]
    if parts:
        yield united(parts)

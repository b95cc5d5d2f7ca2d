"""Reports as columns of numbers. Pure: what is counted here has been read elsewhere."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

import h3.api.basic_int as h3
import numpy as np
import numpy.typing as npt

from trucewatch.vocabulary.precision import LocationPrecision

K = TypeVar("K")
Ids = npt.NDArray[np.uint64]
"""Keys as pairs of numbers, the higher half first."""
Ints = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]

RESOLUTIONS: Final = (4, 5, 6, 7)
"""The H3 resolutions at which a map draws hexagons."""
FINEST_DRAWN: Final = LocationPrecision.DISTRICT
"""The vaguest precision at which a report has a place of its own on a map."""
NOWHERE: Final = -1


class Numbering(Generic[K]):
    """Small numbers for keys, in the order in which they were met; it only ever grows."""

    def __init__(self, none: K) -> None:
        self.keys: list[K] = []
        self._numbers = _Numbers(self.keys)
        self._numbers[none] = NOWHERE

    def known(self, key: K) -> int | None:
        """The number of a key that occurs."""
        return self._numbers.get(key)

    def numbers(self, keys: Iterable[K]) -> Ints:
        """The numbers of many keys, new ones for those that are new; -1 for none."""
        table = self._numbers
        return np.array([table[key] for key in keys], np.int32)


class _Numbers(dict[Any, int]):
    """Gives a key that it does not know the next number."""

    def __init__(self, keys: list[Any]) -> None:
        self._keys = keys

    def __missing__(self, key: Any) -> int:
        self[key] = number = len(self._keys)
        self._keys.append(key)
        return number


class IncidentNumbering:
    """Small numbers for incidents. There are too many of them for a dictionary of keys."""

    def __init__(self) -> None:
        self.ids = np.zeros((0, 2), np.uint64)

    def numbers(self, ids: Ids) -> Ints:
        """The numbers of incidents, new ones for those that are new."""
        known = len(self.ids)
        both = np.concatenate([self.ids, ids])
        order = np.lexsort((both[:, 1], both[:, 0]))  # stable: the known ones come first
        ordered = both[order]
        is_first = np.ones(len(both), np.bool_)
        is_first[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
        firsts = order[is_first]
        number = firsts.astype(np.int32)
        is_new = firsts >= known
        number[is_new] = known + np.arange(np.count_nonzero(is_new), dtype=np.int32)
        self.ids = np.concatenate([self.ids, both[firsts[is_new]]])
        numbers = np.empty(len(both), np.int32)
        numbers[order] = number[np.cumsum(is_first) - 1]
        return numbers[known:]

    def key(self, number: int) -> UUID:
        """The incident with a number."""
        high, low = self.ids[number].tolist()
        return UUID(int=high << 64 | low)


@dataclass(frozen=True, slots=True)
class Names:
    """The numbering of everything that a column refers to."""

    sources: Numbering[str]
    areas: Numbering[str]
    parties: Numbering[str]
    incidents: IncidentNumbering
    cells: Mapping[int, Numbering[int]]

    @classmethod
    def none_yet(cls) -> "Names":
        """A numbering that has met nothing."""
        return cls(
            Numbering(""),
            Numbering(""),
            Numbering(""),
            IncidentNumbering(),
            {resolution: Numbering(0) for resolution in RESOLUTIONS},
        )


@dataclass(frozen=True)
class Columns:
    """Some reports: one array for each fact, all of one length.

    Days are counted from 1970-01-01, coordinates are degrees (WGS 84; NaN where there is none),
    ``words`` is the report's number in the full-text index, the rest are numbers of ``Names`` or of
    the vocabulary. ``cells`` gives the H3 cell of each
    report drawn with a place of its own.
    """

    id: Ids
    incident: Ints
    start: Ints
    end: Ints
    date_precision: npt.NDArray[np.int8]
    event_type: npt.NDArray[np.int8]
    verification: npt.NDArray[np.int8]
    is_recorded: Mask
    precision: npt.NDArray[np.int8]
    source: Ints
    area: Ints
    side_a: Ints
    side_b: Ints
    latitude: npt.NDArray[np.float64]
    longitude: npt.NDArray[np.float64]
    words: Ints
    cells: Mapping[int, Ints]

    def __len__(self) -> int:
        return len(self.start)

    @property
    def has_point_of_its_own(self) -> Mask:
        """Which reports a map draws where they lie, rather than as an area or in words."""
        return (self.precision <= FINEST_DRAWN) & ~np.isnan(self.latitude)

    def taken(self, rows: "npt.NDArray[np.intp] | Mask") -> "Columns":
        """Some of the reports."""
        return Columns(
            **{name: getattr(self, name)[rows] for name in _PLAIN},
            cells={resolution: column[rows] for resolution, column in self.cells.items()},
        )

    @classmethod
    def joined(cls, parts: "Sequence[Columns]") -> "Columns":
        """The reports of several, one after the other."""
        return cls(
            **{name: np.concatenate([getattr(part, name) for part in parts]) for name in _PLAIN},
            cells={
                resolution: np.concatenate([part.cells[resolution] for part in parts])
                for resolution in RESOLUTIONS
            },
        )


_PLAIN: Final = tuple(field.name for field in fields(Columns) if field.name != "cells")


@dataclass(frozen=True)
class Block(Columns):
    """The reports of one visibility class: those with one mark in one compartment, or in none."""

    handling: str

    @classmethod
    def of(cls, columns: Columns, handling: str) -> "Block":
        """The reports as a block; they have the mark in common."""
        values = {field.name: getattr(columns, field.name) for field in fields(Columns)}
        return cls(**values, handling=handling)

    @property
    def representative(self) -> str:
        """The id of one of them: who may see it may see all."""
        high, low = self.id[0].tolist()
        return f"{high:016x}{low:016x}"

    # Kept with the block for as long as none of its reports changes.
    @cached_property
    def sources(self) -> list[int]:
        """The sources that occur."""
        return list(np.unique(self.source))

    @cached_property
    def parties(self) -> list[int]:
        """The parties that occur on either side."""
        both = np.union1d(np.unique(self.side_a), np.unique(self.side_b))
        return [party for party in both.tolist() if party != NOWHERE]


@dataclass(frozen=True, slots=True)
class Index:
    """All reports as they stood at one entry of the ledger, block by block."""

    blocks: Mapping[str, Block]
    names: Names
    stamp: str = ""
    """The hash of that entry."""


def cells_of(
    latitude: npt.NDArray[np.float64],
    longitude: npt.NDArray[np.float64],
    precision: npt.NDArray[np.int8],
    names: Mapping[int, Numbering[int]],
) -> dict[int, Ints]:
    """The cell of each point at each resolution, always reckoned from the point itself."""
    drawn = np.flatnonzero((precision <= FINEST_DRAWN) & ~np.isnan(latitude))
    points = list(zip(latitude[drawn].tolist(), longitude[drawn].tolist(), strict=True))
    found = {}
    for resolution in RESOLUTIONS:
        column = np.full(len(latitude), NOWHERE, np.int32)
        cells = [h3.latlng_to_cell(lat, lon, resolution) for lat, lon in points]
        column[drawn] = names[resolution].numbers(cells)
        found[resolution] = column
    return found

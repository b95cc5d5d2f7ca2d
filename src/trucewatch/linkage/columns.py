"""Reports as columns of numbers, in the order that is the same whichever way they came in."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Bools = npt.NDArray[np.bool_]
Bytes = npt.NDArray[np.uint8]
Shorts = npt.NDArray[np.uint16]
Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Keys = npt.NDArray[np.uint64]

MOST_ACTORS: Final = 4
"""Actors of one report that are compared: the first in the order of names, where it names more."""
MOST_DEATHS: Final = 1e9
"""More than that is no count of deaths."""
NONE: Final = -1
NO_DAY: Final = np.iinfo(np.int32).min


@dataclass(frozen=True)
class Columns:
    """Reports as the engine reads them: one array for each fact, all of one length.

    ``key`` orders reports that nothing else tells apart (a hash of their ids). Days count from
    1970-01-01; a report whose days are not known has ``NO_DAY``. Coordinates are degrees (WGS 84),
    NaN where there are none; ``place`` is the UCDP precision 1-7 and ``when`` that of dates, 1-5.
    ``kind`` and ``source`` number the vocabulary and the sources, ``actors`` (``MOST_ACTORS`` a
    row, ascending, -1 where there are fewer) the actors. Deaths are persons, NaN where not said.
    """

    key: Keys
    source: Ints
    latitude: Doubles
    longitude: Doubles
    place: npt.NDArray[np.int8]
    first: Ints
    last: Ints
    when: npt.NDArray[np.int8]
    kind: Ints
    actors: Ints
    low: Floats
    best: Floats
    high: Floats

    def __len__(self) -> int:
        return len(self.key)


@dataclass(frozen=True)
class Vocabulary:
    """What the numbers in ``Columns`` stand for."""

    sources: tuple[str, ...]
    unique_sources: frozenset[str]
    kinds: tuple[str, ...]
    actors: tuple[str, ...]


def deaths_of(low: Doubles, best: Doubles, high: Doubles) -> tuple[Floats, Floats, Floats]:
    """What a claimed number of deaths allows: the least, the likeliest, the most.

    NaN is not said. "At least" leaves the most open, "up to" the least at none; a number alone is
    exact. What is no count (negative, or beyond ``MOST_DEATHS``) counts as not said. A best that
    lies outside its own bounds is kept: sums over several incidents often do.
    """
    low, best, high = (
        np.where((each >= 0) & (each <= MOST_DEATHS), each, np.nan) for each in (low, best, high)
    )
    likeliest = np.where(np.isnan(best), np.where(np.isnan(low), high, low), best)
    least = np.where(np.isnan(low), np.where(np.isnan(best), 0.0, best), low)
    most = np.where(np.isnan(high), np.where(np.isnan(best), np.inf, best), high)
    silent = np.isnan(likeliest)
    least[silent] = most[silent] = np.nan
    return least.astype(np.float32), likeliest.astype(np.float32), most.astype(np.float32)

"""Reports that tell of several incidents at once: four days of fighting in one row, summed up.

Such a row is no further account of one of them. It covers them: it has days of its own and a sum.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from trucewatch.linkage.columns import Bools, Columns, Ints, Longs
from trucewatch.linkage.levels import ACTORS, PLACE
from trucewatch.linkage.passes import Pairs

MOST_DAYS: Final = 8
_NEAR: Final = (1, 2, 3, 4, 6, 7, 10, 11)
"""Levels of place at which one row may speak of what the other does."""
_STRANGERS: Final = (6, 7)


@dataclass(frozen=True)
class Covers:
    """Reports that cover incidents: pairs of a row and the incident it covers, by row."""

    report: Ints
    incident: Ints

    @property
    def rows(self) -> Ints:
        """The covering reports, each once."""
        return np.unique(self.report)

    def without(self, rows: Ints) -> "Covers":
        """The same but for some reports."""
        stays = ~np.isin(self.report, rows)
        return Covers(self.report[stays], self.incident[stays])


def covers_of(columns: Columns, incident: Ints, pairs: Pairs) -> Covers:
    """Which reports cover which incidents.

    A report covers when it spans two to eight days in which two or more incidents of its place and
    sides are told of exactly, on different days, and its deaths are nearer to their sum than to the
    most of any, or exceed its own highest number, as sums put together by a coder often do.
    """
    span = columns.last.astype(np.int64) - columns.first
    may = (span >= 1) & (span < MOST_DAYS) & (columns.when <= 2)
    exact = (span == 0) & (columns.when == 1)
    report, other = _told_of(pairs, may, exact)
    within = (columns.first[other] >= columns.first[report]) & (
        columns.first[other] <= columns.last[report]
    )
    report, other = report[within], other[within]
    if not len(report):
        return Covers(np.zeros(0, np.int32), np.zeros(0, np.int32))
    report, group, day, deaths = _by_incident(columns, incident, report, other)
    start = np.flatnonzero(np.r_[True, report[1:] != report[:-1]])
    number = np.diff(np.r_[start, len(report)])
    days = np.maximum.reduceat(day, start) - np.minimum.reduceat(day, start)
    total, most = np.add.reduceat(deaths, start), np.maximum.reduceat(deaths, start)
    row = report[start]
    best, high = columns.best[row], columns.high[row]
    with np.errstate(invalid="ignore"):
        is_sum = np.abs(np.log((best + 0.5) / (total + 0.5))) < np.abs(
            np.log((best + 0.5) / (most + 0.5))
        )
        is_sum |= best > high
    covering = (number >= 2) & (days >= 1) & is_sum
    chosen = np.repeat(covering, number)
    return Covers(report[chosen].astype(np.int32), group[chosen].astype(np.int32))


def _told_of(pairs: Pairs, may: Bools, exact: Bools) -> tuple[Ints, Ints]:
    """Pairs of a report that may cover and an exact one of its place and sides."""
    pairs = pairs.taken(may[pairs.a] | may[pairs.b])
    place = pairs.pattern >> PLACE.shift & PLACE.mask
    actors = pairs.pattern >> ACTORS.shift & ACTORS.mask
    fits = np.isin(place, _NEAR) & ~np.isin(actors, _STRANGERS)
    one, two = fits & may[pairs.a] & exact[pairs.b], fits & may[pairs.b] & exact[pairs.a]
    return (
        np.concatenate([pairs.a[one], pairs.b[two]]),
        np.concatenate([pairs.b[one], pairs.a[two]]),
    )


def _by_incident(
    columns: Columns, incident: Ints, report: Ints, other: Ints
) -> tuple[Ints, Ints, Ints, "np.typing.NDArray[np.float64]"]:
    """Each incident that a report may cover: its first day and the middle number of its deaths."""
    deaths = columns.best[other].astype(np.float64)
    group = incident[other]
    order = np.lexsort((columns.key[other], deaths, group, report))
    report, group, deaths, day = (
        report[order], group[order], deaths[order], columns.first[other][order],
    )  # fmt: skip
    start: Longs = np.flatnonzero(
        np.r_[True, (report[1:] != report[:-1]) | (group[1:] != group[:-1])]
    )
    told = np.add.reduceat((~np.isnan(deaths)).astype(np.int64), start)
    middle = np.where(told > 0, deaths[start + np.maximum(told - 1, 0) // 2], 0.0)
    first = np.minimum.reduceat(day, start)
    return report[start], group[start], first, np.nan_to_num(middle)

"""Some of the reports, of which weights are learned where there are too many for all."""

from typing import Final

import numpy as np

from trucewatch.linkage.columns import NO_DAY, Columns, Longs

SAMPLE: Final = 60_000
"""Reports from which the weights are learned, about."""
_STRETCH: Final = 120
"""Days of a stretch: pairs up to a month apart have to lie in it."""


def sample(columns: Columns) -> Longs:
    """Rows of whole stretches of time, spread evenly over all of it: all rows where they are few.

    Pairs count, and a report drawn alone has lost most of its own; a stretch keeps them together.
    """
    dated = np.flatnonzero(columns.first != NO_DAY)
    if len(dated) <= SAMPLE:
        return dated
    stretch = (columns.first[dated].astype(np.int64) - int(columns.first[dated].min())) // _STRETCH
    number = np.bincount(stretch)
    every = max(1, round(len(dated) / SAMPLE))
    chosen = np.zeros(len(number), np.bool_)
    # Of so many neighbouring stretches with any reports the middle one, by how full they are.
    occupied = np.flatnonzero(number)
    chosen[occupied[every // 2 :: every]] = True
    if not chosen.any():
        chosen[occupied] = True
    return dated[chosen[stretch]]


def taken(columns: Columns, rows: Longs) -> Columns:
    """The columns of some reports."""
    return Columns(**{name: getattr(columns, name)[rows] for name in Columns.__dataclass_fields__})

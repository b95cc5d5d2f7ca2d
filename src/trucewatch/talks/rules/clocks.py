"""From when until when on one day's clocks, past midnight where it is late."""

import datetime as dt
from typing import Final

_LONGEST: Final = dt.timedelta(hours=12)
"""What ends before it starts runs past midnight; one that would then last longer is a slip."""


def runs_backwards(first: dt.time | None, last: dt.time | None) -> bool:
    """Whether an end lies before its start and cannot be meant for the night that follows."""
    if first is None or last is None or last >= first:
        return False
    start, end = (dt.datetime.combine(dt.date.min, clock) for clock in (first, last))
    return end + dt.timedelta(days=1) - start > _LONGEST

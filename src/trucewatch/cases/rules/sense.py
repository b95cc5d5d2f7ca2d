"""What cannot have been meant: numbers and moments that are slips of the pen."""

import datetime as dt
from typing import Final

from trucewatch.vocabulary.interval import EARLIEST
from trucewatch.vocabulary.refusal import Refused

MOST_COUNTED: Final = 1_000_000_000
"""More of anything than this is a typing error, not a count to keep."""


def require_countable(number: int, *, field: str, most: int = MOST_COUNTED) -> None:
    """Refuse a count that is negative, or that no database could hold."""
    if not 0 <= number <= most:
        raise Refused("A figure lies between 0 and {most}.", field=field, values={"most": most})


def require_past(moment: dt.datetime | None, now: dt.datetime, *, field: str) -> None:
    """Refuse a moment that lies ahead, or so far back that it cannot be meant."""
    if moment is None:
        return
    if moment > now:
        raise Refused("That lies ahead.", field=field)
    if moment.year < EARLIEST.year:
        raise Refused(
            "The year {year} cannot be meant.", field=field, values={"year": str(moment.year)}
        )

"""Which events are told, and how often a message is tried."""

import datetime as dt
from typing import Final

from trucewatch.ledger.events import Event

HOOK_EVENTS: Final = (
    Event.REPORT_FILED,
    Event.REPORT_CORRECTED,
    Event.REPORT_WITHDRAWN,
    Event.REPORT_REINSTATED,
    Event.REPORT_ASSESSED,
    Event.REPORTS_IMPORTED,
    Event.BULLETIN_PUBLISHED,
    Event.BULLETIN_CORRECTED,
    Event.BULLETIN_WITHDRAWN,
)
"""Mergers and separations are left out: they may tell of reports that the member does not see."""

_PAUSES: Final = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 4, 16, 64, 256, 512, 587))
MOST_TRIES: Final = len(_PAUSES) + 1
LEASE: Final = dt.timedelta(minutes=2)
"""How long a message belongs to the worker that took it; one that was killed lets go so."""


def pause_after(tries: int) -> dt.timedelta | None:
    """How long to wait after so many tries in vain; None when it is given up, after a day."""
    return _PAUSES[tries - 1] if 0 < tries < MOST_TRIES else None

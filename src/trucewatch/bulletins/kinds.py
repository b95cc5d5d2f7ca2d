"""The kinds of bulletin, and what is asked for when one is made."""

import datetime as dt
from dataclasses import dataclass

from trucewatch.vocabulary.labels import LabelledStr


class BulletinKind(LabelledStr):
    """What a bulletin is about: a day, a week, or both monitors' tallies of a day."""

    DAILY = "daily", "Daily bulletin"
    WEEKLY = "weekly", "Weekly bulletin"
    TWO_LEDGER = "two-ledger", "Two-ledger bulletin"


@dataclass(frozen=True, slots=True)
class Asked:
    """The bulletin that is wanted: its kind, the last day of its window, and its cut-off.

    Without a cut-off everything that the record holds about the window counts. With one, only
    what was recorded until then, as it stood then.
    """

    kind: BulletinKind
    day: dt.date
    cut_off: dt.datetime | None = None

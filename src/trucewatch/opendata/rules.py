"""How far numbers are withheld from the public. Pure."""

import datetime as dt
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Caution:
    """What the mission has decided to hold back.

    ``threshold`` is the least number that is shown, ``delay_days`` how long what happened stays
    untold. Both are shown beside the numbers: what is withheld is not hidden, only untold.
    """

    threshold: int
    delay_days: int

    def last_day(self, today: dt.date) -> dt.date:
        """The last day of which the public is told."""
        return today - dt.timedelta(days=self.delay_days)


@dataclass(frozen=True, slots=True)
class Shown(Generic[K]):
    """Counts that may be shown, by key. ``some_withheld`` says that others may not.

    How many are withheld is not told: beside any total it would tell a small number after all.
    """

    counts: dict[K, int]
    some_withheld: bool


def withhold_small(counts: Mapping[K, int], threshold: int) -> Shown[K]:
    """Leave out every count below the threshold; a count of zero was never there."""
    shown = {key: number for key, number in counts.items() if number >= max(1, threshold)}
    positive = sum(number > 0 for number in counts.values())
    return Shown(shown, len(shown) < positive)

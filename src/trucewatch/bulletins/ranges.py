"""Deaths as ranges: never a sum over rival accounts, never narrower than what was said."""

from collections.abc import Iterable
from dataclasses import dataclass

from trucewatch.vocabulary.bound import Figure


@dataclass(frozen=True, slots=True)
class DeathRange:
    """The fewest and the most deaths that the accounts allow; no most where one says "at least".

    ``unknown`` counts the incidents of which no account gives a figure: they add nothing to the
    sum, and are told beside it.
    """

    low: int = 0
    high: int | None = 0
    known: int = 0
    unknown: int = 0

    def as_json(self) -> dict[str, int | None]:
        """The range as plain numbers."""
        return {"low": self.low, "high": self.high, "known": self.known, "unknown": self.unknown}


def range_over_accounts(figures: Iterable[Figure | None]) -> DeathRange:
    """The span over the accounts of one incident: the lowest low to the highest high.

    Accounts without a figure say nothing. Rival accounts are spanned and never added.
    """
    limits = [figure.limits for figure in figures if figure is not None]
    if not limits:
        return DeathRange(known=0, unknown=1)
    highs = [high for _, high in limits]
    known_highs = [high for high in highs if high is not None]
    high = max(known_highs) if len(known_highs) == len(highs) else None
    return DeathRange(min(low for low, _ in limits), high, known=1)


def sum_of_ranges(ranges: Iterable[DeathRange]) -> DeathRange:
    """The sum over different incidents: lows to highs; one open end leaves the sum open."""
    low, high, known, unknown = 0, 0, 0, 0
    is_open = False
    for one in ranges:
        low, known, unknown = low + one.low, known + one.known, unknown + one.unknown
        if one.high is None:
            is_open = True
        else:
            high += one.high
    return DeathRange(low, None if is_open else high, known, unknown)

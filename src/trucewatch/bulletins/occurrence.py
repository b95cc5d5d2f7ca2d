"""An incident as a bulletin counts it: what its accounts say together, each stated once."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from trucewatch.bulletins.ranges import DeathRange, range_over_accounts
from trucewatch.bulletins.window import Window
from trucewatch.incidents.rules import DerivedLabel, Said, deaths_figure, derive_label
from trucewatch.vocabulary.bound import Figure
from trucewatch.vocabulary.interval import DatePrecision, Interval


class AccountRow(NamedTuple):
    """The columns of one report that a bulletin needs, as it stood at the cut-off."""

    incident: UUID
    report: UUID
    source: UUID
    standing: str
    side_a: UUID | None
    side_b: UUID | None
    area: UUID | None
    date_start: dt.date
    date_end: dt.date
    date_precision: int
    event_type: str
    type_as_published: str
    latitude: float | None
    longitude: float | None
    location_precision: int
    place: str
    district: str
    governorate: str
    deaths_low: int | None
    deaths_best: int | None
    deaths_high: int | None
    verification: str
    handling: str

    @property
    def interval(self) -> Interval:
        """When it happened, as precisely as the source says."""
        return Interval(self.date_start, self.date_end, DatePrecision(self.date_precision))

    @property
    def spread(self) -> Window:
        """Every day on which it may have been, as its source dates it."""
        if self.date_precision == DatePrecision.DAY:
            return Window(self.date_start, self.date_end)
        spread = self.interval.spread()
        return Window(spread.start, spread.end)

    @property
    def deaths(self) -> Figure | None:
        """The deaths that it claims."""
        return deaths_figure(self.deaths_low, self.deaths_best, self.deaths_high)


@dataclass(frozen=True)
class Occurrence:
    """One incident with the accounts of it that count; at least one.

    What is asked for several times is reckoned once: a week of a busy front holds thousands.
    """

    incident: UUID
    accounts: Sequence[AccountRow]

    @cached_property
    def stretch(self) -> Window:
        """The days on which it may have been.

        Where one day could satisfy every account, these are the days that could; where the
        accounts contradict each other, all days that any of them names.
        """
        if len(self.accounts) == 1:
            return self.accounts[0].spread
        spreads = [account.spread for account in self.accounts]
        start, end = max(s.start for s in spreads), min(s.end for s in spreads)
        if start <= end:
            return Window(start, end)
        return Window(min(s.start for s in spreads), max(s.end for s in spreads))

    @property
    def told(self) -> Interval:
        """The dates as they are written in a table: those that the accounts span together."""
        first, *others = [account.interval for account in self.accounts]
        for other in others:
            if other != first:
                first = first.hull(other)
        return first

    @cached_property
    def deaths(self) -> DeathRange:
        """The range of deaths over all accounts."""
        return range_over_accounts(account.deaths for account in self.accounts)

    @property
    def label(self) -> DerivedLabel:
        """How the accounts stand to each other."""
        if len(self.accounts) == 1:
            return DerivedLabel.ONE_SIDED
        said = [Said(str(a.source), a.interval, a.deaths) for a in self.accounts]
        return derive_label(said).label

    @property
    def finest(self) -> AccountRow:
        """The account that knows the place best; the same one whatever their order."""
        return min(
            self.accounts, key=lambda a: (a.location_precision, a.latitude is None, a.report.hex)
        )

"""Counting incidents of one period: each once in all, and once under every name it bears."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from trucewatch.bulletins.occurrence import AccountRow, Occurrence
from trucewatch.bulletins.ranges import DeathRange, sum_of_ranges
from trucewatch.geo.cells import cell_at
from trucewatch.geo.coordinates import Coordinates
from trucewatch.names.folding import fold
from trucewatch.vocabulary.precision import LocationPrecision
from trucewatch.vocabulary.violations import HEAVY_WEAPONS, ViolationType

MAP_RESOLUTION: Final = 5
NOWHERE: Final = None


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """A district, or a place where no district is given, in a governorate."""

    folded: str
    area: str


@dataclass(slots=True)
class PeriodCount:
    """The incidents that certainly lie in a period, counted under each of their names.

    ``possible`` are those that may lie in it: their dates are vaguer than the period, or reach
    beyond it. They are told apart and are in none of the other counts.
    """

    incidents: int = 0
    possible: int = 0
    deaths: list[DeathRange] = field(default_factory=list)
    by_area: Counter[UUID | None] = field(default_factory=Counter)
    possible_by_area: Counter[UUID | None] = field(default_factory=Counter)
    deaths_by_area: dict[UUID | None, list[DeathRange]] = field(
        default_factory=lambda: defaultdict(list)
    )
    by_type: Counter[str] = field(default_factory=Counter)
    deaths_by_type: dict[str, list[DeathRange]] = field(default_factory=lambda: defaultdict(list))
    by_party: Counter[UUID] = field(default_factory=Counter)
    by_party_and_type: Counter[tuple[UUID, str]] = field(default_factory=Counter)
    by_label: Counter[str] = field(default_factory=Counter)
    spots: Counter[Spot] = field(default_factory=Counter)
    spot_names: dict[Spot, str] = field(default_factory=dict)
    heavy: int = 0
    typed: int = 0

    def add(self, seen: Occurrence) -> None:
        """Count an incident that certainly lies in the period."""
        deaths, types = seen.deaths, types_of(seen)
        self.incidents += 1
        self.deaths.append(deaths)
        self.by_label[seen.label] += 1
        for area in areas_of(seen):
            self.by_area[area] += 1
            self.deaths_by_area[area].append(deaths)
        for kind in types:
            self.by_type[kind] += 1
            self.deaths_by_type[kind].append(deaths)
        for party in parties_of(seen):
            self.by_party[party] += 1
            self.by_party_and_type.update((party, kind) for kind in types)
        self.heavy += any(kind in HEAVY_WEAPONS for kind in types)
        self.typed += any(kind != ViolationType.UNSPECIFIED for kind in types)
        self._add_spot(seen.finest)

    def add_possible(self, seen: Occurrence) -> None:
        """Count an incident that may lie in the period."""
        self.possible += 1
        self.possible_by_area.update(areas_of(seen))

    @property
    def death_range(self) -> DeathRange:
        """The deaths of all incidents together."""
        return sum_of_ranges(self.deaths)

    def _add_spot(self, row: AccountRow) -> None:
        name = row.district or row.place
        if not name or row.location_precision > LocationPrecision.DISTRICT:
            return
        spot = Spot(fold(name), str(row.area or ""))
        self.spots[spot] += 1
        self.spot_names[spot] = min(name, self.spot_names.get(spot, name))


def areas_of(seen: Occurrence) -> list[UUID | None]:
    """Every area that an account gives, each once; None where none gives any."""
    return sorted({a.area for a in seen.accounts if a.area}, key=str) or [NOWHERE]


def types_of(seen: Occurrence) -> list[str]:
    """Every type that an account gives; unspecified only where none says more."""
    given = {account.event_type for account in seen.accounts}
    return sorted(given - {ViolationType.UNSPECIFIED.value}) or [ViolationType.UNSPECIFIED.value]


def parties_of(seen: Occurrence) -> list[UUID]:
    """Every party that an account names on either side, each once."""
    named = {side for a in seen.accounts for side in (a.side_a, a.side_b) if side}
    return sorted(named, key=str)


@dataclass(slots=True)
class MapCount:
    """Where the incidents lie: in hexagons, in whole governorates, or on no map."""

    cells: Counter[str] = field(default_factory=Counter)
    areas: Counter[UUID] = field(default_factory=Counter)
    elsewhere: int = 0

    def add(self, seen: Occurrence) -> None:
        """Count an incident at the finest place that an account gives it, and no finer."""
        row = seen.finest
        if row.location_precision <= LocationPrecision.DISTRICT:
            if row.latitude is not None and row.longitude is not None:
                point = Coordinates(row.latitude, row.longitude)
                self.cells[cell_at(point, MAP_RESOLUTION)] += 1
                return
        elif row.location_precision > LocationPrecision.GOVERNORATE:
            self.elsewhere += 1
            return
        if row.area:
            self.areas[row.area] += 1
        else:
            self.elsewhere += 1


def all_ids(counts: Iterable[PeriodCount]) -> tuple[set[UUID], set[UUID]]:
    """The areas and the parties that any of the counts names."""
    areas: set[UUID] = set()
    parties: set[UUID] = set()
    for count in counts:
        areas |= {key for key in (*count.by_area, *count.possible_by_area) if key}
        parties |= set(count.by_party)
    return areas, parties

"""What a table of places would add to the record: new places, and spellings of known ones."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from trucewatch.exchange.place_rows import CodedRow, PointRow
from trucewatch.exchange.summary import Refusal
from trucewatch.geo.coordinates import Coordinates, distance_km
from trucewatch.names.folding import fold
from trucewatch.places.actions import PlaceBatch
from trucewatch.places.models import Place, PlaceKind, PlaceName
from trucewatch.places.queries import AreaResolver
from trucewatch.places.spelling import new_name

SAME_PLACE_KM: Final = 5.0
"""Two points of one name in one governorate this near are one place, differently rounded."""

GOVERNORATE_NOT_KNOWN: Final = "governorate_not_known"

_SETTLEMENTS: Final = frozenset(
    {"village", "town", "city", "suburb", "neighbourhood", "neighborhood", "camp"}
)
_COUNTRY_OF_PCODE: Final = re.compile(r"[A-Za-z]{2}")


@dataclass(slots=True)
class PlacePlan:
    """The batch to enter, how many rows it makes and changes, and the rows it cannot take."""

    batch: PlaceBatch = field(default_factory=PlaceBatch)
    made: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[Refusal] = field(default_factory=list)
    flags: list[list[str]] = field(default_factory=list)

    def add(self, place: Place, name: str) -> None:
        """The row makes a place."""
        self.batch.places.append(place)
        self.batch.names.append(new_name(place, name))
        self.made += 1

    def spell(self, place: Place, name: str, spelled: set[tuple[object, str]]) -> None:
        """The row speaks of a known place: at most its spelling is new."""
        if name == place.name or (place.pk, name) in spelled:
            self.unchanged += 1
            return
        spelled.add((place.pk, name))
        self.batch.names.append(new_name(place, name))
        self.changed += 1


def plan_coded(rows: Iterable[CodedRow]) -> PlacePlan:
    """Places by P-code. A known place keeps its name; the file's becomes one more spelling."""
    plan = PlacePlan()
    ordered = sorted(rows, key=lambda row: (row.kind != PlaceKind.COUNTRY, row.kind, row.pcode))
    codes = {row.pcode for row in ordered} | {row.parent for row in ordered}
    codes |= {found[0].upper() for code in codes if (found := _COUNTRY_OF_PCODE.match(code))}
    known = {p.pcode: p for p in Place.objects.filter(pcode__in=codes).order_by("key")}
    spelled = _spellings(known.values())
    for row in ordered:
        if (place := known.get(row.pcode)) is not None:
            plan.spell(place, row.name, spelled)
            continue
        parent = known.get(row.parent) or _country_of(row, known)
        if parent is None and row.kind == PlaceKind.ADMIN2:
            reason = f"neither the file nor the record has a place with the P-code “{row.parent}”"
            plan.refused.append(Refusal(row.line, "Parent P-Code", reason))
            continue
        known[row.pcode] = Place(
            key=f"pcode-{row.pcode.lower()}",
            name=row.name,
            place_kind=row.kind,
            pcode=row.pcode,
            parent=parent,
        )
        plan.add(known[row.pcode], row.name)
    return plan


def plan_points(rows: Iterable[PointRow]) -> PlacePlan:
    """Places by name, governorate and point; the same name far away is another place."""
    plan = PlacePlan()
    areas = AreaResolver()
    rows = list(rows)
    placed = [(row, areas.find(row.area)) for row in rows]
    keys = [_point_key(row, area) for row, area in placed]
    by_key = {place.key: place for place in Place.objects.filter(key__in=keys)}
    near = _Neighbours(fold(row.name) for row in rows)
    for (row, area), key in zip(placed, keys, strict=True):
        if row.area and area is None:
            plan.flags.append([GOVERNORATE_NOT_KNOWN])
        whole = areas.find(row.name)
        known = by_key.get(key) or near.find(row, area)
        # A row may stand for the governorate itself, or for the country where it gives none.
        if known is None and whole is not None and (area is None or whole == area):
            known = whole
        if known is not None:
            plan.unchanged += 1
            continue
        place = Place(
            key=key,
            name=row.name,
            place_kind=_kind_of(row.name),
            parent=area,
            latitude=row.latitude,
            longitude=row.longitude,
        )
        plan.add(place, row.name)
    return plan


class _Neighbours:
    """Known settlements and sites by folded name, for telling whether a point is one of them."""

    def __init__(self, names: Iterable[str]) -> None:
        found = PlaceName.objects.filter(
            folded__in=set(names),
            place__place_kind__in=(PlaceKind.SETTLEMENT, PlaceKind.SITE),
            place__latitude__isnull=False,
        )
        self._by_name: dict[str, list[Place]] = {}
        for name in found.select_related("place").order_by("place__key"):
            self._by_name.setdefault(name.folded, []).append(name.place)

    def find(self, row: PointRow, area: Place | None) -> Place | None:
        """The nearest place of that name, if it is near enough to be the same."""
        here = Coordinates(row.latitude, row.longitude)
        distances = [
            (distance_km(here, Coordinates(place.latitude, place.longitude)), place.key, place)
            for place in self._by_name.get(fold(row.name), [])
            if area is None or place.parent_id in (None, area.pk)
            if place.latitude is not None and place.longitude is not None
        ]
        if not distances:
            return None
        distance, _, place = min(distances)
        return place if distance <= SAME_PLACE_KM else None


def _spellings(places: Iterable[Place]) -> set[tuple[object, str]]:
    names = PlaceName.objects.filter(place__in=[place.pk for place in places])
    return set(names.values_list("place_id", "text"))


def _country_of(row: CodedRow, known: dict[str, Place]) -> Place | None:
    """The country whose two letters begin a governorate's P-code: files name it by three."""
    found = _COUNTRY_OF_PCODE.match(row.pcode)
    return known.get(found[0].upper()) if found and row.kind == PlaceKind.ADMIN1 else None


def _point_key(row: PointRow, area: Place | None) -> str:
    """A name of the row's own: the words, the governorate and the point, in few characters."""
    point = f"@{row.latitude:.5f},{row.longitude:.5f}"
    words = f"{area.key if area else 'nowhere'}/{fold(row.name)}"
    return words[: 120 - len(point)] + point


def _kind_of(name: str) -> PlaceKind:
    last = name.split()[-1].lower()
    return PlaceKind.SETTLEMENT if last in _SETTLEMENTS else PlaceKind.SITE

"""What places are called in a language, and which lie in a part of the earth."""

from collections.abc import Iterable
from uuid import UUID

from trucewatch.places.models import Place, PlaceKind, PlaceName


def names_in(language: str, places: Iterable[Place]) -> dict[UUID, str]:
    """The name of each place in a language, where the gazetteer has one.

    Of several the one entered first is taken; a place without one keeps the record's own name.
    """
    wanted = [place.pk for place in places]
    found: dict[UUID, str] = {}
    names = PlaceName.objects.filter(place__in=wanted, language=language).order_by("id")
    for key, text in names.values_list("place_id", "text"):
        found.setdefault(key, text)
    return found


def places_within(
    south: float, west: float, north: float, east: float, *, most: int
) -> list[Place]:
    """Places with a point in a box of degrees, governorates and countries apart, larger first."""
    found = Place.objects.filter(
        latitude__range=(south, north), longitude__range=(west, east)
    ).exclude(place_kind__in=[PlaceKind.COUNTRY, PlaceKind.ADMIN1])
    return list(found.order_by("place_kind", "name")[:most])

"""Finding places: areas by exactly one of their names, any place by something like its name."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Q

from trucewatch.names.folding import fold
from trucewatch.names.generic_words import without_generic_words
from trucewatch.places.models import Place, PlaceKind, PlaceName
from trucewatch.places.spelling import place_skeleton
from trucewatch.vocabulary.labels import LabelledStr

_AREA_KINDS: Final = (PlaceKind.COUNTRY, PlaceKind.ADMIN1)
_KIND_ORDER: Final = {kind.value: rank for rank, kind in enumerate(PlaceKind)}


class AreaResolver:
    """Countries and governorates by the names that sources use, read once for many look-ups.

    A name that two areas share finds neither: which one is meant is for a person to say.
    """

    def __init__(self) -> None:
        self._exact: dict[str, Place | None] = {}
        self._stripped: dict[str, Place | None] = {}
        areas = {place.pk: place for place in Place.objects.filter(place_kind__in=_AREA_KINDS)}
        names = PlaceName.objects.filter(place__in=areas).values_list("place_id", "text", "folded")
        for place in areas.values():
            self._learn(place, place.name, fold(place.name))
        for place_id, text, folded in names:
            self._learn(areas[place_id], text, folded)

    def find(self, text: str) -> Place | None:
        """The one area of that name; words such as "Governorate" are left out as a second try."""
        folded = fold(text)
        if not folded:
            return None
        if folded in self._exact:
            return self._exact[folded]
        return self._stripped.get(without_generic_words(text))

    def _learn(self, place: Place, text: str, folded: str) -> None:
        _enter(self._exact, folded, place)
        _enter(self._stripped, without_generic_words(text), place)


class MatchReason(LabelledStr):
    """Why a search shows a place, the strongest reason first."""

    SAME_CODE = "same_code", "Same P-code"
    SAME_NAME = "same_name", "Same name"
    BEGINS_SO = "begins_so", "A name begins so"
    SOUNDS_ALIKE = "sounds_alike", "Spelled alike in another way of writing it"


@dataclass(frozen=True, slots=True)
class PlaceHit:
    """A place that a search found, the name by which it did, and why that name was taken."""

    place: Place
    name: str
    reason: MatchReason


def search_places(text: str, limit: int = 20) -> list[PlaceHit]:
    """Places whose P-code is the text, or whose name is, begins like, or sounds like it.

    Each is found once, the best reason first.

    Larger places stand before smaller ones that are found for the same reason.
    """
    folded, bones = fold(text), place_skeleton(text)
    if not folded or limit < 1:
        return []
    best = {hit.place.pk: hit for hit in _of_code(text.strip(), limit)}
    for hit in _hits(folded, bones, room=limit):
        best.setdefault(hit.place.pk, hit)
    return list(best.values())[:limit]


def lineage(place: Place) -> list[Place]:
    """The areas around a place, the nearest first: its district, its governorate, its country."""
    around: list[Place] = []
    parent = place.parent
    while parent is not None and len(around) < len(_KIND_ORDER):
        around.append(parent)
        parent = parent.parent
    return around


def _of_code(text: str, limit: int) -> list[PlaceHit]:
    """Places of that P-code; a code is long enough not to be taken for a word."""
    if len(text) < 4 or not text.isascii() or not text.isalnum() or not any(map(str.isdigit, text)):
        return []
    found = Place.objects.select_related("parent").filter(pcode__iexact=text)[:limit]
    return [PlaceHit(place, place.pcode, MatchReason.SAME_CODE) for place in found]


def _hits(folded: str, bones: str, *, room: int) -> Iterable[PlaceHit]:
    """Hits in the order of their rank; the weaker reasons are asked for only while room is left."""
    tries = [
        (MatchReason.SAME_NAME, Q(folded=folded)),
        (MatchReason.BEGINS_SO, Q(folded__startswith=folded)),
    ]
    if bones:
        tries.append((MatchReason.SOUNDS_ALIKE, Q(skeleton=bones)))
    found: set[UUID] = set()
    for reason, condition in tries:
        if len(found) >= room:
            return
        names = PlaceName.objects.filter(condition).exclude(place__in=found)
        # A place has several names: more than the room is read, and never a whole gazetteer.
        rows = list(names.select_related("place__parent").order_by("folded", "id")[: room * 20])
        rows.sort(key=lambda name: (_KIND_ORDER[name.place.place_kind], name.folded, name.text))
        for name in rows:
            found.add(name.place_id)
            yield PlaceHit(name.place, name.text, reason)


def _enter(known: dict[str, Place | None], name: str, place: Place) -> None:
    """Remember the place under a name, or that the name leads to more than one."""
    if name and known.setdefault(name, place) != place:
        known[name] = None

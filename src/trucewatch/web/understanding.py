"""What was understood of a place, a point and a time in a form, to be read back before filing."""

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django.utils.translation import gettext as _

from trucewatch.geo.coordinates import Coordinates, distance_km
from trucewatch.geo.notation import read_coordinates
from trucewatch.intake.told_time import NotUnderstood, ToldTime, read_told_time
from trucewatch.places.models import Place, PlaceKind
from trucewatch.places.queries import PlaceHit, lineage, search_places
from trucewatch.vocabulary.precision import LocationPrecision
from trucewatch.vocabulary.sentence import sentence_of
from trucewatch.web.frame import local_time, local_zone

_SUGGESTED: Final = 6
_FAR_KM: Final = 20.0
_KNOWN_TO: Final[dict[str, LocationPrecision]] = {
    PlaceKind.SITE: LocationPrecision.EXACT,
    PlaceKind.SETTLEMENT: LocationPrecision.EXACT,
    PlaceKind.ADMIN2: LocationPrecision.DISTRICT,
    PlaceKind.ADMIN1: LocationPrecision.GOVERNORATE,
    PlaceKind.COUNTRY: LocationPrecision.COUNTRY,
}
_HAS_A_POINT: Final = (PlaceKind.SETTLEMENT, PlaceKind.SITE)
_LOCAL_FORM: Final = "%Y-%m-%d %H:%M"


@dataclass(frozen=True)
class Understanding:
    """The words of a form about when and where, and what the record makes of them.

    Each ``…_problem`` is a sentence for whoever wrote the words; empty where they are understood.
    """

    told_when: str
    told_at: dt.datetime | None
    told: ToldTime | None
    told_problem: str
    place_words: str
    place: Place | None
    point: Coordinates | None
    point_problem: str

    @cached_property
    def candidates(self) -> list[PlaceHit]:
        """Places of the gazetteer that the words may mean; the chosen one is among them."""
        hits = search_places(self.place_words, _SUGGESTED) if self.place_words else []
        return [hit for hit in hits if self.place is None or hit.place.pk != self.place.pk]

    @cached_property
    def around(self) -> list[Place]:
        """The areas around the chosen place."""
        return lineage(self.place) if self.place else []

    @property
    def area(self) -> Place | None:
        """The governorate of the chosen place."""
        if self.place is None:
            return None
        every = [self.place, *self.around]
        return next((area for area in every if area.place_kind == PlaceKind.ADMIN1), None)

    @property
    def known_to(self) -> LocationPrecision | None:
        """How exactly the chosen place says where it was."""
        return _KNOWN_TO[self.place.place_kind] if self.place else None

    @property
    def coordinates(self) -> Coordinates | None:
        """The point that was written, else the one of a chosen settlement; an area has none."""
        return self.point or self._of_place

    @property
    def distance(self) -> float | None:
        """How far the written point lies from the chosen place, in km, where that is far."""
        if self.point is None or self._of_place is None:
            return None
        km = distance_km(self.point, self._of_place)
        return km if km > _FAR_KM else None

    @property
    def is_to_be_read_back(self) -> bool:
        """Whether anything was understood that the words themselves do not say."""
        return any((self.told, self.place, self.point))

    @property
    def digest(self) -> str:
        """What a member confirms: another understanding has another digest."""
        words = (
            self.told and (self.told.start.isoformat(), self.told.end.isoformat()),
            self.place and str(self.place.pk),
            self.point and (self.point.lat, self.point.lon),
        )
        return hashlib.sha256(repr(words).encode("utf-8")).hexdigest()[:16]

    @property
    def _of_place(self) -> Coordinates | None:
        place = self.place
        if place is None or place.place_kind not in _HAS_A_POINT:
            return None
        if place.latitude is None or place.longitude is None:
            return None
        return Coordinates(place.latitude, place.longitude)


def understand(given: Mapping[str, str]) -> Understanding:
    """What the words of a form say. The gazetteer is public; nothing else is looked at."""
    told_when = given.get("told_when", "").strip()
    told_at, told, told_problem = None, None, ""
    if told_when:
        try:
            told_at = read_local_moment(given.get("told_at", ""))
            told = read_told_time(told_when, told_at=told_at, zone=local_zone())
        except NotUnderstood as error:
            told_problem = sentence_of(error)
        except ValueError as error:
            told_problem = sentence_of(error)
    point, point_problem = None, ""
    if given.get("point", "").strip():
        try:
            point = read_coordinates(given["point"])
        except ValueError as error:
            point_problem = sentence_of(error)
    key = given.get("place_key", "")[:120]
    place = Place.objects.select_related("parent__parent__parent").filter(key=key).first()
    return Understanding(
        told_when=told_when,
        told_at=told_at,
        told=told,
        told_problem=told_problem,
        place_words=given.get("place_as_published", "").strip()[:300].replace("\x00", ""),
        place=place if key else None,
        point=point,
        point_problem=point_problem,
    )


def read_local_moment(text: str) -> dt.datetime:
    """A moment as a form writes it on local clocks, 2017-01-05 14:00."""
    try:
        naive = dt.datetime.strptime(text.strip(), _LOCAL_FORM)  # noqa: DTZ007 - zone follows
    except ValueError:
        raise ValueError(_("Write the time of the call as 2017-01-05 14:00, local time.")) from None
    return naive.replace(tzinfo=local_zone())


def write_local_moment(moment: dt.datetime) -> str:
    """A moment as a form writes it."""
    return local_time(moment).strftime(_LOCAL_FORM)

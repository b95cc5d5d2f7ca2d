"""Points on the Earth in WGS 84 degrees, and the distance between two of them."""

import math
from dataclasses import dataclass
from typing import Final

from trucewatch.vocabulary.sentence import Sentence

# The mean radius of the IUGG (6371.0088 km): a great circle on it is within 0.6 % of the
# distance on the ellipsoid.
EARTH_RADIUS_KM: Final = 6371.0088


@dataclass(frozen=True, slots=True)
class Coordinates:
    """A point in decimal degrees. Values that are no place on Earth are refused."""

    lat: float
    lon: float

    def __post_init__(self) -> None:
        if reason := why_not_coordinates(self.lat, self.lon):
            raise ValueError(reason)


def why_not_coordinates(lat: float, lon: float) -> str | None:
    """The reason why two numbers are no latitude and longitude in degrees, or None if they are."""
    if not math.isfinite(lat):
        return Sentence("the latitude is not a finite number")
    if not math.isfinite(lon):
        return Sentence("the longitude is not a finite number")
    if 90 < abs(lat) <= 180 and abs(lon) <= 90:
        return Sentence(
            "the latitude {value} is outside -90 to 90 degrees; "
            "are latitude and longitude swapped?",
            value=f"{lat:g}",
        )
    if abs(lat) > 90:
        return Sentence("the latitude {value} is outside -90 to 90 degrees", value=f"{lat:g}")
    if abs(lon) > 180:
        return Sentence("the longitude {value} is outside -180 to 180 degrees", value=f"{lon:g}")
    return None


def distance_km(a: Coordinates, b: Coordinates) -> float:
    """The great-circle distance in km, by the haversine formula."""
    lat_a, lat_b = math.radians(a.lat), math.radians(b.lat)
    across = math.sin((lat_b - lat_a) / 2) ** 2
    along = math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    square = across + math.cos(lat_a) * math.cos(lat_b) * along
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, square)))

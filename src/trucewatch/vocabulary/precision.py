"""How exactly the place of an event is known."""

from typing import Final

from trucewatch.vocabulary.labels import LabelledInt


class LocationPrecision(LabelledInt):
    """The UCDP GED ``where_prec`` scale, from an exact point (1) to beyond any country (7)."""

    EXACT = 1, "Exact location"
    WITHIN_25_KM = 2, "Within about 25 km of a known point"
    DISTRICT = 3, "District (second-order division)"
    GOVERNORATE = 4, "Governorate (first-order division)"
    VAGUE = 5, "Linear feature or vague area"
    COUNTRY = 6, "Country only"
    INTERNATIONAL = 7, "International waters or airspace"

    @property
    def radius_km(self) -> float:
        """A typical distance in km between the recorded point and the true place.

        Only the 25 km of code 2 is UCDP's. The others are conventions of ours: a town's
        extent for 1, the radius of a circle with the mean area of Syria's 61 districts, of
        its 14 governorates and of the country for 3, 4 and 6, and round guesses for 5 and 7.
        """
        return _RADIUS_KM[self]


_RADIUS_KM: Final[dict[LocationPrecision, float]] = {
    LocationPrecision.EXACT: 2.0,
    LocationPrecision.WITHIN_25_KM: 25.0,
    LocationPrecision.DISTRICT: 31.0,
    LocationPrecision.GOVERNORATE: 65.0,
    LocationPrecision.VAGUE: 100.0,
    LocationPrecision.COUNTRY: 245.0,
    LocationPrecision.INTERNATIONAL: 1000.0,
}

# ACLED 1 is a named town, 2 the area around one, 3 a region placed at its capital.
_FROM_ACLED: Final[dict[int, LocationPrecision]] = {
    1: LocationPrecision.EXACT,
    2: LocationPrecision.WITHIN_25_KM,
    3: LocationPrecision.GOVERNORATE,
}


def location_precision_from_acled(geo_precision: int) -> LocationPrecision:
    """ACLED's ``geo_precision`` 1-3 on the UCDP scale; other codes are refused."""
    try:
        return _FROM_ACLED[geo_precision]
    except KeyError:
        raise ValueError(f"ACLED geo precision is 1, 2 or 3, not {geo_precision!r}") from None

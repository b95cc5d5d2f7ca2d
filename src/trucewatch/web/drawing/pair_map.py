"""Two reports on a small map: exact places as points, vaguer ones as circles."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from trucewatch.drawing.base_map import Outline, disputed_lines, outlines
from trucewatch.drawing.projection import KM_PER_DEGREE, Projection
from trucewatch.geo.polygon import Box
from trucewatch.reports.models import Report
from trucewatch.vocabulary.precision import LocationPrecision

WIDTH: Final = 420.0
_ASPECT: Final = 0.62
_LEAST_KM: Final = 24.0
_RULERS_KM: Final = (1, 2, 5, 10, 20, 50, 100, 200)
_LETTERS: Final = "AB"


@dataclass(frozen=True, slots=True)
class Spot:
    """One report: where, and how far around it the true place may be; 0 for an exact one."""

    letter: str
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class PairMap:
    """Everything that the template draws."""

    width: float
    height: float
    countries: tuple[Outline, ...]
    divisions: tuple[Outline, ...]
    disputed: list[str]
    spots: list[Spot]
    ruler_km: int
    ruler_width: float


def draw_pair(reports: Sequence[Report]) -> PairMap | None:
    """A map that holds every report with a place of its own; None where none has one."""
    located = [
        (letter, report.latitude, report.longitude, _radius_km(report))
        for letter, report in zip(_LETTERS, reports, strict=False)
        if report.latitude is not None and report.longitude is not None
    ]
    if not located:
        return None
    projection = Projection(_box(located), WIDTH)
    countries, divisions = outlines(projection)
    spots = []
    for letter, lat, lon, radius in located:
        x, y = projection.place(lon, lat)
        drawn = radius / KM_PER_DEGREE * projection.scale
        spots.append(Spot(letter, round(x, 1), round(y, 1), round(drawn, 1)))
    per_km = WIDTH / projection.width_km
    ruler = max((km for km in _RULERS_KM if km * per_km <= WIDTH / 3), default=_RULERS_KM[0])
    return PairMap(
        round(projection.width, 1), round(projection.height, 1), countries, divisions,
        disputed_lines(projection), spots, ruler, round(ruler * per_km, 1),
    )  # fmt: skip


def _radius_km(report: Report) -> float:
    precision = LocationPrecision(report.location_precision)
    return 0.0 if precision is LocationPrecision.EXACT else min(precision.radius_km, 120.0)


def _box(located: Sequence[tuple[str, float, float, float]]) -> Box:
    """The box around the spots with some room, in the shape of the drawing."""
    south = min(lat - radius / KM_PER_DEGREE for _, lat, _, radius in located)
    north = max(lat + radius / KM_PER_DEGREE for _, lat, _, radius in located)
    middle = (south + north) / 2
    shrink = max(0.1, math.cos(math.radians(middle)))
    west = min(lon - radius / KM_PER_DEGREE / shrink for _, _, lon, radius in located)
    east = max(lon + radius / KM_PER_DEGREE / shrink for _, _, lon, radius in located)
    tall = max((north - south) * 1.5, _LEAST_KM / KM_PER_DEGREE)
    wide = max((east - west) * 1.5 * shrink, tall / _ASPECT)
    tall = max(tall, wide * _ASPECT)
    centre = (west + east) / 2
    half = wide / shrink / 2
    return Box(centre - half, middle - tall / 2, centre + half, middle + tall / 2)

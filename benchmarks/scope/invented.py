"""Invented areas and reports: zones of a ceasefire, and what is reported in and around them.

Reports gather around towns, as they do; a tenth lies anywhere. `scattered` areas are ragged
outlines with 40 to 1,200 corners, from a town's quarter to a province, in force for weeks or
months. `redrawn` areas are a few large zones with 4,000 corners whose outlines change every two
months, so that many lie over each other. Some have holes, one in five is an exception. Everything
follows from the seed.
"""

import math

import numpy as np
import shapely
from shapely import Polygon

from trucewatch.geo.dated import DatedArea, Effect
from trucewatch.geo.scope import Points

WEST, SOUTH, EAST, NORTH = 35.5, 32.0, 42.5, 37.5
FIRST_DAY, DAYS = 17_000, 1_500
WORLDS = ("scattered", "redrawn")
_TOWNS = 300
_REDRAWN_AFTER = 60


def reports(count: int, seed: int) -> Points:
    """So many reports; one in eight lasts for several days, one in fifty has no place."""
    rng = np.random.default_rng(seed)
    towns = rng.uniform((SOUTH, WEST), (NORTH, EAST), (_TOWNS, 2))
    weight = rng.pareto(1.2, _TOWNS) + 0.1
    town = towns[rng.choice(_TOWNS, count, p=weight / weight.sum())]
    place = town + rng.normal(0, 0.12, (count, 2))
    anywhere = rng.random(count) < 0.1
    place[anywhere] = rng.uniform((SOUTH, WEST), (NORTH, EAST), (int(anywhere.sum()), 2))
    place[rng.random(count) < 0.02] = np.nan
    first = FIRST_DAY + rng.integers(0, DAYS, count)
    lasts = np.where(rng.random(count) < 0.125, rng.integers(1, 15, count), 0)
    return Points(place[:, 0], place[:, 1], first, first + lasts)


def areas(count: int, seed: int, world: str) -> list[DatedArea]:
    """So many dated areas."""
    rng = np.random.default_rng(seed)
    if world == "scattered":
        return [_scattered(number, rng) for number in range(count)]
    versions = DAYS // _REDRAWN_AFTER
    zones = -(-count // versions)
    places = rng.uniform((WEST + 1, SOUTH + 1), (EAST - 1, NORTH - 1), (zones, 2))
    return [
        _redrawn(number, places[number % zones], number // zones, rng) for number in range(count)
    ]


def _scattered(number: int, rng: np.random.Generator) -> DatedArea:
    corners = int(rng.integers(40, 1_200))
    size = float(np.exp(rng.uniform(math.log(0.05), math.log(1.5))))
    lon, lat = rng.uniform(WEST, EAST), rng.uniform(SOUTH, NORTH)
    since = FIRST_DAY + int(rng.integers(-100, DAYS - 50))
    until = None if rng.random() < 0.1 else since + int(rng.integers(20, 400))
    return _area(number, _outlined(lon, lat, size, corners, rng), (since, until), rng)


def _redrawn(number: int, place: np.ndarray, version: int, rng: np.random.Generator) -> DatedArea:
    since = FIRST_DAY + version * _REDRAWN_AFTER
    shape = _outlined(place[0], place[1], float(rng.uniform(1, 1.5)), 4_000, rng)
    return _area(number, shape, (since, since + _REDRAWN_AFTER - 1), rng)


def _area(
    number: int, shape: Polygon, days: tuple[int, int | None], rng: np.random.Generator
) -> DatedArea:
    effect = Effect.EXCEPTED if rng.random() < 0.2 else Effect.COVERED
    text = f"memorandum, article {number % 12 + 1}"
    return DatedArea(f"zone-{number}", effect, shape, *days, text)


def _outlined(
    lon: float, lat: float, size: float, corners: int, rng: np.random.Generator
) -> Polygon:
    outline = _ragged(lon, lat, size, corners, rng)
    shape = Polygon(outline)
    if rng.random() < 0.25:
        shape = Polygon(outline, [_ragged(lon, lat, size * 0.3, corners // 4 + 4, rng)])
    assert shapely.is_valid(shape)
    return shape


def _ragged(
    lon: float, lat: float, size: float, corners: int, rng: np.random.Generator
) -> list[tuple[float, float]]:
    turn = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    waves = sum(rng.uniform(0, 0.3 / k) * np.sin(k * turn + rng.uniform(0, 7)) for k in (2, 3, 5))
    reach = size * (1 + waves + rng.uniform(-0.02, 0.02, corners))
    return list(zip(lon + reach * np.cos(turn), lat + reach * np.sin(turn), strict=True))

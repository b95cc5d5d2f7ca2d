"""An invented country: governorates, districts, towns, and parties at home in some of them."""

from dataclasses import dataclass

import numpy as np
from shapes import Shape

SOUTH, NORTH, WEST, EAST = 32.0, 37.5, 35.5, 42.0
KM_PER_DEGREE = 111.2
NEIGHBOURS = 12
LOCAL_PARTIES = 6


@dataclass(frozen=True, slots=True)
class Country:
    """Places as (lat, lon) in degrees, each town within a district within a governorate."""

    towns: np.ndarray
    weights: np.ndarray
    """Share of violence that falls on each town in the long run; sums to 1."""
    district_of: np.ndarray
    governorate_of: np.ndarray
    districts: np.ndarray
    governorates: np.ndarray
    neighbours: np.ndarray
    """For each town itself and its nearest others, nearest first."""
    larger: np.ndarray
    """For each town the weightiest one among its nearest."""
    camps: np.ndarray
    """Camp 0, 1 or 2 of each party."""
    local: np.ndarray
    """For each governorate the parties at home there: even columns camp 0, odd columns another."""


def found_country(rng: np.random.Generator, shape: Shape) -> Country:
    """Scatter districts and towns over the country and settle the parties."""
    governorates = scatter(rng, shape.governorates)
    districts = scatter(rng, shape.districts)
    governorate_of_district = nearest(districts, governorates)
    district_of = np.concatenate(
        [np.arange(shape.districts), rng.integers(0, shape.districts, shape.towns)]
    )[: shape.towns]
    towns = districts[district_of] + rng.normal(0, 0.22, (shape.towns, 2))
    towns = np.clip(towns, (SOUTH, WEST), (NORTH, EAST))
    weights = np.exp(rng.normal(0, shape.town_skew, shape.towns))
    weights /= weights.sum()
    neighbours = nearest_towns(towns)
    governorate_of = governorate_of_district[district_of]
    camps = np.arange(shape.parties) % 2
    camps[(camps == 1) & (rng.random(shape.parties) < 0.25)] = 2
    return Country(
        towns=towns,
        weights=weights,
        district_of=district_of,
        governorate_of=governorate_of,
        districts=middles(towns, district_of, districts),
        governorates=middles(towns, governorate_of, governorates),
        neighbours=neighbours,
        larger=neighbours[np.arange(shape.towns), np.argmax(weights[neighbours[:, :5]], axis=1)],
        camps=camps,
        local=settle(rng, camps, shape.governorates),
    )


def scatter(rng: np.random.Generator, wanted: int) -> np.ndarray:
    """Places over the whole country, kept apart by taking the loneliest of several draws."""
    places = rng.uniform((SOUTH, WEST), (NORTH, EAST), (1, 2))
    while len(places) < wanted:
        draws = rng.uniform((SOUTH, WEST), (NORTH, EAST), (6, 2))
        lonely = np.linalg.norm(draws[:, None] - places[None], axis=2).min(axis=1)
        places = np.vstack([places, draws[np.argmax(lonely)]])
    return places


def nearest(places: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """For each place the number of the nearest centre."""
    return np.linalg.norm(places[:, None] - centres[None], axis=2).argmin(axis=1)


def nearest_towns(towns: np.ndarray) -> np.ndarray:
    """For each town the numbers of the nearest towns, itself first."""
    apart = np.linalg.norm(towns[:, None] - towns[None], axis=2)
    return np.argsort(apart, axis=1, kind="stable")[:, : min(NEIGHBOURS, len(towns))]


def middles(towns: np.ndarray, area_of: np.ndarray, fallback: np.ndarray) -> np.ndarray:
    """The mean place of the towns of each area; the fallback where it has none."""
    count = np.bincount(area_of, minlength=len(fallback))
    sums = [np.bincount(area_of, towns[:, axis], minlength=len(fallback)) for axis in (0, 1)]
    means = np.stack(sums, axis=1) / np.maximum(count, 1)[:, None]
    return np.where(count[:, None] > 0, means, fallback)


def settle(rng: np.random.Generator, camps: np.ndarray, governorates: int) -> np.ndarray:
    """Parties at home in each governorate, camp 0 in even and the others in odd columns."""
    mine, others = np.flatnonzero(camps == 0), np.flatnonzero(camps != 0)
    local = np.empty((governorates, LOCAL_PARTIES), dtype=np.int64)
    for row in local:
        row[0::2] = rng.choice(mine, LOCAL_PARTIES // 2, replace=len(mine) < LOCAL_PARTIES // 2)
        row[1::2] = rng.choice(others, LOCAL_PARTIES // 2, replace=len(others) < LOCAL_PARTIES // 2)
    return local

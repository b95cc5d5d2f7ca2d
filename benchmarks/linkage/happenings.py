"""What truly happened: incidents that gather in fronts which flare up and die down."""

from dataclasses import dataclass

import numpy as np
from country import KM_PER_DEGREE, LOCAL_PARTIES, Country
from shapes import Shape

TYPES = (
    "small_arms", "ground_assault", "shelling", "air_strike", "drone_strike", "mine_ied",
    "suicide_attack", "harm_to_civilians", "abduction", "looting_destruction", "movement",
    "protest",
)  # fmt: skip
USUAL_MIX = np.array([20, 9, 25, 12, 5, 9, 1, 5, 4, 3, 4, 3]) / 100
DEADLINESS = np.array([0.5, 1.0, 0.6, 0.9, 0.6, 0.6, 1.6, 0.8, 0.05, 0.05, 0.02, 0.05])
NOBODY = -1


@dataclass(frozen=True, slots=True)
class Happenings:
    """True incidents, or groups of them, in the order of their days; arrays of one length."""

    day: np.ndarray
    last_day: np.ndarray
    """The same as day, but for groups."""
    town: np.ndarray
    place: np.ndarray
    kind: np.ndarray
    """Number in TYPES."""
    sides: np.ndarray
    """Two party numbers; NOBODY where a side is missing."""
    killed: np.ndarray
    note: np.ndarray
    """How much an incident is talked about; about 1 in the middle."""
    detail: np.ndarray
    """A number that stands for what only this incident has to tell."""

    def __len__(self) -> int:
        """How many incidents there are."""
        return len(self.day)


def happen(
    rng: np.random.Generator, country: Country, shape: Shape, wanted: int, per_day: float
) -> Happenings:
    """So many incidents at that density; fronts take the shape's share, the rest is scattered."""
    days = max(1, round(wanted / per_day))
    size = shape.front_size * per_day / 8.0
    fronts = max(1, round(wanted * shape.flare_share / size))
    weight = rng.lognormal(0, 0.8, fronts)
    centre = rng.choice(len(country.towns), fronts, p=country.weights)
    start = rng.uniform(-0.3 * shape.front_days, days, fronts)
    length = rng.gamma(2.0, shape.front_days / 2.0, fronts) + 1
    mix = rng.gamma(np.maximum(USUAL_MIX * 5, 0.05), size=(fronts, len(TYPES))) + 1e-9
    mix /= mix.sum(axis=1, keepdims=True)

    of_front = rng.choice(fronts, wanted, p=weight / weight.sum())
    scattered = rng.random(wanted) >= shape.flare_share
    flared = start[of_front] + length[of_front] * rng.beta(1.5, 2.5, wanted)
    outside = scattered | (flared < 0) | (flared >= days)
    day = np.where(outside, rng.uniform(0, days, wanted), flared).astype(np.int64)
    touched = min(shape.front_towns, country.neighbours.shape[1])
    step = np.minimum(rng.geometric(0.4, wanted) - 1, touched - 1)
    town = np.where(
        outside,
        rng.choice(len(country.towns), wanted, p=country.weights),
        country.neighbours[centre[of_front], step],
    )
    front_pair = rng.integers(0, LOCAL_PARTIES // 2, (fronts, 2))
    own_pair = rng.integers(0, LOCAL_PARTIES // 2, (wanted, 2))
    apart = outside | (rng.random(wanted) < 0.15)
    pair = np.where(apart[:, None], own_pair, front_pair[of_front])
    home = np.where(outside, country.governorate_of[town], country.governorate_of[centre[of_front]])
    cumulative = np.where(outside[:, None], np.cumsum(USUAL_MIX), np.cumsum(mix, axis=1)[of_front])
    kind = (rng.random(wanted)[:, None] > cumulative).sum(axis=1).clip(0, len(TYPES) - 1)

    order = np.argsort(day, kind="stable")
    killed = deaths(rng, kind)
    sides = np.stack(
        [country.local[home, 2 * pair[:, 0]], country.local[home, 2 * pair[:, 1] + 1]], 1
    )
    return Happenings(
        day=day[order],
        last_day=day[order],
        town=town[order],
        place=around(rng, country.towns[town[order]], 2.0),
        kind=kind[order],
        sides=left_out(rng, sides[order]),
        killed=killed[order],
        note=np.exp(rng.normal(0, 0.6, wanted)) * (1 + np.log1p(killed[order])) ** 0.5 * 0.8,
        detail=rng.integers(0, 1 << 30, wanted),
    )


def deaths(rng: np.random.Generator, kind: np.ndarray) -> np.ndarray:
    """Deaths by type: often none, mostly below six, with a long tail."""
    some = rng.random(len(kind)) < np.minimum(0.9, DEADLINESS[kind] * 0.85)
    return np.where(
        some, np.ceil(rng.lognormal(0.4, 0.95, len(kind)) * DEADLINESS[kind] ** 0.5), 0
    ).astype(np.int64)


def around(rng: np.random.Generator, places: np.ndarray, km: float | np.ndarray) -> np.ndarray:
    """Places moved at random, with that spread in kilometres to the north and to the east."""
    moved = rng.normal(0, 1, places.shape) * np.reshape(km, (-1, 1)) / KM_PER_DEGREE
    moved[:, 1] /= np.cos(np.radians(places[:, 0]))
    return places + moved


def left_out(rng: np.random.Generator, sides: np.ndarray) -> np.ndarray:
    """The sides, some incidents with one of them only and a few with none."""
    drawn = rng.random(len(sides))
    sides = sides.copy()
    sides[drawn < 0.12, 0] = NOBODY
    sides[(drawn < 0.05) | (drawn > 0.94), 1] = NOBODY
    return sides


def together(happenings: Happenings, groups: list[np.ndarray]) -> Happenings:
    """The incidents with one further row for each group of them; a group's deaths are summed."""
    if not groups:
        return happenings
    first = np.array([group[0] for group in groups])
    last = np.array([group[-1] for group in groups])
    sums = np.array([happenings.killed[group].sum() for group in groups])
    rows = np.concatenate([np.arange(len(happenings)), first])
    return Happenings(
        day=happenings.day[rows],
        last_day=np.concatenate([happenings.last_day, happenings.day[last]]),
        town=happenings.town[rows],
        place=happenings.place[rows],
        kind=happenings.kind[rows],
        sides=happenings.sides[rows],
        killed=np.concatenate([happenings.killed, sums]),
        note=happenings.note[rows],
        detail=happenings.detail[rows],
    )

"""What one source tells about what happened, by its habits."""

from dataclasses import dataclass, fields

import numpy as np
from country import EAST, NORTH, SOUTH, WEST, Country
from habits import Habit
from happenings import NOBODY, TYPES, Happenings, around
from naming import NAMELESS, TYPOS_PER_ALIAS, PartyNames
from shapes import Shape
from wording import Wording

FIRST_DAY = np.datetime64("2015-01-01")
CIVILIANS = TYPES.index("harm_to_civilians")
TAKEN_FOR = {
    "small_arms": "ground_assault shelling small_arms", "ground_assault": "small_arms shelling",
    "shelling": "air_strike small_arms ground_assault", "air_strike": "shelling drone_strike",
    "drone_strike": "air_strike shelling mine_ied", "mine_ied": "suicide_attack shelling",
    "suicide_attack": "mine_ied ground_assault", "harm_to_civilians": "small_arms abduction",
    "abduction": "harm_to_civilians looting_destruction",
    "looting_destruction": "harm_to_civilians abduction", "movement": "ground_assault small_arms",
    "protest": "movement harm_to_civilians",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Observations:
    """The reports of one source in numbers; arrays of one length, -1 where nothing is told."""

    happening: np.ndarray
    place: np.ndarray
    location_precision: np.ndarray
    start: np.ndarray
    end: np.ndarray
    date_precision: np.ndarray
    kind: np.ndarray
    """Number in TYPES; a further len(TYPES) where the type is told in free words."""
    names: np.ndarray
    """Two numbers in the pool of names."""
    killed: np.ndarray
    """Lowest, highest and best number."""
    wording: Wording


def observe(
    rng: np.random.Generator,
    habit: Habit,
    shape: Shape,
    land: tuple[Country, PartyNames],
    seen: tuple[Happenings, np.ndarray, int],
) -> Observations:
    """The source's reports about the numbered happenings; from the given number on they are groups.

    Reports on one happening stand side by side; a copied one repeats what the first of them says.
    """
    country, _ = land
    happenings, rows, groups_from = seen
    group = rows >= groups_from
    place, location_precision = placed(
        rng, habit, shape, country, happenings.town[rows], happenings.place[rows]
    )
    start, end, date_precision = dated(rng, habit, shape, happenings.day[rows])
    told_end = np.maximum(happenings.last_day[rows], happenings.day[rows] + 1)
    start = np.where(group, happenings.day[rows], start)
    end = np.where(group, told_end + (rng.random(len(rows)) < 0.3), end)
    kind = typed(rng, habit, shape, happenings.kind[rows])
    killed = counted(rng, habit, shape, happenings.killed[rows], group)
    named = named_sides(rng, habit, shape, land, happenings.sides[rows], happenings.town[rows])
    if not shape.worded:
        killed[:] = named[:] = -1
    alone = np.r_[True, rows[1:] != rows[:-1]] if len(rows) else np.zeros(0, bool)
    copied = ~alone & (rng.random(len(rows)) < habit.copied)
    first = np.maximum.accumulate(np.where(alone, np.arange(len(rows)), 0))
    source_row = np.where(copied, first, np.arange(len(rows)))
    worded = put_in_words(rng, habit, shape, happenings, rows, (kind, killed))
    wording = Wording(
        rng.integers(-6, 64, len(rows)),
        *(getattr(worded, field.name)[source_row] for field in fields(Wording)[1:]),
    )
    return Observations(
        happening=rows,
        place=place[source_row],
        location_precision=location_precision[source_row],
        start=start,
        end=end,
        date_precision=np.where(group, 2, date_precision),
        kind=kind[source_row],
        names=named[source_row],
        killed=killed[source_row],
        wording=wording,
    )


def placed(
    rng: np.random.Generator,
    habit: Habit,
    shape: Shape,
    country: Country,
    town: np.ndarray,
    true: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Coordinates as told, and their precision code from 1 (exact) to 6 (the country)."""
    n = len(town)
    way = drawn(rng, coarser(habit.placing, 3, shape.vagueness), n)
    gazetteer = around(rng, country.towns, 0.8)
    near = np.where(rng.random(n) < 0.05, country.neighbours[town, 1], town)
    governorate = country.governorate_of[town]
    other = country.districts[rng.integers(0, len(country.districts), n)]
    own = country.districts[country.district_of[town]]
    ways = [
        around(rng, true, habit.scatter_km),
        gazetteer[near],
        gazetteer[country.larger[town]],
        own,
        country.governorates[governorate],
        own * 0.85 + other * 0.15,
        np.broadcast_to(((SOUTH + NORTH) / 2, (WEST + EAST) / 2), (n, 2)),
    ]
    place = np.select([(way == k)[:, None] for k in range(len(ways))], ways)
    exact = 1 if habit.scatter_km < 3 else 2
    precision = np.array([exact, 1, 2, 3, 4, 5, 6])[way]
    too_sure = (rng.random(n) < 0.03) & (precision > 1)
    wrong = rng.random(n) < habit.misplaced
    far = around(rng, true, rng.uniform(20, 120, n))
    swapped = np.where((rng.random(n) < 0.2)[:, None], place[:, ::-1], far)
    return np.where(wrong[:, None], swapped, place), precision - too_sure


def dated(
    rng: np.random.Generator, habit: Habit, shape: Shape, day: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """First and last day as told, counted from FIRST_DAY, and the precision code from 1 to 4."""
    n = len(day)
    way = drawn(rng, coarser(habit.dating, 1, shape.vagueness), n)
    told = day + drawn(rng, habit.late, n)
    length = rng.integers(2, 7, n)
    some = told - (rng.random(n) * length).astype(np.int64)
    weekday = ((FIRST_DAY + told).astype("datetime64[D]").astype(np.int64) + 3) % 7
    week = told - np.where(rng.random(n) < 0.7, weekday, rng.integers(0, 7, n))
    month = (FIRST_DAY + told).astype("datetime64[M]")
    month_start = (month.astype("datetime64[D]") - FIRST_DAY).astype(np.int64)
    month_end = ((month + 1).astype("datetime64[D]") - FIRST_DAY).astype(np.int64) - 1
    start = np.choose(way, [told, some, week, month_start])
    end = np.choose(way, [told, some + length - 1, week + 6, month_end])
    return start, end, way + 1


def typed(rng: np.random.Generator, habit: Habit, shape: Shape, true: np.ndarray) -> np.ndarray:
    """Types as told: a neighbouring one at times, harm to civilians, free words, or none."""
    n = len(true)
    neighbours = np.array(
        [[TYPES.index(kind) for kind in (TAKEN_FOR[own].split() * 3)[:6]] for own in TYPES]
    )
    mistaken = neighbours[true, rng.integers(0, neighbours.shape[1], n)]
    kind = np.where(rng.random(n) < habit.mistyped * shape.confusion, mistaken, true)
    kind = np.where(rng.random(n) < habit.civilian * shape.confusion, CIVILIANS, kind)
    kind = np.where(rng.random(n) < habit.free_typed, kind + len(TYPES), kind)
    return np.where(rng.random(n) < habit.untyped * shape.confusion, -1, kind)


def named_sides(
    rng: np.random.Generator,
    habit: Habit,
    shape: Shape,
    land: tuple[Country, PartyNames],
    sides: np.ndarray,
    town: np.ndarray,
) -> np.ndarray:
    """Spellings of the sides as numbers in the pool; a camp seldom names its own side."""
    n = len(sides)
    country, names = land
    local = country.local[country.governorate_of[town]]
    wrong = local[np.arange(n)[:, None], 2 * rng.integers(0, local.shape[1] // 2, (n, 2)) + [0, 1]]
    party = np.where((rng.random((n, 2)) < habit.misnamed) & (sides != NOBODY), wrong, sides)
    lost = rng.random((n, 2)) < habit.one_sided * shape.silence
    if habit.camp is not None:
        lost[:, habit.camp] |= rng.random(n) < 0.7
    lost |= (rng.random(n) < habit.actorless * shape.silence)[:, None]
    preferred = rng.integers(0, 1 << 20, len(names.first))[np.maximum(party, 0)]
    variant = np.where(rng.random((n, 2)) < 0.65, preferred, rng.integers(0, 1 << 20, (n, 2)))
    spelling = names.first[np.maximum(party, 0)] + variant % names.count[np.maximum(party, 0)]
    error = names.errors + spelling * TYPOS_PER_ALIAS + rng.integers(0, TYPOS_PER_ALIAS, (n, 2))
    told = np.where(rng.random((n, 2)) < habit.typos, error, spelling)
    told = np.where(lost | (party == NOBODY), -1, told)
    vague = (told < 0).all(axis=1) & (rng.random(n) < 0.15)
    told[vague, 0] = names.nameless + rng.integers(0, len(NAMELESS), int(vague.sum()))
    turned = rng.random(n) < (0.5 if habit.camp is None else float(habit.camp == 0))
    return np.where(turned[:, None], told[:, ::-1], told)


def counted(
    rng: np.random.Generator, habit: Habit, shape: Shape, true: np.ndarray, group: np.ndarray
) -> np.ndarray:
    """Lowest, highest and best number of deaths; a group's highest is often below its best."""
    n = len(true)
    error = np.where(rng.random(n) < habit.miscounted, rng.lognormal(0, 0.45, n), 1.0)
    slip = (error != 1.0) * (rng.random(n) < 0.4) * rng.integers(0, 3, n)
    best = np.rint(true * error * habit.inflation).astype(np.int64) + slip
    low = np.maximum(0, best - rng.poisson(0.15 * best + 0.1))
    high = best + rng.poisson(0.3 * best + 0.2)
    high = np.where(
        group & (rng.random(n) < 0.6), (best * rng.uniform(0.4, 0.8, n)).astype(int), high
    )
    low = np.where(group, np.minimum(low, high), low)
    killed = np.stack([low, high, best], axis=1)
    unbounded = rng.random(n) >= np.where(group, 0.7, habit.bounded)
    killed[unbounded, :2] = -1
    killed[rng.random(n) < 0.02, 2] = -1
    killed[rng.random(n) < habit.uncounted * shape.silence] = -1
    return killed


def put_in_words(
    rng: np.random.Generator,
    habit: Habit,
    shape: Shape,
    happenings: Happenings,
    rows: np.ndarray,
    told: tuple[np.ndarray, np.ndarray],
) -> Wording:
    """The parts of the texts; a detail of the incident is mentioned by some."""
    n, (kind, killed) = len(rows), told
    detail = happenings.detail[rows]
    return Wording(
        opening=np.zeros(n, np.int64),
        sentence=np.where(kind >= 0, kind % len(TYPES) * 8 + rng.integers(0, 8, n), -1),
        town=np.where(rng.random(n) < 0.6, happenings.town[rows], -1),
        spot=np.where(rng.random(n) < 0.35, detail % 997, -1),
        afterwards=np.where(rng.random(n) < 0.35, detail // 1009 % 991, -1),
        deaths=np.where(rng.random(n) < 0.5, killed[:, 2], -1),
        told=(rng.random(n) < habit.worded) & shape.worded,
    )


def drawn(rng: np.random.Generator, chances: tuple[float, ...], n: int) -> np.ndarray:
    """So many numbers of choices with those chances."""
    return np.searchsorted(np.cumsum(chances)[:-1], rng.random(n), side="right")


def coarser(chances: tuple[float, ...], since: int, factor: float) -> tuple[float, ...]:
    """The chances with those from a number on made larger by the factor, at most 0.9 together."""
    coarse = sum(chances[since:])
    if coarse == 0:
        return chances
    share = min(0.9, coarse * factor)
    fine = 1 - coarse
    return tuple(
        chance * (share / coarse if k >= since else (1 - share) / fine)
        for k, chance in enumerate(chances)
    )

"""An invented conflict as its sources tell it, and the truth to judge record linkage by.

    python benchmarks/linkage/world.py --reports 20000 --density dense --shape plain --into FOLDER

writes `reports.parquet`, `truth.parquet`, `aliases.csv` and `meta.json`. The same seed, shape,
density and number give the same world. A row that tells several incidents at once has the incident
-1 and lists those it covers; pairs with such a row are left out of scoring.
"""

import argparse
import csv
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from country import found_country
from habits import FIVE_MORE, SEVEN, Habit
from happenings import NOBODY, TYPES, Happenings, happen, together
from naming import PartyNames, party_names
from observations import FIRST_DAY, Observations, observe
from shapes import DENSITIES, SHAPES, Shape
from wording import FREE_TYPES, Wording, town_names, written

GROUP_DAYS = 4
PILOT = 4000
MOST_REPEATS = 9


@dataclass(frozen=True, slots=True)
class World:
    """Reports, and what a linker should make of them."""

    reports: pa.Table
    """One row per report, in no order that helps."""
    truth: pa.Table
    """`report_id`, `incident` and `covers`, row by row beside the reports."""
    aliases: list[tuple[str, str]]
    """Pairs of a variant and the name proper."""
    duplicate_free: list[str]
    """Sources with at most one record per incident."""
    days: int


def make_world(reports: int, shape: Shape, density: str, seed: int) -> World:
    """A world with exactly so many reports; days are added until there are enough."""
    rng = np.random.default_rng(seed)
    country = found_country(rng, shape)
    names = party_names(rng, shape.parties)
    habits = SEVEN + FIVE_MORE if shape.more_sources else SEVEN
    per_day = DENSITIES[density]
    pilot = happen(rng, country, shape, PILOT, per_day)
    each = sum(len(rows) for rows in reported(rng, habits, shape, pilot)) / PILOT
    happenings = happen(rng, country, shape, int(reports / each * 1.04) + 60, per_day)
    singles = reported(rng, habits, shape, happenings)
    groups: list[np.ndarray] = []
    told: list[np.ndarray] = []
    for habit, rows in zip(habits, singles, strict=True):
        own = chosen_groups(rng, habit, happenings)
        numbers = len(happenings) + len(groups) + np.arange(len(own))
        covered = np.concatenate(own) if own else np.zeros(0, np.int64)
        told.append(np.concatenate([rows[~np.isin(rows, covered)], numbers]))
        groups += own
    whole = together(happenings, groups)
    seen = [
        observe(rng, habit, shape, (country, names), (whole, rows, len(happenings)))
        for habit, rows in zip(habits, told, strict=True)
    ]
    towns = town_names(rng, shape.towns)
    order = chosen_rows(rng, seen, (len(happenings), groups), reports)
    return World(
        reports=report_table(habits, seen, names, towns, order),
        truth=truth_table(seen, (len(happenings), groups), order),
        aliases=names.aliases(),
        duplicate_free=[habit.source for habit in habits if habit.duplicate_free],
        days=int(happenings.day[-1]) + 1,
    )


def reported(
    rng: np.random.Generator, habits: tuple[Habit, ...], shape: Shape, happenings: Happenings
) -> list[np.ndarray]:
    """For each source the incidents it reports, with repeats; none goes unreported."""
    n = len(happenings)
    chance = np.stack([reach(habit, happenings) for habit in habits], axis=1) * shape.reach
    there = rng.random(chance.shape) < np.minimum(chance, 0.97)
    silent = np.flatnonzero(~there.any(axis=1))
    odds = np.cumsum(chance[silent] + 1e-9, axis=1)
    there[silent, (rng.random((len(silent), 1)) * odds[:, -1:] > odds).sum(axis=1)] = True
    rows = []
    for column, habit in enumerate(habits):
        times = there[:, column] * np.minimum(rng.geometric(1 / habit.repeats, n), MOST_REPEATS)
        rows.append(np.repeat(np.arange(n), times))
    return rows


def reach(habit: Habit, happenings: Happenings) -> np.ndarray:
    """The chance that the source reports each incident."""
    chance = habit.reach * happenings.note
    chance = chance * np.where(happenings.killed == 0, habit.deadly_only, 1.0)
    if habit.camp is None:
        return chance
    column = happenings.sides[:, 0 if habit.camp == 0 else 1]
    return chance * np.where(column == NOBODY, 0.3, 1.0)


def chosen_groups(
    rng: np.random.Generator, habit: Habit, happenings: Happenings
) -> list[np.ndarray]:
    """Incidents of one town, one pair of sides and four days that the source tells in one row."""
    if habit.aggregates == 0:
        return []
    window = (happenings.day + rng.integers(0, GROUP_DAYS)) // GROUP_DAYS
    pair = happenings.sides[:, 0] * 1000 + happenings.sides[:, 1]
    order = np.lexsort((happenings.day, pair, happenings.town, window))
    keys = np.stack([window, happenings.town, pair])[:, order]
    cuts = np.flatnonzero((keys[:, 1:] != keys[:, :-1]).any(axis=0)) + 1
    sizes = np.diff(np.r_[0, cuts, len(order)])
    starts = np.r_[0, cuts]
    sided = (happenings.sides[order[starts]] != NOBODY).any(axis=1)
    wanted = (sizes > 1) & sided & (rng.random(len(sizes)) < habit.aggregates)
    return [
        order[start : start + size]
        for start, size in zip(starts[wanted].tolist(), sizes[wanted].tolist(), strict=True)
    ]


def chosen_rows(
    rng: np.random.Generator,
    seen: list[Observations],
    grouped: tuple[int, list[np.ndarray]],
    reports: int,
) -> np.ndarray:
    """The rows of all sources that are kept, shuffled: those on the earliest incidents."""
    incidents, groups = grouped
    happening = np.concatenate([source.happening for source in seen])
    if len(happening) < reports:
        raise ValueError(f"only {len(happening)} of {reports} reports were told")
    first = np.r_[np.arange(incidents), [int(group[0]) for group in groups]].astype(np.int64)
    return rng.permutation(np.argsort(first[happening], kind="stable")[:reports])


def report_table(
    habits: tuple[Habit, ...],
    seen: list[Observations],
    names: PartyNames,
    towns: list[str],
    order: np.ndarray,
) -> pa.Table:
    """The reports as their sources tell them."""
    place = joined(seen, "place")[order]
    source = np.repeat(np.arange(len(seen)), [len(each.happening) for each in seen])[order]
    kind = joined(seen, "kind")[order]
    kinds = pa.array([*TYPES, *(FREE_TYPES[kind] for kind in TYPES)])
    killed = joined(seen, "killed")[order]
    wording = Wording(
        *(
            np.concatenate([getattr(each.wording, part) for each in seen])[order]
            for part in Wording.__slots__
        )
    )
    low, high, best = (pa.array(column.astype(np.int32), mask=column < 0) for column in killed.T)
    return pa.table(
        {
            "report_id": [f"r{number:07d}" for number in range(len(order))],
            "source": pa.array([habit.source for habit in habits]).take(pa.array(source)),
            "lat": np.round(place[:, 0], 5),
            "lon": np.round(place[:, 1], 5),
            "location_precision": joined(seen, "location_precision")[order].astype(np.int32),
            "date_start": FIRST_DAY + joined(seen, "start")[order],
            "date_end": FIRST_DAY + joined(seen, "end")[order],
            "date_precision": joined(seen, "date_precision")[order].astype(np.int32),
            "type": kinds.take(pa.array(kind, mask=kind < 0)),
            "actors": actor_lists(joined(seen, "names")[order], names),
            "killed_low": low,
            "killed_high": high,
            "killed_best": best,
            "text": written(wording, towns),
        }
    )


def joined(seen: list[Observations], part: str) -> np.ndarray:
    """One part of the observations of all sources, one source after the other."""
    return np.concatenate([getattr(source, part) for source in seen])


def actor_lists(numbers: np.ndarray, names: PartyNames) -> pa.Array:
    """The spellings told by each report, as lists of none, one or two."""
    there = numbers >= 0
    ends = np.r_[0, np.cumsum(there.sum(axis=1))].astype(np.int32)
    return pa.ListArray.from_arrays(
        pa.array(ends), pa.array(names.pool).take(pa.array(numbers[there]))
    )


def truth_table(
    seen: list[Observations], grouped: tuple[int, list[np.ndarray]], order: np.ndarray
) -> pa.Table:
    """The true incident of each report; -1 and the list of incidents where it covers several."""
    incidents, groups = grouped
    happening = joined(seen, "happening")[order]
    covers = [groups[n - incidents].tolist() if n >= incidents else [] for n in happening.tolist()]
    return pa.table(
        {
            "report_id": [f"r{number:07d}" for number in range(len(order))],
            "incident": np.where(happening < incidents, happening, -1),
            "covers": pa.array(covers, pa.list_(pa.int64())),
        }
    )


def write(world: World, about: dict[str, object], folder: Path) -> None:
    """Write the world and what is known about its making."""
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(world.reports, folder / "reports.parquet")
    pq.write_table(world.truth, folder / "truth.parquet")
    with (folder / "aliases.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("alias", "name"), *world.aliases])
    incident = world.truth["incident"].to_numpy()
    meta = {
        **about,
        "incidents": len(np.unique(incident[incident >= 0])),
        "aggregates": int((incident < 0).sum()),
        "days": world.days,
        "duplicate_free": world.duplicate_free,
    }
    (folder / "meta.json").write_text(json.dumps(meta, indent=2) + "\n", encoding="utf-8")


def main() -> None:
    """Make one world and write it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=20_000)
    parser.add_argument("--density", choices=sorted(DENSITIES), default="sparse")
    parser.add_argument("--shape", choices=sorted(SHAPES), default="plain")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--into", type=Path, required=True)
    given = parser.parse_args()
    shape = SHAPES[given.shape]
    world = make_world(given.reports, shape, given.density, given.seed)
    about = {
        "reports": given.reports,
        "density": given.density,
        "shape": given.shape,
        "seed": given.seed,
        "knobs": asdict(shape),
    }
    write(world, about, given.into)


if __name__ == "__main__":
    main()

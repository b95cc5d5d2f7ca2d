"""Reports in the layout of meltt, the R package that matches event data by place, time and type.

    python benchmarks/linkage/meltt_layout.py export reports.parquet FOLDER
    python benchmarks/linkage/meltt_layout.py import FOLDER reports.parquet
    python benchmarks/linkage/meltt_layout.py --check

The folder holds a CSV for each dataset, here each source, with the columns `dataset`, `event` (the
number of the row, by which meltt names events), `date`, `enddate`, `latitude`, `longitude` and one
column for each taxonomy; and a CSV for each taxonomy, named like its column, with `data.source`,
`base.categories` and the levels, the finest first. meltt asks that a dataset be an object of R with
the name that `data.source` gives, that places and days be complete and that the taxonomy list every
category: so sources get names that R allows, reports without a place or a day stay out, and a type
that is missing becomes a category. What the layout has no column for is lost. Two columns beside,
which meltt leaves alone, keep `report_id` and `source`; without them the import takes the dataset
as the source and `dataset-event` as the id.
"""

import argparse
import csv
import re
import sys
import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
from shapes import SHAPES
from world import make_world

from trucewatch.linkage.kinds import possible_types
from trucewatch.vocabulary.violations import ViolationType as V

TAXONOMY = "type_tax"
NOT_TOLD = "not told"
ALIKE: dict[str, frozenset[V]] = {
    "ground fighting": frozenset({V.SMALL_ARMS, V.GROUND_ASSAULT, V.TERRITORY_TAKEN}),
    "artillery": frozenset({V.SHELLING}),
    "attack from the air": frozenset({V.AIR_STRIKE, V.DRONE_STRIKE}),
    "explosive device": frozenset({V.MINE_IED, V.SUICIDE_ATTACK, V.GRENADE}),
    "chemical attack": frozenset({V.CHEMICAL}),
    "harm to persons": frozenset({V.HARM_TO_CIVILIANS, V.SEXUAL_VIOLENCE}),
    "captivity": frozenset({V.ABDUCTION, V.DETENTION}),
    "harm to property": frozenset({V.LOOTING_DESTRUCTION, V.OCCUPIED_BUILDING}),
    "forces and weapons": frozenset(
        {V.MOVEMENT, V.BASE, V.WEAPONS, V.INFILTRATION, V.FOREIGN_FORCES}
    ),
    "air space and signals": frozenset({V.OVERFLIGHT, V.JAMMING}),
    "hindrance": frozenset({V.SIEGE, V.OBSTRUCTION_OF_AID, V.OBSTRUCTION_OF_MONITORS}),
    "unrest": frozenset({V.PROTEST, V.INCITEMENT}),
}
"""The first level: types that sources take for each other."""
BROAD: dict[str, frozenset[str]] = {
    "attack": frozenset(
        {
            *("ground fighting", "artillery", "attack from the air", "explosive device"),
            "chemical attack",
        }
    ),
    "harm": frozenset({"harm to persons", "captivity", "harm to property"}),
}
"""The second level; all else is one more."""
ELSE = "other"
ALLOWED = re.compile(r"[^A-Za-z0-9_]")


def exported(reports: pa.Table, folder: Path) -> int:
    """Write the datasets and the taxonomy; returns how many reports stay out."""
    folder.mkdir(parents=True, exist_ok=True)
    first, last = (pc.cast(reports[f"date_{end}"], pa.date32()) for end in ("start", "end"))
    table = pa.table(
        {
            "source": pc.cast(reports["source"], pa.string()),
            "report_id": pc.cast(reports["report_id"], pa.string()),
            "date": pc.coalesce(first, last),
            "enddate": pc.coalesce(last, first),
            "latitude": pc.cast(reports["lat"], pa.float64()),
            "longitude": pc.cast(reports["lon"], pa.float64()),
            TAXONOMY: pc.fill_null(pc.cast(reports["type"], pa.string()), NOT_TOLD),
        }
    )
    complete = pc.and_(table["date"].is_valid(), _placed(table))
    table = table.filter(complete)
    categories: list[tuple[str, str]] = []
    for source, dataset in dataset_names(pc.unique(table["source"]).to_pylist()).items():
        part = table.filter(pc.equal(table["source"], source))
        columns = {
            "dataset": pa.repeat(pa.scalar(dataset), len(part)),
            "event": pa.array(range(1, len(part) + 1), pa.int64()),
            **{name: part[name] for name in ("date", "enddate", "latitude", "longitude")},
            **{name: part[name] for name in (TAXONOMY, "report_id", "source")},
        }
        pa_csv.write_csv(pa.table(columns), folder / f"{dataset}.csv")
        categories += [(dataset, kind) for kind in sorted(pc.unique(part[TAXONOMY]).to_pylist())]
    pa_csv.write_csv(taxonomy(categories), folder / f"{TAXONOMY}.csv")
    return reports.num_rows - table.num_rows


def _placed(table: pa.Table) -> pa.ChunkedArray:
    finite = [
        pc.fill_null(pc.is_finite(table[axis]), fill_value=False)
        for axis in ("latitude", "longitude")
    ]
    return pc.and_(*finite)


def dataset_names(sources: list[str]) -> dict[str, str]:
    """A name for each source that R allows for an object, and that no other source has."""
    names: dict[str, str] = {}
    taken = {TAXONOMY}
    for source in sorted(sources):
        name = ALLOWED.sub("_", source)
        name = name if name[:1].isalpha() else f"s{name}"
        unique, number = name, 2
        while unique.casefold() in taken:
            unique, number = f"{name}_{number}", number + 1
        taken.add(unique.casefold())
        names[source] = unique
    return names


def taxonomy(categories: list[tuple[str, str]]) -> pa.Table:
    """Two levels for each category of each dataset."""
    levels = [levels_of(kind) for _, kind in categories]
    return pa.table(
        {
            "data.source": [dataset for dataset, _ in categories],
            "base.categories": [kind for _, kind in categories],
            "type_level1": [fine for fine, _ in levels],
            "type_level2": [broad for _, broad in levels],
        }
    )


def levels_of(kind: str) -> tuple[str, str]:
    """The finer and the coarser level of a type; a text of no single known type is something else.

    ACLED's names of sub-events are read as the type that they stand for.
    """
    possible = possible_types(kind)
    fine = next((name for name, types in ALIKE.items() if possible and possible <= types), ELSE)
    return fine, next((name for name, parts in BROAD.items() if fine in parts), ELSE)


def imported(folder: Path) -> pa.Table:
    """The reports of all datasets in the folder; a type is that of the first taxonomy."""
    taxonomies, datasets = found_in(folder)
    parts = [reports_of(read(path), path.stem, taxonomies) for path in datasets]
    if not parts:
        raise SystemExit(f"{folder} holds no dataset in the layout of meltt")
    return pa.concat_tables(parts)


def found_in(folder: Path) -> tuple[list[str], list[Path]]:
    """The names of the taxonomies, ours before others, and the files of the datasets."""
    taxonomies, datasets = [], []
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8-sig") as file:
            (taxonomies if "data.source" in file.readline() else datasets).append(path)
    return sorted((path.stem for path in taxonomies), key=lambda name: name != TAXONOMY), datasets


def read(path: Path) -> pa.Table:
    """A file of the layout; what is no day and no coordinate is text."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        head = next(csv.reader(file), [])
    kinds = {
        **dict.fromkeys(("latitude", "longitude"), pa.float64()),
        **dict.fromkeys(("date", "enddate"), pa.date32()),
    }
    return pa_csv.read_csv(
        path,
        parse_options=pa_csv.ParseOptions(newlines_in_values=True),
        convert_options=pa_csv.ConvertOptions(
            column_types={name: kinds.get(name, pa.string()) for name in head},
            null_values=["", "NA"],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        ),
    )


def reports_of(table: pa.Table, name: str, taxonomies: list[str]) -> pa.Table:
    """The reports of the dataset of that name; without an end, an event lasts one day."""
    there = table.column_names
    for column in ("date", "latitude", "longitude"):
        if column not in there:
            raise SystemExit(f"the dataset {name} has no column {column}")
    number = len(table)
    dataset = table["dataset"] if "dataset" in there else pa.repeat(name, number)
    counted = pa.array([str(row) for row in range(1, number + 1)])
    event = table["event"] if "event" in there else counted
    named = pc.binary_join_element_wise(dataset, event, "-")
    told = next((table[each] for each in taxonomies if each in there), pa.repeat(NOT_TOLD, number))
    return pa.table(
        {
            "report_id": table["report_id"] if "report_id" in there else named,
            "source": table["source"] if "source" in there else dataset,
            "lat": table["latitude"],
            "lon": table["longitude"],
            "date_start": table["date"],
            "date_end": pc.coalesce(
                table["enddate" if "enddate" in there else "date"], table["date"]
            ),
            "type": pc.if_else(pc.equal(told, NOT_TOLD), pa.scalar(None, pa.string()), told),
        }
    )


def check() -> list[str]:
    """What a round trip of an invented world with odd names loses; empty where all is well."""
    kept = ["report_id", "source", "lat", "lon", "date_start", "date_end", "type"]
    reports = make_world(3000, SHAPES["vague"], "sparse", 1).reports.select(kept)
    day = pa.scalar(17_000, pa.date32())
    odd = {
        "report_id": ["an, id", 'a "quoted" id', "x-1"],
        "source": ["Observatory (south)", "Observatory [south]", "7th office, north"],
        "lat": [-33.123456789012345, 0.1 + 0.2, 5e-324],
        "lon": [-179.99999999999997, 0.0, 12.0],
        "date_start": [day] * 3,
        "date_end": [day] * 3,
        "type": ["NA", "Air/drone strike", "two\nlines, and a comma"],
    }
    reports = pa.concat_tables([reports, pa.table(odd, schema=reports.schema)])
    wrong = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if left := exported(reports, folder):
            wrong.append(f"{left} complete reports stayed out")
        back = imported(folder).sort_by("report_id")
        wrong += [
            f"{column} is not what it was"
            for column in kept
            if back[column].to_pylist() != reports.sort_by("report_id")[column].to_pylist()
        ]
        wrong += check_files(folder)
    return wrong


def check_files(folder: Path) -> list[str]:
    """What is wrong with the documented columns alone."""
    wrong = []
    listed = read(folder / f"{TAXONOMY}.csv")
    for path in found_in(folder)[1]:
        table = read(path)
        plain = reports_of(table.drop_columns(["report_id", "source"]), path.stem, [TAXONOMY])
        if plain.drop_columns(["report_id", "source"]) != reports_of(
            table, path.stem, [TAXONOMY]
        ).drop_columns(["report_id", "source"]):
            wrong.append(f"{path.stem}: places, days or types depend on the columns beside")
        if plain["report_id"].to_pylist() != [f"{path.stem}-{n + 1}" for n in range(len(table))]:
            wrong.append(f"{path.stem}: ids are not those of dataset and event")
        known = listed.filter(pc.equal(listed["data.source"], path.stem))["base.categories"]
        if not pc.all(pc.is_in(table[TAXONOMY], known.combine_chunks())).as_py():
            wrong.append(f"{path.stem}: the taxonomy does not list every type")
    sizes = [len(pc.unique(listed[f"type_level{level}"])) for level in (1, 2)]
    if sizes[0] < sizes[1]:
        wrong.append("the first level is coarser than the second")
    return wrong


def main() -> None:
    """Export, import, or check both."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="check a round trip")
    parser.add_argument("verb", choices=("export", "import"), nargs="?")
    parser.add_argument("given", type=Path, nargs="?")
    parser.add_argument("made", type=Path, nargs="?")
    given = parser.parse_args()
    if given.check:
        if wrong := check():
            raise SystemExit("\n".join(wrong))
        print("The round trip keeps ids, sources, days, places and types.")
    elif given.made is None:
        parser.error("name what to read and what to write")
    elif given.verb == "export":
        if left := exported(pq.read_table(given.given), given.made):
            print(f"{left:,} reports have no place or no day and stay out", file=sys.stderr)
    else:
        pq.write_table(imported(given.given), given.made)


if __name__ == "__main__":
    main()

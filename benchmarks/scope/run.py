"""How fast `trucewatch scope` is beside joins with shapely alone, and whether it says the same.

    .venv/bin/python benchmarks/scope/run.py [--reports 1000000] [--areas 500] [--rounds 3]

makes the worlds, and in each runs the engine and the joins in turn, round after round. All must
find the same pairs of report and area. Then 10,000 reports are tested in every polygon one by one,
and some verdicts are compared with those on the report alone. Last it runs the command as a whole
process.
"""

import argparse
import datetime as dt
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from invented import WORLDS, areas, reports
from joins import one_by_one, spans_of_degrees, tree_of_areas, tree_of_reports

from trucewatch.geo.coordinates import Coordinates
from trucewatch.geo.dated import DatedArea
from trucewatch.geo.drawn import geojson_of
from trucewatch.geo.scope import Points, Scope, scope_of, scope_of_points

SAMPLE = 10_000
STOPWATCH = Path(__file__).parents[1] / "linkage" / "stopwatch.py"


def main() -> None:
    """Make the worlds, compare, check, and print a line for each figure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=1_000_000)
    parser.add_argument("--areas", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--worlds", default=",".join(WORLDS))
    given = parser.parse_args()
    for world in given.worlds.split(","):
        points, dated = reports(given.reports, seed=1), areas(given.areas, 2, world)
        print(f"{world}: {len(points):,} reports, {len(dated):,} areas", flush=True)
        scope = compared(world, points, dated, given.rounds)
        checked(points, dated, scope)
        print(f"  whole command, Parquet to CSV: {whole_command(points, dated)}", flush=True)


def compared(world: str, points: Points, dated: list[DatedArea], rounds: int) -> Scope:
    """Time the engine and the joins in turn; fails where they find different pairs."""
    ways: dict[str, Callable[[], Any]] = {
        "engine": lambda: scope_of_points(points, fresh(dated)),
        "STRtree of reports": lambda: tree_of_reports(points, dated),
        "spans of degrees, no tree": lambda: spans_of_degrees(points, dated),
    }
    if world == "scattered":  # it takes minutes where outlines have thousands of corners
        ways["STRtree of areas"] = lambda: tree_of_areas(points, dated)
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    found: dict[str, Any] = {}
    for _ in range(rounds):
        for name, way in ways.items():
            begin = time.perf_counter()
            found[name] = way()
            seconds[name].append(time.perf_counter() - begin)
    scope: Scope = found.pop("engine")
    pairs = pairs_of(scope, np.arange(len(points)))
    for name, other in found.items():
        assert all(map(np.array_equal, pairs, other)), f"{name} finds other pairs"
    print(f"  {len(pairs[0]):,} pairs of report and area, the same each way")
    own = median(seconds["engine"])
    for name, taken in seconds.items():
        print(f"  {name}: {median(taken):.1f} s, {median(taken) / own:.1f} times the engine's")
    return scope


def fresh(dated: list[DatedArea]) -> list[DatedArea]:
    """The same areas, with nothing prepared."""
    return [
        DatedArea(
            each.key, each.effect, shapely.from_wkb(shapely.to_wkb(each.shape)),
            each.since, each.until, each.text,
        )
        for each in dated
    ]  # fmt: skip


def pairs_of(scope: Scope, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of report and area that the engine found, of some reports in ascending order."""
    owner = np.repeat(np.arange(len(scope.verdict)), np.diff(scope.start))
    here = np.isin(owner, rows)
    return owner[here], scope.area[here]


def checked(points: Points, dated: list[DatedArea], scope: Scope) -> None:
    """Compare a sample with shapely report by report and polygon by polygon."""
    placed = np.flatnonzero(~np.isnan(points.lat))
    rows = np.sort(np.random.default_rng(3).choice(placed, min(SAMPLE, len(placed)), False))
    assert all(map(np.array_equal, pairs_of(scope, rows), one_by_one(points, dated, rows)))
    wrong = 0
    for row in rows[: SAMPLE // 5].tolist():
        place = Coordinates(float(points.lat[row]), float(points.lon[row]))
        alone = scope_of(place, int(points.first[row]), int(points.last[row]), dated)
        wrong += scope.of(row) != alone
    assert not wrong, f"{wrong} verdicts differ"
    print(f"  {len(rows):,} reports in {len(dated):,} polygons one by one: no difference")


def whole_command(points: Points, dated: list[DatedArea]) -> str:
    """Seconds and memory of `trucewatch scope` over files."""
    with tempfile.TemporaryDirectory() as folder:
        table, drawn = Path(folder) / "reports.parquet", Path(folder) / "areas.geojson"
        write_reports(points, table)
        drawn.write_text(json.dumps(collection(dated)))
        command = [
            str(Path(sys.executable).with_name("trucewatch")), "scope", "--areas", str(drawn),
            "--table", str(table), "-o", str(Path(folder) / "scope.csv"),
        ]  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-S", "-E", str(STOPWATCH), *command],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
    taken = json.loads(done.stdout.splitlines()[-1])
    return f"{taken['seconds']:.1f} s, peak {taken['peak_mb']:.0f} MB"


def write_reports(points: Points, path: Path) -> None:
    """The reports as a table."""
    columns = {
        "id": pa.array([f"r{row}" for row in range(len(points))]),
        "lat": pa.array(points.lat, from_pandas=True),
        "lon": pa.array(points.lon, from_pandas=True),
        "date_start": pa.array(points.first.astype(np.int32)).cast(pa.date32()),
        "date_end": pa.array(points.last.astype(np.int32)).cast(pa.date32()),
    }
    pq.write_table(pa.table(columns), path)


def collection(dated: list[DatedArea]) -> dict[str, Any]:
    """The areas as GeoJSON."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": geojson_of(each.shape),
                "properties": {
                    "key": each.key, "effect": each.effect, "text": each.text,
                    "since": date(each.since), "until": date(each.until),
                },
            }
            for each in dated
        ],
    }  # fmt: skip


def date(day: int | None) -> str | None:
    """A day as text, None where it is open."""
    if day is None:
        return None
    return (dt.date(1970, 1, 1) + dt.timedelta(days=day)).isoformat()


if __name__ == "__main__":
    main()

"""How well and how fast `trucewatch link` finds incidents, beside its peers, in one run.

    .venv/bin/python benchmarks/linkage/run.py [--shapes all] [--seeds 1,2,3] [--million]
        [--peers-python PATH] [--rounds 3] [--json FILE]

makes worlds, and on each of them runs the linkers in turn, round after round: `trucewatch link
--table` as a whole process, and, where PATH is a Python that has them, Splink and a bare join in
DuckDB. Then it links a shuffled copy of the table, and the table with one thread, and says whether
the incidents stay the same; if not, the run fails.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from contestants import (
    World,
    outcome,
    run_duckdb_join,
    run_splink,
    run_trucewatch,
    same_incidents,
)
from shapes import DENSITIES, SHAPES
from tables import printed, ratios

MILLION = 1_000_000


def main() -> None:
    """Make the worlds, compare the linkers on each, and print the tables."""
    given = options()
    peers = installed(given.peers_python)
    with tempfile.TemporaryDirectory() as folder:
        worlds = chosen(given, given.into or Path(folder))
        results = []
        for number, world in enumerate(worlds, 1):
            say(f"{number} of {len(worlds)}: {world.folder.name}")
            world.make()
            # The first run after an installation compiles native code and keeps it: not counted.
            run_trucewatch(given.trucewatch, world, table=world.table)
            results.append(compared(given, world, peers))
    print(printed(results))
    if given.json:
        given.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    differing = [result["world"] for result in results if not all(result["same"].values())]
    if differing:
        raise SystemExit(f"incidents differ after shuffling or with one thread: {differing}")
    print("\nThe incidents are the same after shuffling the table and with one thread.")


def options() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shapes", default="plain", help=f"of {', '.join(SHAPES)}; or all")
    parser.add_argument("--densities", default="sparse,dense")
    parser.add_argument("--reports", type=int, default=20_000)
    parser.add_argument("--seeds", default="1")
    parser.add_argument("--million", action="store_true", help="also a million reports, plain")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--million-rounds", type=int, default=1)
    parser.add_argument("--peers-python", type=Path, help="a Python with Splink and DuckDB")
    parser.add_argument(
        "--trucewatch", type=Path, default=Path(sys.executable).with_name("trucewatch")
    )
    parser.add_argument("--into", type=Path, help="keep the worlds here")
    parser.add_argument("--json", type=Path)
    return parser.parse_args()


def chosen(given: argparse.Namespace, folder: Path) -> list[World]:
    """The worlds asked for; those of a million reports last, plain and with the first seed."""
    shapes = list(SHAPES) if given.shapes == "all" else given.shapes.split(",")
    densities = given.densities.split(",")
    if unknown := {*shapes, *densities} - {*SHAPES, *DENSITIES}:
        raise SystemExit(f"no such shape or density: {', '.join(sorted(unknown))}")
    seeds = [int(seed) for seed in given.seeds.split(",")]
    wanted = [
        (shape, density, given.reports, seed)
        for shape in shapes
        for density in densities
        for seed in seeds
    ]
    if given.million:
        wanted += [("plain", density, MILLION, seeds[0]) for density in densities]
    return [World(folder / "_".join(map(str, each)), *each) for each in wanted]


def installed(python: Path | None) -> tuple[str, ...]:
    """The peers that this Python has; says which are left out."""
    if python is None:
        say("no --peers-python: without peers")
        return ()
    found = []
    for module, peer in (("splink", "splink"), ("duckdb", "duckdb_join")):
        look = f"import sys, importlib.util as u; sys.exit(u.find_spec('{module}') is None)"
        if subprocess.run([str(python), "-c", look], check=False).returncode == 0:
            found.append(peer)
        else:
            say(f"{module} is not installed there: left out")
    return tuple(found)


def compared(given: argparse.Namespace, world: World, peers: tuple[str, ...]) -> dict[str, Any]:
    """All rounds on one world, the ratios, how good the outcomes are, and whether they hold."""
    million = world.reports == MILLION
    rounds: list[dict[str, Any]] = []
    outcomes: dict[str, Any] = {}
    threshold = None
    for _ in range(given.million_rounds if million else given.rounds):
        each = {"trucewatch": run_trucewatch(given.trucewatch, world, table=world.table)}
        if "duckdb_join" in peers:
            each["duckdb_join"] = run_duckdb_join(given.peers_python, world)
        if "splink" in peers:
            each["splink"] = run_splink(given.peers_python, world, threshold)
            threshold = each["splink"]["threshold"]
            judged = ("pairs", "b_cubed", "incidents", "calibration")
            outcomes["splink"] = {part: each["splink"].pop(part) for part in judged}
        rounds.append(each)
    outcomes["trucewatch"] = outcome(world)
    return {
        "world": world.folder.name,
        "kind": world.kind,
        "about": world.about(),
        "rounds": rounds,
        "ratios": ratios(rounds),
        "outcome": outcomes,
        "same": same_incidents(given.trucewatch, world),
    }


def say(line: str) -> None:
    """Tell on standard error what goes on."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()

"""The linkers of a comparison: how each is run on a world, and what it made of it."""

import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from scoring import calibration, pairs_within, score
from stopwatch import measured

HERE = Path(__file__).parent
CORE = ("blocking", "counting", "weights", "keeping", "second look")
"""Stages that find and weigh pairs by anything but words."""


@dataclass(frozen=True, slots=True)
class World:
    """A world on disk, and what it is made from."""

    folder: Path
    shape: str
    density: str
    reports: int
    seed: int

    @property
    def kind(self) -> str:
        """Shape, density and number of reports."""
        return f"{self.shape}, {self.density}, {self.reports:,}"

    def make(self) -> None:
        """Write the world in a process of its own."""
        subprocess.run(
            [
                *(sys.executable, HERE / "world.py", "--into", self.folder),
                *("--seed", str(self.seed), "--shape", self.shape, "--density", self.density),
                *("--reports", str(self.reports)),
            ],
            check=True,
        )

    @property
    def table(self) -> Path:
        """The reports."""
        return self.folder / "reports.parquet"

    def about(self) -> dict[str, Any]:
        """What the maker of the world says about it."""
        found: dict[str, Any] = json.loads((self.folder / "meta.json").read_text("utf-8"))
        return found


def run_trucewatch(program: Path, world: World, *, table: Path, extra: tuple[str, ...] = ()) -> Any:
    """Link a table of the world by the command line; what the whole process took, and its stages.

    Leaves `links.parquet`, `pairs.parquet` and `summary.json` in the folder of the world.
    """
    folder = world.folder
    _, taken = measured(
        [
            *(str(program), "link", "--table", str(table), "-o", str(folder / "links.parquet")),
            *("--pairs", str(folder / "pairs.parquet"), "--aliases", str(folder / "aliases.csv")),
            *("--unique-sources", ",".join(world.about()["duplicate_free"])),
            *("--summary-json", str(folder / "summary.json"), *extra),
        ]
    )
    stages = json.loads((folder / "summary.json").read_text("utf-8"))["seconds"]
    return {**asdict(taken), "stages": stages, "core": sum(stages[stage] for stage in CORE)}


def outcome(world: World) -> dict[str, Any]:
    """How good the links and pairs are that were left in the folder of the world."""
    truth = pq.read_table(world.folder / "truth.parquet", columns=["report_id", "incident"])
    links = pq.read_table(world.folder / "links.parquet", columns=["report_id", "incident_id"])
    if not links["report_id"].equals(truth["report_id"]):
        raise SystemExit(f"{world.folder.name}: the links are not in the order of the reports")
    incident = truth["incident"].to_numpy()
    found = links["incident_id"].combine_chunks().dictionary_encode().indices.to_numpy()
    pairs = pq.read_table(
        world.folder / "pairs.parquet", columns=["report_a", "report_b", "probability"]
    )
    ids = truth["report_id"].combine_chunks()
    left, right = (
        incident[pc.index_in(pairs[end], value_set=ids).to_numpy()]
        for end in ("report_a", "report_b")
    )
    kept = int(((left == right) & (left >= 0)).sum())
    true = pairs_within(np.unique(incident[incident >= 0], return_counts=True)[1])
    told = calibration(pairs["probability"].to_numpy(), left, right)
    return {
        **asdict(score(found, incident)),
        "recall_of_kept_pairs": kept / true,
        "calibration": asdict(told),
    }


def run_splink(python: Path, world: World, threshold: float | None) -> Any:
    """Link the world by Splink; without a threshold the best one is looked for first, untimed."""
    command = [str(python), str(HERE / "peer_splink.py"), str(world.folder)]
    if threshold is None:
        found = subprocess.run(command, capture_output=True, text=True, check=False)
        if found.returncode:
            raise SystemExit(f"Splink failed on {world.folder.name}:\n{found.stderr}")
        return json.loads(found.stdout.splitlines()[-1])
    said, taken = measured([*command, "--threshold", str(threshold)])
    told = json.loads(said.splitlines()[-1])
    return {**told, "process_seconds": taken.seconds - told["scoring_seconds"]}


def run_duckdb_join(python: Path, world: World) -> Any:
    """Join the world on cells and days by DuckDB."""
    said, _ = measured([str(python), str(HERE / "peer_duckdb_join.py"), str(world.folder)])
    return json.loads(said.splitlines()[-1])


def same_incidents(program: Path, world: World) -> dict[str, bool]:
    """Whether a shuffled table, and one thread, give the incidents and covers of the last run."""
    expected = _told_apart(world.folder / "links.parquet")
    reports = pq.read_table(world.table)
    shuffled = world.folder / "shuffled.parquet"
    order = np.random.default_rng(world.seed).permutation(len(reports))
    pq.write_table(reports.take(pa.array(order)), shuffled)
    del reports
    run_trucewatch(program, world, table=shuffled)
    after_shuffling = _told_apart(world.folder / "links.parquet")
    run_trucewatch(program, world, table=world.table, extra=("--threads", "1"))
    with_one_thread = _told_apart(world.folder / "links.parquet")
    shuffled.unlink()
    return {
        "shuffled": after_shuffling == expected,
        "one_thread": with_one_thread == expected,
    }


def _told_apart(links: Path) -> tuple[pa.Table, list[list[str]]]:
    """The incident of each report by its id, and the incidents that some reports cover."""
    table = pq.read_table(links).sort_by("report_id")
    covers = [sorted(each) for each in table["covers"].drop_null().to_pylist()]
    incident = table["incident_id"].combine_chunks()
    covering = table["covers"].is_valid().combine_chunks()
    return pa.table([table["report_id"], incident, covering], ["id", "incident", "covers"]), covers

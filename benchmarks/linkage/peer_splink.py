"""Splink on a world: Fellegi-Sunter on DuckDB, then connected components.

    python benchmarks/linkage/peer_splink.py FOLDER [--threshold WEIGHT]

prints one line of JSON. Without a threshold, the one with the best pairwise F1 is found with the
truth in hand, which no one has outside a benchmark; then the linkage is run once more with it in a
process of its own. The time of the linkage counts from the reports in Parquet to a group for each;
that of the process also contains starting, but not scoring, and so does its peak memory.
"""

import argparse
import json
import logging
import resource
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow.parquet as pq
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scoring import Score, calibration, score
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from stopwatch import measured

THRESHOLDS = np.arange(-6.0, 24.5, 0.5)
"""Match weights, the binary logarithms of the odds of a match."""

TRAINING_PAIRS = 3e6
"""Most pairs looked at in each round of training; more is slower and hardly better."""

SIDES = """
    create table named as
    select file_row_number, list_sort(list_distinct(list(coalesce(name, actor)))) as sides
    from (select file_row_number, unnest(actors) as actor from raw)
    left join aliases on actor = alias
    group by file_row_number
"""
REPORTS = """
    create table keyed as
    select file_row_number as unique_id, source, lat, lon, type, date_start, date_end, sides,
           coalesce(sides[1], '') as side, coalesce(killed_best, killed_high, killed_low) as killed,
           floor(lat * 4)::int as north_a, floor(lat * 4 + 0.5)::int as north_b,
           floor(lon / 0.3)::int as east_a, floor(lon / 0.3 + 0.5)::int as east_b,
           round(lat * 20)::int as north_town, round(lon * 20)::int as east_town,
           middle // 6 as span_a, (middle + 3) // 6 as span_b
    from (
        select *, date_start - date '1970-01-01' + (date_end - date_start) // 2 as middle from raw
    )
    left join named using (file_row_number)
"""
APART = "greatest(date_start_l - date_end_r, date_start_r - date_end_l)"


def main() -> None:
    """Link the world in the folder and print how well and how fast."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--threshold", type=float)
    given = parser.parse_args()
    if given.threshold is not None:
        print(json.dumps(linked(given.folder, given.threshold)))
        return
    threshold = best_threshold(given.folder)
    said, taken = measured(
        [sys.executable, __file__, str(given.folder), "--threshold", str(threshold)]
    )
    told = json.loads(said.splitlines()[-1])
    seconds = round(taken.seconds - told["scoring_seconds"], 2)
    print(json.dumps({**told, "process_seconds": seconds}))


def linked(folder: Path, threshold: float) -> dict[str, object]:
    """Link once at a match weight, and tell times and scores."""
    start = time.perf_counter()
    linker, predictions = predicted(folder)
    predicted_at = time.perf_counter()
    groups = linker.clustering.cluster_pairwise_predictions_at_threshold(
        predictions, threshold_match_weight=threshold
    ).as_duckdbpyrelation()
    rows = groups.select("unique_id, cluster_id").to_arrow_table()
    end = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    truth = truth_of(folder)
    found = np.empty(len(truth), np.int64)
    found[rows["unique_id"].to_numpy()] = np.unique(
        rows["cluster_id"].to_numpy(zero_copy_only=False), return_inverse=True
    )[1]
    left, right, weight = pairs_of(predictions)
    told = {
        "folder": folder.name,
        "reports": len(truth),
        "threshold": threshold,
        "linkage_seconds": round(end - start, 2),
        "clustering_seconds": round(end - predicted_at, 2),
        "pairs_compared": len(left),
        **rounded(asdict(score(found, truth))),
        "calibration": rounded(
            asdict(calibration(1 / (1 + np.exp2(-weight)), truth[left], truth[right]))
        ),
    }
    scoring = round(time.perf_counter() - end, 2)
    return {**told, "scoring_seconds": scoring, "peak_mb": peak // 1024}


def rounded(told: Any) -> Any:
    """The same with every broken number to four places."""
    if isinstance(told, dict):
        return {key: rounded(value) for key, value in told.items()}
    if isinstance(told, (list, tuple)):
        return [rounded(value) for value in told]
    return round(told, 4) if isinstance(told, float) else told


def best_threshold(folder: Path) -> float:
    """The match weight whose connected components have the best pairwise F1."""
    left, right, weight = pairs_of(predicted(folder)[1])
    truth = truth_of(folder)
    return max(
        THRESHOLDS.tolist(),
        key=lambda threshold: components(left, right, weight >= threshold, truth).pairs.f1,
    )


def components(left: np.ndarray, right: np.ndarray, kept: np.ndarray, truth: np.ndarray) -> Score:
    """The score of the connected components of the kept pairs."""
    ends = (left[kept], right[kept])
    graph = coo_array((np.ones(len(ends[0]), np.int8), ends), shape=(len(truth), len(truth)))
    return score(connected_components(graph, directed=False)[1], truth)


def truth_of(folder: Path) -> np.ndarray:
    """The true incident of each report, in the order of the reports."""
    return pq.read_table(folder / "truth.parquet", columns=["incident"])["incident"].to_numpy()


def pairs_of(predictions: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Both reports and the match weight of every pair compared."""
    rows = predictions.as_duckdbpyrelation()
    table = rows.select("unique_id_l, unique_id_r, match_weight").to_arrow_table()
    left, right, weight = (column.to_numpy() for column in table.columns)
    return left, right, weight


def predicted(folder: Path) -> tuple[Linker, Any]:
    """A trained model and its verdict on every pair that shares a cell and a span of days."""
    connection = duckdb.connect()
    connection.execute(
        "create table raw as select * from read_parquet(?, file_row_number = true)",
        [str(folder / "reports.parquet")],
    )
    connection.execute(
        "create table aliases as select * from read_csv(?)", [str(folder / "aliases.csv")]
    )
    connection.execute(SIDES)
    connection.execute(REPORTS)
    linker = Linker(
        DuckDBAPI(connection).register("keyed"),
        settings(json.loads((folder / "meta.json").read_text())["duplicate_free"]),
        log_level=logging.ERROR,
    )
    train(linker)
    return linker, linker.inference.predict()


def train(linker: Linker) -> None:
    """Estimate how telling each level is, without the truth.

    Each round of expectation maximisation looks at pairs that already agree on all but what it
    estimates, for there the share of matches is high. Wider rules make it learn what lies on one
    front instead of what is one incident.
    """
    town = ("north_town", "east_town")
    linker.training.estimate_probability_two_random_records_match(
        [block_on(*town, "date_start", "type", "side")], recall=0.25
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=TRAINING_PAIRS, seed=1)
    for columns in (
        ("date_start", "side", "type"),
        (*town, "date_start", "type"),
        (*town, "side", "type"),
    ):
        linker.training.estimate_parameters_using_expectation_maximisation(
            block_on(*columns), max_pairs=TRAINING_PAIRS
        )


def settings(duplicate_free: list[str]) -> SettingsCreator:
    """Levels of distance, days apart, type, shared sides and deaths; blocking by shifted cells.

    Four grids of a quarter of a degree and two rows of six-day spans, each shifted by half, bring
    together all reports less than an eighth of a degree and three days apart. Two reports of one
    source without duplicates are never compared.
    """
    kept_apart = ", ".join(f"'{source}'" for source in duplicate_free)
    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.DistanceInKMAtThresholds("lat", "lon", [1, 3, 8, 20]),
            cl.CustomComparison(
                output_column_name="days_apart",
                comparison_levels=[
                    cll.CustomLevel("date_start_l = date_start_r and date_end_l = date_end_r"),
                    cll.CustomLevel(f"{APART} <= 0"),
                    cll.CustomLevel(f"{APART} = 1"),
                    cll.CustomLevel(f"{APART} <= 3"),
                    cll.ElseLevel(),
                ],
            ),
            cl.ExactMatch("type").configure(term_frequency_adjustments=True),
            cl.ArrayIntersectAtSizes("sides", [2, 1]),
            cl.CustomComparison(
                output_column_name="killed",
                comparison_levels=[
                    cll.NullLevel("killed"),
                    cll.CustomLevel("killed_l = killed_r and killed_l > 2"),
                    cll.CustomLevel("killed_l = killed_r and killed_l > 0"),
                    cll.CustomLevel("killed_l = killed_r"),
                    cll.CustomLevel("abs(killed_l - killed_r) <= greatest(1, killed_l * 0.3)"),
                    cll.ElseLevel(),
                ],
            ),
        ],
        blocking_rules_to_generate_predictions=[
            f"l.north_{north} = r.north_{north} and l.east_{east} = r.east_{east} "
            f"and l.span_{span} = r.span_{span} "
            f"and (l.source <> r.source or l.source not in ({kept_apart}))"
            for north in "ab"
            for east in "ab"
            for span in "ab"
        ],
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
    )


if __name__ == "__main__":
    main()

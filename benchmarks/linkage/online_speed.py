"""One new report against all others: how long a look takes, and how long taking it in.

    python benchmarks/linkage/online_speed.py FOLDER [--held 2000]

Holds some reports of a world back, links the rest, then looks each of them up and inserts it.
Prints milliseconds (median, 99th percentile) and how good the incidents are at the end, beside
those of linking everything at once.
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from scoring import score

from trucewatch.exchange.linkage_aliases import read_aliases
from trucewatch.exchange.linkage_table import LinkageTable, read_table
from trucewatch.linkage.linking import link
from trucewatch.linkage.live import LiveIndex, NewReport
from trucewatch.linkage.sampling import taken


def main() -> None:
    """Measure on the world in a folder."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--held", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    meta = json.loads((given.folder / "meta.json").read_text("utf-8"))
    table = read_table(
        given.folder / "reports.parquet",
        unique_sources=frozenset(meta["duplicate_free"]),
        aliases=read_aliases(given.folder / "aliases.csv"),
    )
    truth = pq.read_table(given.folder / "truth.parquet")["incident"].to_numpy()
    number = len(table.columns)
    held = np.random.default_rng(given.seed).choice(number, given.held, replace=False)
    rest = np.setdiff1d(np.arange(number), held)
    index = LiveIndex(link(taken(table.columns, rest), table.vocabulary))
    looks, inserts = [], []
    for row in held.tolist():
        new = new_report(table, row)
        start = time.perf_counter()
        index.candidates(new)
        looked = time.perf_counter()
        index.insert(new)
        inserts.append(time.perf_counter() - looked)
        looks.append(looked - start)
    found = np.array([index.incident_of(report) for report in range(len(index))])
    whole = link(table.columns, table.vocabulary).incident
    for name, times in (("look", looks), ("insert", inserts)):
        median, last = (1000 * np.percentile(times, share) for share in (50, 99))
        print(f"{name:>7}: median {median:.2f} ms, 99th percentile {last:.2f} ms")
    for name, incidents, true in (
        ("grown", found, truth[np.concatenate([rest, held])]),
        ("at once", whole, truth),
    ):
        judged = score(incidents, true)
        print(f"{name:>7}: F1 {judged.pairs.f1:.3f}, B3 {judged.b_cubed.f1:.3f}")


def new_report(table: LinkageTable, row: int) -> NewReport:
    """A row of a table as a report that comes in by itself."""
    columns, vocabulary = table.columns, table.vocabulary
    source = int(columns.source[row])
    return NewReport(
        source=source,
        latitude=float(columns.latitude[row]),
        longitude=float(columns.longitude[row]),
        place=int(columns.place[row]),
        first=int(columns.first[row]),
        last=int(columns.last[row]),
        when=int(columns.when[row]),
        kind=int(columns.kind[row]),
        actors=tuple(actor for actor in columns.actors[row].tolist() if actor >= 0),
        low=float(columns.low[row]),
        best=float(columns.best[row]),
        high=float(columns.high[row]),
        is_unique=vocabulary.sources[source] in vocabulary.unique_sources,
    )


if __name__ == "__main__":
    main()

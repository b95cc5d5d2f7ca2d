"""The least that a linker does: DuckDB counts pairs of reports that are near in place and time.

    python benchmarks/linkage/peer_duckdb_join.py FOLDER

Reports fall into cells of a quarter of a degree of latitude and 0.3 of longitude. One side of the
join stands in its own cell and day, the other also in the eight cells around and the days up to
three away; a hash join on cell and day brings them together, and only their number is counted. The
time is that of the join alone, which makes it a lower bound rather than a rival. Prints one line
of JSON.
"""

import argparse
import json
import resource
import time
from pathlib import Path

import duckdb

CELLS = """
    create table cells as
    select file_row_number as report, floor(lat * 4)::int as north, floor(lon / 0.3)::int as east,
           date_start - date '1970-01-01' + (date_end - date_start) // 2 as day
    from read_parquet(?, file_row_number = true)
"""
SPREAD = """
    create table spread as
    select report, north + up as north, east + across as east, day + later as day
    from cells, range(-1, 2) as n(up), range(-1, 2) as e(across), range(-3, 4) as d(later)
"""
PAIRS = """
    select count(*)
    from cells as a join spread as b
        on a.north = b.north and a.east = b.east and a.day = b.day
    where a.report < b.report
"""


def main() -> None:
    """Count the candidate pairs of the world in the folder and print how long the join took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    start = time.perf_counter()
    connection = duckdb.connect()
    connection.execute(CELLS, [str(folder / "reports.parquet")])
    connection.execute(SPREAD)
    prepared = time.perf_counter()
    row = connection.execute(PAIRS).fetchone()
    end = time.perf_counter()
    assert row is not None
    print(
        json.dumps(
            {
                "folder": folder.name,
                "pairs": row[0],
                "join_seconds": round(end - prepared, 3),
                "with_preparation_seconds": round(end - start, 3),
                "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            }
        )
    )


if __name__ == "__main__":
    main()

"""How fast a record is exported, and in how much memory; the record is only read.

    TRUCEWATCH_HOME=… .venv/bin/python benchmarks/export_speed.py [--what reports] [--out FOLDER]

Each format is written by a process of its own, whose peak memory is told.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FORMS = ("csv", "geojson", "parquet")


def main() -> None:
    """Measure each format and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--what", choices=["reports", "incidents"], default="reports")
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        out = given.out or Path(folder)
        print(f"{'format':10}{'rows':>12}{'s':>8}{'rows/s':>10}{'MB file':>10}{'MB peak':>10}")
        for form in FORMS:
            rows, took, peak, size = measured(given.what, form, out / f"{given.what}.{form}")
            print(
                f"{form:10}{rows:>12,}{took:>8.1f}{rows / took:>10,.0f}"
                f"{size / 1e6:>10.0f}{peak / 1024:>10.0f}"
            )


def measured(what: str, form: str, path: Path) -> tuple[int, float, int, int]:
    """Rows, seconds, peak memory in kB and size of one export."""
    command = Path(sys.executable).with_name("trucewatch")
    arguments = [str(command), "export", what, "--format", form, "-o", str(path)]
    start = time.perf_counter()
    with subprocess.Popen(arguments, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        words = process.stderr.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    took = time.perf_counter() - start
    if process.returncode:
        raise SystemExit(words)
    return int(words.split()[0].replace(",", "")), took, used.ru_maxrss, path.stat().st_size


if __name__ == "__main__":
    main()

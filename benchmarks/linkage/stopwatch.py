"""How long a command takes and how much memory it needs, seen from a process that holds nothing.

    python benchmarks/linkage/stopwatch.py COMMAND …

runs the command and prints one more line on standard output after its own: JSON with `seconds` of
wall time, `cpu_seconds` and `peak_mb`. Linux counts the memory of the process that starts another
into the peak of the other; so whoever has read a large table measures through this one.
"""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Taken:
    """What one run of a command took."""

    seconds: float
    cpu_seconds: float
    peak_mb: float


def measured(command: list[str]) -> tuple[str, Taken]:
    """What the command says on standard output, and what it took.

    Ends the program with what the command said on standard error where it fails.
    """
    done = subprocess.run(
        [sys.executable, "-S", "-E", __file__, *command],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr}")
    said, _, figures = done.stdout.rstrip("\n").rpartition("\n")
    return said, Taken(**json.loads(figures))


def main() -> None:
    """Run the command of the command line and print its figures."""
    start = time.perf_counter()
    with subprocess.Popen(sys.argv[1:]) as process:
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    figures = {
        "seconds": round(seconds, 4),
        "cpu_seconds": round(used.ru_utime + used.ru_stime, 4),
        "peak_mb": round(used.ru_maxrss / 1024, 1),
    }
    print(json.dumps(figures), flush=True)
    raise SystemExit(process.returncode)


if __name__ == "__main__":
    main()

"""How long an import takes beside Django's own bulk_create of the same rows, in one run.

    .venv/bin/python benchmarks/import_speed.py [--ged FILE] [--rounds 3]

Without FILE it makes 16,566 events up. Each round starts from an empty database: first the whole
import as the command line does it (reading, checking, comparing, staging, commitments, publishing,
ledger), then `bulk_create` of the rows that the import left, from memory into the same tables with
the same indexes. Set DATABASE_URL for PostgreSQL.
"""

import argparse
import csv
import gc
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROWS = 16_566


def main() -> None:
    """Run the rounds and print one line each, then the medians."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ged", type=Path, help="a UCDP GED file; else events are made up")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--memory-of", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TRUCEWATCH_HOME"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "trucewatch.config.settings"
        if given.memory_of:
            _import(given.memory_of)
            print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
            return
        path = given.ged or _made_up(Path(folder) / "made-up.csv")
        rounds = [_round(path) for _ in range(given.rounds)]
        median = [statistics.median(column) for column in zip(*rounds, strict=True)]
        _line("median", *median)
        print(f"peak memory of an import in a process of its own: {_peak_memory(path):.0f} MB")


def _round(path: Path) -> tuple[float, float, float]:
    """Seconds of the import, of bulk_create into every table, and into that of reports alone."""
    whole = _import(path)
    from django.core.management import call_command
    from django.db import connection, transaction

    from trucewatch.incidents.models import Incident, Link
    from trucewatch.ledger.models import Commitment
    from trucewatch.parties.models import Party
    from trucewatch.reports.models import Report
    from trucewatch.sources.models import Document, ImportRun, Source

    run = ImportRun.objects.get()
    needed = [ImportRun.objects.all(), Source.staged.all(), Document.staged.all()]
    first = [list(rows) for rows in needed]
    tables = [Party, Report, Incident, Link]
    rows = {table: list(table.staged.filter(run=run)) for table in tables}
    rows[Commitment] = list(Commitment.objects.filter(entry=run.pk))
    from trucewatch.accounts.models import Member, Organisation
    from trucewatch.places.models import Place

    others = [list(model.objects.all()) for model in (Organisation, Member, Place)]
    call_command("flush", interactive=False, verbosity=0)
    for group in (*others, *first):
        type(group[0])._base_manager.bulk_create(group)
    gc.collect()
    seconds = {}
    for table, made in rows.items():
        started = time.perf_counter()
        with transaction.atomic():
            table._base_manager.bulk_create(made)
        seconds[table] = time.perf_counter() - started
    connection.close()
    every, alone = sum(seconds.values()), seconds[Report]
    _line("round", whole, every, alone)
    call_command("flush", interactive=False, verbosity=0)
    # The next round opens another record in the same folder.
    (Path(os.environ["TRUCEWATCH_HOME"]) / "keys" / "record.id").unlink()
    return whole, every, alone


def _import(path: Path) -> float:
    """Seconds of one import into an empty record."""
    from trucewatch.cli.record import open_record

    open_record()
    from trucewatch.accounts.access import operator
    from trucewatch.exchange.imports import run_import
    from trucewatch.exchange.options import ImportOptions

    gc.collect()
    started = time.perf_counter()
    summary = run_import("ucdp-ged", path, name=path.name, by=operator(), options=ImportOptions())
    seconds = time.perf_counter() - started
    assert summary.made, summary.refused[:3]
    return seconds


def _peak_memory(path: Path) -> float:
    """Megabytes that an import needs at most, in a process of its own on SQLite."""
    environment = {**os.environ, "DATABASE_URL": ""}
    answer = subprocess.run(
        [sys.executable, __file__, "--memory-of", str(path)],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    return int(answer.stdout) / 1024


def _line(name: str, whole: float, every: float, alone: float) -> None:
    print(
        f"{name}: import {whole:.2f} s; bulk_create of the same rows into the same tables "
        f"{every:.2f} s (ratio {whole / every:.2f}); of the reports alone {alone:.2f} s "
        f"(ratio {whole / alone:.2f})",
        flush=True,
    )


def _made_up(path: Path) -> Path:
    """Events spread over a country and three years, from a fixed seed."""
    choose = random.Random(2017)
    columns = (
        "id,type_of_violence,side_a,side_b,source_article,source_headline,where_prec,"
        "where_coordinates,adm_1,adm_2,latitude,longitude,country,date_prec,date_start,date_end,"
        "deaths_a,deaths_b,deaths_civilians,deaths_unknown,low,best,high"
    ).split(",")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        for key in range(ROWS):
            day = f"201{choose.randint(6, 8)}-{choose.randint(1, 12):02}-{choose.randint(1, 28):02}"
            best = choose.randint(1, 30)
            writer.writerow([
                key, choose.randint(1, 3), "Government of Syria", f"Group {choose.randint(1, 90)}",
                f'"An office,{day},{"words of an article " * 6}"', "Shells fall on a town " * 3,
                choose.randint(1, 6), f"Town {choose.randint(1, 1900)}", "Homs Governorate",
                "A district", 33 + choose.random() * 3, 36 + choose.random() * 4, "Syria", 1, day,
                day, best, 0, 0, 0, best, best, best + choose.randint(0, 9),
            ])  # fmt: skip
    return path


if __name__ == "__main__":
    main()

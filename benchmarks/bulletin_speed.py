"""How long a weekly bulletin over 10,000 incidents takes as PDF, and how much memory it needs.

    .venv/bin/python benchmarks/bulletin_speed.py [--incidents 10000] [--format pdf]

Makes up a record in a folder of its own: so many incidents in the week, as many in the week before
and half as many in each of the six weeks before that, most of them dated to the day and some to
the week or month. Then it runs `trucewatch bulletin weekly` in a process of its own, as anyone
would, and reports the wall clock and the peak memory of that whole process.
"""

import argparse
import datetime as dt
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

DAY = dt.date(2017, 3, 25)
PARTIES = 40


def main() -> None:
    """Make the record, run the command once to warm the disk, then measure three runs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--incidents", type=int, default=10_000)
    parser.add_argument("--format", default="pdf")
    parser.add_argument("--lang", default="en")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TRUCEWATCH_HOME"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "trucewatch.config.settings"
        _make_up(given.incidents)
        out = Path(folder) / f"week.{given.format}"
        command = [
            str(Path(sys.executable).parent / "trucewatch"), "bulletin", "weekly",
            "--date", DAY.isoformat(), "--format", given.format, "--lang", given.lang,
            "-o", str(out),
        ]  # fmt: skip
        for _ in range(3):
            started = time.perf_counter()
            subprocess.run(command, check=True)
            seconds = time.perf_counter() - started
            peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            print(
                f"{given.incidents:,} incidents in the week, {given.format} in {given.lang}: "
                f"{seconds:.2f} s, {peak:.0f} MB at most, {out.stat().st_size / 1e6:.1f} MB",
                flush=True,
            )


def _make_up(number: int) -> None:
    """The incidents of eight weeks, from a fixed seed, straight into the tables."""
    from trucewatch.cli.record import open_record

    open_record()
    from trucewatch.accounts.access import operator
    from trucewatch.incidents.models import Incident, Link
    from trucewatch.parties.models import Party
    from trucewatch.places.models import Place
    from trucewatch.reports.models import Report
    from trucewatch.sources.models import Source

    choose = random.Random(2017)
    source = Source.objects.create(key="made-up", name="Made up")
    parties = [Party.objects.create(name=f"Group {n}") for n in range(PARTIES)]
    areas = list(Place.objects.filter(place_kind="admin1"))
    by = operator()
    for week in range(8):
        reports = [
            _report(choose, week, f"{week}-{n}", source, parties, areas, by)
            for n in range(number if week < 2 else number // 2)
        ]
        incidents = [Incident() for _ in reports]
        Report.objects.bulk_create(reports, 1_000)
        Incident.objects.bulk_create(incidents, 1_000)
        key = uuid.uuid4()
        Link.objects.bulk_create(
            [
                Link(incident=incident, report=report, since_entry=key)
                for incident, report in zip(incidents, reports, strict=True)
            ],
            1_000,
        )


def _report(choose, week, key, source, parties, areas, by):  # type: ignore[no-untyped-def]
    from django.utils import timezone

    from trucewatch.reports.models import Report

    kinds = ["shelling", "air_strike", "small_arms", "mine_ied", "unspecified"]
    day = DAY - dt.timedelta(days=7 * week + choose.randint(0, 6))
    side_a, side_b = choose.sample(parties, 2)
    area, low = choose.choice(areas), choose.randint(0, 12)
    return Report(
        source=source, source_key=key, filed_by=by, recorded_at=timezone.now(), handling="CLEAR",
        event_type=choose.choice(kinds),
        side_a=side_a, side_b=side_b, area=area, date_start=day, date_end=day,
        date_precision=choose.choice([1] * 18 + [3, 4]),
        latitude=33 + choose.random() * 3, longitude=36 + choose.random() * 4,
        location_precision=choose.choice([1, 1, 2, 3, 4]),
        place_as_published=f"Town {choose.randint(1, 1900)}",
        admin2_as_published=f"District {choose.randint(1, 60)}",
        admin1_as_published=area.name, deaths_low=low, deaths_best=low,
        deaths_high=choose.choice([low, low + 3, None]),
    )  # fmt: skip


if __name__ == "__main__":
    main()

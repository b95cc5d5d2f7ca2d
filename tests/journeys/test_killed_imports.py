"""An import that is killed at any moment leaves nothing half there and can be run again."""

import contextlib
import os
import random
import signal
import time
from pathlib import Path

import pytest
from cast import make_cast
from django.db import connections
from ged import event, write

from trucewatch.accounts.models import Member
from trucewatch.exchange.imports import run_import
from trucewatch.exchange.options import ImportOptions
from trucewatch.incidents.models import Incident, Link
from trucewatch.ledger.models import Entry
from trucewatch.ledger.record_verification import verify_record
from trucewatch.parties.models import Party
from trucewatch.reports.models import Report, Revision
from trucewatch.sources.models import Document, ImportRun

ROWS = 1_500
KILLS = 50


def release(folder: Path, number: int) -> Path:
    """A file of new events and of newer words for some old ones, with a party of its own."""
    first = number * 1_000
    rows = [
        event(key, side_b=f"Group {number}", best=3 + (key < first + 500) * number, high=99)
        for key in range(first, first + ROWS)
    ]
    return write(folder / f"release-{number}.csv", rows)


def start_import(path: Path, by: Member) -> int:
    """Import in a process of its own, as the command line would; returns its number."""
    connections.close_all()
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        run_import("ucdp-ged", path, name=path.name, by=by, options=ImportOptions())
        status = 0
    finally:
        os._exit(status)


def what_is_seen() -> tuple[int, ...]:
    """How much of everything the record shows."""
    models = (Report, Incident, Link, Party, Document, Revision, Entry)
    published = ImportRun.objects.filter(published_at__isnull=False)
    return (*(model.objects.count() for model in models), published.count())


@pytest.mark.django_db(transaction=True)
def test_an_import_killed_at_fifty_random_moments_is_never_half_there(tmp_path: Path) -> None:
    """After each kill either all of the import is seen or none of it, and the ledger agrees."""
    monitor = make_cast().monitor
    started = time.monotonic()
    first = start_import(release(tmp_path, 0), monitor)
    assert os.waitpid(first, 0)[1] == 0
    duration = time.monotonic() - started
    moments = random.Random(2017)
    killed = 0
    number = 1
    path = release(tmp_path, number)
    for _ in range(KILLS):
        before = what_is_seen()
        child = start_import(path, monitor)
        time.sleep(moments.uniform(0, duration * 1.1))
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        status = os.waitpid(child, 0)[1]
        killed += os.WIFSIGNALED(status)
        after = what_is_seen()
        if after == before:
            continue
        # Published before the kill: then it is there whole.
        assert Report.objects.count() == before[0] + 1_000
        assert Incident.objects.count() == Report.objects.count()
        assert Party.objects.filter(name=f"Group {number}").exists()
        assert Entry.objects.count() == before[6] + 1
        assert verify_record().is_intact
        number += 1
        path = release(tmp_path, number)
    assert killed >= KILLS // 3
    assert verify_record().is_intact
    before = what_is_seen()
    assert os.waitpid(start_import(path, monitor), 0)[1] == 0
    assert Report.objects.count() == before[0] + 1_000
    assert Report.staged.count() == Report.objects.count()
    assert Party.staged.count() == Party.objects.count()
    assert not ImportRun.objects.filter(published_at__isnull=True).exists()
    assert verify_record().is_intact

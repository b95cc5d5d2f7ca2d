"""A backup holds the whole record, and a restored record is the same."""

import io
import tarfile
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from cast import Cast, file, make_cast
from django.core.management import call_command
from django.test import Client
from ged import event, write

from trucewatch.exchange.backup import restore_backup, write_backup
from trucewatch.exchange.exporting import export_records
from trucewatch.exchange.imports import run_import
from trucewatch.exchange.options import ImportOptions
from trucewatch.incidents.actions import merge_reports
from trucewatch.incidents.models import Link
from trucewatch.ledger.export import export_ledger
from trucewatch.ledger.signing import signing_key
from trucewatch.ledger.verification import verify_file, verify_record
from trucewatch.sources.originals import original_path
from trucewatch.vocabulary.refusal import NotAllowed, Refused

pytestmark = pytest.mark.django_db(transaction=True)


def filled_record(folder: Path) -> Cast:
    """A record with an import and its revision, a merge, and a second factor."""
    cast = make_cast()
    for name, best in (("old.csv", 3), ("new.csv", 4)):
        path = write(folder / name, [event(1, best=best), event(2)])
        run_import("ucdp-ged", path, name=name, by=cast.monitor, options=ImportOptions())
    one = file(cast.monitor, latitude=34.123456789, longitude=36.0)
    two = file(cast.liaison, compartment=cast.home_of(cast.liaison))
    into = Link.objects.get(report=one).incident_id
    merge_reports(into=into, reports=[two.pk], by=cast.monitor, because="Same shelling")
    Authenticator.objects.create(user=cast.monitor, type="totp", data={"secret": "x"})
    return cast


def everything(cast: Cast) -> str:
    """The ledger and the reports as text."""
    out = io.StringIO()
    export_ledger(out)
    export_records("incidents", "json", out, by=cast.operator)
    export_records("reports", "csv", out, by=cast.operator)
    return out.getvalue()


def backed_up(cast: Cast, path: Path) -> Path:
    """A backup of the record in a file."""
    with path.open("wb") as out:
        write_backup(out, by=cast.administrator, progress=lambda step: None)
    return path


def lose_everything(settings: Any, folder: Path) -> None:
    """Another folder and an empty database, as on a new machine."""
    call_command("flush", interactive=False, verbosity=0)
    settings.TRUCEWATCH_HOME = folder
    folder.mkdir()
    signing_key.cache_clear()


def test_a_restored_record_is_the_same(tmp_path: Path, settings: Any) -> None:
    """Rows, ledger, originals, keys, and even the members' second factors."""
    cast = filled_record(tmp_path)
    before = everything(cast)
    path = backed_up(cast, tmp_path / "backup.tar.gz")
    lose_everything(settings, tmp_path / "new")
    restore_backup(path, progress=lambda step: None)
    assert everything(cast) == before
    assert verify_record().is_intact
    digest = run_digest(tmp_path / "new.csv")
    assert original_path(digest).read_bytes() == (tmp_path / "new.csv").read_bytes()
    assert Authenticator.objects.get().user == cast.monitor
    assert Client().login(username="monitor", password="a-long-enough-password-of-tests")


def run_digest(path: Path) -> str:
    """The name of a file on the shelf of originals."""
    import hashlib

    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_restored_record_goes_on_under_the_same_key(tmp_path: Path, settings: Any) -> None:
    """New entries join the old chain, and all of it verifies from a file."""
    cast = filled_record(tmp_path)
    path = backed_up(cast, tmp_path / "backup.tar.gz")
    lose_everything(settings, tmp_path / "new")
    restore_backup(path, progress=lambda step: None)
    signing_key.cache_clear()
    file(cast.monitor)
    out = io.StringIO()
    export_ledger(out)
    assert verify_file(io.StringIO(out.getvalue())).is_intact
    assert verify_record().is_intact


def test_a_folder_with_a_record_is_not_overwritten(tmp_path: Path) -> None:
    """Restoring is for empty places."""
    cast = filled_record(tmp_path)
    path = backed_up(cast, tmp_path / "backup.tar.gz")
    before = everything(cast)
    with pytest.raises(Refused, match="holds a record already"):
        restore_backup(path, progress=lambda step: None)
    assert everything(cast) == before


@pytest.mark.parametrize("cut", [10, 2_000, -100])
def test_a_damaged_backup_restores_nothing(tmp_path: Path, settings: Any, cut: int) -> None:
    """Half a file is refused, and the place stays empty."""
    cast = filled_record(tmp_path)
    path = backed_up(cast, tmp_path / "backup.tar.gz")
    path.write_bytes(path.read_bytes()[:cut])
    lose_everything(settings, tmp_path / "new")
    with pytest.raises(Refused):
        restore_backup(path, progress=lambda step: None)
    assert verify_record().entries == 0


def test_a_backup_with_a_changed_row_restores_nothing(tmp_path: Path, settings: Any) -> None:
    """The ledger inside vouches for the rows inside."""
    cast = filled_record(tmp_path)
    path = backed_up(cast, tmp_path / "backup.tar.gz")
    forged = tmp_path / "forged.tar.gz"
    with tarfile.open(path) as source, tarfile.open(forged, "w:gz") as target:
        for member in source:
            content = source.extractfile(member).read()  # type: ignore[union-attr]
            if member.name.endswith("reports.report.jsonl"):
                content = content.replace(b'"deaths_best":4', b'"deaths_best":9')
            member.size = len(content)
            target.addfile(member, io.BytesIO(content))
    lose_everything(settings, tmp_path / "new")
    with pytest.raises(Refused, match="does not verify"):
        restore_backup(forged, progress=lambda step: None)
    assert verify_record().entries == 0


def test_only_an_administrator_takes_the_record_away(tmp_path: Path) -> None:
    """A backup holds what no single member may see."""
    cast = make_cast()
    with pytest.raises(NotAllowed):
        write_backup(io.BytesIO(), by=cast.monitor, progress=lambda step: None)

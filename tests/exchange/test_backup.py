"""A backup holds the whole record, and a restored record is the same."""

import io
import shutil
import tarfile
from collections.abc import Callable
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
from trucewatch.ledger.file_verification import verify_file
from trucewatch.ledger.record_verification import verify_record
from trucewatch.ledger.signing import signing_key
from trucewatch.sources.originals import original_path
from trucewatch.sources.verification import damaged_originals
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


def test_templates_of_papers_come_back(tmp_path: Path, settings: Any) -> None:
    """They are the record's letterhead; what was being written when it was taken is left out."""
    cast = filled_record(tmp_path)
    folder = settings.TRUCEWATCH_HOME / "templates" / "papers"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "agenda.typ").write_text("#letterhead")
    (folder / "agenda.typ.7.part").write_text("#lett")
    path = backed_up(cast, tmp_path / "backup.tar.gz")
    shutil.rmtree(folder)
    lose_everything(settings, tmp_path / "new")
    restore_backup(path, progress=lambda step: None)
    restored = settings.TRUCEWATCH_HOME / "templates" / "papers"
    assert [each.name for each in restored.iterdir()] == ["agenda.typ"]
    assert (restored / "agenda.typ").read_text() == "#letterhead"


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


def changed_backup(path: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """The backup with each file as the change returns it; None leaves it out."""
    forged = path.with_name("forged.tar.gz")
    with tarfile.open(path) as source, tarfile.open(forged, "w:gz") as target:
        for member in source:
            content = change(member.name, source.extractfile(member).read())  # type: ignore[union-attr]
            if content is not None:
                member.size = len(content)
                target.addfile(member, io.BytesIO(content))
    return forged


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("reports.report.jsonl", b'"deaths_best":4', b'"deaths_best":9'),
        ("reports.report.jsonl", b"{", b"["),
        ("reports.report.jsonl", b'"deaths_best"', b'"deaths_worst"'),
        ("reports.report.jsonl", None, None),
        ("manifest.json", b'"rows"', b'"lines"'),
        ("manifest.json", b"{", b"[{"),
        ("ledger.ed25519", None, None),
        ("ledger.ed25519", b"", b"ab" * 32),
        ("originals/", None, None),
        ("originals/", b"id", b"di"),
    ],
)
def test_a_backup_that_was_changed_restores_nothing(
    tmp_path: Path, settings: Any, name: str, old: bytes | None, new: bytes | None
) -> None:
    """Whatever was changed or left out is refused, and no key and no original stays behind."""
    cast = filled_record(tmp_path)
    path = backed_up(cast, tmp_path / "backup.tar.gz")

    def change(member: str, content: bytes) -> bytes | None:
        if name not in member:
            return content
        if old is None or new is None:
            return None
        return content.replace(old, new) if old else new

    forged = changed_backup(path, change)
    lose_everything(settings, tmp_path / "new")
    with pytest.raises(Refused):
        restore_backup(forged, progress=lambda step: None)
    assert verify_record().entries == 0
    assert [p for p in (tmp_path / "new").rglob("*") if p.is_file()] == []


def test_a_damaged_original_is_named_and_does_not_stop_the_backup(
    tmp_path: Path, settings: Any
) -> None:
    """The record can be saved all the same, and says what is missing after the restore."""
    cast = filled_record(tmp_path)
    kept = original_path(run_digest(tmp_path / "new.csv"))
    kept.chmod(0o600)
    kept.write_bytes(b"overwritten")
    assert "altered on disk" in str(damaged_originals()[0])
    path = backed_up(cast, tmp_path / "backup.tar.gz")
    kept.unlink()
    lose_everything(settings, tmp_path / "new")
    restore_backup(path, progress=lambda step: None)
    assert ["missing" in str(fault) for fault in damaged_originals()] == [True]
    assert verify_record().is_intact


def test_only_an_administrator_takes_the_record_away(tmp_path: Path) -> None:
    """A backup holds what no single member may see."""
    cast = make_cast()
    with pytest.raises(NotAllowed):
        write_backup(io.BytesIO(), by=cast.monitor, progress=lambda step: None)

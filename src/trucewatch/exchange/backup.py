"""The whole record in one file that fits either database, and back."""

import base64
import io
import json
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import IO, Any, BinaryIO

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, models, transaction

from trucewatch import __version__
from trucewatch.accounts.access import require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.intake.vault import KEY_NAME as CALLERS_KEY
from trucewatch.ledger.belonging import mark_folder
from trucewatch.ledger.genesis import genesis_facts
from trucewatch.ledger.record_verification import verify_record
from trucewatch.ledger.signing import require_same_key, signing_key
from trucewatch.sources.originals import hash_of_file
from trucewatch.sources.verification import damaged_originals
from trucewatch.vocabulary.refusal import Refused

FORMAT = 1
_CHUNK = 500
_MOST_LINE = 64 << 20
_LEFT_OUT = {"sessions", "contenttypes", "auth", "admin", "messages", "account"}
_FOLDERS = ("originals", "keys", "templates")
_KEPT_APART = frozenset({CALLERS_KEY})
"""Whoever steals a backup must not find the callers' names and what opens them side by side."""
_MALFORMED = (OSError, ValueError, KeyError, TypeError, DatabaseError, ValidationError)
"""What reading a backup raises that is not what this program wrote."""

Step = Callable[[str], None]


def write_backup(out: BinaryIO, *, by: Member, progress: Step) -> int:
    """Write rows, originals, keys and templates as a compressed archive; returns how many rows.

    The rows are those of one moment, whatever is written meanwhile. Whoever holds the file holds
    everything: handling marks do not protect it.
    """
    require(by, Act.MANAGE_MEMBERS)
    home: Path = settings.TRUCEWATCH_HOME
    counts: dict[str, int] = {}
    with tarfile.open(fileobj=out, mode="w:gz", compresslevel=6) as archive, _one_moment():
        for model in _models():
            name = model._meta.label_lower
            progress(name)
            with tempfile.TemporaryFile() as rows:
                counts[name] = _write_rows(model, rows)
                _add(archive, f"rows/{name}.jsonl", rows)
        progress("originals")
        damaged = [fault.row for fault in damaged_originals()]
        for folder in _FOLDERS:
            for path in sorted((home / folder).rglob("*")):
                if path.is_file() and _is_whole(path, folder):
                    archive.add(path, f"{folder}/{path.relative_to(home / folder)}")
        manifest = {"format": FORMAT, "version": __version__, "rows": counts, "damaged": damaged}
        _add(archive, "manifest.json", io.BytesIO(json.dumps(manifest, indent=2).encode()))
    for name in damaged:
        progress(f"left out: the original of {name}, which is gone or not what was received")
    return sum(counts.values())


def restore_backup(path: Path, *, progress: Step) -> int:
    """Make the record that the file holds, where there is none; returns the number of rows.

    Nothing is kept, not a key and not an original, unless the restored ledger verifies against
    every restored row. Raises ``Refused`` when there is a record already, or the file is not a
    whole backup.
    """
    if genesis_facts() is not None:
        raise Refused("This folder or database holds a record already; restore into an empty one.")
    home: Path = settings.TRUCEWATCH_HOME
    with tempfile.TemporaryDirectory(dir=home, prefix="restore-") as name:
        unpacked = Path(name)
        counts, damaged = _unpack(path, unpacked)
        placed: list[Path] = []
        try:
            with transaction.atomic():
                _load(unpacked, counts, progress)
                progress("ledger")
                _require_whole_record(unpacked)
                progress("originals")
                _put_files(unpacked, home, placed)
                _require_originals(damaged)
        except BaseException as error:
            for file in placed:
                file.unlink(missing_ok=True)
            if isinstance(error, _MALFORMED):
                raise Refused(f"{path.name} is not a whole backup ({error}).") from error
            raise
        finally:
            signing_key.cache_clear()
    mark_folder(home)
    return sum(counts.values())


def _load(unpacked: Path, counts: dict[str, int], progress: Step) -> None:
    for model in _models():
        label = model._meta.label_lower
        progress(label)
        read = _read_rows(model, unpacked / "rows" / f"{label}.jsonl")
        if read != counts.get(label, 0):
            raise Refused(f"The backup is not whole: {label} has {read} rows.")
    _reset_sequences()


def _require_whole_record(unpacked: Path) -> None:
    """The restored rows are those of the ledger, and the key beside them is the ledger's."""
    verdict = verify_record()
    if not verdict.is_intact:
        fault = verdict.fault or verdict.row_faults[0]
        raise Refused(f"The backup does not verify: {fault}.")
    require_same_key(signing_key(unpacked), str((genesis_facts() or {}).get("public_key")))


def _require_originals(damaged: list[str]) -> None:
    for fault in damaged_originals():
        if fault.row not in damaged:
            raise Refused(f"The backup is not whole: {fault}.")


def _models() -> list[type[models.Model]]:
    """Every table that is part of the record, those that others point to first."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label not in _LEFT_OUT
    ]


@contextmanager
def _one_moment() -> Iterator[None]:
    """Inside, every row reads as it was at the start, and nobody else has to wait."""
    if connection.vendor != "sqlite":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield
        return
    # The framework would begin a writing transaction; a reading one holds nobody up.
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("COMMIT")


def _write_rows(model: type[models.Model], out: IO[bytes]) -> int:
    fields = model._meta.concrete_fields
    count = 0
    rows = model._base_manager.order_by("pk")
    for row in rows.iterator(2_000):
        values = {field.attname: _outward(field, row) for field in fields}
        out.write(json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
        count += 1
    return count


def _outward(field: "models.Field[Any, Any]", row: models.Model) -> Any:
    value = getattr(row, field.attname)
    if value is None or isinstance(field, models.JSONField):
        return value
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode("ascii")
    if isinstance(value, bool | int | float) or type(value) is str:
        return value
    # Django's own JSON would cut moments to milliseconds, and the ledger would not verify.
    return field.value_to_string(row)


def _inward(field: "models.Field[Any, Any]", value: Any) -> Any:
    if value is not None and isinstance(field, models.BinaryField):
        return base64.b64decode(value)
    return value if isinstance(field, models.JSONField) else field.to_python(value)


def _read_rows(model: type[models.Model], path: Path) -> int:
    """Insert the rows of a file; the database itself checks every key when it commits."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    count = 0
    with path.open("rb") as file:
        lines = iter(lambda: file.readline(_MOST_LINE), b"")
        while chunk := list(islice(lines, _CHUNK)):
            rows = []
            for line in chunk:
                values = json.loads(line)
                rows.append(
                    model(**{name: _inward(fields[name], value) for name, value in values.items()})
                )
            model._base_manager.bulk_create(rows)
            count += len(rows)
    return count


def _reset_sequences() -> None:
    """Let the database count on from the restored rows."""
    from django.core.management.color import no_style

    statements = connection.ops.sequence_reset_sql(no_style(), _models())
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _add(archive: tarfile.TarFile, name: str, content: IO[bytes]) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = content.seek(0, io.SEEK_END)
    entry.mode = 0o600
    content.seek(0)
    archive.addfile(entry, content)


def _unpack(path: Path, into: Path) -> tuple[dict[str, int], list[str]]:
    """Unpack with the standard filter against names that lead elsewhere.

    Returns how many rows each table should have, and the documents whose original was damaged.
    """
    try:
        with tarfile.open(path, "r:gz") as archive:
            archive.extractall(into, filter="data")
        manifest = json.loads((into / "manifest.json").read_text("utf-8"))
        told, version = manifest["format"], manifest["version"]
        counts = {str(label): int(count) for label, count in manifest["rows"].items()}
        damaged = [str(name) for name in manifest["damaged"]]
    except (tarfile.TarError, EOFError, zlib.error, AttributeError, *_MALFORMED) as error:
        raise Refused(f"{path.name} is not a whole backup ({error}).") from error
    if told != FORMAT:
        raise Refused(f"{path.name} was made by another version: {version}.")
    return counts, damaged


def _is_whole(path: Path, folder: str) -> bool:
    if folder == "keys":
        return path.name not in _KEPT_APART
    if folder == "templates":
        return path.suffix != ".part"
    return hash_of_file(path) == path.name


def _put_files(unpacked: Path, home: Path, placed: list[Path]) -> None:
    """Put originals, keys and templates into the record's folder, and list what was put there."""
    for folder in _FOLDERS:
        for path in sorted((unpacked / folder).rglob("*")):
            if not path.is_file():
                continue
            target = home / folder / PurePosixPath(path.relative_to(unpacked / folder).as_posix())
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            target.unlink(missing_ok=True)
            path.replace(target)
            placed.append(target)
            target.chmod(0o400 if folder == "originals" else 0o600)

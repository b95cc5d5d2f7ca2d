"""Preparing sources and documents for an import, and running imports one at a time."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from trucewatch.accounts.access import require
from trucewatch.accounts.models import Compartment, Member, Organisation
from trucewatch.accounts.rules import Act
from trucewatch.ledger import actions as ledger
from trucewatch.ledger.events import Event
from trucewatch.ledger.models import Commitment
from trucewatch.sources.models import Document, ImportRun, Source, Staged
from trucewatch.sources.originals import hash_of_file, keep_original
from trucewatch.sources.rules import OWN_SOURCE_PREFIX, media_type_of
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.identity import new_id
from trucewatch.vocabulary.refusal import Refused

_FIRST_BYTES: Final = 4_096


@contextmanager
def only_import(*, patience: float = 30.0) -> Iterator[None]:
    """Hold the record's import lock; another importer waits, then is told so.

    The operating system lets go of the lock when the process ends in whatever way, so that a
    killed import never blocks the next one. ``patience`` is in seconds.
    """
    path: Path = settings.TRUCEWATCH_HOME / "locks" / "import.lock"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    deadline = time.monotonic() + patience
    with path.open("a") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise Refused(
                        "Another import into this record is running; try again when it is done."
                    ) from None
                time.sleep(0.1)
        yield


def start_run(label: str, *, by: Member) -> ImportRun:
    """Open a run whose rows nobody sees until it is published."""
    require(by, Act.IMPORT)
    return ImportRun.objects.create(
        id=new_id(), label=label[:300], started_by=by, started_at=timezone.now()
    )


@transaction.atomic
def discard_run(run: ImportRun) -> None:
    """Remove every trace of a run that was not published."""
    if run.published_at is not None:
        raise Refused("A published import is part of the record; withdraw its reports instead.")
    key = run._meta.pk.get_db_prep_value(run.pk, connection)
    staged = [model for model in apps.get_models() if issubclass(model, Staged)]
    tables = [(model._meta.db_table, "run_id") for model in reversed(staged)]
    with connection.cursor() as cursor:
        # Plain statements: the framework would load each row to look for its dependants.
        for table, column in [*tables, (Commitment._meta.db_table, "entry")]:
            cursor.execute(f"DELETE FROM {table} WHERE {column} = %s", [key])  # noqa: S608
    run.delete()


def discard_abandoned_runs() -> int:
    """Remove what killed imports left behind; call it while holding the import lock."""
    abandoned = list(ImportRun.objects.filter(published_at__isnull=True))
    for run in abandoned:
        discard_run(run)
    return len(abandoned)


@transaction.atomic
def add_source(source: Source, *, by: Member) -> Source:
    """Enter a source of accounts, with what it cannot see."""
    require(by, Act.MANAGE_RECORD)
    source.full_clean()
    source.save()
    ledger.record(Event.SOURCE_ADDED, by=by, subject=source)
    return source


def find_or_prepare_source(source: Source) -> Source:
    """The recorded source of that key, else the given one, not saved yet."""
    return Source.objects.filter(key=source.key).first() or source


def find_or_prepare_document(
    path: Path, *, name: str, media_type: str, source: Source, handling: Handling
) -> Document:
    """The document with these bytes from this source, else a new one, not saved yet."""
    sha256 = hash_of_file(path)
    known = None
    if not source._state.adding:
        known = Document.objects.filter(sha256=sha256, source=source).first()
    return known or Document(
        sha256=sha256,
        name=name[:255],
        media_type=media_type,
        size=path.stat().st_size,
        source=source,
        handling=handling,
        received_at=timezone.now(),
    )


@transaction.atomic
def receive_document(
    path: Path,
    *,
    name: str,
    media_type: str,
    source: Source,
    handling: Handling,
    compartment: Compartment | None = None,
    by: Member,
) -> Document:
    """Keep a file as it came, byte for byte.

    The same file from the same source under the same mark is one document.
    """
    require(by, Act.IMPORT)
    sha256 = hash_of_file(path)
    document: Document | None = Document.objects.filter(
        sha256=sha256, source=source, handling=handling, compartment=compartment
    ).first()
    if document is None:
        document = Document(
            sha256=sha256,
            name=name[:255],
            media_type=media_type,
            size=path.stat().st_size,
            source=source,
            handling=handling,
            compartment=compartment,
            received_at=timezone.now(),
        )
        keep_original(path, sha256)
        document.save()
        ledger.record(Event.DOCUMENT_RECEIVED, by=by, subject=document)
    return document


def keep_document(
    path: Path, *, name: str, source: Source, handling: Handling, compartment: Compartment | None
) -> Document:
    """The bytes on the shelf of originals and a document that names them; empty ones are refused.

    What kind of file it is its first bytes say. Call it inside an act that commits to it.
    """
    if not path.stat().st_size:
        raise Refused("The file is empty.", field="file")
    sha256 = hash_of_file(path)
    with path.open("rb") as file:
        media_type = media_type_of(file.read(_FIRST_BYTES))
    keep_original(path, sha256)
    document = Document(
        sha256=sha256, name=name[:255], media_type=media_type, size=path.stat().st_size,
        source=source, handling=handling, compartment=compartment, received_at=timezone.now(),
    )  # fmt: skip
    document.save()
    return document


@transaction.atomic
def ensure_organisation_source(*, by: Member) -> Source:
    """The source under which a member's own organisation gives accounts; made when first used."""
    require(by, Act.FILE_REPORT)
    organisation = by.organisation
    key = organisation_source_key(organisation)
    known: Source | None = Source.objects.filter(key=key).first()
    if known is not None:
        return known
    source = Source(key=key, name=organisation.name)
    source.save()
    ledger.record(Event.SOURCE_ADDED, by=by, subject=source)
    return source


def organisation_source_key(organisation: Organisation) -> str:
    """The key of the source that stands for an organisation; no two have the same."""
    return f"{OWN_SOURCE_PREFIX}{organisation.pk}"

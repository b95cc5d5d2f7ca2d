"""Opening a case, putting documents into it, reading it."""

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.db.models.functions import Length
from django.utils import timezone

from trucewatch.accounts.access import MemberReader, require
from trucewatch.accounts.models import Compartment, Member
from trucewatch.accounts.queries import held_compartments
from trucewatch.accounts.rules import Act, require_consistent_mark
from trucewatch.desk.models import CaseDocument, CaseFile
from trucewatch.desk.queries import find_case
from trucewatch.desk.reading import keep_reading, texts_of
from trucewatch.desk.registry import read_with_registry
from trucewatch.desk.rules import (
    LONGEST_CASE_NAME,
    MOST_CHARACTERS,
    MOST_CHARACTERS_OF_A_CASE,
    MOST_DOCUMENTS,
    require_day,
)
from trucewatch.extraction.case import CaseRead, Text
from trucewatch.ledger import actions as ledger
from trucewatch.ledger.events import Event
from trucewatch.reports.rules import require_text
from trucewatch.sources.actions import receive_document
from trucewatch.sources.models import Document, Source
from trucewatch.sources.rules import SHOWN_IN_PAGES, media_type_of
from trucewatch.sources.texts.reading import read_text
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.refusal import NotFound, Refused

_FIRST_BYTES = 4_096
_TRIES = 3

Reading = Callable[[list[Text]], CaseRead]
"""Whatever reads the documents of a case together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """A file as it is handed in. ``is_submission``: it lists alleged breaches one by one."""

    path: Path
    name: str
    source: Source
    is_submission: bool = False
    stated_day: dt.date | None = None


@transaction.atomic
def open_case(
    name: str, *, handling: Handling, compartment: Compartment | None = None, by: Member
) -> CaseFile:
    """Open a folder for documents that are read together. All of them get its mark."""
    require(by, Act.WORK_PRESS_DESK)
    require_text(name, most=LONGEST_CASE_NAME, field="name")
    if not name.strip():
        raise Refused("Give the case a name.", field="name")
    require_consistent_mark(handling, in_compartment=compartment is not None)
    if compartment is not None and compartment not in held_compartments(by):
        raise NotFound("There is nothing here that you may see.")
    case = CaseFile(
        name=name.strip(),
        handling=handling,
        compartment=compartment,
        made_by=by,
        made_at=timezone.now(),
    )
    case.save()
    if not CaseFile.objects.visible_to(MemberReader(by)).filter(pk=case.pk).exists():
        raise Refused("You would not see this case yourself under that mark.", field="handling")
    ledger.record(Event.CASE_FILE_OPENED, by=by, subject=case)
    return case


@transaction.atomic
def add_document(case_id: UUID, handed: Handed, *, by: Member) -> CaseDocument:
    """Keep a file as it came and put its text into a case. It is read by ``read_again``."""
    require(by, Act.WORK_PRESS_DESK)
    case = locked_case(case_id, by)
    if case.documents.count() >= MOST_DOCUMENTS:
        raise Refused("A case holds at most {most} documents.", values={"most": MOST_DOCUMENTS})
    require_day(handed.stated_day)
    text, pages, media_type = _read(handed)
    held = case.documents.aggregate(characters=Sum(Length("text")))["characters"] or 0
    if held + len(text) > MOST_CHARACTERS_OF_A_CASE:
        raise Refused(
            "A case holds at most {most} characters; open another one.",
            values={"most": MOST_CHARACTERS_OF_A_CASE},
        )
    document = receive_document(
        handed.path,
        name=handed.name,
        media_type=media_type,
        source=handed.source,
        handling=Handling(case.handling),
        compartment=case.compartment,
        by=by,
    )
    known = case.documents.filter(document__sha256=document.sha256).first()
    if known is not None:
        raise Refused(
            "“{name}” is in this case already, as “{other}”.",
            field="documents",
            values={"name": handed.name, "other": known.document.name},
        )
    before = _read_before(document, by)
    text, pages = (before.text, before.pages) if before else (text, pages)
    row = CaseDocument(
        case=case,
        document=document,
        position=(case.documents.count()),
        text=text,
        text_sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        pages=pages,
        destroyed=before.destroyed if before else [],
        is_submission=handed.is_submission,
        stated_day=handed.stated_day,
        added_by=by,
        added_at=timezone.now(),
    )
    row.save()
    ledger.record(
        Event.CASE_FILE_EXTENDED,
        by=by,
        subject=row,
        facts={"case": str(case.pk), "document": document.sha256},
    )
    return row


def read_again(case_id: UUID, *, by: Member, read: Reading = read_with_registry) -> dict[str, int]:
    """Read all documents of a case together. What people settled stays; the rest is replaced.

    The reading itself holds nobody up: only writing it down is a transaction, and where somebody
    changed the documents meanwhile they are read anew.
    """
    require(by, Act.WORK_PRESS_DESK)
    case = find_case(MemberReader(by), case_id)
    for _ in range(_TRIES):
        texts = texts_of(case)
        found = read(texts)
        with transaction.atomic():
            case = locked_case(case_id, by)
            if texts_of(case) == texts:
                counts = keep_reading(case, found)
                ledger.record(Event.CASE_FILE_READ, by=by, subject=case, facts=counts)
                return counts
    raise Refused("Others are changing this case; read it again in a moment.")


def state_day(case_document_id: UUID, day: dt.date | None, *, by: Member) -> CaseDocument:
    """Say of which day a document is; the case is read again from there."""
    require(by, Act.WORK_PRESS_DESK)
    require_day(day)
    with transaction.atomic():
        rows = CaseDocument.objects.visible_to(MemberReader(by))
        row: CaseDocument | None = rows.filter(pk=case_document_id).first()
        if row is None:
            raise NotFound("There is nothing here that you may see.")
        locked_case(row.case_id, by)
        row.stated_day = day
        row.save(update_fields=["stated_day"])
        facts = {"case": str(row.case_id)}
        ledger.record(Event.CASE_FILE_EXTENDED, by=by, subject=row, facts=facts)
    read_again(row.case_id, by=by)
    row.refresh_from_db()
    return row


def locked_case(case_id: UUID, by: Member) -> CaseFile:
    """The case, locked: settling and reading of one case take turns."""
    find_case(MemberReader(by), case_id)
    case: CaseFile = CaseFile.objects.select_for_update().get(pk=case_id)
    return case


def _read_before(document: Document, by: Member) -> CaseDocument | None:
    """The same file as the desk has it already: offsets count in one text, whatever reads it later.

    Words that were destroyed in it stay destroyed, also where it comes in under another mark.
    """
    seen = CaseDocument.objects.visible_to(MemberReader(by)).order_by("added_at")
    same = seen.filter(document__sha256=document.sha256)
    found: CaseDocument | None = (
        same.exclude(destroyed=[]).first() or same.filter(document=document).first()
    )
    return found


def _read(handed: Handed) -> tuple[str, list[int], str]:
    """The text of a file, where its pages begin, and what it is; a picture is kept unread."""
    if not handed.path.stat().st_size:
        raise Refused("“{name}” is empty.", field="documents", values={"name": handed.name})
    with handed.path.open("rb") as file:
        media_type = media_type_of(file.read(_FIRST_BYTES))
    if media_type in SHOWN_IN_PAGES:
        return "", [], media_type
    read = read_text(handed.path, handed.name)
    if len(read.text) > MOST_CHARACTERS:
        raise Refused(
            "“{name}” holds more than {most} characters; split it.",
            field="documents",
            values={"name": handed.name, "most": MOST_CHARACTERS},
        )
    if "\x00" in read.text:
        raise Refused("The text holds a NUL character.", field="documents")
    return read.text, list(read.pages), read.media_type

"""Attaching a file to a report as its evidence, and taking it off again."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from trucewatch.accounts.access import MemberReader, require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.ledger import actions as ledger
from trucewatch.ledger.events import Event
from trucewatch.reports.actions.changing import changeable_report
from trucewatch.reports.models import Evidence
from trucewatch.reports.rules import require_reason, require_text
from trucewatch.sources.models import Document
from trucewatch.sources.originals import hash_of_file, keep_original
from trucewatch.sources.rules import media_type_of
from trucewatch.vocabulary.refusal import NotFound, Refused

_FIRST_BYTES = 4_096
_LONGEST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """A file that is handed in as evidence: what it shows, whose it is, under which rights."""

    path: Path
    name: str
    caption: str
    creator: str = ""
    rights: str = ""


@transaction.atomic
def attach_evidence(report_id: UUID, exhibit: Exhibit, *, by: Member) -> Evidence:
    """Keep a file byte for byte beside the report. It is seen by whoever sees the report."""
    require(by, Act.ATTACH_EVIDENCE)
    for field in ("caption", "creator", "rights"):
        require_text(getattr(exhibit, field), most=_LONGEST, field=field)
    if not exhibit.caption.strip():
        raise Refused("Say what the file shows.", field="caption")
    if not exhibit.path.stat().st_size:
        raise Refused("The file is empty.", field="file")
    report = changeable_report(report_id, by)
    sha256 = hash_of_file(exhibit.path)
    if report.evidence.filter(document__sha256=sha256, withdrawn=False).exists():
        raise Refused("This file is attached to the report already.", field="file")
    with exhibit.path.open("rb") as file:
        media_type = media_type_of(file.read(_FIRST_BYTES))
    keep_original(exhibit.path, sha256)
    document = Document(
        sha256=sha256,
        name=exhibit.name[:255],
        media_type=media_type,
        size=exhibit.path.stat().st_size,
        source=report.source,
        handling=report.handling,
        compartment=report.compartment,
        received_at=timezone.now(),
    )
    document.save()
    evidence = Evidence(
        report=report,
        document=document,
        caption=exhibit.caption.strip(),
        creator=exhibit.creator.strip(),
        rights=exhibit.rights.strip(),
        attached_by=by,
    )
    evidence.save()
    ledger.record(Event.EVIDENCE_ATTACHED, by=by, subject=report, rows=[document, evidence])
    return evidence


@transaction.atomic
def withdraw_evidence(evidence_id: UUID, *, by: Member, because: str) -> Evidence:
    """Show a file no longer; its bytes and its entries stay in the record."""
    require(by, Act.ATTACH_EVIDENCE)
    require_reason(because)
    evidence = find_evidence(evidence_id, by)
    changeable_report(evidence.report_id, by)
    evidence.withdrawn = True
    evidence.save(update_fields=["withdrawn"])
    ledger.record(
        Event.EVIDENCE_WITHDRAWN, by=by, subject=evidence.report, rows=[evidence], because=because
    )
    return evidence


def find_evidence(evidence_id: UUID, member: Member) -> Evidence:
    """The evidence, if the member may see its report."""
    found = (
        Evidence.objects.filter(MemberReader(member).sees("report__"), withdrawn=False)
        .select_related("document", "report")
        .filter(pk=evidence_id)
        .first()
    )
    if found is None:
        raise NotFound("There is nothing here that you may see.")
    return found

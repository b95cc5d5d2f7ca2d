"""Attaching a file to a report as its evidence, and taking it off again."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.db import transaction

from trucewatch.accounts.access import MemberReader, require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.ledger import actions as ledger
from trucewatch.ledger.events import Event
from trucewatch.reports.actions.changing import changeable_report
from trucewatch.reports.models import Evidence
from trucewatch.reports.rules import require_reason, require_text
from trucewatch.sources.actions import keep_document
from trucewatch.sources.originals import hash_of_file
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.refusal import NotFound, Refused

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
    report = changeable_report(report_id, by)
    sha256 = hash_of_file(exhibit.path)
    if report.evidence.filter(document__sha256=sha256, withdrawn=False).exists():
        raise Refused("This file is attached to the report already.", field="file")
    document = keep_document(
        exhibit.path, name=exhibit.name, source=report.source,
        handling=Handling(report.handling), compartment=report.compartment,
    )  # fmt: skip
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

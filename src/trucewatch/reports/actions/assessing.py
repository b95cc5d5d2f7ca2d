"""Saying how far a report was checked and how far its information is believed."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from trucewatch.accounts.access import require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.ledger import actions as ledger
from trucewatch.ledger.events import Event
from trucewatch.reports.actions.changing import changeable_report, revise
from trucewatch.reports.models import Report
from trucewatch.reports.rules import changed_columns, may_assess
from trucewatch.vocabulary.grading import InformationCredibility
from trucewatch.vocabulary.refusal import NotAllowed, Refused
from trucewatch.vocabulary.roles import OrganisationKind
from trucewatch.vocabulary.violations import Verification

COLUMNS = ("verification", "credibility")


@dataclass(frozen=True, slots=True)
class Assessment:
    """How far a report was checked, and how far what it says is believed."""

    verification: Verification
    credibility: InformationCredibility


@transaction.atomic
def assess_report(
    report_id: UUID, assessment: Assessment, *, read_version: int, by: Member, because: str = ""
) -> Report:
    """Record the mission's assessment; what stood there before becomes a revision.

    What the source says stays as it is. ``read_version`` is the version that was looked at: an
    assessment of words that changed meanwhile is refused.
    """
    require(by, Act.ASSESS_REPORT)
    if not may_assess(OrganisationKind(by.organisation.organisation_kind)):
        raise NotAllowed("Only the mission assesses reports.")
    report = changeable_report(report_id, by)
    if report.is_withdrawn:
        raise Refused("The report is withdrawn and is assessed no more.")
    if report.version != read_version:
        raise Refused("Somebody changed this report while you were reading; read it again.")
    before = report.content()
    report.verification = assessment.verification.value
    report.credibility = assessment.credibility.value
    changed = changed_columns(before, report.content(), COLUMNS)
    if not changed:
        raise Refused("Nothing was changed.")
    revision = revise(report, before, changed)
    ledger.record(
        Event.REPORT_ASSESSED,
        by=by,
        subject=report,
        rows=[revision],
        because=because,
        facts={"verification": report.verification, "credibility": report.credibility},
    )
    return report

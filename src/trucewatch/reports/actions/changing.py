"""Correcting, withdrawing and reinstating a report; what it said before stays readable."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from trucewatch.accounts.access import MemberReader, require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.ledger import actions as ledger
from trucewatch.ledger.events import Event
from trucewatch.names.searching import searchable
from trucewatch.reports.account import FACT_COLUMNS, Account, columns_of
from trucewatch.reports.models import Report, Revision, Standing
from trucewatch.reports.rules import (
    NEWLINE_IN_VALUE,
    WORDS_DESTROYED,
    changed_columns,
    flags_of,
    may_change_account,
    require_possible,
    require_reason,
)
from trucewatch.vocabulary.refusal import NotAllowed, NotFound, Refused
from trucewatch.vocabulary.roles import OrganisationKind


@transaction.atomic
def correct_report(
    report_id: UUID, account: Account, *, read_version: int, by: Member, because: str
) -> Report:
    """Say anew what the source says. The earlier account becomes a revision.

    ``read_version`` is the version that the corrector had before their eyes: when somebody else
    was quicker, nothing is written and they are told.
    """
    require(by, Act.CORRECT_REPORT)
    require_reason(because)
    require_possible(account)
    report = changeable_report(report_id, by)
    if report.version != read_version:
        raise Refused("Somebody changed this report while you were writing; read it again.")
    before = report.content()
    for name, value in columns_of(account).items():
        setattr(report, name, value)
    lasting = {NEWLINE_IN_VALUE, WORDS_DESTROYED}.intersection(report.flags)
    report.flags = sorted({*flags_of(account), *lasting})
    report.folded = folded_text(report)
    changed = changed_columns(before, report.content(), FACT_COLUMNS)
    if not changed:
        raise Refused("Nothing was changed.")
    revision = revise(report, before, changed)
    ledger.record(
        Event.REPORT_CORRECTED,
        by=by,
        subject=report,
        rows=[revision],
        because=because,
        facts={"fields": [change["field"] for change in changed]},
    )
    return report


def withdraw_report(report_id: UUID, *, by: Member, because: str) -> Report:
    """The report no longer counts; it stays readable. Undo with ``reinstate_report``."""
    return _change_standing(
        report_id, Standing.WITHDRAWN, Event.REPORT_WITHDRAWN, by=by, because=because
    )


def reinstate_report(report_id: UUID, *, by: Member, because: str) -> Report:
    """The report counts again."""
    return _change_standing(
        report_id, Standing.RECORDED, Event.REPORT_REINSTATED, by=by, because=because
    )


@transaction.atomic
def take_back_report(report_id: UUID, *, by: Member, because: str) -> Report:
    """Whoever filed a report takes it back, also without the right to withdraw others'."""
    require(by, Act.FILE_REPORT)
    report = changeable_report(report_id, by)
    if report.filed_by_id != by.pk:
        return withdraw_report(report_id, by=by, because=because)
    if report.standing == Standing.WITHDRAWN:
        return report
    return _stand(report, Standing.WITHDRAWN, Event.REPORT_WITHDRAWN, by=by, because=because)


@transaction.atomic
def _change_standing(
    report_id: UUID, standing: Standing, event: Event, *, by: Member, because: str
) -> Report:
    require(by, Act.WITHDRAW_REPORT)
    require_reason(because)
    report = changeable_report(report_id, by)
    if report.standing == standing:
        raise Refused(
            "The report is withdrawn already."
            if standing is Standing.WITHDRAWN
            else "The report is recorded already."
        )
    return _stand(report, standing, event, by=by, because=because)


def _stand(report: Report, standing: Standing, event: Event, *, by: Member, because: str) -> Report:
    before = report.content()
    report.standing = standing
    changed = changed_columns(before, report.content(), ("standing",))
    revision = revise(report, before, changed)
    ledger.record(event, by=by, subject=report, rows=[revision], because=because)
    return report


def folded_text(report: Report) -> str:
    """What a search for this report looks at: its words, and the names of sides and area."""
    said = (
        report.summary,
        report.place_as_published,
        report.admin1_as_published,
        report.admin2_as_published,
        report.type_as_published,
        *(str(named) for named in (report.side_a, report.side_b, report.area) if named),
    )
    return searchable(" ".join(text for text in said if text))


def new_revision(report: Report, before: dict[str, Any], changed: list[dict[str, Any]]) -> Revision:
    """The unsaved revision that keeps what the report said before; the report moves on one."""
    revision = Revision(
        report_id=report.pk,
        version=report.version,
        account=before,
        changed=changed,
        replaced_at=timezone.now(),
    )
    report.version += 1
    return revision


def revise(report: Report, before: dict[str, Any], changed: list[dict[str, Any]]) -> Revision:
    """Keep what the report said before, and save what it says now."""
    revision = new_revision(report, before, changed)
    revision.save()
    report.save()
    return revision


def changeable_report(report_id: UUID, by: Member) -> Report:
    """The report, locked, if the member may see it and may change it."""
    report = (
        Report.objects.visible_to(MemberReader(by))
        .select_for_update(of=("self",))
        .select_related("filed_by")
        .filter(pk=report_id)
        .first()
    )
    if report is None:
        raise NotFound("There is nothing here that you may see.")
    own = report.filed_by.organisation_id == by.organisation_id
    kind = OrganisationKind(by.organisation.organisation_kind)
    if not may_change_account(own_organisation=own, kind=kind):
        raise NotAllowed("Another organisation filed this report; ask it or the mission.")
    found: Report = report
    return found

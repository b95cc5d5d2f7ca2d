"""Destroying a report's words for good, where a retention rule asks for it."""

from uuid import UUID

from django.db import transaction

from trucewatch.accounts.access import MemberReader, require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.ledger import actions as ledger
from trucewatch.ledger.events import Event
from trucewatch.reports.actions.changing import folded_text
from trucewatch.reports.models import Report, Revision
from trucewatch.reports.rules import WORDS, WORDS_DESTROYED, require_reason, without_words
from trucewatch.vocabulary.refusal import NotFound, Refused


@transaction.atomic
def destroy_words(report_id: UUID, *, by: Member, because: str) -> Report:
    """Destroy what a report quotes and its original row, in every version. There is no undo.

    Figures, dates and places stay. The salts of all earlier commitments go with the words, so
    that nobody can test a guess against a digest; the chain itself still verifies. The file that
    a row came in is a document of its own and is not touched.
    """
    require(by, Act.DESTROY_WORDS)
    require_reason(because)
    visible = Report.objects.visible_to(MemberReader(by)).select_for_update(of=("self",))
    report: Report | None = visible.filter(pk=report_id).first()
    if report is None:
        raise NotFound("There is nothing here that you may see.")
    if WORDS_DESTROYED in report.flags:
        raise Refused("The words of this report were destroyed already.")
    for column in WORDS:
        setattr(report, column, "")
    report.flags = sorted({*report.flags, WORDS_DESTROYED})
    report.folded = folded_text(report)
    report.save()
    revisions = list(Revision.objects.filter(report=report))
    for revision in revisions:
        revision.account, revision.changed = without_words(revision.account, revision.changed)
        revision.save()
    ledger.record(
        Event.CONTENT_DESTROYED,
        by=by,
        subject=report,
        rows=revisions,
        because=because,
        facts={"content": report.ledger_name},
    )
    ledger.forget_earlier_contents([report, *revisions])
    return report

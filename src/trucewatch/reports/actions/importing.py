"""Staging imported reports unseen, and publishing them in one short transaction."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max, prefetch_related_objects
from django.utils import timezone

from trucewatch.ledger import actions as ledger
from trucewatch.ledger.actions import Batch
from trucewatch.ledger.events import Event
from trucewatch.ledger.insertion import insert_rows
from trucewatch.ledger.merkle import MerkleTree
from trucewatch.ledger.models import Commitment, Recorded, leaf_content
from trucewatch.reports.account import FACT_COLUMNS
from trucewatch.reports.actions.changing import folded_text, new_revision
from trucewatch.reports.models import Report, Revision, StagedChange
from trucewatch.reports.rules import WORDS, WORDS_DESTROYED, changed_columns, without_words
from trucewatch.sources.models import ImportRun

_CHUNK = 500
_COLUMNS = {field.attname: field for field in Report._meta.concrete_fields}


@dataclass(frozen=True, slots=True)
class Change:
    """What a newer row says of a known report.

    ``columns`` are the new values by column of ``Report``, as JSON can hold them; ``elsewhere``
    lists the columns of the source's own table that differ without being facts of the account.
    """

    report: Report
    columns: dict[str, Any]
    elsewhere: list[dict[str, Any]]


def stage_reports(run: ImportRun, reports: Sequence[Report]) -> None:
    """Write reports that nobody sees until the run is published."""
    prefetch_related_objects(reports, "side_a", "side_b", "area")
    for report in reports:
        report.run = run
        report.folded = folded_text(report)
    insert_rows(reports)


def stage_commitments(run: ImportRun, rows: Sequence[Recorded], *, first_leaf: int) -> int:
    """Commit to rows that were staged; returns the next free leaf.

    The commitments count once the run's entry stands in the ledger.
    """
    made = ledger.commit_to(rows, entry=run.pk, first_leaf=first_leaf)
    insert_rows(made)
    return first_leaf + len(made)


def stage_changes(run: ImportRun, changes: Sequence[Change]) -> None:
    """Keep new accounts of known reports ready; the reports stay as they are until published."""
    StagedChange.objects.bulk_create(
        StagedChange(
            run=run, report=change.report, account=change.columns, changed=change.elsewhere
        )
        for change in changes
    )


def publish_run(run: ImportRun, summary: dict[str, Any]) -> None:
    """Make everything that the run staged visible at once, with its entry in the ledger."""
    staged = Commitment.objects.filter(entry=run.pk)
    # Hashed before the transaction: the staged commitments are nobody else's to change.
    leaves = staged.order_by("leaf").values_list("kind", "subject", "version", "digest")
    tree = MerkleTree(
        leaf_content(kind, subject, version, bytes(digest))
        for kind, subject, version, digest in leaves.iterator(5_000)
    )
    last_leaf = staged.aggregate(last=Max("leaf"))["last"]
    with transaction.atomic():
        first_leaf = 0 if last_leaf is None else last_leaf + 1
        for commitments in _apply_changes(run, first_leaf=first_leaf):
            tree.extend(commitment.leaf_content for commitment in commitments)
        run.published_at = timezone.now()
        run.summary = summary
        run.save(update_fields=["published_at", "summary"])
        ledger.append(
            Event.REPORTS_IMPORTED,
            by=run.started_by,
            batch=Batch(run.pk, tree.root, tree.leaves),
            facts={key: summary[key] for key in ("made", "changed", "unchanged", "flagged")},
        )


def _apply_changes(run: ImportRun, *, first_leaf: int) -> Iterator[list[Commitment]]:
    """Turn staged changes into new accounts and revisions, chunk by chunk."""
    pending = StagedChange.objects.filter(run=run)
    while changes := list(pending.order_by("id")[:_CHUNK]):
        # Read again inside the transaction: somebody may have corrected one meanwhile.
        reports = Report.objects.in_bulk([change.report_id for change in changes])
        revisions = [_changed(reports[change.report_id], change) for change in changes]
        columns = sorted({column for change in changes for column in change.account})
        Revision.objects.bulk_create(revisions)
        Report.staged.bulk_create(
            reports.values(),
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=[
                *(_COLUMNS[column].name for column in columns),
                "version",
                "folded",
            ],
        )
        rows: list[Recorded] = [*reports.values(), *revisions]
        commitments = ledger.commit_to(
            rows, entry=run.pk, versions=ledger.versions_of(rows), first_leaf=first_leaf
        )
        Commitment.objects.bulk_create(commitments)
        first_leaf += len(commitments)
        yield commitments
        pending.filter(pk__in=[change.pk for change in changes]).delete()


def _changed(report: Report, change: StagedChange) -> Revision:
    """Give the report its new account; returns the revision that keeps the old one."""
    before = report.content()
    are_destroyed = WORDS_DESTROYED in report.flags
    for column, value in change.account.items():
        setattr(report, column, _COLUMNS[column].to_python(value))
    elsewhere = change.changed
    if are_destroyed:  # what a retention rule destroyed does not come back with a newer release
        for column in WORDS:
            setattr(report, column, "")
        report.flags = sorted({*report.flags, WORDS_DESTROYED})
        before, elsewhere = without_words(before, elsewhere)
    report.folded = folded_text(report)
    facts = changed_columns(before, report.content(), FACT_COLUMNS)
    return new_revision(report, before, [*facts, *elsewhere])

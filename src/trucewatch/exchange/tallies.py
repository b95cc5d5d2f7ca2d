"""Importing monitors' tallies: totals and counts by area, in either order, all or nothing."""

from pathlib import Path

from django.db import transaction

from trucewatch.accounts.access import require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.exchange.options import ImportOptions, Progress, no_progress
from trucewatch.exchange.records import Unreadable
from trucewatch.exchange.summary import Refusal, Summary
from trucewatch.exchange.tables import media_type, open_table
from trucewatch.exchange.tally_plan import TallyPlan
from trucewatch.exchange.tally_rows import ShareRow, TallyReader, TotalRow
from trucewatch.reports.actions.tallying import TallyBatch, record_tallies
from trucewatch.sources.actions import (
    discard_abandoned_runs,
    find_or_prepare_document,
    find_or_prepare_source,
    only_import,
)
from trucewatch.sources.models import Source
from trucewatch.vocabulary.grading import SourceReliability
from trucewatch.vocabulary.handling import Handling


def import_tallies(
    path: Path,
    *,
    name: str,
    by: Member,
    options: ImportOptions,
    progress: Progress = no_progress,
) -> Summary:
    """Enter the tallies of a file under the name it came with.

    Nothing is written, not even the document, when a row is refused (unless ``skip_refused``),
    for a ``dry_run``, or when the record says all of it already.
    """
    require(by, Act.IMPORT)
    summary = Summary()
    try:
        rows, header = _read(path, summary, progress)
    except Unreadable as unreadable:
        summary.refuse(unreadable.refusal)
        return summary
    with only_import(), transaction.atomic():
        discard_abandoned_runs()
        source = find_or_prepare_source(tallies_source())
        document = find_or_prepare_document(
            path, name=name, media_type=media_type(path), source=source, handling=Handling.CLEAR
        )
        document.header = document.header or header
        batch = TallyBatch(source, document)
        TallyPlan(rows, batch, summary).carry_out()
        if summary.refused and not options.skip_refused:
            summary.forget_what_was_made()
            return summary
        if not options.dry_run and not batch.is_empty:
            facts = {"file": name, "made": summary.made, "changed": summary.changed}
            record_tallies(batch, original=path, by=by, facts=facts)
            summary.published = True
    return summary


def tallies_source() -> Source:
    """The published tallies as a source, with what their pages cannot show."""
    return Source(
        key="published-tallies",
        name="Tallies as published",
        reliability=SourceReliability.F,
        limits=(
            "Counts that monitors stated and news pages passed on, copied out by a compiler. "
            "Scattered days, not a series: no page found is not a day without breaches. What one "
            "monitor counts as a breach is not defined, and the two need not mean the same."
        ),
        attribution="Each tally names the page on which it was published.",
    )


def _read(
    path: Path, summary: Summary, progress: Progress
) -> tuple[list[TotalRow | ShareRow], str]:
    """The rows that can be taken, and the header's own words; refusals go to the summary."""
    rows: list[TotalRow | ShareRow] = []
    with open_table(path, progress) as table:
        reader = TallyReader(table.header)
        summary.refused += reader.refusals
        if reader.refusals:
            return rows, ""
        for record in table:
            summary.read += 1
            parsed = [record] if isinstance(record, Refusal) else reader.parse(record)
            if isinstance(parsed, list):
                summary.refused += parsed
            else:
                rows.append(parsed)
        return rows, table.header.original

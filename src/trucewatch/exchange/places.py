"""Importing places: all or nothing, and nothing twice."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from django.db import transaction

from trucewatch.accounts.access import require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.exchange.options import ImportOptions, Progress, no_progress
from trucewatch.exchange.place_plan import PlacePlan, plan_coded, plan_points
from trucewatch.exchange.place_rows import header_refusals, is_coded, read_coded, read_point
from trucewatch.exchange.records import Record, Unreadable
from trucewatch.exchange.repeats import Lined, tell_apart
from trucewatch.exchange.summary import Refusal, Summary
from trucewatch.exchange.tables import open_table
from trucewatch.places.actions import record_places
from trucewatch.sources.actions import only_import

R = TypeVar("R", bound=Lined)


def import_places(
    path: Path,
    *,
    name: str,
    by: Member,
    options: ImportOptions,
    progress: Progress = no_progress,
) -> Summary:
    """Enter the places of a table of P-codes or of coordinates.

    Nothing is written when a row is refused (unless ``skip_refused``) or for a ``dry_run``.
    """
    require(by, Act.IMPORT)
    require(by, Act.MANAGE_RECORD)
    summary = Summary()
    with only_import(), transaction.atomic():
        try:
            plan = _plan(path, summary, progress)
        except Unreadable as unreadable:
            summary.refuse(unreadable.refusal)
            return summary
        if plan is None:
            return summary
        summary.made, summary.changed = plan.made, plan.changed
        summary.unchanged += plan.unchanged
        for flags in plan.flags:
            summary.flag(flags)
        if summary.refused and not options.skip_refused:
            summary.forget_what_was_made()
            return summary
        if not options.dry_run and not plan.batch.is_empty:
            record_places(plan.batch, by=by, facts={"file": name})
            summary.published = True
    return summary


def _plan(path: Path, summary: Summary, progress: Progress) -> PlacePlan | None:
    """What the file would add, with its refusals told; None when its header cannot be read by."""
    with open_table(path, progress) as table:
        missing = header_refusals(table.header)
        summary.refused += missing
        if missing:
            return None
        if is_coded(table.header):
            coded = _rows(table, read_coded, summary)
            told = tell_apart(
                coded, key=lambda row: row.pcode, content=lambda row: row.content, field="P-Code"
            )
            plan = plan_coded(told.rows)
        else:
            points = _rows(table, read_point, summary)
            told_points = tell_apart(
                points,
                key=lambda row: (row.name, row.area, row.latitude, row.longitude),
                content=lambda row: row.content,
                field="where_coordinates",
            )
            plan = plan_points(told_points.rows)
            summary.unchanged += told_points.repeats
            return plan
    summary.refused += told.refused + plan.refused
    summary.unchanged += told.repeats
    return plan


def _rows(
    table: Iterable[Record | Refusal],
    read: Callable[[Record], R | list[Refusal]],
    summary: Summary,
) -> list[R]:
    rows: list[R] = []
    for record in table:
        summary.read += 1
        parsed = [record] if isinstance(record, Refusal) else read(record)
        if isinstance(parsed, list):
            summary.refused += parsed
        else:
            rows.append(parsed)
    return rows

"""Tables without the columns of which nothing is recorded: what there is gets their room."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from trucewatch.bulletins.document import Table
from trucewatch.papers.wording import NOTHING


def filled(table: Table) -> Table:
    """The table without its empty columns, which its note names."""
    kept = without_empty(table)
    labels = [column.label for column in kept.columns]
    empty = "; ".join(c.label for c in table.columns if c.label not in labels)
    if not empty:
        return table
    left_out = _("Nothing is recorded of: %(columns)s.") % {"columns": empty}
    return replace(kept, note=f"{kept.note} {left_out}".strip())


def without_empty(table: Table) -> Table:
    """The table with its first column and those in which some row has something."""
    return alike([table])[0]


def alike(tables: Sequence[Table]) -> list[Table]:
    """Tables of the same columns, each with the first one and those that any of them fills."""
    rows = [row for table in tables for row in table.rows]
    kept = [
        at
        for at in range(len(tables[0].columns) if tables else 0)
        if not at or any(row[at] not in ("", NOTHING) for row in rows)
    ]
    return [
        replace(
            table,
            columns=[table.columns[at] for at in kept],
            rows=[[row[at] for at in kept] for row in table.rows],
        )
        for table in tables
    ]

"""Tables without the columns of which nothing is recorded: what there is gets their room."""

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
    kept = [
        at
        for at in range(len(table.columns))
        if not at or any(row[at] not in ("", NOTHING) for row in table.rows)
    ]
    return replace(
        table,
        columns=[table.columns[at] for at in kept],
        rows=[[row[at] for at in kept] for row in table.rows],
    )

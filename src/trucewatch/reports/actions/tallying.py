"""Entering tallies as monitors published them, all of a file at once."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from trucewatch.accounts.access import require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.ledger import actions as ledger
from trucewatch.ledger.events import Event
from trucewatch.ledger.models import Recorded
from trucewatch.parties.models import Party
from trucewatch.reports.models import Tally, TallyConfirmation, TallyShare
from trucewatch.sources.models import Document, Source
from trucewatch.sources.originals import keep_original


@dataclass(slots=True)
class TallyBatch:
    """Unsaved tallies with all that belongs to them, and known rows with new values set.

    A row stands in a list of its kind whether it is new or changed; new ones are not in the
    database yet. What a changed row said before stands in its ``earlier``.
    """

    source: Source
    document: Document
    parties: list[Party] = field(default_factory=list)
    tallies: list[Tally] = field(default_factory=list)
    shares: list[TallyShare] = field(default_factory=list)
    confirmations: list[TallyConfirmation] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Nothing would be made or changed: a source or a document alone is no reason to write."""
        return not (self.tallies or self.shares or self.confirmations)

    def rows(self) -> list[Recorded]:
        """Everything that is made or changed, a row after those that it points at."""
        above = [row for row in (self.source, self.document) if row._state.adding]
        return [*above, *self.parties, *self.tallies, *self.shares, *self.confirmations]


@transaction.atomic
def record_tallies(batch: TallyBatch, *, original: Path, by: Member, facts: dict[str, Any]) -> None:
    """Enter the batch in one entry of the ledger; the file it came from goes on the shelf.

    An empty batch leaves no trace, not even of its document.
    """
    require(by, Act.IMPORT)
    if batch.is_empty:
        return
    keep_original(original, batch.document.sha256)
    rows = batch.rows()
    for row in rows:
        row.save()
    ledger.record(
        Event.TALLIES_IMPORTED,
        by=by,
        subject=batch.document,
        rows=rows,
        facts={"document": batch.document.sha256, **facts},
    )


def earlier_content(row: Tally | TallyShare) -> dict[str, Any]:
    """What the row says now, without what it said before that."""
    return {name: value for name, value in row.content().items() if name != "earlier"}

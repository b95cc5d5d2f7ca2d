"""Reading the chain: who the record is, and what was done to one thing."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from trucewatch.ledger.models import REASON, Commitment, Entry


@dataclass(frozen=True, slots=True)
class Act:
    """One entry with the reason given for it: empty if none was, None if it was destroyed."""

    entry: Entry
    because: str | None

    @property
    def facts(self) -> dict[str, Any]:
        return dict(json.loads(self.entry.body)["facts"])


def acts_upon(subjects: list[UUID]) -> list[Act]:
    """Everything done to these rows, oldest first."""
    keys = (
        Commitment.objects.filter(subject__in=subjects)
        .exclude(kind=REASON)
        .values_list("entry", flat=True)
        .distinct()
    )
    entries = list(Entry.objects.filter(key__in=list(keys)).order_by("seq"))
    reasons = dict(
        Commitment.objects.filter(
            kind=REASON, subject__in=[entry.key for entry in entries]
        ).values_list("subject", "text")
    )
    return [Act(entry, reasons.get(entry.key, "")) for entry in entries]

"""Obligations with how far they have come, as rows for a table or for a program."""

import datetime as dt
from typing import Any

from trucewatch.accounts.access import Reader
from trucewatch.agreements.models import Instrument
from trucewatch.agreements.standing import ObligationSeen, obligations_seen


def compliance_rows(
    reader: Reader, today: dt.date, instrument: Instrument | None = None
) -> list[dict[str, Any]]:
    """One row for each obligation that the reader may see; nothing is added up."""
    key = instrument.pk if instrument else None
    return [_row(seen) for seen in obligations_seen(reader, today, key)]


def _row(seen: ObligationSeen) -> dict[str, Any]:
    row, numbers = seen.obligation, seen.quantities
    interval = row.interval
    return {
        "id": str(row.pk),
        "instrument": row.instrument.name if row.instrument else "",
        "provision": row.provision.number if row.provision else "",
        "obligation": row.text,
        "nature": row.nature,
        "bearer": row.bearer.name if row.bearer else row.bearer_label,
        "beneficiary": row.beneficiary,
        "condition": row.condition,
        "depends_on": str(row.depends_on_id or ""),
        "due": str(interval) if interval else "",
        "due_state": seen.due.value,
        "state": seen.state.value if seen.state else "",
        "score": int(seen.score) if seen.score is not None else None,
        "quantity_demanded": str(numbers.demanded or ""),
        "quantity_agreed": str(numbers.agreed or ""),
        "quantity_verified": numbers.verified,
        "unit": numbers.unit,
        "builds_confidence": row.builds_confidence,
        "feeds_track": row.feeds_track,
        "document_sha256": row.document_sha256,
        "start": row.start,
        "end": row.end,
        "handling": row.handling,
    }

"""The index of this process, brought up to the end of the ledger before anybody reads it."""

import threading
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import connection

from trucewatch.incidents.index.columns import Index
from trucewatch.incidents.index.loading import load_index, refreshed
from trucewatch.incidents.models import Link
from trucewatch.ledger.models import Commitment, Entry, Head
from trucewatch.reports.models import Report

_MOST_ENTRIES = 500
_MOST_CHANGES = 20_000
"""Beyond these, reading everything anew is quicker than finding out what changed."""


@dataclass(frozen=True, slots=True)
class _Standing:
    """An index and the entry of the ledger up to which it holds."""

    count: int
    hash: str
    index: Index


_kept: dict[str, _Standing] = {}
_lock = threading.Lock()


def current_index() -> Index:
    """Every published report as it stands now.

    Whoever writes a report commits to it in the ledger, so the ledger's end tells whether anything
    changed, and its commitments tell what.
    """
    head = Head.objects.filter(pk=1).values_list("count", "hash").first() or (0, "")
    record = str(connection.settings_dict["NAME"])
    kept = _kept.get(record)
    if kept is None or (kept.count, kept.hash) != head:
        with _lock:
            kept = _kept.get(record)
            if kept is None or (kept.count, kept.hash) != head:
                index = replace(_brought_up(kept, head[0]), stamp=head[1])
                kept = _kept[record] = _Standing(*head, index)
    return kept.index


def _brought_up(kept: _Standing | None, count: int) -> Index:
    if kept is None or not 0 <= count - kept.count <= _MOST_ENTRIES:
        return load_index()
    if not Entry.objects.filter(seq=kept.count, hash=kept.hash).exists():
        return load_index()  # another record, or one that a transaction took back
    entries = Entry.objects.filter(seq__gt=kept.count).values("key")
    touched = Commitment.objects.filter(
        entry__in=entries, kind__in=[Report.kind(), Link.kind()]
    ).values_list("kind", "subject")
    changes = list(touched[: _MOST_CHANGES + 1])
    if len(changes) > _MOST_CHANGES:
        return load_index()
    reports = {subject for kind, subject in changes if kind == Report.kind()}
    links = [subject for kind, subject in changes if kind == Link.kind()]
    reports |= _reports_linked_by(links)
    return refreshed(kept.index, sorted(reports)) if reports else kept.index


def _reports_linked_by(links: list[UUID]) -> set[UUID]:
    found: set[UUID] = set()
    for start in range(0, len(links), 500):
        chunk = Link.objects.filter(pk__in=links[start : start + 500])
        found |= set(chunk.values_list("report_id", flat=True))
    return found

"""Does the record still say what its ledger committed to?"""

import json
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby, islice
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import DatabaseError
from django.db.models import F, OuterRef, Subquery

from trucewatch.ledger.canonical import commitment
from trucewatch.ledger.chain import GENESIS_PREVIOUS, Fault, find_fault, find_head_fault
from trucewatch.ledger.events import Event
from trucewatch.ledger.merkle import MerkleTree
from trucewatch.ledger.models import (
    REASON,
    Checkpoint,
    Commitment,
    Entry,
    Head,
    Recorded,
    leaf_content,
)
from trucewatch.ledger.verdict import RowFault, Verdict

_CHUNK = 500
_MOST_ROW_FAULTS = 50
_UNREADABLE = (DatabaseError, ValueError, TypeError, AttributeError, KeyError)
"""What the framework raises for a value that no action could have written."""

Step = Callable[[str], None]


def verify_record(progress: Step = lambda step: None) -> Verdict:
    """Check the chain, its signed head, every Merkle root, and every row against its entry.

    Nothing is written, and nothing that the database may hold stops it: what cannot be read is a
    fault like any other.
    """
    verdict = Verdict()
    progress("chain")
    verdict.fault = _chain_fault(verdict)
    for name, check in (("head", _head_fault), ("commitments", _root_fault)):
        if verdict.fault is None:
            progress(name)
            verdict.fault = _guarded(check, verdict)
    for model in recorded_models():
        progress(model.kind())
        _gather(verdict, model.kind(), _row_faults(model, verdict))
    progress(REASON)
    _gather(verdict, REASON, _reason_faults())
    return verdict


def recorded_models() -> list[type[Recorded]]:
    """Every kind of row that the ledger commits to."""
    return [model for model in apps.get_models() if issubclass(model, Recorded)]


def as_exported(entry: Entry) -> dict[str, Any]:
    """The entry as one line of an exported ledger holds it."""
    words: dict[str, Any] = json.loads(entry.body)
    return {**words, "hash": entry.hash, "signature": entry.signature}


def _guarded(check: Callable[[Verdict], Fault | None], verdict: Verdict) -> Fault | None:
    try:
        return check(verdict)
    except _UNREADABLE as error:
        return Fault(verdict.entries, "altered", f"what belongs to it cannot be read ({error})")


def _gather(verdict: Verdict, kind: str, faults: Iterator[RowFault]) -> None:
    """Add faults up to a number that a person can look through."""
    try:
        for fault in islice(faults, max(0, _MOST_ROW_FAULTS - len(verdict.row_faults))):
            verdict.row_faults.append(fault)
    except _UNREADABLE as error:
        verdict.row_faults.append(RowFault(kind, None, f"the rows cannot be read ({error})"))


# --- the chain --------------------------------------------------------------------------------


def _chain_fault(verdict: Verdict) -> Fault | None:
    entries = _Stored(verdict)
    try:
        fault = find_fault(entries)
    except _UNREADABLE as error:
        return Fault(verdict.entries + 1, "altered", f"it cannot be read ({error})")
    if fault is None and verdict.entries == 0:
        return Fault(1, "removed", "there is no entry at all")
    return fault


class _Stored:
    """The stored entries in order; the verdict counts those that were read."""

    def __init__(self, verdict: Verdict) -> None:
        self._verdict = verdict

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        for entry in Entry.objects.order_by("seq").iterator(_CHUNK):
            words = as_exported(entry)
            at = entry.at.isoformat().replace("+00:00", "Z")
            columns = (entry.seq, str(entry.key), at, entry.event, entry.actor, entry.subject)
            said = tuple(words.get(k) for k in ("seq", "key", "at", "event", "actor", "subject"))
            if columns != said or entry.previous != words.get("previous"):
                # The hashed words are whole but the columns that people search were changed.
                words["hash"] = "columns differ from the words that were hashed"
                words["seq"] = entry.seq
            yield words
            self._verdict.entries += 1


def _head_fault(verdict: Verdict) -> Fault | None:
    """The chain ends where its signed head says, and every checkpoint finds its entry."""
    last = Entry.objects.filter(seq=verdict.entries).values_list("hash", flat=True).first()
    opening = Entry.objects.get(seq=1)
    public_key = str(json.loads(opening.body)["facts"].get("public_key"))
    head = Head.objects.filter(pk=1).values("count", "hash", "signature").first()
    fault = find_head_fault(verdict.entries, last or GENESIS_PREVIOUS, head, public_key)
    if fault is not None:
        return fault
    known = Entry.objects.filter(seq=OuterRef("count")).values("hash")[:1]
    stands = Checkpoint.objects.annotate(stands=Subquery(known)).order_by("count")
    broken = stands.exclude(stands=F("hash")).first() or stands.filter(stands=None).first()
    if broken is None:
        return None
    return Fault(broken.count, "altered", "a signed checkpoint vouches for another hash here")


# --- commitments ------------------------------------------------------------------------------


def _root_fault(verdict: Verdict) -> Fault | None:
    """Each entry's Merkle root is that of the commitments that stand under its key."""
    entries = Entry.objects.order_by("seq").only("seq", "key", "body").iterator(_CHUNK)
    while chunk := list(islice(entries, _CHUNK)):
        trees = _trees([entry.key for entry in chunk])
        for entry in chunk:
            words = json.loads(entry.body)
            tree = trees.get(entry.key, MerkleTree())
            if tree.leaves != words["leaves"]:
                told = (
                    f"it committed to {words['leaves']} contents, {tree.leaves} commitments stand"
                )
                return Fault(entry.seq, "altered", told)
            if tree.root != words["root"]:
                return Fault(entry.seq, "altered", "its commitments are not those it was made with")
    return None


def _trees(keys: list[UUID]) -> dict[UUID, MerkleTree]:
    """Per entry: the tree over its commitments in their order, in constant memory."""
    rows = (
        Commitment.objects.filter(entry__in=keys)
        .order_by("entry", "leaf")
        .values_list("entry", "kind", "subject", "version", "digest")
    )
    found = {}
    for key, group in groupby(rows.iterator(5_000), key=lambda row: row[0]):
        found[key] = MerkleTree(
            leaf_content(kind, subject, version, bytes(digest))
            for _, kind, subject, version, digest in group
        )
    return found


# --- rows -------------------------------------------------------------------------------------


def _row_faults(model: type[Recorded], verdict: Verdict) -> Iterator[RowFault]:
    """Walk the rows and their latest commitments side by side, both in the order of the id."""
    rows: Iterator[Recorded] = iter(model._default_manager.order_by("pk").iterator(2_000))
    latest = _latest_commitments(model.kind())
    row, kept = next(rows, None), next(latest, None)
    while row is not None or kept is not None:
        if row is not None and (kept is None or row.pk < kept.subject):
            yield RowFault(row.ledger_name, None, "the row was added outside the ledger")
            row = next(rows, None)
        elif kept is not None and (row is None or kept.subject < row.pk):
            name = f"{model.kind()}:{kept.subject}"
            yield RowFault(name, kept.seq, "the row was removed outside the ledger")
            kept = next(latest, None)
        elif row is not None and kept is not None:
            verdict.rows += 1
            detail = _difference(row.content(), kept)
            if detail:
                yield RowFault(row.ledger_name, kept.seq, f"the row {detail}")
            row, kept = next(rows, None), next(latest, None)


def _latest_commitments(kind: str) -> Iterator[Any]:
    """The last commitment to each row of a kind, of those whose entry was published."""
    kept = _published(kind).order_by("subject", "version")
    for _, versions in groupby(kept.iterator(2_000), key=lambda row: row.subject):
        *_, last = versions
        yield last


def _reason_faults() -> Iterator[RowFault]:
    """Each reason still reads as it was given, unless its destruction is an entry itself."""
    destroyed = {
        json.loads(body)["facts"].get("content")
        for body in Entry.objects.filter(event=Event.CONTENT_DESTROYED).values_list(
            "body", flat=True
        )
    }
    for kept in _published(REASON).order_by("id").iterator(2_000):
        if kept.salt is None and kept.text is None and f"{REASON}:{kept.subject}" in destroyed:
            continue
        detail = _difference(kept.text, kept)
        if detail:
            yield RowFault(f"{REASON}:{kept.subject}", kept.seq, f"the reason {detail}")


def _published(kind: str) -> Any:
    seq = Entry.objects.filter(key=OuterRef("entry")).values("seq")[:1]
    return Commitment.objects.filter(kind=kind).annotate(seq=Subquery(seq)).exclude(seq=None)


def _difference(content: Any, kept: Commitment) -> str:
    """How a content differs from its commitment; empty when it is what was committed to."""
    if kept.salt is None:
        return "cannot be checked: the salt of its commitment is gone"
    if commitment(content, bytes(kept.salt)) != bytes(kept.digest):
        return "was altered outside the ledger"
    return ""

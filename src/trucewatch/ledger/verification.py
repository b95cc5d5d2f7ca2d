"""Does the record still say what its ledger committed to?"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby, islice
from typing import IO, Any

from django.apps import apps
from django.db.models import F, OuterRef, Subquery

from trucewatch.ledger.actions import REASON
from trucewatch.ledger.canonical import canonical, commitment
from trucewatch.ledger.chain import GENESIS_PREVIOUS, Fault, find_fault, find_head_fault
from trucewatch.ledger.merkle import merkle_root
from trucewatch.ledger.models import Checkpoint, Commitment, Entry, Head, Recorded

_CHUNK = 500
_MOST_ROW_FAULTS = 50


@dataclass(frozen=True, slots=True)
class RowFault:
    """A row that is not what its latest entry committed to."""

    row: str
    seq: int | None
    detail: str

    def __str__(self) -> str:
        entry = f"entry {self.seq}" if self.seq else "no entry"
        return f"{self.row}: {self.detail} ({entry})"


@dataclass(slots=True)
class Verdict:
    """What a verification found; intact when nothing."""

    entries: int = 0
    rows: int = 0
    fault: Fault | None = None
    row_faults: list[RowFault] = field(default_factory=list)

    @property
    def is_intact(self) -> bool:
        return self.fault is None and not self.row_faults


class LineFault(ValueError):
    """A line of an exported ledger that is no entry."""


def verify_file(lines: IO[str], *, public_key: str = "") -> Verdict:
    """Check an exported ledger on its own; ``public_key`` pins the key that must have signed.

    Without a pinned key the file vouches for itself with the key in its first entry: that shows
    any change made by someone who does not hold the record's key.
    """
    verdict = Verdict()
    reader = _FileReader(lines)
    try:
        verdict.fault = find_fault(reader)
    except LineFault as error:
        verdict.fault = Fault(reader.count + 1, "altered", str(error))
    verdict.entries = reader.count
    if verdict.fault:
        return verdict
    if reader.count == 0:
        verdict.fault = Fault(1, "removed", "the file holds no entry at all")
    elif public_key and reader.public_key != public_key:
        verdict.fault = Fault(1, "altered", "the first entry does not carry the expected key")
    else:
        verdict.fault = find_head_fault(
            reader.count, reader.last_hash, reader.head, reader.public_key
        )
    return verdict


class _FileReader:
    """Entries of a JSON Lines file one by one; remembers the head that stands at the end."""

    def __init__(self, lines: IO[str]) -> None:
        self._lines = lines
        self.count = 0
        self.last_hash = GENESIS_PREVIOUS
        self.public_key = ""
        self.head: Mapping[str, Any] | None = None

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        for line in self._lines:
            entry = _parse_line(line)
            if self.head is not None:
                raise LineFault("it stands after the signed head")
            if "head" in entry:
                self.head = entry["head"] if isinstance(entry["head"], dict) else {}
                continue
            if self.count == 0 and isinstance(entry.get("facts"), dict):
                self.public_key = str(entry["facts"].get("public_key"))
            yield entry
            self.count += 1
            self.last_hash = str(entry.get("hash"))


def _parse_line(line: str) -> dict[str, Any]:
    try:
        entry = json.loads(line)
        if isinstance(entry, dict) and canonical(entry) == line.rstrip("\n"):
            return entry
    except (ValueError, RecursionError) as error:
        raise LineFault(f"the line is not JSON ({error})") from error
    raise LineFault("the line is not in canonical form")


def verify_record(progress: Callable[[str], None] = lambda step: None) -> Verdict:
    """Check the chain, its signed head, every Merkle root, and every row against its entry."""
    verdict = Verdict()
    progress("chain")
    public_key = _public_key()
    last: dict[str, Any] = {"count": 0, "hash": GENESIS_PREVIOUS}
    verdict.fault = find_fault(_count_into(last, _stored_entries()))
    verdict.entries = last["count"]
    if verdict.fault is None:
        head = Head.objects.filter(pk=1).values("count", "hash", "signature").first()
        verdict.fault = find_head_fault(verdict.entries, last["hash"], head, public_key)
    if verdict.fault is None:
        verdict.fault = _checkpoint_fault()
    if verdict.fault is None:
        progress("commitments")
        verdict.fault = _root_fault()
    for model in recorded_models():
        progress(model.kind())
        for fault in _row_faults(model, verdict):
            verdict.row_faults.append(fault)
            if len(verdict.row_faults) >= _MOST_ROW_FAULTS:
                return verdict
    return verdict


def recorded_models() -> list[type[Recorded]]:
    """Every kind of row that the ledger commits to."""
    return [model for model in apps.get_models() if issubclass(model, Recorded)]


def as_exported(entry: Entry) -> dict[str, Any]:
    """The entry as one line of an exported ledger holds it."""
    words: dict[str, Any] = json.loads(entry.body)
    return {**words, "hash": entry.hash, "signature": entry.signature}


def _stored_entries() -> Iterator[Mapping[str, Any]]:
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


def _count_into(
    last: dict[str, Any], entries: Iterator[Mapping[str, Any]]
) -> Iterator[Mapping[str, Any]]:
    for entry in entries:
        yield entry
        last["count"] += 1
        last["hash"] = entry["hash"]


def _public_key() -> str:
    genesis = Entry.objects.filter(seq=1).first()
    return str(json.loads(genesis.body)["facts"].get("public_key")) if genesis else ""


def _checkpoint_fault() -> Fault | None:
    """Each checkpoint that was signed still finds its entry in the chain."""
    known = Entry.objects.filter(seq=OuterRef("count")).values("hash")[:1]
    broken = (
        Checkpoint.objects.annotate(stands=Subquery(known))
        .exclude(stands=F("hash"))
        .order_by("count")
        .first()
    )
    if broken is None:
        return None
    return Fault(broken.count, "altered", "a signed checkpoint vouches for another hash here")


def _root_fault() -> Fault | None:
    entries = Entry.objects.order_by("seq").only("seq", "key", "body").iterator(_CHUNK)
    while chunk := list(islice(entries, _CHUNK)):
        digests = _digests([entry.key for entry in chunk])
        for entry in chunk:
            words = json.loads(entry.body)
            count, root = digests.get(entry.key, (0, merkle_root(())))
            if count != words["leaves"]:
                return Fault(
                    entry.seq,
                    "altered",
                    f"it committed to {words['leaves']} contents, {count} commitments stand",
                )
            if root != words["root"]:
                return Fault(entry.seq, "altered", "its commitments are not those it was made with")
    return None


def _digests(keys: list[Any]) -> dict[Any, tuple[int, str]]:
    """Per entry: how many commitments stand, and the root over them, in constant memory."""
    rows = (
        Commitment.objects.filter(entry__in=keys)
        .order_by("entry", "leaf")
        .values_list("entry", "digest")
    )
    found: dict[Any, tuple[int, str]] = {}
    for key, group in groupby(rows.iterator(5_000), key=lambda row: row[0]):
        counter = _Counter(bytes(digest) for _, digest in group)
        root = merkle_root(counter)
        found[key] = (counter.count, root)
    return found


class _Counter:
    """Counts what passes through it."""

    def __init__(self, items: Iterator[bytes]) -> None:
        self._items = items
        self.count = 0

    def __iter__(self) -> Iterator[bytes]:
        for item in self._items:
            self.count += 1
            yield item


def _row_faults(model: type[Recorded], verdict: Verdict) -> Iterator[RowFault]:
    """Walk the rows and their latest commitments side by side, both in the order of the id."""
    rows = model._default_manager.order_by("pk").iterator(2_000)
    latest = _latest_commitments(model.kind())
    row, kept = next(rows, None), next(latest, None)
    while row is not None or kept is not None:
        if kept is None or (row is not None and row.pk < kept.subject):
            assert row is not None  # noqa: S101 - narrows the type; the loop's condition says so
            yield RowFault(row.ledger_name, None, "the row was added outside the ledger")
            row = next(rows, None)
        elif row is None or kept.subject < row.pk:
            name = f"{model.kind()}:{kept.subject}"
            yield RowFault(name, kept.seq, "the row was removed outside the ledger")
            kept = next(latest, None)
        else:
            verdict.rows += 1
            if kept.salt is not None and commitment(row.content(), bytes(kept.salt)) != bytes(
                kept.digest
            ):
                yield RowFault(row.ledger_name, kept.seq, "the row was altered outside the ledger")
            row, kept = next(rows, None), next(latest, None)


def _latest_commitments(kind: str) -> Iterator[Any]:
    """The last commitment to each row of a kind, of those whose entry was published."""
    if kind == REASON:
        raise ValueError("a reason is no row")
    seq = Entry.objects.filter(key=OuterRef("entry")).values("seq")[:1]
    kept = (
        Commitment.objects.filter(kind=kind)
        .annotate(seq=Subquery(seq))
        .filter(seq__isnull=False)
        .order_by("subject", "version")
    )
    for _, versions in groupby(kept.iterator(2_000), key=lambda row: row.subject):
        *_, last = versions
        yield last

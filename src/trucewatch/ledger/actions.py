"""Writing to the chain. Only actions call this, inside the transaction of what they record."""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from trucewatch.ledger import signing
from trucewatch.ledger.canonical import canonical, commitment, sha256_hex
from trucewatch.ledger.chain import GENESIS_PREVIOUS, head_text
from trucewatch.ledger.events import Event
from trucewatch.ledger.genesis import genesis_facts
from trucewatch.ledger.merkle import merkle_root
from trucewatch.ledger.models import REASON, Checkpoint, Commitment, Entry, Head, Recorded
from trucewatch.vocabulary.identity import new_id


class Actor(Protocol):
    """Whoever acts: a member, by a name that stays when the member's own name is erased."""

    @property
    def ledger_name(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Batch:
    """The commitments of a bulk act, made and stored before the act itself is published."""

    entry: UUID
    root: str
    leaves: int


def record(
    event: Event,
    *,
    by: Actor,
    subject: Recorded | None = None,
    rows: Sequence[Recorded] = (),
    because: str = "",
    facts: Mapping[str, Any] | None = None,
    key: UUID | None = None,
) -> Entry:
    """Say that this was done, and commit to the content of each row as it now stands.

    ``subject`` is committed to as well. ``because`` is kept beside the chain as a content of its
    own, since a reason may have to be forgotten one day. ``facts`` are small, never personal and
    stand in the entry itself; ``key`` is given where a row names the entry that made it. Must run
    inside the transaction of the act.
    """
    key = key or new_id()
    touched = list({row.pk: row for row in ([subject] if subject else []) + list(rows)}.values())
    commitments = commit_to(touched, entry=key, versions=versions_of(touched))
    if because:
        commitments.append(_reason(because, entry=key, leaf=len(commitments)))
    Commitment.objects.bulk_create(commitments)
    batch = Batch(key, merkle_root(c.leaf_content for c in commitments), len(commitments))
    return append(event, by=by, batch=batch, subject=subject, facts=facts)


def forget_earlier_contents(rows: Iterable[Recorded]) -> None:
    """Nobody can test a guess against what rows held before: those salts are destroyed."""
    for row in rows:
        kept = Commitment.objects.filter(subject=row.pk, kind=row.kind())
        last = kept.aggregate(last=Max("version"))["last"]
        kept.filter(version__lt=last).update(salt=None)


def commit_to(
    rows: Sequence[Recorded],
    *,
    entry: UUID,
    versions: Mapping[UUID, int] | None = None,
    first_leaf: int = 0,
) -> list[Commitment]:
    """Unsaved commitments to the rows in their order; version 1 where none is given."""
    known = versions or {}
    salts = [os.urandom(16) for _ in rows]
    return [
        Commitment(
            kind=row.kind(),
            subject=row.pk,
            version=known.get(row.pk, 0) + 1,
            entry=entry,
            leaf=leaf,
            salt=salt,
            digest=commitment(row.content(), salt),
        )
        for leaf, (row, salt) in enumerate(zip(rows, salts, strict=True), start=first_leaf)
    ]


def append(
    event: Event,
    *,
    by: Actor,
    batch: Batch,
    subject: Recorded | None = None,
    facts: Mapping[str, Any] | None = None,
) -> Entry:
    """Put one entry at the end of the chain; writers queue for the head and never fork it."""
    if not connection.in_atomic_block:
        raise RuntimeError("an entry belongs in the transaction of the act that it records")
    head = Head.objects.select_for_update().filter(pk=1).first()
    if head is None:
        head = Head(count=0, hash=GENESIS_PREVIOUS)
    at = timezone.now()
    words: dict[str, Any] = {
        "seq": head.count + 1,
        "key": str(batch.entry),
        "at": at.isoformat().replace("+00:00", "Z"),
        "event": str(event),
        "actor": by.ledger_name,
        "subject": subject.ledger_name if subject is not None else "",
        "facts": dict(facts or {}),
        "leaves": batch.leaves,
        "root": batch.root,
        "previous": head.hash,
    }
    body = canonical(words)
    own_hash = sha256_hex(body)
    key = signing.signing_key(settings.TRUCEWATCH_HOME)
    opening = facts if head.count == 0 else genesis_facts()
    signing.require_same_key(key, str((opening or {}).get("public_key")))
    entry = Entry.objects.create(
        seq=words["seq"],
        key=batch.entry,
        at=at,
        event=event,
        actor=words["actor"],
        subject=words["subject"],
        body=body,
        previous=head.hash,
        hash=own_hash,
        signature=signing.sign(key, own_hash),
    )
    head.count, head.hash = entry.seq, own_hash
    head.signature = signing.sign(key, head_text(head.count, head.hash))
    head.save()
    return entry


def take_turn() -> None:
    """Wait until no other writer is about to reach the end of the chain.

    An action that first looks whether something is there and then writes it takes its turn before
    it looks: what the writer before it wrote is visible then. Embedded databases let one writer in
    at a time anyway.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a turn lasts until the end of a transaction, and there is none")
    Head.objects.select_for_update().filter(pk=1).first()


@transaction.atomic
def make_checkpoint(*, by: Actor) -> Checkpoint:
    """Sign the end of the chain. Kept elsewhere, it proves later that no tail was cut off."""
    record(Event.CHECKPOINT_MADE, by=by)
    head = Head.objects.get(pk=1)
    return Checkpoint.objects.create(
        count=head.count, hash=head.hash, at=timezone.now(), signature=head.signature
    )


def destroy_text(commitment_id: int, *, by: Actor, because: str) -> None:
    """Forget a reason's words for good; the chain still proves that some words stood there."""
    with transaction.atomic():
        kept = Commitment.objects.select_for_update().get(pk=commitment_id)
        kept.salt, kept.text = None, None
        kept.save(update_fields=["salt", "text"])
        record(
            Event.CONTENT_DESTROYED,
            by=by,
            because=because,
            facts={"content": f"{kept.kind}:{kept.subject}", "version": kept.version},
        )


def _reason(because: str, *, entry: UUID, leaf: int) -> Commitment:
    salt = os.urandom(16)
    return Commitment(
        kind=REASON,
        subject=entry,
        version=1,
        entry=entry,
        leaf=leaf,
        salt=salt,
        digest=commitment(because, salt),
        text=because,
    )


def versions_of(rows: Sequence[Recorded]) -> dict[UUID, int]:
    """The last version that the ledger committed to, for those rows that it knows."""
    known = (
        Commitment.objects.filter(subject__in=[row.pk for row in rows])
        .exclude(kind=REASON)
        .values_list("subject")
        .annotate(last=Max("version"))
    )
    return dict(known)

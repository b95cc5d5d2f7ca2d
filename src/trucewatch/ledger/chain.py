"""How entries hang together, and the first place where a chain does not."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from trucewatch.ledger.canonical import canonical, sha256_hex
from trucewatch.ledger.signing import is_signed

GENESIS_PREVIOUS = "0" * 64
_OUTSIDE_THE_HASH = frozenset({"hash", "signature"})


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing wrong with a chain: which entry, what was done to it, how it shows."""

    seq: int
    kind: str  # altered, removed, added, reordered, unsigned
    detail: str

    def __str__(self) -> str:
        return f"entry {self.seq} was {self.kind}: {self.detail}"


def hash_of(entry: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical entry without its hash and signature, 64 hexadecimal digits."""
    body = {key: value for key, value in entry.items() if key not in _OUTSIDE_THE_HASH}
    return sha256_hex(canonical(body))


def head_text(count: int, last_hash: str) -> str:
    """The words that the record's key signs to vouch for the whole chain up to here."""
    return f"trucewatch head {count} {last_hash}"


def find_fault(entries: Iterable[Mapping[str, Any]]) -> Fault | None:
    """The first entry that was altered, removed, added or put elsewhere; None when all stand.

    Entries come in the order of the file or table. A missing tail cannot show here, for want of
    an entry after it: compare with a signed head (``find_head_fault``).
    """
    return _Walk(entries).fault()


def find_head_fault(
    count: int, last_hash: str, head: Mapping[str, Any] | None, public_key: str
) -> Fault | None:
    """Whether the chain ends where the signed head says that it ends."""
    if head is None:
        return Fault(
            count + 1, "removed", f"there is no signed head, so what followed entry {count} is gone"
        )
    said, said_hash = head.get("count"), str(head.get("hash"))
    if not isinstance(said, int) or isinstance(said, bool):
        return Fault(count, "unsigned", "the head does not say how many entries there are")
    if not is_signed(head_text(said, said_hash), str(head.get("signature")), public_key):
        return Fault(said, "unsigned", "the head is not signed by this record's key")
    if said > count:
        return Fault(count + 1, "removed", f"the signed head counts {said} entries, {count} stand")
    if said < count:
        return Fault(said + 1, "added", f"the signed head counts {said} entries, {count} stand")
    if said_hash != last_hash:
        return Fault(count, "altered", "its hash is not the one that the signed head vouches for")
    return None


class _Walk:
    """One pass along the chain that looks ahead only once something is wrong."""

    def __init__(self, entries: Iterable[Mapping[str, Any]]) -> None:
        self._rest: Iterator[Mapping[str, Any]] = iter(entries)
        self._previous = GENESIS_PREVIOUS
        self._public_key = ""

    def fault(self) -> Fault | None:
        for expected, entry in enumerate(self._rest, start=1):
            seq = entry.get("seq")
            if seq != expected:
                return self._misplaced(expected, seq)
            fault = self._content_fault(expected, entry) or self._link_fault(expected, entry)
            if fault:
                return fault
            self._previous = str(entry["hash"])
        return None

    def _content_fault(self, seq: int, entry: Mapping[str, Any]) -> Fault | None:
        """The entry's own words, hash and signature agree with each other."""
        try:
            own = hash_of(entry)
        except ValueError as error:
            return Fault(seq, "altered", str(error))
        if entry.get("hash") != own:
            return Fault(seq, "altered", "its content does not have the hash that it carries")
        if seq == 1:
            facts = entry.get("facts")
            self._public_key = str(facts.get("public_key")) if isinstance(facts, dict) else ""
        if not is_signed(own, str(entry.get("signature")), self._public_key):
            return Fault(seq, "altered", "its signature is not the record's own")
        return None

    def _link_fault(self, seq: int, entry: Mapping[str, Any]) -> Fault | None:
        if entry.get("previous") == self._previous:
            return None
        return Fault(seq, "added", f"it does not follow entry {seq - 1}")

    def _misplaced(self, expected: int, seq: object) -> Fault:
        """Something else stands where entry ``expected`` belongs: find out where that one went."""
        if not isinstance(seq, int) or isinstance(seq, bool):
            return Fault(expected, "altered", "it does not say which entry it is")
        if seq < expected:
            return Fault(expected, "added", f"entry {seq} stands a second time at place {expected}")
        if any(entry.get("seq") == expected for entry in self._rest):
            return Fault(
                expected, "reordered", f"entry {seq} stands at its place, and it stands later"
            )
        return Fault(expected, "removed", f"entry {seq} follows entry {expected - 1}")

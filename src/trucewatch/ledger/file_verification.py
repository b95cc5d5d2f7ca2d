"""Is an exported ledger whole? The file alone answers."""

import json
from collections.abc import Iterator, Mapping
from typing import IO, Any

from trucewatch.ledger.canonical import canonical
from trucewatch.ledger.chain import GENESIS_PREVIOUS, Fault, find_fault, find_head_fault
from trucewatch.ledger.verdict import Verdict

_LONGEST_LINE = 1 << 20
_HEAD_WORDS = {"count", "hash", "signature"}


class LineFault(ValueError):
    """A line of an exported ledger that is no entry."""


def verify_file(lines: IO[str], *, public_key: str = "") -> Verdict:
    """Check an exported ledger on its own; ``public_key`` pins the key that must have signed.

    Without a pinned key the file vouches for itself with the key in its first entry: that shows
    any change made by someone who does not hold the record's key. Memory does not grow with the
    file.
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
        while line := self._lines.readline(_LONGEST_LINE):
            entry = _parse_line(line)
            if self.head is not None:
                raise LineFault("it stands after the signed head")
            if "head" in entry:
                self.head = _head_of(entry)
                continue
            if self.count == 0 and isinstance(entry.get("facts"), dict):
                self.public_key = str(entry["facts"].get("public_key"))
            yield entry
            self.count += 1
            self.last_hash = str(entry.get("hash"))


def _head_of(line: Mapping[str, Any]) -> Mapping[str, Any]:
    head = line["head"]
    if set(line) != {"head"} or not isinstance(head, dict) or set(head) != _HEAD_WORDS:
        raise LineFault("the signed head holds something else than count, hash and signature")
    return head


def _parse_line(line: str) -> dict[str, Any]:
    if len(line) >= _LONGEST_LINE:
        raise LineFault("the line is longer than any entry")
    try:
        entry = json.loads(line)
        if isinstance(entry, dict) and canonical(entry) == line.removesuffix("\n"):
            return entry
    except (ValueError, RecursionError) as error:
        raise LineFault(f"the line is not JSON ({error})") from error
    raise LineFault("the line is not in canonical form")

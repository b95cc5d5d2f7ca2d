"""The chain shows the first entry that is not what it was."""

import copy
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.ledger.canonical import canonical, commitment, sha256_hex
from trucewatch.ledger.chain import GENESIS_PREVIOUS, find_fault, find_head_fault, head_text
from trucewatch.ledger.merkle import MerkleTree, merkle_root
from trucewatch.ledger.signing import public_key_hex, sign

KEY = Ed25519PrivateKey.generate()
OTHER_KEY = Ed25519PrivateKey.generate()


def chain(length: int, key: Ed25519PrivateKey = KEY) -> list[dict[str, Any]]:
    """A chain of that many entries as an exported ledger holds it."""
    entries: list[dict[str, Any]] = []
    previous = GENESIS_PREVIOUS
    for seq in range(1, length + 1):
        facts = {"public_key": public_key_hex(key)} if seq == 1 else {"n": seq}
        entry = {"seq": seq, "event": "report.filed", "facts": facts, "previous": previous}
        entries.append(seal(entry, key))
        previous = entries[-1]["hash"]
    return entries


def seal(entry: dict[str, Any], key: Ed25519PrivateKey) -> dict[str, Any]:
    """The entry with the hash of its words and a signature over it."""
    words = {name: value for name, value in entry.items() if name not in ("hash", "signature")}
    own = sha256_hex(canonical(words))
    return {**words, "hash": own, "signature": sign(key, own)}


def head_of(entries: list[dict[str, Any]]) -> dict[str, Any]:
    """The signed head of a chain."""
    last = entries[-1]["hash"]
    signature = sign(KEY, head_text(len(entries), last))
    return {"count": len(entries), "hash": last, "signature": signature}


def test_a_whole_chain_has_no_fault() -> None:
    """Nothing is reported where nothing was done."""
    assert find_fault(chain(7)) is None


@given(length=st.integers(2, 12), data=st.data())
def test_an_altered_entry_is_named(length: int, data: st.DataObject) -> None:
    """Whichever entry's words are changed, that one is named."""
    entries = chain(length)
    at = data.draw(st.integers(1, length))
    entries[at - 1]["event"] = "report.withdrawn"
    fault = find_fault(entries)
    assert fault is not None
    assert (fault.seq, fault.kind) == (at, "altered")


@given(length=st.integers(2, 12), data=st.data())
def test_an_altered_entry_is_named_even_when_the_rest_was_hashed_anew(
    length: int, data: st.DataObject
) -> None:
    """Someone without the record's key can hash the whole tail again, but not sign it."""
    entries = chain(length)
    at = data.draw(st.integers(1, length))
    entries[at - 1]["event"] = "report.withdrawn"
    previous = entries[at - 2]["hash"] if at > 1 else GENESIS_PREVIOUS
    for place in range(at - 1, length):
        entries[place] = seal({**entries[place], "previous": previous}, OTHER_KEY)
        previous = entries[place]["hash"]
    fault = find_fault(entries)
    assert fault is not None
    assert fault.seq == at


@given(length=st.integers(3, 12), data=st.data())
def test_a_removed_entry_is_named(length: int, data: st.DataObject) -> None:
    """An entry taken from the middle is named by its number."""
    entries = chain(length)
    at = data.draw(st.integers(1, length - 1))
    del entries[at - 1]
    fault = find_fault(entries)
    assert fault is not None
    assert (fault.seq, fault.kind) == (at, "removed")


@given(length=st.integers(3, 12), data=st.data())
def test_reordered_entries_are_named(length: int, data: st.DataObject) -> None:
    """Where two entries change places, the first that is missing at its place is named."""
    entries = chain(length)
    first = data.draw(st.integers(0, length - 2))
    second = data.draw(st.integers(first + 1, length - 1))
    entries[first], entries[second] = entries[second], entries[first]
    fault = find_fault(entries)
    assert fault is not None
    assert (fault.seq, fault.kind) == (first + 1, "reordered")


@given(length=st.integers(2, 12), data=st.data())
def test_an_entry_that_stands_twice_is_named_as_added(length: int, data: st.DataObject) -> None:
    """A copy of an entry further on is an addition."""
    entries = chain(length)
    source = data.draw(st.integers(0, length - 1))
    place = data.draw(st.integers(source + 1, length))
    entries.insert(place, copy.deepcopy(entries[source]))
    fault = find_fault(entries)
    assert fault is not None
    assert (fault.seq, fault.kind) == (place + 1, "added")


@given(length=st.integers(2, 12), cut=st.integers(1, 5))
def test_a_cut_tail_shows_against_the_signed_head(length: int, cut: int) -> None:
    """The head counts more entries than stand; the first missing one is named."""
    entries = chain(length)
    left = entries[: max(1, length - cut)]
    if len(left) == length:
        return
    assert find_fault(left) is None
    fault = find_head_fault(len(left), left[-1]["hash"], head_of(entries), public_key_hex(KEY))
    assert fault is not None
    assert (fault.seq, fault.kind) == (len(left) + 1, "removed")


def test_a_missing_head_is_a_removal() -> None:
    """A file that was cut loses its head too."""
    entries = chain(3)
    fault = find_head_fault(3, entries[-1]["hash"], None, public_key_hex(KEY))
    assert fault is not None
    assert (fault.seq, fault.kind) == (4, "removed")


def test_a_head_signed_by_somebody_else_is_not_believed() -> None:
    """Only the key in the first entry vouches for the end."""
    entries = chain(3)
    last = entries[-1]["hash"]
    head = {"count": 3, "hash": last, "signature": sign(OTHER_KEY, head_text(3, last))}
    fault = find_head_fault(3, last, head, public_key_hex(KEY))
    assert fault is not None
    assert fault.kind == "unsigned"


@given(st.lists(st.binary(min_size=32, max_size=32), max_size=40))
def test_a_tree_that_grows_has_the_root_of_one_made_at_once(digests: list[bytes]) -> None:
    """Leaves may come in any number of portions."""
    tree = MerkleTree()
    for digest in digests:
        tree.extend([digest])
    assert tree.root == merkle_root(digests)
    assert tree.leaves == len(digests)


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=20, unique=True))
def test_the_root_depends_on_every_leaf_and_its_place(digests: list[bytes]) -> None:
    """Leaving one out, or turning the order round, gives another root."""
    assert merkle_root(digests[:-1]) != merkle_root(digests)
    if len(digests) > 1:
        assert merkle_root(digests[::-1]) != merkle_root(digests)


def test_a_leaf_cannot_pass_for_a_node() -> None:
    """Two leaves and the one leaf made of their hashes differ."""
    import hashlib

    left, right = b"a" * 32, b"b" * 32
    node = hashlib.sha256(b"\x00" + left).digest() + hashlib.sha256(b"\x00" + right).digest()
    assert merkle_root([left, right]) != merkle_root([node])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.text(), JSON, max_size=5))
def test_canonical_form_does_not_depend_on_the_order_of_keys(content: dict[str, Any]) -> None:
    """Equal contents have one spelling."""
    turned = dict(reversed(list(content.items())))
    assert canonical(content) == canonical(turned)


def test_canonical_form_refuses_floating_point() -> None:
    """A fraction must be given as text."""
    with pytest.raises(ValueError, match="floating point"):
        canonical({"latitude": [36.2]})


@given(JSON, st.binary(min_size=16, max_size=16), st.binary(min_size=16, max_size=16))
def test_a_commitment_hides_behind_its_salt(content: Any, one: bytes, two: bytes) -> None:
    """The same content under two salts cannot be recognised."""
    assert (commitment(content, one) == commitment(content, two)) == (one == two)

"""One hash over many commitments, so that a bulk import is a single entry of the chain."""

import hashlib
from collections.abc import Iterable


class MerkleTree:
    """A Merkle tree that grows leaf by leaf and keeps only its complete subtrees.

    Leaves and nodes are hashed with different prefixes, so that no node can pass for a leaf; an
    odd node moves up unchanged (RFC 6962, section 2.1, with promotion). Memory grows with the
    logarithm of the number of leaves.
    """

    def __init__(self, digests: Iterable[bytes] = ()) -> None:
        self._peaks: list[tuple[int, bytes]] = []  # height and hash, tallest first
        self.leaves = 0
        self.extend(digests)

    def extend(self, digests: Iterable[bytes]) -> None:
        """Add leaves in their order."""
        peaks = self._peaks
        for digest in digests:
            height, node = 0, hashlib.sha256(b"\x00" + digest).digest()
            while peaks and peaks[-1][0] == height:
                node = hashlib.sha256(b"\x01" + peaks.pop()[1] + node).digest()
                height += 1
            peaks.append((height, node))
            self.leaves += 1

    @property
    def root(self) -> str:
        """The root as 64 hexadecimal digits; without leaves, the hash of nothing."""
        if not self._peaks:
            return hashlib.sha256(b"").hexdigest()
        *rest, (_, root) = self._peaks
        for _, peak in reversed(rest):
            root = hashlib.sha256(b"\x01" + peak + root).digest()
        return root.hex()


def merkle_root(digests: Iterable[bytes]) -> str:
    """The root over the digests in the given order, as 64 hexadecimal digits."""
    return MerkleTree(digests).root

"""One hash over many commitments, so that a bulk import is a single entry of the chain."""

import hashlib
from collections.abc import Iterable


def merkle_root(digests: Iterable[bytes]) -> str:
    """The root of a Merkle tree over the digests in the given order, as hexadecimal digits.

    Leaves and nodes are hashed with different prefixes, so that no node can pass for a leaf; an
    odd node moves up unchanged (RFC 6962, section 2.1, with promotion). No digests: the hash of
    nothing. Memory grows with the logarithm of the count.
    """
    peaks: list[tuple[int, bytes]] = []  # complete subtrees, tallest first
    for digest in digests:
        height, node = 0, hashlib.sha256(b"\x00" + digest).digest()
        while peaks and peaks[-1][0] == height:
            node = hashlib.sha256(b"\x01" + peaks.pop()[1] + node).digest()
            height += 1
        peaks.append((height, node))
    if not peaks:
        return hashlib.sha256(b"").hexdigest()
    root = peaks.pop()[1]
    while peaks:
        root = hashlib.sha256(b"\x01" + peaks.pop()[1] + root).digest()
    return root.hex()

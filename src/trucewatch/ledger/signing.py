"""The record's own Ed25519 key: it signs every entry and every head that leaves the house."""

import os
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

KEY_NAME = "ledger.ed25519"


@lru_cache(maxsize=4)
def signing_key(home: Path) -> Ed25519PrivateKey:
    """The key kept in ``keys/ledger.ed25519`` of the record's folder; made when there is none."""
    path = home / "keys" / KEY_NAME
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        _create_once(path, Ed25519PrivateKey.generate().private_bytes_raw().hex())
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text("ascii").strip()))


def _create_once(path: Path, text: str) -> None:
    """Write a private file whole, unless another process was first."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(text, encoding="ascii")
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def public_key_hex(key: Ed25519PrivateKey) -> str:
    """The public half, 64 hexadecimal digits; the first entry of the ledger carries it."""
    return key.public_key().public_bytes_raw().hex()


def sign(key: Ed25519PrivateKey, text: str) -> str:
    """The signature over the text in UTF-8, 128 hexadecimal digits."""
    return key.sign(text.encode("utf-8")).hex()


def is_signed(text: str, signature: str, public_key: str) -> bool:
    """Whether the holder of the key signed exactly this text; a malformed input is a no."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        key.verify(bytes.fromhex(signature), text.encode("utf-8"))
    except (InvalidSignature, ValueError):
        return False
    return True

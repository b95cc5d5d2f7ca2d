"""The record's own Ed25519 key: it signs every entry and every head that leaves the house."""

import re
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from trucewatch.ledger.private_file import write_once
from trucewatch.vocabulary.refusal import Refused

KEY_NAME = "ledger.ed25519"
_SIGNATURE = re.compile(r"[0-9a-f]{128}")


def make_signing_key(home: Path) -> Ed25519PrivateKey:
    """The key for a record that begins; one that lies there already is taken."""
    path = home / "keys" / KEY_NAME
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        write_once(path, Ed25519PrivateKey.generate().private_bytes_raw().hex())
    return signing_key(home)


@lru_cache(maxsize=4)
def signing_key(home: Path) -> Ed25519PrivateKey:
    """The key kept in ``keys/ledger.ed25519`` of the record's folder.

    Raises ``Refused`` when it is gone: another one would break the chain for good.
    """
    path = home / "keys" / KEY_NAME
    try:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text("ascii").strip()))
    except FileNotFoundError:
        raise Refused(_KEY_NEEDED.format("is missing")) from None
    except (ValueError, OSError) as error:
        raise Refused(_KEY_NEEDED.format(f"cannot be read ({error})")) from error


def require_same_key(key: Ed25519PrivateKey, recorded: str) -> None:
    """Refuse to go on with a key other than the one that the record was opened with."""
    if public_key_hex(key) != recorded:
        raise Refused(_KEY_NEEDED.format("is not the one that this record was opened with"))


_KEY_NEEDED = (
    "The record's signing key, keys/ledger.ed25519 in its folder, {}. Put the key from a backup "
    "there; nothing can be written without it."
)


def public_key_hex(key: Ed25519PrivateKey) -> str:
    """The public half, 64 hexadecimal digits; the first entry of the ledger carries it."""
    return key.public_key().public_bytes_raw().hex()


def sign(key: Ed25519PrivateKey, text: str) -> str:
    """The signature over the text in UTF-8, 128 hexadecimal digits."""
    return key.sign(text.encode("utf-8")).hex()


def is_signed(text: str, signature: str, public_key: str) -> bool:
    """Whether the holder of the key signed exactly this text; a malformed input is a no."""
    if not _SIGNATURE.fullmatch(signature):
        return False  # one spelling only, or an edited signature would still verify
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        key.verify(bytes.fromhex(signature), text.encode("utf-8"))
    except (InvalidSignature, ValueError):
        return False
    return True

"""The vault of callers' names: sealed in the database, readable with a key in the folder alone."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from trucewatch.ledger.private_file import write_once
from trucewatch.vocabulary.refusal import Refused

KEY_NAME: Final = "callers.aes256"
_NONCE_BYTES: Final = 12
_BLOCK: Final = 256


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a caller said they are and how to reach them."""

    name: str
    contact: str = ""
    remarks: str = ""


def make_key(home: Path) -> None:
    """The key for a vault that begins; one that lies there already is left alone."""
    path = home / "keys" / KEY_NAME
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        write_once(path, AESGCM.generate_key(bit_length=256).hex())


def seal(identity: Identity, *, caller: UUID, home: Path) -> bytes:
    """The identity as bytes that only the key opens, and only for this caller.

    They are filled up to full blocks, so that their length does not tell a short name.
    """
    nonce = os.urandom(_NONCE_BYTES)
    words = json.dumps(asdict(identity), ensure_ascii=False).encode("utf-8")
    padded = words + b" " * (-len(words) % _BLOCK)
    return nonce + _cipher(home).encrypt(nonce, padded, caller.bytes)


def unseal(sealed: bytes, *, caller: UUID, home: Path) -> Identity:
    """The identity again. Raises ``Refused`` for a missing or another key, or changed bytes."""
    nonce, rest = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    try:
        words = _cipher(home).decrypt(nonce, rest, caller.bytes)
    except (InvalidTag, ValueError) as error:
        raise Refused(
            "The name cannot be opened: the key is another, or it was changed."
        ) from error
    return Identity(**json.loads(words))


def _cipher(home: Path) -> AESGCM:
    path = home / "keys" / KEY_NAME
    try:
        return AESGCM(bytes.fromhex(path.read_text("ascii").strip()))
    except (OSError, ValueError) as error:
        raise Refused(
            f"The key of the callers' names, keys/{KEY_NAME} in the record's folder, is missing or "
            "cannot be read. Backups leave it out on purpose: put the copy kept apart back there."
        ) from error

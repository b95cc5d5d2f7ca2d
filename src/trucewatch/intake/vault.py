"""The vault of callers' names: sealed in the database, readable with a key in the folder alone."""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from trucewatch.ledger.private_file import write_once
from trucewatch.vocabulary.refusal import Refused

KEY_NAME: Final = "callers.aes256"
NEXT_KEY_NAME: Final = "callers.aes256.next"
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
    return _sealed(identity, caller, _cipher(home))


def unseal(sealed: bytes, *, caller: UUID, home: Path) -> Identity:
    """The identity again. Raises ``Refused`` for a missing or another key, or changed bytes.

    While the key is being changed, and after a change that was interrupted, two keys lie there.
    """
    nonce, rest = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    for cipher in _ciphers(home):
        try:
            words = cipher.decrypt(nonce, rest, caller.bytes)
        except (InvalidTag, ValueError):
            continue
        return Identity(**json.loads(words))
    raise Refused("The name cannot be opened: the key is another, or it was changed.")


def begin_new_key(home: Path) -> None:
    """A second key beside the first; one that an interrupted change left there is taken."""
    path = home / "keys" / NEXT_KEY_NAME
    if not path.exists():
        write_once(path, AESGCM.generate_key(bit_length=256).hex())


def reseal(sealed: bytes, *, caller: UUID, home: Path) -> bytes:
    """The same identity under the second key, whichever of the two it was sealed with."""
    identity = unseal(sealed, caller=caller, home=home)
    return _sealed(identity, caller, _cipher(home, NEXT_KEY_NAME))


def end_new_key(home: Path) -> None:
    """The second key takes the place of the first, which opens nothing any more."""
    folder = home / "keys"
    (folder / NEXT_KEY_NAME).replace(folder / KEY_NAME)


def _ciphers(home: Path) -> Iterator[AESGCM]:
    yield _cipher(home, KEY_NAME)
    if (home / "keys" / NEXT_KEY_NAME).exists():
        yield _cipher(home, NEXT_KEY_NAME)


def _sealed(identity: Identity, caller: UUID, cipher: AESGCM) -> bytes:
    nonce = os.urandom(_NONCE_BYTES)
    words = json.dumps(asdict(identity), ensure_ascii=False).encode("utf-8")
    padded = words + b" " * (-len(words) % _BLOCK)
    return nonce + cipher.encrypt(nonce, padded, caller.bytes)


def _cipher(home: Path, name: str = KEY_NAME) -> AESGCM:
    path = home / "keys" / name
    try:
        return AESGCM(bytes.fromhex(path.read_text("ascii").strip()))
    except (OSError, ValueError) as error:
        raise Refused(
            f"The key of the callers' names, keys/{KEY_NAME} in the record's folder, is missing or "
            "cannot be read. Backups leave it out on purpose: put the copy kept apart back there."
        ) from error

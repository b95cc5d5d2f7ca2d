"""The signature by which a receiver knows that a message comes from this record."""

import hashlib
import hmac
import os
from pathlib import Path
from typing import Final
from uuid import UUID

from trucewatch.ledger.private_file import write_once
from trucewatch.vocabulary.refusal import Refused

KEY_NAME: Final = "hooks.key"


def make_key(home: Path) -> None:
    """The key from which secrets are derived; one that lies there already is left alone."""
    path = home / "keys" / KEY_NAME
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        write_once(path, os.urandom(32).hex())


def secret_of(hook: UUID, home: Path) -> str:
    """The secret of one address. It is derived, and so stands in no table and no export."""
    path = home / "keys" / KEY_NAME
    try:
        key = bytes.fromhex(path.read_text("ascii").strip())
    except (OSError, ValueError) as error:
        raise Refused(
            f"The key of the messages' signatures, keys/{KEY_NAME} in the record's folder, is "
            "missing or cannot be read. Put it back from a backup."
        ) from error
    return "twhs_" + hmac.new(key, hook.bytes, hashlib.sha256).hexdigest()


def signature(secret: str, body: str, *, at: int) -> str:
    """``t=…,v1=…``: the second of sending, and HMAC-SHA256 over ``t.body`` under the secret."""
    signed = hmac.new(secret.encode(), f"{at}.{body}".encode(), hashlib.sha256)
    return f"t={at},v1={signed.hexdigest()}"

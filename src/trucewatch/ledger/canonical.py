"""One spelling for each content, so that equal contents have equal hashes everywhere."""

import hashlib
import json
from typing import Any


def canonical(content: Any) -> str:
    """JSON with sorted keys, no spaces, UTF-8 as it is and no floating point.

    Numbers with a fraction are given as text by the caller: their printed form differs between
    languages, and anyone must be able to check the chain with tools of their own. Raises
    ``ValueError`` on a float.
    """
    _refuse_floats(content)
    return _ENCODER.encode(content)


_ENCODER = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
)


def _refuse_floats(content: Any) -> None:
    if isinstance(content, float):
        raise ValueError("a floating point number has no canonical form: give it as text")
    if isinstance(content, dict):
        for value in content.values():
            _refuse_floats(value)
    elif isinstance(content, list | tuple):
        for value in content:
            _refuse_floats(value)


def sha256_hex(text: str) -> str:
    """SHA-256 of the text in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def commitment(content: Any, salt: bytes) -> bytes:
    """A digest that hides the content and binds it: SHA-256(salt ‖ canonical content), 32 bytes.

    The content is taken to be free of floating point, as ``Recorded.content`` makes it.

    Without the salt nobody can guess a short content by trying; once salt and content are
    destroyed the digest tells nothing, and the chain stays whole.
    """
    return hashlib.sha256(salt + _ENCODER.encode(content).encode("utf-8")).digest()

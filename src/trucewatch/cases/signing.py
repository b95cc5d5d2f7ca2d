"""Members' own keys: an Ed25519 key whose private half opens with a secret kept nowhere."""

import os
from typing import Final

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from trucewatch.vocabulary.refusal import Refused

SHORTEST_SECRET: Final = 12
_SALT, _NONCE = 16, 12
_COST: Final = 2**15
"""Scrypt takes 32 MB and about a tenth of a second a try, which is what a guess costs."""


def make_key(secret: str) -> tuple[str, bytes]:
    """A new key: its public half as 64 hexadecimal digits, its private half sealed."""
    if len(secret) < SHORTEST_SECRET:
        raise Refused(
            "The secret needs at least {number} characters.",
            field="secret", values={"number": SHORTEST_SECRET},
        )  # fmt: skip
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes_raw()
    salt, nonce = os.urandom(_SALT), os.urandom(_NONCE)
    sealed = AESGCM(_derived(secret, salt)).encrypt(nonce, key.private_bytes_raw(), public)
    return public.hex(), salt + nonce + sealed


def sign_with(sealed: bytes, public_key: str, secret: str, text: str) -> str:
    """The signature over the text in UTF-8; refused where the secret does not open the key."""
    salt, nonce = sealed[:_SALT], sealed[_SALT : _SALT + _NONCE]
    try:
        raw = AESGCM(_derived(secret, salt)).decrypt(
            nonce, sealed[_SALT + _NONCE :], bytes.fromhex(public_key)
        )
    except (InvalidTag, ValueError) as error:
        raise Refused("The secret does not open your key.", field="secret") from error
    return Ed25519PrivateKey.from_private_bytes(raw).sign(text.encode("utf-8")).hex()


def is_signed(public_key: str, signature: str, text: str) -> bool:
    """Whether the signature is that key's over the text."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        key.verify(bytes.fromhex(signature), text.encode("utf-8"))
    except (InvalidSignature, ValueError):
        return False
    return True


def _derived(secret: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=_COST, r=8, p=1).derive(secret.encode("utf-8"))

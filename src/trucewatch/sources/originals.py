"""The shelf of originals: files kept byte for byte, named by the hash of what they hold."""

import hashlib
import os
import shutil
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

_CHUNK = 1 << 20


def hash_of_file(path: Path) -> str:
    """SHA-256 of the file's bytes, 64 hexadecimal digits, in constant memory."""
    with path.open("rb") as file:
        return hash_of_stream(file)


def hash_of_stream(stream: BinaryIO) -> str:
    """SHA-256 of what is left in the stream, 64 hexadecimal digits."""
    digest = hashlib.sha256()
    while chunk := stream.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def keep_original(path: Path, sha256: str) -> Path:
    """Put a copy on the shelf and make it read-only; what is there already is left alone."""
    kept = original_path(sha256)
    if kept.exists():
        return kept
    kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = kept.with_name(f"{sha256}.{os.getpid()}.part")
    shutil.copyfile(path, draft)
    draft.chmod(0o400)
    draft.replace(kept)
    return kept


def original_path(sha256: str) -> Path:
    """Where the bytes with this hash lie, if the shelf holds them."""
    home: Path = settings.TRUCEWATCH_HOME
    return home / "originals" / sha256[:2] / sha256

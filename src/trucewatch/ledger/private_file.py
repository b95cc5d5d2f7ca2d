"""Files that hold a secret: whole or not at all, written once, readable by their owner alone."""

import contextlib
import os
from pathlib import Path


def write_once(path: Path, text: str) -> None:
    """Write the file unless it is there: of two processes that start at once, one may make it."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(text, encoding="ascii")
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()

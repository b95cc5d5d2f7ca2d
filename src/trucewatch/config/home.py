"""The folder that holds one record: its database, originals, keys and locks."""

import os
import secrets
from pathlib import Path

import platformdirs

from trucewatch.ledger.private_file import write_once

_CHECKOUT = Path(__file__).resolve().parents[3]


def home_folder() -> Path:
    """What TRUCEWATCH_HOME names, else `var/` in a checkout, else the user's data folder."""
    named = os.environ.get("TRUCEWATCH_HOME")
    if named:
        return Path(named).expanduser().absolute()
    if (_CHECKOUT / "pyproject.toml").is_file() and (_CHECKOUT / "src" / "trucewatch").is_dir():
        return _CHECKOUT / "var"
    return Path(platformdirs.user_data_dir("trucewatch"))


def make_private_folder(folder: Path) -> Path:
    """The folder exists afterwards and only its owner may read it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_uid == os.geteuid() and folder.stat().st_mode & 0o077:
        folder.chmod(0o700)
    return folder


def secret_key(home: Path) -> str:
    """The key that signs sessions: made once per record, kept beside it, never in the code."""
    path = make_private_folder(home / "keys") / "session.key"
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        pass
    write_once(path, secrets.token_urlsafe(64))
    return path.read_text(encoding="ascii").strip()

"""How an import is to be done."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

Progress: TypeAlias = Callable[[int], None]
"""Told how many more bytes of the file have been read."""


def no_progress(read: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """``dry_run`` only tells; ``skip_refused`` takes the rows that can be taken.

    ``mapping`` names a shipped mapping or is the path of a mapping file. ``form`` is the XLSForm
    with which submissions were collected, ``source`` the key under which their source is kept.
    """

    dry_run: bool = False
    skip_refused: bool = False
    mapping: str = ""
    form: Path | None = None
    source: str = ""
    instrument: str = ""
    """The name of the instrument whose areas a file holds."""

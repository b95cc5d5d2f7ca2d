"""Archives whose bytes depend on their content alone."""

import io
import zipfile
from collections.abc import Mapping
from typing import Final

_LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)
"""The first date that an archive can bear."""


def zipped(contents: Mapping[str, bytes]) -> bytes:
    """The files in the order given, without the time at which they were packed."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return made.getvalue()


def same_bytes(archive: bytes) -> bytes:
    """The same archive without the times that a library wrote into it."""
    with zipfile.ZipFile(io.BytesIO(archive)) as made:
        return zipped({name: made.read(name) for name in made.namelist()})

"""In which encoding a web page is written."""

import codecs
import re
from typing import Final

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED: Final = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""")
_LOOKED_AT: Final = 4096
# Browsers read pages that call themselves Latin-1 as what Windows calls so.
_READ_AS: Final = {"iso-8859-1": "windows-1252", "latin-1": "windows-1252", "us-ascii": "utf-8"}


def decoded(content: bytes) -> str:
    """The page's text by the mark at its start, by what it declares, or by what fits.

    Bytes that the encoding does not know are replaced, since a page is read, not kept, this way.
    """
    for mark, name in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(name, "replace")
    declared = _DECLARED.search(content[:_LOOKED_AT])
    name = declared[1].decode("ascii").lower() if declared else "utf-8"
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    name = "windows-1252" if name.startswith("utf") and not declared else name
    try:
        return content.decode(_READ_AS.get(name, name), "replace")
    except (LookupError, ValueError):
        return content.decode("utf-8", "replace")

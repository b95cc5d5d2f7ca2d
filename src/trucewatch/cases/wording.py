"""Words that acts write into the record and that pages say in the reader's language."""

from typing import Final

VOID: Final = "The finding was changed after the position was given."
SILENT: Final = "No response came in time."
SEALED: Final = "Received and sealed by its hash"
COPIED: Final = "Working copy made"
WITHDRAWN: Final = "Withdrawn from the case"

WORDS: Final = {
    "void": VOID,
    "silent": SILENT,
    "sealed": SEALED,
    "copied": COPIED,
    "withdrawn": WITHDRAWN,
}
"""All of them, for the catalogues."""

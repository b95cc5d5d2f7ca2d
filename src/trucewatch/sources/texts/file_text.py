"""What is read from a file, and how much of it is."""

from dataclasses import dataclass
from typing import Final

from trucewatch.vocabulary.refusal import Refused

LARGEST_FILE: Final = 50_000_000
"""Bytes of a file that is read."""
LONGEST_TEXT: Final = 10_000_000
"""Characters that a file may hold."""
MOST_PAGES: Final = 2_000
"""Pages of a PDF that is read."""

PLAIN: Final = "text/plain"
HTML: Final = "text/html"
PDF: Final = "application/pdf"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class FileText:
    """The words of a file. ``pages`` holds where each page starts in ``text``, in code points.

    Only a PDF has pages. A page without words starts where the text before it ends.
    """

    text: str
    pages: tuple[int, ...]
    media_type: str

    def page_at(self, offset: int) -> int | None:
        """The number of the page, from one, on which a place in the text stands."""
        found = [number for number, start in enumerate(self.pages, start=1) if start <= offset]
        return found[-1] if found else None


def require_length(characters: int) -> None:
    """A text must not be longer than what can be worked on."""
    if characters > LONGEST_TEXT:
        raise Refused(
            "The file holds more than {most} characters of text.", values={"most": LONGEST_TEXT}
        )

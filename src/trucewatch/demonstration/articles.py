"""Keeping press articles that somebody has at hand as documents of the demonstration."""

from pathlib import Path
from typing import Final

from trucewatch.demonstration.cast import member
from trucewatch.sources.actions import add_source, receive_document
from trucewatch.sources.models import Source
from trucewatch.vocabulary.handling import Handling

_KEY: Final = "press-articles"


def keep_articles(folder: Path) -> int:
    """Keep every text file of a folder for the mission and guarantors; returns how many it has.

    The words are their publishers': they are evidence here and are not published.
    """
    by = member("monitor")
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.suffix == ".txt")
    if not files:
        return 0
    source = Source.objects.filter(key=_KEY).first() or add_source(
        Source(
            key=_KEY,
            name="Press articles on the talks",
            limits="Texts as they were found, with their publishers' own words for each side.",
        ),
        by=by,
    )
    for path in files:
        receive_document(
            path,
            name=path.name,
            media_type="text/plain",
            source=source,
            handling=Handling.AMBER,
            by=by,
        )
    return len(files)

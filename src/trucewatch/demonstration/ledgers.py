"""The demonstration's two ledgers: published totals and counts by area, as tables of facts."""

from importlib.resources import as_file, files
from typing import Final

from trucewatch.demonstration.cast import member
from trucewatch.exchange.options import ImportOptions
from trucewatch.exchange.tallies import import_tallies, tallies_source
from trucewatch.sources.models import Document
from trucewatch.sources.originals import hash_of_file
from trucewatch.vocabulary.refusal import Refused

_TABLES: Final = ("totals.csv", "by_area.csv")


def enter_ledgers() -> None:
    """Import each table once: what a member changed since is not set back."""
    source = tallies_source().key
    for name in _TABLES:
        with as_file(files("trucewatch.demonstration") / name) as path:
            documents = Document.objects.filter(sha256=hash_of_file(path), source__key=source)
            if documents.exists():
                continue
            summary = import_tallies(
                path, name=f"astana-{name}", by=member("monitor"), options=ImportOptions()
            )
        if summary.refused:
            first = min(summary.refused)
            raise Refused(f"{name}, line {first.line}, {first.field}: {first.reason}")

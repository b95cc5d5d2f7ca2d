"""Are the originals still the bytes that were received?"""

from collections.abc import Iterator

from django.db import DatabaseError

from trucewatch.ledger.verdict import RowFault
from trucewatch.sources.models import Document
from trucewatch.sources.originals import hash_of_file, original_path


def damaged_originals() -> list[RowFault]:
    """The documents whose file is gone or is no longer what its hash says."""
    try:
        return list(_damaged())
    except (DatabaseError, ValueError) as error:
        return [RowFault("document", None, f"the rows cannot be read ({error})")]


def _damaged() -> Iterator[RowFault]:
    for document in Document.objects.order_by("pk").iterator():
        path = original_path(document.sha256)
        try:
            if hash_of_file(path) != document.sha256:
                yield RowFault(document.ledger_name, None, "its original was altered on disk")
        except OSError:
            yield RowFault(document.ledger_name, None, "its original is missing on disk")

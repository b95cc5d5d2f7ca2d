"""The ledger as a file that anyone can check without this software."""

from typing import IO

from trucewatch.ledger.canonical import canonical
from trucewatch.ledger.models import Entry, Head
from trucewatch.ledger.record_verification import as_exported


def export_ledger(out: IO[str]) -> int:
    """Write JSON Lines: the first entry first, one a line, last the signed head.

    Returns how many entries were written. The number is fixed when the export starts, so that
    entries made meanwhile do not part the head from the chain.
    """
    head = Head.objects.get(pk=1)
    for entry in Entry.objects.filter(seq__lte=head.count).order_by("seq").iterator(500):
        out.write(canonical(as_exported(entry)) + "\n")
    said = {"count": head.count, "hash": head.hash, "signature": head.signature}
    out.write(canonical({"head": said}) + "\n")
    return head.count

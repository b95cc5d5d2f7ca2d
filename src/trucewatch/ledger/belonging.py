"""Which record a folder belongs to, also when the database no longer says so."""

from pathlib import Path

from trucewatch.ledger.genesis import genesis_facts
from trucewatch.vocabulary.refusal import Refused

MARKER = "record.id"


def mark_folder(home: Path) -> None:
    """Write down the record's id beside its keys; called once the record is open."""
    marker = home / "keys" / MARKER
    if not marker.exists():
        marker.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        marker.write_text(str((genesis_facts() or {}).get("record", "")), encoding="ascii")


def require_own_record(home: Path) -> None:
    """Refuse to begin a new record where the folder's own one has lost its beginning."""
    marker = home / "keys" / MARKER
    if marker.exists() and genesis_facts() is None:
        raise Refused(
            f"This folder belongs to the record {marker.read_text('ascii').strip()}, and the "
            "database holds no first entry of it. Restore a backup into an empty folder, or set "
            "DATABASE_URL to the record's own database."
        )

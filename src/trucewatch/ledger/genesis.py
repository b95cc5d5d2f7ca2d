"""The first entry, which says what record this is."""

import json
from typing import Any

from trucewatch.ledger.models import Entry


def genesis_facts() -> dict[str, Any] | None:
    """What the first entry says of the record: its id, name, key; None in an empty database."""
    genesis = Entry.objects.filter(seq=1).first()
    return dict(json.loads(genesis.body)["facts"]) if genesis else None

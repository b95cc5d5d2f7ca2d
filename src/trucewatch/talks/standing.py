"""Rows of drafts as the rules take them: bound to a text, issued without whom, who stands where."""

from collections.abc import Sequence

from trucewatch.agreements.models import Version
from trucewatch.talks.models import DraftPosition, Settlement
from trucewatch.talks.rules.drafts import Stanced, version_hash
from trucewatch.vocabulary.talks import DraftStance


def hash_of(version: Version) -> str:
    """The hash of the text of a version, or of the place of the words that tell of it."""
    return version_hash(version.text, version.document_sha256, version.start, version.end)


def names_of(settlement: Settlement) -> list[str]:
    """Those without whom a version was issued."""
    return [name.strip() for name in settlement.without.splitlines() if name.strip()]


def stances_of(rows: Sequence[DraftPosition]) -> list[Stanced]:
    """Positions as the rules compare them, in the order in which they were recorded."""
    return [
        Stanced(row.actor, DraftStance(row.draft_stance), row.on, order)
        for order, row in enumerate(rows)
    ]

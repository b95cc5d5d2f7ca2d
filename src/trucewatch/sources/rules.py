"""In whose name an organisation may speak."""

from typing import Final

from trucewatch.vocabulary.roles import OrganisationKind

OWN_SOURCE_PREFIX: Final = "org-"
RESERVED_KEYS: Final = frozenset({"ucdp", "published-tallies"})
"""Sources whose material comes through importers of their own alone."""


def may_file_for(source_key: str, *, own_key: str, kind: OrganisationKind) -> bool:
    """Each organisation speaks for itself; the mission also writes down what others told it.

    Nobody speaks as another organisation: two accounts of one party would pass for two sources.
    """
    if source_key == own_key:
        return True
    return kind is OrganisationKind.MISSION and not is_reserved(source_key)


def is_reserved(source_key: str) -> bool:
    """Whether no mapping and no form may give this source's accounts."""
    return source_key.startswith(OWN_SOURCE_PREFIX) or source_key in RESERVED_KEYS

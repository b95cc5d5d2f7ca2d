"""In whose name an organisation may speak."""

from typing import Final

from trucewatch.vocabulary.roles import OrganisationKind

OWN_SOURCE_PREFIX: Final = "org-"
RESERVED_KEYS: Final = frozenset({"ucdp", "published-tallies"})
"""Sources whose material comes through importers of their own alone."""


_SIGNATURES: Final = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
)
SHOWN_IN_PAGES: Final = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
"""What a browser shows in a page without running anything that is in it."""


def media_type_of(first_bytes: bytes) -> str:
    """What a file is by its first bytes; what it calls itself is not believed."""
    for start, media_type in _SIGNATURES:
        if first_bytes.startswith(start):
            return media_type
    if first_bytes[:4] == b"RIFF" and first_bytes[8:12] == b"WEBP":
        return "image/webp"
    return "application/octet-stream"


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

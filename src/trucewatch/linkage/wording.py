"""Every word that an explanation may use, in one place for those who translate it."""

from typing import Final

from trucewatch.linkage.levels import FIELDS
from trucewatch.linkage.words import LIKENESS

PRIOR: Final = "any two reports that are compared"
QUIETER: Final = "quieter than usual around them"
BUSIER: Final = "busier than usual around them"
FLARE: Final = "what goes together in one flare-up"
REVIEWED: Final = "what reviewed pairs have taught"
NAMES: Final[dict[str, str]] = {
    "prior": "To begin with",
    "surroundings": "Surroundings",
    "place": "Place",
    "date": "Date",
    "type": "Type",
    "actors": "Sides",
    "deaths": "Deaths",
    "words": "Words",
    "together": "Flare-up",
    "reviews": "Reviews",
}
"""What each reason is called where people read it."""
WORDS: Final[dict[str, str]] = {
    text: text
    for text in (
        *NAMES.values(),
        PRIOR,
        QUIETER,
        BUSIER,
        FLARE,
        REVIEWED,
        *(level for field in FIELDS for level in field.levels[1:]),
        *LIKENESS[1:],
    )
}
"""All of them, for the catalogues."""

"""The levels on which two reports are compared; five of them make one pattern of 16 bits."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Field:
    """One comparison: where its level stands in a pattern, and what each level says."""

    name: str
    shift: int
    levels: tuple[str, ...]
    """What each level says, in its order; the first is for "nothing to compare"."""

    @property
    def mask(self) -> int:
        """The bits of the field once they are shifted down."""
        return (1 << (4 if len(self.levels) > 8 else 3)) - 1


PLACE: Final = Field(
    "place",
    0,
    (
        "no place to compare",
        "the same point, both exact",
        "within 1 km, both exact",
        "within 3 km, both exact",
        "within 8 km, both exact",
        "farther apart than exact places should be",
        "the same point, one within 25 km",
        "within 12 km, one within 25 km",
        "within 25 km, one within 25 km",
        "farther apart than a place within 25 km should be",
        "the same point, one known to the district",
        "within 20 km, one known to the district",
        "within 45 km, one known to the district",
        "farther apart than a district reaches",
        "within 60 km, one known to the governorate",
        "farther, one known to the governorate",
    ),
)
DATE: Final = Field(
    "date",
    4,
    (
        "no date to compare",
        "the same day",
        "one day apart",
        "two days apart",
        "three days apart",
        "days that overlap, one within a week",
        "days that overlap, one vaguer than a week",
        "a vague date that just misses the other",
    ),
)
KIND: Final = Field(
    "type",
    7,
    (
        "no type to compare",
        "the same rare type",
        "the same type",
        "the same common type",
        "types that are easily confused",
        "harm that any type may do",
        "types of one family",
        "different types",
    ),
)
ACTORS: Final = Field(
    "actors",
    10,
    (
        "no actors to compare",
        "the same actors, one of them rare",
        "the same actors",
        "one actor shared and no other named, a rare one",
        "one actor shared and no other named by one of them",
        "some actors shared, others not",
        "no actor shared, of several",
        "no actor shared",
    ),
)
DEATHS: Final = Field(
    "deaths",
    13,
    (
        "no deaths to compare",
        "no deaths, both",
        "the same number of deaths",
        "numbers that the bounds allow",
        "about the same number",
        "up to twice as many or so",
        "several times as many",
        "no deaths against some",
    ),
)
FIELDS: Final = (PLACE, DATE, KIND, ACTORS, DEATHS)
PATTERNS: Final = 1 << 16


def levels_of(pattern: int) -> dict[str, int]:
    """The level of each field in a pattern."""
    return {field.name: pattern >> field.shift & field.mask for field in FIELDS}

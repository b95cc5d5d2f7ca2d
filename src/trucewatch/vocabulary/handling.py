"""Handling marks: who may be shown a record, by the Traffic Light Protocol, version 2.0."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Self


class Handling(StrEnum):
    """A TLP 2.0 mark (FIRST, August 2022). Marks compare by how much they restrict.

    ``CLEAR < GREEN < AMBER < AMBER+STRICT < RED``; comparison with a word that is no mark
    raises ``ValueError`` rather than fall back on the alphabet.
    """

    _value_: str
    restrictiveness: int
    meaning: str

    CLEAR = "CLEAR", 0, "No limit on disclosure."
    GREEN = "GREEN", 1, "Within the community, not through public channels."
    AMBER = "AMBER", 2, "Within the organisation and its clients, on a need-to-know basis."
    AMBER_STRICT = "AMBER+STRICT", 3, "Within the organisation only, on a need-to-know basis."
    RED = "RED", 4, "For the eyes and ears of the individual recipients only."

    # The defaults let type checkers accept the lookup of a mark by its word.
    def __new__(cls, value: str, restrictiveness: int = 0, meaning: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.restrictiveness = restrictiveness
        member.meaning = meaning
        return member

    @property
    def label(self) -> str:
        """The mark as the protocol writes it, such as "TLP:AMBER+STRICT"."""
        return f"TLP:{self.value}"

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Every mark beside its label, the least restrictive first."""
        return [(mark.value, mark.label) for mark in cls]

    def and_below(self) -> tuple["Handling", ...]:
        """This mark and the less restrictive ones: what someone cleared for it may be shown."""
        return tuple(mark for mark in Handling if mark.restrictiveness <= self.restrictiveness)

    def __lt__(self, other: str) -> bool:
        return self.restrictiveness < Handling(other).restrictiveness

    def __le__(self, other: str) -> bool:
        return self.restrictiveness <= Handling(other).restrictiveness

    def __gt__(self, other: str) -> bool:
        return self.restrictiveness > Handling(other).restrictiveness

    def __ge__(self, other: str) -> bool:
        return self.restrictiveness >= Handling(other).restrictiveness


def most_restrictive(marks: Iterable[Handling]) -> Handling:
    """The mark of a whole made of marked parts; no parts at all is refused, never CLEAR."""
    found = list(marks)
    if not found:
        raise ValueError("nothing is marked, so there is no most restrictive mark")
    return max(found, key=lambda mark: mark.restrictiveness)

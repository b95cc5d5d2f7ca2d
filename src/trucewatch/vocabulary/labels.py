"""Enumerations whose stored word and spoken words are declared on one line."""

# Each ``label`` has a default only so that type checkers accept ``Role("monitor")``, the lookup
# of a member by its stored word; every member declares one.

from enum import IntEnum, StrEnum
from typing import Self


class LabelledStr(StrEnum):
    """A word that is stored as it stands and shown as a plain English label."""

    _value_: str
    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Every stored word beside its label, in the order of declaration."""
        return [(member.value, member.label) for member in cls]


class LabelledInt(IntEnum):
    """A code on a published numeric scale, shown as a plain English label."""

    _value_: int
    label: str

    def __new__(cls, value: int, label: str = "") -> Self:
        member = int.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def choices(cls) -> list[tuple[int, str]]:
        """Every code beside its label, in the order of the scale."""
        return [(member.value, member.label) for member in cls]

"""Mechanisms to begin with, after published ones: whoever sets one up changes what differs."""

from collections.abc import Mapping
from typing import Any, Final

from trucewatch.vocabulary.cases import DecisionRule, MechanismLevel, MemberKind

_COMMITTEE: Final = MechanismLevel.JOINT_COMMITTEE.value
_SYRIA: Final = {"timezone": "Asia/Damascus", "working_days": [0, 1, 2, 3, 6]}


def _members(*given: tuple[str, MemberKind, int, tuple[str, ...]]) -> list[dict[str, Any]]:
    return [
        {"organisation": key, "kind": kind.value, "weight": weight, "levels": list(levels)}
        for key, kind, weight, levels in given
    ]


_GUARANTORS: Final = ("guarantor-russia", "guarantor-turkey", "guarantor-iran")

EXAMPLES: Final[Mapping[str, Mapping[str, Any]]] = {
    "trilateral": {
        "key": "trilateral",
        "name": "Trilateral committee of the guarantors, February 2017",
        "about": "Three guarantors decide by consensus what the ceasefire's monitors report.",
        "terms": {
            "members": _members(
                *((key, MemberKind.GUARANTOR, 1, (_COMMITTEE,)) for key in _GUARANTORS)
            ),
            "rule": DecisionRule.CONSENSUS.value,
            "levels": [_COMMITTEE],
            **_SYRIA,
        },
    },
    "board": {
        "key": "board",
        "name": "Board with a technical committee",
        "about": "A mission verifies; mission, guarantors and parties vote, by majority.",
        "terms": {
            "members": _members(
                ("mission", MemberKind.MISSION, 1, (_COMMITTEE,)),
                *((key, MemberKind.GUARANTOR, 1, (_COMMITTEE,)) for key in _GUARANTORS),
                ("syrian-government", MemberKind.PARTY, 1, (_COMMITTEE,)),
                ("armed-opposition", MemberKind.PARTY, 1, (_COMMITTEE,)),
            ),
            "rule": DecisionRule.MAJORITY.value,
            "levels": [_COMMITTEE],
            "members_see_from_filing": False,
            **_SYRIA,
        },
    },
    "two-ledgers": {
        "key": "two-ledgers",
        "name": "Joint centre with two ledgers",
        "about": "Two guarantors keep a book each; what one counts the other may not confirm.",
        "terms": {
            "members": _members(
                ("guarantor-russia", MemberKind.GUARANTOR, 1, (_COMMITTEE,)),
                ("guarantor-turkey", MemberKind.GUARANTOR, 1, (_COMMITTEE,)),
            ),
            "rule": DecisionRule.CONSENSUS.value,
            "levels": [_COMMITTEE],
            "separate_books": True,
            **_SYRIA,
        },
    },
}
"""Key, name, what it is like, and terms; organisations are those of the demonstration."""

NAMES: Final = {key: str(example["name"]) for key, example in EXAMPLES.items()}
ABOUTS: Final = {key: str(example["about"]) for key, example in EXAMPLES.items()}
"""Names and descriptions, for the catalogues."""

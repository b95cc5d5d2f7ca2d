"""Splits a list of alleged breaches into its entries, by their numbers, bullets or dates."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from trucewatch.vocabulary.violations import ViolationType

_LONGEST_ENTRY: Final = 4_000
_FEWEST: Final = 2
"""One number at the start of a line is no list."""
_START: Final = re.compile(
    r"^[ \t]{0,12}(?:"
    r"(?P<number>\d{1,4})[.)\]][ \t]+"  # 1.  2)  3]
    r"|\((?P<bracket>\d{1,4})\)[ \t]+"  # (4)
    r"|[•‣▪●\-–—*][ \t]+"  # a bullet
    r"|(?=\d{1,2}[ \t]+[^\W\d_]{3,12}[ \t]+\d{4}\b)"  # 3 January 2017
    r"|(?=\d{4}-\d{2}-\d{2}\b)"
    r")(?=\S)",
    re.MULTILINE,
)
_TYPES: Final[tuple[tuple[str, ViolationType], ...]] = (
    ("barrel bomb", ViolationType.AIR_STRIKE),
    ("air strike", ViolationType.AIR_STRIKE),
    ("airstrike", ViolationType.AIR_STRIKE),
    ("air raid", ViolationType.AIR_STRIKE),
    ("warplane", ViolationType.AIR_STRIKE),
    ("drone", ViolationType.DRONE_STRIKE),
    ("chlorine", ViolationType.CHEMICAL),
    ("chemical", ViolationType.CHEMICAL),
    ("sarin", ViolationType.CHEMICAL),
    ("suicide", ViolationType.SUICIDE_ATTACK),
    ("shell", ViolationType.SHELLING),
    ("mortar", ViolationType.SHELLING),
    ("artillery", ViolationType.SHELLING),
    ("rocket", ViolationType.SHELLING),
    ("missile", ViolationType.SHELLING),
    ("bombard", ViolationType.SHELLING),
    ("sniper", ViolationType.SMALL_ARMS),
    ("gunfire", ViolationType.SMALL_ARMS),
    ("machine gun", ViolationType.SMALL_ARMS),
    ("small arms", ViolationType.SMALL_ARMS),
    ("storm", ViolationType.GROUND_ASSAULT),
    ("assault", ViolationType.GROUND_ASSAULT),
    ("landmine", ViolationType.MINE_IED),
    (r"mines?\b", ViolationType.MINE_IED),
    ("explosive device", ViolationType.MINE_IED),
    ("abduct", ViolationType.ABDUCTION),
    ("kidnap", ViolationType.ABDUCTION),
    ("arrest", ViolationType.DETENTION),
    ("detain", ViolationType.DETENTION),
    ("loot", ViolationType.LOOTING_DESTRUCTION),
    ("besieg", ViolationType.SIEGE),
    ("siege", ViolationType.SIEGE),
    ("infiltrat", ViolationType.INFILTRATION),
    ("convoy was stopped", ViolationType.OBSTRUCTION_OF_AID),
    ("aid was refused", ViolationType.OBSTRUCTION_OF_AID),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list: ``[start, end)`` with its number, its words from ``body`` on."""

    start: int
    body: int
    end: int
    number: str


def entries_of(text: str) -> list[Entry]:
    """The entries of a list in a text, in its order; none where fewer than two lines begin one."""
    starts = list(_START.finditer(text))
    if len(starts) < _FEWEST:
        return []
    entries = []
    for at, found in enumerate(starts):
        following = starts[at + 1].start() if at + 1 < len(starts) else len(text)
        gap = text.find("\n\n", found.end(), following)
        end = min(following if gap < 0 else gap, found.end() + _LONGEST_ENTRY)
        while end > found.end() and text[end - 1].isspace():
            end -= 1
        body = found.end()
        number = found.group("number") or found.group("bracket") or ""
        if end > body:
            first = found.start() + len(found.group(0)) - len(found.group(0).lstrip())
            entries.append(Entry(min(first, body), body, end, number))
    return entries


def numbers_missing(numbers: Iterable[str]) -> list[int]:
    """The numbers that a list leaves out between its first and its last."""
    found = {int(number) for number in numbers if number.isdecimal()}
    return sorted(set(range(min(found), max(found))) - found) if found else []


def type_told(words: str) -> str:
    """The type of breach that an entry names in so many words, else nothing."""
    folded = words.casefold()
    return next((str(kind) for word, kind in _TYPES if re.search(rf"\b{word}", folded)), "")

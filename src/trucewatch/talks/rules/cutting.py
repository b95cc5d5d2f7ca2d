"""Cuts two versions of a text into words, marks and ends of lines that can be compared."""

import re
import unicodedata
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import Final

LINE_ENDS: Final = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_LINE_END: Final = re.compile(rf"\r\n|[{LINE_ENDS}]")
LINE_END: Final = 0
"""The number of every end of a line, however many blank lines follow it."""

_SENTENCE_ENDS: Final = frozenset(".!?…؟۔")
_JOINERS: Final = "\u200c\u200d\u00ad\u2060"
"""Characters without width that stand inside words, in Persian above all."""


class UnitKind(IntEnum):
    """What a unit is; the greater, the better something new begins after it."""

    WORD = 1
    MARK = 2
    SENTENCE_END = 3
    LINE_END = 4


@dataclass(frozen=True, slots=True)
class Units:
    """One version: its units as numbers, and where each starts and ends; blanks are no units."""

    text: str
    numbers: list[int]
    starts: list[int]
    ends: list[int]


@dataclass(frozen=True, slots=True)
class Forms:
    """What units are, by their number; only words have letters."""

    kinds: list[UnitKind]
    letters: list[int]


def with_plain_line_ends(text: str) -> str:
    """The text with each end of a line as one line feed; nothing else of it is normalised.

    Windows, old Macs and word processors end lines otherwise, and no delegation wrote that.
    """
    return _LINE_END.sub("\n", text)


def cut_both(before: str, after: str) -> tuple[Units, Units, Forms]:
    """The units of two versions; the same unit has the same number in both.

    A word keeps its combining marks and joiners, hyphens and apostrophes between letters; a number
    keeps its separators, so that 13,000, 3-4 or 25.03.2017 is one unit, and its per cent sign.
    """
    numbers = _Numbers()
    units = [_cut(text, numbers) for text in (before, after)]
    forms = Forms([UnitKind.LINE_END] * numbers.size, [0] * numbers.size)
    for unit, number in numbers.items():
        if number != LINE_END:
            forms.kinds[number] = _kind(unit)
            if forms.kinds[number] is UnitKind.WORD:
                forms.letters[number] = len(unit)
    return units[0], units[1], forms


def _kind(unit: str) -> UnitKind:
    if unit in _SENTENCE_ENDS:
        return UnitKind.SENTENCE_END
    found = _pattern().match(unit)
    return UnitKind.WORD if found is not None and found["word"] else UnitKind.MARK


class _Numbers(dict[str, int]):
    """Numbers units as they are met; all ends of lines are one."""

    def __init__(self) -> None:
        super().__init__()
        self.size = LINE_END + 1

    def __missing__(self, unit: str) -> int:
        if unit[0] in LINE_ENDS:
            number = LINE_END
        else:
            number = self.size
            self.size += 1
        self[unit] = number
        return number


def _cut(text: str, numbers: _Numbers) -> Units:
    found = [(match.start(), match.end()) for match in _pattern().finditer(text)]
    return Units(
        text,
        [numbers[text[start:end]] for start, end in found],
        [start for start, end in found],
        [end for start, end in found],
    )


@cache
def _pattern() -> re.Pattern[str]:
    """One unit. Python's ``\\w`` knows no combining marks, so these are added from Unicode."""
    letter = rf"\w{_combining()}"
    more = rf"[{letter}{_JOINERS}]*"
    return re.compile(
        rf"(?P<word>(?:[^\W\d_]\.){{2,}}"  # U.S.
        rf"|[{letter}]{more}(?:"
        rf"(?:['’ʼ‐‑-](?=[{letter}])"  # cease-fire, don't
        r"|(?<=\d)[.,:/–−٫٬](?=\d)"  # 13,000  10:30  25.03.2017
        r"|(?<=\d)[\u00a0\u2009\u202f](?=\d{3}(?!\d))"  # 13 000 with a narrow blank
        rf"){more})*(?:(?<=\d)[%٪‰])?)"
        rf"|[{LINE_ENDS}]\s*"
        r"|\S"
    )


def _combining() -> str:
    """The combining marks of the basic plane as ranges for a class of characters."""
    ranges: list[list[int]] = []
    for code in range(0x300, 0x10000):
        if unicodedata.category(chr(code))[0] == "M":
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(f"\\u{first:04x}-\\u{last:04x}" for first, last in ranges)

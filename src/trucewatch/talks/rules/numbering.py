"""Reads the number at the start of a line of an adopted text, in every way it can be meant."""

import re
from dataclasses import dataclass
from typing import Final

from trucewatch.names.folding import fold
from trucewatch.talks.rules.cutting import LINE_ENDS

PART, ARTICLE, PARAGRAPH = range(3)
"""How high a numbered word stands: a part holds articles, an article holds paragraphs."""
DIGITS: Final = "digits"
ROMAN: Final = "roman"
BULLET: Final = "bullet"

_WORDS: Final = {
    PART: "part chapter section часть глава раздел القسم الباب الفصل bölüm kısım بخش فصل",
    ARTICLE: "article art статья ст المادة مادة ماده madde",
    PARAGRAPH: "paragraph para clause point пункт параграф الفقرة فقرة البند بند fıkra bent",
}
_RANKS: Final = {fold(word): rank for rank, words in _WORDS.items() for word in words.split()}
_ORDINALS: Final = {
    fold(word): value
    for words in (
        "أولاً ثانياً ثالثاً رابعاً خامساً سادساً سابعاً ثامناً تاسعاً عاشراً",
        "الأولى الثانية الثالثة الرابعة الخامسة السادسة السابعة الثامنة التاسعة العاشرة",
    )
    for value, word in enumerate(words.split(), 1)
}
_ALPHABETS: Final = {
    "latin": "abcdefghijklmnopqrstuvwxyz",
    "turkish": "abcçdefgğhıijklmnoöprsştuüvyz",
    "cyrillic": "абвгдежзиклмнопрстуфхцчшщэюя",
    "abjad": fold("ابجدهوزحطيكلمنسعفصقرشتثخذضظغ"),
    "persian": fold("ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"),
}
_LETTER_NAMES: Final = {"الف": "ا"}
_ROMAN: Final = re.compile(r"(?=.)(c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})")
_ROMAN_DIGITS: Final = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}

_ARABIC: Final = "\u0621-\u065f\u066e-\u06d3"
_MARKER: Final = re.compile(
    rf"""
    (?P<word>[^\W\d_]{{2,10}})\.?[ \t\u00a0]+\(?
        (?P<counted>\d{{1,3}}|[IVXLCivxlc]{{1,7}}|[{_ARABIC}]{{5,9}})\)?(?![^\W_])
        (?:[ \t]*(?P<closed>[.:)\]–—-]+|(?=[\r\n]|\Z))|(?=[ \t]))
    | (?P<dotted>\d{{1,3}}(?:\.\d{{1,3}}){{1,4}})\.?(?=\s|\Z)
    | \((?P<bracketed>\d{{1,3}}|[^\W\d_]{{1,7}})\)
    | \[(?P<squared>\d{{1,3}})\](?=\s|\Z)
    | (?P<plain>\d{{1,3}}|[^\W\d_]{{1,7}})(?P<mark>[.)\]:]|[ ]?[–—-])(?=\s|\Z|[{_ARABIC}])
    | (?P<ordinal>[{_ARABIC}]{{4,9}})[ ]?[:.،–—-]
    | (?P<bullet>[•‣▪●◦·■□*–—-])(?=[ \t])
    """,
    re.VERBOSE,
)
_LINE: Final = re.compile(rf"[^{LINE_ENDS}]+")
_INDENT: Final = re.compile(r"[ \t\u00a0\u200e\u200f\ufeff]*")
_MOST_ON_A_LINE: Final = 3


@dataclass(frozen=True, slots=True)
class Marker:
    """A number, letter or bullet at the start of a line; ``[start, end)`` are its characters.

    ``sign`` is the number as written, without what encloses it, and ``style`` what encloses it.
    ``readings`` are its places in the orders that it can be of: "i" is the ninth letter or one.
    """

    start: int
    end: int
    sign: str
    style: str
    readings: dict[str, int]
    rank: int | None = None
    """How high the word before it stands; None where there is no word."""
    is_closed: bool = True
    """Whether a mark or the end of the line follows; else it may be a sentence about an article."""

    @property
    def is_bullet(self) -> bool:
        return self.style.startswith(BULLET)


def markers_of(text: str) -> list[Marker]:
    """Every marker that stands at the start of a line, or behind another that does."""
    found = []
    for line in _LINE.finditer(text):
        at = line.start()
        for _ in range(_MOST_ON_A_LINE):
            indent = _INDENT.match(text, at, line.end())
            start = indent.end() if indent else at
            match = _MARKER.match(text, start)
            marker = _marker(match) if match else None
            if marker is None or (at > line.start() and not marker.style.startswith(("()", ")"))):
                break
            found.append(marker)
            at = marker.end
    return found


def _marker(match: re.Match[str]) -> Marker | None:
    start, end = match.span()
    if match["word"]:
        rank = _RANKS.get(fold(match["word"]))
        orders = _readings(match["counted"])
        readings: dict[str, int] = {
            order: orders[order] for order in (DIGITS, ROMAN) if order in orders
        }
        if rank is None or not readings:
            return None
        is_closed = match["closed"] is not None
        return Marker(start, end, match["counted"], f"rank {rank}", readings, rank, is_closed)
    if match["dotted"]:
        sign = match["dotted"]
        parts = sign.split(".")
        return Marker(start, end, sign, f"dotted {len(parts)}", {DIGITS: int(parts[-1])})
    if match["bullet"]:
        sign = match["bullet"]
        return Marker(start, end, sign, f"{BULLET} {sign}", {BULLET: 0})
    if match["ordinal"]:
        sign = match["ordinal"]
        value = _ORDINALS.get(fold(sign))
        return Marker(start, end, sign, "ordinal", {DIGITS: value}) if value else None
    sign = match["bracketed"] or match["squared"] or match["plain"]
    style = "()" if match["bracketed"] else "[]" if match["squared"] else match["mark"].strip()
    readings = _readings(sign)
    if not readings:
        return None
    case = "" if sign.islower() == sign.isupper() else " upper" if sign.isupper() else " lower"
    return Marker(start, end, sign, ("-" if style in "–—" else style) + case, readings)


def _readings(sign: str) -> dict[str, int]:
    """The orders that a sign can be of, each with its place there; none for a word."""
    if sign.isdecimal():
        return {DIGITS: int(sign)}
    folded = fold(sign)
    if folded in _ORDINALS:
        return {DIGITS: _ORDINALS[folded]}
    letter = sign.lower()
    if "\u0600" <= letter[0] <= "\u06ff":
        letter = _LETTER_NAMES.get(folded, folded)
    found = {
        name: letters.index(letter) + 1
        for name, letters in _ALPHABETS.items()
        if len(letter) == 1 and letter in letters
    }
    if letter.isascii() and _ROMAN.fullmatch(letter):
        found[ROMAN] = _roman(letter)
    return found


def _roman(numeral: str) -> int:
    values = [_ROMAN_DIGITS[digit] for digit in numeral]
    return sum(
        -value if value < following else value
        for value, following in zip(values, [*values[1:], 0], strict=True)
    )

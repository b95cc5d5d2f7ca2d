"""A text cut into words, numbers and marks, each with its place and its classes."""

import re
from typing import Final

from trucewatch.extraction.lexicon import (
    ADVERB,
    AUXILIARY,
    CUE,
    DEMONYM,
    MONTH,
    NEGATION,
    PERSONAL,
    SUBJECT_PRONOUN,
    WEEKDAY,
    Lexicon,
)

_TOKEN: Final = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S.
    r"|\d+(?:[.,:]\d+)*(?:(?:st|nd|rd|th)(?![^\W\d_]))?"
    r"|[^\W\d_]+(?:['-][^\W\d_]+)*"
    r"|\.\.\.+|\S"
)
_CLITICS: Final = ("'s", "'re", "'ve", "'ll", "'d", "'m")
_BEFORE_NAME: Final = frozenset({"anti", "pro", "non", "ex", "post", "pre", "mid"})
_LONGEST_WORD: Final = 60


class Token:
    """A word, number or mark: ``i`` its number in the text, ``bits`` its classes."""

    __slots__ = ("bits", "cap", "end", "i", "low", "quote", "start", "text")

    def __init__(self, i: int, start: int, text: str, bits: int) -> None:
        self.i = i
        self.start = start
        self.end = start + len(text)
        self.text = text
        self.low = text.lower()
        self.bits = bits
        self.cap = text[0].isupper()
        self.quote = -1
        """The number of the quotation that it stands in; -1 outside any."""

    def __repr__(self) -> str:
        return f"{self.text}@{self.start}"


def cut(view: str, lexicon: Lexicon) -> list[Token]:
    """The tokens of a levelled text in order; blanks are no tokens.

    A possessive or a shortened verb is a token of its own ("Turkey" + "'s"), and so are the parts
    of a compound that holds a name ("anti" + "-" + "Assad", "Iran" + "-" + "backed").
    """
    tokens: list[Token] = []
    known: dict[str, int] = {}
    for match in _TOKEN.finditer(view):
        text, start = match[0], match.start()
        if len(text) > 3 and ("'" in text or "-" in text) and len(text) < _LONGEST_WORD:
            for part, offset in _parts(text):
                tokens.append(_token(len(tokens), start + offset, part, lexicon, known))
        else:
            tokens.append(_token(len(tokens), start, text, lexicon, known))
    return tokens


def _token(i: int, start: int, text: str, lexicon: Lexicon, known: dict[str, int]) -> Token:
    bits = known.get(text)
    if bits is None:
        bits = known[text] = _bits(text, lexicon)
    return Token(i, start, text, bits)


def _bits(text: str, lexicon: Lexicon) -> int:
    low = text.lower()
    bits = lexicon.bits(low)
    if low.endswith("n't"):
        return bits | AUXILIARY | NEGATION
    if not bits:
        return ADVERB if low.endswith("ly") and len(low) > 4 and text == low else 0
    if bits & (MONTH | WEEKDAY | DEMONYM) and text == low:
        bits &= ~(MONTH | WEEKDAY | DEMONYM)
    elif bits & MONTH and low in ("may", "march"):
        bits = MONTH
    if text.isupper() and len(text) > 1 and low in ("us", "it", "who"):
        bits &= ~(PERSONAL | SUBJECT_PRONOUN)
    if bits & CUE and text != low and text.isupper():
        bits &= ~CUE
    return bits


def _parts(text: str) -> list[tuple[str, int]]:
    """The text cut before a clitic and around the name in a compound, with offsets."""
    found: list[tuple[str, int]] = []
    tail = ""
    low = text.lower()
    for clitic in _CLITICS:
        if low.endswith(clitic) and len(text) > len(clitic):
            text, tail = text[: -len(clitic)], text[-len(clitic) :]
            break
    first, dash, rest = text.partition("-")
    if dash and rest and _is_compound(first, rest):
        found += [(first, 0), ("-", len(first)), (rest, len(first) + 1)]
    else:
        found.append((text, 0))
    if tail:
        found.append((tail, len(text)))
    return found


def _is_compound(first: str, rest: str) -> bool:
    if first.lower() in _BEFORE_NAME:
        return rest[0].isupper()
    if not first[0].isupper() or len(first) < 2:
        return False
    if rest[0].islower():
        return first.lower() not in ("al", "el", "abu") and len(rest) > 2
    return first.endswith(("ian", "ish", "ese", "can", "man")) and rest[0].isupper()

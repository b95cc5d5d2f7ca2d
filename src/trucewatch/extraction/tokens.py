"""A text cut into words, numbers and marks, each with its place and its classes."""

import re
from typing import Final

from trucewatch.extraction.lexicon import (
    ADVERB,
    AUXILIARY,
    BREACHES,
    COUNT_WORD,
    CUE,
    DEMONYM,
    MEETS,
    MONTH,
    NEGATION,
    NUMBER,
    PERSON_NOUN,
    PERSONAL,
    SUBJECT_PRONOUN,
    TIME_WORD,
    TRUCE,
    UNDERTAKES,
    WEEKDAY,
    Lexicon,
)

_TOKEN: Final = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S.
    r"|\d+(?:[.,:]\d+)*(?:(?:st|nd|rd|th)(?![^\W\d_]))?"
    r"|[^\W\d_]+\.(?:com|net|org|gov|co\.uk)\b"
    r"|[^\W\d_]+(?:['-][^\W\d_]+)*"
    r"|\.\.\.+|\S"
)
_TENS: Final = frozenset(
    ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
)
_CLITICS: Final = ("'s", "'re", "'ve", "'ll", "'d", "'m")
_BEFORE_NAME: Final = frozenset({"anti", "pro", "non", "ex", "post", "pre", "mid"})
_LONGEST_WORD: Final = 60
_MOST_FORMS: Final = 50_000


Form = tuple[str, str, int, bool, int]
"""A word as it is written, in small letters, its classes, whether it is large, its length."""


class Token:
    """A word, number or mark: ``i`` its number in the text, ``bits`` its classes."""

    __slots__ = ("bits", "cap", "end", "i", "low", "quote", "start", "text")

    def __init__(self, i: int, start: int, form: "Form") -> None:
        self.i = i
        self.start = start
        self.text, self.low, self.bits, self.cap, length = form
        self.end = start + length
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
    forms = lexicon.forms
    add = tokens.append
    for match in _TOKEN.finditer(view):
        text = match[0]
        form = forms.get(text)
        if form is not None:
            add(Token(len(tokens), match.start(), form))
        elif 3 < len(text) < _LONGEST_WORD and ("'" in text or "-" in text):
            start = match.start()
            for part, offset in _parts(text):
                add(Token(len(tokens), start + offset, _form(part, lexicon)))
        else:
            add(Token(len(tokens), match.start(), _form(text, lexicon)))
    return tokens


def _form(text: str, lexicon: Lexicon) -> Form:
    """The word's form, kept for the next time; compounds that are cut are not kept whole."""
    form = lexicon.forms.get(text)
    if form is None:
        form = (text, text.lower(), _bits(text, lexicon), text[0].isupper(), len(text))
        if len(lexicon.forms) < _MOST_FORMS and _parts(text) == [(text, 0)]:
            lexicon.forms[text] = form
    return form


def _bits(text: str, lexicon: Lexicon) -> int:
    low = text.lower()
    bits = lexicon.bits(low)
    if text[0].isdigit():
        return bits | TIME_WORD | COUNT_WORD
    if bits & (MONTH | WEEKDAY | NUMBER):
        bits |= TIME_WORD | (COUNT_WORD if bits & NUMBER else 0)
    if "-" in low and low.split("-")[0] in _TENS:
        bits |= COUNT_WORD
    if low.endswith(("men", "women")) and len(low) > 6:
        bits |= PERSON_NOUN  # businessmen, servicewomen
    if low.endswith("n't"):
        return bits | AUXILIARY | NEGATION
    if not bits & ~(BREACHES | UNDERTAKES | TRUCE | MEETS):
        return bits | (ADVERB if low.endswith("ly") and len(low) > 4 and text == low else 0)
    if bits & (MONTH | WEEKDAY | DEMONYM) and text == low:
        bits &= ~(MONTH | WEEKDAY | DEMONYM)
    elif bits & MONTH and low in ("may", "march"):
        bits = MONTH | TIME_WORD
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

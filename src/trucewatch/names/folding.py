"""One searchable form for words written with different letters, marks and digits."""

import re
import unicodedata
from typing import Final

# Letters that Unicode does not decompose into a base letter and a mark, or that two
# keyboards write differently. Standalone hamza goes, as its seats do: السويداء is also
# written السويدا.
_LETTERS: Final[dict[str, str]] = {
    "ı": "i",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ħ": "h",
    "ŧ": "t",
    "æ": "ae",
    "œ": "oe",
    "ə": "e",
    "ٱ": "ا",
    "ء": "",
    "ة": "ه",
    "ہ": "ه",
    "ھ": "ه",
    "ە": "ه",
    "ى": "ي",
    "ی": "ي",
    "ے": "ي",
    "ک": "ك",
    "ـ": "",
}
# Apostrophes, signs for ʿayn and hamza, and quotation marks stand inside or against a word.
_DROPPED: Final = frozenset("'’‘‛`´ʹʺʻʼʽʾʿˈˊˋ′″‵\"“”„‟«»‹›՚＇")


def _reduced(character: str) -> str:
    """One character after a single pass: its base letters, a space, or nothing."""
    if character in "йЙ":
        return "й"
    if character in _DROPPED:
        return ""
    out = []
    for part in unicodedata.normalize("NFKD", character).casefold():
        category = unicodedata.category(part)
        if part in _LETTERS:
            out.append(_LETTERS[part])
        elif part in _DROPPED or category in {"Mn", "Me", "Cf", "Sk"}:
            continue
        elif category == "Nd":
            out.append(str(unicodedata.decimal(part)))
        elif category[0] in "LNM":
            out.append(part)
        else:
            out.append(" ")
    return unicodedata.normalize("NFKC", "".join(out))


class _Foldings(dict[int, str]):
    """Each code point's folded form, worked out when first met and kept."""

    def __missing__(self, code: int) -> str:
        folded = chr(code)
        for _ in range(4):  # a decomposition may hold letters that fold again
            again = "".join(_reduced(character) for character in folded)
            if again == folded:
                break
            folded = again
        self[code] = folded
        return folded


_FOLDINGS: Final = _Foldings()
# ASCII folds byte by byte, which is many times faster than a table of code points.
_ASCII_BYTES: Final = bytes(ord(_FOLDINGS[code] or " ") for code in range(128)) + bytes(128)
_ASCII_DROPPED: Final = bytes(code for code in range(128) if not _FOLDINGS[code])
_WIDE: Final = re.compile(r"[^\x00-\x7f]")
# Replacing one character after another beats a table until there are about this many.
_MANY: Final = 200


def fold(text: str) -> str:
    """The form of a text that search compares: the same for every way of typing it.

    Compatibility forms are unified (NFKC); case and Turkish dotted or dotless i, Latin
    diacritics, Arabic vowel signs, hamza seats, tatweel and letter variants are levelled;
    digits become ASCII; apostrophes, ʿayn and quotation marks vanish; other punctuation
    separates words by one space. Cyrillic ё becomes е, while й stays a letter of its own.
    Folding a folded text changes nothing.
    """
    while not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        # English with typographic quotes, or Turkish, is all ASCII after this.
        text = _replaced(text, set(_WIDE.findall(text)))
        if not text.isascii():
            folded = " ".join(_replaced(text, set(text)).split())
            # Dropping a mark can bring together characters that compose anew.
            if unicodedata.is_normalized("NFKC", folded):
                return folded
            text = folded
    raw = text.encode("ascii").translate(_ASCII_BYTES, _ASCII_DROPPED)
    return b" ".join(raw.split()).decode("ascii")


def _replaced(text: str, characters: set[str]) -> str:
    """The text with these characters folded; their order is free, since folded forms are stable."""
    if len(characters) > _MANY:
        return text.translate(_FOLDINGS)
    for character in characters:
        folded = _FOLDINGS[ord(character)]
        if folded != character:
            text = text.replace(character, folded)
    return text

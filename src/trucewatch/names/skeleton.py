"""What is left of a place name when transliteration no longer matters."""

import re
from typing import Final

from trucewatch.names.folding import fold

# Read before folding, which would turn ş into a plain s.
_MARKED_LATIN: Final = str.maketrans(
    {
        "ş": "sh",
        "Ş": "sh",
        "š": "sh",
        "Š": "sh",
        "ç": "ch",
        "Ç": "ch",
        "č": "ch",
        "ḫ": "kh",
        "ẖ": "kh",
        "ġ": "gh",
        "ḏ": "dh",
        "ṯ": "th",
        "ž": "j",
    }
)
_CYRILLIC: Final = (
    "абвгдежзийклмнопрстуфхцчшщъыьэюя",
    "a b w g d e j z i y k l m n o p r s t u f kh ts ch sh sh _ y _ e yu ya",
)
_ARABIC: Final = (
    "ابتثجحخدذرزسشصضطظعغفقكلمنهويپچژگ",
    "a b t th j h kh d dh r z s sh s d t z _ gh f q k l m n h w y p ch j g",
)
_LATIN: Final = str.maketrans(
    {
        letter: latin
        for letters, sounds in (_CYRILLIC, _ARABIC, ("v", "w"))
        for letter, latin in zip(letters, sounds.split(), strict=True)
    }
)

_ARTICLES_LISTED: Final = "al el ul il as es ash esh ad ed at et ar er an en az ez adh edh ath eth"
_ARTICLES: Final = frozenset(_ARTICLES_LISTED.split())
_DIGRAPHS: Final = {
    "sh": "x",
    "ch": "x",
    "kh": "h",
    "gh": "g",
    "dh": "d",
    "th": "t",
    "ph": "b",
    "dj": "j",
    "ck": "k",
}
_SINGLES: Final = str.maketrans({"q": "k", "c": "k", "p": "b", "f": "f"})

_ARABIC_ARTICLE: Final = re.compile(r"^ال(?=..)")
_ARABIC_ENDING: Final = re.compile(r"(?<=.)(ي?)ه$")
_DIGRAPH: Final = re.compile("|".join(_DIGRAPHS))
_DOUBLED: Final = re.compile(r"(.)\1+")
_SILENT_H: Final = re.compile(r"(?<=[aeiouy])h$")
# A glide is a consonant only before a vowel: y in Darayya, but not in Dayr.
_GLIDE_AS_VOWEL: Final = re.compile(r"[yw](?![aeiouyw])")
_LONG_I: Final = re.compile(r"iy+")
_VOWELS: Final = re.compile(r"[aeiou]+")
_INNER_VOWELS: Final = re.compile(r"(?<=.)a(?=.)")


def skeleton(name: str) -> str:
    """The consonants of a name in Latin, Arabic or Cyrillic script, word by word.

    Spellings of one Arabic name in any of the three scripts mostly meet here: Hamah, Hama,
    Хама and حماة all give "hma". Articles go; vowels go, except for an "a" where a word
    begins or ends with one; doubled letters count once. Names of different places can
    meet as well, so that equal skeletons only ever propose. Generic words are not removed:
    see ``without_generic_words``.
    """
    words = fold(name.translate(_MARKED_LATIN)).split()
    latin = [_in_latin(word) for word in words]
    named = [word for word in latin if word not in _ARTICLES] or latin
    return " ".join(bones for bones in map(_bones, named) if bones)


def _in_latin(word: str) -> str:
    word = _ARABIC_ENDING.sub(lambda m: "iyah" if m[1] else "ah", _ARABIC_ARTICLE.sub("", word))
    if word.startswith("ع"):
        word = f"a{word[1:]}"
    return word.translate(_LATIN).replace("_", "")


def _bones(word: str) -> str:
    """One Latin word without what differs between systems of transliteration."""
    word = _DOUBLED.sub(r"\1", _DIGRAPH.sub(lambda m: _DIGRAPHS[m[0]], _DOUBLED.sub(r"\1", word)))
    word = _SILENT_H.sub("", word.translate(_SINGLES))
    word = _GLIDE_AS_VOWEL.sub("i", _LONG_I.sub("i", word))
    return _INNER_VOWELS.sub("", _VOWELS.sub("a", word))

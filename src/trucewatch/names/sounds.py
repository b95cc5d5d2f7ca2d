"""What a word of a person's name sounds like, one character a sound, from three scripts.

Small letters mostly stand for themselves. Capitals and digits are sounds that Latin letters
write in several ways, or letters that are read in several: S sh, C tch, 9 a hard c, J zh and dj,
T ts, x kh, G gh, D dh, 8 th, Q a Latin "ch" of any language, 5 and 6 a marked c and s; A, W, Y
and E are the Arabic letters alif, waw, ya and ʿayn, which may each be a vowel or not.
"""

import re
from typing import Final

LONGEST: Final = 40
"""Letters of a word that count: what is longer is no name."""

SHORT: Final = 5
"""Letters of a word that is no compound."""
VOWELS: Final = frozenset("aeiou")
_V, _C = "[aeiou]", "[^aeiou]"

# Read before folding, which would turn ş into a plain s. The stand-ins fold to themselves.
MARKED: Final = str.maketrans(
    {
        **dict.fromkeys("şŞšŠșȘ", "ʃ"),
        **dict.fromkeys("çÇčČćĆ", "ʧ"),
        **dict.fromkeys("žŽ", "ʒ"),
        **dict.fromkeys("đĐ", "dj"),
        **dict.fromkeys("ţȚțŢ", "ts"),
        **dict.fromkeys("ḫẖ", "kh"),
        **dict.fromkeys("ġĠ", "gh"),
        **dict.fromkeys("əƏ", "a"),
        "ḏ": "dh",
        "ṯ": "th",
    }
)

_PLAIN: Final = str.maketrans("ʃʧʒ", "scz")

_CYRILLIC_SOUNDS: Final = (
    "a b v g d e J z i y k l m n o p r s t u f x T C S SC _ i _ e yu ya"
    " i g ye w a G q ng o u u h y ny ly C J J g k z"
)
_ARABIC_SOUNDS: Final = "A b t 8 J h x d D r z s S s D t D E G f q k l m n h W Y p C J g v t d r n"
_CYRILLIC: Final = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюяіґєўәғқңөұүһјњљћђџѓќѕ",
        _CYRILLIC_SOUNDS.split(),
        strict=True,
    )
)
_ARABIC: Final = dict(
    zip(
        "ابتثجحخدذرزسشصضطظعغفقكلمنهويپچژگڤٹڈڑں",
        _ARABIC_SOUNDS.split(),
        strict=True,
    )
)
_CYRILLIC_TABLE: Final = str.maketrans({**_CYRILLIC, "ъ": "", "ь": ""})
_ARABIC_TABLE: Final = str.maketrans(_ARABIC)

_ABD: Final = re.compile(r"^abd[aeiou]?l?(?=[^aeioul]..|la)")
_ABD_BEFORE_VOWEL: Final = re.compile(r"^abd[aeiou]l(?=[aeiou](?!h?$))")
_OF_THE_FAITH: Final = re.compile(r"(?<=..)(?:ou|[aeiou])?[ld]?d(?:i|ee|ie|y)ne?$")
_SPELLINGS: Final = {
    "schtsch": "SC", "schtch": "SC", "chtch": "SC", "shtch": "SC", "shch": "SC", "szcz": "SC",
    "tsch": "C", "tch": "C", "tsh": "C", "cz": "C", "dsch": "J", "dzh": "J", "dj": "J",
    "zh": "J", "dʒ": "J", "ʒ": "J", "sch": "S", "sh": "S", "sz": "6", "ʃ": "6", "ʧ": "5",
    "ch": "Q", "kh": "x", "gh": "G", "ph": "f", "th": "8", "dh": "D", "ck": "k", "ts": "T",
    "tz": "T", "x": "ks", "ousk": "ovsk", "ckij": "Tki",
    "dse": "ze", "dz": "z", "ndz": "ndz", "tzh": "tJ",
}  # fmt: skip
_SPELLING: Final = re.compile("|".join(sorted(_SPELLINGS, key=len, reverse=True)))
# What must be in the word for a step to matter, what is read otherwise, and how.
_STEPS: Final = tuple(
    (sign, re.compile(pattern), into)
    for sign, pattern, into in (
        ("mc", r"^mcc?(?=..)", "mak"),
        ("", r"([^aeiou])\1", r"\1"),
        ("rz", r"(?<=[bpktgd])rz", "J"),
        ("nh", r"(?<!^)nh(?=[aeou])", "ny"),
        ("qu", r"qu(?=[ei])", "k"),
        ("gu", r"gu(?=[ei])", "g"),
        ("c", r"c(?=[vn])", "T"),
        ("c", r"c(?=[aou])", "9"),
        ("c", r"c(?![eiy]|$)", "k"),
        ("eau", r"eau", "o"),
        ("aou", r"aou", "au"),
        ("iou", r"iou", "yu"),
        ("ij", r"ij(?=ah?$)", "iy"),
        ("u", r"ou|uu|ue(?![vw])", "u"),
        ("oo", r"oo", "u"),
        ("ee", r"ee", "i"),
        ("ii", r"ii", "i"),
        ("aa", r"aa", "a"),
        ("oe", r"oe(?![vw])", "o"),
        ("ae", r"ae(?![vw])", "e"),
        ("j", r"(?<=[aeou])j(?![aeiou])", "y"),
    )
)
# The glides; Cyrillic passes through these alone.
_GLIDES: Final = tuple(
    (sign, re.compile(pattern), into)
    for sign, pattern, into in (
        ("i", r"(?<=[aeou])i(?=[aeou])", "y"),
        ("i", r"(?<=[aeou])i(?![aeiouy])", "y"),
        ("", rf"(?<={_C})(?:iy|i|y|j)(?=[aeou])", "y"),
        ("i", r"^i(?=[aeou])", "y"),
        ("", rf"(?<={_C})(?:iy|ij|yi|yj|y)+(?!{_V})", "i"),
        ("y", rf"^y(?!{_V})", "i"),
        ("i", r"i[iyj]+$", "i"),
        ("", r"(.)\1+", r"\1"),
    )
)


def is_arabic(word: str) -> bool:
    """The word is in the Arabic script, which leaves short vowels out."""
    return "\u0600" <= word[:1] <= "\u06ff"


def unmarked(word: str) -> str:
    """The word as those spell it who have no marks on their keyboard."""
    return word.translate(_PLAIN)


def sounds_of(word: str) -> str:
    """The sounds of one folded word; letters of other scripts stand for themselves."""
    word = word[:LONGEST]
    if is_arabic(word):
        return _of_arabic(word)
    if "\u0400" <= word[:1] <= "\u04ff":
        return _of_cyrillic(word)
    word = _compounded(word)
    return _of_latin(_SPELLING.sub(lambda found: _SPELLINGS[found[0]], word))


def _compounded(word: str) -> str:
    """Servant of, and of the faith, in one spelling: Abdelaziz, Salahuddin."""
    if len(word) <= SHORT:
        return word
    word = _ABD_BEFORE_VOWEL.sub("abd", _ABD.sub("abda", word))
    return _OF_THE_FAITH.sub("adin", word)


def _of_latin(word: str) -> str:
    for sign, pattern, into in _STEPS:
        if sign in word:
            word = pattern.sub(into, word)
    return _glided(word)


def _glided(word: str) -> str:
    """The word with y for every i, j and y that is no vowel of its own."""
    for sign, pattern, into in _GLIDES:
        if sign in word:
            word = pattern.sub(into, word)
    return word


def _of_cyrillic(word: str) -> str:
    """A soft sign before a vowel, and a vowel before е, are heard as y."""
    word = re.sub("[ьъ](?=[аеиоуэюя])", "й", word)
    word = re.sub("(?<![бвгджзйклмнпрстфхцчшщ])е", "йе", word)
    word = (
        word.replace("дж", "ж")
        .replace("тс", "ц")
        .replace("тч", "ч")
        .replace("тх", "т")
        .replace("дз", "з")
        .translate(_CYRILLIC_TABLE)
        .replace("yye", "ye")
    )
    word = _glided(word)
    return _compounded(word)


def _of_arabic(word: str) -> str:
    word = re.sub("^ا(?=[وي].)", "", word)
    word = re.sub("(?<=.)اوغلو$", "وغلو", re.sub("(?<=..)(?:ال)?دين$", "ادين", word))
    # The servant of: عبدالرحمن and عبد الرحمن are both written.
    word = re.sub("^عبد(?:ال)?(?=..)", "عبد", word)
    if len(word) > 2 and word.endswith("ه"):
        word = word[:-1] + "ا"
    return re.sub(
        r"([AWY])\1+", r"\1", word.replace("تش", "چ").replace("تس", "T").translate(_ARABIC_TABLE)
    )

"""Whether two single words can be spellings of one name."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from trucewatch.names.folding import fold
from trucewatch.names.given_names import names_known_as
from trucewatch.names.sound_costs import (
    ARABIC,
    LATIN,
    SLAVIC,
    drops_of,
    limit_for,
    unlikeness,
    unwritten_drops_of,
)
from trucewatch.names.sounds import LONGEST, MARKED, is_arabic, sounds_of

_CACHED: Final = 1 << 16
LEAST_WITH_ARTICLE: Final = 4
"""Arabic letters beyond which a word may begin with the article."""
# A listed name against a word that is not listed: the list holds its usual spellings already.
_BESIDE_KNOWN: Final = 0.8
# Another script was transcribed by ear, and names of other languages twice.
_ACROSS_SCRIPTS: Final = 1.45
_UNWRITTEN_LIMITS: Final = (0.0, 0.05, 0.16, 0.34, 0.48, 0.58, 0.68, 0.78, 0.85)


_SLAVIC: Final = re.compile(
    r".[oe][vwf]a?$|...[^aeiouy]ina?$|enk[oa]$|s?k(?:i|aya|a|y)$|vi[cCQ59k]$"
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a name, with what comparing it needs.

    ``known`` holds the numbers of the given names that it spells.
    """

    text: str
    sounds: str
    script: str
    known: frozenset[int]
    slavic: bool
    drops: tuple[float, ...]
    unwritten_drops: tuple[float, ...]


def compare_words(one: str, other: str) -> bool:
    """Two words of names, in any of the three scripts, can be spellings of one word.

    Names that the list knows are the same only where a line of it holds both; others when few
    enough of their sounds differ, by differences that transliterations make.
    """
    return any(
        same_word(*sorted((a, b)))
        for a in _with_and_without_article(_marked(one))
        for b in _with_and_without_article(_marked(other))
    )


def _with_and_without_article(word: str) -> tuple[str, ...]:
    if word.startswith("ال") and len(word) > LEAST_WITH_ARTICLE:
        return word, word[2:]
    return (word,)


def _marked(word: str) -> str:
    return fold(word[: 4 * LONGEST].translate(MARKED)).replace(" ", "")[:LONGEST]


@lru_cache(maxsize=_CACHED)
def word_of(text: str) -> Word:
    """A folded word, taken apart once."""
    sounds = sounds_of(text)
    first = text[:1]
    script = "arabic" if is_arabic(text) else "cyrillic" if "\u0400" <= first <= "\u04ff" else ""
    return Word(
        text=text,
        sounds=sounds,
        script=script or ("latin" if first < "\u0370" else "other"),
        known=names_known_as(text, sounds),
        slavic=bool(_SLAVIC.search(sounds)),
        drops=drops_of(sounds),
        unwritten_drops=unwritten_drops_of(sounds),
    )


@lru_cache(maxsize=2 * _CACHED)
def same_word(one: str, other: str) -> bool:
    """As ``compare_words``, of words that are folded already and in alphabetical order."""
    if one == other:
        return True
    a, b = word_of(one), word_of(other)
    if a.known and b.known:
        return not a.known.isdisjoint(b.known)
    if "other" in (a.script, b.script) or not a.sounds or not b.sounds:
        return False
    if a.sounds == b.sounds:
        return True
    if are_of_two_kinds(a, b):
        return False
    factor = _BESIDE_KNOWN if a.known or b.known else 1.0
    if a.script != b.script:
        factor *= _ACROSS_SCRIPTS
    return _alike(a, b, factor)


def _alike(a: Word, b: Word, factor: float) -> bool:
    shorter = min(len(a.sounds), len(b.sounds))
    if "arabic" not in (a.script, b.script):
        limit = limit_for(shorter) * factor
        drops, table = (a.drops, b.drops), SLAVIC if a.slavic and b.slavic else LATIN
    elif a.script == b.script:
        limit = limit_for(shorter) * factor
        drops, table = (a.drops, b.drops), ARABIC
    else:
        limit = _UNWRITTEN_LIMITS[min(shorter, len(_UNWRITTEN_LIMITS) - 1)] * factor
        drops, table = (_bare(a), _bare(b)), ARABIC
    limit = min(limit, 0.96)
    return unlikeness(a.sounds, b.sounds, drops=drops, table=table, limit=limit) <= limit


def _bare(word: Word) -> tuple[float, ...]:
    return word.drops if word.script == "arabic" else word.unwritten_drops


_ENDINGS: Final = (
    ("ov", "ova"), ("ev", "eva"), ("ow", "owa"), ("ew", "ewa"), ("in", "ina"), ("un", "una"),
    ("ski", "skaya"), ("ski", "ska"), ("ki", "kaya"), ("oy", "aya"), ("i", "aya"), ("of", "ova"),
    ("vi", "vna"), ("viQ", "vna"), ("viC", "vna"),
)  # fmt: skip


def are_of_two_kinds(a: Word, b: Word) -> bool:
    """One is the surname of the men of a family and the other that of its women.

    So are the sons of Lars in Sweden and in Norway other families: Larsson, Larsen.
    """
    if {a.sounds[-3:], b.sounds[-3:]} == {"son", "sen"}:
        return True
    return _woman_of(a.sounds, b.sounds) or _woman_of(b.sounds, a.sounds)


def _woman_of(woman: str, man: str) -> bool:
    if not woman.endswith("a") or man.endswith("a"):
        return False
    return any(woman.endswith(hers) and man.endswith(his) for his, hers in _ENDINGS)

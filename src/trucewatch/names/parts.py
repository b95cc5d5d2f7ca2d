"""What the words of a person's name are: names, initials, particles, titles, numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from trucewatch.names.folding import fold
from trucewatch.names.given_names import fathers_name_follows
from trucewatch.names.name_words import word_of
from trucewatch.names.sounds import LONGEST, MARKED, is_arabic, unmarked

LONGEST_NAME: Final = 240
"""Characters of a name that are read; no person's name is longer."""
_SHORT: Final = 3
MOST_WORDS: Final = 12
"""Words of a name that are compared."""


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_ROMAN: Final = re.compile(r"(?<=[^\W\d_][ \t])[IVX]+(?![\w.'’])")
_BRACKETED: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_SHORTENED: Final = re.compile(r"([^\W\d_]{1,3})\.")
_SON_OF: Final = _words("bin ibn ben bn ابن بن бин бен ибн")
_SERVANT: Final = _words("abd abdul abdel abdal abdol abdur abdoul عبد абд абдул абдель")
_FATHER: Final = {
    **dict.fromkeys(_words("abu abou abo aboo ebu"), "abu"),
    **dict.fromkeys(_words("abul aboul abol abil"), "abu"),
    **dict.fromkeys(("ابو", "ابي", "ابا"), "ابو"),
    **dict.fromkeys(("абу", "абуль"), "абу"),
}
_FAITH: Final = _words("din deen dine eddin eddine uddin addin aldin eldin дин эддин الدين دين")
_GOD: Final = _words("allah ullah ollah الله аллах")
_ARTICLES: Final = _words("al el ul ud ad ed ed ol ar er ur as es us az ez ال аль эль ад эд ар")
_NUMBERS: Final = _words("ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xxiii")
_AFTER: Final = {"jr": "jr", "junior": "jr", "sr": "sr", "senior": "sr"}
_LETTERS_AFTER: Final = _words("phd md esq obe cbe kbe mp qc kc bey pasha effendi")
_PATRONYMIC: Final = re.compile(
    r".{2}(?:[oeiy]vi[cqt]+s?h?|[oey]v[iy]ch|[iy]ch|ovic|evic|ovitch|evitch|owitsch|ewitsch"
    r"|[oei]vn[ai]|ichna|ович|евич|ьич|ич|овна|евна|івна|ївна|йович|ична)$"
)


@dataclass(frozen=True, slots=True)
class Part:
    """One word of a name: its folded spellings, with and without what may be joined to it."""

    spellings: tuple[str, ...]
    initial: bool = False
    son_of: bool = False
    patronymic: bool = False

    @property
    def text(self) -> str:
        """The word as it is spelled without its particles."""
        return self.spellings[0]

    @property
    def shown(self) -> str:
        """The word as a reader knows its letters."""
        return unmarked(self.text)

    @property
    def given(self) -> bool:
        """It is known as a given name."""
        return bool(word_of(self.text).known)


@dataclass(frozen=True, slots=True)
class Person:
    """A name taken apart, given names first where a comma says which they are."""

    folded: str
    parts: tuple[Part, ...]
    number: str = ""
    ordered: bool = False


def listed(name: str) -> frozenset[str]:
    """The folded words of a list that comes with the package."""
    text = (Path(__file__).parent / "data" / name).read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(fold(" ".join(lines)).split())


@lru_cache(maxsize=1)
def _titles() -> frozenset[str]:
    return listed("titles.txt")


@lru_cache(maxsize=1)
def _particles() -> frozenset[str]:
    return listed("particles.txt")


def parts_of(name: str) -> Person:
    """The parts of a name, its titles and particles put aside; only its beginning is read."""
    return _parts_of(name[:LONGEST_NAME])


@lru_cache(maxsize=1 << 15)
def _parts_of(name: str) -> Person:
    folded = fold(name)
    outside = _BRACKETED.sub(" ", name)
    if not fold(outside):
        outside = name
    marked = outside.translate(MARKED)
    shortened = frozenset(fold(" ".join(_SHORTENED.findall(marked))).split())
    before, comma, after = marked.partition(",")
    words, ordered = fold(before).split(), False
    if comma:
        given = _without_titles(fold(after).split())
        if given and given[0] not in _AFTER and given[0] not in _LETTERS_AFTER:
            words, ordered = given + words, True
    words = _without_titles(words)
    words, number = _numbered(words, frozenset(fold(" ".join(_ROMAN.findall(outside))).split()))
    while len(words) > 1 and words[-1] in (_AFTER.keys() | _LETTERS_AFTER):
        number = number or _AFTER.get(words.pop(), "")
    parts = tuple(_parts(list(_compounds(words)), shortened))[:MOST_WORDS]
    return Person(folded, parts, number, ordered)


def _numbered(words: list[str], roman: frozenset[str]) -> tuple[list[str], str]:
    """The words without the number of a king or a pope, which is written in capitals; and it."""
    for place in range(len(words) - 1, 0, -1):
        word = words[place]
        if word in roman and word in _NUMBERS and (len(word) > 1 or place == len(words) - 1):
            return [*words[:place], *words[place + 1 :]], word
    return words, ""


def _without_titles(words: list[str]) -> list[str]:
    """A title goes from the front while a name is left, and unless a father's name follows it."""
    titles, start = _titles(), 0
    while start < len(words) - 1 and words[start] in titles and words[start + 1] not in _SON_OF:
        start += 1
    return words[start:]


def _compounds(words: list[str]) -> Iterator[str]:
    """Words with those joined that make one name: Abd al-Rahman, Abu Zeid, Salah ad-Din."""
    held: list[str] = []
    for place, word in enumerate(words):
        if held and word in _ARTICLES and place < len(words) - 1:
            continue
        if (word in _SERVANT or word in _FATHER) and place < len(words) - 1:
            held.append("abd" if word in _SERVANT and word.isascii() else _FATHER.get(word, word))
            continue
        yield "".join([*held, word])
        held = []


def _parts(words: list[str], shortened: frozenset[str]) -> Iterator[Part]:
    words = _joined_after(words)
    particles = _particles()
    if all(word in particles for word in words):
        particles = frozenset()
    before: list[str] = []
    for place, word in enumerate(words):
        ends = place == len(words) - 1 and len(word) <= _SHORT
        if word in particles and word not in shortened and not ends and not _is_ben(words, place):
            before.append(word)
            continue
        initial = len(word) == 1 or word in shortened
        spellings = [word[:LONGEST]]
        if before:
            spellings.append("".join([*before, word])[:LONGEST])
        if (bare := _without_article(word)) and bare not in spellings:
            spellings.append(bare)
        yield Part(
            tuple(spellings),
            initial=initial and len(word) < 4,
            son_of=any(particle in _SON_OF for particle in before),
            patronymic=bool(_PATRONYMIC.search(word)),
        )
        before = []


def _is_ben(words: list[str], place: int) -> bool:
    """Ben and Ed before a name that is not Arabic are names themselves: Ben Stiller."""
    if place or words[0] not in ("ben", "ed"):
        return False
    return not fathers_name_follows(word_of(words[1]).known)


def _joined_after(words: list[str]) -> list[str]:
    """Words with what ends a compound put to the word before it: Salah ad-Din, Nasr Allah."""
    joined: list[str] = []
    for place, word in enumerate(words):
        follows = words[place + 1] if place + 1 < len(words) else ""
        if joined and word in _ARTICLES and follows in _FAITH | _GOD:
            continue
        if joined and (word in _FAITH or word in _GOD):
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _without_article(word: str) -> str:
    if is_arabic(word):
        return word[2:] if word.startswith("ال") and len(word) > 4 else ""
    if word[:2] in ("al", "el", "ал", "эл") and len(word) > 6 and not word_of(word).known:
        return word[2:].removeprefix("ь")
    return ""

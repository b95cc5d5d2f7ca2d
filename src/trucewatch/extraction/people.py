"""Names of persons in a case: which are spellings of one, and which one a surname alone means."""

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from trucewatch.extraction.phrase import Phrase
from trucewatch.names.name_words import compare_words
from trucewatch.names.people import compare_people, surname_keys

_PARTICLES: Final = frozenset(
    {"al", "el", "de", "bin", "ibn", "von", "van", "der", "abu", "ben", "la", "le", "da",
     "di", "du", "dos"}
)  # fmt: skip
_RIVALS: Final = 4


@dataclass(slots=True)
class Person:
    """One person of the case: all spellings with how often, and the documents with a full name."""

    spellings: Counter[str] = field(default_factory=Counter)
    documents: set[int] = field(default_factory=set)
    full: bool = False
    keys: set[str] = field(default_factory=set)
    """Under which its surname is looked up, in all spellings."""
    tails: set[str] = field(default_factory=set)
    """The last words of its spellings, without articles."""
    rivals: dict[int, str] = field(default_factory=dict)
    """Numbers of persons it could be as well, with why."""

    @property
    def name(self) -> str:
        """The fullest spelling; among equals the most frequent, then the plainest."""
        return max(self.spellings, key=lambda name: (_weight(name, self.spellings[name]), name))


def _weight(name: str, count: int) -> tuple[int, int, int, int]:
    words = [word for word in name.replace("-", " ").split() if word.lower() not in _PARTICLES]
    parts = len(name.replace("-", " ").split())
    return (
        min(len(words), 3),
        count + (parts > len(words)),
        name.isascii() and "'" not in name,
        -len(name),
    )


class People:
    """Tells persons apart by their names, over all documents of a case."""

    def __init__(self) -> None:
        self.persons: list[Person] = []
        self._by_key: dict[str, list[int]] = {}
        self._known: dict[str, int] = {}

    def add_full(self, name: str, document: int) -> int:
        """The person of a name of two words or more; a new one where nobody fits."""
        number = self._known.get(name)
        if number is None:
            number = self._find(name)
            if number is None:
                number = self._new(name)
            self._known[name] = number
        person = self.persons[number]
        person.full = True
        self._note(number, name)
        person.documents.add(document)
        for key in surname_keys(name):
            numbers = self._by_key.setdefault(key, [])
            if number not in numbers:
                numbers.append(number)
        return number

    def _new(self, name: str) -> int:
        self.persons.append(Person())
        return len(self.persons) - 1

    def _find(self, name: str) -> int | None:
        """The person all of whose spellings the name may be one of."""
        seen: dict[int, None] = {}
        for key in sorted(surname_keys(name)):
            seen.update(dict.fromkeys(self._by_key.get(key, ())))
        for number in seen:
            spellings = self.persons[number].spellings
            full = [spelling for spelling in spellings if is_full(spelling)]
            if full and all(_same(name, spelling) for spelling in full):
                return number
        return None

    def add_short(self, name: str, document: int, recent: list[int]) -> int:
        """The person that a single name means: the one last named in full in this document.

        ``recent`` are the persons named so far in the document, the latest last. Several that fit
        are kept as rivals.
        """
        fitting = [number for number in recent if self.fits(name, number)]
        anywhere: list[int] = []
        if not fitting:
            seen: dict[int, None] = {}
            for key in sorted(surname_keys(name)):
                seen.update(dict.fromkeys(self._by_key.get(key, ())))
            anywhere = [number for number in seen if self.fits(name, number)]
            anywhere.sort(
                key=lambda n: (self.persons[n].full, sum(self.persons[n].spellings.values()))
            )
        chosen = fitting[-1] if fitting else (anywhere[-1] if anywhere else None)
        if chosen is None:
            chosen = self._new(name)
            for key in surname_keys(name):
                self._by_key.setdefault(key, []).append(chosen)
        person = self.persons[chosen]
        self._note(chosen, name)
        others = [number for number in dict.fromkeys([*fitting, *anywhere]) if number != chosen]
        for number in others[:_RIVALS]:
            where = "in the same document" if number in fitting else "in another document"
            person.rivals.setdefault(number, f"“{name}” alone; {where} it could be either")
        return chosen

    def fits(self, name: str, number: int) -> bool:
        person = self.persons[number]
        if _bare(name) in person.tails:
            return True
        if person.keys.isdisjoint(surname_keys(name)):
            return False
        return any(_last_is(name, spelling) for spelling in person.spellings)

    def _note(self, number: int, name: str) -> None:
        """Take the name for one of the person's spellings."""
        person = self.persons[number]
        person.spellings[name] += 1
        if person.spellings[name] == 1:
            person.keys |= surname_keys(name)
            words = _bare(name).split()
            person.tails |= {" ".join(words[-size:]) for size in (1, 2, 3) if size <= len(words)}


@lru_cache(maxsize=20_000)
def _same(one: str, other: str) -> bool:
    return compare_people(one, other).same


@lru_cache(maxsize=20_000)
def _last_is(name: str, spelling: str) -> bool:
    """Whether the single name is the surname of the other, in some spelling."""
    bare = _bare(name)
    words = _bare(spelling).split()
    if not words or not bare:
        return False
    size = len(bare.split())
    tail = " ".join(words[-size:])
    if bare == tail:
        return True
    if size == 1:
        return compare_words(bare, words[-1])
    return len(words) >= size and compare_people(bare, tail).same


@lru_cache(maxsize=50_000)
def _bare(name: str) -> str:
    """The name without articles and particles."""
    words = name.replace("-", " ").lower().replace("'", "").split()
    kept = [word for word in words if word not in _PARTICLES or word == "abu"]
    return " ".join(kept or words)


def is_full(name: str) -> bool:
    """Two words or more that are no particles."""
    return len(_bare(name).split()) >= 2 and not name.lower().startswith("abu ")


def short_or_full(phrase: Phrase) -> bool:
    """Whether the phrase's name is a full one."""
    return is_full(phrase.name)

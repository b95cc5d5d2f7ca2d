"""The words that the rules are made of: read from data files, extended by a case."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from trucewatch.extraction.claims import claims
from trucewatch.extraction.cues import CueForm, Verbs, read_verbs
from trucewatch.extraction.gazetteer import Gazetteer, read_gazetteer

# One bit for each class of word; a word can be of several.
DETERMINER: Final = 1
PREPOSITION: Final = 2
CONJUNCTION: Final = 4
SUBORDINATOR: Final = 8
RELATIVE: Final = 16
AUXILIARY: Final = 32
BE: Final = 64
NEGATION: Final = 128
MODAL: Final = 256
PERSONAL: Final = 512
SUBJECT_PRONOUN: Final = 1024
ADVERB: Final = 2048
INTRODUCTION: Final = 4096
PERSON_NOUN: Final = 8192
BODY_NOUN: Final = 16384
OFFICE: Final = 32768
TITLE: Final = 65536
MONTH: Final = 131072
WEEKDAY: Final = 262144
NUMBER: Final = 524288
DEMONYM: Final = 1048576
STATE: Final = 2097152
CUE: Final = 4194304
MODIFIER: Final = 8388608
GIVEN_NAME: Final = 16777216
VENUE: Final = 33554432
ADDRESSEE: Final = 67108864
PROPER_END: Final = 134217728
ANONYMOUS: Final = 268435456
TIME_WORD: Final = 1 << 29
"""May begin a time: a number, a month, "last", "the" before "past five years"."""
COUNT_WORD: Final = 1 << 30
"""May begin a number."""
NAME_FIRST: Final = 1 << 31
"""May begin a name though it is written small, or begins one of the gazetteer."""
MEETS: Final = 1 << 35
"""Says that people met or that talks were held."""
UNDERTAKES: Final = 1 << 32
BREACHES: Final = 1 << 33
TRUCE: Final = 1 << 34
"""May begin a phrase of the data file of claims."""

_CLASSES: Final[tuple[tuple[str, str, str, int], ...]] = (
    ("words", "classes", "determiner", DETERMINER),
    ("words", "classes", "preposition", PREPOSITION),
    ("words", "classes", "conjunction", CONJUNCTION),
    ("words", "classes", "subordinator", SUBORDINATOR),
    ("words", "classes", "relative", RELATIVE),
    ("words", "classes", "auxiliary", AUXILIARY),
    ("words", "classes", "be", BE),
    ("words", "classes", "negation", NEGATION),
    ("words", "classes", "modal", MODAL),
    ("words", "classes", "personal", PERSONAL),
    ("words", "classes", "subject_pronoun", SUBJECT_PRONOUN),
    ("words", "classes", "adverb", ADVERB),
    ("words", "classes", "introduction", INTRODUCTION),
    ("words", "time", "months", MONTH),
    ("words", "time", "month_short", MONTH),
    ("words", "time", "weekdays", WEEKDAY),
    ("words", "numbers", "words", NUMBER),
    ("words", "numbers", "tens", NUMBER),
    ("words", "venues", "nouns", VENUE),
    ("words", "venues", "addressees", ADDRESSEE),
    ("roles", "people", "heads", PERSON_NOUN),
    ("roles", "people", "modifiers", MODIFIER),
    ("roles", "people", "anonymous", ANONYMOUS),
    ("roles", "people", "offices", OFFICE),
    ("roles", "people", "titles", TITLE),
    ("roles", "bodies", "heads", BODY_NOUN),
    ("roles", "bodies", "proper", PROPER_END),
)


@dataclass(frozen=True, slots=True)
class Extension:
    """What a case adds to the shipped words: its registry of actors, and places of its own.

    ``actors`` maps a name to (kind, other names, key in the registry); kinds are values of
    ``EntityKind``. ``places`` maps a name to (latitude, longitude, precision). ``verbs`` are lines
    of the data file of cues by act: {"asserts": "trumpet: that quote"}.
    """

    actors: Mapping[str, tuple[str, tuple[str, ...], str]] = field(default_factory=dict)
    places: Mapping[str, tuple[float, float, int]] = field(default_factory=dict)
    verbs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All words the rules look at. ``classes`` maps a word in small letters to its bits."""

    classes: Mapping[str, int]
    verbs: Mapping[str, CueForm]
    gazetteer: Gazetteer
    abbreviations: frozenset[str]
    offices_of_state: Mapping[str, str]
    parties: Mapping[str, tuple[tuple[str, ...], ...]]
    thing_starts: frozenset[str]
    thing_ends: frozenset[str]
    """Words that begin or end names of things and places, and never of persons."""
    chronology: Mapping[str, Any]
    confidence: Mapping[str, float]
    forms: dict[str, tuple[str, str, int, bool, int]] = field(default_factory=dict, compare=False)
    """Words met so far with what is known of them, so that it is worked out once."""

    def share(self, rule: str, otherwise: float) -> float:
        """How often proposals of the rule proved right, else those of its kind, else a guess."""
        kind = rule.partition(":")[0]
        return self.confidence.get(rule, self.confidence.get(kind, otherwise))

    def bits(self, word: str) -> int:
        """The classes of a word given in small letters; none for an unknown one."""
        return self.classes.get(word, 0)


def _data(name: str) -> dict[str, Any]:
    text = files("trucewatch.extraction").joinpath("data", f"{name}.toml").read_text("utf-8")
    return tomllib.loads(text)


@lru_cache(maxsize=1)
def shipped() -> Lexicon:
    """The words that the software ships."""
    return lexicon_for(Extension())


def lexicon_for(extension: Extension) -> Lexicon:
    """The shipped words and those of a case; a case's actor wins over a shipped one of its name."""
    data = {name: _data(name) for name in ("words", "roles")}
    classes: dict[str, int] = {}

    def add(words: str, bit: int) -> None:
        for word in words.split():
            classes[word] = classes.get(word, 0) | bit

    for document, table, entry, bit in _CLASSES:
        add(data[document][table][entry], bit)
    names = files("trucewatch.extraction").joinpath("data", "given_names.txt").read_text("utf-8")
    add(names, GIVEN_NAME)
    verbs: Verbs = read_verbs(_data("cues"), extension.verbs)
    for form in verbs:
        classes[form] = classes.get(form, 0) | CUE
    book = claims()
    for phrases, bit in (
        (book.undertakings, UNDERTAKES), (book.breaches, BREACHES), (book.process, BREACHES),
        (book.truces, TRUCE),
    ):  # fmt: skip
        add(" ".join(phrases.by_first), bit)
    add("accused traded trade exchanged", BREACHES)
    add("will would shall won't wouldn't if unless until before", UNDERTAKES)
    add("guarantee guarantees assurances pledge pledges promise invitation", UNDERTAKES)
    add(data["words"]["meetings"]["nouns"] + " " + data["words"]["meetings"]["verbs"], MEETS)
    add(data["words"]["time"]["begin"], TIME_WORD)
    add(data["words"]["numbers"]["words"] + " " + data["words"]["numbers"]["tens"], COUNT_WORD)
    add("a", COUNT_WORD)
    add(data["words"]["names"]["particles"], NAME_FIRST)
    gazetteer = read_gazetteer(
        _data("states"), _data("groups"), _data("places"), extension.actors, extension.places
    )
    for word in gazetteer.demonyms:
        if " " not in word:
            classes[word.lower()] = classes.get(word.lower(), 0) | DEMONYM
    for first in gazetteer.by_first:
        if first.islower():
            add(first, NAME_FIRST)
    roles = data["roles"]
    return Lexicon(
        classes=classes,
        verbs=verbs,
        gazetteer=gazetteer,
        abbreviations=frozenset(data["words"]["abbreviations"]["words"].split()),
        offices_of_state=roles["state_offices"],
        parties={
            side: tuple(tuple(phrase.split()) for phrase in phrases.split("|"))
            for side, phrases in roles["parties"].items()
        },
        thing_starts=frozenset(roles["things"]["starts"].split()),
        thing_ends=frozenset(roles["things"]["ends"].split()),
        chronology=_data("chronology"),
        confidence=_data("confidence")["rules"],
    )

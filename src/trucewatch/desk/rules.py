"""What waits for a person at the desk, how sure a proposal is, and what an edit may say."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Final

from trucewatch.desk.models import Kind
from trucewatch.vocabulary.bound import FigureConcept
from trucewatch.vocabulary.labels import LabelledStr
from trucewatch.vocabulary.refusal import Refused

SETTLED_BY_PEOPLE: Final = (
    Kind.STATEMENT,
    Kind.FIGURE,
    Kind.UNDERTAKING,
    Kind.ALLEGATION,
    Kind.MEETING,
    Kind.ASSESSMENT,
)
"""The kinds that enter the record when a member accepts them, in the order of lists."""
SHOWN_BESIDE: Final = (Kind.MENTION, Kind.DATE, Kind.PLACE)
LETTERS: Final[dict[str, str]] = {
    Kind.STATEMENT: "S",
    Kind.FIGURE: "F",
    Kind.UNDERTAKING: "D",
    Kind.ALLEGATION: "V",
    Kind.MEETING: "M",
    Kind.ASSESSMENT: "C",
    Kind.MENTION: "",
    Kind.DATE: "",
    Kind.PLACE: "",
}
"""The letter beside a highlight that waits for somebody: no kind is told by colour alone."""

MOST_DOCUMENTS: Final = 500
MOST_CHARACTERS: Final = 1_000_000
MOST_CHARACTERS_OF_A_CASE: Final = 5_000_000
EARLIEST_DAY: Final = dt.date(1900, 1, 1)
LATEST_DAY: Final = dt.date(2100, 12, 31)
"""A document of a day before or after these is a slip of the pen."""
LONGEST_CASE_NAME: Final = 200

BLACK: Final = "█"
"""What stands in the place of a destroyed character."""
_SHARED: Final = 0.6
"""How much of the longer passage the shorter one is, if both are one quotation."""

_CONCEPTS: Final[dict[str, FigureConcept]] = {"delegation_members": FigureConcept.DELEGATES}


class Sureness(LabelledStr):
    """How often proposals of a rule proved right, in words."""

    HIGH = "high", "Nearly always right"
    MIDDLE = "middle", "Mostly right"
    LOW = "low", "Look closely"


def require_day(day: dt.date | None) -> None:
    """Refuse a day that no document at the desk can be of."""
    if day is not None and not EARLIEST_DAY <= day <= LATEST_DAY:
        raise Refused("The date lies between 1900 and 2100.", field="day")


def sureness_of(confidence: float) -> Sureness:
    """The band of a confidence between 0 and 1."""
    if confidence >= 0.9:
        return Sureness.HIGH
    return Sureness.MIDDLE if confidence >= 0.75 else Sureness.LOW


def concept_of(what: str) -> FigureConcept:
    """The concept that a word of the reading stands for; one it does not know is "other"."""
    if what in _CONCEPTS:
        return _CONCEPTS[what]
    return FigureConcept(what) if what in set(FigureConcept) else FigureConcept.OTHER


def folded_words(text: str) -> list[str]:
    """The words of a passage without case, quotation marks and points."""
    return re.findall(r"\w+", text.casefold())


def same_words(a: list[str], b: list[str]) -> bool:
    """Whether two passages say the same in the same words: one holds the other, nearly whole."""
    short, long = sorted((a, b), key=len)
    if not short or len(short) < _SHARED * len(long):
        return False
    width = len(short)
    return any(long[at : at + width] == short for at in range(len(long) - width + 1))


def blacked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with characters blacked out one for one; lines keep their ends."""
    for start, end in spans:
        black = "".join("\n" if letter == "\n" else BLACK for letter in text[start:end])
        text = text[:start] + black + text[end:]
    return text


def locate(words: str, text: str, near: int) -> tuple[int, int]:
    """Where these exact words stand in the text, the nearest to where they were proposed.

    Refused where they do not stand there: the record quotes documents, never a memory of them.
    """
    wanted = words.strip()
    if not wanted:
        raise Refused("Give the words as they stand in the document.", field="words")
    places: list[int] = []
    at = text.find(wanted)
    while at >= 0 and len(places) < 10_000:
        places.append(at)
        at = text.find(wanted, at + 1)
    if not places:
        raise Refused("These words do not stand in the document; copy them exactly.", field="words")
    start = min(places, key=lambda place: (abs(place - near), place))
    return start, start + len(wanted)

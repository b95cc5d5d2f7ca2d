"""Whether two names can be spellings of one person's name, with the reason."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from trucewatch.names.given_names import fathers_name_follows
from trucewatch.names.name_words import compare_words, same_word, word_of
from trucewatch.names.parts import Part, Person, parts_of
from trucewatch.names.sound_costs import ARABIC

__all__ = ["Sameness", "compare_people", "compare_words", "surname_keys"]

_ENDED: Final = re.compile(r"(?<=..)[aiu]?s$")
_LEAST_JOINED: Final = 6
_FULL: Final = 2
_LIKE_INITIAL: Final = 0.16


@dataclass(frozen=True, slots=True)
class Sameness:
    """Whether two names can be one person's; ``score`` lies between 0 and 1 and only ranks."""

    same: bool
    reason: str
    score: float


@dataclass(frozen=True, slots=True)
class _Pairing:
    """Which part of one name stands for which of the other, by place."""

    one: Person
    other: Person
    places: tuple[tuple[int, int], ...]
    turned: bool = False

    def left(self) -> tuple[list[Part], list[Part]]:
        """The parts of either name that the other has nothing for."""
        paired = {a for a, _ in self.places}, {b for _, b in self.places}
        return (
            [part for place, part in enumerate(self.one.parts) if place not in paired[0]],
            [part for place, part in enumerate(self.other.parts) if place not in paired[1]],
        )


def compare_people(one: str, other: str) -> Sameness:
    """Two names can be spellings of one person's name, in Latin, Cyrillic or Arabic letters.

    Titles, particles, patronymics and middle names may be missing on one side, initials stand for
    names, and the surname may come first. A surname alone can be anybody's of that name; a given
    name alone is nobody's. Two known given names in another order are two people (Ali Hassan,
    Hassan Ali). The order of the two arguments does not matter. Only the first 240 characters and
    12 words of a name are read.
    """
    if one == other:
        return Sameness(True, "The names are written alike.", 1.0)
    return _compared(*sorted((parts_of(one), parts_of(other)), key=lambda person: person.folded))


def _compared(one: Person, other: Person) -> Sameness:
    if one.folded == other.folded:
        return Sameness(True, "The names are written alike but for case and marks.", 1.0)
    if not one.parts or not other.parts:
        return Sameness(False, "A name without letters is like no other.", 0.0)
    if one.number and other.number and one.number != other.number:
        return Sameness(
            False, f"“{one.number}” and “{other.number}” number different bearers of a name.", 0.0
        )
    pairing = _best_pairing(one, other)
    verdict = _judged(pairing)
    if not verdict.same:
        for joined in (_joined(one, other), _joined(other, one), _without_endings(one, other)):
            if joined is not None:
                again = _judged(_best_pairing(*joined))
                if again.same:
                    return again
    return verdict


def _judged(pairing: _Pairing) -> Sameness:
    """What a pairing shows: one name must be wholly found in the other, and by enough of it."""
    ones, others = pairing.left()
    score = 2 * len(pairing.places) / (len(pairing.one.parts) + len(pairing.other.parts))
    if not pairing.places:
        return Sameness(
            False, f"“{pairing.one.folded}” and “{pairing.other.folded}” have no word in common.", 0
        )
    required = [
        [part for part in left if not _may_be_missing(part, len(person.parts))]
        for left, person in ((ones, pairing.one), (others, pairing.other))
    ]
    if not pairing.turned and pairing.one.parts[-1] in ones and pairing.other.parts[-1] in others:
        required = [ones[-1:], others[-1:]]
    if required[0] and required[1]:
        return Sameness(
            False,
            f"“{required[0][0].shown}” and “{required[1][0].shown}” are different words.",
            score / 2,
        )
    objection = _objection(pairing, ones, others)
    if objection:
        return Sameness(False, objection, score / 2)
    return Sameness(True, _agreement(pairing, [*ones, *others]), score)


def _agreement(pairing: _Pairing, left: list[Part]) -> str:
    """Which words stand for which, and which stand alone."""
    pairs = [(pairing.one.parts[a].shown, pairing.other.parts[b].shown) for a, b in pairing.places]
    words = ", ".join(one if one == other else f"{one} for {other}" for one, other in pairs)
    rest = f"; only one name has {', '.join(part.shown for part in left)}" if left else ""
    return f"The words agree: {words}{rest}."


def _may_be_missing(part: Part, among: int) -> bool:
    return among > _FULL and (part.patronymic or part.initial)


def _objection(pairing: _Pairing, ones: list[Part], others: list[Part]) -> str:
    """Why the words that agree are not enough, if they are not."""
    one, other = pairing.one.parts, pairing.other.parts
    full = [(a, b) for a, b in pairing.places if not (one[a].initial or other[b].initial)]
    if not full:
        return "Initials alone do not say who it is."
    if min(len(one), len(other)) == 1:
        return _objection_to_lone(pairing)
    if len(pairing.places) < 2:
        return "Only one word agrees."
    certain = not pairing.turned or pairing.one.ordered or pairing.other.ordered
    if not certain and all(part.given or part.initial for part in (*one, *other)):
        return "The same given names in another order are another person's name."
    return _objection_to_missing(pairing, ones, others)


def _objection_to_lone(pairing: _Pairing) -> str:
    """A word alone is a surname, unless it is known as a given name and stands first."""
    (a, b), one, other = pairing.places[0], pairing.one, pairing.other
    longer, place = (one, a) if len(one.parts) > 1 else (other, b)
    last = len(longer.parts) - 1
    while last > 0 and longer.parts[last].patronymic and len(longer.parts) > 2:
        last -= 1
    if place == last or len(longer.parts) == 1 or (one.number and one.number == other.number):
        return ""
    if place == 0 and not longer.parts[0].given:
        return ""
    return f"“{longer.parts[place].shown}” alone is no surname."


def _objection_to_missing(pairing: _Pairing, ones: list[Part], others: list[Part]) -> str:
    """Names of a family hold one another: the son's the father's, who is somebody else."""
    for person, left, mine in ((pairing.one, ones, 0), (pairing.other, others, 1)):
        places = sorted(pair[mine] for pair in pairing.places)
        parts = person.parts
        if any(part.initial for part in left):
            facing = pairing.other if mine == 0 else pairing.one
            if len(facing.parts) > 2 and len(parts) > 2 and not pairing.turned:
                return "The initials do not agree."
        if not left or not (places[0] or places[-1] < len(parts) - 1):
            continue
        if parts[places[0]].son_of and places[0]:
            return f"“{parts[places[0]].shown}” is the father's name in one of them."
        if places[0] and not pairing.turned and _is_son(parts, places[0]):
            return f"“{parts[places[0]].shown}” may be the father's name in one of them."
        inner = places[0] > 0 and places[-1] < len(parts) - 1
        if inner and not pairing.turned:
            return "The words that agree stand in the middle of the longer name."
    return ""


def _is_son(parts: tuple[Part, ...], place: int) -> bool:
    """The given name at this place is a father's: Arabic names, and a surname with its article."""
    return len(parts[-1].spellings) > 1 and all(
        fathers_name_follows(word_of(part.text).known) for part in (parts[0], parts[place])
    )


def _best_pairing(one: Person, other: Person) -> _Pairing:
    """The pairing in order that finds most; the surname may have gone from one end to the other."""
    if len(one.parts) == len(other.parts) and all(map(_same_part, one.parts, other.parts)):
        return _Pairing(one, other, tuple((place, place) for place in range(len(one.parts))))
    agrees = [[_same_part(a, b) for b in other.parts] for a in one.parts]
    best: tuple[tuple[int, int], ...] = ()
    turned = False
    most = min(len(one.parts), len(other.parts))
    size = len(other.parts)
    for turn in range(size):
        columns = [*range(turn, size), *range(turn)]
        found = _longest(agrees, columns)
        if len(found) > len(best):
            best, turned = found, _crosses(found)
        if len(best) == most:
            break
    return _Pairing(one, other, best, turned)


def _crosses(places: tuple[tuple[int, int], ...]) -> bool:
    return any(after[1] < before[1] for before, after in pairwise(places))


def _longest(agrees: list[list[bool]], columns: list[int]) -> tuple[tuple[int, int], ...]:
    """The longest common subsequence of two names' parts, as places in both."""
    row: list[tuple[tuple[int, int], ...]] = [()] * (len(columns) + 1)
    for place, line in enumerate(agrees):
        new: list[tuple[tuple[int, int], ...]] = [()]
        for at, column in enumerate(columns):
            best = row[at + 1] if len(row[at + 1]) >= len(new[at]) else new[at]
            if line[column] and len(row[at]) + 1 > len(best):
                best = (*row[at], (place, column))
            new.append(best)
        row = new
    return row[-1]


def _same_part(one: Part, other: Part) -> bool:
    if one.initial or other.initial:
        return _begins(one, other) if one.initial else _begins(other, one)
    return any(
        same_word(a, b) if a < b else same_word(b, a)
        for a in one.spellings
        for b in other.spellings
    )


def _begins(initial: Part, part: Part) -> bool:
    """An initial stands for a word of its letter, or for one whose first sound it writes."""
    if part.text.startswith(initial.text):
        return True
    if part.initial and initial.text.startswith(part.text):
        return True
    first, facing = word_of(initial.text).sounds[:1], word_of(part.text).sounds[:1]
    return first == facing != "" or ARABIC.get(first, {}).get(facing, 1.0) < _LIKE_INITIAL


def _joined(one: Person, other: Person) -> tuple[Person, Person] | None:
    """The names with two words of the first written as one, where the second has that word."""
    for place in range(len(one.parts) - 1):
        if one.parts[place].initial or one.parts[place + 1].initial:
            continue
        text = one.parts[place].text + one.parts[place + 1].text
        if len(text) < _LEAST_JOINED or len(text) > 40:
            continue
        for part in other.parts:
            # Arabic leaves out up to half of the letters.
            if len(part.text) <= len(text) + 3 <= 2 * len(part.text) + 3 and same_word(
                *sorted((text, part.text))
            ):
                parts = (*one.parts[:place], Part((text,)), *one.parts[place + 2 :])
                return Person(one.folded, parts, one.number, one.ordered), other
    return None


def _without_endings(one: Person, other: Person) -> tuple[Person, Person] | None:
    """The names without the ending that Latvian and Lithuanian give to every name of a man."""
    for person, facing in ((one, other), (other, one)):
        if len(person.parts) >= _FULL and all(_ENDED.search(part.text) for part in person.parts):
            if all(_ENDED.search(part.text) for part in facing.parts):
                return None
            parts = tuple(Part(_stems(part.text)) for part in person.parts)
            return Person(person.folded, parts, person.number, person.ordered), facing
    return None


def _stems(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((_ENDED.sub("", text), text[:-1])))


_CLASSES: Final = str.maketrans(
    {
        **dict.fromkeys("aeiouyAWYEh", ""),
        **dict.fromkeys("bpfvw", "B"),
        **dict.fromkeys("kgqxGQ", "K"),
        **dict.fromkeys("szScCT56Jj", "S"),
        **dict.fromkeys("tdD8", "T"),
    }
)


def surname_keys(name: str) -> frozenset[str]:
    """Keys of which spellings of one surname mostly share one, for meeting in a dictionary.

    Coarse consonants of the last word, and of every other that is no known given name. Different
    surnames share keys as well: compare what meets.
    """
    parts = [part for part in parts_of(name).parts if not part.initial and not part.patronymic]
    named = [part for part in parts[:-1] if not part.given] + parts[-1:]
    return frozenset(key for part in named for text in part.spellings for key in _keys(text))


@lru_cache(maxsize=1 << 15)
def _keys(text: str) -> frozenset[str]:
    """The coarse consonants, in each way that an ambiguous letter may be read."""
    sounds = word_of(text).sounds
    readings = {
        sounds,
        sounds.replace("Q", "S"),
        sounds.replace("j", "y"),
        sounds[:1] + sounds[1:].replace("w", "u").replace("v", "u"),
    }
    keys = {_undoubled(reading.translate(_CLASSES)) for reading in readings}
    return frozenset(key or sounds[:1] for key in keys)


def _undoubled(key: str) -> str:
    return "".join(letter for place, letter in enumerate(key) if letter != key[place - 1 : place])

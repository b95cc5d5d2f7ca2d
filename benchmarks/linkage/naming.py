"""Invented names of parties and towns, their variants and their typing errors."""

from dataclasses import dataclass

import numpy as np

ONSETS = "b d f g h j k l m n q r s t w y z kh sh th".split()
VOWELS = "a e i o u aa".split()
CODAS = ["", "", "n", "r", "l", "m", "s", "b", "d"]
PARTY_FORMS = ("Force {0}", "{0} Brigade", "Liwa {0}", "{0} Front", "Forces of {0}", "Jaysh {0}")
TYPOS_PER_ALIAS = 5
NAMELESS = ("Unidentified armed group", "unknown gunmen")


@dataclass(frozen=True, slots=True)
class PartyNames:
    """Every spelling of every party, in one pool that reports point into.

    Spellings of party p without error stand at `first[p] … first[p] + count[p] - 1`, the first of
    them being the name proper; the errors of spelling s stand at `errors + s * TYPOS_PER_ALIAS`.
    The nameless come last.
    """

    pool: list[str]
    first: np.ndarray
    count: np.ndarray
    errors: int
    nameless: int

    def aliases(self) -> list[tuple[str, str]]:
        """Pairs of a variant and the name proper, without the errors."""
        return [
            (self.pool[start + k], self.pool[start])
            for start, count in zip(self.first.tolist(), self.count.tolist(), strict=True)
            for k in range(1, count)
        ]


def party_names(rng: np.random.Generator, parties: int) -> PartyNames:
    """Names of parties made by rule from invented roots, each with two to four variants."""
    roots = invented_words(rng, parties, 2)
    counts = rng.integers(3, 6, parties)
    pool: list[str] = []
    for root, count in zip(roots, counts.tolist(), strict=True):
        forms = rng.permutation(len(PARTY_FORMS))[:count]
        pool += [PARTY_FORMS[form].format(root) for form in forms]
    errors = len(pool)
    pool += [mistyped(rng, alias) for alias in pool[:errors] for _ in range(TYPOS_PER_ALIAS)]
    nameless = len(pool)
    first = np.concatenate([[0], np.cumsum(counts)[:-1]])
    return PartyNames([*pool, *NAMELESS], first, counts, errors, nameless)


def invented_words(rng: np.random.Generator, wanted: int, syllables: int) -> list[str]:
    """Distinct capitalised words of so many syllables or one more."""
    words: dict[str, None] = {}
    while len(words) < wanted:
        length = syllables + int(rng.random() < 0.3)
        parts = [str(rng.choice(ONSETS)) + str(rng.choice(VOWELS)) for _ in range(length)]
        words["".join(parts).capitalize() + str(rng.choice(CODAS))] = None
    return list(words)


def mistyped(rng: np.random.Generator, word: str) -> str:
    """The word with one letter dropped, doubled, or changed with its neighbour."""
    at = int(rng.integers(1, len(word) - 1))
    match int(rng.integers(3)):
        case 0:
            return word[:at] + word[at + 1 :]
        case 1:
            return word[:at] + word[at] + word[at:]
        case _:
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]

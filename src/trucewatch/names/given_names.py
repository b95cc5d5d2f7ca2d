"""Given names whose spellings are known, and which of them are one name."""

from functools import lru_cache
from pathlib import Path
from typing import Final

from trucewatch.names.folding import fold
from trucewatch.names.sounds import MARKED, sounds_of, unmarked

_AFTER_ARABIC: Final = 4
"""The heading of the list, counted from one, that ends its Arabic part."""
_NONE: Final[frozenset[int]] = frozenset()


def names_known_as(word: str, sounds: str) -> frozenset[int]:
    """The known names that a folded word spells, by number; none where it is not known.

    A spelling that is not listed counts as a listed one of exactly the same sounds, since tables
    of spellings are never whole.
    """
    spelled, heard, _ = _table()
    return spelled.get(word) or spelled.get(unmarked(word)) or heard.get(sounds, _NONE)


def fathers_name_follows(known: frozenset[int]) -> bool:
    """A name of the Arabic world, after which the father's given name may stand.

    Not so after Muhammad and Sayyid, which often stand before the name that a man is called by.
    """
    spelled, _, last = _table()
    before = spelled["muhammad"] | spelled["sayyid"]
    return bool(known) and min(known) < last and known.isdisjoint(before)


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, frozenset[int]], dict[str, frozenset[int]], int]:
    """The list, by spelling and by sound, and the line where its Arabic part ends."""
    text = Path(__file__).parent / "data" / "given_names.txt"
    spelled: dict[str, set[int]] = {}
    heard: dict[str, set[int]] = {}
    ends, headings = 0, 0
    for number, line in enumerate(text.read_text("utf-8").splitlines()):
        if line.startswith("#"):
            headings += 1
            ends = number if headings == _AFTER_ARABIC else ends
            continue
        for word in fold(line.translate(MARKED)).split():
            spelled.setdefault(unmarked(word), set()).add(number)
            heard.setdefault(sounds_of(word), set()).add(number)
    return _frozen(spelled), _frozen(heard), ends


def _frozen(found: dict[str, set[int]]) -> dict[str, frozenset[int]]:
    return {key: frozenset(numbers) for key, numbers in found.items()}

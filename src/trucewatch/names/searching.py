"""What search looks at in a text, and what a search for words asks for."""

import re
from dataclasses import dataclass
from typing import Final

from trucewatch.names.folding import fold

# "In Aleppo" is one word in Arabic. The article and the prepositions written onto a word are
# taken off beside it, never instead of it: some words begin with these letters of their own.
_ARABIC_PREFIX: Final = re.compile("^(?:[وف]?(?:ال|لل|بال|كال)|[وفبلك])(?=[\u0621-\u064a]{3})")


def searchable(text: str) -> str:
    """A text folded for search, with the Arabic words once more without what is written onto them.

    The folded words stand in their order, so that phrases are found; the shortened ones follow.
    """
    folded = fold(text)
    if folded.isascii():
        return folded
    shortened = dict.fromkeys(
        short for word in folded.split() if (short := _ARABIC_PREFIX.sub("", word)) != word
    )
    return " ".join([folded, *shortened]) if shortened else folded


@dataclass(frozen=True, slots=True)
class Wording:
    """Words that a text must hold: of each group at least one, and none of ``without``.

    Every entry is one folded word or a phrase of several; the last word of it may go on. With no
    group nothing is found, since a search for what is absent alone would be a listing.
    """

    groups: tuple[tuple[str, ...], ...]
    without: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.groups)

    def as_fts5(self) -> str:
        """The query in the language of SQLite's full-text index."""
        asked = " AND ".join(f"({' OR '.join(map(_fts5, group))})" for group in self.groups)
        return "".join([f"({asked})", *(f" NOT {_fts5(entry)}" for entry in self.without)])

    def as_tsquery(self) -> str:
        """The query in the language of PostgreSQL's full-text index."""
        asked = [f"({' | '.join(map(_tsquery, group))})" for group in self.groups]
        return " & ".join([*asked, *(f"!({_tsquery(entry)})" for entry in self.without)])


def all_words_of(text: str) -> Wording:
    """Each word of a text, in any order; a word counts when a longer one begins with it."""
    return Wording(tuple((word,) for word in fold(text).split()))


def _fts5(entry: str) -> str:
    # Folded words hold letters and digits only: nothing in them ends the quotation.
    return f'"{entry}" *'


def _tsquery(entry: str) -> str:
    words = [f"'{word}'" for word in entry.split()]
    return " <-> ".join(words) + ":*"

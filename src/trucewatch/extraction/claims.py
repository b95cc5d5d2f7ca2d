"""Phrases of the data file of claims, looked up in tokens."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Protocol


class Word(Protocol):
    """What a phrase is compared with: a token in small letters."""

    low: str


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """Phrases with what each stands for. ``by_first`` holds them by their first word."""

    by_first: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]

    def at(self, tokens: Sequence[Word], i: int, last: int) -> tuple[str, int] | None:
        """What the longest phrase that begins at the token stands for, and where it ends."""
        for words, meaning in self.by_first.get(tokens[i].low, ()):
            end = i + len(words)
            if end <= last and all(tokens[i + k].low == word for k, word in enumerate(words) if k):
                return meaning, end
        return None


@dataclass(frozen=True, slots=True)
class Claims:
    """The phrasebooks for figures, bounds, undertakings, breaches and assessments."""

    figures: Phrasebook
    bounds: Phrasebook
    uncounted: frozenset[str]
    people: frozenset[str]
    undertakings: Phrasebook
    breaches: Phrasebook
    process: Phrasebook
    truces: Phrasebook
    assessments: Phrasebook


@lru_cache(maxsize=1)
def claims() -> Claims:
    """The phrases that the software ships."""
    text = files("trucewatch.extraction").joinpath("data", "claims.toml").read_text("utf-8")
    data = tomllib.loads(text)
    return Claims(
        figures=_book(data["figures"]),
        bounds=_book(data["bounds"]),
        uncounted=frozenset(data["not_counted"]["words"].split("|")),
        people=frozenset(data["people"]["words"].split("|")),
        undertakings=_book(data["undertakings"]),
        breaches=_book(data["breaches"]),
        process=_book(data["process"]),
        truces=_book(data["truces"]),
        assessments=_book(data["assessments"]),
    )


def _book(table: Mapping[str, Any]) -> Phrasebook:
    by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for meaning, phrases in table.items():
        for phrase in phrases.split("|"):
            words = tuple(phrase.split())
            by_first.setdefault(words[0], []).append((words, meaning))
    return Phrasebook(
        {first: tuple(sorted(found, key=lambda f: -len(f[0]))) for first, found in by_first.items()}
    )

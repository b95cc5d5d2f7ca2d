"""The demonstration's facts against the articles that they cite, where those are at hand."""

import hashlib
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from trucewatch.demonstration.script import script
from trucewatch.sources.texts.reading import text_of


class Excerpt(NamedTuple):
    """What an entry says, and the words that it names with the character on either side."""

    kind: str
    entry: dict[str, Any]
    words: str
    before: str
    after: str


@pytest.fixture(scope="module")
def excerpts(samples: Path) -> list[Excerpt]:
    """Each entry that cites an article."""
    texts = {}
    for path in sorted(samples.glob("*/*.txt")):
        content = path.read_bytes()
        texts[hashlib.sha256(content).hexdigest()] = text_of(content, path.name)
    told = script("facts")
    by_key = {paper["key"]: texts[paper["sha256"]] for paper in told["paper"]}
    found = []
    for kind, entries in told.items():
        for entry in entries:
            if "cite" in entry:
                key, start, end = entry["cite"]
                text = by_key[key]
                before, after = text[max(0, start - 1) : start], text[end : end + 1]
                found.append(Excerpt(kind, entry, text[start:end], before, after))
    return found


@pytest.mark.samples
def test_every_citation_names_whole_words(excerpts: list[Excerpt]) -> None:
    """No word is cut, nothing is empty, no space stands at either end."""
    assert len(excerpts) > 80
    for excerpt in excerpts:
        words = excerpt.words
        assert words, excerpt
        assert words == words.strip(), excerpt
        assert not (words[0].isalnum() and excerpt.before.isalnum()), excerpt
        assert not (words[-1].isalnum() and excerpt.after.isalnum()), excerpt


@pytest.mark.samples
def test_every_figure_stands_in_the_words_it_cites(excerpts: list[Excerpt]) -> None:
    """With its digits, whatever marks the thousands, or in millions."""
    figures = [excerpt for excerpt in excerpts if excerpt.kind == "figure"]
    assert len(figures) > 5
    for excerpt in figures:
        value = excerpt.entry.get("low") or excerpt.entry["high"]
        digits = excerpt.words.replace(",", "").replace(".", "")
        millions = f"{value / 1_000_000:g} million"
        assert str(value) in digits or millions in excerpt.words, excerpt

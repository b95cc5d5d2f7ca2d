"""The demonstration's facts against the articles that they cite, where those are at hand."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

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
    by_key = {paper["key"]: texts[paper["sha256"]] for paper in script("facts")["paper"]}
    found = []
    for kind, entry in entries_that_cite():
        key, start, end = entry["cite"]
        text = by_key[key]
        before, after = text[max(0, start - 1) : start], text[end : end + 1]
        found.append(Excerpt(kind, entry, text[start:end], before, after))
    return found


def entries_that_cite() -> Iterator[tuple[str, dict[str, Any]]]:
    """What was agreed, said and negotiated, with the kind of each entry; parts of one too."""
    waiting: list[tuple[str, Any]] = []
    for name in ("accords", "facts", "talks"):
        waiting += script(name).items()
    while waiting:
        kind, value = waiting.pop()
        if isinstance(value, list):
            waiting += [(kind, each) for each in value]
        elif isinstance(value, dict):
            waiting += value.items()
            if "cite" in value:
                yield kind, value


def of_kind(excerpts: list[Excerpt], kind: str) -> list[Excerpt]:
    """The entries of a kind."""
    return [excerpt for excerpt in excerpts if excerpt.kind == kind]


@pytest.mark.samples
def test_every_citation_names_whole_words(excerpts: list[Excerpt]) -> None:
    """No word is cut, nothing is empty, no space stands at either end."""
    assert len(excerpts) > 300
    assert {excerpt.kind for excerpt in excerpts} >= {"figure", "meeting", "adherence", "track"}
    for excerpt in excerpts:
        words = excerpt.words
        assert words, excerpt
        assert words == words.strip(), excerpt
        assert not (words[0].isalnum() and excerpt.before.isalnum()), excerpt
        assert not (words[-1].isalnum() and excerpt.after.isalnum()), excerpt


@pytest.mark.samples
def test_every_figure_stands_in_the_words_it_cites(excerpts: list[Excerpt]) -> None:
    """With its digits, whatever marks the thousands, or in millions."""
    figures = of_kind(excerpts, "figure")
    assert len(figures) > 5
    for excerpt in figures:
        value = excerpt.entry.get("low") or excerpt.entry["high"]
        digits = excerpt.words.replace(",", "").replace(".", "")
        millions = f"{value / 1_000_000:g} million"
        assert str(value) in digits or millions in excerpt.words, excerpt


NUMBERS = {5: "five", 14: "fourteen"}


@pytest.mark.samples
def test_every_headcount_stands_in_the_words_it_cites(excerpts: list[Excerpt]) -> None:
    """As a word, with what was counted."""
    counted = of_kind(excerpts, "headcount")
    assert len(counted) == len(NUMBERS)
    for excerpt in counted:
        words = excerpt.words.casefold()
        assert NUMBERS[excerpt.entry["quantity_low"]] in words, excerpt
        assert excerpt.entry["unit"] in words, excerpt


@pytest.mark.samples
def test_every_day_of_a_round_stands_in_the_words_it_cites(excerpts: list[Excerpt]) -> None:
    """With its number where the record holds it exactly; a weekday was worked out."""
    named = [
        (excerpt, excerpt.entry[column].day)
        for excerpt in of_kind(excerpts, "round-date")
        for column in ("date_start", "date_end")
        if "date_precision" not in excerpt.entry
    ]
    assert len(named) > 5
    for excerpt, day in named:
        numbers = set(re.findall(r"\d+", excerpt.words))
        is_monday = "Monday" in excerpt.words and excerpt.entry["date_start"].weekday() == 0
        assert str(day) in numbers or is_monday, excerpt


TIMES = {
    dt.time(13): "1 p.m. local time (0700GMT)", dt.time(12): "midday", dt.time(18): "evening",
}  # fmt: skip
"""How the articles tell the hours that the record holds."""


@pytest.mark.samples
def test_every_time_of_a_schedule_stands_in_the_words_it_cites(excerpts: list[Excerpt]) -> None:
    """Roughly, as it is recorded; the hour in UTC is that of the venue's clocks."""
    times = of_kind(excerpts, "schedule")
    assert {excerpt.entry["time_from"] for excerpt in times} == set(TIMES)
    for excerpt in times:
        assert TIMES[excerpt.entry["time_from"]] in excerpt.words, excerpt
        assert excerpt.entry["is_about"], excerpt
    zone = ZoneInfo(script("accords")["round"][0]["time_zone"])
    opening = dt.datetime(2017, 1, 23, 13, tzinfo=zone).astimezone(dt.UTC)
    assert opening.strftime("%H%MGMT") in TIMES[dt.time(13)]

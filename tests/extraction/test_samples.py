"""Floors on real articles about four rounds of talks; what is asked for are facts that they tell.

The articles are known by their order alone: two of February and March that share much, one of March
that takes over from the second, two of January.
"""

import datetime as dt
import re
from itertools import combinations
from pathlib import Path

import pytest

from trucewatch.extraction.case import CaseRead, Text
from trucewatch.extraction.found import Clash
from trucewatch.extraction.reading import read_case

DAYS = (
    ("2017-02-16", "2017-02-17", "2017-02-18"),
    ("2017-03-15", "2017-03-16"),
    ("2017-03-15",),
    ("2017-01-23", "2017-01-24"),
    ("2017-01-22", "2017-01-23"),
)
ROUNDS = {
    1: ("2017-01-23", "2017-01-24"),
    2: ("2017-02-15", "2017-02-16"),
    3: ("2017-03-14", "2017-03-15"),
    4: ("2017-05-03", "2017-05-04"),
}
PERSONS = {
    "Bashar al-Jaafari": r"Ja[’']?afari",
    "Bashar al-Assad": r"Assad(?! regime)",
    "Mohammed Alloush": r"Alloush",
    "Alexander Lavrentiev": r"Lavrenti?y?ev",
    "Staffan de Mistura": r"Mist[uo]ra",
    "Sergey Lavrov": r"Lavrov",
    "Akylbek Kamaldinov": r"Kamaldinov",
}
FIGURES = [
    {(450_000, 450_000, "killed"), (12_000_000, None, "lost_home")},
    {
        (3, 3, "guarantors"),
        (5, 5, "delegation_members"),
        (450_000, 450_000, "killed"),
        (12_000_000, None, "lost_home"),
    },
    {(31, None, "killed")},
    {
        (14, 14, "delegation_members"),
        (400, None, "journalists"),
        (None, 13_000, "detained"),
        (400_000, 400_000, "killed"),
        (11_000_000, 11_000_000, "displaced"),
    },
    set(),
]
NOT_THE_SAME = {"displaced", "lost_home"}


@pytest.fixture(scope="module")
def texts(samples: Path) -> list[Text]:
    """The articles in their order."""
    files = sorted(samples.glob("*/*.txt"))
    assert len(files) == len(DAYS)
    return [Text(str(n), file.read_bytes().decode()) for n, file in enumerate(files)]


@pytest.fixture(scope="module")
def case(texts: list[Text]) -> CaseRead:
    """All of them as one case."""
    return read_case(texts)


def test_at_least_four_articles_get_their_day(case: CaseRead) -> None:
    """From stamps, weekdays, the round they tell of and each other."""
    found = [str(document.date.day) if document.date else "" for document in case.documents]
    right = [day in days for day, days in zip(found, DAYS, strict=True)]
    assert sum(right) >= 4, found


def test_three_plain_contradictions_are_found(case: CaseRead) -> None:
    """How many were killed, whether a commission was discussed, when the first round ends."""
    kinds = {clash.clash for clash in case.contradictions}
    assert {Clash.FIGURE, Clash.DENIAL, Clash.SCHEDULE} <= kinds


def test_people_displaced_and_homes_lost_contradict_nothing(case: CaseRead) -> None:
    """Eleven million and more than twelve million count different things."""
    counted = {
        (document.id, figure.span): figure.what
        for document in case.documents
        for figure in document.figures
    }
    for clash in case.contradictions:
        if clash.clash is Clash.FIGURE:
            ends = {counted[end.document, end.span] for end in (clash.a, clash.b)}
            assert len(ends) == 1
            assert not ends & NOT_THE_SAME


def test_repeated_passages_are_found_and_none_between_the_two_of_january(case: CaseRead) -> None:
    """Twelve at least; articles about the same days in words of their own share nothing."""
    pairs = [(one.a.document, one.b.document) for one in case.reuse]
    assert len(pairs) >= 12
    assert ("3", "4") not in pairs
    assert all({"0", "2"} != set(pair) for pair in pairs)


def test_copies_are_no_sources_of_their_own(case: CaseRead) -> None:
    """Five articles are fewer sources, and an earlier one is the original of a later one."""
    assert case.copies["1"] == "0"
    for one in case.reuse:
        if {one.a.document, one.b.document} == {"0", "1"}:
            assert one.original == "0"


def test_four_rounds_get_their_days(case: CaseRead) -> None:
    """No other rounds are found, and the three guarantors were at each."""
    rounds = {one.number: one for one in case.rounds}
    assert {n: (str(one.start), str(one.end)) for n, one in rounds.items()} == ROUNDS
    for one in rounds.values():
        present = {case.entities[who.entity].name for who in one.participants}
        assert {"Russia", "Turkey", "Iran"} <= present


@pytest.mark.parametrize("name", PERSONS)
def test_all_spellings_of_a_person_are_one_actor(
    name: str, case: CaseRead, texts: list[Text]
) -> None:
    """In every article, and nobody else is that actor."""
    ids = {}
    for text, document in zip(texts, case.documents, strict=True):
        for match in re.finditer(PERSONS[name], text.text):
            over = [m for m in document.mentions if m.span[0] < match.end() <= m.span[1]]
            people = [m for m in over if case.entities[m.entity].kind == "person"]
            assert people, (text.id, match)
            ids[people[0].entity] = case.entities[people[0].entity]
    assert len(ids) == 1, ids
    (entity,) = ids.values()
    assert all(re.search(PERSONS[name], spelling) for spelling in entity.spellings)


def test_different_persons_are_different_actors(case: CaseRead) -> None:
    """Sharing a given name unites nobody."""
    people = [entity for entity in case.entities.values() if entity.kind == "person"]
    patterns = list(PERSONS.values())
    for entity in people:
        words = " ".join(entity.spellings)
        met = [pattern for pattern in patterns if re.search(pattern, words)]
        assert len(met) <= 1, entity
    assert all(not set(a.spellings) & set(b.spellings) for a, b in combinations(people, 2))


def test_figures_are_found_with_value_bound_and_concept(case: CaseRead) -> None:
    """All of them and no other: no rooms, years or numbers of rounds."""
    for document, figures in zip(case.documents, FIGURES, strict=True):
        assert {(f.low, f.high, f.what) for f in document.figures} == figures


def test_every_document_tells_how_it_was_dated(case: CaseRead) -> None:
    """In words, and the day lies within its own limits."""
    for document in case.documents:
        assert document.date is not None
        assert document.date.derivation
        assert document.date.earliest <= document.date.day <= document.date.latest
        assert document.date.latest - document.date.earliest <= dt.timedelta(days=7)

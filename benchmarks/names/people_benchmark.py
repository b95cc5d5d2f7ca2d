"""How many spellings of one person are united, and how many different people.

    python benchmarks/names/people_benchmark.py [--held-out|--last] [--errors]

A third of the people (by a hash of the line) is held out: its errors were not looked at when the
rules were made.
"""

import argparse
import hashlib
import itertools
import time
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

from transliterating import spellings_of

from trucewatch.names.folding import fold
from trucewatch.names.people import compare_people, surname_keys

HERE = Path(__file__).parent
LAST = "people_last.txt"
PARTICLES = frozenset("al el as az ad de da bin ibn ben la von van".split())
Pair = tuple[str, str]


def held_out(line: str) -> bool:
    """Whether this line belongs to the third that is not looked at."""
    return hashlib.sha256(line.encode()).digest()[0] % 3 == 0


def lines_of(name: str, held: bool) -> list[list[str]]:
    """The lines of one half of a file, as spellings."""
    lines = (HERE / name).read_text("utf-8").splitlines()
    return [
        [spelling.strip() for spelling in line.split("|")]
        for line in lines
        if line and not line.startswith("#") and (name == LAST or held_out(line) == held)
    ]


def positives(people: list[list[str]]) -> list[Pair]:
    """Every two spellings of one person."""
    return [pair for spellings in people for pair in itertools.combinations(spellings, 2)]


def words_of(name: str) -> set[str]:
    """What a careless comparison would look at."""
    return set(fold(name).split()) - PARTICLES


def alike(one: str, other: str) -> float:
    """What a comparison of letters would say."""
    return SequenceMatcher(None, one, other).ratio()


def near(people: list[list[str]]) -> Iterator[Pair]:
    """Spellings of different people that share a word, or look alike as a whole."""
    for ones, others in itertools.combinations(people, 2):
        for one, other in itertools.product(ones, others):
            if len(words_of(one)) < 2 or len(words_of(other)) < 2:
                continue
            first = one is ones[0] and other is others[0]
            if words_of(one) & words_of(other) or (first and alike(one, other) > 0.55):
                yield one, other


def crossed(people: list[list[str]]) -> Iterator[Pair]:
    """A person beside one with the same first words and the likest surname of somebody else."""
    first = [names[0].split() for names in people if 1 < len(names[0].split()) < 5]
    for one in first:
        ranked = sorted(
            (
                (alike(one[-1].lower(), other[-1].lower()), other)
                for other in first
                if fold(other[-1]) != fold(one[-1])
            ),
            reverse=True,
        )
        for ratio, other in ranked[:4]:
            if ratio < 0.78:
                yield " ".join(one), " ".join([*one[:-1], other[-1]])


def apart(held: bool) -> Iterator[Pair]:
    """Surnames that look alike, after one given name in two spellings."""
    firsts = (("Ali", "Aly"), ("Sergei", "Sergey"), ("Maria", "Maria"))
    for number, line in enumerate(lines_of("surnames_apart.txt", held)):
        one, other = line[0].split()
        first = firsts[number % len(firsts)]
        yield one, other
        yield f"{first[0]} {one}", f"{first[1]} {other}"


def share(pairs: list[Pair], same: bool, show: bool) -> tuple[int, int]:
    """How many pairs were called the same, and how many there are."""
    united = 0
    for one, other in pairs:
        found = compare_people(one, other)
        united += found.same
        if show and found.same != same:
            print(f"{'missed' if same else 'united'}\t{one}\t{other}\t{found.reason}")
    return united, len(pairs)


def main() -> None:
    """Print the figures of one part."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("--last", action="store_true")
    parser.add_argument("--errors", action="store_true")
    given = parser.parse_args()
    people = lines_of(LAST if given.last else "people.txt", given.held_out)
    made = [spellings_of(names[0]) for names in lines_of("originals.txt", given.held_out)]
    strangers = [(line[0], line[1]) for line in lines_of("strangers.txt", given.held_out)]
    sets = {
        "spellings met": (positives(people), True),
        "spellings made by rule": (positives(made), True),
        "strangers listed": (strangers, False),
        "strangers who share a word": (list(near([*people, *made])), False),
        "surnames that look alike": (list(apart(given.held_out)), False),
        "strangers with a surname like it": (list(crossed(people)), False),
    }
    start, compared = time.perf_counter(), 0
    for name, (pairs, same) in sets.items():
        united, of = share(pairs, same, given.errors)
        compared += of
        print(f"{name}: {united} of {of} the same ({100 * united / max(of, 1):.2f} %)")
    took = time.perf_counter() - start
    print(f"{compared / took:,.0f} comparisons a second")
    true = [*sets["spellings met"][0], *sets["spellings made by rule"][0]]
    met = sum(not surname_keys(one).isdisjoint(surname_keys(other)) for one, other in true)
    print(f"surname keys meet in {100 * met / len(true):.1f} % of spellings of one person")


if __name__ == "__main__":
    main()

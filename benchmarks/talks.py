"""How fast drafts are compared, provisions found in them, and contacts counted.

    .venv/bin/python benchmarks/talks.py [--rounds 5] [--seed 11]

Prints the median and the worst of several rounds, each in this process, and the memory that the
comparison of two texts takes at most beside the texts themselves. Texts and meetings are made up.
"""

import argparse
import datetime as dt
import multiprocessing
import os
import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from trucewatch.talks.rules.contacts import ContactKind, MeetingSeen, Seat, count_contacts, within
from trucewatch.talks.rules.redline import redline, text_hash
from trucewatch.talks.rules.splitting import split_provisions
from trucewatch.vocabulary.process import MeetingFormat, MeetingRole

PAGES = 25_000
"""Words of a draft of 50 pages."""
HOSTILE = 100_000
VOCABULARY = 4_000


def main() -> None:
    """Make up texts and meetings, measure, and print two tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=11)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    print(f"load {os.getloadavg()[0]:.1f}")
    _say(f"{'two drafts':44}", "median ms", "worst ms", "peak MB", "pieces")
    for name, before, after in _drafts(chance):
        _measure_drafts(name, before, after, given.rounds)
    draft = _draft(chance, PAGES)
    numbered = "\n\n".join(f"{at}. {part}" for at, part in enumerate(draft.split("\n\n"), 1))
    _say(f"{'one text of 25,000 words':44}", "median ms", "worst ms")
    _measure("its hash", lambda: text_hash(draft), given.rounds)
    _measure("its paragraphs as provisions", lambda: split_provisions(draft), given.rounds)
    _measure("its numbered provisions", lambda: split_provisions(numbered), given.rounds)
    meetings = _meetings(chance)
    matrix = count_contacts(meetings)
    _say(f"{'200 actors, 2,000 meetings of 40 seats':44}", "median ms", "worst ms")
    _measure("contacts from meetings", lambda: count_contacts(meetings), given.rounds)
    _measure("its rows with days and meetings", lambda: matrix.rows(), given.rounds)
    a, b = matrix.actors[:2]
    _measure("who met both of two", lambda: matrix.met_both(a, b), given.rounds)
    since, until = dt.date(2017, 3, 1), dt.date(2017, 6, 30)
    _measure(
        "one period of it, counted anew",
        lambda: count_contacts(within(meetings, since, until).meetings),
        given.rounds,
    )
    total = int(matrix.of_kind(ContactKind.FACE_TO_FACE).sum()) // 2
    print(f"{total:,} contacts face to face")


def _say(name: str, *columns: str) -> None:
    print(name + "".join(f"{column:>11}" for column in columns))


def _timed(work: Callable[[], Any], rounds: int) -> list[float]:
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return times


def _measure(name: str, work: Callable[[], Any], rounds: int) -> None:
    times = _timed(work, rounds)
    _say(f"{name:44}", f"{statistics.median(times):.1f}", f"{max(times):.1f}")


def _measure_drafts(name: str, before: str, after: str, rounds: int) -> None:
    times = _timed(lambda: redline(before, after), rounds)
    found = redline(before, after)
    columns = f"{statistics.median(times):.0f}", f"{max(times):.0f}", _peak(before, after)
    _say(f"{name:44}", *columns, f"{len(found.pieces):,}")


def _peak(before: str, after: str) -> str:
    """What a fresh process needs for the comparison more than it needed before."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return f"{pool.apply(_needed, (before, after)):.0f}"


def _needed(before: str, after: str) -> float:
    redline("warmed up", "as a server is")
    start = _memory("VmRSS")
    redline(before, after)
    return max(0.0, _memory("VmHWM") - start)


def _memory(name: str) -> float:
    """What the system says of this process, in MB: what it holds, or has held at most."""
    status = Path("/proc/self/status").read_text("ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if name in line) / 1024


def _words(chance: random.Random) -> list[str]:
    """Invented words, the frequent ones short."""
    letters = "aeiourstnlmdpkb"
    return [
        "".join(chance.choices(letters, k=2 + min(9, at.bit_length()))) for at in range(VOCABULARY)
    ]


def _draft(chance: random.Random, length: int) -> str:
    """Sentences of about 20 words, paragraphs of about four sentences; few words are frequent."""
    words = _words(random.Random(1))
    weights = [1 / (rank + 3) for rank in range(len(words))]
    drawn = chance.choices(words, weights, k=length)
    for at in range(0, length, 20):
        drawn[at] = drawn[at].capitalize()
        drawn[at - 1] += ".\n\n" if at and at % 80 == 0 else "."
        drawn[at - 9] += ","
    return " ".join(drawn).replace("\n\n ", "\n\n")


def _drafts(chance: random.Random) -> list[tuple[str, str, str]]:
    """Pairs of drafts, from the friendliest to the most hostile."""
    draft = _draft(chance, PAGES)
    words = draft.split(" ")
    few = list(words)
    for at in chance.sample(range(len(few)), 40):
        few[at] = "amended"
    tenth = [f"new{at}" if at % 10 == 0 else word for at, word in enumerate(words)]
    paragraphs = draft.split("\n\n")
    turned = [*paragraphs[100:], *paragraphs[:100]]
    two = " ".join(chance.choices(["yes", "no"], k=PAGES))
    also_two = " ".join(chance.choices(["yes", "no"], k=PAGES))
    huge = _draft(chance, HOSTILE)
    return [
        ("identical", draft, draft),
        ("40 words changed", draft, " ".join(few)),
        ("every tenth word changed", draft, " ".join(tenth)),
        ("a third of the paragraphs moved", draft, "\n\n".join(turned)),
        ("every end of a line written otherwise", draft, draft.replace("\n", "\r\n")),
        ("a totally different text", draft, _draft(chance, PAGES)),
        ("one empty", draft, ""),
        ("one word repeated, some more often", "word " * PAGES, "word " * (PAGES + 500)),
        ("two words in any order", two, also_two),
        ("marks only", "-.," * PAGES, ",-;" * PAGES),
        ("100,000 words, every tenth changed", huge, " ".join(
            f"new{at}" if at % 10 == 0 else word for at, word in enumerate(huge.split(" "))
        )),
        ("100,000 words, totally different", huge, _draft(chance, HOSTILE)),
        ("100,000 times one of two words", " ".join(chance.choices("ab", k=HOSTILE)),
         " ".join(chance.choices("ab", k=HOSTILE))),
        ("one line of 1,000,000 blanks", "a" + " " * 1_000_000 + "b", "a" + " " * 999_999 + "c"),
    ]  # fmt: skip


def _meetings(chance: random.Random) -> list[MeetingSeen]:
    actors = [f"Actor {number}" for number in range(200)]
    formats, roles = list(MeetingFormat), list(MeetingRole)
    first = dt.date(2017, 1, 1)
    return [
        MeetingSeen(
            key=f"meeting {number}",
            day=first + dt.timedelta(days=chance.randrange(700)) if number % 20 else None,
            format=chance.choice(formats),
            seats=tuple(
                Seat(actor, MeetingRole.PARTICIPANT if at % 3 else chance.choice(roles))
                for at, actor in enumerate(chance.sample(actors, 40))
            ),
        )
        for number in range(2_000)
    ]


if __name__ == "__main__":
    main()

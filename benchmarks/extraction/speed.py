"""How fast the engine reads: articles, hostile texts, a case of a thousand; import and memory.

    .venv/bin/python benchmarks/extraction/speed.py --texts FOLDER [--parts articles,start,…]

`--texts` names a folder of texts (`*.txt`); all else is made up (`invented.py`). One process, one
core. Parts:

- **articles**: each text as a case of its own, over and over for some seconds; and all as one case;
- **start**: time to import the engine, memory at most of a process that reads the folder, the
  whole command;
- **hostile**: 100 kB of each kind of hostile text, and how many times as long 200 kB take;
- **case**: 1,000 made-up articles, a tenth of their paragraphs taken over from each other: finding
  the passages, reading the whole case, and how many times as long it takes as half of them;
- **phrases**: the same of articles that are put together from set phrases.
"""

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from invented import HOSTILE, articles, hostile

from trucewatch.extraction.case import Text
from trucewatch.extraction.lexicon import shipped
from trucewatch.extraction.page import make_page
from trucewatch.extraction.reading import read_case
from trucewatch.extraction.reuse import find_reuse

SECONDS = 5.0
LENGTH = 100_000
ARTICLES = 1000
MEASURED = """
import resource, sys, time
from pathlib import Path
began = time.perf_counter()
from trucewatch.extraction.case import Text
from trucewatch.extraction.reading import read_case
from trucewatch.extraction.lexicon import shipped
imported = time.perf_counter() - began
shipped()
words = time.perf_counter() - began - imported
for file in sys.argv[1:]:
    read_case([Text("a", Path(file).read_bytes().decode())])
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(imported, words, peak)
"""


def took(work: Callable[[], object]) -> float:
    """Seconds of the wall clock."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def files_of(folder: Path) -> list[Path]:
    """The texts of a folder in order."""
    found = sorted(folder.glob("*.txt"))
    if not found:
        raise SystemExit(f"{folder} holds no *.txt")
    return found


def measure_articles(files: list[Path]) -> None:
    """Articles a second, each alone, and all as one case."""
    texts = [Text(file.stem, file.read_bytes().decode()) for file in files]
    characters = sum(len(text.text) for text in texts)
    read_case(texts)
    rounds: list[float] = []
    until = time.perf_counter() + SECONDS
    while time.perf_counter() < until or len(rounds) < 3:
        rounds.append(took(lambda: [read_case([text]) for text in texts]))
    once = min(rounds)
    together = min(took(lambda: read_case(texts)) for _ in range(3))
    print(
        f"{len(texts)} texts, {characters / len(texts):,.0f} characters each: "
        f"{1000 * once / len(texts):.2f} ms each at best, "
        f"{1000 * statistics.median(rounds) / len(texts):.2f} ms as a rule, "
        f"{len(texts) / once:,.0f} a second, {characters / once / 1e6:.2f} million characters"
    )
    print(f"all as one case: {1000 * together:.0f} ms, {together / once:.2f} times as long")


def measure_start(files: list[Path]) -> None:
    """Import, words and memory in processes of their own, and the command as anyone calls it."""
    runs = []
    for _ in range(5):
        argv = [sys.executable, "-c", MEASURED, *map(str, files)]
        done = subprocess.run(argv, check=True, capture_output=True, text=True)
        runs.append([float(word) for word in done.stdout.split()])
    imported, words, peak = (statistics.median(column) for column in zip(*runs, strict=True))
    argv = [str(Path(sys.executable).parent / "trucewatch"), "extract", *map(str, files)]
    whole = min(
        took(lambda: subprocess.run(argv, check=True, capture_output=True)) for _ in range(3)
    )
    print(
        f"import {imported:.3f} s, the shipped words {words:.3f} s; a process that read "
        f"{len(files)} texts one by one took {peak:.0f} MB at most; "
        f"`trucewatch extract` of all {whole:.2f} s"
    )


def measure_hostile() -> None:
    """Seconds of each kind at 100 kB, the slowest first, and the growth to twice the length."""
    rows = []
    for kind in HOSTILE:
        short, long = (Text("a", hostile(kind, n * LENGTH)) for n in (1, 2))
        once = min(took(lambda text=short: read_case([text])) for _ in range(2))  # type: ignore[misc]
        rows.append((once, took(lambda text=long: read_case([text])) / once, kind))  # type: ignore[misc]
    rows.sort(reverse=True)
    print(
        f"{len(rows)} kinds of {LENGTH:,} characters; seconds, and times as long for twice as much:"
    )
    for once, growth, kind in rows:
        print(f"  {once:6.3f}  {growth:4.1f}  {kind}")


def taken_over(texts: list[str]) -> set[tuple[str, str]]:
    """The paragraphs that stand in an earlier article, each with the article it is found in."""
    first: dict[str, int] = {}
    return {
        (str(n), part)
        for n, text in enumerate(texts)
        for part in text.rstrip().split("\n\n")[2:]
        if first.setdefault(part, n) != n
    }


def measure_case(*, set_phrases: bool) -> None:
    """The passages of made-up articles, found and missed; the whole case; half of it."""
    texts = articles(ARTICLES, set_phrases=set_phrases)
    finding, whole = [], []
    for part in (texts[: ARTICLES // 2], texts):
        pages = [make_page(str(n), text, shipped()) for n, text in enumerate(part)]
        order = list(range(len(part)))
        began = time.perf_counter()
        passages = find_reuse(pages, order)
        finding.append(time.perf_counter() - began)
        case = [Text(str(n), text) for n, text in enumerate(part)]
        began = time.perf_counter()
        read_case(case)
        whole.append(time.perf_counter() - began)
    kind = "of set phrases" if set_phrases else "of free words"
    print(f"{ARTICLES:,} made-up articles {kind}, {sum(map(len, texts)) / 1000:,.0f} kB:")
    for name, (half, full) in (("finding passages", finding), ("the whole case", whole)):
        print(f"  {name}: {full:.2f} s, {full / half:.1f} times as long as half of them")
    words = {str(n): text for n, text in enumerate(texts)}
    found: set[tuple[str, str]] = set()
    false = 0
    for one in passages:
        a, b = (words[end.document][slice(*end.span)] for end in (one.a, one.b))
        false += a != b
        found |= {(one.a.document, a), (one.b.document, b)} if a == b else set()
    copies = taken_over(texts)
    print(
        f"  {len(found & copies)} of {len(copies)} paragraphs taken over found, {false} false pairs"
    )


def main() -> None:
    """Measure the parts that are asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--parts", default="articles,start,hostile,case,phrases")
    given = parser.parse_args()
    files = files_of(given.texts)
    parts: dict[str, Callable[[], None]] = {
        "articles": lambda: measure_articles(files),
        "start": lambda: measure_start(files),
        "hostile": measure_hostile,
        "case": lambda: measure_case(set_phrases=False),
        "phrases": lambda: measure_case(set_phrases=True),
    }
    for part in given.parts.split(","):
        parts[part]()


if __name__ == "__main__":
    main()

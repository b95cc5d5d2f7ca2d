"""Compiles the native code ahead of its first use: ``python -m trucewatch.linkage``.

Compiled code is kept beside its source, or in the user's cache where that cannot be written. Set-up
runs this once, so that nobody waits for it later.
"""

import sys
import time

import numpy as np

from trucewatch.linkage.actors import numbered_actors
from trucewatch.linkage.columns import Columns, Vocabulary, deaths_of
from trucewatch.linkage.explaining import Explainer
from trucewatch.linkage.ids import first_twice, keys_of
from trucewatch.linkage.linking import link
from trucewatch.linkage.live import LiveIndex, NewReport
from trucewatch.linkage.words import words_of


def main() -> None:
    """Link a handful of made-up reports, which takes every function once."""
    start = time.perf_counter()
    number = 60
    text = b"".join(b"report %03d " % row for row in range(number))
    data = np.frombuffer(text, np.uint8)
    places = np.arange(number + 1, dtype=np.int64) * (len(text) // number)
    row = np.arange(number)
    key = keys_of(data, places)
    first_twice(key)
    deaths = (row % 4).astype(np.float64)
    low, best, high = deaths_of(deaths, deaths, deaths)
    columns = Columns(
        key=key,
        source=(row % 3).astype(np.int32),
        latitude=(35.0 + row % 7 * 0.01).astype(np.float64),
        longitude=(37.0 + row % 5 * 0.01).astype(np.float64),
        place=(1 + row % 3).astype(np.int8),
        first=(17_000 + row // 6).astype(np.int32),
        last=(17_000 + row // 6 + row % 2).astype(np.int32),
        when=(1 + row % 2).astype(np.int8),
        kind=(row % 2).astype(np.int32),
        actors=numbered_actors(row.astype(np.int64), (row % 4).astype(np.int32), number),
        low=low, best=best, high=high,
    )  # fmt: skip
    vocabulary = Vocabulary(("a", "b", "c"), frozenset({"a"}), ("shelling", "mine_ied"), ("p",) * 4)
    linked = link(columns, vocabulary, words=words_of(data, places))
    Explainer(linked).explain(0, 1)
    live = LiveIndex(linked)
    new = NewReport(
        source=1, latitude=35.0, longitude=37.0, place=1, first=17_001, last=17_001, when=1
    )
    live.insert(new)
    live.insert(new)
    print(f"compiled in {time.perf_counter() - start:.0f} s", file=sys.stderr)  # noqa: T201


if __name__ == "__main__":
    main()

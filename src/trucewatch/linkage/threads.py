"""Work in threads whose results come in the order of the tasks, however many threads there are."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

S = TypeVar("S")
T = TypeVar("T")


def in_threads(work: Callable[[S], T], tasks: Sequence[S], threads: int) -> Iterator[T]:
    """The results in the order of the tasks."""
    if threads < 2 or len(tasks) < 2:
        yield from map(work, tasks)
        return
    with ThreadPoolExecutor(threads) as pool:
        yield from pool.map(work, tasks)

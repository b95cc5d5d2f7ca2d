"""Rows that stand twice in one file: the same words are one row, other words are refused."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from trucewatch.exchange.summary import Refusal


class Lined(Protocol):
    """A row that knows the physical line on which it starts."""

    @property
    def line(self) -> int: ...


R = TypeVar("R", bound=Lined)


@dataclass(frozen=True, slots=True)
class Distinct(Generic[R]):
    """One row for each key, how many repeated one word for word, and those refused."""

    rows: list[R]
    repeats: int
    refused: list[Refusal]


def tell_apart(
    rows: Iterable[R],
    *,
    key: Callable[[R], Hashable],
    content: Callable[[R], Hashable],
    field: str,
) -> Distinct[R]:
    """Rows by key; where a key stands for two contents, every row that bears it is refused.

    Which of two rows is right is not for the file's order to decide.
    """
    by_key: dict[Hashable, list[R]] = {}
    for row in rows:
        by_key.setdefault(key(row), []).append(row)
    kept, repeats, refused = [], 0, []
    for same in by_key.values():
        if len({content(row) for row in same}) == 1:
            kept.append(same[0])
            repeats += len(same) - 1
            continue
        lines = ", ".join(str(row.line) for row in same)
        reason = f"lines {lines} give different contents for one and the same row"
        refused += [Refusal(row.line, field, reason) for row in same]
    return Distinct(kept, repeats, refused)

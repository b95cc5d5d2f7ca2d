"""A report as an importer read it, before parties and places are looked up."""

from dataclasses import dataclass, field

from trucewatch.reports.account import Account


@dataclass(frozen=True, slots=True)
class ParsedReport:
    """One row that can be taken: its account, the names it uses, and its original words.

    ``values`` are the row's columns as written; they tell which columns a newer release changed.
    """

    line: int
    key: str
    account: Account
    side_a: str
    side_b: str
    area: str
    original: str
    values: dict[str, str]
    flags: list[str] = field(default_factory=list)

"""What an import did, row by row where it refused."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, order=True)
class Refusal:
    """A row that was not taken: the physical line on which it starts, the field, the reason.

    ``line`` counts from 1; ``field`` is a column's name, or empty where the row as a whole is at
    fault.
    """

    line: int
    field: str
    reason: str

    def as_json(self) -> dict[str, Any]:
        return {"line": self.line, "field": self.field, "reason": self.reason}


@dataclass(slots=True)
class Summary:
    """Counts of rows. ``flagged`` rows are among those made, changed or unchanged."""

    read: int = 0
    made: int = 0
    changed: int = 0
    unchanged: int = 0
    flagged: int = 0
    flags: Counter[str] = field(default_factory=Counter)
    refused: list[Refusal] = field(default_factory=list)
    published: bool = False

    def refuse(self, refusal: Refusal) -> None:
        self.refused.append(refusal)

    def flag(self, flags: list[str]) -> None:
        """Count a row with these flags, if it has any."""
        self.flagged += bool(flags)
        self.flags.update(flags)

    def forget_what_was_made(self) -> None:
        """Nothing was written after all; what was read and refused stays known."""
        self.made = self.changed = 0

    def as_json(self) -> dict[str, Any]:
        return {
            "read": self.read,
            "made": self.made,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "flagged": self.flagged,
            "flags": dict(sorted(self.flags.items())),
            "refused": [refusal.as_json() for refusal in sorted(self.refused)],
        }

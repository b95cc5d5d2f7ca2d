"""Where a page of incidents ended, so that the next one starts there."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Cursor:
    """The newest date of the last incident of a page, and its id."""

    date: dt.date
    incident: UUID

    def __str__(self) -> str:
        return f"{self.date.isoformat()}.{self.incident}"

    @classmethod
    def read(cls, text: str) -> "Cursor | None":
        """The cursor in an address; None where there is none that can be read."""
        date, _, key = text.partition(".")
        try:
            return cls(dt.date.fromisoformat(date), UUID(key))
        except ValueError:
            return None

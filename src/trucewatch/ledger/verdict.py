"""What a verification found."""

from dataclasses import dataclass, field

from trucewatch.ledger.chain import Fault


@dataclass(frozen=True, slots=True)
class RowFault:
    """A row that is not what its latest entry committed to."""

    row: str
    seq: int | None
    detail: str

    def __str__(self) -> str:
        entry = f"entry {self.seq}" if self.seq else "no entry"
        return f"{self.row}: {self.detail} ({entry})"


@dataclass(slots=True)
class Verdict:
    """The first fault of the chain and the faults of rows; intact when there are none."""

    entries: int = 0
    rows: int = 0
    fault: Fault | None = None
    row_faults: list[RowFault] = field(default_factory=list)

    @property
    def is_intact(self) -> bool:
        return self.fault is None and not self.row_faults

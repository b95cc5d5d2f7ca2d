"""The mark, the circle and the source of facts that are entered together."""

from dataclasses import dataclass
from typing import Any

from trucewatch.accounts.models import Compartment
from trucewatch.sources.models import Source
from trucewatch.vocabulary.handling import Handling


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """The mark, the circle and the source under which several facts are entered together."""

    handling: Handling = Handling.AMBER
    compartment: Compartment | None = None
    source: Source | None = None

    @property
    def columns(self) -> dict[str, Any]:
        """The same as columns of a fact."""
        return {
            "handling": self.handling.value,
            "compartment": self.compartment,
            "source": self.source,
        }

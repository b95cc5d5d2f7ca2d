"""When tallies contradict themselves or each other, and why two monitors' are never added up."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final, NoReturn

from trucewatch.vocabulary.labels import LabelledStr
from trucewatch.vocabulary.refusal import Refused

SAID_BY_SOURCE: Final = "said_by_source"
SAID_BY_SOURCE_MARK: Final = "SOURCE CONFLICT"
"""The words with which a compiler's remark says that the published page contradicts itself."""

NOT_SUMMED: Final = (
    "The counts of the two ledgers are never added together: each monitor counts by its own "
    "rules, one event may stand in both, and what one counts the other may not confirm."
)


class ConflictKind(LabelledStr):
    """In what way published figures do not agree."""

    TOTAL_AND_SPLIT_DISAGREE = "total_and_split_disagree", "Stated total and areas disagree"
    SOURCES_DISAGREE = "sources_disagree", "Two publications of one tally disagree"


@dataclass(frozen=True, slots=True)
class Conflict:
    """One contradiction, with the figures that do not agree; never corrected, only shown.

    ``others`` are the totals and addresses of the other publications of the same tally.
    """

    kind: ConflictKind
    stated_total: int | None = None
    sum_of_split: int | None = None
    others: tuple[tuple[int, str], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The conflict with the fields that its kind has."""
        told: dict[str, Any] = {"kind": self.kind.value, "stated_total": self.stated_total}
        if self.kind == ConflictKind.TOTAL_AND_SPLIT_DISAGREE:
            told["sum_of_split"] = self.sum_of_split
        if self.kind == ConflictKind.SOURCES_DISAGREE:
            told["others"] = [{"total": total, "address": at} for total, at in self.others]
        return told


@dataclass(frozen=True, slots=True)
class TallyFigures:
    """What one publication of one tally says, as far as contradictions are concerned."""

    stated_total: int | None
    counts: Sequence[int]
    address: str


def conflicts_between(
    figures: TallyFigures, others: Collection[TallyFigures] = ()
) -> list[Conflict]:
    """Where a tally contradicts itself or ``others``: the same tally as published elsewhere.

    A split of which nothing is known contradicts nothing.
    """
    found = []
    stated = figures.stated_total
    if stated is not None and figures.counts and sum(figures.counts) != stated:
        found.append(
            Conflict(
                ConflictKind.TOTAL_AND_SPLIT_DISAGREE,
                stated_total=stated,
                sum_of_split=sum(figures.counts),
            )
        )
    different = {
        (other.stated_total, other.address)
        for other in others
        if other.stated_total is not None and other.stated_total != stated
    }
    if stated is not None and different:
        elsewhere = tuple(sorted(different))
        found.append(Conflict(ConflictKind.SOURCES_DISAGREE, stated_total=stated, others=elsewhere))
    return found


def is_page_contradicted(remark: str) -> bool:
    """Whether a compiler remarked that the published page contradicts itself.

    That is said of the page, which gives several monitors' tallies: of which of them it is true
    stands in the remark's own words, so it is no conflict of the tally that bears it.
    """
    return SAID_BY_SOURCE_MARK in remark.upper()


def refuse_sum_across_ledgers(monitors: Collection[str]) -> None:
    """A total over the tallies of more than one monitor is refused, with the reason."""
    if len(set(monitors)) > 1:
        _refuse(", ".join(sorted(set(monitors))))


def _refuse(monitors: str) -> NoReturn:
    raise Refused(f"No total is given over {monitors}. {NOT_SUMMED}", field="monitor")

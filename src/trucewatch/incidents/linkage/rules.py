"""Which links are made, which are shown to people and in which order, and what a verdict means."""

from collections.abc import Iterable
from typing import Final

from trucewatch.incidents.linkage.models import Verdict
from trucewatch.vocabulary.labels import LabelledStr
from trucewatch.vocabulary.refusal import Refused

LINK: Final = 0.95
"""Probability from which two reports may be linked unseen, if a member so chooses."""
REVIEW: Final = 0.5
SUGGEST: Final = 0.1
UNIQUE_SOURCES: Final = frozenset({"ucdp", "acled"})
"""Coded datasets that enter one record for each incident, by their own codebooks."""


class Band(LabelledStr):
    """How likely two reports are one incident, as far as it matters for what happens next."""

    LINK = "link", "As good as sure"
    REVIEW = "review", "Likely"
    SUGGEST = "suggest", "Possible"
    UNLIKELY = "unlikely", "Unlikely"


class Conflict(LabelledStr):
    """Why a pair deserves a look whatever its probability."""

    KEPT_APART = "kept_apart", "Likely, and yet kept apart by the accounts around them"
    DRAWN_IN = "drawn_in", "Unlikely by themselves, drawn together by other accounts"


def band_of(probability: float) -> Band:
    """The band of a probability."""
    if probability >= LINK:
        return Band.LINK
    if probability >= REVIEW:
        return Band.REVIEW
    return Band.SUGGEST if probability >= SUGGEST else Band.UNLIKELY


def conflict_of(probability: float, *, one_incident: bool) -> str:
    """What all accounts together make of a pair, where the pair alone says something else."""
    if one_incident and probability < REVIEW:
        return Conflict.DRAWN_IN.value
    if not one_incident and probability >= LINK:
        return Conflict.KEPT_APART.value
    return ""


def value_of(probability: float, conflict: str) -> float:
    """What a verdict on a pair is worth: most where it is a toss-up or where accounts conflict."""
    return 1.0 - abs(2.0 * probability - 1.0) + (0.5 if conflict else 0.0)


def require_threshold(threshold: float | None) -> None:
    """Nobody links by the machine what is not even likely."""
    if threshold is not None and not REVIEW <= threshold <= 1.0:
        raise Refused(
            "The threshold is a probability from 0.5 to 1, not {given}.",
            field="threshold",
            values={"given": f"{threshold:g}"},
        )


def settled(verdicts: Iterable[str]) -> Verdict | None:
    """What several reviewers' standing verdicts on a pair come to.

    One "not the same" holds against any number of others; "later" settles nothing.
    """
    given = set(verdicts)
    if Verdict.NEVER.value in given:
        return Verdict.NEVER
    return Verdict.SAME if Verdict.SAME.value in given else None


def is_disputed(verdicts: Iterable[str]) -> bool:
    """Two reviewers say the opposite of each other."""
    given = set(verdicts)
    return {Verdict.SAME.value, Verdict.NEVER.value} <= given

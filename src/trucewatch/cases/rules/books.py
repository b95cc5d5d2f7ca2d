"""What a keeper of one book may say of another's, and what such words must carry."""

from collections.abc import Mapping
from typing import Final

from trucewatch.vocabulary.cases import BookVerdict
from trucewatch.vocabulary.refusal import Refused

REASONED: Final = frozenset({BookVerdict.NOT_CONFIRMED, BookVerdict.EXCLUDED_GROUP})
"""Verdicts that take something away from what another side says: they carry their reason."""


def require_verdict_reason(verdict: BookVerdict, reason: str) -> None:
    """Whoever does not confirm an entry says why; a confirmation needs no more words."""
    if verdict in REASONED and not reason.strip():
        raise Refused("Say why it is not confirmed.", field="reason")


def require_within_total(
    said: Mapping[BookVerdict, int], verdict: BookVerdict, count: int, total: int | None
) -> None:
    """Each breach gets one verdict: one monitor's counts for all of them fit into the total.

    ``said`` holds what the monitor says so far; the new count takes the place of its own verdict's.
    Where a tally states no total there is nothing to exceed.
    """
    if total is None:
        return
    others = sum(number for each, number in said.items() if each is not verdict)
    if count > total:
        raise Refused(
            "The tally states {total}: nothing can be said of {count}.",
            field="count", values={"total": total, "count": count},
        )  # fmt: skip
    if count + others > total:
        raise Refused(
            "With what is said of others of them already, that is more than the {total} stated.",
            field="count", values={"total": total},
        )  # fmt: skip

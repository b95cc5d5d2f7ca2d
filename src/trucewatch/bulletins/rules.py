"""Who may publish a bulletin, and what keeps one from going out."""

from uuid import UUID

from trucewatch.bulletins.models import BulletinState
from trucewatch.vocabulary.refusal import NotAllowed, Refused


def may_publish(*, drafter: UUID, publisher: UUID) -> bool:
    """A bulletin goes out only after someone other than its drafter has read it."""
    return drafter != publisher


def require_other_publisher(*, drafter: UUID, publisher: UUID) -> None:
    """Refuse whoever would publish their own draft."""
    if not may_publish(drafter=drafter, publisher=publisher):
        raise NotAllowed("You drafted this bulletin: another member has to read and publish it.")


def require_draft(state: BulletinState) -> None:
    """Only what is still a draft can be published."""
    if state != BulletinState.DRAFT:
        raise Refused(f"This bulletin is {state.label.lower()} already.")


def require_published(state: BulletinState) -> None:
    """Only what was published can be withdrawn."""
    if state != BulletinState.PUBLISHED:
        raise Refused(f"This bulletin is {state.label.lower()}: it is not public, or no longer.")


def require_still_true(*, drafted: object, now: object) -> None:
    """What goes out is what the record says on that day, not what it said before."""
    if drafted != now:
        raise Refused("The record has changed since this was drafted: draft it anew.")

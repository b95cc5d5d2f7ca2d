"""Who may publish a bulletin, and what keeps one from going out."""

from uuid import UUID

from trucewatch.bulletins.models import BulletinState
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.refusal import NotAllowed, Refused


def may_approve(*, drafter: UUID, approver: UUID) -> bool:
    """A bulletin is approved by someone other than its drafter, who has read it."""
    return drafter != approver


def may_publish(*, drafter: UUID, publisher: UUID, is_approved: bool = False) -> bool:
    """A bulletin goes out only after someone other than its drafter has read it.

    Publishing a draft approves it, so that the drafter cannot. Once another has approved it, two
    have read it, and whoever may publish sends it out.
    """
    return is_approved or may_approve(drafter=drafter, approver=publisher)


def require_other_approver(*, drafter: UUID, approver: UUID) -> None:
    """Refuse whoever would approve their own draft."""
    if not may_approve(drafter=drafter, approver=approver):
        raise NotAllowed("You drafted this bulletin: another member has to read and approve it.")


def require_other_publisher(*, drafter: UUID, publisher: UUID, state: BulletinState) -> None:
    """Refuse whoever would publish their own draft that nobody else has approved."""
    is_approved = state == BulletinState.APPROVED
    if not may_publish(drafter=drafter, publisher=publisher, is_approved=is_approved):
        raise NotAllowed("You drafted this bulletin: another member has to read and publish it.")


def require_draft(state: BulletinState) -> None:
    """Only what is still a draft can be approved."""
    if state != BulletinState.DRAFT:
        raise Refused(f"This bulletin is {state.label.lower()} already.")


def require_unpublished(state: BulletinState) -> None:
    """Only a draft, approved or not, can be published."""
    if state not in (BulletinState.DRAFT, BulletinState.APPROVED):
        raise Refused(f"This bulletin is {state.label.lower()} already.")


def require_published(state: BulletinState) -> None:
    """Only what is published and in force can be withdrawn or corrected."""
    if state != BulletinState.PUBLISHED:
        raise Refused(f"This bulletin is {state.label.lower()}: it is not public, or no longer.")


def require_still_true(*, drafted: object, now: object) -> None:
    """What goes out is what the record says on that day, not what it said before."""
    if drafted != now:
        raise Refused("The record has changed since this was drafted: draft it anew.")


def require_readers(handling: Handling) -> None:
    """A bulletin is for more than named recipients."""
    if handling is Handling.RED:
        raise Refused("A bulletin has readers; TLP:RED names recipients.", field="handling")

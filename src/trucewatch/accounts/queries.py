"""Finding members, organisations and invitations."""

from trucewatch.accounts.models import Invitation, Member, Organisation, hash_token
from trucewatch.vocabulary.refusal import NotFound


def find_invitation(token: str) -> Invitation | None:
    """The open invitation behind a token."""
    found = Invitation.objects.select_related("organisation").filter(token_hash=hash_token(token))
    invitation = found.first()
    return invitation if invitation is not None and invitation.is_open else None


def find_member(username: str) -> Member:
    """The active member of that name; ``NotFound`` names the one that was asked for."""
    member = (
        Member.objects.select_related("organisation")
        .filter(username=username, is_active=True)
        .first()
    )
    if member is None:
        raise NotFound(f"There is no active member named “{username}”.")
    return member


def find_organisation(key: str) -> Organisation:
    """The organisation of that key; ``NotFound`` lists those there are."""
    organisation = Organisation.objects.filter(key=key).first()
    if organisation is None:
        known = ", ".join(Organisation.objects.order_by("key").values_list("key", flat=True))
        raise NotFound(f"There is no organisation “{key}”. Known: {known}.")
    return organisation

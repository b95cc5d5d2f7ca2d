"""Finding members, organisations and invitations."""

from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from trucewatch.accounts.circles import PREFIX
from trucewatch.accounts.models import (
    OPERATOR,
    Compartment,
    Grant,
    Invitation,
    Member,
    Organisation,
    PasswordReset,
    hash_token,
)
from trucewatch.vocabulary.refusal import NotFound
from trucewatch.vocabulary.roles import OrganisationKind


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


def all_members() -> list[Member]:
    """Every member but the built-in operator, the active ones first."""
    found = Member.objects.select_related("organisation").exclude(username=OPERATOR)
    return list(found.order_by("-is_active", "username"))


def member_with_id(member_id: UUID) -> Member:
    """The ordinary member of that id, active or not."""
    found = Member.objects.select_related("organisation").exclude(username=OPERATOR)
    member = found.filter(pk=member_id).first()
    if member is None:
        raise NotFound("There is no such member.")
    return member


def all_organisations() -> list[Organisation]:
    """Every organisation, by name."""
    return list(Organisation.objects.order_by("name"))


def open_invitations() -> list[Invitation]:
    """Invitations that can still be accepted, the newest first."""
    found = Invitation.objects.filter(accepted_by__isnull=True, expires_at__gt=timezone.now())
    return list(found.select_related("organisation", "invited_by"))


def password_link_is_open(token: str) -> bool:
    """Whether this link still lets someone choose a password."""
    found = PasswordReset.objects.filter(token_hash=hash_token(token))
    return found.filter(expires_at__gt=timezone.now()).exists()


def held_compartments(member: Member) -> list[Compartment]:
    """The compartments that the member has a grant for, their organisation's own first."""
    grants = Grant.current().filter(Q(member=member) | Q(organisation=member.organisation))
    held = Compartment.objects.filter(pk__in=grants.values("compartment"))
    held = held.exclude(key__startswith=PREFIX)
    own = member.organisation_id
    return sorted(held, key=lambda circle: (circle.home_of_id != own, circle.name))


def organisations_beside(member: Member) -> list[Organisation]:
    """The organisations with which a member can share something: neither the mission nor their own.

    The mission reads in any compartment anyway, and a press house in none.
    """
    apart = (OrganisationKind.MISSION.value, OrganisationKind.PRESS.value)
    rows = Organisation.objects.exclude(organisation_kind__in=apart)
    return list(rows.exclude(pk=member.organisation_id).order_by("name"))


def all_compartments() -> list[Compartment]:
    """Every compartment that administrators keep, each with its grants as ``grants_in_force``."""
    kept = Compartment.objects.exclude(key__startswith=PREFIX)
    return list(_with_grants(kept.order_by("name")))


def compartment_with_id(compartment_id: UUID) -> Compartment:
    """The compartment of that id with its grants in force."""
    found = _with_grants(Compartment.objects.filter(pk=compartment_id)).first()
    if found is None:
        raise NotFound("There is no such compartment.")
    return found


def current_grant(grant_id: UUID) -> Grant:
    """The grant of that id, if it is still in force."""
    found = Grant.current().filter(pk=grant_id).first()
    if found is None:
        raise NotFound("There is no such grant in force.")
    return found


def possible_holders() -> list[Organisation | Member]:
    """Whoever a grant can be given to: organisations first, then active members."""
    members = [member for member in all_members() if member.is_active]
    return [*all_organisations(), *members]


def _with_grants(compartments: QuerySet[Compartment]) -> QuerySet[Compartment]:
    in_force = Grant.current().select_related("organisation", "member").order_by("since")
    return compartments.prefetch_related(
        Prefetch("grants", queryset=in_force, to_attr="grants_in_force")
    )

"""Opening a record; adding, inviting, changing and resetting members; granting compartments."""

import secrets
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from trucewatch.accounts.access import require
from trucewatch.accounts.circles import require_not_circle
from trucewatch.accounts.models import (
    OPERATOR,
    Compartment,
    Grant,
    Invitation,
    Member,
    Organisation,
    PasswordReset,
    hash_token,
    open_until,
)
from trucewatch.accounts.rules import Act
from trucewatch.ledger import actions as ledger
from trucewatch.ledger import signing
from trucewatch.ledger.events import Event
from trucewatch.ledger.genesis import genesis_facts
from trucewatch.vocabulary.identity import new_id
from trucewatch.vocabulary.refusal import NotFound, Refused
from trucewatch.vocabulary.roles import OrganisationKind, Role

INVITATION_DAYS = 14
RESET_DAYS = 2


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who is to become a member, and as what."""

    username: str
    role: Role
    organisation: Organisation
    display_name: str = ""
    email: str = ""


@transaction.atomic
def open_record(*, name: str, demonstration: str = "") -> bool:
    """Make the first entry, the mission and the built-in operator; False when they stand.

    ``demonstration`` names the demonstration that the record holds; it is empty for a real one
    and can never be changed afterwards.
    """
    if genesis_facts() is not None:
        return False
    mission = Organisation(
        key="mission", name="Monitoring mission", organisation_kind=OrganisationKind.MISSION
    )
    operator = Member(
        username=OPERATOR,
        display_name="Operator",
        role=Role.ADMINISTRATOR,
        organisation=mission,
    )
    operator.set_unusable_password()
    mission.save()
    operator.save()
    home = _home_compartment(mission)
    key = signing.make_signing_key(settings.TRUCEWATCH_HOME)
    ledger.record(
        Event.RECORD_OPENED,
        by=operator,
        rows=[mission, operator, *home],
        facts={
            "record": str(new_id()),
            "name": name,
            "demonstration": demonstration,
            "public_key": signing.public_key_hex(key),
        },
    )
    return True


@transaction.atomic
def add_organisation(*, key: str, name: str, kind: OrganisationKind, by: Member) -> Organisation:
    """Enter an organisation, with a compartment of its own in which its filings lie."""
    require(by, Act.MANAGE_MEMBERS)
    organisation = Organisation(key=key, name=name, organisation_kind=kind)
    _check(organisation)
    organisation.save()
    ledger.record(
        Event.ORGANISATION_ADDED, by=by, subject=organisation, rows=_home_compartment(organisation)
    )
    return organisation


@transaction.atomic
def add_member(newcomer: Newcomer, *, password: str, by: Member) -> Member:
    """Enter a member who can sign in with this password at once."""
    require(by, Act.MANAGE_MEMBERS)
    member = _make_member(newcomer, password)
    ledger.record(Event.MEMBER_ADDED, by=by, subject=member)
    return member


@transaction.atomic
def invite_member(
    *, role: Role, organisation: Organisation, email: str = "", by: Member
) -> tuple[Invitation, str]:
    """Make a link with which one person joins. The token is shown once and kept hashed."""
    require(by, Act.MANAGE_MEMBERS)
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        email=email,
        role=role,
        organisation=organisation,
        token_hash=hash_token(token),
        invited_by=by,
        expires_at=open_until(INVITATION_DAYS),
    )
    _check(invitation)
    invitation.save()
    ledger.record(Event.MEMBER_INVITED, by=by, subject=invitation)
    return invitation, token


@transaction.atomic
def accept_invitation(token: str, *, username: str, display_name: str, password: str) -> Member:
    """Join with the role and organisation that the invitation names. It works once."""
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .filter(token_hash=hash_token(token))
        .first()
    )
    if invitation is None or not invitation.is_open:
        raise NotFound("This invitation was used, has expired, or never existed.")
    newcomer = Newcomer(
        username=username,
        role=Role(invitation.role),
        organisation=invitation.organisation,
        display_name=display_name,
        email=invitation.email,
    )
    member = _make_member(newcomer, password)
    invitation.accepted_by = member
    invitation.save()
    ledger.record(Event.MEMBER_JOINED, by=member, subject=member, rows=[invitation])
    return member


@transaction.atomic
def change_member(
    member: Member, *, role: Role, organisation: Organisation, by: Member, because: str
) -> None:
    """Give a member another role or organisation."""
    require(by, Act.MANAGE_MEMBERS)
    _require_ordinary(member)
    if role is not Role.ADMINISTRATOR:
        _require_another_administrator(member)
    member.role, member.organisation = role, organisation
    member.save()
    ledger.record(Event.MEMBER_CHANGED, by=by, subject=member, because=because)


@transaction.atomic
def deactivate_member(member: Member, *, by: Member, because: str) -> None:
    """End a member's access; what they did keeps their name. Undo with ``reactivate_member``."""
    require(by, Act.MANAGE_MEMBERS)
    _require_ordinary(member)
    if member.pk == by.pk:
        raise Refused("You cannot end your own access; ask another administrator.")
    _require_another_administrator(member)
    member.is_active = False
    member.save()
    ledger.record(Event.MEMBER_DEACTIVATED, by=by, subject=member, because=because)


@transaction.atomic
def reactivate_member(member: Member, *, by: Member, because: str) -> None:
    """Give a member access again."""
    require(by, Act.MANAGE_MEMBERS)
    member.is_active = True
    member.save()
    ledger.record(Event.MEMBER_REACTIVATED, by=by, subject=member, because=because)


@transaction.atomic
def reset_password(member: Member, *, by: Member) -> str:
    """Make the old password useless and return the token of a link to choose a new one."""
    require(by, Act.MANAGE_MEMBERS)
    _require_ordinary(member)
    token = secrets.token_urlsafe(32)
    PasswordReset.objects.filter(member=member).delete()
    PasswordReset.objects.create(
        member=member, token_hash=hash_token(token), expires_at=open_until(RESET_DAYS)
    )
    member.set_unusable_password()
    member.save()
    ledger.record(Event.PASSWORD_RESET, by=by, subject=member)
    return token


@transaction.atomic
def choose_password(token: str, *, password: str) -> Member:
    """Set the password that a reset link allows to choose. The link works once."""
    reset = (
        PasswordReset.objects.select_for_update(of=("self",))
        .select_related("member")
        .filter(token_hash=hash_token(token), expires_at__gt=timezone.now())
        .first()
    )
    if reset is None:
        raise NotFound("This link was used, has expired, or never existed.")
    _require_good_password(password, reset.member)
    reset.member.set_password(password)
    reset.member.save()
    reset.delete()
    return reset.member


@transaction.atomic
def record_second_factor_reset(member: Member, *, by: Member) -> None:
    """Say that a member's second factor was taken away because they lost it."""
    require(by, Act.MANAGE_MEMBERS)
    member.authenticator_set.all().delete()  # type: ignore[attr-defined]  # allauth's related name
    ledger.record(Event.SECOND_FACTOR_RESET, by=by, subject=member)


@transaction.atomic
def open_compartment(*, key: str, name: str, by: Member) -> Compartment:
    """Make a circle of need-to-know; nobody is in it until a grant says so."""
    require(by, Act.MANAGE_MEMBERS)
    compartment = Compartment(key=key, name=name)
    require_not_circle(compartment)
    _check(compartment)
    compartment.save()
    ledger.record(Event.COMPARTMENT_OPENED, by=by, subject=compartment)
    return compartment


@transaction.atomic
def give_grant(
    compartment: Compartment, *, to: Organisation | Member, by: Member, because: str
) -> Grant:
    """Let an organisation or a member see what a compartment holds. Undo with ``end_grant``."""
    require(by, Act.MANAGE_MEMBERS)
    require_not_circle(compartment)
    if to.pk == by.pk:
        raise Refused("Nobody lets themselves in: ask another administrator.", field="to")
    grant = Grant(compartment=compartment)
    if isinstance(to, Member):
        grant.member = to
    else:
        grant.organisation = to
    grant.save()
    ledger.record(Event.GRANT_GIVEN, by=by, subject=grant, because=because)
    return grant


@transaction.atomic
def end_grant(grant: Grant, *, by: Member, because: str) -> None:
    """Take the leave back from this moment on; what was seen was seen."""
    require(by, Act.MANAGE_MEMBERS)
    require_not_circle(grant.compartment)
    grant.until = timezone.now()
    grant.save()
    ledger.record(Event.GRANT_ENDED, by=by, subject=grant, because=because)


def _make_member(newcomer: Newcomer, password: str) -> Member:
    member = Member(
        username=newcomer.username,
        role=newcomer.role,
        organisation=newcomer.organisation,
        display_name=newcomer.display_name,
        email=newcomer.email,
    )
    if newcomer.username == OPERATOR:
        raise Refused("The name “operator” is the built-in one.", field="username")
    _check(member)
    _require_good_password(password, member)
    member.set_password(password)
    member.save()
    return member


def _home_compartment(organisation: Organisation) -> list[Compartment | Grant]:
    """The organisation's own compartment and the grant that opens it to its members."""
    compartment = Compartment.objects.create(
        key=f"home-{organisation.pk}", name=organisation.name, home_of=organisation
    )
    grant = Grant.objects.create(compartment=compartment, organisation=organisation)
    return [compartment, grant]


def _require_ordinary(member: Member) -> None:
    if member.is_operator:
        raise Refused("The built-in operator is whoever runs commands on the machine.")


def _require_another_administrator(member: Member) -> None:
    """A record always keeps somebody who can let others in."""
    administrators = Member.objects.filter(role=Role.ADMINISTRATOR, is_active=True)
    others = administrators.exclude(username=OPERATOR).exclude(pk=member.pk)
    if member.role == Role.ADMINISTRATOR and not others.exists():
        raise Refused("This is the last administrator; make another one first.")


def _require_good_password(password: str, member: Member) -> None:
    try:
        validate_password(password, member)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), field="password") from error


def _check(row: Organisation | Member | Invitation | Compartment) -> None:
    """Raise ``Refused`` with the first field at fault; the database would say it less kindly."""
    try:
        row.full_clean(exclude=["password"])
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise Refused(" ".join(messages), field=field) from error

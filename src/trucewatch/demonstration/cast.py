"""The demonstration's organisations and members: one login for each role."""

from dataclasses import dataclass
from typing import Final

from trucewatch.accounts.actions import Newcomer, add_member, add_organisation
from trucewatch.accounts.models import Member, Organisation
from trucewatch.vocabulary.roles import OrganisationKind, Role

PASSWORD: Final = "astana-demonstration-2017"  # noqa: S105 - printed by the command on purpose

_ORGANISATIONS: Final = (
    ("guarantor-russia", "Delegation of Russia", OrganisationKind.GUARANTOR),
    ("guarantor-turkey", "Delegation of Turkey", OrganisationKind.GUARANTOR),
    ("guarantor-iran", "Delegation of Iran", OrganisationKind.GUARANTOR),
    ("syrian-government", "Delegation of the Syrian government", OrganisationKind.PARTY),
    ("armed-opposition", "Delegation of the armed opposition", OrganisationKind.PARTY),
    ("united-nations", "Office of the UN envoy", OrganisationKind.MEDIATOR),
    ("press", "Press", OrganisationKind.PRESS),
)
_MEMBERS: Final = (
    ("administrator", "Administrator", Role.ADMINISTRATOR, "mission"),
    ("monitor", "Monitor", Role.MONITOR, "mission"),
    ("analyst", "Analyst", Role.ANALYST, "mission"),
    ("chair", "Chair of the committee", Role.MONITOR, "mission"),
    ("team-leader", "Team leader", Role.MONITOR, "mission"),
    ("secretary", "Secretary of the talks", Role.SECRETARY, "united-nations"),
    ("delegate-russia", "Delegate of Russia", Role.DELEGATE, "guarantor-russia"),
    ("delegate-turkey", "Delegate of Turkey", Role.DELEGATE, "guarantor-turkey"),
    ("delegate-iran", "Delegate of Iran", Role.DELEGATE, "guarantor-iran"),
    ("liaison-government", "Government liaison", Role.LIAISON, "syrian-government"),
    ("liaison-opposition", "Opposition liaison", Role.LIAISON, "armed-opposition"),
)


@dataclass(frozen=True, slots=True)
class Login:
    """How to sign in to the demonstration, and as what."""

    username: str
    password: str
    role: str
    organisation: str


def enter_cast(by: Member) -> list[Login]:
    """The organisations and members that are missing; everybody's login, in the order of roles."""
    known = set(Organisation.objects.values_list("key", flat=True))
    for key, name, kind in _ORGANISATIONS:
        if key not in known:
            add_organisation(key=key, name=name, kind=kind, by=by)
    organisations = {organisation.key: organisation for organisation in Organisation.objects.all()}
    joined = set(Member.objects.values_list("username", flat=True))
    for username, display_name, role, key in _MEMBERS:
        if username not in joined:
            newcomer = Newcomer(username, role, organisations[key], display_name)
            add_member(newcomer, password=PASSWORD, by=by)
    return [
        Login(username, PASSWORD, role.label, organisations[key].name)
        for username, _, role, key in _MEMBERS
    ]


def member(username: str) -> Member:
    """A member of the cast."""
    return Member.objects.select_related("organisation").get(username=username)

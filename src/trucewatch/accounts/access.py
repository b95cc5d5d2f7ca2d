"""The gate: what a reader may see, as a condition on the query, and what a member may do."""

from dataclasses import dataclass

from django.db.models import Q

from trucewatch.accounts.models import OPERATOR, Grant, HandledQuerySet, Member
from trucewatch.accounts.reader import Reader as Reader
from trucewatch.accounts.rules import (
    Act,
    marks_in_any_compartment,
    marks_without_compartment,
    may,
)
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.refusal import NotAllowed, NotFound
from trucewatch.vocabulary.roles import OrganisationKind, Role
from trucewatch.vocabulary.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Public:
    """Anyone at all: only what is marked TLP:CLEAR."""

    def sees(self, prefix: str = "") -> Q:
        return Q(**{f"{prefix}handling": Handling.CLEAR.value})


@dataclass(frozen=True, slots=True)
class MemberReader:
    """A member, who sees by the kind of their organisation and by grants."""

    member: Member

    def sees(self, prefix: str = "") -> Q:
        """Marks open to the organisation, marks read in any compartment, and granted ones."""
        member = self.member
        if not member.is_active:
            return Public().sees(prefix)
        if member.is_operator:
            return Q()
        kind = OrganisationKind(member.organisation.organisation_kind)
        handling, compartment = f"{prefix}handling__in", f"{prefix}compartment"
        seen = Q(
            **{handling: sorted(marks_without_compartment(kind)), f"{compartment}__isnull": True}
        )
        inside = marks_in_any_compartment(kind)
        if inside:
            seen |= Q(**{handling: sorted(inside), f"{compartment}__isnull": False})
        granted = Grant.current().filter(Q(member=member) | Q(organisation=member.organisation))
        return seen | Q(**{f"{compartment}__in": granted.values("compartment")})


PUBLIC = Public()


def reader_of(user: object) -> Reader:
    """The reader behind a request: a signed-in member, else the public."""
    return MemberReader(user) if isinstance(user, Member) else PUBLIC


def is_allowed(member: Member, act: Act) -> bool:
    """Whether the member may do such acts at all."""
    return member.is_active and (member.is_operator or may(Role(member.role), act))


def require(member: Member, act: Act) -> None:
    """Refuse with ``NotAllowed`` unless the member may do such acts."""
    if not is_allowed(member, act):
        role = Role(member.role).label
        raise NotAllowed(
            "{member} may not {act}: the role “{role}” does not carry that right.",
            values={"member": str(member), "act": Sentence(str(act)), "role": Sentence(role)},
        )


def find_visible(rows: HandledQuerySet, member: Member, **where: object) -> object:
    """The one row that meets the condition and that the member may see.

    Raises ``NotFound`` in the same words whether it is hidden or was never there.
    """
    found = rows.visible_to(MemberReader(member)).filter(**where).first()
    if found is None:
        raise NotFound("There is nothing here that you may see.")
    return found


def operator() -> Member:
    """The built-in member that acts for whoever runs commands on the machine itself."""
    return Member.objects.select_related("organisation").get(username=OPERATOR)

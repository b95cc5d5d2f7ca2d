"""Circles: compartments that the record keeps itself, one for each set of organisations.

What is shared with several organisations lies in the circle of exactly those. To share a row with
one more is to move it to a wider circle, by an act that stands in the ledger.
"""

from collections.abc import Iterable
from typing import Final

from django.db import transaction

from trucewatch.accounts.models import Compartment, Grant, Member, Organisation
from trucewatch.ledger import actions as ledger
from trucewatch.ledger.canonical import canonical, sha256_hex
from trucewatch.ledger.events import Event
from trucewatch.vocabulary.refusal import Refused
from trucewatch.vocabulary.roles import OrganisationKind

PREFIX: Final = "circle-"


@transaction.atomic
def ensure_circle(organisations: Iterable[Organisation], *, by: Member) -> Compartment | None:
    """The compartment that is open to exactly these beside the mission; none for the mission alone.

    One organisation's circle is its own compartment. The mission needs no grant: it reads in any
    compartment what is not marked TLP:RED.
    """
    wanted = sorted(
        {
            o.pk: o for o in organisations if o.organisation_kind != OrganisationKind.MISSION
        }.values(),
        key=lambda organisation: organisation.key,
    )
    if not wanted:
        return None
    if len(wanted) == 1:
        home: Compartment = wanted[0].home_compartment
        return home
    key = PREFIX + sha256_hex(canonical([str(o.pk) for o in wanted]))[:40]
    known = Compartment.objects.filter(key=key).first()
    if known is not None:
        return known
    ledger.take_turn()
    known = Compartment.objects.filter(key=key).first()
    if known is not None:
        return known
    circle = Compartment.objects.create(key=key, name=_name(wanted))
    grants = [Grant.objects.create(compartment=circle, organisation=o) for o in wanted]
    ledger.record(Event.COMPARTMENT_OPENED, by=by, subject=circle, rows=grants)
    return circle


def organisations_in(compartment: Compartment | None) -> list[Organisation]:
    """The organisations that a circle, or an organisation's own compartment, is open to."""
    if compartment is None:
        return []
    grants = Grant.current().filter(compartment=compartment, organisation__isnull=False)
    found = (grant.organisation for grant in grants.select_related("organisation"))
    return [organisation for organisation in found if organisation is not None]


def is_circle(compartment: Compartment) -> bool:
    """Whether the record keeps the compartment itself."""
    return compartment.key.startswith(PREFIX)


def require_not_circle(compartment: Compartment) -> None:
    """Refuse to let somebody into a circle: what it holds is shared by acts of its own."""
    if is_circle(compartment):
        raise Refused(
            "The record keeps this circle itself. Share the case instead: that is seen by all."
        )


def _name(organisations: list[Organisation]) -> str:
    return ", ".join(organisation.name for organisation in organisations)[:200]

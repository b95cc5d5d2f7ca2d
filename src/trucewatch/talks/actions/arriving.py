"""Entering a delegation together with what is announced of it, all or nothing."""

from dataclasses import dataclass, field

from django.db import transaction

from trucewatch.accounts.models import Member
from trucewatch.parties.models import Party
from trucewatch.talks.actions.delegations import (
    record_delegate,
    record_delegation,
    record_headcount,
    record_level,
    record_mandate,
)
from trucewatch.talks.marked import Marked
from trucewatch.talks.models import (
    Delegate,
    Delegation,
    DelegationLevel,
    DelegationMandate,
    Headcount,
    Round,
)
from trucewatch.vocabulary.talks import Expected, Function, MandateKind, Rank


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDelegation:
    """Whose delegation, to which round, and what is announced of it."""

    round: Round
    party: Party | None = None
    label: str = ""
    head: str = ""
    title: str = ""
    mandate: MandateKind | None = None
    declared: int | None = None
    level: str = ""
    rank: Rank | None = None
    marked: Marked = field(default_factory=Marked)


@transaction.atomic
def enter_delegation(new: NewDelegation, *, by: Member) -> Delegation:
    """Enter a delegation with its head, its mandate, its number and the level expected of it."""
    marked = new.marked.columns
    row = record_delegation(
        Delegation(round=new.round, party=new.party, party_label=new.label, **marked), by=by
    )
    if new.head:
        head = Delegate(
            delegation=row, name=new.head, title=new.title, function=Function.HEAD.value, **marked
        )
        record_delegate(head, by=by)
    if new.mandate is not None:
        record_mandate(
            DelegationMandate(delegation=row, mandate_kind=new.mandate.value, **marked), by=by
        )
    if new.declared is not None:
        count = Headcount(
            delegation=row, count_kind=Expected.DECLARED.value, quantity_low=new.declared,
            quantity_high=new.declared, **marked,
        )  # fmt: skip
        record_headcount(count, by=by)
    if new.level or new.rank is not None:
        level = DelegationLevel(
            delegation=row, level_kind=Expected.EXPECTED.value, text=new.level, rank=new.rank,
            **marked,
        )  # fmt: skip
        record_level(level, by=by)
    return row

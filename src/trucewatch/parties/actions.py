"""Entering parties, their names and relations."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from trucewatch.accounts.access import require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.ledger import actions as ledger
from trucewatch.ledger.events import Event
from trucewatch.names.folding import fold
from trucewatch.parties.models import Party, PartyName, Relation
from trucewatch.vocabulary.process import PartyKind


@transaction.atomic
def add_party(
    name: str,
    *,
    kind: PartyKind,
    names: Iterable[tuple[Any, ...]] = (),
    remarks: str = "",
    by: Member,
) -> Party:
    """Enter a party with its other names: text, language code or nothing, last day if former."""
    require(by, Act.MANAGE_RECORD)
    party = Party(name=name, party_kind=kind, remarks=remarks)
    party.full_clean()
    party.save()
    aliases = [
        PartyName(
            party=party, text=text, folded=fold(text), language=language, until=next(iter(d), None)
        )
        for text, language, *d in names
    ]
    PartyName.objects.bulk_create(aliases)
    ledger.record(Event.PARTY_ADDED, by=by, subject=party, rows=aliases)
    return party


@transaction.atomic
def add_relation(relation: Relation, *, by: Member) -> Relation:
    """Enter a claimed relation between two parties."""
    require(by, Act.MANAGE_RECORD)
    relation.full_clean()
    relation.save()
    ledger.record(Event.RELATION_ADDED, by=by, subject=relation)
    return relation

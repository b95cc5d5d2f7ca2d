"""Saying once, for all documents of a case, who an actor is."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from trucewatch.accounts.access import MemberReader, require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.desk.actions.opening import locked_case
from trucewatch.desk.models import CaseEntity
from trucewatch.ledger import actions as ledger
from trucewatch.ledger.events import Event
from trucewatch.parties.models import Party
from trucewatch.vocabulary.refusal import NotFound, Refused


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who an actor is: the same as another one of the case, a party of the record, or neither."""

    same_as: int | None = None
    party: Party | None = None


@transaction.atomic
def resolve_entity(entity_id: int, resolution: Resolution, *, by: Member) -> CaseEntity:
    """Settle who an actor is, for every document of the case. Undo with ``unresolve_entity``.

    It changes what is accepted from now on; what was recorded before stays as it was.
    """
    entity = _locked(entity_id, by)
    other = None
    if resolution.same_as is not None:
        other = entity.case.entities.filter(pk=resolution.same_as).first()
        if other is None:
            raise NotFound("There is nothing here that you may see.")
        if entity.protected or other.protected:
            raise Refused("A protected source is nobody else.", field="same_as")
        if _leads_to(other, entity):
            raise Refused("The two would each be the other.", field="same_as")
    entity.same_as, entity.party = other, resolution.party
    entity.settled_by, entity.settled_at = by, timezone.now()
    entity.save(update_fields=["same_as", "party", "settled_by", "settled_at"])
    facts = {
        "case": str(entity.case_id),
        "entity": entity.pk,
        "same_as": other.pk if other else None,
        "party": str(resolution.party.pk) if resolution.party else None,
    }
    ledger.record(Event.ENTITY_RESOLVED, by=by, facts=facts)
    return entity


@transaction.atomic
def unresolve_entity(entity_id: int, *, by: Member) -> CaseEntity:
    """Leave open again who an actor is."""
    entity = _locked(entity_id, by)
    if entity.settled_at is None:
        raise Refused("Nobody has said who this is; there is nothing to take back.")
    entity.same_as = entity.party = entity.settled_by = entity.settled_at = None
    entity.save(update_fields=["same_as", "party", "settled_by", "settled_at"])
    facts = {"case": str(entity.case_id), "entity": entity.pk, "undone": True}
    ledger.record(Event.ENTITY_RESOLVED, by=by, facts=facts)
    return entity


def _locked(entity_id: int, by: Member) -> CaseEntity:
    require(by, Act.WORK_PRESS_DESK)
    rows = CaseEntity.objects.visible_to(MemberReader(by)).select_related("case")
    entity: CaseEntity | None = rows.filter(pk=entity_id).first()
    if entity is None:
        raise NotFound("There is nothing here that you may see.")
    locked_case(entity.case_id, by)
    entity.refresh_from_db()
    return entity


def _leads_to(start: CaseEntity, target: CaseEntity) -> bool:
    seen: set[int] = set()
    here: CaseEntity | None = start
    while here is not None and here.pk not in seen:
        if here.pk == target.pk:
            return True
        seen.add(here.pk)
        here = here.same_as
    return False

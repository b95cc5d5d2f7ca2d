"""Entering facts and letting them no longer count: the one way for every kind of them."""

from typing import Any, Final, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from trucewatch.accounts.access import MemberReader, require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act, require_consistent_mark
from trucewatch.ledger import actions as ledger
from trucewatch.ledger.events import Event
from trucewatch.sources.facts import Fact
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.refusal import NotFound, Refused

_Fact = TypeVar("_Fact", bound=Fact)
_OF_THE_ENTRY: Final = frozenset({"id", "recorded_by", "recorded_at", "withdrawn"})


@transaction.atomic
def record_fact(fact: _Fact, event: Event, *, by: Member) -> _Fact:
    """Enter one account of something, under its mark, with the way to its words."""
    require(by, Act.RECORD_FACT)
    in_compartment = fact.compartment_id is not None
    require_consistent_mark(Handling(fact.handling), in_compartment=in_compartment)
    require_known_to(by, fact)
    fact.recorded_by, fact.recorded_at = by, timezone.now()
    try:
        fact.full_clean(exclude=["recorded_by", "compartment"])
    except ValidationError as error:
        field, reasons = next(iter(error.message_dict.items()))
        raise Refused(reasons[0], field="" if field == "__all__" else field) from error
    fact.save()
    _require_own_sight(fact, by)
    ledger.record(event, by=by, subject=fact)
    return fact


@transaction.atomic
def change_fact(
    fact: _Fact, columns: dict[str, Any], event: Event, *, by: Member, because: str = ""
) -> _Fact:
    """Fill in columns of a fact that is in the record; what they held stays in the ledger."""
    require(by, Act.RECORD_FACT)
    found = _locked(fact, by)
    for name, value in columns.items():
        setattr(found, name, value)
    found.save(update_fields=list(columns))
    ledger.record(event, by=by, subject=found, because=because)
    return found


@transaction.atomic
def withdraw_fact(fact: Fact, *, by: Member, because: str) -> None:
    """The fact no longer counts; it stays readable. ``reinstate_fact`` undoes it."""
    _set_withdrawn(fact, True, by=by, because=because)


@transaction.atomic
def reinstate_fact(fact: Fact, *, by: Member, because: str) -> None:
    """A withdrawn fact counts again; refused where another took its place meanwhile."""
    rows = type(fact).objects.visible_to(MemberReader(by)).exclude(pk=fact.pk)
    if find_same(fact, fact.recorded_by) is not None or fact.is_second_among(rows):
        raise Refused("Another entry has taken its place: withdraw that one first.")
    _set_withdrawn(fact, False, by=by, because=because)


def find_same(fact: _Fact, by: Member) -> _Fact | None:
    """The member's own fact that says the same, in every column, and counts."""
    same = {
        column.attname: getattr(fact, column.attname)
        for column in fact._meta.concrete_fields
        if column.name not in _OF_THE_ENTRY
    }
    rows = type(fact).objects.visible_to(MemberReader(by)).exclude(pk=fact.pk)
    found: _Fact | None = rows.filter(withdrawn=False, recorded_by=by, **same).first()
    return found


def _set_withdrawn(fact: Fact, withdrawn: bool, *, by: Member, because: str) -> None:
    require(by, Act.RECORD_FACT)
    if not because.strip():
        raise Refused("Give a reason.", field="because")
    found = _locked(fact, by)
    if found.withdrawn == withdrawn:
        raise Refused("It is withdrawn already." if withdrawn else "It counts already.")
    found.withdrawn = withdrawn
    found.save(update_fields=["withdrawn"])
    event = Event.FACT_WITHDRAWN if withdrawn else Event.FACT_REINSTATED
    ledger.record(event, by=by, subject=found, because=because)


def _locked(fact: _Fact, by: Member) -> _Fact:
    rows = type(fact).objects.visible_to(MemberReader(by)).select_for_update(of=("self",))
    found: _Fact | None = rows.filter(pk=fact.pk).first()
    if found is None:
        raise NotFound("There is nothing here that you may see.")
    return found


def _require_own_sight(fact: Fact, by: Member) -> None:
    """Nobody loses from sight what they enter: under a mark for others it could not be undone."""
    if Handling(fact.handling) <= Handling.AMBER:
        return
    if not type(fact).objects.visible_to(MemberReader(by)).filter(pk=fact.pk).exists():
        raise Refused(
            "Under this mark you would not see it yourself: choose a more open one, or a "
            "compartment of yours.",
            field="handling",
        )


def require_known_to(by: Member, fact: Fact) -> None:
    """Refuse a fact that names a row which the member may not see, as if it were not there.

    A row that is withdrawn is named by nothing new.
    """
    for field in fact._meta.concrete_fields:
        target = field.related_model
        key = getattr(fact, field.attname)
        rows: Any = getattr(target, "objects", None)
        if not key or not hasattr(rows, "visible_to"):
            continue
        named = rows.visible_to(MemberReader(by)).filter(pk=key).first()
        if named is None:
            raise NotFound("There is nothing here that you may see.")
        if not isinstance(named, Fact):
            _require_as_kept(fact, named)
            continue
        if named.withdrawn:
            raise Refused("What it is about is withdrawn.", field=field.name)
        _require_no_wider(fact, named)


def _require_as_kept(fact: Fact, named: Any) -> None:
    """What has no mark, but is kept by those of others, is told of no more openly than one is."""
    refusals = []
    for row in named.kept_by() if hasattr(named, "kept_by") else ():
        if row.pk == fact.pk or type(row) is type(fact):
            return
        try:
            _require_no_wider(fact, row)
        except Refused as refused:
            refusals.append(refused)
        else:
            return
    if refusals:
        raise refusals[0]


def _require_no_wider(fact: Fact, named: Fact) -> None:
    """Whoever sees the fact may see what it is about: else its very presence would tell."""
    is_wider = Handling(fact.handling) < Handling(named.handling)
    if is_wider or (named.compartment_id and fact.compartment_id != named.compartment_id):
        raise Refused(
            "What it is about is marked {mark}: it cannot be open to more readers.",
            field="handling",
            values={"mark": Handling(named.handling).label},
        )

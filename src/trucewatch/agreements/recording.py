"""Entering what was agreed and how far it has come: one function for each kind of fact."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from trucewatch.accounts.access import MemberReader, require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.agreements.models import (
    ControlArea,
    Delivery,
    Demand,
    DemandStep,
    Drawn,
    InstrumentDate,
    Obligation,
    ObligationStep,
    Provision,
    Query,
    RoleView,
    ScopeArea,
    Siege,
    Term,
    Version,
)
from trucewatch.agreements.rules import require_demand_step, require_step
from trucewatch.geo.drawn import read_drawn
from trucewatch.ledger.events import Event
from trucewatch.sources.recording import change_fact, record_fact
from trucewatch.vocabulary.accords import DemandState, ObligationState
from trucewatch.vocabulary.refusal import NotFound, Refused


def date_instrument(date: InstrumentDate, *, by: Member) -> InstrumentDate:
    """Enter a day that one account gives for an instrument."""
    if date.date_start is None:
        raise Refused("Give a day.", field="date_start")
    return record_fact(date, Event.INSTRUMENT_DATED, by=by)


def record_term(term: Term, *, by: Member) -> Term:
    """Enter for how long an instrument holds, or should."""
    return record_fact(term, Event.TERM_RECORDED, by=by)


def record_view(view: RoleView, *, by: Member) -> RoleView:
    """Enter how somebody regards a role; one who is not named is given in words."""
    if view.viewer is None and not view.viewer_label.strip():
        raise Refused("Say whose view it is.", field="viewer_label")
    return record_fact(view, Event.ROLE_VIEWED, by=by)


def add_version(version: Version, *, by: Member) -> Version:
    """Enter a version of an instrument's text."""
    return record_fact(version, Event.VERSION_ADDED, by=by)


def add_provision(provision: Provision, *, by: Member) -> Provision:
    """Enter a numbered provision of a version."""
    return record_fact(provision, Event.PROVISION_ADDED, by=by)


def draw_scope(area: ScopeArea, *, by: Member) -> ScopeArea:
    """Enter an area that an instrument covers or excepts."""
    _require_area(area)
    return record_fact(area, Event.SCOPE_DRAWN, by=by)


def draw_control(area: ControlArea, *, by: Member) -> ControlArea:
    """Enter ground that a source says somebody holds."""
    _require_area(area)
    return record_fact(area, Event.CONTROL_DRAWN, by=by)


def _require_area(area: Drawn) -> None:
    """A drawn outline is sound, or the area is a known place; never neither."""
    if area.geometry is None:
        if area.place is None and not isinstance(area, ControlArea):
            raise Refused("Draw the area or name a place.", field="geometry")
        return
    try:
        drawn = read_drawn(area.geometry)
    except ValueError as error:
        raise Refused(f"This is no area: {error}.", field="geometry") from error
    area.geometry = drawn.geometry
    if drawn.remarks:
        area.remarks = "\n".join(filter(None, (area.remarks, *drawn.remarks)))


def record_siege(siege: Siege, *, by: Member) -> Siege:
    """Enter how closed off a place is, by one account."""
    return record_fact(siege, Event.SIEGE_RECORDED, by=by)


def record_obligation(obligation: Obligation, *, by: Member) -> Obligation:
    """Enter what somebody owes; a chain of steps that leads back to itself is refused."""
    if obligation.bearer is None and not obligation.bearer_label.strip():
        raise Refused("Say who owes it.", field="bearer_label")
    seen, step = {obligation.pk}, obligation.depends_on
    while step is not None:
        if step.pk in seen:
            raise Refused("These steps wait for each other.", field="depends_on")
        seen.add(step.pk)
        step = step.depends_on
    return record_fact(obligation, Event.OBLIGATION_RECORDED, by=by)


@transaction.atomic
def move_obligation(step: ObligationStep, *, by: Member) -> ObligationStep:
    """Say that an obligation has come to a state; refused with the states that are possible."""
    require(by, Act.RECORD_FACT)
    rows = Obligation.objects.visible_to(MemberReader(by)).select_for_update(of=("self",))
    if not rows.filter(pk=step.obligation_id).exists():
        raise NotFound("There is nothing here that you may see.")
    last = _last_step(step.obligation_id)
    before = ObligationState(last.obligation_state) if last else None
    require_step(before, ObligationState(step.obligation_state), step.evidence)
    if last and step.date_start and last.date_start and step.date_start < last.date_start:
        raise Refused("A later step is recorded already.", field="date_start")
    return record_fact(step, Event.OBLIGATION_MOVED, by=by)


def _last_step(obligation: UUID) -> ObligationStep | None:
    steps = ObligationStep.objects.filter(obligation=obligation, withdrawn=False)
    last: ObligationStep | None = steps.order_by("recorded_at", "pk").last()
    return last


@transaction.atomic
def move_demand(step: DemandStep, *, by: Member) -> DemandStep:
    """Say that a demand has come to a state."""
    require(by, Act.RECORD_FACT)
    rows = Demand.objects.visible_to(MemberReader(by)).select_for_update(of=("self",))
    if not rows.filter(pk=step.demand_id).exists():
        raise NotFound("There is nothing here that you may see.")
    steps = DemandStep.objects.filter(demand=step.demand_id, withdrawn=False)
    last = steps.order_by("recorded_at", "pk").last()
    before = DemandState(last.demand_state) if last else None
    require_demand_step(before, DemandState(step.demand_state))
    return record_fact(step, Event.DEMAND_MOVED, by=by)


@transaction.atomic
def accept_demand(step: DemandStep, obligation: Obligation, *, by: Member) -> Obligation:
    """A demand is accepted, wholly or in part, and becomes an obligation in the same act."""
    if DemandState(step.demand_state) not in (DemandState.ACCEPTED, DemandState.PARTLY_ACCEPTED):
        raise Refused("Only what is accepted becomes an obligation.", field="demand_state")
    move_demand(step, by=by)
    obligation.demand = step.demand
    obligation.quantity_low = step.quantity_low
    obligation.quantity_high = step.quantity_high
    obligation.unit = obligation.unit or step.unit
    return record_obligation(obligation, by=by)


def record_delivery(delivery: Delivery, *, by: Member) -> Delivery:
    """Enter something handed over or asked to be let through."""
    _require_delivery(delivery)
    return record_fact(delivery, Event.DELIVERY_RECORDED, by=by)


def change_delivery(
    delivery: Delivery, columns: dict[str, object], *, by: Member, because: str = ""
) -> Delivery:
    """Fill in what has become known of a delivery: the answer, the arrival, what was verified."""
    for name, value in columns.items():
        setattr(delivery, name, value)
    _require_delivery(delivery)
    return change_fact(delivery, columns, Event.DELIVERY_CHANGED, by=by, because=because)


def _require_delivery(delivery: Delivery) -> None:
    if delivery.verified and not delivery.evidence.strip():
        raise Refused("A verified number needs its evidence.", field="evidence")
    if delivery.arrived_on and delivery.asked_on and delivery.arrived_on < delivery.asked_on:
        raise Refused("It arrived before it was asked for.", field="arrived_on")


def ask_guarantor(query: Query, *, by: Member) -> Query:
    """Enter a question to a guarantor about those it answers for."""
    return record_fact(query, Event.GUARANTOR_ASKED, by=by)


def answer_query(query: Query, response: str, on: dt.date, *, by: Member) -> Query:
    """Enter what the guarantor said, once."""
    if query.response:
        raise Refused("The answer is recorded already.", field="response")
    if not response.strip():
        raise Refused("Give the answer.", field="response")
    columns = {"response": response, "responded_on": on}
    return change_fact(query, columns, Event.GUARANTOR_ANSWERED, by=by)

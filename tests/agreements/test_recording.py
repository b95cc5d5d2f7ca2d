"""Facts come in by one way: a right, a rule, a row, an entry of the ledger."""

import datetime as dt

import pytest
from agreements_parts import step
from cast import Cast

from trucewatch.accounts.access import MemberReader
from trucewatch.agreements.models import (
    Demand,
    DemandStep,
    Instrument,
    Obligation,
    ObligationStep,
    ScopeArea,
)
from trucewatch.agreements.recording import (
    accept_demand,
    draw_scope,
    move_obligation,
    record_obligation,
)
from trucewatch.agreements.rules import DueState
from trucewatch.agreements.standing import compliance, demands_seen, obligations_seen
from trucewatch.ledger.models import Entry
from trucewatch.ledger.record_verification import verify_record
from trucewatch.sources.recording import reinstate_fact, withdraw_fact
from trucewatch.vocabulary.accords import DemandState, ObligationState
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.refusal import NotAllowed, NotFound, Refused

pytestmark = pytest.mark.django_db
TODAY = dt.date(2017, 3, 1)


def test_every_step_is_an_entry_and_the_ledger_vouches_for_it(
    cast: Cast, obligation: Obligation
) -> None:
    """Recorded, moved, withdrawn, reinstated: four entries about two rows."""
    moved = move_obligation(step(obligation, ObligationState.IN_FORCE), by=cast.analyst)
    withdraw_fact(moved, by=cast.monitor, because="typed twice")
    reinstate_fact(moved, by=cast.monitor, because="not typed twice after all")
    events = list(Entry.objects.order_by("-seq").values_list("event", flat=True)[:4])
    assert events == [
        "fact.reinstated", "fact.withdrawn", "obligation.moved", "obligation.recorded",
    ]  # fmt: skip
    assert verify_record().is_intact


@pytest.mark.parametrize("part", ["administrator", "delegate", "liaison", "rival", "observer"])
def test_only_those_who_keep_the_record_enter_facts(
    cast: Cast, instrument: Instrument, part: str
) -> None:
    """Delegates and liaison officers read; whoever hands out rights does not write."""
    row = Obligation(instrument=instrument, text="Open the road.", bearer_label="One side")
    with pytest.raises(NotAllowed):
        record_obligation(row, by=cast.everyone()[part])


def test_an_impossible_step_leaves_no_trace(cast: Cast, obligation: Obligation) -> None:
    """Refused with the reason; what stood before stands still."""
    move_obligation(step(obligation, ObligationState.SUPERSEDED), by=cast.monitor)
    with pytest.raises(Refused, match="cannot follow"):
        move_obligation(step(obligation, ObligationState.DUE), by=cast.monitor)
    assert ObligationStep.objects.count() == 1


def test_a_withdrawn_step_counts_no_more(cast: Cast, obligation: Obligation) -> None:
    """The state is that of the step before it."""
    move_obligation(step(obligation, ObligationState.IN_FORCE), by=cast.monitor)
    last = move_obligation(step(obligation, ObligationState.DELAYED), by=cast.monitor)
    withdraw_fact(last, by=cast.monitor, because="of another road")
    seen = obligations_seen(MemberReader(cast.monitor), TODAY)
    assert seen[0].state is ObligationState.IN_FORCE


def test_steps_of_later_days_do_not_count_before(cast: Cast, obligation: Obligation) -> None:
    """As it stood on a day."""
    first, later = dt.date(2017, 1, 1), dt.date(2017, 2, 1)
    move_obligation(step(obligation, ObligationState.IN_FORCE, day=first), by=cast.monitor)
    move_obligation(step(obligation, ObligationState.PARTIAL, day=later), by=cast.monitor)
    reader = MemberReader(cast.monitor)
    assert obligations_seen(reader, dt.date(2017, 1, 15))[0].state is ObligationState.IN_FORCE
    assert obligations_seen(reader, TODAY)[0].state is ObligationState.PARTIAL


def test_what_waits_is_due_once_the_other_is_verified(
    cast: Cast, instrument: Instrument, obligation: Obligation
) -> None:
    """A dependency ends with a verified step, and with no other."""
    second = record_obligation(
        Obligation(
            instrument=instrument, text="Then talk.", bearer_label="Both", depends_on=obligation,
            date_start=dt.date(2017, 2, 1), date_end=dt.date(2017, 2, 2),
        ),
        by=cast.monitor,
    )  # fmt: skip

    def state() -> DueState:
        seen = obligations_seen(MemberReader(cast.monitor), TODAY)
        return next(each.due for each in seen if each.obligation.pk == second.pk)

    assert state() is DueState.WAITS
    move_obligation(step(obligation, ObligationState.CLAIMED_DONE), by=cast.monitor)
    assert state() is DueState.WAITS
    done = step(obligation, ObligationState.VERIFIED_DONE, evidence="a team drove along it")
    move_obligation(done, by=cast.monitor)
    assert state() is DueState.OVERDUE


def test_steps_that_wait_for_each_other_are_refused(
    cast: Cast, instrument: Instrument, obligation: Obligation
) -> None:
    """No obligation waits for itself by way of others."""
    obligation.depends_on = record_obligation(
        Obligation(
            instrument=instrument, text="Then talk.", bearer_label="Both", depends_on=obligation
        ),
        by=cast.monitor,
    )
    with pytest.raises(Refused, match="wait for each other"):
        record_obligation(obligation, by=cast.monitor)


def test_an_accepted_demand_becomes_an_obligation_in_one_act(
    cast: Cast, instrument: Instrument, demand: Demand
) -> None:
    """Demanded 13,000, agreed 500, verified nothing: three numbers on both pages."""
    accepted = DemandStep(
        demand=demand, demand_state=DemandState.PARTLY_ACCEPTED, quantity_low=500,
        quantity_high=500, unit="people", handling=Handling.AMBER.value,
    )  # fmt: skip
    owed = Obligation(instrument=instrument, text="Release 500.", bearer_label="The other side")
    accept_demand(accepted, owed, by=cast.monitor)
    seen = demands_seen(MemberReader(cast.monitor))[0]
    assert (str(seen.quantities.demanded), str(seen.quantities.agreed)) == ("up to 13,000", "500")
    assert seen.quantities.verified is None
    assert seen.obligations == [owed]
    again = obligations_seen(MemberReader(cast.monitor), TODAY)[0].quantities
    assert (str(again.demanded), str(again.agreed)) == ("up to 13,000", "500")


def test_what_is_not_accepted_makes_no_obligation(
    cast: Cast, instrument: Instrument, demand: Demand
) -> None:
    """Neither the step nor the obligation is written."""
    rejected = DemandStep(demand=demand, demand_state=DemandState.REJECTED)
    owed = Obligation(instrument=instrument, text="Release 500.", bearer_label="The other side")
    with pytest.raises(Refused):
        accept_demand(rejected, owed, by=cast.monitor)
    assert (DemandStep.objects.count(), Obligation.objects.count()) == (0, 0)


def test_a_fact_is_no_more_open_than_what_it_is_about(cast: Cast, instrument: Instrument) -> None:
    """A step open to everybody would tell of an obligation that is not."""
    row = Obligation(
        instrument=instrument, text="Open the road.", bearer_label="One side",
        handling=Handling.AMBER_STRICT.value,
    )  # fmt: skip
    record_obligation(row, by=cast.monitor)
    moved = step(row, ObligationState.IN_FORCE, handling=Handling.GREEN)
    with pytest.raises(Refused) as refused:
        move_obligation(moved, by=cast.monitor)
    assert refused.value.field == "handling"


def test_what_a_member_may_not_see_is_in_no_part_of_compliance(
    cast: Cast, instrument: Instrument
) -> None:
    """The delegate sees amber, the liaison green, each what is left in the same words."""
    for mark in (Handling.GREEN, Handling.AMBER, Handling.AMBER_STRICT):
        record_obligation(
            Obligation(
                instrument=instrument, text=mark.label, bearer_label="One side", handling=mark
            ),
            by=cast.monitor,
        )

    def texts(part: str) -> list[str]:
        rows = compliance(MemberReader(cast.everyone()[part]), TODAY, instrument)
        return [seen.obligation.text for row in rows for seen in row.obligations]

    assert len(texts("analyst")) == 3
    assert texts("delegate") == ["TLP:GREEN", "TLP:AMBER"]
    assert texts("liaison") == ["TLP:GREEN"]


def test_a_fact_about_something_hidden_is_answered_as_if_it_were_not_there(
    cast: Cast, instrument: Instrument
) -> None:
    """In a compartment of another's the analyst finds nothing to move on."""
    home = cast.home_of(cast.liaison)
    row = record_obligation(
        Obligation(
            instrument=instrument, text="Secret.", bearer_label="One side",
            handling=Handling.RED.value, compartment=home,
        ),
        by=cast.operator,
    )  # fmt: skip
    with pytest.raises(NotFound):
        move_obligation(step(row, ObligationState.IN_FORCE), by=cast.analyst)


def test_an_outline_that_crosses_itself_is_refused_with_where(
    cast: Cast, instrument: Instrument
) -> None:
    """A figure of eight is no area; the reason says near which point."""
    eight = [[36.0, 35.0], [37.0, 36.0], [37.0, 35.0], [36.0, 36.0], [36.0, 35.0]]
    area = ScopeArea(
        instrument=instrument, name="Eight", effect="covered",
        geometry={"type": "Polygon", "coordinates": [eight]},
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        draw_scope(area, by=cast.monitor)
    assert refused.value.field == "geometry"
    assert "crosses itself" in str(refused.value)
    assert "35.5" in str(refused.value)

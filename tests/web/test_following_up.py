"""What becomes known later is entered on a page: deliveries, answers, demands, instruments."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from cast import Cast, patrol
from django.test import Client

from trucewatch.agreements.actions import add_instrument, record_demand
from trucewatch.agreements.models import (
    Adherence,
    Delivery,
    Demand,
    DemandStep,
    Instrument,
    Obligation,
    Query,
)
from trucewatch.agreements.recording import ask_guarantor, record_delivery
from trucewatch.ledger.models import Entry
from trucewatch.parties.actions import add_party
from trucewatch.parties.models import Party, Relation
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.process import InstrumentType, PartyKind

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]


def party(cast: Cast, name: str = "Warrant") -> Party:
    """A party of the record."""
    return add_party(name, kind=PartyKind.STATE, by=cast.operator)


@pytest.fixture
def release(cast: Cast) -> Delivery:
    """A release that was asked for, for the mission alone."""
    row = Delivery(
        delivery_kind="release", what="Detained women", unit="women", asked=13_000,
        handling=Handling.AMBER_STRICT.value,
    )  # fmt: skip
    return record_delivery(row, by=cast.monitor)


@pytest.fixture
def query(cast: Cast) -> Query:
    """What a guarantor was asked."""
    row = Query(
        addressee=party(cast), asked_by="The mission", about="Why did they stay away?",
        handling=Handling.AMBER_STRICT.value,
    )  # fmt: skip
    return ask_guarantor(row, by=cast.monitor)


@pytest.fixture
def demand(cast: Cast) -> Demand:
    """What one side asks for."""
    row = Demand(
        document_sha256="ab" * 32, start=10, end=40, gist="Release 13,000 women", source=patrol(),
        speaker_label="A side", speaker_names="A side", quantity_low=13_000,
        quantity_high=13_000, unit="women", handling=Handling.AMBER.value,
    )  # fmt: skip
    return record_demand(row, by=cast.analyst)


def test_a_delivery_is_filled_in_as_it_goes_on(cast: Cast, as_: SignIn, release: Delivery) -> None:
    """The form shows what is known; the ledger holds the change; the list shows the numbers."""
    address = f"/agreements/deliveries/{release.pk}/"
    client = as_("monitor")
    assert "Detained women" in client.get(address).content.decode()
    given = {"answer": "allowed", "answered_on": "2017-03-01", "allowed": "100", "verified": "0"}
    assert client.post(address, given).status_code == 302
    release.refresh_from_db()
    assert (release.answer, release.allowed, release.verified) == ("allowed", 100, 0)
    assert Entry.objects.filter(event="delivery.changed").count() == 1


def test_what_was_typed_stays_where_a_delivery_is_refused(
    cast: Cast, as_: SignIn, release: Delivery
) -> None:
    """More verified than arrived is a slip; the form comes back with it."""
    address = f"/agreements/deliveries/{release.pk}/"
    given = {"answer": "allowed", "arrived_on": "31/31/2017", "arrived": "5"}
    answer = as_("monitor").post(address, given)
    assert answer.status_code == 422
    assert "31/31/2017" in answer.content.decode()
    release.refresh_from_db()
    assert release.arrived is None


@pytest.mark.parametrize(("part", "status"), [("liaison", 403), ("delegate", 403)])
def test_only_the_mission_fills_in(
    cast: Cast, as_: SignIn, release: Delivery, query: Query, part: str, status: int
) -> None:
    """Others may not, and nothing is changed by trying."""
    client = as_(part)
    assert (
        client.post(f"/agreements/deliveries/{release.pk}/", {"answer": "allowed"}).status_code
        == status
    )
    assert client.post(f"/agreements/queries/{query.pk}/", {"response": "x"}).status_code == status
    release.refresh_from_db()
    assert release.answer != "allowed"


def test_a_guarantors_answer_is_recorded_once(cast: Cast, as_: SignIn, query: Query) -> None:
    """The first answer stands; a second one is refused with the reason."""
    address = f"/agreements/queries/{query.pk}/"
    given = {"response": "They were not invited.", "responded_on": "2017-03-16"}
    assert as_("monitor").post(address, given).status_code == 302
    again = as_("monitor").post(address, {**given, "response": "Something else"})
    assert again.status_code == 422
    assert "Something else" in again.content.decode()
    query.refresh_from_db()
    assert query.response == "They were not invited."
    assert (
        "They were not invited." in as_("monitor").get("/agreements/deliveries/").content.decode()
    )


def test_a_demand_accepted_in_part_becomes_an_obligation(
    cast: Cast, as_: SignIn, demand: Demand
) -> None:
    """Demanded, agreed and verified stand apart."""
    given = {
        "demand_state": "partly_accepted", "on": "2017-05-04", "quantity_low": "500",
        "quantity_high": "500", "text": "Release 500 women", "nature": "act",
        "bearer": str(party(cast).pk), "due_until": "2017-06-01",
    }  # fmt: skip
    answer = as_("analyst").post(f"/agreements/demands/{demand.pk}/accept/", given)
    assert answer.status_code == 302, answer.content.decode()
    owed = Obligation.objects.get()
    assert (owed.demand_id, owed.quantity_low, owed.unit) == (demand.pk, 500, "women")
    assert owed.date_end == dt.date(2017, 6, 1)
    assert DemandStep.objects.get().demand_state == "partly_accepted"
    assert owed.handling == demand.handling
    row = as_("analyst").get("/agreements/compliance.json?on=2017-05-05").json()["obligations"][0]
    assert (row["quantity_demanded"], row["quantity_agreed"]) == ("13,000", "500")
    assert row["quantity_verified"] is None
    assert row["due_state"] != "overdue"
    late = as_("analyst").get("/agreements/compliance.json?on=2017-06-02").json()
    assert late["obligations"][0]["due_state"] == "overdue"


def test_the_compliance_page_stands_as_on_the_day_that_is_asked_for(
    cast: Cast, as_: SignIn, demand: Demand
) -> None:
    """A day that is none gives today's, and the page names the day."""
    page = as_("analyst").get("/agreements/compliance/?on=2017-05-05").content.decode()
    assert "As it stands on 5 May 2017" in page
    assert 'value="2017-05-05"' in page
    assert as_("analyst").get("/agreements/compliance/?on=yesterday").status_code == 200


def test_an_instrument_is_entered_with_its_days(cast: Cast, as_: SignIn) -> None:
    """An end before the start is told at its field; what is right leads to its page."""
    client = as_("monitor")
    given: dict[str, Any] = {
        "name": "Memorandum of May", "instrument_type": "memorandum",
        "effective_on": "2017-05-06", "expires_on": "2017-05-01",
    }  # fmt: skip
    refused = client.post("/agreements/new/", given)
    assert refused.status_code == 422
    assert not Instrument.objects.exists()
    answer = client.post("/agreements/new/", {**given, "expires_on": "2017-11-06"})
    row = Instrument.objects.get()
    assert answer["Location"] == f"/agreements/{row.pk}/"
    assert row.expires_on == dt.date(2017, 11, 6)


def test_a_role_and_a_relation_are_entered(cast: Cast, as_: SignIn) -> None:
    """By whom it is claimed, and that it is denied, are part of a relation."""
    row = add_instrument(
        Instrument(name="A truce", instrument_type=InstrumentType.LOCAL_TRUCE), by=cast.operator
    )
    one, other = party(cast, "One"), party(cast, "Other")
    client = as_("monitor")
    role = {"who": str(one.pk), "role": "guarantor", "since": "2017-01-01"}
    assert client.post(f"/agreements/{row.pk}/roles/new/", role).status_code == 302
    assert Adherence.objects.get().party == one
    assert client.post(f"/agreements/{row.pk}/roles/new/", {**role, "who": ""}).status_code == 422
    given = {
        "subject": str(one.pk), "object": str(other.pk), "relation_kind": "supports",
        "stance": "denies", "claimant": str(one.pk),
    }  # fmt: skip
    answer = client.post("/agreements/relations/new/", given)
    assert answer.status_code == 302, answer.content.decode()
    claim = Relation.objects.get()
    assert (claim.denied, claim.claimant) == (True, one)

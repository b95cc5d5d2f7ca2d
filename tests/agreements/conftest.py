"""An instrument with an obligation and a demand, to be moved on."""

import datetime as dt
from typing import Any

import pytest
from cast import Cast, patrol

from trucewatch.agreements.actions import add_instrument, record_demand
from trucewatch.agreements.models import Demand, Instrument, Obligation
from trucewatch.agreements.recording import record_obligation
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.process import InstrumentType

HASH = "ab" * 32


@pytest.fixture
def instrument(cast: Cast) -> Instrument:
    """A ceasefire in effect from the end of 2016."""
    row = Instrument(
        name="A ceasefire",
        instrument_type=InstrumentType.CEASEFIRE,
        effective_on=dt.date(2016, 12, 30),
    )
    return add_instrument(row, by=cast.operator)


@pytest.fixture
def obligation(cast: Cast, instrument: Instrument) -> Obligation:
    """Something that one side owes."""
    return owed(cast, instrument)


def owed(cast: Cast, instrument: Instrument, **columns: Any) -> Obligation:
    """An obligation of the mission's own record."""
    given = {"text": "Open the road.", "bearer_label": "One side", **columns}
    given.setdefault("handling", Handling.AMBER.value)
    return record_obligation(Obligation(instrument=instrument, **given), by=cast.monitor)


@pytest.fixture
def demand(cast: Cast) -> Demand:
    """Up to 13,000 people are to be released, in a document that is not at hand."""
    row = Demand(
        document_sha256=HASH, start=10, end=40, gist="Release them.", source=patrol(),
        speaker_label="One side", speaker_names="One side", quantity_high=13_000, unit="people",
    )  # fmt: skip
    return record_demand(row, by=cast.analyst)

"""A round as several voices tell of it, for the tests of its papers."""

import pytest
from cast import Cast
from papers_round import (
    Held,
    enter,
    hold,
)
from talks_parts import Laid, Table, lay, make_table

from trucewatch.vocabulary.handling import Handling


@pytest.fixture
def held(cast: Cast) -> Held:
    """A round as several voices tell of it."""
    return hold(cast)


@pytest.fixture
def table(cast: Cast) -> Table:
    """A round of which nothing is told yet."""
    return make_table(cast)


@pytest.fixture
def laid(table: Table) -> Laid:
    """One fact of each kind that others are about, for whoever may see TLP:GREEN."""
    made = lay(table, Handling.GREEN)
    enter(table, "tabling", round=table.round, instrument=table.draft)
    enter(table, "track-role", track=table.track, role_kind="host", party_label="Guests 1")
    role = enter(table, "track-role", track=table.track, role_kind="host", party_label="Guests 1")
    return Laid(
        made.table, made.delegation, made.meeting, made.item, made.follow_up, role, made.version,
        made.marks,
    )  # fmt: skip

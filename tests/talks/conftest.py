"""A round of talks to record about."""

import pytest
from cast import Cast
from talks_parts import Laid, Table, lay, make_table


@pytest.fixture
def table(cast: Cast) -> Table:
    """Two sides and a host at a round of two days."""
    return make_table(cast)


@pytest.fixture
def laid(table: Table) -> Laid:
    """The same with a delegation, a meeting, an item, a version and more, marked TLP:AMBER."""
    return lay(table)

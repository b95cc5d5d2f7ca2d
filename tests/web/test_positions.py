"""Where each stands by the newest account; expectations beside outcomes; notes under marks."""

import datetime as dt

import pytest
from cast import Cast
from said import position

from trucewatch.statements.actions import write_note
from trucewatch.statements.models import Note
from trucewatch.talks.actions.rounds import add_round, record_expectation
from trucewatch.talks.models import Expectation, Round
from trucewatch.vocabulary.handling import Handling

pytestmark = pytest.mark.django_db


def _page(as_, part: str = "monitor") -> str:
    response = as_(part).get("/positions/")
    assert response.status_code == 200
    return response.content.decode()


def test_the_newest_account_stands_first_and_older_ones_behind_it(as_, cast: Cast) -> None:
    """Whichever was entered first."""
    new, old = dt.date(2017, 2, 16), dt.date(2017, 1, 22)
    position(cast.monitor, "Direct talks", "One side", "for", since=new, text="Ready now")
    position(cast.monitor, "Direct talks", "One side", "refuses", since=old, text="Never")
    page = _page(as_)
    assert page.index("Ready now") < page.index("<details") < page.index("Never")
    assert "1 older account" in page


def test_every_holder_has_a_column_and_silence_is_shown_as_silence(as_, cast: Cast) -> None:
    """A holder without an account of a topic has an empty cell."""
    position(cast.monitor, "Direct talks", "One side", "for")
    position(cast.monitor, "A constitution", "The other side", "against")
    page = _page(as_)
    assert page.count('class="stand is-empty"') == 2


@pytest.mark.parametrize("part", ["liaison", "rival", "observer"])
def test_a_hidden_position_gives_neither_column_nor_row(as_, cast: Cast, part: str) -> None:
    """Nor an older account behind one that is seen."""
    position(cast.monitor, "Direct talks", "One side", "for", since=dt.date(2017, 2, 16))
    hidden = {"handling": Handling.AMBER.value}
    position(cast.monitor, "Direct talks", "One side", "against", text="A secret word", **hidden)
    position(cast.monitor, "A secret topic", "A secret side", "for", **hidden)
    assert "A secret topic" in _page(as_)
    page = _page(as_, part)
    assert "One side" in page
    assert "secret" not in page
    assert "<summary" not in page


def test_an_expectation_stands_beside_what_came_of_the_round(as_, cast: Cast) -> None:
    """Both in words; who expected it is named."""
    day = dt.date(2017, 1, 23)
    held = add_round(
        Round(track="Astana", ordinal=1, date_start=day, date_end=day, outcome="A statement"),
        by=cast.monitor,
    )
    row = Expectation(
        round=held, speaker_label="Organisers", text="No breakthrough", handling="GREEN"
    )
    record_expectation(row, by=cast.monitor)
    page = _page(as_, "observer")
    assert page.index("No breakthrough") < page.index("A statement")


def test_a_note_is_shown_to_those_whom_its_mark_lets_see_it(as_, cast: Cast) -> None:
    """With the mark beside it; a party sees not even the section."""
    write_note(Note(title="A thought", text="On aims", handling="AMBER"), by=cast.analyst)
    assert "TLP:AMBER" in _page(as_, "delegate")
    page = _page(as_, "liaison")
    assert "A thought" not in page
    assert "Notes of analysts" not in page

"""Disputed questions with everybody's answer, and judgements beside what was counted."""

import datetime as dt

import pytest
from cast import Cast, file
from said import answer, question, quoted

from trucewatch.parties.actions import add_party
from trucewatch.sources.recording import withdraw_fact
from trucewatch.statements.actions import record_assessment, record_milestone
from trucewatch.statements.models import Assessment, Milestone
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.process import PartyKind

pytestmark = pytest.mark.django_db


def _page(as_, part: str = "monitor") -> str:
    response = as_(part).get("/questions/")
    assert response.status_code == 200
    return response.content.decode()


def _assess(cast: Cast, **columns) -> Assessment:
    given = {"says": "holding", "leaning": 1, "as_of": dt.date(2017, 1, 9), **columns}
    return record_assessment(
        Assessment(**quoted(speaker_label="A minister", **given)), by=cast.monitor
    )


def test_every_answer_stands_beside_the_others_and_none_is_picked(as_, cast: Cast) -> None:
    """Yes and no are a dispute; the page says whose each is."""
    asked = question(cast.monitor)
    answer(cast.monitor, asked, "A minister", "yes")
    answer(cast.monitor, asked, "An ambassador", "no")
    page = _page(as_)
    assert "chip disputed" in page
    assert "An ambassador: No. A minister: Yes." in page
    assert "the record never picks one" in page


def test_an_answer_that_says_nothing_disputes_nothing(as_, cast: Cast) -> None:
    """No comment beside yes leaves one voice."""
    asked = question(cast.monitor)
    answer(cast.monitor, asked, "A minister", "yes")
    answer(cast.monitor, asked, "A spokesman", "no_comment")
    assert "chip one_sided" in _page(as_)


def test_competing_causes_are_compared_by_their_words(as_, cast: Cast) -> None:
    """Two voices that name different causes are a dispute, grouped under causes."""
    asked = question(cast.monitor, "Why was nothing signed?", question_kind="cause")
    answer(cast.monitor, asked, "One side", "other", answer="The others refused")
    answer(cast.monitor, asked, "The other side", "other", answer="A third party objected")
    page = _page(as_)
    assert "Why it came about" in page
    assert "Whether it was so" not in page
    assert "chip disputed" in page


def test_a_protected_speaker_is_marked_and_has_no_party(as_, cast: Cast) -> None:
    """What ties the voice to anybody is refused when it is entered."""
    asked = question(cast.monitor)
    answer(cast.monitor, asked, "a diplomat", "no", anonymous=True)
    assert '<span class="tag">protected</span>' in _page(as_)
    side = add_party("A side", kind=PartyKind.STATE, by=cast.monitor)
    sent = {
        "question": str(asked.pk), "speaker_label": "another", "speaker_party": str(side.pk),
        "anonymous": "on", "answer_kind": "yes", "answer": "Yes", "handling": "GREEN",
    }  # fmt: skip
    refused = as_("monitor").post("/facts/answer/new/", sent)
    assert refused.status_code == 422
    assert "A protected source has no party" in refused.content.decode()


@pytest.mark.parametrize("part", ["liaison", "rival", "observer"])
def test_a_hidden_answer_leaves_no_trace_in_label_or_list(as_, cast: Cast, part: str) -> None:
    """A member who may see one of two answers finds the question one-sided."""
    asked = question(cast.monitor)
    answer(cast.monitor, asked, "A minister", "yes")
    answer(cast.monitor, asked, "A secret voice", "no", handling=Handling.AMBER.value)
    hidden = question(cast.monitor, "A secret question?", handling=Handling.AMBER.value)
    answer(cast.monitor, hidden, "A minister", "yes", handling=Handling.AMBER.value)
    assert "chip disputed" in _page(as_)
    page = _page(as_, part)
    assert "chip one_sided" in page
    assert "secret" not in page


def test_a_judgement_stands_beside_the_reports_that_its_reader_may_see(as_, cast: Cast) -> None:
    """Within seven days before and after; none for a party that may see none of them."""
    _assess(cast)
    for day in (2, 16, 17):
        file(cast.monitor, day=dt.date(2017, 1, day))
    assert ">2 reports</a>" in _page(as_)
    page = _page(as_, "liaison")
    assert '<span class="tag">no report</span>' in page
    assert "reports</a>" not in page


def test_no_report_is_told_apart_from_nobody_having_looked(as_, cast: Cast) -> None:
    """A window without coverage says so; a judgement without a day has nothing beside it."""
    _assess(cast)
    _assess(cast, says="shaky", leaning=-1, as_of=None)
    page = _page(as_)
    assert "nobody is recorded as having looked" in page
    assert page.count('<span class="tag">no report</span>') == 1


def test_background_is_a_list_of_dates_without_what_was_withdrawn(as_, cast: Cast) -> None:
    """As precise as each date is."""
    for name, month in (("It began", 3), ("Misdated", 4)):
        row = record_milestone(
            Milestone(
                name=name, date_start=dt.date(2011, month, 1), date_end=dt.date(2011, month, 30),
                date_precision=4, handling=Handling.GREEN.value,
            ),
            by=cast.monitor,
        )  # fmt: skip
    withdraw_fact(row, by=cast.monitor, because="Another year")
    page = _page(as_, "observer")
    assert "It began" in page
    assert "Misdated" not in page

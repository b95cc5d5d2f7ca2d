"""Rounds and texts are found by the words of what is told of them, as far as one may see it."""

from typing import Any

import pytest
from talks_parts import Laid, Table, lay, make_table, put

from trucewatch.accounts.access import PUBLIC, Reader
from trucewatch.agreements.models import Obligation, Provision
from trucewatch.agreements.recording import record_obligation
from trucewatch.search.finding import answer
from trucewatch.search.question import read_question
from trucewatch.sources.recording import withdraw_fact
from trucewatch.vocabulary.handling import Handling

pytestmark = pytest.mark.django_db
WORD = "Zvenigorod"
OF_ROUNDS: dict[str, dict[str, Any]] = {
    "delegate": {"name": WORD}, "headcount": {"unit": WORD}, "delegation-level": {"text": WORD},
    "delegation-mandate": {"text": WORD}, "credentials": {"text": WORD},
    "presence": {"by_label": WORD}, "invitation": {"level": WORD},
    "delegation": {"party": None, "party_label": WORD}, "meeting": {"name": WORD},
    "attendance": {"persons": WORD}, "agenda-item": {"title": WORD},
    "agenda-stand": {"text": WORD}, "minute": {"text": WORD}, "meeting-action": {"what": WORD},
    "expectation": {"speaker_label": WORD}, "round-step": {"by_label": WORD},
    "round-date": {"by_label": WORD}, "schedule": {"what": WORD}, "outcome": {"text": WORD},
    "follow-up": {"what": WORD}, "follow-up-step": {"text": WORD},
}  # fmt: skip
OF_TEXTS: dict[str, dict[str, Any]] = {
    "tabling": {"by_label": WORD}, "circulation": {"to_label": WORD, "to_party": None},
    "draft-position": {"text": WORD}, "settlement": {"reason": WORD}, "text-act": {"text": WORD},
}  # fmt: skip


@pytest.fixture
def table(cast: Any) -> Table:
    """Two sides and a host at a round of two days."""
    return make_table(cast)


@pytest.fixture
def laid(table: Table) -> Laid:
    """The same with a delegation, a meeting, an item and a version."""
    return lay(table)


def found(reader: Reader, words: str = WORD) -> tuple[list[Any], list[Any]]:
    """The rounds and the texts that a reader finds."""
    told = answer(read_question(words), reader)
    return [each.pk for each in told.rounds], [each.pk for each in told.instruments]


@pytest.mark.parametrize("slug", OF_ROUNDS)
def test_a_round_is_found_by_the_words_of_each_kind_of_fact(laid: Laid, slug: str) -> None:
    """For whoever may see the fact; for nobody else, and not once it is withdrawn."""
    row = put(laid, slug, **OF_ROUNDS[slug])
    monitor = laid.table.reader("monitor")
    assert found(monitor) == ([laid.table.round.pk], [])
    assert found(monitor, "zvenigorod laketown") == ([], [])
    for hidden in (laid.table.reader("liaison"), PUBLIC):
        assert found(hidden) == ([], [])
    withdraw_fact(row, by=laid.table.secretary, because="typed twice")
    assert found(monitor) == ([], [])


@pytest.mark.parametrize("slug", OF_TEXTS)
def test_a_text_is_found_by_the_words_of_each_kind_of_fact(laid: Laid, slug: str) -> None:
    """A position, an ending, a signature: the text to which it belongs."""
    put(laid, slug, **OF_TEXTS[slug])
    assert found(laid.table.reader("monitor")) == ([], [laid.table.draft.pk])
    assert found(laid.table.reader("liaison")) == ([], [])


def test_a_draft_is_found_by_its_own_words_for_whoever_sees_the_version(laid: Laid) -> None:
    """In any order, each as the beginning of a word."""
    assert found(laid.table.reader("monitor"), "firing part") == ([], [laid.table.draft.pk])
    assert found(laid.table.reader("liaison"), "firing part") == ([], [])
    assert found(laid.table.reader("monitor"), "iring") == ([], [])


def test_a_text_is_found_by_what_it_obliges_to(laid: Laid) -> None:
    """By the words in which it is owed."""
    record_obligation(
        Obligation(
            instrument=laid.table.draft, text=f"Open {WORD}.", bearer_label="North", **laid.marks
        ),
        by=laid.table.cast.operator,
    )
    assert found(laid.table.reader("monitor")) == ([], [laid.table.draft.pk])


def test_what_is_told_under_something_hidden_is_not_found(table: Table) -> None:
    """A seat that one may see at a meeting that one may not, a provision of a hidden version."""
    hidden = lay(table, Handling.AMBER)
    open_ = {"handling": Handling.GREEN.value}
    put(hidden, "attendance", persons=WORD)
    type(hidden.meeting).objects.filter(pk=hidden.meeting.pk).update(handling="AMBER")
    hidden.meeting.attendance.update(**open_)
    assert found(table.reader("liaison")) == ([], [])
    assert found(table.reader("monitor")) == ([table.round.pk], [])
    Provision.objects.create(
        version=hidden.version, number="1", position=1, heading=WORD, source=hidden.marks["source"],
        recorded_by=table.cast.operator, recorded_at=hidden.version.recorded_at, **open_,
    )  # fmt: skip
    assert found(table.reader("liaison")) == ([], [])


def test_a_meeting_that_was_withdrawn_takes_what_is_told_of_it_along(laid: Laid) -> None:
    """Nobody looks for who sat at a meeting that does not count."""
    put(laid, "attendance", persons=WORD)
    withdraw_fact(laid.meeting, by=laid.table.secretary, because="was not held")
    assert found(laid.table.reader("monitor")) == ([], [])

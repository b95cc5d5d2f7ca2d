"""Words that a copy brings a second time: asked for once, recorded twice only on purpose."""

from typing import Any

import pytest
from cast import Cast, patrol
from press import FIRST, SECOND, span

from trucewatch.desk.actions.opening import Handed, add_document, open_case
from trucewatch.desk.actions.settling import (
    Edit,
    RecordedBefore,
    accept_kind,
    accept_once_more,
    accept_proposal,
    edit_and_accept,
    undo_settlement,
)
from trucewatch.desk.models import CaseFile, DeskProposal, State
from trucewatch.desk.queries import recorded_before
from trucewatch.desk.rules import folded_words, same_words
from trucewatch.statements.models import FigureClaim
from trucewatch.vocabulary.handling import Handling

pytestmark = pytest.mark.django_db


@pytest.fixture
def copied(case: CaseFile, proposal: Any) -> DeskProposal:
    """The figure of the first document, proposed again of the passage that the second repeats."""
    start, end = span(SECOND, "At least 31 people")
    return DeskProposal.objects.create(
        case_document=case.documents.get(position=1), kind="figure", start=start, end=end,
        cue_start=start, cue_end=end, rule="figure.killed", confidence=0.9,
        facts=proposal("figure").facts,
    )  # fmt: skip


def test_what_the_original_brought_in_is_not_taken_from_its_copy(cast, proposal, copied):
    """The refusal names where the words came from; nothing is written."""
    accept_proposal(proposal("figure").pk, by=cast.monitor)
    with pytest.raises(RecordedBefore, match=r"first\.txt"):
        accept_proposal(copied.pk, by=cast.analyst)
    assert FigureClaim.objects.count() == 1
    copied.refresh_from_db()
    assert (copied.state, copied.attempts) == (State.WAITING, 0)


def test_what_the_copy_brought_in_is_not_taken_from_its_original(cast, proposal, copied):
    """Whichever was accepted first."""
    accept_proposal(copied.pk, by=cast.monitor)
    with pytest.raises(RecordedBefore, match=r"second\.txt"):
        accept_proposal(proposal("figure").pk, by=cast.analyst)


def test_a_member_may_say_that_it_counts_once_more(cast, proposal, copied):
    """It was said anew, perhaps; that is for a person to know."""
    accept_proposal(proposal("figure").pk, by=cast.monitor)
    accept_once_more(copied.pk, by=cast.analyst)
    assert FigureClaim.objects.count() == 2


def test_an_edit_is_asked_the_same(cast, proposal, copied):
    """Other facts are no other words."""
    accept_proposal(proposal("figure").pk, by=cast.monitor)
    with pytest.raises(RecordedBefore):
        edit_and_accept(copied.pk, Edit({"low": 32}), by=cast.monitor)
    edit_and_accept(copied.pk, Edit({"low": 32}, once_more=True), by=cast.monitor)
    assert FigureClaim.objects.count() == 2


def test_accepting_many_leaves_repeated_words_waiting(cast, proposal, copied):
    """With the reason, like everything that cannot be recorded as it stands."""
    accept_proposal(proposal("figure").pk, by=cast.monitor)
    done = accept_kind([copied.pk], by=cast.monitor)
    assert not done.accepted
    assert "already" in done.left[0][1]


def test_what_was_taken_back_counts_no_more(cast, proposal, copied):
    """Then the copy is the first."""
    key = proposal("figure").pk
    accept_proposal(key, by=cast.monitor)
    undo_settlement([key], by=cast.monitor)
    accept_proposal(copied.pk, by=cast.monitor)
    assert FigureClaim.objects.filter(withdrawn=False).count() == 1


def test_words_that_merely_read_alike_are_another_account(cast, case, proposal):
    """Two documents that quote one sentence without a passage in common are two sources."""
    accept_proposal(proposal("statement", "holds").pk, by=cast.monitor)
    assert recorded_before(proposal("statement", "holds", 1)) is None


def test_the_same_file_in_another_case_brings_its_words_once(cast: Cast, case, proposal, tmp_path):
    """Same bytes, same mark: one document, whichever case it is read in."""
    accept_proposal(proposal("figure").pk, by=cast.monitor)
    other = open_case("Another case", handling=Handling.AMBER, by=cast.analyst)
    path = tmp_path / "again.txt"
    path.write_text(FIRST, "utf-8")
    handed = Handed(path=path, name="again.txt", source=patrol())
    row = add_document(other.pk, handed, by=cast.analyst)
    start, end = span(FIRST, "At least 31 people")
    same = DeskProposal.objects.create(
        case_document=row, kind="figure", start=start, end=end, cue_start=start, cue_end=end,
        rule="x", confidence=0.9, facts=proposal("figure").facts,
    )  # fmt: skip
    with pytest.raises(RecordedBefore):
        accept_proposal(same.pk, by=cast.analyst)


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("The ceasefire holds", "“the ceasefire holds”", True),
        ("The ceasefire holds in Homs", "The ceasefire holds", True),
        ("The ceasefire holds in all of the province of Homs", "The ceasefire holds", False),
        ("The ceasefire holds", "The ceasefire fails", False),
        ("", "", False),
        ("…", "—", False),
    ],
)
def test_passages_are_compared_word_by_word(a: str, b: str, same: bool) -> None:
    """Case and punctuation say nothing; a short piece of a long passage is not the passage."""
    assert same_words(folded_words(a), folded_words(b)) is same
    assert same_words(folded_words(b), folded_words(a)) is same


def test_a_file_that_lies_in_two_cases_has_one_text(cast: Cast, case, hand_in) -> None:
    """Offsets of records count in it, however a later version would read the file."""
    first = case.documents.get(position=0)
    first.text = FIRST.replace("holds", "HOLDS")
    first.save(update_fields=["text"])
    other = open_case("Another case", handling=Handling.AMBER, by=cast.analyst)
    assert hand_in(other, FIRST, cast.analyst, "again.txt").text == first.text

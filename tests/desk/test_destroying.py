"""Words that a retention rule destroys are destroyed wherever the desk keeps them."""

from typing import Any

import pytest
from cast import Cast
from django.apps import apps
from press import FIRST, SECOND, span

from trucewatch.accounts.actions import give_grant, open_compartment
from trucewatch.desk.actions.destroying import destroy_words_everywhere
from trucewatch.desk.actions.opening import open_case, read_again
from trucewatch.desk.actions.settling import accept_proposal, undo_settlement
from trucewatch.desk.models import Allegation, CaseDocument, CaseFile, CaseLink, DeskProposal
from trucewatch.desk.rules import BLACK, blacked
from trucewatch.ledger.models import Commitment
from trucewatch.ledger.record_verification import verify_record
from trucewatch.reports.models import Report
from trucewatch.statements.models import FigureClaim, Statement
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.refusal import NotAllowed, NotFound

pytestmark = pytest.mark.django_db
WORDS = "shelling Talbisa on 14 February"


def everything_kept() -> str:
    """Every column of every table of the record, but for the file on its shelf."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("trucewatch.")]
    return str([list(model._default_manager.values_list()) for model in ours])


@pytest.fixture
def report(cast: Cast, case: CaseFile, proposal: Any) -> Report:
    """The alleged shelling, accepted, taken back and accepted again."""
    key = proposal("allegation").pk
    accept_proposal(key, by=cast.monitor)
    undo_settlement([key], by=cast.monitor)
    accept_proposal(key, by=cast.monitor)
    return Report.objects.get(standing="recorded")


def test_destroyed_words_are_in_no_table(cast: Cast, report: Report) -> None:
    """Neither in the report, nor in the earlier one, nor in the text, nor in a proposal."""
    assert WORDS in everything_kept()
    destroy_words_everywhere(report.pk, by=cast.administrator, because="Retention period over")
    assert WORDS not in everything_kept()
    assert {tuple(flags) for flags in Report.objects.values_list("flags", flat=True)} == {
        ("words_destroyed",)
    }
    assert verify_record().is_intact


def test_all_other_characters_stand_where_they_stood(cast: Cast, report: Report) -> None:
    """Offsets of other records still lead to their words; the place is told."""
    destroy_words_everywhere(report.pk, by=cast.administrator, because="Retention period over")
    row = CaseDocument.objects.get(position=0)
    start, end = span(FIRST, WORDS)
    assert row.text == FIRST[:start] + BLACK * (end - start) + FIRST[end:]
    assert row.destroyed == [[start, end]]
    assert set(Allegation.objects.values_list("words", flat=True)) == {BLACK * (end - start)}


def test_who_is_said_to_have_alleged_it_stays_with_day_and_place(
    cast: Cast, report: Report
) -> None:
    """Words go, facts stay."""
    destroy_words_everywhere(report.pk, by=cast.administrator, because="Retention period over")
    row = Allegation.objects.get(report=report)
    assert (row.speaker_label, row.accused) == ("the opposition", "the government")
    kept = Report.objects.get(pk=report.pk)
    assert kept.interval.text() == "14 Feb 2017"
    assert kept.place_as_published == "Talbisa"


def test_records_that_quote_some_of_the_words_lose_those(cast: Cast, case: CaseFile) -> None:
    """A statement around them keeps what is its own."""
    row = case.documents.get(position=0)
    start, end = span(FIRST, "The opposition accused the government of " + WORDS)
    around = DeskProposal.objects.create(
        case_document=row, kind="statement", start=start, end=end, cue_start=start, cue_end=end,
        rule="accuse.of", confidence=0.9, facts={"who": ["opposition"], "note": WORDS},
    )  # fmt: skip
    accept_proposal(around.pk, by=cast.monitor)
    accept_proposal(row.proposals.get(kind="allegation").pk, by=cast.monitor)
    destroy_words_everywhere(Report.objects.get().pk, by=cast.administrator, because="Over")
    assert Statement.objects.get().words.rstrip(BLACK) == (
        "The opposition accused the government of "
    )
    assert WORDS not in everything_kept()
    assert verify_record().is_intact


def test_a_passage_that_repeats_them_is_blacked_out_as_well(cast: Cast, case: CaseFile) -> None:
    """Of a copy in other punctuation too; what only reads alike elsewhere stays."""
    first, second = case.documents.all()
    words = "At least 31 people were killed"
    start, end = span(FIRST, words)
    killed = DeskProposal.objects.create(
        case_document=first, kind="allegation", start=start, end=end, cue_start=start, cue_end=end,
        rule="x", confidence=0.9,
        facts={"who": [], "whom": [], "date_start": "2017-02-14", "place": "Damascus"},
    )  # fmt: skip
    accept_proposal(first.proposals.get(kind="figure").pk, by=cast.monitor)
    accept_proposal(killed.pk, by=cast.monitor)
    destroy_words_everywhere(Report.objects.get().pk, by=cast.administrator, because="Over")
    second.refresh_from_db()
    at = span(SECOND, words)
    assert second.text == blacked(SECOND, [at])
    assert "Forty people were killed" in second.text
    assert FigureClaim.objects.get().words == BLACK * len("At least 31 people")
    assert words not in everything_kept()


def test_no_guess_can_be_tested_against_what_is_left(cast: Cast, report: Report) -> None:
    """Salts of earlier contents of the allegation and of the document go with the words."""
    destroy_words_everywhere(report.pk, by=cast.administrator, because="Retention period over")
    rows = [Allegation.objects.get(report=report).pk, CaseDocument.objects.get(position=0).pk]
    for key in rows:
        *earlier, last = Commitment.objects.filter(subject=key).order_by("version")
        assert earlier
        assert [kept.salt for kept in earlier] == [None] * len(earlier)
        assert last.salt is not None


def test_a_later_reading_brings_nothing_back(cast: Cast, case: CaseFile, report: Report) -> None:
    """The text that is read has no such words any more."""
    destroy_words_everywhere(report.pk, by=cast.administrator, because="Retention period over")
    read_again(case.pk, by=cast.monitor)
    assert WORDS not in everything_kept()
    assert not CaseLink.objects.filter(why__contains="Talbisa").exists()


@pytest.mark.parametrize("handling", [Handling.AMBER, Handling.GREEN])
def test_the_same_file_handed_in_again_brings_nothing_back(
    cast: Cast, report: Report, hand_in: Any, handling: Handling
) -> None:
    """It is read as it stands at the desk, black where it is black."""
    destroy_words_everywhere(report.pk, by=cast.administrator, because="Retention period over")
    other = open_case("Another case", handling=handling, by=cast.analyst)
    row = hand_in(other, FIRST, cast.analyst, "again.txt")
    assert row.destroyed == [list(span(FIRST, WORDS))]
    read_again(other.pk, by=cast.analyst)
    assert WORDS not in everything_kept()


def test_a_case_that_the_administrator_does_not_see_is_left_alone(
    cast: Cast, make_case: Any, report: Report
) -> None:
    """The same file among named recipients is another document, and theirs to destroy."""
    circle = open_compartment(key="named", name="Named", by=cast.operator)
    give_grant(circle, to=cast.analyst, by=cast.administrator, because="Works on it")
    other = make_case(cast.analyst, Handling.RED, circle)
    destroy_words_everywhere(report.pk, by=cast.administrator, because="Retention period over")
    assert other.documents.get(position=0).text == FIRST


@pytest.mark.parametrize("part", ["monitor", "analyst", "liaison", "delegate"])
def test_only_those_who_destroy_words_may(cast: Cast, report: Report, part: str) -> None:
    """Nothing is blacked out on the way to the refusal."""
    with pytest.raises((NotAllowed, NotFound)):
        destroy_words_everywhere(report.pk, by=cast.everyone()[part], because="No reason")
    assert CaseDocument.objects.get(position=0).text == FIRST


def test_a_line_break_among_destroyed_characters_stays() -> None:
    """So lines keep their places."""
    assert blacked("one\ntwo three", [(2, 5)]) == f"on{BLACK}\n{BLACK}wo three"

"""Words enter the record under the mark of their document, and a protected source has no name."""

from pathlib import Path

import pytest
from cast import Cast, patrol
from django.db import IntegrityError, transaction

from trucewatch.accounts.access import PUBLIC, MemberReader
from trucewatch.ledger.record_verification import verify_record
from trucewatch.sources.actions import receive_document
from trucewatch.sources.models import Document
from trucewatch.statements.actions import (
    record_assessment,
    record_figure,
    record_statement,
    withdraw_words,
)
from trucewatch.statements.models import Assessment, FigureClaim, Statement
from trucewatch.statements.queries import WordsFilter, find_words, words_of
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.refusal import NotAllowed, NotFound, Refused

pytestmark = pytest.mark.django_db
SEES = {
    "GREEN": {
        "monitor", "analyst", "administrator", "delegate", "liaison", "rival", "observer",
        "secretary",
    },
    "AMBER": {"monitor", "analyst", "administrator", "delegate", "secretary"},
    "AMBER+STRICT": {"monitor", "analyst", "administrator"},
}  # fmt: skip


def _document(cast: Cast, folder: Path, handling: Handling = Handling.AMBER) -> Document:
    path = folder / f"{handling}.txt"
    path.write_text(f"“Peace,” she said. {handling}", "utf-8")
    return receive_document(
        path,
        name=path.name,
        media_type="text/plain",
        source=patrol(),
        handling=handling,
        by=cast.monitor,
    )


def _statement(document: Document, **more: object) -> Statement:
    return Statement(document=document, start=1, end=6, words="Peace", **more)


@pytest.mark.parametrize("mark", SEES)
def test_words_are_seen_as_far_as_the_mark_of_their_document_goes(cast, tmp_path, mark):
    """By each member of the cast, in lists and one by one; the public sees none of these."""
    row = record_statement(_statement(_document(cast, tmp_path, Handling(mark))), by=cast.analyst)
    seen = set()
    for part, member in cast.everyone().items():
        reader = MemberReader(member)
        if words_of(Statement, reader, WordsFilter()).filter(pk=row.pk).exists():
            seen.add(part)
            assert find_words(Statement, reader, row.pk) == row
        else:
            with pytest.raises(NotFound):
                find_words(Statement, reader, row.pk)
    assert seen - {"operator"} == SEES[mark]
    assert not Statement.objects.visible_to(PUBLIC).exists()


def test_whoever_does_not_see_a_document_records_nothing_of_it(cast, tmp_path):
    """Nor does whoever has no right to."""
    row = _statement(_document(cast, tmp_path))
    with pytest.raises(NotAllowed):
        record_statement(row, by=cast.delegate)
    assert not Statement.objects.exists()


def test_a_protected_source_cannot_have_a_name(cast, tmp_path):
    """It is refused at its field, and the database itself refuses what an action would let by."""
    row = _statement(_document(cast, tmp_path), anonymous=True, speaker_names="A Name")
    with pytest.raises(Refused, match="no name") as refused:
        record_statement(row, by=cast.monitor)
    assert refused.value.field == "speaker_names"
    row.recorded_by, row.recorded_at = cast.monitor, row.document.received_at
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_withdrawn_words_are_in_no_list_and_stay_readable(cast, tmp_path):
    """And the ledger vouches for both states."""
    row = record_statement(_statement(_document(cast, tmp_path)), by=cast.monitor)
    withdraw_words(row, by=cast.monitor, because="A slip.")
    reader = MemberReader(cast.monitor)
    assert not words_of(Statement, reader, WordsFilter()).exists()
    assert find_words(Statement, reader, row.pk).withdrawn
    with pytest.raises(Refused, match="already"):
        withdraw_words(row, by=cast.monitor, because="Again.")
    assert verify_record().is_intact


@pytest.mark.parametrize(
    ("low", "high", "estimated", "text"),
    [
        (31, 31, False, "31"),
        (31, None, False, "at least 31"),
        (None, 13_000, False, "up to 13,000"),
        (450_000, 450_000, True, "about 450,000"),
        (9, 14, False, "9-14"),
    ],
)
def test_a_figure_says_its_bound(cast, tmp_path, low, high, estimated, text):
    """Open on either side, about, or a range."""
    row = FigureClaim(
        document=_document(cast, tmp_path),
        start=1,
        end=6,
        words="Peace",
        concept="killed",
        low=low,
        high=high,
        estimated=estimated,
    )
    assert record_figure(row, by=cast.monitor).figure.text() == text


@pytest.mark.parametrize(("low", "high"), [(None, None), (-1, 2), (5, 4), (0, 10**12)])
def test_a_figure_that_cannot_be_meant_is_refused(cast, tmp_path, low, high):
    """Nothing is written."""
    row = FigureClaim(
        document=_document(cast, tmp_path), start=1, end=6, words="Peace", low=low, high=high
    )
    with pytest.raises(Refused):
        record_figure(row, by=cast.monitor)
    assert not FigureClaim.objects.exists()


def test_words_are_found_by_document_and_speaker(cast, tmp_path):
    """Meetings have no speaker and are left alone by that filter."""
    first, second = (_document(cast, tmp_path, mark) for mark in (Handling.AMBER, Handling.GREEN))
    record_statement(_statement(first, speaker_label="Sergei Lavrov"), by=cast.monitor)
    record_statement(_statement(second, speaker_label="Alloush"), by=cast.monitor)
    record_assessment(
        Assessment(document=second, start=1, end=6, words="Peace", says="shaky", leaning=-1),
        by=cast.monitor,
    )
    reader = MemberReader(cast.monitor)
    assert words_of(Statement, reader, WordsFilter(document=second.pk)).count() == 1
    assert words_of(Statement, reader, WordsFilter(speaker="lavrov")).count() == 1
    assert words_of(Assessment, reader, WordsFilter(document=first.pk)).count() == 0

"""Papers of drafts: to the character, a version alone, one text of several."""

import pytest
from papers_round import (
    FIRST_TEXT,
    SECOND_TEXT,
    Held,
    draft,
)

from trucewatch.agreements.actions import add_instrument
from trucewatch.agreements.models import Instrument, Version
from trucewatch.agreements.recording import add_version
from trucewatch.papers.content import PaperKind
from trucewatch.papers.gathering import draft_paper, paper_of
from trucewatch.papers.gathering.texts import text_named, version_named
from trucewatch.talks.queries.drafts import draft_seen, drafts_of
from trucewatch.talks.rules.redline import PieceKind, text_hash
from trucewatch.vocabulary.process import InstrumentType
from trucewatch.vocabulary.refusal import NotFound, Refused

pytestmark = pytest.mark.django_db


def test_a_draft_holds_both_versions_to_the_character(held: Held) -> None:
    """With the hashes of both and to whom it went."""
    paper = draft(held.table.reader("liaison"), held)
    texts = {
        kind: "".join(p.text for p in paper.pieces if p.kind in (PieceKind.KEPT, kind))
        for kind in (PieceKind.REMOVED, PieceKind.ADDED)
    }
    assert texts == {PieceKind.REMOVED: FIRST_TEXT, PieceKind.ADDED: SECOND_TEXT}
    assert (paper.version, paper.compared_with) == ("2", "1")
    assert paper.sha256 == text_hash(SECOND_TEXT)
    assert paper.compared_sha256 == text_hash(FIRST_TEXT)
    assert {(c.to, c.by) for c in paper.circulations} == {("North", "Host"), ("South", "Host")}


def test_a_version_alone_is_its_text(held: Held) -> None:
    """Nothing is struck through where nothing was compared."""
    paper = draft_paper(held.table.reader("liaison"), held.first)
    assert [piece.text for piece in paper.pieces] == [FIRST_TEXT]
    assert (paper.compared_with, paper.language) == ("", "en")


def test_versions_in_several_languages_are_told_apart(held: Held) -> None:
    """By their language where they share a number; by words one has to say which is meant."""
    add_version(
        Version(
            instrument=held.table.draft, number=2, language="ar", text="نص", handling="GREEN",
            version_state="tabled",
        ),
        by=held.table.cast.operator,
    )  # fmt: skip
    seen = draft_seen(held.table.reader("monitor"), held.table.draft.pk)
    assert version_named(seen, "2 (ar)").row.language == "ar"
    assert version_named(seen, "1").row.number == 1
    with pytest.raises(Refused, match=r"1, 2 \(ar\), 2 \(en\)"):
        version_named(seen, "2")


def test_the_text_has_to_be_named_where_there_are_several(held: Held) -> None:
    """With those that there are."""
    drafts = drafts_of(held.table.reader("monitor"), held.round)
    assert text_named(drafts, "").instrument == held.table.draft
    assert text_named(drafts, "a JOINT statement").instrument == held.table.draft
    with pytest.raises(Refused, match="A joint statement"):
        text_named(drafts, "Something else")
    with pytest.raises(NotFound):
        text_named([], "")


def test_drafts_that_cannot_be_compared_or_belong_to_no_round_are_refused(held: Held) -> None:
    """Before anything is printed."""
    reader, by = held.table.reader("monitor"), held.table.cast.operator
    bare = Version(instrument=held.table.draft, number=3, version_state="as_told", handling="GREEN")
    with pytest.raises(Refused, match="text of both"):
        draft_paper(reader, add_version(bare, by=by), held.first)
    loose = add_instrument(
        Instrument(name="A text elsewhere", instrument_type=InstrumentType.PROCEDURE), by=by
    )
    version = add_version(
        Version(instrument=loose, number=1, version_state="draft", text="x", handling="GREEN"),
        by=by,
    )
    with pytest.raises(Refused, match="no round"):
        draft_paper(reader, version)
    with pytest.raises(NotFound):
        draft_paper(reader, version, held.first)
    with pytest.raises(NotFound, match="one of its versions"):
        paper_of(reader, held.round, PaperKind.DRAFT)

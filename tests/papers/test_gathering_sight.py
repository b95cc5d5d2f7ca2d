"""Papers hold what their reader may see, under the strictest mark of it."""

from typing import Any

import pytest
from papers_round import (
    Held,
    draft,
    enter,
    told,
)
from talks_parts import Laid, put

from trucewatch.agreements.actions import add_instrument
from trucewatch.agreements.models import Instrument, Provision
from trucewatch.papers.content import PaperKind
from trucewatch.papers.gathering import draft_paper, paper_of
from trucewatch.papers.gathering.papers import KINDS
from trucewatch.papers.plain import as_json
from trucewatch.sources.recording import withdraw_fact
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.process import InstrumentType
from trucewatch.vocabulary.refusal import NotFound

pytestmark = pytest.mark.django_db
HIDDEN = "Something of which few may know"
TOLD: dict[str, dict[str, Any]] = {
    "invitation": {"party": None, "party_label": HIDDEN},
    "delegation": {"party": None, "party_label": HIDDEN},
    "delegate": {"name": HIDDEN},
    "headcount": {"by_label": HIDDEN},
    "delegation-level": {"text": HIDDEN},
    "delegation-mandate": {"text": HIDDEN},
    "credentials": {"text": HIDDEN},
    "presence": {"by_label": HIDDEN},
    "track-role-view": {"viewer": None, "viewer_label": HIDDEN},
    "round-date": {"by_label": HIDDEN},
    "schedule": {"by_label": HIDDEN},
    "meeting": {"name": HIDDEN},
    "agenda-item": {"title": HIDDEN},
    "agenda-stand": {"party": None, "party_label": HIDDEN},
    "circulation": {"to_party": None, "to_label": HIDDEN},
    "draft-position": {"text": HIDDEN},
    "settlement": {"reason": HIDDEN},
    "text-act": {"text": HIDDEN},
    "outcome": {"text": HIDDEN},
    "expectation": {"text": HIDDEN},
    "follow-up": {"what": HIDDEN},
}
"""Where each kind of fact can hold words that a paper prints."""


def all_told(laid: Laid, part: str) -> tuple[str, set[str]]:
    """Every paper that a part is given, as one text, and the marks of those with hidden words."""
    reader = laid.table.reader(part)
    made = [paper_of(reader, laid.table.round, kind) for kind in KINDS]
    made.append(draft_paper(reader, laid.version))
    texts = {as_json(paper).decode(): paper.head.handling.value for paper in made}
    return "\n".join(texts), {mark for text, mark in texts.items() if HIDDEN in text}


@pytest.mark.parametrize("slug", TOLD)
def test_a_paper_holds_only_what_its_reader_may_see_and_bears_its_mark(
    laid: Laid, slug: str
) -> None:
    """A fact is in the paper of the mission, under the fact's mark, and in no paper of a party."""
    open_, marks = all_told(laid, "monitor")
    assert HIDDEN not in open_
    fact = put(laid, slug, **TOLD[slug], handling=Handling.AMBER.value)
    text, marks = all_told(laid, "monitor")
    assert HIDDEN in text
    assert marks == {"AMBER"}
    hidden, _marks = all_told(laid, "liaison")
    assert HIDDEN not in hidden
    assert "AMBER" not in hidden
    withdraw_fact(fact, by=laid.table.cast.monitor, because="It was another round.")
    text, _marks = all_told(laid, "monitor")
    assert HIDDEN not in text


def test_hidden_causes_texts_and_obligations_stay_hidden_and_mark_what_shows_them(
    held: Held,
) -> None:
    """A question with its answer, a text that few know to be on the table, what is owed."""
    text = add_instrument(
        Instrument(name=HIDDEN, instrument_type=InstrumentType.PROCEDURE),
        by=held.table.cast.operator,
    )
    provision = Provision.objects.get(version=held.second)
    asked = held.enter(
        "question", text=HIDDEN, question_kind="cause", about=str(held.round), handling="AMBER"
    )
    rows = [
        held.enter("answer", question=asked, speaker_label=HIDDEN, answer_kind="no", answer="No.",
                   handling="AMBER"),
        held.enter("tabling", round=held.round, instrument=text, handling="AMBER"),
        held.enter("obligation", instrument=held.table.draft, provision=provision, text=HIDDEN,
                   bearer=held.table.north, handling="AMBER"),
    ]  # fmt: skip
    plain = told(held, PaperKind.OUTCOME_SHEET)
    assert [cause["question"] for cause in plain["causes"]].count(HIDDEN) == 1
    assert HIDDEN in [each["title"] for each in plain["tabled"]]
    assert HIDDEN in [each["text"] for each in plain["undertakings"]]
    assert plain["head"]["handling"] == "AMBER"
    assert HIDDEN not in str(told(held, PaperKind.OUTCOME_SHEET, "liaison"))
    for row in (*rows, asked):
        withdraw_fact(row, by=held.table.cast.monitor, because="A slip.")
    plain = told(held, PaperKind.OUTCOME_SHEET)
    assert HIDDEN not in str(plain)
    assert plain["head"]["handling"] == "GREEN"


def test_nothing_of_a_hidden_delegation_or_version_comes_out_by_another_door(held: Held) -> None:
    """Its members, positions and lines to sign go with it."""
    table = held.table
    by = table.cast.monitor
    secret = enter(table, "delegation", round=held.round, party_label="Guests", handling="AMBER")
    enter(table, "delegate", delegation=secret, name="A hidden guest", function="head",
          handling="AMBER")  # fmt: skip
    withdraw_fact(held.second, by=by, because="A slip.")
    for paper in held_papers(held, "liaison"):
        assert "hidden guest" not in as_json(paper).decode()
        assert "except paragraph 2" not in as_json(paper).decode()
    with pytest.raises(NotFound):
        draft(table.reader("monitor"), held)


def held_papers(held: Held, part: str) -> list[Any]:
    """The papers of a round, without its drafts."""
    reader = held.table.reader(part)
    return [paper_of(reader, held.round, kind) for kind in KINDS]

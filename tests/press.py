"""A case of two short documents, read in a way that is written out here, whatever the engine is."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typst
from cast import Cast, patrol
from django.db import transaction

from trucewatch.accounts.models import Compartment, Member
from trucewatch.desk.actions.opening import Handed, add_document, open_case
from trucewatch.desk.models import CaseDocument, CaseFile, DeskProposal
from trucewatch.desk.reading import keep_reading
from trucewatch.extraction.case import CaseRead, DocumentRead
from trucewatch.extraction.found import (
    Allegation,
    Because,
    Clash,
    Contradiction,
    DateFound,
    DocumentDate,
    Entity,
    EntityKind,
    FigureFound,
    Mention,
    Naming,
    Passage,
    PlaceFound,
    Reuse,
    Rival,
    Speech,
    SpeechAct,
    Statement,
    Undertaking,
    UndertakingFound,
)
from trucewatch.vocabulary.handling import Handling

FIRST = """Talks in Astana
16 February 2017

“The ceasefire holds,” Sergei Lavrov said. A Turkish diplomatic source said it was “shaky”.
The opposition accused the government of shelling Talbisa on 14 February.
It demanded that prisoners be released.
At least 31 people were killed in Damascus.
"""
SECOND = """A second account
17 February 2017

As Lavrov put it: “The ceasefire holds.”
At least 31 people were killed in Damascus.
Forty people were killed in Damascus, another source says.
"""


def span(text: str, words: str) -> tuple[int, int]:
    """Where these words stand in a text."""
    start = text.index(words)
    return start, start + len(words)


def _because(text: str, cue: str, rule: str, confidence: float = 0.9) -> Because:
    return Because(rule, span(text, cue), confidence)


def _first(key: str) -> DocumentRead:
    text = FIRST
    day = dt.date(2017, 2, 16)
    date = DateFound(
        span(text, "14 February"),
        dt.date(2017, 2, 14),
        dt.date(2017, 2, 14),
        "The year of the document",
        day,
        _because(text, "14 February", "date.day_month"),
    )
    place = PlaceFound(
        span(text, "Talbisa"), "Talbisa", 34.84, 36.73, 1, (), _because(text, "Talbisa", "place")
    )
    return DocumentRead(
        id=key,
        date=DocumentDate(day, day, day, ("A date stands at its head.",)),
        segments=(),
        mentions=(
            Mention(
                span(text, "Sergei Lavrov"),
                "sergei-lavrov",
                Naming.NAME,
                _because(text, "Sergei Lavrov", "name.full"),
            ),
        ),
        dates=(date,),
        statements=(
            Statement(
                span(text, "The ceasefire holds"),
                ("sergei-lavrov",),
                span(text, "Sergei Lavrov"),
                span(text, "said"),
                Speech.DIRECT,
                SpeechAct.ASSERTS,
                _because(text, "said", "quote.said", 0.95),
            ),
            Statement(
                span(text, "shaky"),
                ("turkish-diplomatic-source",),
                span(text, "A Turkish diplomatic source"),
                span(text, "said it was"),
                Speech.MIXED,
                SpeechAct.ASSERTS,
                _because(text, "said it was", "quote.partial", 0.8),
            ),
        ),
        figures=(
            FigureFound(
                span(text, "At least 31 people"),
                31,
                None,
                "killed",
                (),
                _because(text, "killed", "figure.killed"),
                span(text, "in Damascus"),
            ),
        ),
        undertakings=(
            UndertakingFound(
                span(text, "prisoners be released"),
                Undertaking.DEMAND,
                ("opposition",),
                ("government",),
                _because(text, "demanded", "demand.that", 0.7),
            ),
        ),
        allegations=(
            Allegation(
                span(text, "shelling Talbisa on 14 February"),
                ("opposition",),
                ("government",),
                "shelling",
                _because(text, "accused", "accuse.of", 0.85),
                place.span,
                date.span,
            ),
        ),
        meetings=(),
        assessments=(),
        places=(place,),
    )


def _second(key: str) -> DocumentRead:
    text = SECOND
    return DocumentRead(
        id=key,
        date=None,
        segments=(),
        mentions=(),
        dates=(),
        statements=(
            Statement(
                span(text, "The ceasefire holds"),
                ("lavrov",),
                span(text, "Lavrov"),
                span(text, "put it"),
                Speech.DIRECT,
                SpeechAct.ASSERTS,
                _because(text, "put it", "quote.as_put"),
            ),
        ),
        figures=(
            FigureFound(
                span(text, "Forty people"),
                40,
                40,
                "killed",
                (),
                _because(text, "killed", "figure.killed"),
            ),
        ),
        undertakings=(),
        allegations=(),
        meetings=(),
        assessments=(),
        places=(),
    )


ENTITIES = {
    "sergei-lavrov": Entity("sergei-lavrov", "Sergei Lavrov", EntityKind.PERSON, ("Lavrov",)),
    "lavrov": Entity(
        "lavrov",
        "Lavrov",
        EntityKind.PERSON,
        ("Lavrov",),
        rivals=(Rival("sergei-lavrov", "Only the surname is the same."),),
    ),
    "turkish-diplomatic-source": Entity(
        "turkish-diplomatic-source",
        "a Turkish diplomatic source",
        EntityKind.ANONYMOUS,
        ("a Turkish diplomatic source",),
        protected=True,
    ),
    "opposition": Entity("opposition", "the opposition", EntityKind.DELEGATION, ("opposition",)),
    "government": Entity("government", "the government", EntityKind.STATE, ("government",)),
}


def reading_of(case: CaseFile) -> CaseRead:
    """What the two documents say, with a passage in common and two figures that clash."""
    keys = [str(row.pk) for row in case.documents.order_by("position")]
    same = "At least 31 people were killed in Damascus."
    first, second = (_first(keys[0]),), ()
    if len(keys) == 1:
        return CaseRead(first, ENTITIES, (), (), ())
    second = (_second(keys[1]),)
    a, b = Passage(keys[0], span(FIRST, same)), Passage(keys[1], span(SECOND, same))
    clash = Contradiction(
        Passage(keys[0], span(FIRST, "At least 31 people")),
        Passage(keys[1], span(SECOND, "Forty people")),
        Clash.FIGURE,
        "Both count people killed in Damascus.",
    )
    return CaseRead(
        (*first, *second), ENTITIES, (), (Reuse(a, b, keys[0], 1.0),), (clash,), {keys[1]: keys[0]}
    )


@pytest.fixture
def hand_in(tmp_path: Path) -> Callable[..., CaseDocument]:
    """Puts a text into a case."""

    def handed_in(case: CaseFile, text: str, by: Member, name: str = "a.txt", **more: Any) -> Any:
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return add_document(case.pk, Handed(path=path, name=name, source=patrol(), **more), by=by)

    return handed_in


@pytest.fixture
def make_case(hand_in: Callable[..., CaseDocument]) -> Callable[..., CaseFile]:
    """A case of both documents under a mark, read."""

    def made(
        by: Member, handling: Handling = Handling.AMBER, compartment: Compartment | None = None
    ) -> CaseFile:
        case = open_case("Papers of the lake", handling=handling, compartment=compartment, by=by)
        hand_in(case, FIRST, by, "first.txt")
        hand_in(case, SECOND, by, "second.txt")
        with transaction.atomic():
            keep_reading(case, reading_of(case))
        return case

    return made


@pytest.fixture
def case(cast: Cast, make_case: Callable[..., CaseFile]) -> CaseFile:
    """The case as the monitor opened it."""
    return make_case(cast.monitor)


@pytest.fixture
def proposal(case: CaseFile) -> Callable[..., DeskProposal]:
    """The proposal of a kind about these words."""

    def found(kind: str, words: str = "", position: int = 0) -> DeskProposal:
        rows = DeskProposal.objects.filter(
            case_document__case=case, case_document__position=position, kind=kind
        ).select_related("case_document")
        return next(row for row in rows if words in row.words)

    return found


def typeset(source: str, layout: str = "") -> bytes:
    """A PDF as a word processor would make it, of Typst source."""
    page = '#set page(paper: "a4", margin: 2.5cm, numbering: "1")\n#set text(size: 11pt)\n'
    made: bytes = typst.compile((page + layout + source).encode(), format="pdf")
    return made

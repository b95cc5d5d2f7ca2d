"""What somebody said, claimed or holds, entered as a member of the cast would enter it."""

import datetime as dt
from itertools import count
from typing import Any

from cast import patrol

from trucewatch.accounts.models import Member
from trucewatch.statements.actions import (
    raise_question,
    record_answer,
    record_figure,
    record_position,
    record_statement,
)
from trucewatch.statements.models import Answer, FigureClaim, Position, Question, Statement
from trucewatch.vocabulary.handling import Handling

HASH = "a" * 64
_places = count(1)


def quoted(**columns: Any) -> dict[str, Any]:
    """Words of a document that the record does not hold, open to the community."""
    start = next(_places) * 10
    return {
        "document_sha256": HASH, "start": start, "end": start + 5, "gist": "It stands there.",
        "handling": Handling.GREEN.value, "source": patrol(), **columns,
    }  # fmt: skip


def figure(by: Member, low: int | None, high: int | None = None, **columns: Any) -> FigureClaim:
    """A claim that many were killed in Syria since the beginning."""
    about = {
        "concept": "killed", "speaker_label": "The UN", "place_label": "Syria",
        "counted_since": dt.date(2011, 3, 15), "as_of": dt.date(2017, 1, 24),
    }  # fmt: skip
    return record_figure(FigureClaim(low=low, high=high, **quoted(**{**about, **columns})), by=by)


def statement(by: Member, **columns: Any) -> Statement:
    """Words of somebody."""
    return record_statement(Statement(**quoted(speaker_label="A minister", **columns)), by=by)


def question(by: Member, text: str = "Was it discussed?", **columns: Any) -> Question:
    """Something on which accounts differ."""
    given = {"question_kind": "whether", "handling": Handling.GREEN.value, **columns}
    return raise_question(Question(text=text, **given), by=by)


def answer(by: Member, to: Question, speaker: str, kind: str, **columns: Any) -> Answer:
    """What one speaker says to it."""
    given = {"handling": Handling.GREEN.value, "answer": f"{kind}, says {speaker}", **columns}
    row = Answer(question=to, speaker_label=speaker, answer_kind=kind, source=patrol(), **given)
    return record_answer(row, by=by)


def position(by: Member, topic: str, holder: str, stance: str, **columns: Any) -> Position:
    """Where somebody stands."""
    given = {"handling": Handling.GREEN.value, "text": f"{holder} on {topic}", **columns}
    return record_position(
        Position(topic=topic, party_label=holder, stance=stance, source=patrol(), **given), by=by
    )

"""Figures, questions and positions as they stand beside each other, with label and reason."""

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import WithJsonSchema

from trucewatch.accounts.access import reader_of
from trucewatch.api.facts import CitationOut, cited_by, source_key
from trucewatch.api.refusals import REFUSED
from trucewatch.desk.standing import FigureFilter, figures_by_scope, questions_by_kind
from trucewatch.statements.models import Position
from trucewatch.statements.queries import counted
from trucewatch.statements.standing import (
    AnswerSeen,
    FigureGroup,
    FigureSeen,
    Holder,
    QuestionSeen,
    Topic,
    position_matrix,
)
from trucewatch.vocabulary.bound import FigureConcept
from trucewatch.vocabulary.refusal import Refused

groups_router = Router(tags=["facts"])
questions_router = Router(tags=["facts"])
positions_router = Router(tags=["facts"])

_Cites = Mapping[UUID, dict[str, Any] | None]
_Concept = Annotated[
    str,
    Query(description="One concept."),
    WithJsonSchema({"type": "string", "enum": ["", *(c.value for c in FigureConcept)]}),
]
_Claimant = Annotated[
    str, Query(max_length=600, description="Groups in which this claimant gives a figure.")
]


class FigureClaimOut(Schema):
    """One claim; a copy adds nothing to the label of its group."""

    id: UUID
    claimant: str
    anonymous: bool
    low: int | None
    high: int | None
    estimated: bool
    as_of: dt.date | None
    basis: str
    is_copy: bool
    source: str
    handling: str
    citation: CitationOut | None


class FigureGroupOut(Schema):
    """Figures of one concept and one scope; nothing outside a group compares with it."""

    concept: str
    whom: str
    place: str
    counted_since: dt.date | None
    label: str
    reason: str
    figures: list[FigureClaimOut]


class FigureGroupList(Schema):
    """Groups in the order of their concepts."""

    count: int
    groups: list[FigureGroupOut]


class AnswerOut(Schema):
    """What one voice answers; of a protected one only what the account calls it."""

    id: UUID
    speaker: str
    anonymous: bool
    answer_kind: str
    answer: str
    is_copy: bool
    source: str
    handling: str
    citation: CitationOut | None


class QuestionOut(Schema):
    """A disputed question; it is answered by those who speak, never by the record."""

    id: UUID
    question_kind: str
    text: str
    about: str
    label: str
    reason: str
    answers: list[AnswerOut]


class QuestionList(Schema):
    """Questions by kind."""

    count: int
    questions: list[QuestionOut]


class PositionOut(Schema):
    """Where somebody stands by one account."""

    id: UUID
    stance: str
    text: str
    since: dt.date | None
    source: str
    handling: str
    citation: CitationOut | None


class StandOut(Schema):
    """The newest position of a holder on a topic, and those before it."""

    topic: str
    party_id: UUID | None
    party: str
    newest: PositionOut
    older: list[PositionOut]


class PositionList(Schema):
    """Positions by topic and holder."""

    count: int
    positions: list[StandOut]


@groups_router.get("", response={200: FigureGroupList, **REFUSED}, summary="Figures by scope")
def figure_groups(
    request: HttpRequest, concept: _Concept = "", claimant: _Claimant = ""
) -> dict[str, Any]:
    """Claims beside what others claim of the same, as the page of figures has them."""
    if concept not in {"", *FigureConcept}:
        raise Refused("There is no such concept.", field="concept")
    reader = reader_of(request.user)
    wanted = FigureFilter(concept, claimant)
    groups = [group for group in figures_by_scope(reader) if wanted.lets_through(group)]
    cites = cited_by(reader, [seen.row for group in groups for seen in group.figures])
    return {"count": len(groups), "groups": [_group(group, cites) for group in groups]}


@questions_router.get("", response={200: QuestionList, **REFUSED}, summary="Disputed questions")
def questions(request: HttpRequest) -> dict[str, Any]:
    """Every question that the reader may see, with the answers that they may see."""
    reader = reader_of(request.user)
    found = [seen for group in questions_by_kind(reader).values() for seen in group]
    cites = cited_by(reader, [each.row for seen in found for each in seen.answers])
    return {"count": len(found), "questions": [_question(seen, cites) for seen in found]}


@positions_router.get("", response={200: PositionList, **REFUSED}, summary="Positions by topic")
def positions(request: HttpRequest) -> dict[str, Any]:
    """Who stands where on what, the newest account first."""
    reader = reader_of(request.user)
    rows = list(counted(Position, reader, "party"))
    matrix = position_matrix(rows)
    cites = cited_by(reader, rows)
    found = [each for topic in matrix.topics for each in _stands(topic, matrix.holders, cites)]
    return {"count": len(found), "positions": found}


def _group(group: FigureGroup, cites: _Cites) -> dict[str, Any]:
    scope = group.scope
    return {
        "concept": scope.concept.value,
        "whom": scope.whom,
        "place": scope.place,
        "counted_since": scope.since,
        "label": group.verdict.label.value,
        "reason": str(group.verdict.reason),
        "figures": [_claim(seen, cites) for seen in group.figures],
    }


def _claim(seen: FigureSeen, cites: _Cites) -> dict[str, Any]:
    row = seen.row
    columns = ("anonymous", "low", "high", "estimated", "as_of", "basis")
    return {
        **{name: getattr(row, name) for name in columns},
        **_beside(row, cites),
        "claimant": seen.claimant,
        "is_copy": seen.is_copy,
    }


def _question(seen: QuestionSeen, cites: _Cites) -> dict[str, Any]:
    row = seen.row
    return {
        "id": row.pk,
        "question_kind": row.question_kind,
        "text": row.text,
        "about": row.about,
        "label": seen.verdict.label.value,
        "reason": str(seen.verdict.reason),
        "answers": [_answer(each, cites) for each in seen.answers],
    }


def _answer(each: AnswerSeen, cites: _Cites) -> dict[str, Any]:
    row = each.row
    return {
        **_beside(row, cites),
        "speaker": each.voice,
        "anonymous": row.anonymous,
        "answer_kind": row.answer_kind,
        "answer": row.answer,
        "is_copy": each.is_copy,
    }


def _stands(topic: Topic, holders: tuple[Holder, ...], cites: _Cites) -> list[dict[str, Any]]:
    return [
        {
            "topic": topic.name,
            "party_id": holder.party.pk if holder.party else None,
            "party": holder.label,
            "newest": _position(stand.newest, cites),
            "older": [_position(row, cites) for row in stand.older],
        }
        for holder, stand in zip(holders, topic.stands, strict=True)
        if stand is not None
    ]


def _position(row: Position, cites: _Cites) -> dict[str, Any]:
    columns = ("stance", "text", "since")
    return {**{name: getattr(row, name) for name in columns}, **_beside(row, cites)}


def _beside(row: Any, cites: _Cites) -> dict[str, Any]:
    return {
        "id": row.pk,
        "source": source_key(row),
        "handling": row.handling,
        "citation": cites[row.pk],
    }

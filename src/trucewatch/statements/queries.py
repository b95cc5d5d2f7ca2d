"""Reading what was said, through the gate."""

from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from trucewatch.accounts.access import Reader
from trucewatch.sources.facts import Fact
from trucewatch.statements.models import Answer, Quoted, Statement
from trucewatch.vocabulary.refusal import NotFound

_Row = TypeVar("_Row", bound=Quoted)


@dataclass(frozen=True, slots=True)
class WordsFilter:
    """Which words are asked for; empty means no limit."""

    document: UUID | None = None
    speaker: str = ""


def words_of(model: type[_Row], reader: Reader, wanted: WordsFilter) -> QuerySet[Any]:
    """The rows of a kind that count, that the reader may see and that the filter lets through."""
    met = Q(withdrawn=False)
    if wanted.document is not None:
        met &= Q(document=wanted.document)
    if wanted.speaker and _has_speaker(model):
        met &= Q(speaker_label__icontains=wanted.speaker)
    known = {field.name for field in model._meta.concrete_fields}
    more = [name for name in ("speaker_party", "report", "round") if name in known]
    rows: QuerySet[Any] = (
        model.objects.visible_to(reader)
        .filter(met)
        .select_related("document__source", "source", "recorded_by", *more)
    )
    return rows.order_by("-recorded_at", "start")


def counted(model: type[Fact], reader: Reader, *beside: str) -> "QuerySet[Any]":
    """The facts of a kind that count and that the reader may see, with what stands beside them."""
    rows: QuerySet[Any] = model.objects.visible_to(reader).filter(withdrawn=False)
    return rows.select_related("source", *beside)


def answers_citing(reader: Reader, statement: Statement) -> list[Answer]:
    """The answers to disputed questions that rest on a statement, as far as the reader sees both.

    A withdrawn question or answer is left out.
    """
    rows = counted(Answer, reader, "question").filter(
        reader.sees("question__"), statement=statement, question__withdrawn=False
    )
    return list(rows.order_by("question__text", "pk"))


def find_words(model: type[_Row], reader: Reader, key: UUID) -> _Row:
    """The row of that id, if the reader may see it, withdrawn or not."""
    rows = model.objects.visible_to(reader).select_related(
        "document__source", "source", "recorded_by"
    )
    found: _Row | None = rows.filter(pk=key).first()
    if found is None:
        raise NotFound("There is nothing here that you may see.")
    return found


def _has_speaker(model: type[Quoted]) -> bool:
    return any(field.name == "speaker_label" for field in model._meta.concrete_fields)

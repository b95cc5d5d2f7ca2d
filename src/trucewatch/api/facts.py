"""Every kind of fact in one shape, and figures, questions and positions as they stand together."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Final
from uuid import UUID

from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from ninja import Query, Router, Schema
from pydantic import WithJsonSchema

from trucewatch.accounts.access import Reader, reader_of
from trucewatch.agreements.models import Instrument
from trucewatch.api.asking import After, Limit, listed
from trucewatch.api.refusals import REFUSED
from trucewatch.desk.queries import documents_of_hashes
from trucewatch.exchange.fact_kinds import KINDS, facts_of
from trucewatch.sources.facts import Fact
from trucewatch.sources.models import Document
from trucewatch.vocabulary.refusal import Refused

facts_router = Router(tags=["facts"])

_APART: Final = frozenset(
    {
        "id", "source", "handling", "compartment", "document", "document_sha256", "start", "end",
        "recorded_by", "recorded_at", "withdrawn", "properties", "original",
    }
)  # fmt: skip
"""Columns that stand beside the others, and those of files and of the record itself."""
_GUARDED: Final = (Fact, Document, Instrument)
"""Rows of which a reader may not see each."""

_Kind = Annotated[
    str,
    Query(description="The kind of fact."),
    WithJsonSchema({"type": "string", "enum": list(KINDS)}),
]


class CitationOut(Schema):
    """``[start, end)`` counts code points of the stored text of the file with that hash."""

    sha256: str
    start: int
    end: int
    path: str
    """Where the words stand highlighted; empty where the document is not at hand."""


class FactOut(Schema):
    """One account of something, by one source."""

    id: UUID
    kind: str
    columns: dict[str, Any]
    """What a column names has an id and a name; days are written 2017-02-16."""
    citation: CitationOut | None
    source: str
    handling: str
    recorded_at: dt.datetime
    path: str


class FactList(Schema):
    """Facts of one kind in the order of their ids."""

    count: int
    facts: list[FactOut]
    next: UUID | None


@facts_router.get("", response={200: FactList, **REFUSED}, summary="Facts of a kind")
def facts(
    request: HttpRequest, kind: _Kind = "", limit: Limit = 100, after: After = None
) -> dict[str, Any]:
    """What was agreed, demanded, delivered or said: accounts, each with its source."""
    if kind not in KINDS:
        raise Refused(
            "The kinds of facts are: {kinds}.", field="kind", values={"kinds": ", ".join(KINDS)}
        )
    reader = reader_of(request.user)
    known = KINDS[kind]
    related = [field.name for field in _own_fields(known.model) if field.is_relation]
    rows = facts_of(known, reader).select_related("source", *related)
    if any(field.name == "document" for field in known.model._meta.concrete_fields):
        rows = rows.select_related("document__source")
    answer = listed("facts", rows, after=after, limit=limit)
    answer["facts"] = _written(kind, answer["facts"], reader)
    return answer


def _own_fields(model: type[Fact]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if field.name not in _APART]


def _written(kind: str, rows: Sequence[Any], reader: Reader) -> list[dict[str, Any]]:
    seen = _seen_among(rows, reader)
    cited = cited_by(reader, rows)
    return [
        {
            "id": row.pk,
            "kind": kind,
            "columns": {f.name: _value(row, f, seen) for f in _own_fields(type(row))},
            "citation": cited[row.pk],
            "source": source_key(row),
            "handling": row.handling,
            "recorded_at": row.recorded_at,
            "path": reverse("fact", args=[kind, row.pk]),
        }
        for row in rows
    ]


def source_key(row: Any) -> str:
    """The key of the source of a fact; empty where none is given."""
    source = getattr(row, "from_source", None) or row.source
    return str(source.key) if source else ""


def cited_by(reader: Reader, rows: Iterable[Any]) -> dict[UUID, dict[str, Any] | None]:
    """The citation of each fact by the fact's id."""
    rows = list(rows)
    hashes = {_hash_of(row) for row in rows} - {""}
    documents = documents_of_hashes(reader, hashes)
    found: dict[UUID, dict[str, Any] | None] = {}
    for row in rows:
        sha256 = _hash_of(row)
        if not sha256 or row.start is None:
            found[row.pk] = None
            continue
        document = documents.get(sha256)
        span, path = f"{row.start}-{row.end}", ""
        if document is not None and row.end <= len(document.text):
            page = reverse("desk_document", args=[document.document_id])
            path = f"{page}?c={span}#c{span}"
        found[row.pk] = {"sha256": sha256, "start": row.start, "end": row.end, "path": path}
    return found


def _hash_of(row: Any) -> str:
    return str(getattr(row, "sha256", "") or row.document_sha256)


def _seen_among(rows: Sequence[Any], reader: Reader) -> set[UUID]:
    """The facts and documents named by these rows that the reader may see."""
    named: dict[type[models.Model], set[UUID]] = {}
    for row in rows:
        for field in _own_fields(type(row)):
            if field.is_relation and issubclass(field.related_model, _GUARDED):
                named.setdefault(field.related_model, set()).add(getattr(row, field.attname))
    seen: set[UUID] = set()
    for model, keys in named.items():
        manager: Any = model._default_manager
        seen |= set(
            manager.visible_to(reader).filter(pk__in=keys - {None}).values_list("pk", flat=True)
        )
    return seen


def _value(row: Any, field: Any, seen: set[UUID]) -> Any:
    value = getattr(row, field.name)
    if not field.is_relation:
        return value.isoformat() if isinstance(value, dt.date | dt.time) else value
    if value is None:
        return None
    if isinstance(value, _GUARDED) and value.pk not in seen:
        return None
    return {"id": str(value.pk), "name": name_of(value)}


def name_of(row: Any) -> str:
    """What a row is called; of one that has no name its words or nothing."""
    kind: Any = type(row)
    if kind.__str__ is models.Model.__str__:
        return str(getattr(row, "shown", ""))[:200]
    return str(row)[:200]

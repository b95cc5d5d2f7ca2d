"""What was said, as people accepted it from documents: each row with the way to its words."""

import datetime as dt
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from ninja import Query, Router, Schema

from trucewatch.accounts.access import reader_of
from trucewatch.agreements.models import Demand
from trucewatch.api.asking import After, Limit, listed
from trucewatch.api.refusals import REFUSED
from trucewatch.statements.models import FigureClaim, Quoted, Statement
from trucewatch.statements.queries import WordsFilter, words_of
from trucewatch.talks.models import MeetingAccount

statements_router = Router(tags=["what was said"])
figures_router = Router(tags=["what was said"])
demands_router = Router(tags=["what was said"])
meetings_router = Router(tags=["what was said"])

OfDocument = Annotated[UUID | None, Query(description="Those of one document.")]


class WordsOut(Schema):
    """Words of a document: ``[start, end)`` counts code points of its stored text.

    A document that the record does not hold has a hash and no id; ``gist`` says what stands there.
    """

    id: UUID
    document_id: UUID | None
    document: str
    document_sha256: str
    source: str
    start: int
    end: int
    words: str
    gist: str
    handling: str
    recorded_at: dt.datetime
    path: str

    @staticmethod
    def resolve_document(row: Any) -> str:
        """The name of the file."""
        return str(row.document.name) if row.document else ""

    @staticmethod
    def resolve_document_sha256(row: Any) -> str:
        """The hash of the file as it came."""
        return str(row.sha256)

    @staticmethod
    def resolve_source(row: Any) -> str:
        """The key of the document's source."""
        return str(row.from_source.key) if row.from_source else ""

    @staticmethod
    def resolve_path(row: Any) -> str:
        """Where the words stand highlighted; empty where the document is not at hand."""
        if row.document_id is None:
            return ""
        page = reverse("desk_document", args=[row.document_id])
        return f"{page}?c={row.start}-{row.end}#{row.anchor}"


class SpokenOut(WordsOut):
    """Words with whoever said them; of a protected source only what the text calls it."""

    speaker: str
    speaker_names: list[str]
    speaker_party: str | None
    anonymous: bool

    @staticmethod
    def resolve_speaker(row: Any) -> str:
        """As a page names them."""
        return str(row.speaker_label)

    @staticmethod
    def resolve_speaker_names(row: Any) -> list[str]:
        """Each name by itself; none of a protected source."""
        return _lines(row.speaker_names)

    @staticmethod
    def resolve_speaker_party(row: Any) -> str | None:
        """The party of the record, where somebody settled which it is."""
        return row.speaker_party.name if row.speaker_party else None


class StatementOut(SpokenOut):
    """One speaker's words: an account of what was said, not of what is so."""

    speech: str
    act: str
    relayed_by: list[str]
    said_from: dt.date | None
    said_until: dt.date | None

    @staticmethod
    def resolve_relayed_by(row: Any) -> list[str]:
        """Who passed the words on, the nearest to the reader first."""
        return _lines(row.relayed_by)


class FigureOut(SpokenOut):
    """A number that somebody claims; an open bound is null."""

    concept: str
    low: int | None
    high: int | None
    estimated: bool
    scope: str
    as_of: dt.date | None


class DemandOut(SpokenOut):
    """What one actor asks of another, or undertakes."""

    demand_kind: str
    asked_of: list[str]
    quantity: str
    condition: str
    statement_id: UUID | None

    @staticmethod
    def resolve_asked_of(row: Any) -> list[str]:
        """Of whom, each name by itself."""
        return _lines(row.asked_of)


class ParticipantOut(Schema):
    """Somebody who, as a document tells, came or stayed away."""

    name: str
    role: str
    presence: str


class MeetingOut(WordsOut):
    """What one document tells of a meeting; the round it may belong to is another matter."""

    track: str
    ordinal: int | None
    round_id: UUID | None
    date_start: dt.date | None
    date_end: dt.date | None
    venue: str
    meeting_format: str
    participants: list[ParticipantOut]
    outcome: str


class StatementList(Schema):
    """Statements in the order of their ids."""

    count: int
    statements: list[StatementOut]
    next: UUID | None


class FigureList(Schema):
    """Figure claims in the order of their ids."""

    count: int
    figures: list[FigureOut]
    next: UUID | None


class DemandList(Schema):
    """Demands and undertakings in the order of their ids."""

    count: int
    demands: list[DemandOut]
    next: UUID | None


class MeetingList(Schema):
    """Accounts of meetings in the order of their ids."""

    count: int
    meetings: list[MeetingOut]
    next: UUID | None


@statements_router.get("", response={200: StatementList, **REFUSED}, summary="Statements")
def statements(
    request: HttpRequest, document: OfDocument = None, limit: Limit = 100, after: After = None
) -> dict[str, Any]:
    """Who said what in which words."""
    return _listed("statements", Statement, request, document, after=after, limit=limit)


@figures_router.get("", response={200: FigureList, **REFUSED}, summary="Figures that are claimed")
def figures(
    request: HttpRequest, document: OfDocument = None, limit: Limit = 100, after: After = None
) -> dict[str, Any]:
    """Numbers with their bounds, each its claimant's; there is no sum of them to ask for."""
    return _listed("figures", FigureClaim, request, document, after=after, limit=limit)


@demands_router.get("", response={200: DemandList, **REFUSED}, summary="Demands and undertakings")
def demands(
    request: HttpRequest, document: OfDocument = None, limit: Limit = 100, after: After = None
) -> dict[str, Any]:
    """Who asks or undertakes what, of whom, on which condition."""
    return _listed("demands", Demand, request, document, after=after, limit=limit)


@meetings_router.get("", response={200: MeetingList, **REFUSED}, summary="Accounts of meetings")
def meetings(
    request: HttpRequest, document: OfDocument = None, limit: Limit = 100, after: After = None
) -> dict[str, Any]:
    """When, where and who came, as one document each tells it."""
    return _listed("meetings", MeetingAccount, request, document, after=after, limit=limit)


def _listed(
    name: str, model: type[Quoted], request: HttpRequest, document: UUID | None, **part: Any
) -> dict[str, Any]:
    rows = words_of(model, reader_of(request.user), WordsFilter(document))
    return listed(name, rows, **part)


def _lines(names: str) -> list[str]:
    return [name for name in names.split("\n") if name]

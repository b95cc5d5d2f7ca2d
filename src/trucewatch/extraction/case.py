"""A case: documents that are read together, and what all of them say."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from trucewatch.extraction.found import (
    Allegation,
    Assessment,
    Contradiction,
    DateFound,
    DocumentDate,
    Entity,
    FigureFound,
    MeetingFound,
    Mention,
    PlaceFound,
    Reuse,
    RoundFound,
    Span,
    Statement,
    UndertakingFound,
)


@dataclass(frozen=True, slots=True)
class Text:
    """A document as it is stored. ``stamp`` is its day where the record knows it already."""

    id: str
    text: str
    stamp: dt.date | None = None


class SegmentKind:
    """What a stretch of a document is to its reader."""

    TITLE = "title"
    DATELINE = "dateline"
    HEADING = "heading"
    CAPTION = "caption"
    BOILERPLATE = "boilerplate"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True, slots=True)
class Segment:
    """A line of the document and what it is (a value of ``SegmentKind``)."""

    span: Span
    kind: str


@dataclass(frozen=True, slots=True)
class DocumentRead:
    """All that one document says. Every list is in the order of the text."""

    id: str
    date: DocumentDate | None
    segments: tuple[Segment, ...]
    mentions: tuple[Mention, ...]
    dates: tuple[DateFound, ...]
    statements: tuple[Statement, ...]
    figures: tuple[FigureFound, ...]
    undertakings: tuple[UndertakingFound, ...]
    allegations: tuple[Allegation, ...]
    meetings: tuple[MeetingFound, ...]
    assessments: tuple[Assessment, ...]
    places: tuple[PlaceFound, ...]


@dataclass(frozen=True, slots=True)
class CaseRead:
    """What the documents of a case say, one by one and together.

    ``copies`` maps a document to the document that it copies most of itself from, where there
    is one: the two are one source.
    """

    documents: tuple[DocumentRead, ...]
    entities: Mapping[str, Entity]
    rounds: tuple[RoundFound, ...]
    reuse: tuple[Reuse, ...]
    contradictions: tuple[Contradiction, ...]
    copies: Mapping[str, str] = field(default_factory=dict)

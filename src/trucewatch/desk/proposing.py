"""Turns what a document was read to say into proposals with plain facts."""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from trucewatch.desk.models import Kind
from trucewatch.desk.rules import concept_of
from trucewatch.desk.splitting import Entry, entries_of, type_told
from trucewatch.extraction.case import DocumentRead
from trucewatch.extraction.found import (
    Allegation,
    Because,
    DateFound,
    DocumentDate,
    MeetingFound,
    PlaceFound,
    Span,
)
from trucewatch.vocabulary.violations import ViolationType

_ENTRY = "submission.entry"
_ENTRY_CONFIDENCE = 0.85


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal before it is anybody's row. Facts hold plain values and keys of entities."""

    kind: Kind
    span: Span
    because: Because
    facts: Mapping[str, Any] = field(default_factory=dict)


def proposals_of(read: DocumentRead, text: str, *, is_submission: bool) -> list[Proposed]:
    """Everything that a document was read to say, in the order of its text."""
    found = [
        *_statements(read),
        *_figures(read, text),
        *_undertakings(read, text),
        *_allegations(read, text),
        *_meetings(read),
        *_assessments(read),
        *_context(read),
    ]
    if is_submission:
        found = _with_entries(read, text, found)
    return sorted(found, key=lambda each: (each.span[0], -each.span[1], each.kind))


def _statements(read: DocumentRead) -> Iterator[Proposed]:
    for each in read.statements:
        facts = {
            "who": list(each.speakers),
            "speech": str(each.speech),
            "act": str(each.act),
            "relayed_by": list(each.relayed_by),
            "mention": _pair(each.speaker_mention),
        }
        yield Proposed(Kind.STATEMENT, each.content, each.because, facts)


def _figures(read: DocumentRead, text: str) -> Iterator[Proposed]:
    for each in read.figures:
        facts = {
            "who": list(each.claimants),
            "low": each.low,
            "high": each.high,
            "estimated": each.estimated,
            "concept": str(concept_of(each.what)),
            "what": each.what,
            "scope": _words(text, each.scope),
            "since": _since(read, each.scope),
            "where": _place_in(read, text, each.scope),
        }
        yield Proposed(Kind.FIGURE, each.span, each.because, facts)


def _since(read: DocumentRead, scope: Span | None) -> str | None:
    """The day from which a figure counts: where the first stretch of days in its scope begins."""
    inside = [each for each in read.dates if _lies_in(each.span, scope)]
    return min(inside, key=lambda each: each.span).start.isoformat() if inside else None


def _place_in(read: DocumentRead, text: str, scope: Span | None) -> str:
    """The place to which the scope limits a figure, in the words of the document."""
    inside = [each.span for each in read.places if _lies_in(each.span, scope)]
    return text[slice(*min(inside))] if inside else ""


def _lies_in(span: Span, scope: Span | None) -> bool:
    return scope is not None and scope[0] <= span[0] and span[1] <= scope[1]


def _undertakings(read: DocumentRead, text: str) -> Iterator[Proposed]:
    for each in read.undertakings:
        facts = {
            "who": list(each.by),
            "whom": list(each.of),
            "kind": str(each.kind),
            "quantity": _words(text, each.quantity),
            **_bounds(read, each.quantity),
            "condition": _words(text, each.condition),
        }
        yield Proposed(Kind.UNDERTAKING, each.span, each.because, facts)


def _bounds(read: DocumentRead, quantity: Span | None) -> dict[str, int | None]:
    """The numbers of a quantity, where the reading understood them as a figure."""
    first, last = quantity or (0, 0)
    inside = [each for each in read.figures if each.span[0] < last and first < each.span[1]]
    if not inside:
        return {"quantity_low": None, "quantity_high": None}
    return {"quantity_low": inside[0].low, "quantity_high": inside[0].high}


def _allegations(read: DocumentRead, text: str) -> Iterator[Proposed]:
    dates = {each.span: each for each in read.dates}
    places = {each.span: each for each in read.places}
    for each in read.allegations:
        date = dates.get(each.date) if each.date else None
        place = places.get(each.place) if each.place else None
        facts = {
            "who": list(each.alleged_by),
            "whom": list(each.accused),
            "type": each.violation_type,
            "about_process": each.about_process,
            **_when(date, read.date),
            **_where(place, _place_words(each, text)),
        }
        yield Proposed(Kind.ALLEGATION, each.span, each.because, facts)


def _meetings(read: DocumentRead) -> Iterator[Proposed]:
    for each in read.meetings:
        yield Proposed(Kind.MEETING, each.span, each.because, _meeting(each))


def _meeting(each: MeetingFound) -> dict[str, Any]:
    return {
        "date_start": _iso(each.start),
        "date_end": _iso(each.end),
        "venue": each.venue,
        "track": each.track,
        "ordinal": each.ordinal,
        "format": each.format,
        "who": [participant.entity for participant in each.participants],
        "participants": [
            {"entity": one.entity, "role": one.role, "presence": one.presence}
            for one in each.participants
        ],
        "outcome": _pair(each.outcome),
    }


def _assessments(read: DocumentRead) -> Iterator[Proposed]:
    for each in read.assessments:
        facts = {"who": list(each.by), "says": each.says, "leaning": each.leaning}
        yield Proposed(Kind.ASSESSMENT, each.span, each.because, facts)


def _context(read: DocumentRead) -> Iterator[Proposed]:
    """What is shown beside the proposals and waits for nobody."""
    for mention in read.mentions:
        facts: dict[str, Any] = {"who": [mention.entity], "naming": str(mention.naming)}
        yield Proposed(Kind.MENTION, mention.span, mention.because, facts)
    for date in read.dates:
        facts = {
            "date_start": _iso(date.start),
            "date_end": _iso(date.end),
            "derivation": date.derivation,
        }
        yield Proposed(Kind.DATE, date.span, date.because, facts)
    for place in read.places:
        facts = {**_where(place, place.name), "alternatives": list(place.alternatives)}
        yield Proposed(Kind.PLACE, place.span, place.because, facts)


def _with_entries(read: DocumentRead, text: str, found: Sequence[Proposed]) -> list[Proposed]:
    """Each entry of a list of breaches as one allegation, whatever was found inside it.

    What the reading itself made of an entry stays in its facts; its characters are the entry's.
    """
    entries = entries_of(text)
    inside: defaultdict[int, list[Proposed]] = defaultdict(list)
    kept = []
    for each in found:
        touched = _entries_touched(entries, each.span) if each.kind is Kind.ALLEGATION else []
        for number in touched:
            inside[number].append(each)
        if not touched:
            kept.append(each)
    return [*kept, *(_entry(read, text, e, inside[n]) for n, e in enumerate(entries))]


def _entries_touched(entries: Sequence[Entry], span: Span) -> list[int]:
    first = bisect_right(entries, span[0], key=lambda entry: entry.end)
    last = bisect_left(entries, span[1], key=lambda entry: entry.start)
    return list(range(first, last))


def _entry(read: DocumentRead, text: str, entry: Entry, inside: Sequence[Proposed]) -> Proposed:
    dates = [each for each in read.dates if entry.start <= each.span[0] < entry.end]
    places = [each for each in read.places if entry.start <= each.span[0] < entry.end]
    told = type_told(text[entry.start : entry.end])
    facts = {
        "who": [],
        "whom": [],
        **_when(dates[0] if dates else None, read.date),
        **_where(places[0] if places else None, ""),
        **(inside[0].facts if inside else {}),
        "about_process": False,
        "entry": entry.number,
    }
    if facts.get("type") in (None, "", ViolationType.UNSPECIFIED):
        facts["type"] = told
    because = Because(_ENTRY, (entry.start, entry.body), _ENTRY_CONFIDENCE)
    return Proposed(Kind.ALLEGATION, (entry.body, entry.end), because, facts)


def _when(date: DateFound | None, document: DocumentDate | None) -> dict[str, Any]:
    if date is not None:
        return {
            "date_start": _iso(date.start),
            "date_end": _iso(date.end),
            "derivation": date.derivation,
        }
    if document is not None:
        return {
            "date_start": _iso(document.earliest),
            "date_end": _iso(document.latest),
            "derivation": " ".join(document.derivation),
        }
    return {"date_start": None, "date_end": None, "derivation": ""}


def _where(place: PlaceFound | None, words: str) -> dict[str, Any]:
    if place is None:
        return {"place": words, "lat": None, "lon": None, "precision": None}
    return {
        "place": words or place.name,
        "lat": place.lat,
        "lon": place.lon,
        "precision": place.precision,
    }


def _place_words(allegation: Allegation, text: str) -> str:
    return _words(text, allegation.place)


def _words(text: str, span: Span | None) -> str:
    return text[span[0] : span[1]] if span else ""


def _pair(span: Span | None) -> list[int] | None:
    return list(span) if span else None


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None

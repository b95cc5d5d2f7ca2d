"""What a read case looks like as JSON; docs/press-format.md explains each key."""

from collections.abc import Sequence
from typing import Any

from trucewatch.extraction.case import CaseRead, DocumentRead
from trucewatch.extraction.found import Because, Participant, Passage


def case_as_json(case: CaseRead) -> dict[str, Any]:
    """The whole case. Offsets are code points of the texts that were read."""
    return {
        "documents": [_document(document, case) for document in case.documents],
        "cross": {
            "rounds": [
                {
                    "number": one.number,
                    "track": one.track,
                    "start": _day(one.start),
                    "end": _day(one.end),
                    "venue": one.venue,
                    "participants": _present(one.participants, case),
                    "derivation": list(one.derivation),
                    "passages": [_passage(passage) for passage in one.passages],
                }
                for one in case.rounds
            ],
            "reuse": [
                {
                    "a": _passage(one.a),
                    "b": _passage(one.b),
                    "original": one.original,
                    "alike": one.alike,
                }
                for one in case.reuse
            ],
            "contradictions": [
                {
                    "a": _passage(one.a),
                    "b": _passage(one.b),
                    "kind": one.clash.value,
                    "why": one.why,
                }
                for one in case.contradictions
            ],
            "copies": dict(case.copies),
        },
        "entities": {
            identifier: {
                "name": entity.name,
                "kind": entity.kind.value,
                "spellings": list(entity.spellings),
                "protected": entity.protected,
                "rivals": [{"entity": rival.entity, "why": rival.why} for rival in entity.rivals],
            }
            for identifier, entity in case.entities.items()
        },
    }


def _document(document: DocumentRead, case: CaseRead) -> dict[str, Any]:
    date = document.date
    return {
        "id": document.id,
        "document_date": date.day.isoformat() if date else None,
        "document_date_between": (
            [date.earliest.isoformat(), date.latest.isoformat()] if date else None
        ),
        "document_date_derivation": list(date.derivation) if date else [],
        "statements": [
            {
                "speaker": _names(one.speakers, case),
                "speaker_mention": list(one.speaker_mention) if one.speaker_mention else None,
                "content": list(one.content),
                "speech": one.speech.value,
                "act": one.act.value,
                "relayed_by": _names(one.relayed_by, case),
                **_why(one.because),
            }
            for one in document.statements
        ],
        "dates": [
            {
                "span": list(one.span),
                "start": one.start.isoformat(),
                "end": one.end.isoformat(),
                "derivation": one.derivation,
                **_why(one.because),
            }
            for one in document.dates
        ],
        "figures": [
            {
                "span": list(one.span),
                "low": one.low,
                "high": one.high,
                "what": one.what,
                "attributed_to": _joined(one.claimants, case),
                "estimated": one.estimated,
                "scope": list(one.scope) if one.scope else None,
                **_why(one.because),
            }
            for one in document.figures
        ],
        "actor_mentions": [
            {
                "span": list(one.span),
                "entity": one.entity,
                "naming": one.naming.value,
                **_why(one.because),
            }
            for one in document.mentions
        ],
        "places": [
            {
                "span": list(one.span),
                "lat": one.lat,
                "lon": one.lon,
                "name": one.name,
                "precision": one.precision,
                "alternatives": list(one.alternatives),
                **_why(one.because),
            }
            for one in document.places
        ],
        "demands_commitments": [
            {
                "span": list(one.span),
                "kind": one.kind.value,
                "by": _names(one.by, case),
                "of": _names(one.of, case),
                **_why(one.because),
            }
            for one in document.undertakings
        ],
        "violations": [
            {
                "span": list(one.span),
                "alleged_by": _joined(one.alleged_by, case),
                "accused": _names(one.accused, case),
                "type": one.violation_type,
                **_why(one.because),
            }
            for one in document.allegations
            if not one.about_process
        ],
        "process_complaints": [
            {
                "span": list(one.span),
                "alleged_by": _joined(one.alleged_by, case),
                "accused": _names(one.accused, case),
                **_why(one.because),
            }
            for one in document.allegations
            if one.about_process
        ],
        "meetings": [
            {
                "span": list(one.span),
                "start": _day(one.start),
                "end": _day(one.end),
                "venue": one.venue,
                "track": one.track,
                "ordinal": one.ordinal,
                "format": one.format,
                "participants": _present(one.participants, case),
                **_why(one.because),
            }
            for one in document.meetings
        ],
        "assessments": [
            {
                "span": list(one.span),
                "says": one.says,
                "leaning": one.leaning,
                "by": _names(one.by, case),
                **_why(one.because),
            }
            for one in document.assessments
        ],
        "segments": [{"span": list(one.span), "kind": one.kind} for one in document.segments],
    }


def _names(identifiers: Sequence[str], case: CaseRead) -> str | list[str] | None:
    """One name, a list of them, or nothing."""
    names = [case.entities[identifier].name for identifier in identifiers]
    if not names:
        return None
    return names[0] if len(names) == 1 else names


def _joined(identifiers: Sequence[str], case: CaseRead) -> str | None:
    """One string of all names, or nothing: for keys that hold a single name."""
    return " and ".join(case.entities[identifier].name for identifier in identifiers) or None


def _present(participants: Sequence[Participant], case: CaseRead) -> list[str]:
    return [case.entities[one.entity].name for one in participants if one.presence != "absent"]


def _passage(passage: Passage) -> dict[str, Any]:
    return {"doc": passage.document, "span": list(passage.span)}


def _why(because: Because) -> dict[str, Any]:
    return {"rule": because.rule, "cue": list(because.cue), "confidence": because.confidence}


def _day(day: object) -> str | None:
    return day.isoformat() if hasattr(day, "isoformat") else None

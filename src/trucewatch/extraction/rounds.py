"""The rounds of talks that the documents of a case add up to."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from trucewatch.extraction.case import DocumentRead
from trucewatch.extraction.found import (
    Entity,
    EntityKind,
    Participant,
    Passage,
    RoundFound,
)
from trucewatch.extraction.lexicon import Lexicon
from trucewatch.extraction.page import Page

_STAYS_AWAY: Final = (
    "boycott",
    "skip the talks",
    "refused to join",
    "refused to attend",
    "absence of",
)
_SPONSORS: Final = (
    "sponsor", "brokered", "guarantor", "agreement between", "joint statement", "agreed to hold",
    "to help broker", "diplomats from", "experts from",
)  # fmt: skip
_THERE: Final = (
    "attended", "attending", "participating", "took part", "taking part", "officials from",
    "presence", "representative", "will lead", "is led by", "team",
)  # fmt: skip
_SMALL: Final = {ord(letter): letter.lower() for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
"""Small letters for the plain alphabet only: each character stays one character."""
_GAP: Final = dt.timedelta(days=3)


_LONGEST: Final = 10


@dataclass(slots=True)
class _Gathering:
    """What the case says of talks on one track around some days."""

    start: dt.date
    end: dt.date
    ordinal: int | None = None
    passages: list[Passage] = field(default_factory=list)
    venue: str = ""
    notes: list[str] = field(default_factory=list)


def join_rounds(
    documents: list[DocumentRead], pages: list[Page], entities: Mapping[str, Entity],
    lexicon: Lexicon,
) -> list[RoundFound]:  # fmt: skip
    """The rounds of each track: what all documents say of talks within the same days.

    Rounds that no text numbers get their number from those around them. A round that the chronology
    knows takes its days from there where the texts give none or part of them.
    """
    known = {(e["track"], e["number"]): e for e in lexicon.chronology.get("rounds", ())}
    found: list[RoundFound] = []
    tracks = sorted({m.track for d in documents for m in d.meetings if m.track and m.ordinal})
    for track in tracks:
        gatherings = _gatherings(documents, pages, track, known)
        host = lexicon.gazetteer.seats.get(track, "")
        _number(gatherings)
        for gathering in gatherings:
            if gathering.ordinal is None:
                continue
            people = _present(gathering, documents, pages, entities, host)
            found.append(
                RoundFound(
                    track, gathering.ordinal, gathering.start, gathering.end,
                    gathering.venue or track, tuple(people), tuple(dict.fromkeys(gathering.notes)),
                    tuple(gathering.passages),
                )
            )  # fmt: skip
    return found


def _gatherings(
    documents: list[DocumentRead], pages: list[Page], track: str,
    known: Mapping[tuple[str, int], Mapping[str, Any]],
) -> list[_Gathering]:  # fmt: skip
    found: list[_Gathering] = []
    for document, page in zip(documents, pages, strict=True):
        for meeting in document.meetings:
            if meeting.track != track:
                continue
            words = page.words(meeting.span).lower()
            passage = Passage(document.id, meeting.span)
            chronicled = known.get((track, meeting.ordinal or 0))
            again = "again" in words or "another meeting" in words
            start, end = meeting.start, meeting.end
            note = f"{document.id} says so" if start else ""
            ordinal = meeting.ordinal
            if chronicled is not None and (start is None or again or _apart(start, chronicled)):
                start, end = chronicled["start"], chronicled["end"]
                note = f"{track}, round {ordinal}, in the chronology"
            elif chronicled is not None:
                start = min(start or chronicled["start"], chronicled["start"])
                end = max(end or chronicled["end"], chronicled["end"])
            if start is None and ordinal and not again and document.date and "next" not in words:
                start = end = document.date.day
                note = f"{document.id} speaks of it on its day"
            if start is None or end is None or (end - start).days >= _LONGEST:
                continue
            if again and chronicled is None and (end - start).days > 5:
                continue
            if meeting.format == "preparatory" or "gathered separately" in words:
                continue
            _take_in(found, _Gathering(start, end, ordinal, [passage], meeting.venue, [note]))
    found.sort(key=lambda gathering: gathering.start)
    for gathering in found:
        event = known.get((track, gathering.ordinal or 0))
        if event is not None:
            gathering.start, gathering.end = event["start"], event["end"]
            gathering.notes.append(f"{track}, round {gathering.ordinal}, in the chronology")
    return found


def _apart(start: dt.date | None, event: Mapping[str, Any]) -> bool:
    return start is not None and not event["start"] - _GAP <= start <= event["end"] + _GAP


def _take_in(found: list[_Gathering], new: _Gathering) -> None:
    for known in found:
        near = new.start - _GAP <= known.end and known.start - _GAP <= new.end
        if near and (new.ordinal is None or known.ordinal in (None, new.ordinal)):
            vague = (known.end - known.start).days > 3
            if vague != ((new.end - new.start).days > 3):  # "next week" and "19 and 20 October"
                if vague:
                    known.start, known.end = new.start, new.end
            else:
                known.start, known.end = min(known.start, new.start), max(known.end, new.end)
            known.ordinal = known.ordinal or new.ordinal
            known.passages += new.passages
            known.notes += new.notes
            known.venue = known.venue or new.venue
            return
    found.append(new)


def _number(gatherings: list[_Gathering]) -> None:
    """Numbers for rounds that no text counts: one more than the last, one less than the next."""
    for place, gathering in enumerate(gatherings):
        if gathering.ordinal is not None:
            continue
        following = [g for g in gatherings[place + 1 :] if g.ordinal is not None]
        before = [g for g in gatherings[:place] if g.ordinal is not None]
        if before:
            gathering.ordinal = (before[-1].ordinal or 0) + 1
            gathering.notes.append("the one after the last that is numbered")
        elif following and following[0].ordinal and following[0].ordinal > 1:
            steps = sum(g.start < following[0].start for g in gatherings[place:])
            number = following[0].ordinal - steps
            if number > 0:
                gathering.ordinal = number
                gathering.notes.append("the one before the first that is numbered")


def _present(
    gathering: _Gathering, documents: list[DocumentRead], pages: list[Page],
    entities: Mapping[str, Entity], host: str,
) -> list[Participant]:  # fmt: skip
    """Who took part: parties that delegations, sponsors and attending people of those days are."""
    found: dict[str, Participant] = {}
    away: set[str] = set()
    for document, page in zip(documents, pages, strict=True):
        about = document.date is not None and (
            gathering.start - _GAP <= document.date.day <= gathering.end + _GAP
        )
        spans = [p.span for p in gathering.passages if p.document == document.id]
        if not about and not spans:
            continue
        low = page.view.translate(_SMALL)
        for meeting in document.meetings:
            within = (
                meeting.start is not None
                and meeting.end is not None
                and (gathering.start <= meeting.start and meeting.end <= gathering.end)
            )
            if within and meeting.format not in ("press", "preparatory", "side"):
                for one in meeting.participants:
                    if one.presence == "present" and entities[one.entity].kind in _PARTIES:
                        found.setdefault(one.entity, Participant(one.entity, "party", "present"))
        for mention in document.mentions:
            inside = any(a <= mention.span[0] < b for a, b in spans)
            if not about and not inside:
                continue
            around = low[max(0, mention.span[0] - 70) : mention.span[1] + 90]
            party = _party(mention.entity, around, entities)
            if not party:
                continue
            behind = low[mention.span[1] : mention.span[1] + 45]
            before = low[max(0, mention.span[0] - 15) : mention.span[0]]
            if about and any(mark in behind or mark in before for mark in _STAYS_AWAY):
                away.add(party)
            found.setdefault(party, Participant(party, "party", "present"))
    sides = {e.of for e in entities.values() if e.kind is EntityKind.DELEGATION and e.of}
    return [
        found[party] for party in found
        if (party not in away or entities[party].kind is EntityKind.STATE)
        and not (
            entities[party].name in sides and _has_sides(entities[party].name, found, entities)
        )
        and entities[party].name != host
    ]  # fmt: skip


_PARTIES: Final = (EntityKind.STATE, EntityKind.DELEGATION)


def _party(identifier: str, around: str, entities: Mapping[str, Entity]) -> str:
    """The party that an actor shows to be there, by what it is and by the words around it."""
    entity = entities[identifier]
    there = any(mark in around for mark in _THERE)
    if entity.kind is EntityKind.DELEGATION:
        if identifier.endswith("-delegation"):
            return _state(entity.of, entities)
        return identifier
    if identifier == "united-nations":
        return identifier if there and "broke" not in around else ""
    if entity.kind is EntityKind.STATE:
        return identifier if any(mark in around for mark in _SPONSORS) else ""
    if entity.kind is EntityKind.PERSON and entity.of and there:
        state = _state(entity.of, entities)
        focus = any(e.kind is EntityKind.DELEGATION and e.of == entity.of
                    for e in entities.values())  # fmt: skip
        return "" if focus else state
    return ""


def _state(name: str, entities: Mapping[str, Entity]) -> str:
    return next(
        (i for i, e in entities.items() if e.kind is EntityKind.STATE and e.name == name), ""
    )


def _has_sides(
    state: str, found: Mapping[str, Participant], entities: Mapping[str, Entity]
) -> bool:
    """Whether a side of the state's conflict is there: the state itself is then nobody more."""
    return any(
        entities[party].kind is EntityKind.DELEGATION and entities[party].of == state
        for party in found
    )

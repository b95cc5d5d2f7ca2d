"""Meetings that a page tells of, and the rounds of talks that a case adds up to."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from trucewatch.extraction.actors import Actors
from trucewatch.extraction.case import DocumentRead, SegmentKind
from trucewatch.extraction.found import (
    Because,
    DateFound,
    Entity,
    EntityKind,
    MeetingFound,
    Participant,
    Passage,
    RoundFound,
)
from trucewatch.extraction.lexicon import DEMONYM, MEETS, Lexicon
from trucewatch.extraction.page import Page, Sentence
from trucewatch.extraction.phrases import Phrase
from trucewatch.extraction.spans import DatesAt, PhrasesAt, SaidAt
from trucewatch.extraction.speakers import Spoken
from trucewatch.extraction.tokens import Token

_NOUNS: Final = frozenset(
    {"talks", "meeting", "meetings", "negotiations", "round", "session", "conference", "summit",
     "consultations", "discussions"}
)  # fmt: skip
_FORMATS: Final = (
    ("press", ("press",)), ("technical", ("technical", "expert", "experts")),
    ("proximity", ("indirect", "intermediaries")), ("preparatory", ("preparatory",)),
    ("guarantor_trilateral", ("trilateral",)), ("direct", ("face-to-face", "direct")),
    ("plenary", ("plenary", "opening")),
)  # fmt: skip
_ORDINALS: Final = {
    word: number for number, word in enumerate(
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"], 1
    )
}  # fmt: skip
_BEGIN: Final = frozenset({"began", "begin", "start", "started", "starts", "open", "opened", "underway",
                           "meet", "set"})  # fmt: skip
_CLOSE: Final = frozenset(
    {"closed", "over", "until", "end", "ended", "concluded", "last", "wrapped"}
)
_ATTEND: Final = frozenset(
    {"attended", "attending", "attend", "participating", "participated", "participate", "heads",
     "led", "lead", "leads", "part", "gathered", "joined", "representing", "arrive", "arrived"}
)  # fmt: skip
_AWAY: Final = frozenset({"boycott", "boycotted", "boycotting", "skip", "skipped", "absence"})
_STAYS_AWAY: Final = (
    "boycott",
    "skip the talks",
    "refused to join",
    "refused to attend",
    "absence of",
)
_SPONSORS: Final = ("sponsor", "brokered", "guarantor", "agreement between", "joint statement",
                    "agreed to hold", "to help broker", "diplomats from", "experts from")  # fmt: skip
_THERE: Final = ("attended", "attending", "participating", "took part", "taking part", "officials from",
                 "presence", "representative", "will lead", "is led by", "team")  # fmt: skip
_LONGEST: Final = 10
_SMALL: Final = {ord(letter): letter.lower() for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
"""Small letters for the plain alphabet only: each character stays one character."""
_GAP: Final = dt.timedelta(days=3)


def find_meetings(
    page: Page, phrases: list[Phrase], dates: list[DateFound], spoken: list[Spoken],
    actors: Actors, lexicon: Lexicon,
) -> list[MeetingFound]:  # fmt: skip
    """The meetings of a page: sentences that say that somebody met, or that talks were held."""
    found = []
    whole = PhrasesAt(phrases)
    said = SaidAt(spoken)
    tracks = _tracks(lexicon)
    main = _main_track(page, lexicon, tracks)
    told = DatesAt([date for date in dates if not _dates_a_cue(date, said, page)])
    for sentence in page.sentences:
        kind = page.segments[sentence.segment].kind
        if kind in (SegmentKind.BOILERPLATE, SegmentKind.DATELINE, SegmentKind.CAPTION):
            continue
        if not sentence.bits & MEETS:
            continue
        tokens = page.tokens[sentence.first : sentence.last]
        words = [token.low for token in tokens if token.quote == -1] or [t.low for t in tokens]
        told_of = [token for token in tokens if token.bits & MEETS and token.low in words]
        held = any(token.low in _NOUNS for token in told_of)
        met = any(token.low not in _NOUNS for token in told_of)
        if not told_of:
            continue
        start, end = page.span(sentence.first, sentence.last)
        inside = [
            d for d in told.within((start, end))
            if (d.end - d.start).days < _LONGEST and not _dates_another(d, page)
        ]  # fmt: skip
        ordinal = _ordinal(tokens)
        track = _track(tokens, lexicon, tracks) or (main if ordinal or _speaks_of_talks(words) else "")
        people = _participants(page, whole, sentence, actors, lexicon)
        if not inside and ordinal is None and not (met and len(people) > 1):
            continue
        if not (held and (track or len(people) > 1 or inside)) and not (met and people):
            continue
        rule = "meeting: round" if ordinal and track else "meeting: held"
        cue_token = told_of[0]
        because = Because(rule, (cue_token.start, cue_token.end), lexicon.confidence.get(rule, 0.7))
        found.append(
            MeetingFound(
                span=(start, end),
                start=min((d.start for d in inside), default=None),
                end=max((d.end for d in inside), default=None),
                venue=_venue(tokens, lexicon) or track,
                track=track,
                ordinal=ordinal,
                format=_format(words),
                participants=tuple(people),
                outcome=None,
                because=because,
            )
        )
    return found


def _dates_a_cue(date: DateFound, said: SaidAt, page: Page) -> bool:
    """Whether the day is when somebody spoke: "said on Sunday it expected …"."""
    i = page.token_at(date.span[0])
    one = said.before(date.span[0])
    if one is None or one.said.rule == "according to":
        return False
    content = one.said.content
    if content[0] <= date.span[0] < content[1]:
        return False
    return 0 < i - page.token_at(one.said.cue[0]) <= 9


def _tracks(lexicon: Lexicon) -> dict[str, str]:
    """The tracks of the chronology, by their own name and by the state whose capital names them."""
    names = {event["track"] for event in lexicon.chronology.get("rounds", ())}
    by_state = {state: seat for seat, state in lexicon.gazetteer.seats.items() if seat in names}
    return {**{name: name for name in sorted(names)}, **by_state}


def _main_track(page: Page, lexicon: Lexicon, tracks: dict[str, str]) -> str:
    """The track that most sentences of the page name."""
    counts: dict[str, int] = {}
    for sentence in page.sentences:
        if sentence.bits & MEETS:
            track = _track(page.tokens[sentence.first : sentence.last], lexicon, tracks)
            if track:
                counts[track] = counts.get(track, 0) + 1
    return max(sorted(counts), key=lambda track: counts[track]) if counts else ""


def _speaks_of_talks(words: list[str]) -> bool:
    """Whether the sentence begins with the talks that the page is about."""
    return words[:2] in (["the", "talks"], ["the", "meeting"], ["the", "round"])


def _dates_another(date: DateFound, page: Page) -> bool:
    """Whether the day is that of a truce or paper: "took effect on 23 August", "since May"."""
    i = page.token_at(date.span[0])
    near = {token.low for token in page.tokens[max(0, i - 4) : i]}
    return bool(near & {"effect", "signed", "since", "force", "brokered"})


def _track(tokens: list[Token], lexicon: Lexicon, tracks: dict[str, str]) -> str:
    """The town that talks are named after: "the Astana process", "talks in Geneva"."""
    gazetteer = lexicon.gazetteer
    for place, token in enumerate(tokens):
        if not token.cap:
            continue
        track = tracks.get(token.text) or tracks.get(gazetteer.demonyms.get(token.text, ""))
        if track is not None:
            return track
        spot = gazetteer.places.get(token.text)
        if spot is not None and spot.precision == 1:
            after = tokens[place + 1 : place + 4]
            if any(other.low in _NOUNS or other.low == "process" for other in after):
                return token.text
    return ""


def _venue(tokens: list[Token], lexicon: Lexicon) -> str:
    for place, token in enumerate(tokens):
        if token.low in ("hotel", "palace") and token.cap and place and tokens[place - 1].cap:
            return f"{tokens[place - 1].text} {token.text}"
    for place, token in enumerate(tokens[1:], 1):
        if token.text in lexicon.gazetteer.places and tokens[place - 1].low in ("in", "at", ","):
            if lexicon.gazetteer.places[token.text].precision < 6:
                return token.text
    return ""


def _ordinal(tokens: list[Token]) -> int | None:
    for place, token in enumerate(tokens):
        number = _ORDINALS.get(token.low)
        if number is not None:
            near = [other.low for other in tokens[place + 1 : place + 6]]
            if "round" in near[:2] or set(near[:3]) & {"meeting", "talks"}:
                if "day" not in near[:1] and "time" not in near[:1] and "session" not in near[:1]:
                    return number
    return None


def _format(words: list[str]) -> str:
    for name, marks in _FORMATS:
        if any(mark in words for mark in marks):
            return name
    return "side" if "met" in words else ""


def _participants(
    page: Page, phrases: PhrasesAt, sentence: Sentence, actors: Actors, lexicon: Lexicon
) -> list[Participant]:
    """The actors of the sentence who met: those named, and the nations before "delegations"."""
    tokens = page.tokens
    found: dict[str, Participant] = {}
    words = {token.low for token in tokens[sentence.first : sentence.last]}
    presence = "absent" if words & _AWAY else "present"
    lists = "delegations" in words or "delegates" in words
    for phrase in phrases.within(sentence.first, sentence.last):
        entity = phrase.entity
        if phrase.kind == "people" and lists and tokens[phrase.core].bits & DEMONYM:
            entity = actors._enter(phrase.nation, EntityKind.STATE) if phrase.nation else ""
        elif phrase.kind == "body" and phrase.head in ("delegations", "delegation", "team", "side"):
            if phrase.nation and phrase.nation == actors.focus:
                people = actors._people_of(phrase.nation)
                entity = actors._enter(f"{people} government", EntityKind.DELEGATION)
                actors.named[entity].of = phrase.nation
            elif phrase.nation:
                entity = actors._enter(phrase.nation, EntityKind.STATE)
        elif phrase.kind not in ("person", "actor", "side"):
            continue
        located = phrase.first > sentence.first and tokens[phrase.first - 1].low in (
            "in",
            "at",
            "to",
        )
        if entity and not located and _is_actor(phrase, tokens):
            found.setdefault(entity, Participant(entity, "party", presence))
    return list(found.values())


def _is_actor(phrase: Phrase, tokens: list[Token]) -> bool:
    """Whether a state's name stands for the state here, and not in "Kazakhstan's capital"."""
    if phrase.kind != "actor":
        return True
    after = tokens[phrase.last].low if phrase.last < len(tokens) else ""
    if phrase.actor is None or phrase.actor.name != phrase.name:
        return False
    return after not in ("'s", "peace", "talks", "settlement", "process", "conflict", "crisis")


# --- rounds --------------------------------------------------------------------------------------


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
    """Numbers for rounds that no text counts: one more than the one before, one less than the next."""
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
        and not (entities[party].name in sides and _has_sides(entities[party].name, found, entities))
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

"""Meetings that a page tells of: who met, when, where, in which format."""

from typing import Final

from trucewatch.extraction.actors import Actors
from trucewatch.extraction.case import SegmentKind
from trucewatch.extraction.found import (
    Because,
    DateFound,
    EntityKind,
    MeetingFound,
    Participant,
)
from trucewatch.extraction.lexicon import DEMONYM, MEETS, Lexicon
from trucewatch.extraction.page import Page, Sentence
from trucewatch.extraction.phrase import Phrase
from trucewatch.extraction.spans import DatesAt, PhrasesAt, SaidAt
from trucewatch.extraction.speakers import Spoken
from trucewatch.extraction.tokens import Token
from trucewatch.extraction.when import ORDINALS

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
_AWAY: Final = frozenset({"boycott", "boycotted", "boycotting", "skip", "skipped", "absence"})
_LONGEST: Final = 10


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
        track = _track(tokens, lexicon, tracks) or (
            main if ordinal or _speaks_of_talks(words) else ""
        )
        if ordinal and "again" in words:
            inside = []  # "the third round agreed to meet again in May" was not in May
        people = _participants(page, whole, sentence, actors, lexicon)
        if not inside and ordinal is None and not (met and len(people) > 1):
            continue
        if not (held and (track or len(people) > 1 or inside)) and not (met and people):
            continue
        rule = "meeting: round" if ordinal and track else "meeting: held"
        cue_token = told_of[0]
        because = Because(rule, (cue_token.start, cue_token.end), lexicon.share(rule, 0.7))
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
        if (
            token.text in lexicon.gazetteer.places
            and tokens[place - 1].low in ("in", "at", ",")
            and lexicon.gazetteer.places[token.text].precision < 6
        ):
            return token.text
    return ""


def _ordinal(tokens: list[Token]) -> int | None:
    for place, token in enumerate(tokens):
        number = ORDINALS.get(token.low)
        if number is not None:
            near = [other.low for other in tokens[place + 1 : place + 6]]
            if (
                ("round" in near[:2] or set(near[:3]) & {"meeting", "talks"})
                and "day" not in near[:1]
                and "time" not in near[:1]
                and "session" not in near[:1]
            ):
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
            entity = actors.enter(phrase.nation, EntityKind.STATE) if phrase.nation else ""
        elif phrase.kind == "body" and phrase.head in ("delegations", "delegation", "team", "side"):
            if phrase.nation and phrase.nation == actors.focus:
                people = actors.people_of(phrase.nation)
                entity = actors.enter(f"{people} government", EntityKind.DELEGATION)
                actors.named[entity].of = phrase.nation
            elif phrase.nation:
                entity = actors.enter(phrase.nation, EntityKind.STATE)
        elif phrase.kind not in ("person", "actor", "side"):
            continue
        located = phrase.first > sentence.first and tokens[phrase.first - 1].low in (
            "in",
            "at",
            "to",
        )
        meets = bool(entity) and (
            actors.named[entity].kind is not EntityKind.ORGANISATION or entity == "united-nations"
        )
        if meets and not located and _is_actor(phrase, tokens):
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

"""Answering a question: groups of what the reader may see, each found through its own gate."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from django.db.models import Q

from trucewatch.accounts.access import Reader
from trucewatch.agreements.models import Instrument
from trucewatch.bulletins.models import Bulletin
from trucewatch.incidents.choices import filter_options, parties_to_choose_from
from trucewatch.incidents.index.counting import count_reports, count_sifted_incidents
from trucewatch.incidents.index.sifting import sift
from trucewatch.incidents.queries import IncidentSeen, incident_page
from trucewatch.names.folding import fold
from trucewatch.parties.models import Party, PartyName
from trucewatch.places.queries import AreaResolver, PlaceHit, search_places
from trucewatch.reports.queries import ReportFilter, parse_filter
from trucewatch.search.question import Question
from trucewatch.search.talks import rounds_told_of, texts_told_of
from trucewatch.sources.models import Document, Source
from trucewatch.talks.models import Round

T = TypeVar("T")
SHOWN = 10
"""How many of each kind stand on the page; incidents go on in the situation."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, kind by kind; ``wanted`` is the same question as a filter of reports."""

    wanted: ReportFilter
    errors: Mapping[str, str] = field(default_factory=dict)
    incidents: list[IncidentSeen] = field(default_factory=list)
    report_count: int = 0
    incident_count: int = 0
    places: list[PlaceHit] = field(default_factory=list)
    parties: list[Party] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    bulletins: list[Bulletin] = field(default_factory=list)
    instruments: list[Instrument] = field(default_factory=list)
    rounds: list[Round] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was found."""
        found = (self.places, self.parties, self.sources, self.documents, self.bulletins)
        return not (self.incident_count or any(found) or self.instruments or self.rounds)


def answer(question: Question, reader: Reader) -> Answer:
    """Everything that the reader may see and that the question asks for."""
    limits, errors = _resolved(question.limits, reader)
    wanted, unusable = parse_filter({**limits, "q": question.words})
    errors = {**question.errors, **errors, **unusable}
    if errors:
        return Answer(ReportFilter(), errors)
    kinds, found = question.kinds, {}
    if not kinds or "incidents" in kinds:
        sifted = sift(reader, wanted)
        page = incident_page(reader, sifted, standing=wanted.standing, size=SHOWN)
        found = {
            "incidents": page.incidents,
            "report_count": count_reports(sifted),
            "incident_count": count_sifted_incidents(sifted),
        }
    if fold(question.words) and not question.is_about_events:
        found |= {
            kind: find(question.words, reader)
            for kind, find in _FINDERS.items()
            if not kinds or _kind_of(kind) in kinds
        }
    return Answer(wanted, **found)  # type: ignore[arg-type]  # by the names of its fields


def _resolved(limits: Mapping[str, str], reader: Reader) -> tuple[dict[str, str], dict[str, str]]:
    """Names in the limits as the keys that a filter takes."""
    resolved, errors = dict(limits), {}
    if area := limits.get("area"):
        place = AreaResolver().find(area)
        if place is None:
            errors["area"] = f"No governorate or country is called “{area}”."
        else:
            resolved["area"] = place.key
    if name := limits.get("party"):
        known = _parties(name, reader)
        exact = [party for party in known if fold(party.name) == fold(name)] or known
        if len(exact) == 1:
            resolved["party"] = str(exact[0].pk)
        else:
            errors["party"] = _which("party", name, [party.name for party in known])
    if source := limits.get("source"):
        hits = _sources(source, reader)
        keyed = [hit for hit in hits if source in (hit.key, hit.name)] or hits
        if len(keyed) == 1:
            resolved["source"] = keyed[0].key
        else:
            errors["source"] = _which("source", source, [hit.name for hit in hits])
    return resolved, errors


def _which(kind: str, name: str, known: list[str]) -> str:
    if not known:
        return f"No {kind} is called “{name}”."
    return f"“{name}” may be: {', '.join(known[:SHOWN])}."


def _kind_of(group: str) -> str:
    return "talks" if group in ("instruments", "rounds") else group


def _places(words: str, reader: Reader) -> list[PlaceHit]:
    return search_places(words, SHOWN)


def _parties(words: str, reader: Reader) -> list[Party]:
    """Parties by any of their names; only those that the reader could meet anyway."""
    known = {party.pk: party for party in parties_to_choose_from(reader)}
    asked = _all_in("folded", words)
    by_alias = PartyName.objects.filter(asked, party__in=known).values_list("party_id", flat=True)
    aliases: set[UUID] = set(by_alias)
    found = [p for p in known.values() if p.pk in aliases or _holds(p.name, words)]
    return found[:SHOWN]


def _sources(words: str, reader: Reader) -> list[Source]:
    sources = filter_options(reader).sources
    return [s for s in sources if words == s.key or _holds(f"{s.name} {s.key}", words)][:SHOWN]


def _documents(words: str, reader: Reader) -> list[Document]:
    visible = Document.objects.visible_to(reader).order_by("-id")
    return _held(visible.iterator(500), words)


def _bulletins(words: str, reader: Reader) -> list[Bulletin]:
    visible = Bulletin.objects.visible_to(reader).order_by("-window_end", "-id")
    return _held(visible.defer("words").iterator(500), words)


def _instruments(words: str, reader: Reader) -> list[Instrument]:
    """Texts by their names, then those whose words, or what is told of them, hold the words."""
    visible = list(Instrument.objects.visible_to(reader))
    named = [each for each in visible if _holds(str(each), words)]
    if len(named) >= SHOWN:
        return named[:SHOWN]
    told = texts_told_of(reader, _holding(words))
    return [*named, *(each for each in visible if each.pk in told and each not in named)][:SHOWN]


def _rounds(words: str, reader: Reader) -> list[Round]:
    """Rounds by what every member sees of them, then by what is told of them."""
    rounds = list(Round.objects.all())
    named = [each for each in rounds if _holds(_said_by_itself(each), words)]
    if len(named) >= SHOWN:
        return named[:SHOWN]
    told = rounds_told_of(reader, _holding(words))
    return [*named, *(each for each in rounds if each.pk in told and each not in named)][:SHOWN]


def _said_by_itself(held: Round) -> str:
    return f"{held} {held.venue_label} {held.purpose} {held.outcome} {held.remarks}"


_FINDERS = {
    "places": _places,
    "parties": _parties,
    "sources": _sources,
    "documents": _documents,
    "bulletins": _bulletins,
    "instruments": _instruments,
    "rounds": _rounds,
}


def _held(rows: Iterable[T], words: str) -> list[T]:
    found = []
    for row in rows:
        if _holds(str(row), words):
            found.append(row)
            if len(found) == SHOWN:
                break
    return found


def _holds(text: str, words: str) -> bool:
    """Whether some word of the text begins with each word that is looked for."""
    return _holding(words)(text)


def _holding(words: str) -> Callable[[str], bool]:
    """The same question, folded once for many texts."""
    wanted = [f" {word}" for word in fold(words).split()]

    def holds(text: str) -> bool:
        there = f" {' '.join(fold(text).split())}"
        return all(word in there for word in wanted)

    return holds


def _all_in(column: str, words: str) -> Q:
    condition = Q()
    for word in fold(words).split():
        condition &= Q(**{f"{column}__contains": word})
    return condition

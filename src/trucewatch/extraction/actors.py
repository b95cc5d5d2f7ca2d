"""Which actor each phrase means, over all documents of a case."""

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from trucewatch.extraction.found import Entity, EntityKind, Rival
from trucewatch.extraction.lexicon import ANONYMOUS, DETERMINER, Lexicon
from trucewatch.extraction.page import Page
from trucewatch.extraction.people import People, is_full
from trucewatch.extraction.phrase import Phrase
from trucewatch.names.folding import fold

_HEADS_OF_TEAM: Final = frozenset(
    {"head", "chief", "leader", "negotiator", "representative", "delegate"}
)
_TEAM: Final = frozenset({"delegation", "team", "side", "delegations", "negotiators", "delegates"})
_LEADS: Final = frozenset({"heads", "headed", "leads", "led", "head", "lead", "leading", "heading"})
_GENERIC_BODIES: Final = frozenset(
    {"company", "firm", "bank", "agency", "group", "party", "organisation", "organization",
     "institute", "university", "network", "foundation", "charity", "union", "hospital", "airline",
     "watchdog", "regulator", "broadcaster", "newspaper"}
)  # fmt: skip
_INDEFINITE: Final = frozenset({"a", "an", "one", "another", "some", "several", "any", "no"})
_WORDS: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Held:
    """An office that a document gives a person."""

    person: str
    head: str
    nation: str
    side: str
    at: int


@dataclass(slots=True)
class Named:
    """An entity while it is put together."""

    name: str
    kind: EntityKind
    spellings: dict[str, None] = field(default_factory=dict)
    protected: bool = False
    of: str = ""
    registered: str = ""
    rivals: list[Rival] = field(default_factory=list)


class Actors:
    """Gives each phrase of each page its entity (``Phrase.entity``)."""

    def __init__(
        self, pages: list[Page], phrases: list[list[Phrase]], lexicon: Lexicon, focus: str
    ) -> None:
        self.pages = pages
        self.phrases = phrases
        self.lexicon = lexicon
        self.focus = focus
        self.named: dict[str, Named] = {}
        self.held: list[list[Held]] = []
        self._persons()
        for number in range(len(pages)):
            self._document(number)

    def entities(self) -> dict[str, Entity]:
        """All entities by their ids, which are in the order of their first mention."""
        return {
            identifier: Entity(
                id=identifier, name=named.name, kind=named.kind,
                spellings=tuple(named.spellings), protected=named.protected, of=named.of,
                rivals=tuple(named.rivals), registered=named.registered,
            )
            for identifier, named in self.named.items()
        }  # fmt: skip

    # --- persons ---------------------------------------------------------------------------

    def _persons(self) -> None:
        people = People()
        chosen: dict[int, int] = {}
        for number, phrases in enumerate(self.phrases):
            for phrase in phrases:
                if phrase.kind == "person" and is_full(phrase.name):
                    chosen[id(phrase)] = people.add_full(phrase.name, number)
        for number, phrases in enumerate(self.phrases):
            recent: list[int] = []
            ahead = [chosen[id(p)] for p in phrases if id(p) in chosen]
            for phrase in phrases:
                if phrase.kind != "person":
                    continue
                person = chosen.get(id(phrase))
                if person is None:
                    pool = recent if any(people.fits(phrase.name, n) for n in recent) else ahead
                    person = chosen[id(phrase)] = people.add_short(phrase.name, number, pool)
                if person in recent:
                    recent.remove(person)
                recent.append(person)
        ids: dict[int, str] = {}
        for phrases in self.phrases:
            for phrase in phrases:
                if phrase.kind == "person":
                    person = chosen[id(phrase)]
                    found = people.persons[person]
                    if person not in ids:
                        ids[person] = self.enter(found.name, EntityKind.PERSON, unique=True)
                    phrase.entity = ids[person]
                    self.named[ids[person]].spellings[phrase.name] = None
        for person, identifier in ids.items():
            for other, why in sorted(people.persons[person].rivals.items()):
                if other in ids:
                    self.named[identifier].rivals.append(Rival(ids[other], why))

    def enter(self, name: str, kind: EntityKind, *, unique: bool = False) -> str:
        """The id of the entity of that name and kind; a new one where it is unknown."""
        slug = "-".join(_WORDS.findall(fold(name))) or "unnamed"
        identifier = slug
        suffix = 2
        while identifier in self.named:
            known = self.named[identifier]
            if not unique and known.kind is kind:
                return identifier
            identifier = f"{slug}-{suffix}"
            suffix += 1
        self.named[identifier] = Named(name, kind)
        return identifier

    # --- everyone else -----------------------------------------------------------------------

    def _document(self, number: int) -> None:
        page, phrases = self.pages[number], self.phrases[number]
        named = ""
        for phrase in phrases:
            if phrase.entity:
                continue
            if named and self._means_the_named(phrase, page):
                phrase.entity = named
                continue
            self._plain(phrase, page)
            capital = page.tokens[phrase.core].cap and page.tokens[phrase.core].start > 0
            if phrase.entity and phrase.kind == "body" and capital and not phrase.nested:
                named = phrase.entity
        held = self._offices_held(page, phrases)
        self.held.append(held)
        anonymous: dict[str, str] = {}
        for phrase in phrases:
            if phrase.kind in ("role", "people") and not phrase.entity:
                self._role(phrase, page, held, anonymous, number)

    def _plain(self, phrase: Phrase, page: Page) -> None:
        """States, bodies, sides, offices: known by what they are called."""
        written = page.view[slice(*page.span(phrase.first, phrase.last))]
        if phrase.actor is not None:
            actor = phrase.actor
            phrase.entity = self.enter(actor.name, actor.kind)
            if actor.registered:
                self.named[phrase.entity].registered = actor.registered
        elif phrase.kind == "actor" and not phrase.nation:
            return  # a place, and nobody
        elif phrase.kind == "side":
            nation = phrase.nation or self.focus
            people = self.people_of(nation)
            called = f"{people} {phrase.side}" if people else phrase.side
            phrase.entity = self.enter(called, EntityKind.DELEGATION)
            self.named[phrase.entity].of = nation
        elif phrase.kind == "office":
            self._office(phrase, page)
        elif phrase.kind == "body":
            self._body(phrase)
        else:
            return
        self.named[phrase.entity].spellings.setdefault(written.removeprefix("the "))

    def _means_the_named(self, phrase: Phrase, page: Page) -> bool:
        """Whether "the company" means the body that was last named with a name of its own."""
        token = page.tokens[phrase.core]
        words = phrase.core_end - phrase.first
        return (
            phrase.kind == "body"
            and phrase.definite
            and words == 2
            and not token.cap
            and token.low in _GENERIC_BODIES
            and not phrase.of
        )

    def people_of(self, nation: str) -> str:
        return self.lexicon.gazetteer.demonym_of.get(nation, "").replace("_", " ")

    def _office(self, phrase: Phrase, page: Page) -> None:
        office = self.enter(phrase.name, EntityKind.ORGANISATION)
        if page.tokens[phrase.core].bits & ANONYMOUS or phrase.head.startswith("spokes"):
            name = f"{phrase.head} for the {phrase.name}"
            phrase.entity = self.enter(name, EntityKind.ANONYMOUS)
            self.named[phrase.entity].protected = True
            self.named[phrase.entity].of = office
        else:
            phrase.entity = office

    def _body(self, phrase: Phrase) -> None:
        if phrase.nation and phrase.head in _TEAM:
            called = f"{self.people_of(phrase.nation)} delegation"
            phrase.entity = self.enter(called, EntityKind.DELEGATION)
            self.named[phrase.entity].of = phrase.nation
            return
        name = re.sub(r"^(?:the|a|an|its|their|his|her|this|that)\s+", "", phrase.name, flags=re.I)
        name = name.replace(" 's", "'s").replace(" - ", "-")
        phrase.entity = self.enter(name, EntityKind.ORGANISATION)

    def side_of(self, words: str) -> str:
        """Which side words such as "the regime's delegation" speak of."""
        low = words.lower()
        if "opposition" in low or "rebel" in low or "armed groups" in low:
            return "opposition"
        if "government" in low or "regime" in low:
            return "government"
        return ""

    def _offices_held(self, page: Page, phrases: list[Phrase]) -> list[Held]:
        """Who is said to be what: by title, by apposition, by "who heads the delegation"."""
        tokens = page.tokens
        held: list[Held] = []
        whole = [phrase for phrase in phrases if not phrase.nested]

        def hold(person: Phrase, role: Phrase) -> None:
            words = " ".join(t.low for t in tokens[role.first : role.last])
            nation = role.nation or (self.focus if self.side_of(words) else "")
            held.append(Held(person.entity, role.head, nation, self.side_of(words), person.first))
            role.entity = person.entity
            if not self.named[person.entity].of:
                self.named[person.entity].of = nation

        for before, behind in pairwise(whole):
            parted = behind.first == before.last + 1 and tokens[before.last].text == ","
            if before.kind == "person" and (before.roles or before.nation):
                words = " ".join(t.low for t in tokens[before.first : before.core])
                held += [
                    Held(before.entity, role, before.nation, self.side_of(words), before.first)
                    for role in before.roles or [""]
                ]
                is_guest = {"envoy", "mediator"} & set(before.roles) or " un " in f" {words} "
                if not is_guest:
                    named = self.named[before.entity]
                    named.of = named.of or before.nation
            if parted and before.kind == "person" and behind.kind in ("role", "side"):
                if behind.kind == "role" and self._names_office(behind, tokens[behind.first].low):
                    hold(before, behind)
            elif parted and before.kind == "role" and behind.kind == "person":
                if self._names_office(before, "the"):
                    hold(behind, before)
            elif before.kind == "person" and behind.kind in ("side", "body"):
                between = tokens[before.last : behind.first]
                if len(between) <= 4 and any(token.low in _LEADS for token in between):
                    words = " ".join(t.low for t in tokens[behind.first : behind.last])
                    side = self.side_of(words)
                    nation = behind.nation or (self.focus if side else "")
                    held.append(Held(before.entity, "head", nation, side, before.first))
        return held

    def _names_office(self, role: Phrase, opening: str) -> bool:
        return not role.plural and opening not in ("some", "no", "any")

    def _role(
        self, phrase: Phrase, page: Page, held: list[Held], anonymous: dict[str, str], number: int
    ) -> None:
        """An office without its name: the person who holds it, or somebody unnamed."""
        tokens = page.tokens
        words = [t.low for t in tokens[phrase.first : phrase.last]]
        if phrase.kind == "role":
            person = self._holder(phrase, words, held)
            if person:
                phrase.entity = person
                return
        opening = tokens[phrase.first]
        indefinite = opening.low in _INDEFINITE or opening.text[0].isdigit()
        unnamed = tokens[phrase.core].bits & ANONYMOUS or phrase.head.startswith("spokes")
        if unnamed and not phrase.plural:
            known = anonymous.get(phrase.head)
            if not indefinite and known and len(words) <= 2:
                phrase.entity = known
                return
            name = self._called(phrase, page)
            phrase.entity = self.enter(name, EntityKind.ANONYMOUS)
            self.named[phrase.entity].protected = True
            self.named[phrase.entity].of = phrase.nation
            anonymous[phrase.head] = phrase.entity
        elif phrase.kind == "role" and phrase.definite and len(words) <= 2:
            return  # "the minister": whoever was named last, see ``speakers``
        else:
            name = self._called(phrase, page)
            phrase.entity = self.enter(name, EntityKind.PEOPLE)
        self.named[phrase.entity].spellings.setdefault(name)

    def _called(self, phrase: Phrase, page: Page) -> str:
        first = phrase.first
        while first < phrase.core and page.tokens[first].bits & DETERMINER:
            first += 1
        return page.view[slice(*page.span(first, phrase.last))].replace("\n", " ")

    def _holder(self, phrase: Phrase, words: list[str], held: list[Held]) -> str:
        """The one person in the document who holds such an office; nobody where several do."""
        if phrase.head == "source" or words[0] in _INDEFINITE:
            return ""
        text = " ".join(words)
        side = self.side_of(text)
        nation = phrase.nation or (self.focus if side else "")
        if not nation and not side:
            return ""
        fitting = {
            office.person
            for office in held
            if _alike(office.head, phrase.head)
            and (not nation or office.nation == nation)
            and (not side or office.side in (side, ""))
        }
        if side and len(fitting) > 1:
            fitting = {
                office.person for office in held if office.side == side and office.person in fitting
            } or fitting
        return fitting.pop() if len(fitting) == 1 else ""


def _alike(one: str, other: str) -> bool:
    return one == other or (one in _HEADS_OF_TEAM and other in _HEADS_OF_TEAM)


def focus_of(pages: list[Page], lexicon: Lexicon) -> str:
    """The state whose conflict the documents are about: named most beside words for it."""
    counts: dict[str, int] = {}
    gazetteer = lexicon.gazetteer
    for page in pages:
        tokens = page.tokens
        for i, token in enumerate(tokens):
            state = gazetteer.demonyms.get(token.text)
            if state is None:
                actor = gazetteer.actors.get(token.text)
                state = actor.name if actor and actor.kind is EntityKind.STATE else None
            if state is None or not token.cap:
                continue
            near = tokens[i + 1 : i + 4]
            if any(other.low in _CONFLICT for other in near):
                counts[state] = counts.get(state, 0) + 1
    if not counts:
        return ""
    return max(sorted(counts), key=lambda state: counts[state])


_CONFLICT: Final = frozenset(
    {"conflict", "war", "crisis", "ceasefire", "cease-fire", "peace", "opposition", "regime",
     "rebels", "civil", "uprising", "truce", "government", "army", "civilians"}
)  # fmt: skip

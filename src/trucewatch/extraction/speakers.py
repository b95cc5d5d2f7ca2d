"""Whom "he", "the source" and "the minister" mean when they speak."""

from bisect import bisect_left
from dataclasses import dataclass
from typing import Final

from trucewatch.extraction.actors import Actors
from trucewatch.extraction.found import EntityKind
from trucewatch.extraction.lexicon import DETERMINER, PREPOSITION
from trucewatch.extraction.phrase import Phrase
from trucewatch.extraction.said import Said
from trucewatch.extraction.subjects import Subject

_HE: Final = frozenset({"he", "she"})
_SOMEONE: Final = (EntityKind.PERSON, EntityKind.ANONYMOUS)
_MANY: Final = (EntityKind.DELEGATION, EntityKind.PEOPLE, EntityKind.ARMED_GROUP)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A statement with the ids of its speakers, how they were found, the relayers' ids."""

    said: Said
    speakers: tuple[str, ...]
    mention: tuple[int, int] | None
    how: str
    relayed_by: tuple[str, ...]


class Discourse:
    """Follows one page and knows who spoke and who was spoken of last."""

    def __init__(self, number: int, phrases: list[Phrase], actors: Actors) -> None:
        self.number = number
        self.page = actors.pages[number]
        self.actors = actors
        self.whole = [phrase for phrase in phrases if not phrase.nested]
        self.firsts = [phrase.first for phrase in self.whole]
        self.last: tuple[str, ...] = ()
        self.last_at = -1
        self.in_paragraph = -1

    def resolve(self, statements: list[Said]) -> list[Spoken]:
        """The statements with their speakers, in the same order."""
        found = []
        for said in statements:
            speakers, mention, how = self._speakers(said)
            relayed: tuple[str, ...] = ()
            if said.relayed is not None:
                relayed = self._subject(said.relayed, said)[0]
            if speakers:
                self.last = speakers
                self.last_at = said.sentence
            found.append(Spoken(said, speakers, mention, how, relayed))
        return found

    def _speakers(self, said: Said) -> tuple[tuple[str, ...], tuple[int, int] | None, str]:
        if said.same_as_before or said.subject is None:
            return self._whoever_spoke(said), None, "whoever spoke before"
        speakers, how = self._subject(said.subject, said)
        if said.joint and not any(phrase.actor for phrase in said.subject.phrases):
            states = self._states_listed(said)
            if states:
                speakers, how = states, "those who made the joint statement"
        return speakers, self.page.span(said.subject.first, said.subject.last), how

    def _subject(self, subject: Subject, said: Said) -> tuple[tuple[str, ...], str]:
        found: list[str] = []
        how = "named"
        for phrase in subject.phrases:
            if phrase.kind == "pronoun":
                meant, how = self._pronoun(phrase, said)
                found += meant
            elif phrase.entity:
                found.append(phrase.entity)
                how = how if phrase.kind in ("person", "actor", "office") else "described"
            elif phrase.kind == "role":
                meant, how = self._someone(phrase, said)
                found += meant
        if not subject.phrases:
            found += self._words(subject)
            how = "in bare words"
        return tuple(dict.fromkeys(found)), how

    def _words(self, subject: Subject) -> list[str]:
        """A speaker nobody knows, under the words that stand there."""
        tokens = self.page.tokens
        first = subject.first
        while first < subject.last - 1 and tokens[first].bits & DETERMINER:
            first += 1
        if tokens[first].bits & DETERMINER:
            return []
        name = self.page.view[slice(*self.page.span(first, subject.last))].replace("\n", " ")
        identifier = self.actors.enter(name[:120], EntityKind.PEOPLE)
        self.actors.named[identifier].spellings.setdefault(name[:120])
        return [identifier]

    def _before(self, i: int) -> list[Phrase]:
        """The phrases before the token, the nearest first, from this paragraph and two before."""
        place = bisect_left(self.firsts, i)
        return self.whole[max(0, place - 40) : place][::-1]

    def _kind(self, identifier: str) -> EntityKind:
        return self.actors.named[identifier].kind

    def _pronoun(self, phrase: Phrase, said: Said) -> tuple[tuple[str, ...], str]:
        how = f"“{phrase.head}”: whoever was the subject last"
        if phrase.head == "i":
            return (), how
        kinds = _SOMEONE if phrase.head in _HE else None
        subject = self._last_subject(phrase, said)
        spoke = self.last if said.sentence - self.last_at <= 8 else ()
        if phrase.head in _HE:
            spoke = tuple(one for one in spoke if self._kind(one) in _SOMEONE)[:1]
        elif phrase.head == "they":
            many = len(spoke) > 1 or any(self._kind(one) in _MANY for one in spoke)
            spoke = spoke if many else ()
        else:
            spoke = tuple(one for one in spoke if self._kind(one) is not EntityKind.PERSON)
        if subject is not None and subject[1] > self.last_at and self._fits(subject[0], phrase):
            return (subject[0],), how
        if spoke:
            return spoke, how
        for other in self._before(phrase.first):
            if other.entity and kinds and self._kind(other.entity) in kinds:
                return (other.entity,), how
            if other.entity and kinds is None and self._fits(other.entity, phrase):
                return (other.entity,), how
        return (), how

    def _fits(self, identifier: str, phrase: Phrase) -> bool:
        kind = self._kind(identifier)
        if phrase.head in _HE:
            return kind in _SOMEONE
        if phrase.head == "they":
            return kind in _MANY
        return kind is not EntityKind.PERSON and kind is not EntityKind.PEOPLE

    def _last_subject(self, phrase: Phrase, said: Said) -> tuple[str, int] | None:
        """The first actor of the sentence before, if it leads that sentence."""
        sentences = self.page.sentences
        starts = self.page.tokens[phrase.first].start
        here = said.sentence - (said.content[0] < starts)
        for number in range(here, max(-1, said.sentence - 2), -1):
            first = sentences[number].first
            place = bisect_left(self.firsts, first)
            while place < len(self.whole) and self.whole[place].first < min(
                sentences[number].last, phrase.first
            ):
                other = self.whole[place]
                led = other.first > first and (self.page.tokens[other.first - 1].bits & PREPOSITION)
                if other.entity and not led and other.kind != "pronoun":
                    if number == said.sentence and other.first > phrase.first:
                        break
                    return other.entity, number
                place += 1
        return None

    def _someone(self, phrase: Phrase, said: Said) -> tuple[tuple[str, ...], str]:
        """ "The minister", "the spokesman": who holds such an office and was named last."""
        number = self.number
        for office in sorted(self.actors.held[number], key=lambda office: -office.at):
            if office.at < phrase.first and office.head == phrase.head:
                return (office.person,), f"the {phrase.head} named before"
        spoke = tuple(one for one in self.last if self._kind(one) in _SOMEONE)
        if spoke and said.sentence - self.last_at <= 6:
            return spoke[:1], f"“the {phrase.head}”: whoever spoke before"
        name = phrase.head
        identifier = self.actors.enter(name, EntityKind.ANONYMOUS)
        self.actors.named[identifier].protected = True
        return (identifier,), "described"

    def _whoever_spoke(self, said: Said) -> tuple[str, ...]:
        """The subject of the sentence before in this paragraph, else whoever spoke last."""
        sentences = self.page.sentences
        if said.sentence and sentences[said.sentence - 1].segment == (
            sentences[said.sentence].segment
        ):
            before = said.sentence - 1
            if self.last_at < before:
                place = bisect_left(self.firsts, sentences[before].first)
                for other in self.whole[place : place + 1]:
                    if other.entity and other.first < sentences[before].last:
                        return (other.entity,)
        return self.last if said.sentence - self.last_at <= 4 else ()

    def _states_listed(self, said: Said) -> tuple[str, ...]:
        sentence = self.page.sentences[said.sentence]
        place = bisect_left(self.firsts, sentence.first)
        found = []
        for other in self.whole[place:]:
            if other.first >= sentence.last:
                break
            if (
                other.actor is not None
                and other.actor.kind is EntityKind.STATE
                and other.name == other.actor.name
            ):
                found.append(other.entity)
        return tuple(dict.fromkeys(found)) if len(found) > 1 else ()

"""Clauses of a page: who acts in them, where they end, under which condition."""

from typing import Final

from trucewatch.extraction.actors import Actors
from trucewatch.extraction.claims import claims
from trucewatch.extraction.found import (
    Because,
    EntityKind,
    Undertaking,
    UndertakingFound,
)
from trucewatch.extraction.lexicon import (
    ADVERB,
    AUXILIARY,
    PREPOSITION,
    Lexicon,
)
from trucewatch.extraction.page import Page, Sentence
from trucewatch.extraction.phrase import Phrase
from trucewatch.extraction.spans import PhrasesAt, SaidAt
from trucewatch.extraction.speakers import Spoken
from trucewatch.extraction.subjects import Subject, Subjects

CONDITIONS: Final = frozenset({"unless", "until", "before", "if", "provided"})
_MANY: Final = (EntityKind.DELEGATION, EntityKind.PEOPLE, EntityKind.ARMED_GROUP)


class Clauses:
    """What the readers of undertakings share: one page, its phrases, its statements."""

    def __init__(
        self, page: Page, phrases: list[Phrase], spoken: list[Spoken], actors: Actors,
        lexicon: Lexicon,
    ) -> None:  # fmt: skip
        self.page = page
        self.tokens = page.tokens
        self.phrases = PhrasesAt(phrases)
        self.subjects = Subjects(page, phrases)
        self.said = SaidAt(spoken)
        self.actors = actors
        self.lexicon = lexicon
        self.book = claims()
        self.found: list[UndertakingFound] = []

    def ids(self, subject: Subject | None, sentence: Sentence) -> tuple[str, ...]:
        if subject is None:
            return ()
        found: list[str] = []
        for phrase in subject.phrases:
            if phrase.kind == "pronoun":
                found += self._pronoun(phrase, sentence)
            elif phrase.entity:
                found.append(phrase.entity)
        return tuple(dict.fromkeys(found))

    def _pronoun(self, phrase: Phrase, sentence: Sentence) -> list[str]:
        """We is whoever speaks; others mean the last actor that leads a sentence before."""
        at = self.tokens[phrase.first].start
        speaker = self.speaker_at(at)
        many = len(speaker) > 1 or any(self.actors.named[one].kind in _MANY for one in speaker)
        if speaker and (phrase.head in ("we", "i", "it") or (phrase.head == "they" and many)):
            return list(speaker)
        before = self.said.before(at)
        plural = phrase.head == "they"
        for other in reversed(self.phrases.before(phrase.first, 8)):
            led = other.first and self.tokens[other.first - 1].bits & PREPOSITION
            if (
                other.entity
                and not led
                and other.kind in ("side", "actor", "office", "people")
                and (other.first >= sentence.first or plural)
            ):
                return [other.entity]
        return list(before.speakers) if before is not None else []

    def speaker_at(self, at: int) -> tuple[str, ...]:
        inside = self.said.covering(at)
        return inside.speakers if inside is not None else ()

    def clause_end(self, i: int, sentence: Sentence) -> int:
        """Where the clause ends: before a stop, a cue of speech, a new clause, or a condition."""
        tokens = self.tokens
        for j in range(i, sentence.last):
            token = tokens[j]
            if token.text in ".;:!?" or (token.text == '"' and j > i and token.quote == -1):
                return j
            if j > i and token.text == '"' and token.quote != tokens[i].quote:
                return j
            if token.text == "," and j + 1 < sentence.last:
                after = tokens[j + 1]
                if after.low in ("but", "while", "and", "saying", "accusing", "adding", "which",
                                 "who", "according", "although", "as", "without"):  # fmt: skip
                    if after.low == "and" and not self._new_clause(j + 2, sentence):
                        continue
                    return j
                reports = self.subjects.starting.get(j + 1)
                if (
                    reports is not None
                    and reports.last < sentence.last
                    and (tokens[reports.last].low in self.lexicon.verbs)
                ):
                    return j
            if token.low in ("according",) and j > i:
                return j
            if token.low in ("and", "but") and j > i and j + 1 < sentence.last:
                after = tokens[j + 1]
                if after.low in self.lexicon.verbs and after.low.endswith(("ed", "id")):
                    return j
        return sentence.last

    def _new_clause(self, j: int, sentence: Sentence) -> bool:
        phrase = self.subjects.starting.get(j)
        if phrase is None:
            return False
        after = self.tokens[phrase.last] if phrase.last < sentence.last else None
        return after is not None and (
            after.bits & (AUXILIARY | ADVERB) > 0 or after.low.endswith("ed")
        )

    def add(
        self, span: tuple[int, int], kind: Undertaking, by: tuple[str, ...], rule: str,
        cue: tuple[int, int], of: tuple[str, ...] = (), condition: tuple[int, int] | None = None,
    ) -> None:  # fmt: skip
        rule = f"undertaking: {rule}"
        confidence = self.lexicon.share(rule, 0.75)
        self.found.append(
            UndertakingFound(
                span, kind, by, of, Because(rule, cue, confidence), self._quantity(span), condition
            )
        )

    def _quantity(self, span: tuple[int, int]) -> tuple[int, int] | None:
        first, last = self.page.token_at(span[0]), self.page.token_at(span[1])
        for token in self.tokens[first:last]:
            if token.text[0].isdigit():
                return token.start, token.end
        return None

    def content_end(self, i: int, sentence: Sentence) -> int:
        """The end of the statement that the token stands in."""
        inside = self.said.covering(self.tokens[i].start)
        if inside is None:
            return sentence.last
        return min(self.page.token_at(inside.said.content[1]), sentence.last)

    def condition(self, i: int, stop: int) -> tuple[int, int] | None:
        for j in range(i, stop):
            if self.tokens[j].low in CONDITIONS and j + 1 < stop:
                return j, stop
        return None

    def first(self, sentence: Sentence, i: int) -> Subject | None:
        for phrase in self.phrases.within(sentence.first, i):
            if phrase.first and self.tokens[phrase.first - 1].text in "([":
                continue
            led = phrase.first > sentence.first and (
                self.tokens[phrase.first - 1].bits & PREPOSITION
                and self.tokens[phrase.first - 1].low != "with"
            )
            if not led and (phrase.entity or phrase.kind == "pronoun"):
                return self.subjects.list_from(phrase, sentence)
        return None

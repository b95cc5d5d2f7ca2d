"""What is demanded, refused, offered, proposed, planned, agreed and undertaken, and by whom."""

from typing import Final

from trucewatch.extraction.actors import Actors
from trucewatch.extraction.case import SegmentKind
from trucewatch.extraction.claims import claims
from trucewatch.extraction.found import (
    Because,
    EntityKind,
    SpeechAct,
    Undertaking,
    UndertakingFound,
)
from trucewatch.extraction.lexicon import (
    ADVERB,
    AUXILIARY,
    DETERMINER,
    NEGATION,
    PREPOSITION,
    UNDERTAKES,
    Lexicon,
)
from trucewatch.extraction.page import Page, Sentence
from trucewatch.extraction.phrases import Phrase
from trucewatch.extraction.spans import PhrasesAt, SaidAt
from trucewatch.extraction.speakers import Spoken
from trucewatch.extraction.speech_frames import skip_adverbials
from trucewatch.extraction.subjects import Subject, Subjects

_CONDITIONS: Final = frozenset({"unless", "until", "before", "if", "provided"})
_DEEDS: Final = frozenset(
    {"set", "establish", "withdraw", "release", "free", "deploy", "lift", "halt", "suspend", "allow",
     "hand", "stop", "pull", "vacate", "disarm", "exchange"}
)  # fmt: skip
"""What a party says it will do, and can be held to."""
_MANY: Final = (EntityKind.DELEGATION, EntityKind.PEOPLE, EntityKind.ARMED_GROUP)
_KINDS: Final = {
    "refuse": Undertaking.REFUSAL, "boycott": Undertaking.REFUSAL, "agree": Undertaking.AGREEMENT,
    "pledge": Undertaking.COMMITMENT, "propose": Undertaking.PROPOSAL, "plan": Undertaking.PLAN,
    "offer": Undertaking.OFFER, "demand": Undertaking.DEMAND, "proposal_nouns": Undertaking.PROPOSAL,
    "agreement_nouns": Undertaking.AGREEMENT,
}  # fmt: skip


class _Reader:
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

    def read(self) -> list[UndertakingFound]:
        for number, sentence in enumerate(self.page.sentences):
            if self.page.segments[sentence.segment].kind != SegmentKind.PARAGRAPH:
                continue
            if not sentence.bits & UNDERTAKES:
                continue
            self._sentence(sentence, number)
        self.found.sort(key=lambda one: one.span)
        return _without_nested(self.found)

    def _sentence(self, sentence: Sentence, number: int) -> None:
        said = self.said.in_sentence(number)
        self._unless(sentence)
        self._announced(sentence)
        self._guarantees(sentence)
        i = sentence.first
        tokens = self.tokens
        while i < sentence.last:
            hit = None
            if tokens[i].bits & UNDERTAKES:
                hit = self.book.undertakings.at(tokens, i, sentence.last)
            if hit is None:
                i += 1
                continue
            meaning, end = hit
            if meaning == "deontic":
                self._deontic(i, end, sentence, said)
            else:
                self._verb(meaning, i, end, sentence, said)
            i = end

    # --- who ---------------------------------------------------------------------------------

    def _ids(self, subject: Subject | None, sentence: Sentence) -> tuple[str, ...]:
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
        speaker = self._speaker_at(at)
        many = len(speaker) > 1 or any(self.actors.named[one].kind in _MANY for one in speaker)
        if speaker and (phrase.head in ("we", "i", "it") or (phrase.head == "they" and many)):
            return list(speaker)
        before = self.said.before(at)
        plural = phrase.head == "they"
        for other in reversed(self.phrases.before(phrase.first, 8)):
            led = other.first and self.tokens[other.first - 1].bits & PREPOSITION
            if other.entity and not led and other.kind in ("side", "actor", "office", "people"):
                if other.first >= sentence.first or plural:
                    return [other.entity]
        return list(before.speakers) if before is not None else []

    def _speaker_at(self, at: int) -> tuple[str, ...]:
        inside = self.said.covering(at)
        return inside.speakers if inside is not None else ()

    # --- what ----------------------------------------------------------------------------------

    def _unless(self, sentence: Sentence) -> None:
        """ "We will not … unless …", "did not enter before obtaining guarantees"."""
        tokens = self.tokens
        for i in range(sentence.first, sentence.last):
            only = tokens[i].low == "if" and tokens[i - 1].low == "only"
            if i < sentence.first + 3 or not (
                only or tokens[i].low in ("unless", "until", "before")
            ):
                continue
            if only or tokens[i].low == "unless":
                if self._conditional(i - only, sentence):
                    return
                if only:
                    continue
            back = i - 1
            while (
                back > sentence.first
                and tokens[back].text not in ".;!?"
                and (not tokens[back].bits & NEGATION)
            ):
                back -= 1
            helped = tokens[back - 1].low in ("will", "would", "did", "do", "does", "can", "could")
            if not tokens[back].bits & NEGATION or not (helped or "n't" in tokens[back].low):
                continue
            verb = back - 1 if helped else back
            subject = self.subjects.before(verb, sentence)
            by = self._ids(subject, sentence)
            if subject is None or not by:
                continue
            stop = self._clause_end(i, sentence)
            self._add(
                self.page.span(subject.first, stop), Undertaking.PRECONDITION, by, "not unless",
                self.page.span(i, i + 1), (), self.page.span(i, stop),
            )  # fmt: skip
            return

    def _conditional(self, i: int, sentence: Sentence) -> bool:
        """"would accept monitors only if …", "would leave unless …": adds it, if it is one."""
        tokens = self.tokens
        back = i - 1
        while back > sentence.first and tokens[back].text not in ".;!?" and (
            tokens[back].low not in ("will", "would", "shall")
        ):
            back -= 1
        if tokens[back].low not in ("will", "would", "shall"):
            return False
        if back + 1 < sentence.last and tokens[back + 1].bits & NEGATION:
            return False
        subject = self.subjects.before(back, sentence)
        by = self._speaker_at(tokens[i].start) or self._ids(subject, sentence)
        if subject is None or not by:
            return False
        stop = self._clause_end(i, sentence)
        self._add(
            self.page.span(subject.first, stop), Undertaking.PRECONDITION, by, "only if",
            self.page.span(i, i + 1), (), self.page.span(i, stop),
        )  # fmt: skip
        return True

    def _announced(self, sentence: Sentence) -> None:
        """"We will not sit at a table" refuses; "would set up a committee" undertakes."""
        tokens = self.tokens
        for i in range(sentence.first + 1, sentence.last - 1):
            if tokens[i].low not in ("will", "would", "shall", "won't", "wouldn't"):
                continue
            speaker = self._speaker_at(tokens[i].start)
            if not speaker:
                continue
            negated = tokens[i].bits & NEGATION or tokens[i + 1].low in ("not", "never")
            subject = self.subjects.before(i, sentence)
            if subject is None or not subject.phrases:
                continue
            stop = min(self._clause_end(i, sentence), self._content_end(i, sentence))
            if any(token.low in _CONDITIONS for token in tokens[i:stop]):
                continue
            ours = subject.phrases[0].head in ("we", "delegation") and (
                tokens[subject.first].low in ("we", "his", "her", "our", "its", "their")
            )
            cue = self.page.span(i, i + 2)
            span = self.page.span(subject.first, stop)
            verb = tokens[i + 1 + bool(tokens[i + 1].low in ("not", "never"))].low
            if negated and ours and verb not in ("be", "have"):
                self._add(span, Undertaking.REFUSAL, speaker, "will not", cue)
            elif not negated and verb in _DEEDS:
                by = self._ids(subject, sentence) or speaker
                self._add(span, Undertaking.COMMITMENT, by, "will do", cue)

    def _guarantees(self, sentence: Sentence) -> None:
        """ "guarantees from Russia to halt …" bind Russia; an invitation is an offer."""
        tokens = self.tokens
        for i in range(sentence.first, sentence.last - 3):
            low = tokens[i].low
            if low in ("guarantee", "guarantees", "assurances", "pledge", "pledges", "promise"):
                phrase = self.subjects.starting.get(i + 2)
                if tokens[i + 1].low not in ("from", "by", "of") or phrase is None:
                    continue
                if phrase.entity and tokens[phrase.last].low in ("to", "that"):
                    stop = self._clause_end(phrase.last, sentence)
                    self._add(self.page.span(i, stop), Undertaking.COMMITMENT, (phrase.entity,),
                              "guarantees from", self.page.span(i, i + 1))  # fmt: skip
            elif low == "invitation" and any(
                token.low in ("extended", "issued", "sent") for token in tokens[max(0, i - 5) : i]
            ):
                first = next(j for j in range(i, -1, -1) if tokens[j].low in
                             ("extended", "issued", "sent"))  # fmt: skip
                by = self._ids(self.subjects.before(first, sentence), sentence)
                if by:
                    stop = self._clause_end(i, sentence)
                    self._add(self.page.span(first, stop), Undertaking.OFFER, by, "invitation",
                              self.page.span(i, i + 1))  # fmt: skip

    def _clause_end(self, i: int, sentence: Sentence) -> int:
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

    def _add(
        self, span: tuple[int, int], kind: Undertaking, by: tuple[str, ...], rule: str,
        cue: tuple[int, int], of: tuple[str, ...] = (), condition: tuple[int, int] | None = None,
    ) -> None:  # fmt: skip
        rule = f"undertaking: {rule}"
        confidence = self.lexicon.confidence.get(rule, 0.75)
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

    def _deontic(self, i: int, end: int, sentence: Sentence, said: list[Spoken]) -> None:
        """ "Turkey must withdraw": a demand of whoever says so; nobody's in the writer's own voice."""
        tokens = self.tokens
        at = tokens[i].start
        by = self._speaker_at(at)
        if tokens[i].low in ("needs", "need") and (end >= sentence.last or tokens[end].low != "to"):
            return
        if not by or end >= sentence.last or tokens[end].bits & DETERMINER:
            return
        if tokens[i - 1].low in ("whether", "as", "if", "it", "one", "there", "who"):
            return
        subject = self.subjects.before(i, sentence)
        if subject is None:
            return
        first = subject.first
        stop = min(self._clause_end(i, sentence), self._content_end(i, sentence))
        condition = self._condition(end, stop)
        cue = self.page.span(i, end)
        kind = Undertaking.DEMAND
        if self._agreed_at(at):
            kind = Undertaking.AGREEMENT
        if condition is not None and self.tokens[condition[0]].low in ("before", "until"):
            kind = Undertaking.PRECONDITION
        self._add(
            self.page.span(first, stop), kind, by, "must or should", cue,
            tuple(one for one in self._ids(subject, sentence) if one not in by),
            self.page.span(*condition) if condition else None,
        )  # fmt: skip

    def _agreed_at(self, at: int) -> bool:
        """Whether the character stands in what somebody agreed."""
        inside = self.said.covering(at)
        return inside is not None and (
            self.page.view[slice(*inside.said.cue)].lower().startswith("agree")
        )

    def _content_end(self, i: int, sentence: Sentence) -> int:
        """The end of the statement that the token stands in."""
        inside = self.said.covering(self.tokens[i].start)
        if inside is None:
            return sentence.last
        return min(self.page.token_at(inside.said.content[1]), sentence.last)

    def _condition(self, i: int, stop: int) -> tuple[int, int] | None:
        for j in range(i, stop):
            if self.tokens[j].low in _CONDITIONS and j + 1 < stop:
                return j, stop
        return None

    def _verb(self, meaning: str, i: int, end: int, sentence: Sentence, said: list[Spoken]) -> None:
        tokens = self.tokens
        kind = _KINDS[meaning]
        after = tokens[end] if end < sentence.last else None
        before = tokens[i - 1] if i > sentence.first else None
        if after is None:
            return
        stop = self._clause_end(end, sentence)
        cue = self.page.span(i, end)
        if meaning.endswith("_nouns"):
            self._noun(meaning, i, end, stop, sentence)
            return
        if meaning == "demand":
            self._demand(i, end, stop, sentence, said)
            return
        if before is not None and before.bits & DETERMINER and meaning not in ("boycott",):
            if meaning == "plan" or meaning == "offer":
                self._plan(i, end, stop, sentence)
            return
        if meaning == "plan" and before is not None and before.low in ("new", "peace"):
            self._plan(i, end, stop, sentence)
            return
        subject = self._subject_of(i, sentence)
        by = self._accused_at(i) or self._ids(subject, sentence)
        if before is not None and (
            before.low in ("can", "could", "may", "might", "would", "to", "if")
            and meaning == "agree"
        ):
            return
        if meaning == "refuse":
            if after.low != "to" or tokens[end + 1].low in ("comment", "say", "give", "be"):
                return
            self._add(self.page.span(i, stop), kind, by, "refused to", cue)
        elif meaning == "boycott":
            if after.low not in ("the", "them", "it", "this", "any", "all", "due", "over") and (
                not after.cap
            ):
                return
            if tokens[i].low == "skip" and after.low not in ("the", "this", "it"):
                return
            self._add(self.page.span(i, stop), kind, by, "boycotted", cue)
        elif meaning == "agree":
            if after.low in ("to", "on", "upon", "in"):
                passive = before is not None and before.bits & AUXILIARY and before.low in (
                    "was", "were", "been", "be",
                )  # fmt: skip
                if passive:
                    by = self._speaker_at(tokens[i].start)
                    first = subject.first if subject is not None else i
                    self._add(self.page.span(first, stop), kind, by, "agreed upon", cue)
                elif by:
                    self._add(self.page.span(i, stop), kind, by, "agreed to", cue)
        elif meaning in ("pledge", "propose", "plan", "offer"):
            start = end
            if after.low not in ("to", "that"):
                start = skip_adverbials(tokens, end, sentence.last)
            opening = tokens[start].low if start < sentence.last else ""
            if opening not in ("to", "that") or not by:
                return
            if (
                meaning == "offer"
                and tokens[i].low == "prepared"
                and not (before is not None and before.bits & AUXILIARY)
            ):
                return
            self._add(self.page.span(i, stop), kind, by, f"{meaning} to", cue)

    def _accused_at(self, i: int) -> tuple[str, ...]:
        """Of "accused X of refusing": X."""
        at = self.tokens[i].start
        if not self.tokens[i].low.endswith("ing"):
            return ()
        one = self.said.covering(at)
        if one is None or one.said.act is not SpeechAct.ACCUSES:
            return ()
        phrase = self.subjects.starting.get(self.page.token_at(one.said.content[0]))
        if phrase is None:
            return ()
        named = self.subjects.list_from(phrase, self.page.sentences[one.said.sentence])
        return tuple(p.entity for p in named.phrases if p.entity)

    def _subject_of(self, i: int, sentence: Sentence) -> Subject | None:
        """The subject of the verb, also across "decided to" and "who attended … refused"."""
        tokens = self.tokens
        j = i
        while j > sentence.first and (
            tokens[j - 1].bits & (AUXILIARY | ADVERB)
            or (
                tokens[j - 1].low
                in ("to", "decided", "and", "continue", "continued", "not", "they")
                and tokens[j - 1].low != "they"
            )
        ):
            j -= 1
            if tokens[j].low == "and":
                return self._first(sentence, i)
        subject = self.subjects.before(j, sentence)
        if subject is not None and subject.phrases:
            return subject
        return self._first(sentence, i) if subject is None or not subject.phrases else subject

    def _first(self, sentence: Sentence, i: int) -> Subject | None:
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

    def _demand(self, i: int, end: int, stop: int, sentence: Sentence, said: list[Spoken]) -> None:
        """A demand by a verb of speech: what that verb's statement says."""
        at = self.tokens[i].start
        for one in said:
            if one.said.cue[0] <= at < one.said.cue[1]:
                content = one.said.content
                words = self.page.view[content[0] : content[1]].lower()
                asks = self.tokens[i].low not in ("insist", "insists", "insisted") or any(
                    word in words.split() for word in ("must", "should", "leave", "withdraw")
                )
                deontic = any(w in words.split() for w in ("must", "should", "needs", "need"))
                if asks and not deontic:
                    self._add(content, Undertaking.DEMAND, one.speakers, "demanded", one.said.cue)
                return

    def _plan(self, i: int, end: int, stop: int, sentence: Sentence) -> None:
        """ "Russia has a new plan for …": whose plan it is."""
        by = self._speaker_at(self.tokens[i].start) or self._ids(self._first(sentence, i), sentence)
        if by and self.tokens[end].low in ("for", "to") and self.tokens[i].low == "plan":
            first = i
            while first > sentence.first and not self.tokens[first].bits & DETERMINER:
                first -= 1
            self._add(self.page.span(first, stop), Undertaking.PLAN, by, "plan for",
                      self.page.span(i, end))  # fmt: skip

    def _noun(self, meaning: str, i: int, end: int, stop: int, sentence: Sentence) -> None:
        """ "an agreement between A and B to …", "a proposal to …"."""
        tokens = self.tokens
        before = tokens[i - 1] if i > sentence.first else None
        if before is None or (not before.bits & (DETERMINER | ADVERB) and before.text != "'s"):
            return
        if meaning == "proposal_nouns":
            if tokens[end].low not in ("to", "for", "that", "on"):
                return
            owner = self._speaker_at(tokens[i].start)
            self._add(self.page.span(i - 1, stop), Undertaking.PROPOSAL, owner, "proposal to",
                      self.page.span(i, end))  # fmt: skip
            return
        if tokens[end].low != "between":
            return
        parties = [
            phrase for phrase in self.phrases.within(end + 1, min(end + 9, stop + 4))
            if phrase.kind in ("actor", "side", "office")
        ]  # fmt: skip
        by = tuple(dict.fromkeys(phrase.entity for phrase in parties if phrase.entity))
        if len(by) < 2:
            return
        last = sentence.last
        for j in range(parties[-1].last, sentence.last):
            if tokens[j].low == "according":
                last = j
                break
        while last > i and tokens[last - 1].text in ".,":
            last -= 1
        self._add(self.page.span(i, last), Undertaking.AGREEMENT, by, "agreement between",
                  self.page.span(i, end))  # fmt: skip


def find_undertakings(
    page: Page, phrases: list[Phrase], spoken: list[Spoken], actors: Actors, lexicon: Lexicon
) -> list[UndertakingFound]:
    """What a page says is demanded, refused, offered, proposed, planned, agreed or undertaken."""
    return _Reader(page, phrases, spoken, actors, lexicon).read()


def _without_nested(found: list[UndertakingFound]) -> list[UndertakingFound]:
    """Of two of the same kind by the same, one inside the other, the outer one is kept."""
    kept: list[UndertakingFound] = []
    for one in found:
        inside = any(
            other.span[0] <= one.span[0] and one.span[1] <= other.span[1] and other.by == one.by
            and other.kind is one.kind
            for other in kept[-_NEIGHBOURS:]
        )  # fmt: skip
        if not inside:
            kept.append(one)
    return kept


_NEIGHBOURS: Final = 12

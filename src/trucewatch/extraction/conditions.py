"""Undertakings that hang on a condition, that are announced, or that are guaranteed."""

from typing import Final

from trucewatch.extraction.clauses import CONDITIONS, Clauses
from trucewatch.extraction.found import (
    Undertaking,
)
from trucewatch.extraction.lexicon import (
    NEGATION,
)
from trucewatch.extraction.page import Sentence

_DEEDS: Final = frozenset(
    {"set", "establish", "withdraw", "release", "free", "deploy", "lift", "halt", "suspend",
     "allow",      "hand", "stop", "pull", "vacate", "disarm", "exchange"}
)  # fmt: skip
"""What a party says it will do, and can be held to."""


class Conditions(Clauses):
    """Finds "not unless", "only if", "we will not", "guarantees from" in a sentence."""

    def look_at(self, sentence: Sentence) -> None:
        """Add what the sentence holds of them."""
        self._unless(sentence)
        self._announced(sentence)
        self._guarantees(sentence)

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
            by = self.ids(subject, sentence)
            if subject is None or not by:
                continue
            stop = self.clause_end(i, sentence)
            self.add(
                self.page.span(subject.first, stop), Undertaking.PRECONDITION, by, "not unless",
                self.page.span(i, i + 1), (), self.page.span(i, stop),
            )  # fmt: skip
            return

    def _conditional(self, i: int, sentence: Sentence) -> bool:
        """ "would accept monitors only if …", "would leave unless …": adds it, if it is one."""
        tokens = self.tokens
        back = i - 1
        while (
            back > sentence.first
            and tokens[back].text not in ".;!?"
            and (tokens[back].low not in ("will", "would", "shall"))
        ):
            back -= 1
        if tokens[back].low not in ("will", "would", "shall"):
            return False
        if back + 1 < sentence.last and tokens[back + 1].bits & NEGATION:
            return False
        subject = self.subjects.before(back, sentence)
        by = self.speaker_at(tokens[i].start) or self.ids(subject, sentence)
        if subject is None or not by:
            return False
        stop = self.clause_end(i, sentence)
        self.add(
            self.page.span(subject.first, stop), Undertaking.PRECONDITION, by, "only if",
            self.page.span(i, i + 1), (), self.page.span(i, stop),
        )  # fmt: skip
        return True

    def _announced(self, sentence: Sentence) -> None:
        """ "We will not sit at a table" refuses; "would set up a committee" undertakes."""
        tokens = self.tokens
        for i in range(sentence.first + 1, sentence.last - 1):
            if tokens[i].low not in ("will", "would", "shall", "won't", "wouldn't"):
                continue
            speaker = self.speaker_at(tokens[i].start)
            if not speaker:
                continue
            negated = tokens[i].bits & NEGATION or tokens[i + 1].low in ("not", "never")
            subject = self.subjects.before(i, sentence)
            if subject is None or not subject.phrases:
                continue
            stop = min(self.clause_end(i, sentence), self.content_end(i, sentence))
            if any(token.low in CONDITIONS for token in tokens[i:stop]):
                continue
            ours = subject.phrases[0].head in ("we", "delegation") and (
                tokens[subject.first].low in ("we", "his", "her", "our", "its", "their")
            )
            cue = self.page.span(i, i + 2)
            span = self.page.span(subject.first, stop)
            verb = tokens[i + 1 + bool(tokens[i + 1].low in ("not", "never"))].low
            if negated and ours and verb not in ("be", "have"):
                self.add(span, Undertaking.REFUSAL, speaker, "will not", cue)
            elif not negated and verb in _DEEDS:
                by = self.ids(subject, sentence) or speaker
                self.add(span, Undertaking.COMMITMENT, by, "will do", cue)

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
                    stop = self.clause_end(phrase.last, sentence)
                    self.add(self.page.span(i, stop), Undertaking.COMMITMENT, (phrase.entity,),
                              "guarantees from", self.page.span(i, i + 1))  # fmt: skip
            elif low == "invitation" and any(
                token.low in ("extended", "issued", "sent") for token in tokens[max(0, i - 5) : i]
            ):
                first = next(j for j in range(i, -1, -1) if tokens[j].low in
                             ("extended", "issued", "sent"))  # fmt: skip
                by = self.ids(self.subjects.before(first, sentence), sentence)
                if by:
                    stop = self.clause_end(i, sentence)
                    self.add(self.page.span(first, stop), Undertaking.OFFER, by, "invitation",
                              self.page.span(i, i + 1))  # fmt: skip

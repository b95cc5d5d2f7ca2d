"""What is demanded, refused, offered, proposed, planned, agreed and undertaken, and by whom."""

from typing import Final

from trucewatch.extraction.actors import Actors
from trucewatch.extraction.case import SegmentKind
from trucewatch.extraction.conditions import Conditions
from trucewatch.extraction.found import (
    SpeechAct,
    Undertaking,
    UndertakingFound,
)
from trucewatch.extraction.lexicon import (
    ADVERB,
    AUXILIARY,
    DETERMINER,
    UNDERTAKES,
    Lexicon,
)
from trucewatch.extraction.page import Page, Sentence
from trucewatch.extraction.phrase import Phrase
from trucewatch.extraction.speakers import Spoken
from trucewatch.extraction.speech_frames import skip_adverbials
from trucewatch.extraction.subjects import Subject

_KINDS: Final = {
    "refuse": Undertaking.REFUSAL, "boycott": Undertaking.REFUSAL, "agree": Undertaking.AGREEMENT,
    "pledge": Undertaking.COMMITMENT, "propose": Undertaking.PROPOSAL, "plan": Undertaking.PLAN,
    "offer": Undertaking.OFFER, "demand": Undertaking.DEMAND,
    "proposal_nouns": Undertaking.PROPOSAL,
    "agreement_nouns": Undertaking.AGREEMENT,
}  # fmt: skip


class _Reader(Conditions):
    """Goes through a page sentence by sentence, by the words of the data file of claims."""

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
        self.look_at(sentence)
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

    def _deontic(self, i: int, end: int, sentence: Sentence, said: list[Spoken]) -> None:
        """What must be is demanded by whoever says so, and by nobody in the writer's voice."""
        tokens = self.tokens
        at = tokens[i].start
        by = self.speaker_at(at)
        if tokens[i].low in ("needs", "need") and (end >= sentence.last or tokens[end].low != "to"):
            return
        if not by or end >= sentence.last or tokens[end].bits & DETERMINER:
            return
        if tokens[end].low == "be" and end + 1 < sentence.last:
            participle = tokens[end + 1].low.endswith(("ed", "en", "n", "t", "d"))
            if not participle or tokens[end + 1].low in ("ashamed", "careful", "different"):
                return  # "should be careful" is advice
        if tokens[i - 1].low in ("whether", "as", "if", "it", "one", "there", "who"):
            return
        subject = self.subjects.before(i, sentence)
        if subject is None:
            return
        first = subject.first
        stop = min(self.clause_end(i, sentence), self.content_end(i, sentence))
        condition = self.condition(end, stop)
        cue = self.page.span(i, end)
        kind = Undertaking.DEMAND
        if self._agreed_at(at):
            kind = Undertaking.AGREEMENT
        if condition is not None and self.tokens[condition[0]].low in ("before", "until"):
            kind = Undertaking.PRECONDITION
        self.add(
            self.page.span(first, stop), kind, by, "must or should", cue,
            tuple(one for one in self.ids(subject, sentence) if one not in by),
            self.page.span(*condition) if condition else None,
        )  # fmt: skip

    def _agreed_at(self, at: int) -> bool:
        """Whether the character stands in what somebody agreed."""
        inside = self.said.covering(at)
        return inside is not None and (
            self.page.view[slice(*inside.said.cue)].lower().startswith("agree")
        )

    def _verb(self, meaning: str, i: int, end: int, sentence: Sentence, said: list[Spoken]) -> None:
        tokens = self.tokens
        kind = _KINDS[meaning]
        after = tokens[end] if end < sentence.last else None
        before = tokens[i - 1] if i > sentence.first else None
        if after is None:
            return
        stop = self.clause_end(end, sentence)
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
        by = self._accused_at(i) or self.ids(subject, sentence)
        if before is not None and (
            before.low in ("can", "could", "may", "might", "would", "to", "if")
            and meaning == "agree"
        ):
            return
        if meaning == "refuse":
            refused = tokens[end + 1].low if end + 1 < len(tokens) else ""
            if after.low != "to" or refused in ("", "comment", "say", "give", "be"):
                return
            self.add(self.page.span(i, stop), kind, by, "refused to", cue)
        elif meaning == "boycott":
            if after.low not in ("the", "them", "it", "this", "any", "all", "due", "over") and (
                not after.cap
            ):
                return
            if tokens[i].low == "skip" and after.low not in ("the", "this", "it"):
                return
            self.add(self.page.span(i, stop), kind, by, "boycotted", cue)
        elif meaning == "agree":
            if after.low in ("to", "on", "upon", "in"):
                passive = before is not None and before.bits & AUXILIARY and before.low in (
                    "was", "were", "been", "be",
                )  # fmt: skip
                if passive:
                    by = self.speaker_at(tokens[i].start)
                    first = subject.first if subject is not None else i
                    self.add(self.page.span(first, stop), kind, by, "agreed upon", cue)
                elif by:
                    self.add(self.page.span(i, stop), kind, by, "agreed to", cue)
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
            self.add(self.page.span(i, stop), kind, by, f"{meaning} to", cue)

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
                return self.first(sentence, i)
        subject = self.subjects.before(j, sentence)
        if subject is not None and subject.phrases:
            return subject
        return self.first(sentence, i) if subject is None or not subject.phrases else subject

    def _demand(self, i: int, end: int, stop: int, sentence: Sentence, said: list[Spoken]) -> None:
        """A demand by a verb of speech: what that verb's statement says."""
        at = self.tokens[i].start
        for one in said:
            if one.said.cue[0] <= at < one.said.cue[1]:
                content = one.said.content
                if one.said.act is not SpeechAct.DEMANDS and not self.tokens[i].low.startswith(
                    ("insist", "stipulat")
                ):
                    return
                words = self.page.view[content[0] : content[1]].lower()
                asks = self.tokens[i].low not in ("insist", "insists", "insisted") or any(
                    word in words.split() for word in ("must", "should", "leave", "withdraw")
                )
                deontic = any(w in words.split() for w in ("must", "should", "needs", "need"))
                if asks and not deontic:
                    self.add(content, Undertaking.DEMAND, one.speakers, "demanded", one.said.cue)
                return

    def _plan(self, i: int, end: int, stop: int, sentence: Sentence) -> None:
        """ "Russia has a new plan for …": whose plan it is."""
        by = self.speaker_at(self.tokens[i].start) or self.ids(self.first(sentence, i), sentence)
        if by and self.tokens[end].low in ("for", "to") and self.tokens[i].low == "plan":
            first = i
            while first > sentence.first and not self.tokens[first].bits & DETERMINER:
                first -= 1
            self.add(self.page.span(first, stop), Undertaking.PLAN, by, "plan for",
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
            owner = self.speaker_at(tokens[i].start)
            self.add(self.page.span(i - 1, stop), Undertaking.PROPOSAL, owner, "proposal to",
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
        self.add(self.page.span(i, last), Undertaking.AGREEMENT, by, "agreement between",
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

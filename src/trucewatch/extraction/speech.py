"""Who said what: direct, indirect and mixed speech, sentence by sentence."""

from dataclasses import dataclass
from typing import Final

from trucewatch.extraction.case import SegmentKind
from trucewatch.extraction.cues import FOR, ING, NOUN, OF, ON, TELL, THAT, TO
from trucewatch.extraction.found import Speech, SpeechAct
from trucewatch.extraction.lexicon import (
    ADVERB,
    AUXILIARY,
    CONJUNCTION,
    CUE,
    DETERMINER,
    NEGATION,
    PREPOSITION,
    RELATIVE,
    SUBJECT_PRONOUN,
    SUBORDINATOR,
    VENUE,
    Lexicon,
)
from trucewatch.extraction.page import Page, Sentence
from trucewatch.extraction.phrases import Phrase
from trucewatch.extraction.quotations import Quotation
from trucewatch.extraction.speech_frames import Cue, cues_in, skip_addressee, skip_adverbials
from trucewatch.extraction.subjects import Subject, Subjects

_BARE: Final = frozenset(
    {"say", "tell", "add", "insist", "claim", "warn", "admit", "acknowledge", "argue", "concede",
     "believe", "estimate", "predict", "expect", "inform", "assure", "remind", "hint", "suggest",
     "boast", "complain", "allege", "maintain", "note", "explain", "report", "confirm", "announce"}
)  # fmt: skip
_REAL_QUOTE: Final = 4
"""Words from which a quotation is speech on its own; shorter ones are words in a sentence."""
_COMMENTS: Final = frozenset(
    {"charge", "claim", "accusation", "allegation", "reference", "move", "comment", "statement",
     "view", "demand", "position", "term", "description", "suggestion", "assertion", "sentiment"}
)  # fmt: skip
"""Nouns with which a writer comments on what somebody has just said."""
_NOUN_ACTS: Final = frozenset({SpeechAct.DENIES, SpeechAct.DEMANDS, SpeechAct.ACCUSES})


@dataclass(slots=True)
class Said:
    """A statement before its speakers are known as entities."""

    content: tuple[int, int]
    subject: Subject | None
    cue: tuple[int, int]
    act: SpeechAct
    rule: str
    speech: Speech
    sentence: int
    relayed: Subject | None = None
    addressee: tuple[int, int] | None = None
    joint: bool = False
    same_as_before: bool = False
    """Whoever spoke last speaks on."""


class SpeechReader:
    """Reads the speech of one page."""

    def __init__(self, page: Page, phrases: list[Phrase], lexicon: Lexicon) -> None:
        self.page = page
        self.tokens = page.tokens
        self.lexicon = lexicon
        self.subjects = Subjects(page, phrases)
        self.said: list[Said] = []
        self._used: set[int] = set()
        """Quotations whose speaker is found."""

    def read(self) -> list[Said]:
        """The statements in the order of their cues or, without one, of their contents."""
        for number, sentence in enumerate(self.page.sentences):
            kind = self.page.segments[sentence.segment].kind
            if kind in (SegmentKind.TITLE, SegmentKind.HEADING):
                self._headline(sentence, number)
                if not self.said or self.said[-1].sentence != number:
                    self._sentence(sentence, number, headline=True)
            elif kind == SegmentKind.PARAGRAPH and not self._turn(sentence, number):
                self._sentence(sentence, number)
        self.said.sort(key=lambda said: (said.sentence, said.content))
        return self.said

    def _headline(self, sentence: Sentence, number: int) -> None:
        """ "Lavrov: talks will go on": a person, a colon, what was said."""
        phrase = self.subjects.starting.get(sentence.first)
        if phrase is None or phrase.kind not in ("person", "office"):
            return
        colon = phrase.last
        if colon + 2 < sentence.last and self.tokens[colon].text == ":":
            content = self.page.span(colon + 1, sentence.last)
            cue = self.page.span(colon, colon + 1)
            subject = Subject((phrase,), phrase.first, phrase.last)
            self.said.append(
                Said(content, subject, cue, SpeechAct.ASSERTS, "headline", Speech.INDIRECT, number)
            )

    def _turn(self, sentence: Sentence, number: int) -> bool:
        """A turn in a transcript: "MR KIRBY: Thanks, everybody." speaks to the paragraph's end."""
        tokens = self.tokens
        first, last = self.page.ranges[sentence.segment]
        if sentence.first != first:
            return (
                bool(self.said)
                and self.said[-1].rule == "turn"
                and (
                    self.said[-1].content[0]
                    <= tokens[sentence.first].start
                    < self.said[-1].content[1]
                )
            )
        colon = first
        while colon < min(last, first + 7) and tokens[colon].text != ":":
            if not tokens[colon].text.isupper() and tokens[colon].text not in ".-'":
                return False
            colon += 1
        if colon == first or colon + 2 >= last or colon == first + 7 or tokens[colon].text != ":":
            return False
        if tokens[colon - 1].low in ("question", "q", "note", "update", "a"):
            return False
        phrase = self.subjects.ending.get(colon)
        known = phrase is not None and phrase.kind == "person"
        subject = Subject((phrase,) if known and phrase else (), first, colon)
        self.said.append(
            Said(self.page.span(colon + 1, last), subject, self.page.span(colon, colon + 1),
                 SpeechAct.ASSERTS, "turn", Speech.DIRECT, number)
        )  # fmt: skip
        return True

    def _sentence(self, sentence: Sentence, number: int, *, headline: bool = False) -> None:
        before = len(self.said)
        cues = cues_in(self.page, sentence, self.lexicon)
        if headline:  # other verbs are too often nouns there
            cues = [cue for cue in cues if cue.verb.base in ("say", "warn")]
        main: Subject | None = None
        blocked = sentence.first
        for place, cue in enumerate(cues):
            following = cues[place + 1] if place + 1 < len(cues) else None
            said = self._from_cue(cue, sentence, number, main, following, blocked)
            if said is not None:
                self.said.append(said)
                main = said.subject or main
                if said.content[1] > self.tokens[cue.last - 1].end:
                    blocked = cue.last
        if headline:
            return
        self._quoted_as(sentence, number)
        self._according(sentence, number, before)
        if len(self.said) == before:
            self._uncued(sentence, number)
        else:
            self._left_over(sentence, number, before)

    # --- a verb of speech ------------------------------------------------------------------

    def _from_cue(
        self, cue: Cue, sentence: Sentence, number: int, main: Subject | None,
        following: Cue | None, blocked: int,
    ) -> Said | None:  # fmt: skip
        tokens = self.tokens
        if cue.passive:
            return self._passive(cue, sentence, number)
        lead = self._verb_start(cue.first, sentence)
        before = tokens[lead - 1] if lead > sentence.first else None
        inverted = self._inverted(cue, before, sentence)
        subject: Subject | None
        if inverted is not None:
            subject, pos = inverted
            content = self._backward(lead, sentence, blocked)
            if content is None:
                return None
            return self._with_tail(
                Said(content[0], subject, self._cue_span(cue), cue.verb.act, "inverted",
                     content[1], number), pos, sentence,
            )  # fmt: skip
        rule = cue.verb.base
        shared = (
            before is None
            or before.low in ("and", "but", "or", "then", "also")
            or (cue.verb.form == ING and not (before.bits & AUXILIARY))
        )
        if shared:
            subject = main or self._first_subject(sentence, cue.first)
            rule = "shared subject"
        else:
            subject = self.subjects.before(cue.first, sentence)
            if (
                subject is not None
                and subject.first < blocked
                and main is not None
                and (subject.last <= blocked)
            ):
                subject = main
        if subject is None:
            return None
        halves = None if shared else self._two_halves(cue, subject, sentence, number, blocked)
        if halves is not None:
            return halves
        if not shared and self._quotation_before(subject, sentence):
            first = self._content_first(cue, subject, sentence, number, blocked)
            if first is not None:
                return first
        forward = self._forward(cue, sentence, following)
        if forward is not None:
            said = Said(forward[0], subject, self._cue_span(cue), cue.verb.act, rule, forward[1],
                        number)  # fmt: skip
            said.addressee = forward[2]
            return said
        return None if shared else self._content_first(cue, subject, sentence, number, blocked)

    def _content_first(
        self, cue: Cue, subject: Subject, sentence: Sentence, number: int, blocked: int
    ) -> Said | None:
        """What is said stands before the speaker: "The truce holds, he said"."""
        back = self._backward(subject.first, sentence, blocked)
        if back is None or (
            back[1] is not Speech.DIRECT and not self._stands_behind(cue, sentence)
        ):
            return None
        content = self._around(cue, back[0], back[1], sentence)
        if content == back[0] and back[1] is not Speech.DIRECT and content[1] > content[0]:
            ends = self.page.token_at(content[0]), self.page.token_at(content[1])
            if self._only_frames(*ends):
                return None
        content = self._take_over(content, subject, sentence, number, back[1])
        said = Said(content, subject, self._cue_span(cue), cue.verb.act, "content first", back[1],
                    number)  # fmt: skip
        return self._with_tail(said, cue.last, sentence)

    def _two_halves(
        self, cue: Cue, subject: Subject, sentence: Sentence, number: int, blocked: int
    ) -> Said | None:
        """'"If we wait," he said, "we lose it all."': one statement around its attribution."""
        tokens = self.tokens
        before = subject.first - 1
        pos = skip_adverbials(tokens, cue.last, sentence.last)
        if before < sentence.first or pos + 1 >= sentence.last or tokens[pos].text not in ",:":
            return None
        if tokens[before].quote == -1 or self._quote_at(pos + 1, sentence.last) is None:
            return None
        back = self._backward(subject.first, sentence, blocked)
        if back is None or back[1] is not Speech.DIRECT:
            return None
        said = Said(back[0], subject, self._cue_span(cue), cue.verb.act, "content first", back[1],
                    number)  # fmt: skip
        return self._with_tail(said, cue.last, sentence)

    def _quotation_before(self, subject: Subject, sentence: Sentence) -> bool:
        """Whether a quotation ends right before the subject: it is what is said."""
        before = subject.first - 1
        if before < sentence.first or self.tokens[before].quote == -1:
            return False
        return self._is_real(self.page.quotations[self.tokens[before].quote])

    def _stands_behind(self, cue: Cue, sentence: Sentence) -> bool:
        """Whether nothing that is said can follow the verb: "…, the minister said on Monday."."""
        tokens = self.tokens
        pos = cue.last
        if TELL in cue.verb.takes:
            pos = skip_addressee(tokens, pos, sentence.last)
        pos = skip_adverbials(tokens, pos, sentence.last)
        if pos >= sentence.last or tokens[pos].text in ",.;:!?-" or tokens[pos].quote != -1:
            return True
        if tokens[pos].bits & CUE and tokens[pos].low.endswith("ing"):
            return True
        return tokens[pos].bits & (CONJUNCTION | SUBORDINATOR) > 0 and tokens[pos].low != "that"

    def _only_frames(self, first: int, last: int) -> bool:
        """Whether the words only say when or where: no content of their own."""
        tokens = self.tokens
        while first < last and tokens[first].bits & (ADVERB | CONJUNCTION):
            first += 1
        end = skip_adverbials(tokens, first, last)
        while end < last and tokens[end].text == ",":
            end += 1
        return end >= last

    def _around(
        self, cue: Cue, content: tuple[int, int], speech: Speech, sentence: Sentence
    ) -> tuple[int, int]:
        """ "The truce, he said, was holding": what is said goes on behind the attribution."""
        tokens = self.tokens
        pos = skip_adverbials(tokens, cue.last, sentence.last)
        if speech is Speech.DIRECT or pos + 2 >= sentence.last or tokens[pos].text != ",":
            return content
        behind = tokens[pos + 1]
        if behind.bits & (RELATIVE | CONJUNCTION) or behind.low.endswith("ing"):
            return content
        if behind.low in ("as", "after", "while", "although", "though", "hours", "days", "according"):
            return content
        last = sentence.last
        while last > pos and tokens[last - 1].text in ".!?" and tokens[last - 1].quote == -1:
            last -= 1
        return content[0], tokens[last - 1].end

    def _take_over(
        self, content: tuple[int, int], subject: Subject, sentence: Sentence, number: int,
        speech: Speech,
    ) -> tuple[int, int]:  # fmt: skip
        """ "A urged B to act, her spokesman said": the spokesman says all of it."""
        if not self.said or self.said[-1].sentence != number or speech is Speech.DIRECT:
            return content
        last = self.said[-1]
        end = self.tokens[subject.first].start
        if last.speech is Speech.DIRECT or last.content[1] <= end or last.content[0] >= end:
            return content
        last.content = (last.content[0], max(last.content[0], content[1]))
        return self.tokens[sentence.first].start, content[1]

    def _verb_start(self, i: int, sentence: Sentence) -> int:
        while i > sentence.first and self.tokens[i - 1].bits & (AUXILIARY | ADVERB | NEGATION):
            i -= 1
        return i

    def _cue_span(self, cue: Cue) -> tuple[int, int]:
        return self.page.span(cue.first, cue.last)

    def _first_subject(self, sentence: Sentence, i: int) -> Subject | None:
        """The subject of the sentence: its first phrase that no preposition leads."""
        tokens = self.tokens
        first = sentence.first
        if tokens[first].bits & (SUBORDINATOR | PREPOSITION):
            commas = [j for j in range(first, i) if tokens[j].text == "," and tokens[j].quote == -1]
            first = commas[0] + 1 if commas else first
        for j in range(first, i):
            phrase = self.subjects.starting.get(j)
            if phrase is None or (j > sentence.first and tokens[j - 1].bits & PREPOSITION):
                continue
            if phrase.kind in ("thing",):
                continue
            return self.subjects.list_from(phrase, sentence)
        return None

    def _inverted(self, cue: Cue, before: object, sentence: Sentence) -> tuple[Subject, int] | None:
        """The subject behind the verb: '," said the minister'. Returns it with where it ends."""
        tokens = self.tokens
        lead = cue.first
        if lead == sentence.first or cue.last >= sentence.last:
            return None
        mark = tokens[lead - 1].text
        if mark not in ('"', "'", ",") and tokens[lead - 1].quote == -1:
            return None
        if mark == "," and tokens[lead - 1].quote == -1:
            quoted = lead >= 2 and tokens[lead - 2].quote != -1
            start = tokens[cue.last].bits & (DETERMINER | SUBJECT_PRONOUN) or tokens[cue.last].cap
            if not quoted and (not start or cue.verb.base not in ("say", "write", "add", "claim")):
                return None
        if tokens[cue.last].low in ("that", "it", "to", ":", ","):
            return None
        subject = self.subjects.after(cue.last, sentence)
        if subject is None:
            return None
        end = subject.last
        if mark == "," and tokens[lead - 1].quote == -1 and tokens[lead - 2].quote == -1:
            stop = skip_adverbials(tokens, end, sentence.last)
            if not subject.phrases or (stop < sentence.last and tokens[stop].text not in ",.;"):
                return None
        return subject, end

    def _forward(
        self, cue: Cue, sentence: Sentence, following: Cue | None
    ) -> tuple[tuple[int, int], Speech, tuple[int, int] | None] | None:
        """What is said behind the verb, how, and to whom; None where nothing is."""
        tokens = self.tokens
        takes = cue.verb.takes
        last = sentence.last
        pos = cue.last
        while pos < last and tokens[pos].bits & ADVERB and tokens[pos].quote == -1:
            if not tokens[pos].low.endswith("ly") and tokens[pos].low not in ("again", "also"):
                break
            pos += 1
        addressee = None
        if TELL in takes:
            start = pos
            pos = skip_addressee(tokens, pos, last)
            addressee = self.page.span(start, pos) if pos > start else None
        else:
            pos = skip_adverbials(tokens, pos, last)
        if pos < last and tokens[pos].text == "," and pos + 1 < last:
            after = skip_adverbials(tokens, pos + 1, last)
            if after > pos + 1 and after < last and tokens[after].low in ("that", ":", ","):
                pos = after
        if pos >= last:
            return None
        token = tokens[pos]
        if token.bits & PREPOSITION and THAT in takes:
            for ahead in range(pos + 1, min(pos + 11, last - 1)):
                if tokens[ahead].text in ",;:" or tokens[ahead].bits & CUE:
                    break
                if tokens[ahead].low == "that":
                    pos, token = ahead, tokens[ahead]
                    break
        end = self._content_end(cue, pos, sentence, following)
        if token.text in ":," or token.text == "-":
            quote = self._quote_at(pos + 1, last)
            if quote is not None and self._is_real(quote):
                self._use(quote)
                return self._quoted(quote, sentence), Speech.DIRECT, addressee
            if token.text != ":" or pos + 1 >= last:
                return None
            return self._clause(pos + 1, end, addressee)
        if token.low == "that" and (THAT in takes or TELL in takes) and pos + 1 < last:
            return self._clause(pos + 1, end, addressee)
        quote = self._quote_at(pos, last)
        if quote is not None and self._is_real(quote) and self._reaches(quote, end):
            self._use(quote)
            return self._quoted(quote, sentence), Speech.DIRECT, addressee
        if not self._may_begin(cue, pos, sentence):
            return None
        return self._clause(pos, end, addressee)

    def _may_begin(self, cue: Cue, pos: int, sentence: Sentence) -> bool:
        """Whether content may begin at ``pos`` without "that", given what the verb takes."""
        tokens, takes, token = self.tokens, cue.verb.takes, self.tokens[pos]
        if not (token.text[0].isalnum() or token.text in "\"'[$€£"):
            return False
        if token.low in ("and", "but", "or", "while", "who", "which", "as", "when", "after"):
            return False
        base = cue.verb.base
        if token.low == "to":
            return TO in takes
        if token.low in ("whether", "how", "why", "if"):
            return THAT in takes or base == "ask"
        if cue.verb.group == "evaluates" or base in ("call", "describe", "hail", "dismiss", "term"):
            quoted = any(tokens[j].quote != -1 for j in range(pos, sentence.last))
            if quoted and token.low not in ("for", "on"):
                return True
        if token.low in ("for", "on"):
            return FOR in takes or (ON in takes and token.low == "on")
        if token.low == "of":
            return OF in takes and base not in ("accuse",)
        if OF in takes and base == "accuse":
            return True
        if base == "blame":
            return True
        if NOUN in takes and cue.verb.act in _NOUN_ACTS and cue.verb.group != "praises":
            return not token.bits & PREPOSITION
        if TO in takes and base in ("urge", "call", "ask", "implore"):
            return any(tokens[j].low == "to" for j in range(pos, min(pos + 12, sentence.last)))
        if THAT not in takes or base not in _BARE:
            return False
        if base in ("say", "tell", "add"):
            before = self._verb_start(cue.first, sentence)
            plain = not token.bits & PREPOSITION or token.low in ("at", "in", "under", "with", "for")
            return plain and not (token.bits & PREPOSITION and self._content_before(before, sentence))
        if token.low == "responsibility" or token.bits & PREPOSITION:
            return False
        for j in range(pos, min(pos + 14, sentence.last)):
            if tokens[j].bits & RELATIVE and j > pos:
                return False
            if tokens[j].bits & AUXILIARY or (tokens[j].low.endswith("ed") and j > pos):
                return True
        return False

    def _content_before(self, verb: int, sentence: Sentence) -> bool:
        """Whether a comma parts a clause from the subject: what is said may stand there."""
        tokens = self.tokens
        commas = [j for j in range(sentence.first, verb) if tokens[j].text == ","]
        return bool(commas) and commas[-1] - sentence.first >= 4

    def _clause(
        self, first: int, end: int, addressee: tuple[int, int] | None
    ) -> tuple[tuple[int, int], Speech, tuple[int, int] | None] | None:
        """A clause as content, with the quotations in it."""
        tokens = self.tokens
        while end > first and tokens[end - 1].text in ".,;:" and tokens[end - 1].quote == -1:
            end -= 1
        if end <= first:
            return None
        quotes = {tokens[j].quote for j in range(first, end)} - {-1}
        span = self.page.span(first, end)
        for number in quotes:
            self._used.add(number)
        if not quotes:
            return span, Speech.INDIRECT, addressee
        if len(quotes) == 1 and all(tokens[j].quote != -1 for j in range(first, end)):
            quotation = self.page.quotations[quotes.pop()]
            if self._is_real(quotation):
                return quotation.inner, Speech.DIRECT, addressee
        return span, Speech.MIXED, addressee

    def _content_end(self, cue: Cue, pos: int, sentence: Sentence, following: Cue | None) -> int:
        """Where what is said ends: at the sentence's end, or where another says something."""
        tokens = self.tokens
        end = sentence.last
        if following is not None and following.first > pos:
            start = self._verb_start(following.first, sentence)
            before = tokens[start - 1]
            if before.low in ("and", "but") and start - 1 > pos:
                end = start - 1
            elif following.verb.form == ING and start - 1 > pos:
                end = start - 1 if before.text == "," else start
                if before.low in ("and", "but", "while"):
                    end = start - 1
        for j in range(pos, end - 1):
            token = tokens[j]
            if token.quote != -1 and tokens[pos].quote != token.quote:
                continue
            if token.low == "according" and tokens[j + 1].low == "to" and j > pos:
                return j - 1 if tokens[j - 1].text == "," else j
            if token.text == "," and tokens[j + 1].low in ("speaking", "referring"):
                return j
            if (
                token.text == ","
                and j + 2 < end
                and tokens[j + 1].low in ("a", "an")
                and (tokens[j + 2].low in _COMMENTS)
            ):
                return j
        return end

    def _reaches(self, quote: Quotation, end: int) -> bool:
        """Whether nothing of the sentence is left behind the quotation."""
        return all(
            token.text in ".,;" for token in self.tokens[self.page.token_at(quote.end) : end]
        )

    def _quote_at(self, i: int, last: int) -> Quotation | None:
        """The quotation that begins at the token."""
        if i >= last or self.tokens[i].quote == -1:
            return None
        quote = self.page.quotations[self.tokens[i].quote]
        return quote if quote.start == self.tokens[i].start else None

    def _quoted(self, quote: Quotation, sentence: Sentence) -> tuple[int, int]:
        return _trim(self.page.view, quote.inner)

    def _is_real(self, quote: Quotation) -> bool:
        inside = self.page.view[quote.inner[0] : quote.inner[1]].strip()
        return inside.count(" ") + 1 >= _REAL_QUOTE or inside[-1:] in (".", "!", "?", ",")

    def _use(self, quote: Quotation) -> None:
        self._used.add(self.tokens[self.page.token_at(quote.start)].quote)

    # --- what stands before the verb ---------------------------------------------------------

    def _backward(
        self, before: int, sentence: Sentence, blocked: int
    ) -> tuple[tuple[int, int], Speech] | None:
        """What is said before the subject (or verb) that starts at ``before``."""
        tokens = self.tokens
        i = before - 1
        if i < sentence.first:
            return None
        if tokens[i].text == "," and tokens[i].quote == -1:
            i -= 1
        elif tokens[i].quote == -1:
            return None
        if i < blocked:
            return None
        first = blocked
        if blocked > sentence.first and tokens[blocked].text == ",":
            first = blocked + 1
        quotes = {tokens[j].quote for j in range(first, i + 1)} - {-1}
        if tokens[i].quote != -1:
            quote = self.page.quotations[tokens[i].quote]
            opening = self.page.token_at(quote.start)
            if self._is_real(quote) and (
                opening <= first or tokens[opening - 1].text in ".:,-…" or opening == first
            ):
                self._use(quote)
                return _trim(self.page.view, quote.inner), Speech.DIRECT
        while first < i and tokens[first].bits & CONJUNCTION:
            first += 1
        self._used |= quotes
        if i < first:
            return None
        return self.page.span(first, i + 1), Speech.MIXED if quotes else Speech.INDIRECT

    def _with_tail(self, said: Said, pos: int, sentence: Sentence) -> Said:
        """Take in the second half of a quotation: '"We came," he said, "and we talked."'"""
        tokens = self.tokens
        pos = skip_adverbials(tokens, pos, sentence.last)
        if pos + 1 < sentence.last and tokens[pos].text in ",:" and said.speech is Speech.DIRECT:
            quote = self._quote_at(pos + 1, sentence.last)
            if quote is not None:
                self._use(quote)
                said.content = (said.content[0], _trim(self.page.view, quote.inner)[1])
        return said

    def _passive(self, cue: Cue, sentence: Sentence, number: int) -> Said | None:
        """ "This was denied by the ministry"; "X was accused of …" names no speaker."""
        tokens = self.tokens
        pos = cue.last
        base = cue.verb.base
        if pos < sentence.last and tokens[pos].low == "by":
            subject = self.subjects.after(pos + 1, sentence)
            accused = self.subjects.before(cue.first, sentence)
            if subject is None or accused is None:
                return None
            end = subject.last
            if base == "accuse" and end < sentence.last and tokens[end].low == "of":
                content = self._clause(end, self._content_end(cue, end, sentence, None), None)
                span = content[0] if content else None
            else:
                span = self.page.span(accused.first, accused.last)
            if span is None:
                return None
            return Said(span, subject, self._cue_span(cue), cue.verb.act, "passive",
                        Speech.INDIRECT, number)  # fmt: skip
        return None

    def _quoted_as(self, sentence: Sentence, number: int) -> None:
        """"A quoted B as saying …", "B was quoted by A as saying …": B speaks, A relays."""
        tokens = self.tokens
        for i in range(sentence.first + 1, sentence.last - 3):
            if tokens[i].low not in ("quoted", "quotes", "cited") or tokens[i].quote != -1:
                continue
            start = next(
                (
                    j + 2
                    for j in range(i + 1, min(i + 12, sentence.last - 2))
                    if tokens[j].low == "as" and tokens[j + 1].low in ("saying", "telling")
                ),
                -1,
            )
            if start == -1:
                continue
            passive = tokens[i - 1].low in ("was", "were", "is", "been")
            before = self.subjects.before(i, sentence)
            if passive:
                speaker = before
                relay = self.subjects.after(i + 2, sentence) if tokens[i + 1].low == "by" else None
            else:
                speaker, relay = self.subjects.after(i + 1, sentence), before
            if start < sentence.last and tokens[start].low == "that":
                start += 1
            content = self._clause(start, sentence.last, None)
            if speaker is None or content is None:
                continue
            self.said = [one for one in self.said if one.sentence != number]
            self.said.append(
                Said(content[0], speaker, self.page.span(i, i + 1), SpeechAct.ASSERTS, "quoted as",
                     content[1], number, relayed=relay)
            )  # fmt: skip
            return

    # --- without a verb ----------------------------------------------------------------------

    def _according(self, sentence: Sentence, number: int, before: int) -> None:
        tokens = self.tokens
        for i in range(sentence.first, sentence.last - 2):
            if tokens[i].low != "according" or tokens[i + 1].low != "to" or tokens[i].quote != -1:
                continue
            subject, joint = self._source(i + 2, sentence)
            if subject is None:
                return
            cue = self.page.span(i, i + 2)
            end = subject.last
            while end < sentence.last and tokens[end].text != "," and tokens[end].text != ".":
                end += 1
            inner = self.said[before:]
            if i == sentence.first:
                if inner:
                    inner[0].relayed = subject
                    return
                content = self._clause(end + 1, sentence.last, None)
                if content is None or end + 1 >= sentence.last:
                    return
                span, speech = content[0], content[1]
            else:
                if (
                    inner
                    and inner[-1].content[1] >= tokens[i - 1].start - 2
                    and inner[-1].content[0] > tokens[sentence.first].start
                ):
                    inner[-1].relayed = subject
                    return
                back = self._backward(i, sentence, sentence.first) or (
                    self.page.span(sentence.first, i),
                    Speech.INDIRECT,
                )
                span, speech = back
                rest = end + 1
                if (
                    tokens[i - 1].text == ","
                    and rest < sentence.last
                    and tokens[end].text == ","
                    and not tokens[rest].bits & (RELATIVE | CONJUNCTION)
                    and tokens[rest].low not in ("as", "after", "while", "which")
                ):
                    last = sentence.last - (tokens[sentence.last - 1].text in ".!?")
                    span = span[0], tokens[last - 1].end
            self.said.append(
                Said(span, subject, cue, SpeechAct.ASSERTS, "according to", speech, number,
                     joint=joint)
            )  # fmt: skip
            return

    def _source(self, i: int, sentence: Sentence) -> tuple[Subject | None, bool]:
        """Whom "according to" names: an actor, or whoever made the statement it names."""
        tokens = self.tokens
        joint = False
        for j in range(i, min(i + 5, sentence.last)):
            if tokens[j].low == "joint":
                joint = True
            if tokens[j].bits & VENUE or tokens[j].low in ("figures", "estimates", "data"):
                k = j + 1
                if k < sentence.last and tokens[k].low in (
                    "from",
                    "by",
                    "of",
                    "issued",
                    "released",
                ):
                    if tokens[k].low in ("issued", "released"):
                        k += 1
                    subject = self.subjects.after(k + 1, sentence)
                    if subject is not None and subject.phrases:
                        return subject, joint
                break
            if tokens[j].text in ",.":
                break
        return self.subjects.after(i, sentence), joint

    def _uncued(self, sentence: Sentence, number: int) -> None:
        """A sentence that is a quotation: whoever spoke last speaks on."""
        tokens = self.tokens
        if tokens[sentence.first].quote == -1:
            return
        quote = self.page.quotations[tokens[sentence.first].quote]
        if not self._is_real(quote) or tokens[sentence.last - 1].quote == -1:
            return
        self._use(quote)
        self.said.append(
            Said(_trim(self.page.view, quote.inner), None, (quote.start, quote.start + 1),
                 SpeechAct.ASSERTS, "speaks on", Speech.DIRECT, number, same_as_before=True)
        )  # fmt: skip

    def _left_over(self, sentence: Sentence, number: int, before: int) -> None:
        """A further quotation in a sentence whose speaker is known."""
        tokens = self.tokens
        seen: set[int] = set()
        for j in range(sentence.first, sentence.last):
            quoted = tokens[j].quote
            if quoted == -1 or quoted in self._used or quoted in seen:
                continue
            seen.add(quoted)
            quote = self.page.quotations[quoted]
            opens = j == sentence.first or tokens[j - 1].text in (".", "!", "?", ":", "…", ",", '"')
            if self._is_real(quote) and opens:
                nearest = self.said[-1]
                self._used.add(quoted)
                self.said.append(
                    Said(_trim(self.page.view, quote.inner), nearest.subject, nearest.cue,
                         nearest.act, "same sentence", Speech.DIRECT, number)
                )  # fmt: skip


def _trim(view: str, span: tuple[int, int]) -> tuple[int, int]:
    """The stretch without blanks and a closing comma at its ends."""
    start, end = span
    while start < end and view[start] in " \n":
        start += 1
    while end > start and view[end - 1] in " \n,":
        end -= 1
    return start, end

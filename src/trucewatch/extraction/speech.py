"""Who said what: direct, indirect and mixed speech, sentence by sentence."""

from trucewatch.extraction.case import SegmentKind
from trucewatch.extraction.contents import Contents
from trucewatch.extraction.cues import ING
from trucewatch.extraction.found import Speech, SpeechAct
from trucewatch.extraction.lexicon import (
    AUXILIARY,
    DETERMINER,
    PREPOSITION,
    SUBJECT_PRONOUN,
    SUBORDINATOR,
    Lexicon,
)
from trucewatch.extraction.page import Page, Sentence
from trucewatch.extraction.phrase import Phrase
from trucewatch.extraction.said import Said
from trucewatch.extraction.speech_frames import Cue, cues_in, skip_adverbials
from trucewatch.extraction.speech_without_verb import OtherSpeech
from trucewatch.extraction.subjects import Subject, Subjects


class SpeechReader:
    """Reads the speech of one page."""

    def __init__(self, page: Page, phrases: list[Phrase], lexicon: Lexicon) -> None:
        self.page = page
        self.tokens = page.tokens
        self.lexicon = lexicon
        self.subjects = Subjects(page, phrases)
        self.said: list[Said] = []
        self.contents = Contents(page, lexicon)
        self.others = OtherSpeech(page, self.contents, self.subjects, self.said)

    def read(self) -> list[Said]:
        """The statements in the order of their cues or, without one, of their contents."""
        for number, sentence in enumerate(self.page.sentences):
            kind = self.page.segments[sentence.segment].kind
            if kind in (SegmentKind.TITLE, SegmentKind.HEADING):
                self.others.headline(sentence, number)
                if not self.said or self.said[-1].sentence != number:
                    self._sentence(sentence, number, headline=True)
            elif kind == SegmentKind.PARAGRAPH and not self.others.turn(sentence, number):
                self._sentence(sentence, number)
        self.said.sort(key=lambda said: (said.sentence, said.content))
        return self.said

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
        self.others.quoted_as(sentence, number)
        self.others.according(sentence, number, before)
        if len(self.said) == before:
            self.others.uncued(sentence, number)
        else:
            self.others.left_over(sentence, number, before)

    def _from_cue(
        self, cue: Cue, sentence: Sentence, number: int, main: Subject | None,
        following: Cue | None, blocked: int,
    ) -> Said | None:  # fmt: skip
        tokens = self.tokens
        if cue.passive:
            return self._passive(cue, sentence, number)
        lead = self.contents.verb_start(cue.first, sentence)
        before = tokens[lead - 1] if lead > sentence.first else None
        inverted = self._inverted(cue, before, sentence)
        subject: Subject | None
        if inverted is not None:
            subject, pos = inverted
            content = self.contents.backward(lead, sentence, blocked)
            if content is None:
                return None
            return self.contents.with_tail(
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
        forward = self.contents.forward(cue, sentence, following)
        if forward is not None:
            act = self._act_of(cue, forward[0])
            said = Said(forward[0], subject, self._cue_span(cue), act, rule, forward[1],
                        number)  # fmt: skip
            said.addressee = forward[2]
            return said
        return None if shared else self._content_first(cue, subject, sentence, number, blocked)

    def _content_first(
        self, cue: Cue, subject: Subject, sentence: Sentence, number: int, blocked: int
    ) -> Said | None:
        """What is said stands before the speaker: "The truce holds, he said"."""
        back = self.contents.backward(subject.first, sentence, blocked)
        if back is None or (
            back[1] is not Speech.DIRECT and not self.contents.stands_behind(cue, sentence)
        ):
            return None
        content = self.contents.around(cue, back[0], back[1], sentence)
        if content == back[0] and back[1] is not Speech.DIRECT and content[1] > content[0]:
            ends = self.page.token_at(content[0]), self.page.token_at(content[1])
            if self.contents.only_frames(*ends):
                return None
        content = self._take_over(content, subject, sentence, number, back[1])
        said = Said(content, subject, self._cue_span(cue), cue.verb.act, "content first", back[1],
                    number)  # fmt: skip
        return self.contents.with_tail(said, cue.last, sentence)

    def _two_halves(
        self, cue: Cue, subject: Subject, sentence: Sentence, number: int, blocked: int
    ) -> Said | None:
        """'"If we wait," he said, "we lose it all."': one statement around its attribution."""
        tokens = self.tokens
        before = subject.first - 1
        pos = skip_adverbials(tokens, cue.last, sentence.last)
        if before < sentence.first or pos + 1 >= sentence.last or tokens[pos].text not in ",:":
            return None
        if tokens[before].quote == -1 or self.contents.quote_at(pos + 1, sentence.last) is None:
            return None
        back = self.contents.backward(subject.first, sentence, blocked)
        if back is None or back[1] is not Speech.DIRECT:
            return None
        said = Said(back[0], subject, self._cue_span(cue), cue.verb.act, "content first", back[1],
                    number)  # fmt: skip
        return self.contents.with_tail(said, cue.last, sentence)

    def _quotation_before(self, subject: Subject, sentence: Sentence) -> bool:
        """Whether a quotation ends right before the subject: it is what is said."""
        before = subject.first - 1
        if before < sentence.first or self.tokens[before].quote == -1:
            return False
        return self.contents.is_real(self.page.quotations[self.tokens[before].quote])

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

    def _act_of(self, cue: Cue, content: tuple[int, int]) -> SpeechAct:
        """What is done by speaking. "Called it a farce" and "asked whether" demand nothing."""
        words = self.page.view[content[0] : content[1]]
        opening = words.split(maxsplit=1)[0].lower() if words.strip() else ""
        if cue.verb.base == "call" and opening not in ("for", "on"):
            return SpeechAct.ASSERTS
        asked = opening in ("whether", "if", "why", "how", "what") or words.rstrip().endswith("?")
        return SpeechAct.ASSERTS if cue.verb.base == "ask" and asked else cue.verb.act

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
                content = self.contents.clause(
                    end, self.contents.content_end(cue, end, sentence, None), None
                )
                span = content[0] if content else None
            else:
                span = self.page.span(accused.first, accused.last)
            if span is None:
                return None
            return Said(span, subject, self._cue_span(cue), cue.verb.act, "passive",
                        Speech.INDIRECT, number)  # fmt: skip
        return None

"""Speech that no verb announces: headlines, turns, "according to", quotations that go on."""

from trucewatch.extraction.contents import Contents
from trucewatch.extraction.found import Speech, SpeechAct
from trucewatch.extraction.lexicon import (
    CONJUNCTION,
    RELATIVE,
    VENUE,
)
from trucewatch.extraction.page import Page, Sentence
from trucewatch.extraction.said import Said, trim
from trucewatch.extraction.subjects import Subject, Subjects


class OtherSpeech:
    """Adds to the statements of one page those without a verb of speech of their own."""

    def __init__(
        self, page: Page, contents: Contents, subjects: Subjects, said: list[Said]
    ) -> None:
        self.page = page
        self.tokens = page.tokens
        self.contents = contents
        self.subjects = subjects
        self.said = said

    def headline(self, sentence: Sentence, number: int) -> None:
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

    def turn(self, sentence: Sentence, number: int) -> bool:
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

    def quoted_as(self, sentence: Sentence, number: int) -> None:
        """ "A quoted B as saying …", "B was quoted by A as saying …": B speaks, A relays."""
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
            content = self.contents.clause(start, sentence.last, None)
            if speaker is None or content is None:
                continue
            self.said[:] = [one for one in self.said if one.sentence != number]
            self.said.append(
                Said(content[0], speaker, self.page.span(i, i + 1), SpeechAct.ASSERTS, "quoted as",
                     content[1], number, relayed=relay)
            )  # fmt: skip
            return

    def according(self, sentence: Sentence, number: int, before: int) -> None:
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
                content = self.contents.clause(end + 1, sentence.last, None)
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
                back = self.contents.backward(i, sentence, sentence.first) or (
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

    def uncued(self, sentence: Sentence, number: int) -> None:
        """A sentence that is a quotation: whoever spoke last speaks on."""
        tokens = self.tokens
        if tokens[sentence.first].quote == -1:
            return
        quote = self.page.quotations[tokens[sentence.first].quote]
        if not self.contents.is_real(quote) or tokens[sentence.last - 1].quote == -1:
            return
        self.contents.use(quote)
        self.said.append(
            Said(trim(self.page.view, quote.inner), None, (quote.start, quote.start + 1),
                 SpeechAct.ASSERTS, "speaks on", Speech.DIRECT, number, same_as_before=True)
        )  # fmt: skip

    def left_over(self, sentence: Sentence, number: int, before: int) -> None:
        """A further quotation in a sentence whose speaker is known."""
        tokens = self.tokens
        seen: set[int] = set()
        for j in range(sentence.first, sentence.last):
            quoted = tokens[j].quote
            if quoted == -1 or quoted in self.contents.used or quoted in seen:
                continue
            seen.add(quoted)
            quote = self.page.quotations[quoted]
            opens = j == sentence.first or tokens[j - 1].text in (".", "!", "?", ":", "…", ",", '"')
            if self.contents.is_real(quote) and opens:
                nearest = self.said[-1]
                self.contents.used.add(quoted)
                self.said.append(
                    Said(trim(self.page.view, quote.inner), nearest.subject, nearest.cue,
                         nearest.act, "same sentence", Speech.DIRECT, number)
                )  # fmt: skip

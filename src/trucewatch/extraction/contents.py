"""Where what is said stands: behind the verb, before it, around it, in quotation marks or not."""

from typing import Final

from trucewatch.extraction.cues import FOR, ING, NOUN, OF, ON, TELL, THAT, TO
from trucewatch.extraction.found import Speech, SpeechAct
from trucewatch.extraction.lexicon import (
    ADVERB,
    AUXILIARY,
    CONJUNCTION,
    CUE,
    NEGATION,
    PREPOSITION,
    RELATIVE,
    SUBORDINATOR,
    Lexicon,
)
from trucewatch.extraction.page import Page, Sentence
from trucewatch.extraction.quotations import Quotation
from trucewatch.extraction.said import Said, trim
from trucewatch.extraction.speech_frames import Cue, skip_addressee, skip_adverbials

_BARE: Final = frozenset(
    {"say", "tell", "add", "insist", "claim", "warn", "admit", "acknowledge", "argue", "concede",
     "believe", "estimate", "predict", "expect", "inform", "assure", "remind", "hint", "suggest",
     "boast", "complain", "allege", "maintain", "note", "explain", "report", "confirm", "announce",
     "point"}
)  # fmt: skip
_REAL_QUOTE: Final = 4
"""Words from which a quotation is speech on its own; shorter ones are words in a sentence."""
_COMMENTS: Final = frozenset(
    {"charge", "claim", "accusation", "allegation", "reference", "move", "comment", "statement",
     "view", "demand", "position", "term", "description", "suggestion", "assertion", "sentiment"}
)  # fmt: skip
"""Nouns with which a writer comments on what somebody has just said."""
_NOUN_ACTS: Final = frozenset({SpeechAct.DENIES, SpeechAct.DEMANDS, SpeechAct.ACCUSES})


class Contents:
    """Finds the contents of statements in one page, and remembers which quotations it has used."""

    def __init__(self, page: Page, lexicon: Lexicon) -> None:
        self.page = page
        self.tokens = page.tokens
        self.lexicon = lexicon
        self.used: set[int] = set()
        """Numbers of the quotations whose speaker is found."""

    def forward(
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
        end = self.content_end(cue, pos, sentence, following)
        if token.text in ":," or token.text == "-":
            quote = self.quote_at(pos + 1, last)
            if quote is not None and self.is_real(quote):
                self.use(quote)
                return self._quoted(quote, sentence), Speech.DIRECT, addressee
            if token.text != ":" or pos + 1 >= last:
                return None
            return self.clause(pos + 1, end, addressee)
        if token.low == "that" and (THAT in takes or TELL in takes) and pos + 1 < last:
            return self.clause(pos + 1, end, addressee)
        quote = self.quote_at(pos, last)
        if quote is not None and self.is_real(quote) and self._reaches(quote, end):
            self.use(quote)
            return self._quoted(quote, sentence), Speech.DIRECT, addressee
        if not self._may_begin(cue, pos, sentence):
            return None
        return self.clause(pos, end, addressee)

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
            return not token.bits & PREPOSITION and not self._is_supposed(cue, sentence)
        if TO in takes and base in ("urge", "call", "ask", "implore"):
            return any(tokens[j].low == "to" for j in range(pos, min(pos + 12, sentence.last)))
        if THAT not in takes or base not in _BARE:
            return False
        if base in ("say", "tell", "add"):
            before = self.verb_start(cue.first, sentence)
            plain = not token.bits & PREPOSITION or token.low in (
                "at",
                "in",
                "under",
                "with",
                "for",
            )
            return plain and not (
                token.bits & PREPOSITION and self._content_before(before, sentence)
            )
        if token.low == "responsibility" or token.bits & PREPOSITION:
            return False
        for j in range(pos, min(pos + 14, sentence.last)):
            if tokens[j].bits & RELATIVE and j > pos:
                return False
            if tokens[j].bits & AUXILIARY or (tokens[j].low.endswith("ed") and j > pos):
                return True
        return False

    def _is_supposed(self, cue: Cue, sentence: Sentence) -> bool:
        """ "If the company rejects the offer": nobody has rejected anything yet."""
        tokens = self.tokens
        for j in range(cue.first - 1, max(sentence.first, cue.first - 8) - 1, -1):
            if tokens[j].text in ",;:" or tokens[j].bits & CUE:
                return False
            if tokens[j].low in ("if", "unless", "whether", "until"):
                return True
        return False

    def _content_before(self, verb: int, sentence: Sentence) -> bool:
        """Whether a comma parts a clause from the subject: what is said may stand there."""
        tokens = self.tokens
        commas = [j for j in range(sentence.first, verb) if tokens[j].text == ","]
        return bool(commas) and commas[-1] - sentence.first >= 4

    def clause(
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
            self.used.add(number)
        if not quotes:
            return span, Speech.INDIRECT, addressee
        if len(quotes) == 1 and all(tokens[j].quote != -1 for j in range(first, end)):
            quotation = self.page.quotations[quotes.pop()]
            if self.is_real(quotation):
                return quotation.inner, Speech.DIRECT, addressee
        return span, Speech.MIXED, addressee

    def content_end(self, cue: Cue, pos: int, sentence: Sentence, following: Cue | None) -> int:
        """Where what is said ends: at the sentence's end, or where another says something."""
        tokens = self.tokens
        end = sentence.last
        if following is not None and following.first > pos:
            start = self.verb_start(following.first, sentence)
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

    def quote_at(self, i: int, last: int) -> Quotation | None:
        """The quotation that begins at the token."""
        if i >= last or self.tokens[i].quote == -1:
            return None
        quote = self.page.quotations[self.tokens[i].quote]
        return quote if quote.start == self.tokens[i].start else None

    def _quoted(self, quote: Quotation, sentence: Sentence) -> tuple[int, int]:
        return trim(self.page.view, quote.inner)

    def is_real(self, quote: Quotation) -> bool:
        inside = self.page.view[quote.inner[0] : quote.inner[1]].strip()
        return inside.count(" ") + 1 >= _REAL_QUOTE or inside[-1:] in (".", "!", "?", ",")

    def use(self, quote: Quotation) -> None:
        self.used.add(self.tokens[self.page.token_at(quote.start)].quote)

    def backward(
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
            if self.is_real(quote) and (
                opening <= first or tokens[opening - 1].text in ".:,-…" or opening == first
            ):
                self.use(quote)
                return trim(self.page.view, quote.inner), Speech.DIRECT
        while first < i and tokens[first].bits & CONJUNCTION:
            first += 1
        self.used |= quotes
        if i < first:
            return None
        return self.page.span(first, i + 1), Speech.MIXED if quotes else Speech.INDIRECT

    def with_tail(self, said: Said, pos: int, sentence: Sentence) -> Said:
        """Take in the second half of a quotation: '"We came," he said, "and we talked."'"""
        tokens = self.tokens
        pos = skip_adverbials(tokens, pos, sentence.last)
        if pos + 1 < sentence.last and tokens[pos].text in ",:" and said.speech is Speech.DIRECT:
            quote = self.quote_at(pos + 1, sentence.last)
            if quote is not None:
                self.use(quote)
                said.content = (said.content[0], trim(self.page.view, quote.inner)[1])
        return said

    def stands_behind(self, cue: Cue, sentence: Sentence) -> bool:
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

    def only_frames(self, first: int, last: int) -> bool:
        """Whether the words only say when or where: no content of their own."""
        tokens = self.tokens
        while first < last and tokens[first].bits & (ADVERB | CONJUNCTION):
            first += 1
        end = skip_adverbials(tokens, first, last)
        while end < last and tokens[end].text == ",":
            end += 1
        return end >= last

    def around(
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
        if behind.low in (
            "as",
            "after",
            "while",
            "although",
            "though",
            "hours",
            "days",
            "according",
        ):
            return content
        last = sentence.last
        while last > pos and tokens[last - 1].text in ".!?" and tokens[last - 1].quote == -1:
            last -= 1
        return content[0], tokens[last - 1].end

    def verb_start(self, i: int, sentence: Sentence) -> int:
        while i > sentence.first and self.tokens[i - 1].bits & (AUXILIARY | ADVERB | NEGATION):
            i -= 1
        return i

"""Where a verb of speech stands and what surrounds it: its subject, its addressee, its content."""

from dataclasses import dataclass
from typing import Final

from trucewatch.extraction.cues import BASE, ING, PAST, THIRD, CueForm
from trucewatch.extraction.lexicon import (
    ADDRESSEE,
    ADVERB,
    AUXILIARY,
    BE,
    BODY_NOUN,
    CONJUNCTION,
    DETERMINER,
    MODAL,
    MODIFIER,
    MONTH,
    NEGATION,
    NUMBER,
    PERSON_NOUN,
    PREPOSITION,
    SUBJECT_PRONOUN,
    VENUE,
    WEEKDAY,
    Lexicon,
)
from trucewatch.extraction.page import Page, Sentence
from trucewatch.extraction.tokens import Token

_NOUNISH: Final = frozenset(
    {"report", "reports", "claim", "claims", "state", "states", "demand", "demands", "call",
     "calls", "comment", "comments", "charge", "charges", "order", "orders", "request", "requests",
     "answer", "answers", "appeal", "appeals", "promise", "promises", "pledge", "pledges",
     "estimate", "estimates", "guarantee", "guarantees", "dispute", "disputes", "notes", "note",
     "warning", "warnings", "praise", "brief", "briefs", "briefing", "briefings", "hint", "hints",
     "joke", "jokes", "reply", "replies", "urge", "urges", "vow", "vows", "blame", "blames",
     "counter", "cry", "cries", "shout", "forecast", "forecasts", "tweet", "tweets", "quips",
     "quip", "complaint", "meeting", "reporting", "remark", "remarks", "plead", "welcome",
     "welcomes", "address", "caution", "stress", "mention", "mentions", "repeat",
     "propose", "opening",
     "writing", "calling", "saying", "asking", "understanding", "voice", "recall", "condemn"}
)  # fmt: skip
_TOLD_BY_MANY: Final = frozenset({"say", "claim", "report", "argue", "warn", "insist", "allege"})
_TIME_HEADS: Final = frozenset(
    {"day", "days", "week", "weeks", "month", "months", "year", "years", "morning", "evening",
     "afternoon", "night", "midday", "noon", "hour", "hours", "weekend", "time"}
)  # fmt: skip
_ADVERBIAL: Final = frozenset({"in", "on", "at", "during", "to", "via", "by", "through", "from",
    "late", "early", "before", "after", "for", "over", "earlier", "later", "with"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb of speech at the tokens ``[first, last)``, its auxiliaries before it left out."""

    first: int
    last: int
    verb: CueForm
    passive: bool = False
    negated: bool = False


def cues_in(page: Page, sentence: Sentence, lexicon: Lexicon) -> list[Cue]:
    """The verbs by which somebody in the sentence, outside any quotation, is said to speak."""
    found = []
    tokens = page.tokens
    for i in range(sentence.first, sentence.last):
        token = tokens[i]
        verb = lexicon.verbs.get(token.low)
        if verb is None or (token.quote != -1 and not _is_scare(page, token)):
            continue
        end = i + 1
        if verb.particle:
            if end >= sentence.last or tokens[end].low != verb.particle:
                continue
            end += 1
        if (
            token.low == "agreed"
            and end < sentence.last
            and tokens[end].low in ("to", "on", "upon")
        ):
            continue
        cue = _as_verb(tokens, i, end, verb, sentence)
        if cue is not None:
            found.append(cue)
    return found


def _is_scare(page: Page, token: Token) -> bool:
    return False


def _as_verb(
    tokens: list[Token], i: int, end: int, verb: CueForm, sentence: Sentence
) -> Cue | None:
    """The cue, if the word is a finite verb or an -ing form that reports; None for a noun."""
    before = tokens[i - 1] if i > sentence.first else None
    token = tokens[i]
    if token.cap and i > sentence.first and before is not None and before.text not in "\"'":
        return None
    if before is None:
        return Cue(i, end, verb) if verb.form == ING and token.low not in _NOUNISH else None
    j = i - 1
    negated = passive = False
    helped = False
    while j >= sentence.first and tokens[j].bits & (AUXILIARY | ADVERB | NEGATION):
        if tokens[j].bits & AUXILIARY:
            helped = True
        if tokens[j].bits & NEGATION:
            negated = True
        if tokens[j].bits & BE and verb.form == PAST and not passive:
            passive = True
        if tokens[j].bits & MODAL and verb.form != PAST:
            return None
        j -= 1
    if negated and verb.group != "denies":
        return None
    if verb.form == BASE:
        if helped and tokens[i - 1].low in ("did", "does", "do") and not negated:
            return Cue(i, end, verb)
        ok = _is_plural_verb(tokens, i, end, sentence, helped) or before.low in ("on",)
        return Cue(i, end, verb) if ok else None
    if before.low == "to":
        return None
    if verb.form == THIRD and token.low in _NOUNISH and not _is_singular_verb(tokens, i, end):
        return None
    if verb.form == PAST and not passive and before.bits & DETERMINER and not before.bits & 512:
        return None
    if verb.form == PAST and before.low in ("as", "than", "reported", "so", "which"):
        return None
    if verb.form == PAST and before.text in ("'s", "'") and not helped:
        after = tokens[end] if end < sentence.last else None
        if after is None or (after.low != "that" and after.text not in ":,"):
            return None  # "the government's proposed laws"
    if verb.form == ING:
        is_free = before.text in (",", '"', "'", "-") or before.bits & (BE | CONJUNCTION)
        if token.low in ("adding", "saying", "warning", "insisting", "accusing", "arguing"):
            is_free = is_free or not before.bits & (DETERMINER | PREPOSITION)
        if before.bits & VENUE and before.low not in ("meeting", "meetings", "briefing"):
            is_free = True  # "a statement saying that"
        if not is_free or (token.low in _NOUNISH and before.bits & (DETERMINER | PREPOSITION)):
            return None
        if before.bits & BE and token.low in ("calling",):
            return Cue(i, end, verb)
    return Cue(i, end, verb, passive=passive, negated=negated)


def _is_plural_verb(
    tokens: list[Token], i: int, end: int, sentence: Sentence, helped: bool
) -> bool:
    """Whether a base form is a verb in the present: "analysts say", and not "a say", "to say"."""
    before = tokens[i - 1]
    if helped or before.low in ("to", "not", "'s") or before.bits & (DETERMINER | PREPOSITION):
        return False
    if before.low in ("they", "we", "i", "you"):
        return True
    if before.low.endswith("s") and before.bits & PERSON_NOUN and tokens[i].low in _TOLD_BY_MANY:
        return True
    if tokens[i].low == "say" and before.text[0].isalpha():
        return True
    if before.text == "," and tokens[i].low in _TOLD_BY_MANY:
        near = tokens[max(sentence.first, i - 25) : i]
        return any(token.low in ("who", "which") for token in near)
    plural = before.low.endswith("s") and before.low not in _NOUNISH and before.text != "'s"
    if tokens[i].low in _NOUNISH:
        return False
    people = before.bits & (PERSON_NOUN | BODY_NOUN) > 0 or before.cap
    return (plural and before.text[0].isalpha()) or (people and tokens[i].low == "say")


def _is_singular_verb(tokens: list[Token], i: int, end: int) -> bool:
    before = tokens[i - 1]
    after = tokens[end] if end < len(tokens) else None
    if before.bits & (DETERMINER | MODIFIER) or before.text in ("'s", "'") or before.low == "of":
        return False
    if after is not None and after.low in ("that", ":", ",", "it", "he", "she", "they", "there"):
        return True
    if (
        after is not None
        and tokens[i].low == "claims"
        and (after.cap or after.low == "to" or before.cap)
    ):
        return True
    return bool(before.bits & SUBJECT_PRONOUN) and not before.low.endswith("s")


def skip_adverbials(tokens: list[Token], i: int, last: int) -> int:
    """Past "in Astana on Tuesday", "at a news conference", "late on Monday": the token behind.

    Only what is plainly a time, a venue or an addressee is skipped.
    """
    for _ in range(6):
        if i >= last:
            return i
        end = _adverbial(tokens, i, last)
        if end == i:
            return i
        i = end
    return i


def _adverbial(tokens: list[Token], i: int, last: int) -> int:
    token = tokens[i]
    if token.quote != -1:
        return i
    if token.bits & WEEKDAY or token.low in ("yesterday", "today", "tonight", "earlier", "later"):
        end = i + 1
        if end < last and tokens[end].low in _TIME_HEADS:
            end += 1
        return end
    if token.bits & ADVERB and i + 1 < last and not token.bits & SUBJECT_PRONOUN:
        return i + 1 if token.low.endswith("ly") or token.low in ("again", "also", "late") else i
    if token.low not in _ADVERBIAL:
        return i
    j = i + 1
    if token.low in ("late", "early") and j < last and tokens[j].low in ("on", "in"):
        j += 1
    end = _adverbial_phrase(tokens, j, last, token.low)
    return end if end > j else i


def _adverbial_phrase(tokens: list[Token], j: int, last: int, preposition: str) -> int:
    """The end of the noun phrase of an adverbial, if its head is a time, a venue, a place."""
    k = j
    head = False
    if preposition == "to" and j < last:
        opens = tokens[j].bits & (DETERMINER | ADDRESSEE | VENUE | MODIFIER) or tokens[j].cap
        if not opens:
            return j  # "to withdraw the troops" is no addressee
    while k < last and k - j < 9:
        token = tokens[k]
        if token.quote != -1 and tokens[j].quote == -1:
            break
        if (
            token.bits & (WEEKDAY | MONTH | VENUE | ADDRESSEE)
            or token.low in _TIME_HEADS
            or (token.cap and token.text[0].isalpha() and preposition in ("in", "on", "at", "to"))
        ):
            head = True
        elif token.text[0].isdigit():
            head = head or preposition in ("in", "on")
        elif (
            (head and token.low not in ("'s", "-", "'") and not (token.bits & (MODIFIER | NUMBER)))
            or token.bits & (AUXILIARY | CONJUNCTION | SUBJECT_PRONOUN)
            or token.text in ",.:;"
        ):
            break
        k += 1
    if not head:
        return j
    while k > j and tokens[k - 1].bits & PREPOSITION:
        k -= 1
    return k


def skip_addressee(tokens: list[Token], i: int, last: int) -> int:
    """Past whom the speaker told: "reporters", "a news conference in Moscow", "the BBC"."""
    j = i
    for ahead in range(i, min(last, i + 9)):
        if tokens[ahead].low in (",", ":") or tokens[ahead].quote != -1:
            break
        if tokens[ahead].low == "that" and ahead > i:
            return ahead
    while j < last and j - i < 8:
        token = tokens[j]
        if token.low in ("that", ":", ",", "how", "why", "what", "whether") or token.quote != -1:
            break
        if token.low in ("him", "her", "them", "us", "me", "you"):
            j += 1
            break
        names = token.cap and token.text[0].isalpha()
        if token.bits & (ADDRESSEE | VENUE) or names:
            j += 1
            while j < last and (
                (tokens[j].cap and names and tokens[j].quote == -1) or tokens[j].low in ("'s", "-")
            ):
                j += 1
            for more in range(j, min(last, j + 3)):  # "the Reuters news agency"
                if tokens[more].bits & (ADDRESSEE | VENUE | BODY_NOUN | PERSON_NOUN):
                    j = more + 1
                    break
                if tokens[more].bits or not tokens[more].text[0].isalpha():
                    break
            if j < last and tokens[j].low == "and" and j + 1 < last and tokens[j + 1].cap:
                j += 2
            break
        if token.bits & (AUXILIARY | SUBJECT_PRONOUN | CONJUNCTION) or (
            token.low == "of" and j == i
        ):
            break
        j += 1
        if token.bits & PERSON_NOUN or token.bits & BODY_NOUN:
            break
    return skip_adverbials(tokens, j, last)

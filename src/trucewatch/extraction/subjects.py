"""Who the subject of a verb of speech is: the phrases before it, behind it, or after "by"."""

from dataclasses import dataclass
from typing import Final

from trucewatch.extraction.lexicon import (
    ADVERB,
    AUXILIARY,
    CONJUNCTION,
    CUE,
    DETERMINER,
    INTRODUCTION,
    NEGATION,
    PREPOSITION,
    RELATIVE,
    SUBJECT_PRONOUN,
    SUBORDINATOR,
    VENUE,
    WEEKDAY,
)
from trucewatch.extraction.page import Page, Sentence
from trucewatch.extraction.phrase import Phrase

_NO_NOUN: Final = (
    DETERMINER
    | PREPOSITION
    | CONJUNCTION
    | SUBORDINATOR
    | RELATIVE
    | AUXILIARY
    | CUE
    | INTRODUCTION
)
_LISTED: Final = ("actor", "side", "person", "office")
_FURTHEST: Final = 40


@dataclass(frozen=True, slots=True)
class Subject:
    """Who speaks: phrases of actors, or the bare words ``[first, last)`` where none is known."""

    phrases: tuple[Phrase, ...]
    first: int
    last: int
    shared: bool = False


class Subjects:
    """Finds subjects in one page, by where its phrases start and end."""

    def __init__(self, page: Page, phrases: list[Phrase]) -> None:
        self.tokens = page.tokens
        whole = [phrase for phrase in phrases if not phrase.nested]
        self.ending = {phrase.last: phrase for phrase in whole}
        self.starting = {phrase.first: phrase for phrase in whole}
        self.whole = whole

    def before(self, i: int, sentence: Sentence) -> Subject | None:
        """The subject of a verb whose first word (auxiliaries included) is at ``i``."""
        tokens = self.tokens
        s = i - 1
        while s >= sentence.first and tokens[s].bits & (AUXILIARY | ADVERB | NEGATION):
            s -= 1
        if s - 1 > sentence.first and tokens[s].bits & WEEKDAY and tokens[s].cap:
            s -= 2 if tokens[s - 1].low == "on" else 0  # "the ministry on Sunday confirmed"
        if s < sentence.first:
            return None
        return self._up_to(s, sentence, 0)

    def _up_to(self, s: int, sentence: Sentence, depth: int) -> Subject | None:
        """The subject that ends with the token ``s``, or before an apposition ending there."""
        tokens = self.tokens
        if depth > 4 or s < sentence.first:
            return None
        token = tokens[s]
        if token.low in ("who", "which"):
            back = s - 1 if s > sentence.first and tokens[s - 1].text == "," else s
            if tokens[back].text == ",":
                back -= 1
            else:
                back = s - 1
            return self._up_to(back, sentence, depth + 1)
        if token.text == ",":
            return self._before_comma(s, sentence, depth)
        if token.text == ")":
            opened = s
            while opened > sentence.first and tokens[opened].text != "(":
                opened -= 1
            phrase = self.ending.get(s + 1)
            if phrase is None:
                return self._up_to(opened - 1, sentence, depth + 1)
        phrase = self.ending.get(s + 1)
        if phrase is not None and phrase.first >= sentence.first:
            return self._with_head(phrase, sentence)
        bare = self._bare(s, sentence)
        if bare is not None and not bare.phrases:
            antecedent = self._antecedent(bare.first, sentence)
            if antecedent is not None:
                return Subject((antecedent,), antecedent.first, antecedent.last)
        return bare

    def _before_comma(self, comma: int, sentence: Sentence, depth: int) -> Subject | None:
        """Past an apposition: "Lavrov, the foreign minister," or "the minister, Lavrov,"."""
        tokens = self.tokens
        opening = comma - 1
        relative = -1
        while opening > sentence.first and comma - opening < _FURTHEST:
            if tokens[opening].low in ("who", "which") and tokens[opening - 1].text == ",":
                relative = opening - 1
                break
            if tokens[opening].bits & CUE and tokens[opening].quote == -1:
                break
            opening -= 1
        if relative != -1:
            return self._up_to(relative - 1, sentence, depth + 1)
        q = comma - 1
        while q > sentence.first and tokens[q].text != "," and comma - q < _FURTHEST:
            if tokens[q].quote != tokens[comma].quote:
                break
            q -= 1
        if tokens[q].text != ",":
            inner = self.ending.get(comma)
            if inner is not None and q == sentence.first:
                return self._with_head(inner, sentence)
            return None
        inner = self.starting.get(q + 1)
        outer = self.ending.get(q)
        if (
            inner is not None
            and outer is not None
            and inner.last == comma
            and inner.kind in ("body", "actor")
            and outer.kind == "body"
            and tokens[inner.core].cap
            and not tokens[outer.core].cap
        ):
            outer.role_of = inner.first
            return Subject((inner,), outer.first, inner.last)
        if inner is not None and inner.kind == "person" and inner.last == comma:
            if outer is not None and outer.kind in ("role", "office", "side", "people", "body"):
                outer.role_of = inner.first
            return (
                self._with_head(inner, sentence)
                if outer is None
                else Subject((inner,), outer.first, inner.last)
            )
        return self._up_to(q - 1, sentence, depth + 1)

    def _with_head(self, phrase: Phrase, sentence: Sentence) -> Subject:
        """The phrase, or the one that it only belongs to: "officials in Russia"."""
        tokens = self.tokens
        tail = phrase
        antecedent = self._antecedent(phrase.first, sentence)
        if antecedent is not None:
            return self._beside(self._with_others(antecedent, sentence), sentence)
        for _ in range(4):
            led = self._leader(phrase, sentence)
            if led is None:
                break
            outer = self.ending.get(led)
            if outer is not None and outer.first >= sentence.first:
                phrase = outer
                continue
            head = self._bare(led - 1, sentence)
            if head is None:
                break
            if head.phrases:
                return self._beside(head, sentence)
            before = tokens[head.first - 1] if head.first > sentence.first else None
            if before is not None and before.bits & PREPOSITION:
                further = self.ending.get(head.first - 1)
                if further is not None:
                    phrase = further
                    continue
            if tokens[head.first].bits & DETERMINER:
                return Subject((), head.first, tail.last)
            break
        return self._beside(self._with_others(phrase, sentence), sentence)

    def _antecedent(self, first: int, sentence: Sentence) -> Phrase | None:
        """Of "the company that runs the plant": the company, though the plant stands nearer."""
        tokens = self.tokens
        for i in range(first - 1, max(sentence.first, first - 16), -1):
            token = tokens[i]
            if token.text in ',;:"' or token.bits & (CUE | CONJUNCTION):
                return None
            if token.low in ("that", "who", "which"):
                found = self.ending.get(i)
                return found if found is not None and found.first >= sentence.first else None
        return None

    def _leader(self, phrase: Phrase, sentence: Sentence) -> int | None:
        """Where the words end that a preposition ties the phrase to; None where nothing does."""
        tokens = self.tokens
        i = phrase.first - 1
        if i <= sentence.first:
            return None
        before = tokens[i]
        if before.bits & PREPOSITION and not before.bits & SUBORDINATOR:
            return i
        return None

    def _beside(self, subject: Subject, sentence: Sentence) -> Subject:
        """The name that an office stands beside: "Lavrov, the head of the team in Astana"."""
        if len(subject.phrases) != 1 or subject.phrases[0].kind not in ("role", "office"):
            return subject
        office = subject.phrases[0]
        if office.first - 2 < sentence.first or self.tokens[office.first - 1].text != ",":
            return subject
        person = self.ending.get(office.first - 1)
        if person is None or person.kind != "person":
            return subject
        before = self.tokens[person.first - 1] if person.first > sentence.first else None
        if before is not None and before.bits & (PREPOSITION | CUE):
            return subject
        office.role_of = person.first
        return Subject((person,), person.first, office.last)

    def _with_others(self, phrase: Phrase, sentence: Sentence) -> Subject:
        """All of a list: "Russia, Iran and Turkey"; and the apposition before a name."""
        tokens = self.tokens
        listed = [phrase]
        first = phrase.first
        if phrase.first - 1 > sentence.first and tokens[phrase.first - 1].low == "and":
            end = phrase.first - 1
            comma = tokens[end - 1].text == ","
            while True:
                stop = end - 1 if tokens[end - 1].text == "," else end
                other = self.ending.get(stop)
                if other is None or other.first < sentence.first or not _may_join(other, phrase):
                    break
                listed.insert(0, other)
                first = other.first
                end = other.first - 1
                if end <= sentence.first or tokens[end].text != ",":
                    break
            tied = listed[0].first > sentence.first and (
                tokens[listed[0].first - 1].bits & PREPOSITION
            )
            if (comma and len(listed) < 3) or (tied and listed[0].kind != phrase.kind):
                listed, first = [phrase], phrase.first  # "and" begins a clause of its own
        if len(listed) == 1 and phrase.kind == "person" and tokens[first - 1].text == ",":
            outer = self.ending.get(first - 1)
            if outer is not None and outer.kind in ("role", "office") and outer.last == first - 1:
                outer.role_of = phrase.first
                first = outer.first
        return Subject(tuple(listed), first, phrase.last)

    def _bare(self, s: int, sentence: Sentence) -> Subject | None:
        """Words that could name a speaker nobody knows: "the filing", "prosecutors"."""
        tokens = self.tokens
        token = tokens[s]
        if token.low in ("this", "that", "these", "those"):
            return Subject((), s, s + 1)
        led = s > sentence.first and tokens[s - 1].bits & DETERMINER
        many = token.low.endswith("s") and not token.low.endswith("ss")
        noun = token.bits & CUE and (many or led)
        closed = _NO_NOUN & ~CUE if noun else _NO_NOUN
        if not token.text[0].isalpha() or token.bits & (closed | ADVERB):
            return None
        first = s
        while first > sentence.first and s - first < 5:
            before = tokens[first - 1]
            if before.bits & DETERMINER or before.text[0].isdigit():
                first -= 1
                break
            if before.low in ("'s", "'") and first - 1 > sentence.first:
                owner = self.ending.get(first - 1)
                if owner is not None:
                    first = owner.first
                    break
                first -= 1
            elif before.bits & _NO_NOUN or not before.text[0].isalpha() or before.bits & ADVERB:
                break
            else:
                first -= 1
        if first > sentence.first + 1 and tokens[first - 1].bits & PREPOSITION:
            outer = self.ending.get(first - 1)
            if outer is not None:
                return self._with_others(outer, sentence)
            head = (
                self._bare(first - 2, sentence) if tokens[first - 1].low in ("of", "in") else None
            )
            if head is not None:
                return Subject((), head.first, s + 1)
        return Subject((), first, s + 1)

    def after(self, i: int, sentence: Sentence) -> Subject | None:
        """The subject that begins at ``i``: behind "said", "by", "according to"."""
        tokens = self.tokens
        if i >= sentence.last:
            return None
        phrase = self.starting.get(i)
        if phrase is None and tokens[i].bits & DETERMINER and i + 1 < sentence.last:
            phrase = self.starting.get(i + 1)
        if phrase is not None:
            return self.list_from(phrase, sentence)
        j = i
        while j < sentence.last and tokens[j].text[0].isalpha() and j - i < 6:
            closed = tokens[j].bits & (_NO_NOUN & ~DETERMINER & ~CUE)
            if j > i and (closed or (tokens[j].bits & CUE and tokens[j].low.endswith("ed"))):
                break
            phrase = self.starting.get(j)
            if phrase is not None and j > i:
                if tokens[j - 1].low in ("from", "by", "of") or j - i <= 2:
                    return self.list_from(phrase, sentence)
                break
            j += 1
        if (j > i and tokens[i].bits & (SUBJECT_PRONOUN | VENUE)) or j > i:
            return Subject((), i, j)
        return None

    def list_from(self, phrase: Phrase, sentence: Sentence) -> Subject:
        """A phrase behind the verb with the name or office that stands beside it."""
        tokens = self.tokens
        listed = [phrase]
        end = phrase.last
        while end + 1 < sentence.last and tokens[end].low in ("and", ","):
            j = end + 1
            if tokens[j].low == "and":
                j += 1
            other = self.starting.get(j)
            if other is None:
                break
            if tokens[end].text == "," and tokens[j - 1].low != "and":
                if phrase.kind in ("role", "office") and other.kind == "person":
                    phrase.role_of = other.first
                    return Subject((other,), other.first, other.last)
                if phrase.kind == "person" and other.kind in ("role", "people", "office"):
                    other.role_of = phrase.first
                    break
                if other.kind not in ("actor",) or phrase.kind not in ("actor",):
                    break
            listed.append(other)
            end = other.last
        return Subject(tuple(listed), phrase.first, end)


def _may_join(one: Phrase, other: Phrase) -> bool:
    """Whether two phrases can be one list: named actors, or two of one kind."""
    return one.kind == other.kind or (one.kind in _LISTED and other.kind in _LISTED)

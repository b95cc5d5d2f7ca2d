"""Noun phrases that point at actors: names, offices, bodies, sides, people, pronouns."""

from typing import Final

from trucewatch.extraction.lexicon import (
    ANONYMOUS,
    AUXILIARY,
    BODY_NOUN,
    CONJUNCTION,
    CUE,
    DEMONYM,
    DETERMINER,
    MODIFIER,
    NUMBER,
    PERSON_NOUN,
    PREPOSITION,
    RELATIVE,
    SUBJECT_PRONOUN,
    SUBORDINATOR,
    VENUE,
    Lexicon,
)
from trucewatch.extraction.namewords import NameRuns, Run
from trucewatch.extraction.page import Page
from trucewatch.extraction.phrase import Phrase
from trucewatch.extraction.tokens import Token

_CLOSED: Final = (
    DETERMINER | PREPOSITION | CONJUNCTION | SUBORDINATOR | RELATIVE | AUXILIARY | SUBJECT_PRONOUN
)
_ADJECTIVAL: Final = (
    "al", "ic", "ian", "ish", "ese", "ive", "ous", "ary", "ern", "ior", "ful", "less",
    "ist", "ani", "ent", "ant", "ory",
)  # fmt: skip
_OF: Final = frozenset({"of", "for", "from", "to", "at"})
_BODY_OF: Final = frozenset({"of", "for"})
_KNOWN: Final = (1 << 29) - 1
"""Any class that a grammar knows, and not only a phrase of the data files of claims."""
_HEADS: Final = PERSON_NOUN | BODY_NOUN | SUBJECT_PRONOUN
_LEFT_REACH: Final = 7
_DEEPEST: Final = 2
"""How often "the head of the delegation of the …" is followed inward."""
_ALSO_VERBS: Final = frozenset(
    {"head", "heads", "monitor", "witness", "judge", "chair", "coach", "officer", "captain",
     "figure", "police", "pilot", "man", "father", "mother", "minister", "team", "group", "party",
     "force", "forces", "front", "court", "bank", "state", "house", "network", "club", "counter",
     "author", "chief", "league", "office", "press"}
)  # fmt: skip


class PhraseFinder:
    """Finds the phrases of one page. ``focus`` is the state whose conflict the case is about."""

    def __init__(self, page: Page, lexicon: Lexicon, focus: str) -> None:
        self.page = page
        self.lexicon = lexicon
        self.tokens = page.tokens
        self.focus = focus
        self.names = NameRuns(page, lexicon)
        self.found: list[Phrase] = []

    def all(self) -> list[Phrase]:
        """The phrases in the order of the text; those inside another are marked as nested."""
        for sentence in self.page.sentences:
            i = sentence.first
            tokens = self.tokens
            starts = self.names.starts
            while i < sentence.last:
                phrase = None
                if tokens[i].bits & _HEADS or i in starts:
                    phrase = self._at(i, sentence.first, sentence.last)
                if phrase is None:
                    i += 1
                else:
                    self.found.append(phrase)
                    i = max(phrase.last, i + 1)
        self._nest()
        self.found.sort(key=lambda phrase: (phrase.first, -phrase.last))
        return self.found

    # The phrase whose head is at ``i``: a run of name words, a noun for people, a body, a pronoun.
    def _at(self, i: int, first: int, last: int) -> Phrase | None:
        token = self.tokens[i]
        bits = token.bits
        run = self.names.starting(i, last)
        if run is not None:
            return self._named(run, first, last)
        if bits & (PERSON_NOUN | BODY_NOUN) and not self._is_verb(i):
            return self._headed(i, first, last)
        if bits & SUBJECT_PRONOUN and not (token.text == "I" and token.quote == -1):
            return Phrase(i, i + 1, i, i + 1, "pronoun", head=token.low)
        return None

    def _is_verb(self, i: int) -> bool:
        """Whether a word such as "heads" or "leads" is a verb here."""
        token = self.tokens[i]
        before = self.tokens[i - 1] if i else token
        if before.low in ("who", "to", "will", "would", "must", "can") and token.low in _ALSO_VERBS:
            return True
        after = self.tokens[i + 1] if i + 1 < len(self.tokens) else token
        return token.low in ("heads", "witness", "monitors", "chairs", "coaches") and (
            bool(after.bits & DETERMINER) or token.low == "witness"
        )

    def _named(self, run: Run, first: int, last: int) -> Phrase:
        """A run of names: "Russian Foreign Minister Sergey Lavrov", "Free Syrian Army (FSA)"."""
        tokens = self.tokens
        start = self._left(run.first, first)
        if run.kind in ("state", "demonym") and run.last < last:
            headed = self._head_behind(run, first, last)
            if headed is not None:
                return headed
        if run.kind == "title":
            return self._headed(run.last - 1, first, last)
        end = run.last
        if end + 2 < last and tokens[end].text == "(" and tokens[end + 2].text == ")":
            end += 3
        phrase = Phrase(
            start if run.kind == "person" else run.first,
            end,
            run.core,
            run.last,
            {"person": "person", "proper": "body", "demonym": "people"}.get(run.kind, "actor"),
            name=run.name,
            actor=run.actor,
            nation=run.nation,
            roles=list(run.roles),
        )
        if phrase.kind == "person":
            heads = any(
                tokens[j].bits & (PERSON_NOUN | DEMONYM) or self.names.starting(j, last)
                for j in range(start, run.first)
            )
            if not heads and not run.roles:
                phrase.first = run.first
            phrase.nation = self._nation(phrase.first, run.core)
            return phrase
        if run.first > first and tokens[run.first - 1].low == "the":
            phrase.first = run.first - 1
            phrase.definite = True
        if phrase.kind == "people":
            phrase.plural = tokens[run.last - 1].low.endswith("s")
            phrase.head = tokens[run.last - 1].low
        if end < last and tokens[end].bits & (PERSON_NOUN | BODY_NOUN):
            headed = self._head_behind(run, first, last)
            return headed or phrase
        return phrase

    def _head_behind(self, run: Run, first: int, last: int) -> Phrase | None:
        """The head that a name modifies: "Kazakhstan's foreign ministry", "FSA commander"."""
        tokens = self.tokens
        i = run.last
        for _ in range(_LEFT_REACH):
            if i >= last:
                return None
            token = tokens[i]
            named = self.names.starting(i, last)
            if named is not None and named.kind == "person":
                phrase = self._named(named, first, last)
                phrase.first = min(phrase.first, self._left(run.first, first))
                phrase.nation = phrase.nation or run.nation
                return phrase
            is_head = token.bits & (PERSON_NOUN | BODY_NOUN) and not token.bits & CONJUNCTION
            if is_head and not self._is_verb(i):
                behind = tokens[i + 1] if i + 1 < last else None
                if behind is None or not self._goes_on(behind, i + 1, last):
                    return self._headed(i, first, last)
            if token.low in ("'s", "'") or self._modifies(token) or is_head:
                i += 1
            elif named is not None and named.kind in ("actor", "state", "demonym"):
                i = named.last
            elif token.low == "of" and tokens[i - 1].low in ("ministry", "department"):
                i += 1
            else:
                return None
        return None

    def _goes_on(self, behind: Token, i: int, last: int) -> bool:
        """Whether the noun before ``behind`` only modifies what follows."""
        if behind.bits & (PERSON_NOUN | BODY_NOUN) and not self._is_verb(i):
            return True
        if behind.low in ("'s", "'") and i + 1 < last:
            return self.tokens[i + 1].bits & (PERSON_NOUN | BODY_NOUN | MODIFIER) > 0
        named = self.names.starting(i, last)
        return named is not None and named.kind == "person"

    def _modifies(self, token: Token) -> bool:
        if token.bits & (MODIFIER | DEMONYM):
            return True
        if token.bits & (_CLOSED | CUE | VENUE) or not token.text[0].isalpha():
            return False
        return token.low.endswith(_ADJECTIVAL) or token.text == "-"

    def _left(self, i: int, first: int) -> int:
        """Where the phrase begins whose head or name is at ``i``."""
        tokens = self.tokens
        start = i
        for _ in range(_LEFT_REACH):
            if start <= first:
                break
            token = tokens[start - 1]
            if token.quote != tokens[i].quote:
                break
            if token.bits & DETERMINER:
                return start if token.low == "that" and self._is_clause(start - 1, i) else start - 1
            if token.low in ("'s", "'") and start - 1 > first:
                owner = self.names.ending(start - 1, first)
                start = owner if owner is not None else start - 2
                if start > first and tokens[start - 1].bits & DETERMINER:
                    start -= 1
                return max(start, first)
            ending = self.names.ending(start, first)
            if ending is not None:
                start = ending
            elif self._modifies(token) or token.bits & (NUMBER | PERSON_NOUN | BODY_NOUN):
                start -= 1
            elif (
                token.text == "-"
                and start - 1 > first
                and token.end == tokens[start].start
                and tokens[start - 2].end == token.start
            ):
                start -= 2
            elif token.text[0].isdigit():
                return start - 1
            elif self._is_compound(start - 1, first):
                start -= 1
            else:
                break
        return max(start, first)

    def _is_compound(self, i: int, first: int) -> bool:
        """Whether a noun nobody knows belongs to the phrase: "the city council"."""
        tokens = self.tokens
        for j in range(i, max(first, i - 3), -1):
            token = tokens[j]
            plain = token.text[0].isalpha() and token.text == token.low and not token.bits & _KNOWN
            if not plain or token.low.endswith(("ed", "ing")):
                return False
            if tokens[j - 1].bits & DETERMINER and tokens[j - 1].low != "that":
                return True
        return False

    def _is_clause(self, that: int, head: int) -> bool:
        """Whether "that" opens a clause: behind a verb of speech, or before a plural."""
        before = self.tokens[that - 1] if that else None
        plural = self.tokens[head].low.endswith("s")
        return plural or (before is not None and before.bits & CUE > 0)

    def _headed(self, i: int, first: int, last: int, depth: int = 0) -> Phrase:
        """A phrase by its head noun: an office, a side, a body, people."""
        tokens = self.tokens
        head = i
        while head + 1 < last and self._goes_on(tokens[head + 1], head + 1, last):
            named = self.names.starting(head + 1, last)
            if named is not None and named.kind == "person":
                phrase = self._named(named, first, last)
                phrase.first = min(phrase.first, self._left(i, first))
                phrase.roles.append(tokens[head].low)
                phrase.nation = phrase.nation or self._nation(phrase.first, phrase.core)
                return phrase
            head += 1 if tokens[head + 1].low not in ("'s", "'") else 2
        head = min(head, last - 1)
        start = self._left(head, first)
        token = tokens[head]
        phrase = Phrase(start, head + 1, head, head + 1, "role", head=token.low)
        phrase.nation = self._nation(start, head)
        words = [tokens[j].low for j in range(start, head + 1) if tokens[j].low != "the"]
        phrase.definite = tokens[start].low in ("the", "his", "her", "their", "its")
        phrase.plural = token.low.endswith("s") and not token.low.endswith("ss")
        if token.low in ("ministry", "department") and head + 2 < last:
            phrase.last = self._ministry_of(head + 1, last)
        else:
            self._complement(phrase, last, depth)
        self._classify(phrase, words)
        return phrase

    def _complement(self, phrase: Phrase, last: int, depth: int) -> None:
        """Take in "of the opposition's delegation", "to Kazakhstan", "for the foreign ministry"."""
        tokens = self.tokens
        i = phrase.last
        allowed = _OF if tokens[phrase.core].bits & PERSON_NOUN else _BODY_OF
        if i + 1 >= last or tokens[i].low not in allowed or depth >= _DEEPEST:
            return
        j = i + 1
        while j < last and tokens[j].bits & DETERMINER:
            j += 1
        if j >= last:
            return
        run = self.names.starting(j, last)
        end = -1
        if run is not None and run.kind != "title":
            inner = self._named(run, i + 1, last)
            end = inner.last
            if tokens[i].low == "to" and inner.kind == "person" and phrase.kind != "person":
                phrase.kind, phrase.core, phrase.core_end = "person", inner.core, inner.core_end
                phrase.name, phrase.last = inner.name, end
                phrase.roles.append(phrase.head)
                return
        elif tokens[j].bits & (PERSON_NOUN | BODY_NOUN) or self._modifies(tokens[j]):
            k = j
            while k < last and self._modifies(tokens[k]) and not tokens[k].bits & BODY_NOUN:
                k += 1
            if k < last and tokens[k].bits & (BODY_NOUN | PERSON_NOUN) and k - j < 4:
                inner = self._headed(k, i + 1, last, depth + 1)
                end = inner.last
        if end == -1:
            return
        more = self._listed(end, last)
        phrase.of = " ".join(token.text for token in tokens[i + 1 : more])
        phrase.nation = phrase.nation or self._nation(i + 1, more)
        phrase.last = more

    def _ministry_of(self, i: int, last: int) -> int:
        """The end of "of foreign affairs" behind a ministry."""
        tokens = self.tokens
        if tokens[i].low != "of":
            return i
        end = i + 1
        while end < last and end - i < 4 and not tokens[end].bits & (_CLOSED | CUE):
            if not tokens[end].text[0].isalpha():
                break
            end += 1
        return end

    def _listed(self, end: int, last: int) -> int:
        """The end of a list of names: "from Russia, Turkey and Iran"."""
        tokens = self.tokens
        while end + 1 < last and tokens[end].low in (",", "and"):
            j = end + 1
            while j < last and (tokens[j].low == "and" or tokens[j].low == "the"):
                j += 1
            run = self.names.starting(j, last) if j < last else None
            if run is None or run.kind not in ("state", "actor"):
                break
            after = tokens[run.last] if run.last < last else None
            if tokens[end].low == "," and (after is None or after.low not in (",", "and")):
                break
            end = run.last
        return end

    def _nation(self, first: int, last: int) -> str:
        for j in range(first, last):
            run = self.names.starting(j, last)
            if run is not None and run.nation:
                return run.nation
        return ""

    def _classify(self, phrase: Phrase, words: list[str]) -> None:
        """What sort of phrase it is, by its head and the words before it."""
        if phrase.kind == "person":
            return
        tokens = self.tokens
        bits = tokens[phrase.core].bits
        core = [word for word in words if word not in ("'s", "'", "'s")]
        side = self._side(core)
        behind = tokens[phrase.last] if phrase.last < len(tokens) else None
        if phrase.head == "opposition" and behind is not None and behind.low == "to":
            side = ""  # "Turkish opposition to a draft" is no actor
            phrase.kind = "thing"
            return
        if side and not (bits & PERSON_NOUN and phrase.head in ("official", "source", "diplomat")):
            phrase.kind, phrase.side = "side", side
            return
        phrase.name = self._office(phrase)
        if phrase.name:
            phrase.kind = "office"
        elif bits & PERSON_NOUN:
            phrase.kind = "people" if phrase.plural else "role"
        else:
            phrase.kind = "body"
            phrase.name = " ".join(
                token.text for token in tokens[phrase.first : phrase.core_end] if token.low != "the"
            )
        if bits & ANONYMOUS:
            phrase.roles.append("anonymous")

    def _side(self, words: list[str]) -> str:
        """Which side of the conflict the words mean, or nothing."""
        for side in ("government", "opposition"):
            for phrase in self.lexicon.parties[side]:
                if tuple(words[-len(phrase) :]) == phrase:
                    return side
        if words[-1] in ("delegation", "team", "side"):
            if "opposition" in words or "rebel" in words:
                return "opposition"
            if "government" in words or "regime" in words:
                return "government"
        return ""

    def _office(self, phrase: Phrase) -> str:
        """The name of a state's office: "Kazakhstan's foreign ministry" is the Kazakh one.

        Also for "the ministry of foreign affairs"; without a nation there is no such name.
        """
        tokens = self.tokens
        words = " ".join(token.low for token in tokens[phrase.first : phrase.last])
        for office, called in self.lexicon.offices_of_state.items():
            at = words.find(office)
            if at != -1 and phrase.nation:
                people = self.lexicon.gazetteer.demonym_of[phrase.nation]
                return f"{people.replace('_', ' ')} {called}"
        return ""

    def _nest(self) -> None:
        """Names inside longer phrases are mentions of their own: Assad in "the Assad regime"."""
        inside: list[Phrase] = []
        for phrase in self.found:
            i = phrase.first
            while i < phrase.last:
                run = self.names.starting(i, phrase.last)
                if run is None:
                    i += 1
                    continue
                whole = run.first <= phrase.core and run.last >= phrase.core_end
                whole = whole and phrase.kind != "people"
                if not whole and run.kind in ("person", "actor", "state", "proper"):
                    kind = "person" if run.kind == "person" else "actor"
                    inside.append(
                        Phrase(
                            run.first,
                            run.last,
                            run.core,
                            run.last,
                            "body" if run.kind == "proper" else kind,
                            name=run.name,
                            actor=run.actor,
                            nation=run.nation,
                            nested=True,
                        )
                    )
                i = max(run.last, i + 1)
        self.found += inside

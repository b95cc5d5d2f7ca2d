"""Breaches that somebody alleges: of whom, what, where and when."""

from typing import Final

from trucewatch.extraction.actors import Actors
from trucewatch.extraction.case import SegmentKind
from trucewatch.extraction.claims import claims
from trucewatch.extraction.found import (
    Allegation,
    Because,
    DateFound,
    EntityKind,
    SpeechAct,
)
from trucewatch.extraction.lexicon import (
    ADVERB,
    AUXILIARY,
    BREACHES,
    PREPOSITION,
    TRUCE,
    Lexicon,
)
from trucewatch.extraction.page import Page, Sentence
from trucewatch.extraction.phrase import Phrase
from trucewatch.extraction.spans import DatesAt, PhrasesAt, SaidAt
from trucewatch.extraction.speakers import Spoken

_NOT_ALLEGED: Final = frozenset(
    {"halt", "stop", "end", "prevent", "discuss", "monitor", "avoid", "against", "no", "not",
     "any", "cease", "ceasing", "halting", "stopping", "ending", "preventing", "monitoring",
     "without", "if", "unless", "for", "future", "potential", "alleged", "combat", "reduce"}
)  # fmt: skip
_OWNED: Final = frozenset({"its", "their", "his", "'s", "'"})
_CAUSES: Final = {"due": ("due", "to"), "because": ("because", "of"), "over": ("over",),
                  "after": ("after",), "despite": ("despite",), "amid": ("amid",)}  # fmt: skip
_FEWEST_LINES: Final = 4
_ALSO_PEACEFUL: Final = frozenset(
    {"ground_assault", "mine_ied", "siege", "detention", "looting_destruction"}
)
_COMMON: Final = frozenset(
    {"hit", "attack", "attacks", "offensive", "advance", "mine", "siege", "besieged", "detained",
     "destroyed", "clashes"}
)  # fmt: skip
"""Words of other matters as well: a breach only where a place or an actor stands near."""
_NEAR: Final = 5
_LOOKED_AT: Final = 600
"""Words of one content in which a breach is looked for: no quotation of the press is longer."""


class _Judge:
    def __init__(
        self, page: Page, phrases: list[Phrase], spoken: list[Spoken], actors: Actors,
        dates: list[DateFound], lexicon: Lexicon,
    ) -> None:  # fmt: skip
        self.page = page
        self.tokens = page.tokens
        self.phrases = PhrasesAt(phrases)
        self.said = SaidAt(spoken)
        self.actors = actors
        self.dates = DatesAt(dates)
        self.lexicon = lexicon
        self.book = claims()
        self.found: list[Allegation] = []

    def read(self) -> list[Allegation]:
        listed = self._listed()
        for number, sentence in enumerate(self.page.sentences):
            if self.page.segments[sentence.segment].kind != SegmentKind.PARAGRAPH:
                continue
            if not sentence.bits & BREACHES and number not in listed:
                continue
            if number in listed:
                self._line(sentence)
                continue
            said = self.said.in_sentence(number)
            before = len(self.found)
            for one in said:
                self._said(one, sentence)
            self._accused_of(sentence, said)
            if len(self.found) == before:
                self._told(sentence, said)
        self.found.sort(key=lambda one: one.span)
        return self.found

    def _breach(self, first: int, last: int) -> tuple[str, int, int] | None:
        """The first breach that is told as one between two tokens: its type and its words."""
        for i in range(first, last):
            if not self.tokens[i].bits & BREACHES:
                continue
            hit = self.book.breaches.at(self.tokens, i, last)
            if hit is None:
                continue
            before = [token.low for token in self.tokens[max(first, i - 3) : i]]
            owned = bool(before) and before[-1] in _OWNED
            if not owned and any(word in _NOT_ALLEGED for word in before):
                continue
            if hit[0] == "territory_taken" and not self._has_truce(i, min(last, i + 8)):
                continue
            if (
                hit[0] in _ALSO_PEACEFUL
                and self.tokens[i].low in _COMMON
                and not self._names_place_or_actor(first, last)
            ):
                continue
            return hit[0], i, hit[1]
        return None

    def _has_truce(self, first: int, last: int) -> bool:
        return any(
            self.book.truces.at(self.tokens, i, last)
            for i in range(first, last)
            if self.tokens[i].bits & TRUCE
        )

    def _process(self, first: int, last: int) -> tuple[int, int] | None:
        for i in range(first, last):
            if not self.tokens[i].bits & BREACHES:
                continue
            hit = self.book.process.at(self.tokens, i, last)
            if hit is not None:
                return i, hit[1]
        return None

    def _names_place_or_actor(self, first: int, last: int) -> bool:
        return any(
            phrase.entity or phrase.kind == "actor" for phrase in self.phrases.within(first, last)
        )

    def _add(
        self, first: int, last: int, by: tuple[str, ...], accused: tuple[str, ...], kind: str,
        rule: str, cue: tuple[int, int], process: bool = False,
    ) -> None:  # fmt: skip
        rule = f"allegation: {rule}"
        span = self.page.span(first, last)
        date = next((d.span for d in self.dates.within(span)), None)
        place = next(
            (
                self.page.span(p.first, p.last)
                for p in self.phrases.within(first, last)
                if p.kind == "actor" and p.first
                and self.tokens[p.first - 1].low in ("in", "near", "at", "on", "of")
            ),
            None,
        )  # fmt: skip
        because = Because(rule, cue, self.lexicon.share(rule, 0.7))
        self.found.append(Allegation(span, by, accused, kind, because, place, date, process))

    def _said(self, one: Spoken, sentence: Sentence) -> None:
        """A breach in what somebody says: an accusation, or an assertion that there was one."""
        first = self.page.token_at(one.said.content[0])
        last = min(self.page.token_at(one.said.content[1]), first + _LOOKED_AT)
        if last <= first:
            return
        accuses = one.said.act is SpeechAct.ACCUSES
        breach = self._breach(first, last)
        process = self._process(first, last)
        if breach is None:
            if accuses and process is not None:
                accused = self._accused(first, process[0], one.speakers)
                self._add(first, last, one.speakers, accused, "", "complaint about the talks",
                          one.said.cue, True)  # fmt: skip
            return
        kind, start, end = breach
        if (
            not accuses
            and kind == "unspecified"
            and not self._has_truce(first, last)
            and not (self._attributes(first, last))
        ):
            return
        accused = self._accused(first, last, one.speakers)
        if not accuses and one.said.act in (SpeechAct.DEMANDS, SpeechAct.DENIES):
            return
        if end < last and self.tokens[end].low in ("must", "should", "shall", "will", "would"):
            return  # "attacks must end" alleges none
        if kind == "unspecified":
            more = self._breach(end, last)
            if more is not None and more[0] != "unspecified":
                kind = more[0]
        if accuses:
            self._add(first, last, one.speakers, accused, kind, "accusation", one.said.cue)
        else:
            low, high = self._clause(start, first, last)
            self._add(low, high, one.speakers, accused, kind, "breach in what is said",
                      self.page.span(start, end))  # fmt: skip

    def _attributes(self, first: int, last: int) -> bool:
        return any(
            phrase.kind in ("actor", "side", "body") for phrase in self.phrases.within(first, last)
        )

    def _clause(self, i: int, first: int, last: int) -> tuple[int, int]:
        """The sentence of the content that the token stands in."""
        low, high = first, last
        for j in range(i, first, -1):
            if self.tokens[j - 1].text in ".!?;":
                low = j
                break
        for j in range(i, last):
            if self.tokens[j].text in ".!?;":
                high = j
                break
        return low, high

    def _accused(self, first: int, last: int, by: tuple[str, ...]) -> tuple[str, ...]:
        """The actors in the words, but for those who speak."""
        found = []
        for phrase in self.phrases.within(first, last):
            can_act = phrase.kind in ("actor", "side", "body", "person", "office")
            if phrase.entity and phrase.entity not in by and can_act and True:
                led = phrase.first > first and self.tokens[phrase.first - 1].low in ("in", "of")
                if not led:
                    found.append(phrase.entity)
                if found and not self._list_goes_on(phrase.last):
                    break
        return tuple(dict.fromkeys(found))

    def _list_goes_on(self, i: int) -> bool:
        """Whether "and" or a comma with a further actor follows."""
        low = self.tokens[i].low if i < len(self.tokens) else ""
        if low == "and":
            return True
        return low == "," and bool(self.phrases.within(i + 1, i + 2))

    def _accused_of(self, sentence: Sentence, said: list[Spoken]) -> None:
        """ "X was accused of Y", with nobody named who says so."""
        tokens = self.tokens
        for i in range(sentence.first, sentence.last - 1):
            if tokens[i].low != "accused" or tokens[i + 1].low != "of" or tokens[i].quote != -1:
                continue
            passive = any(
                token.bits & AUXILIARY and token.low in ("was", "were", "been", "is", "are")
                for token in tokens[max(sentence.first, i - 3) : i]
            )
            if not passive:
                continue
            end = i + 2
            while end < sentence.last and tokens[end].text not in ",;.":
                end += 1
            accused = [
                p.entity for p in self.phrases.within(sentence.first, i)
                if p.entity and p.kind in ("side", "actor", "body")
            ][-1:]  # fmt: skip
            by: tuple[str, ...] = ()
            last = self.said.before(tokens[i].start)
            for one in [*said, *([last] if last is not None else [])]:
                if one.speakers and not set(one.speakers) & set(accused):
                    by = one.speakers
                    break
            first = sentence.first
            breach = self._breach(i, end)
            self._add(first, end, by, tuple(accused), breach[0] if breach else "unspecified",
                      "accused of", self.page.span(i, i + 1))  # fmt: skip

    def _told(self, sentence: Sentence, said: list[Spoken]) -> None:
        """A breach as a reason or despite a truce, in the writer's voice: whoever acts on it."""
        tokens = self.tokens
        traded = self._traded(sentence)
        if traded is not None:
            self._add(sentence.first, sentence.last - 1, self._both_sides(), (), "unspecified",
                      "both accuse", traded)  # fmt: skip
            return
        for i in range(sentence.first, sentence.last):
            words = _CAUSES.get(tokens[i].low)
            if words is None or tokens[i].quote != -1:
                continue
            if len(words) == 2 and (i + 1 >= sentence.last or tokens[i + 1].low != words[1]):
                continue
            start = i + len(words)
            if words == ("despite",):
                if not self._has_truce(start, min(sentence.last, start + 4)):
                    continue
                breach = self._breach(sentence.first, i)
                start = breach[1] if breach else start
            else:
                breach = self._breach(start, min(sentence.last, start + 12))
                if breach is not None and not (
                    self._has_truce(start, min(sentence.last, start + 14))
                ):
                    breach = None
            if breach is None:
                continue
            by = self._leads(sentence, i, said)
            accused = self._by_whom(breach[1], breach[2], sentence)
            by = tuple(one for one in by if one not in accused)
            low = start if words != ("despite",) else max(sentence.first, breach[1] - _NEAR)
            for phrase in self.phrases.before(low, 1):
                if phrase.first <= low < phrase.last:
                    low = phrase.first
            high = min(sentence.last, max(breach[2], start) + 4)
            while high < sentence.last and tokens[high].text not in ",.;":
                high += 1
            while tokens[high - 1].text in ".,;" and high - 1 > low:
                high -= 1
            self._add(low, high, by, accused, breach[0], "breach as a reason",
                      self.page.span(breach[1], breach[2]))  # fmt: skip
            return

    def _traded(self, sentence: Sentence) -> tuple[int, int] | None:
        tokens = self.tokens
        for i in range(sentence.first, sentence.last - 1):
            if tokens[i].low in ("traded", "trade", "exchanged") and any(
                token.low in ("blame", "blames", "accusations", "charges")
                for token in tokens[i + 1 : i + 4]
            ):
                rest = range(i, sentence.last)
                if any(self.book.breaches.at(tokens, j, sentence.last) for j in rest):
                    return self.page.span(i, i + 2)
        return None

    def _both_sides(self) -> tuple[str, ...]:
        named = self.actors.named
        return tuple(
            identifier for identifier, one in named.items()
            if one.kind is EntityKind.DELEGATION and one.of == self.actors.focus
            and identifier.endswith(("-government", "-opposition"))
        )  # fmt: skip

    def _leads(self, sentence: Sentence, i: int, said: list[Spoken]) -> tuple[str, ...]:
        """The actor that acts last before the token, or whoever spoke or was meant last."""
        for phrase in reversed(self.phrases.within(sentence.first, i)):
            led = phrase.first > sentence.first and (
                self.tokens[phrase.first - 1].bits & PREPOSITION
                and self.tokens[phrase.first - 1].low not in ("as", "after")
            )
            if led:
                continue
            if phrase.kind == "pronoun":
                before = self.said.before(self.tokens[i].start)
                near = self._people_before(phrase)
                return near or (before.speakers if before is not None else ())
            acts = self.tokens[phrase.last] if phrase.last < sentence.last else None
            if (
                phrase.entity
                and phrase.kind in ("side", "person", "office")
                and acts is not None
                and acts.text not in ("'s", "'")
                and not acts.bits & ADVERB
            ):
                return (phrase.entity,)
        return ()

    def _people_before(self, phrase: Phrase) -> tuple[str, ...]:
        """Of "Representatives from the opposition groups … They": the side they stand for."""
        for other in reversed(self.phrases.before(phrase.first, 8)):
            if other.kind == "people" and other.of:
                side = self.actors.side_of(other.of)
                if side:
                    found = [n for n in self.actors.named if n.endswith(f"-{side}")]
                    return tuple(found[:1])
            if other.kind == "side" and other.entity:
                return (other.entity,)
        return ()

    def _by_whom(self, first: int, last: int, sentence: Sentence) -> tuple[str, ...]:
        """Behind "by", or the owner before: "hit by regime forces", "the regime's crimes"."""
        tokens = self.tokens
        for phrase in self.phrases.within(last, last + 2):
            if phrase.entity and tokens[phrase.first - 1].low == "by":
                return (phrase.entity,)
        for phrase in self.phrases.before(first, 2):
            if (
                phrase.entity
                and phrase.last in (first, first - 1)
                and (tokens[phrase.last].low in ("'s", "'"))
            ):
                return (phrase.entity,)
        return ()

    # --- lists of events -------------------------------------------------------------------------

    def _listed(self) -> set[int]:
        """Sentences that are entries of a list of events: many lines with a date and a breach."""
        entries: dict[int, list[int]] = {}
        for number, sentence in enumerate(self.page.sentences):
            first = self.page.ranges[sentence.segment][0]
            if sentence.first != first or not sentence.bits & BREACHES:
                continue
            lead = self.tokens[first]
            start, end = self.page.span(sentence.first, sentence.last)
            dated = bool(self.dates.within((start, min(end, start + 60))))
            numbered = lead.text[0].isdigit() or lead.text in "-*•·("
            if (dated or numbered) and self._breach(sentence.first, sentence.last):
                entries.setdefault(sentence.segment, []).append(number)
        if len(entries) < _FEWEST_LINES:
            return set()
        return {number for numbers in entries.values() for number in numbers}

    def _line(self, sentence: Sentence) -> None:
        breach = self._breach(sentence.first, sentence.last)
        if breach is None:
            return
        last = self.page.ranges[sentence.segment][1]
        while last > sentence.first and self.tokens[last - 1].text in ".,;":
            last -= 1
        accused = self._by_whom(breach[1], breach[2], sentence) or tuple(
            phrase.entity for phrase in self.phrases.within(sentence.first, breach[1])
            if phrase.entity
            and phrase.kind in ("side", "body", "actor")
            and self.tokens[phrase.first - 1].low not in ("in", "at", "near", "on", "of")
        )[:1]  # fmt: skip
        self._add(sentence.first, last, (), accused, breach[0], "entry of a list",
                  self.page.span(breach[1], breach[2]))  # fmt: skip


def find_allegations(
    page: Page, phrases: list[Phrase], spoken: list[Spoken], actors: Actors,
    dates: list[DateFound], lexicon: Lexicon,
) -> list[Allegation]:  # fmt: skip
    """The breaches that a page says somebody alleges; in a list of events one for each entry.

    Where a list names nobody who alleges, ``alleged_by`` is empty: it is whoever handed it in.
    """
    return _Judge(page, phrases, spoken, actors, dates, lexicon).read()

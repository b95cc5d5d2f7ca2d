"""Runs of words written as names, and what each names: a person, a state, a body, a people."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from trucewatch.extraction.found import EntityKind
from trucewatch.extraction.gazetteer import Actor
from trucewatch.extraction.lexicon import (
    AUXILIARY,
    BODY_NOUN,
    CONJUNCTION,
    CUE,
    DEMONYM,
    DETERMINER,
    GIVEN_NAME,
    INTRODUCTION,
    MODIFIER,
    MONTH,
    NAME_FIRST,
    PERSON_NOUN,
    PERSONAL,
    PREPOSITION,
    PROPER_END,
    RELATIVE,
    SUBORDINATOR,
    TITLE,
    VENUE,
    WEEKDAY,
    Lexicon,
)
from trucewatch.extraction.page import Page
from trucewatch.extraction.tokens import Token
from trucewatch.names.folding import fold

_PARTICLES: Final = frozenset(
    {"al", "el", "de", "bin", "ibn", "ben", "bint", "abu", "abou", "umm", "von", "van", "der",
     "den", "da", "di", "du", "dos", "del", "della", "la", "le", "ter", "ul", "ur"}
)  # fmt: skip
_NEVER_NAMED: Final = (
    DETERMINER | PREPOSITION | CONJUNCTION | SUBORDINATOR | RELATIVE | AUXILIARY | PERSONAL
    | INTRODUCTION | MONTH | WEEKDAY
)  # fmt: skip
_KNOWN: Final = (1 << 29) - 1
"""Any class that a grammar knows, and not only a phrase of the data files of claims."""
_LONGEST: Final = 8


@dataclass(frozen=True, slots=True)
class Run:
    """Tokens ``[first, last)`` written as one name; the name proper starts at ``core``."""

    first: int
    last: int
    core: int
    kind: str
    """One of: person, state, demonym, actor, place, proper, title, unknown."""
    name: str = ""
    actor: Actor | None = None
    nation: str = ""
    roles: tuple[str, ...] = ()


class NameRuns:
    """All runs of names of a page, found once and looked up by where they start or end."""

    def __init__(self, page: Page, lexicon: Lexicon) -> None:
        self.tokens = page.tokens
        self.lexicon = lexicon
        self._ends = lexicon.thing_ends
        self._starting: dict[int, Run] = {}
        self._ending: dict[int, Run] = {}
        self._openers = {sentence.first for sentence in page.sentences}
        for quotation in page.quotations:
            self._openers.add(page.token_at(quotation.start) + 1)
        self._inside = self._seen_inside(page)
        self.surnames = self._surnames(page)
        self._lone: list[Run] = []
        self.named = set(self.surnames)
        """The last words of full names of persons in the page, folded."""
        for sentence in page.sentences:
            for run in self._runs(sentence.first, sentence.last):
                self._starting[run.first] = run
                self._ending[run.last] = run
                if run.kind == "unknown" and run.last == run.first + 1:
                    self._lone.append(run)
                elif run.kind == "person" and run.last > run.core + 1:
                    self.named.add(surname_key(self.tokens[run.last - 1].text))

    def promote(self, surnames: set[str]) -> None:
        """Take single names that are somebody's surname in the case for that person's."""
        for run in self._lone:
            token = self.tokens[run.first]
            if not token.bits & _KNOWN and surname_key(token.text) in surnames:
                person = Run(run.first, run.last, run.first, "person", token.text)
                self._starting[run.first] = self._ending[run.last] = person

    @property
    def starts(self) -> dict[int, Run]:
        """The runs by the token they start at."""
        return self._starting

    def starting(self, i: int, last: int) -> Run | None:
        """The run that starts at the token and ends by ``last``."""
        run = self._starting.get(i)
        return run if run is not None and run.last <= last and run.kind != "unknown" else None

    def ending(self, i: int, first: int) -> int | None:
        """Where the run starts that ends right before the token, if it starts by ``first``."""
        run = self._ending.get(i)
        return run.first if run is not None and run.first >= first else None

    def _seen_inside(self, page: Page) -> frozenset[str]:
        """Words written large where no sentence begins: a name, even at the head of a sentence."""
        titles = {"title", "heading"}
        found = set()
        for number, (first, last) in enumerate(page.ranges):
            if page.segments[number].kind not in titles:
                for i in range(first, last):
                    if self.tokens[i].cap and i not in self._openers:
                        found.add(self.tokens[i].text)
        return frozenset(found)

    def _surnames(self, page: Page) -> frozenset[str]:
        """Last words of full names in the page, folded: they are persons when they stand alone."""
        found = set()
        for sentence in page.sentences:
            for i in range(sentence.first, sentence.last - 1):
                token = self.tokens[i]
                if token.cap and token.bits & GIVEN_NAME and not token.bits & MONTH:
                    end = self._extent(i, sentence.last)
                    if end - i >= 2:
                        found.add(surname_key(self.tokens[end - 1].text))
        return frozenset(found)

    def _is_name_word(self, i: int) -> bool:
        token = self.tokens[i]
        if not token.text[0].isalpha() or len(token.text) > 40:
            return False
        if token.low.startswith(("al-", "el-", "ash-", "ad-", "ar-", "as-", "at-")):
            return token.text[3:4].isupper() or token.text[4:5].isupper() or token.cap
        if not token.cap:
            return False
        if token.bits & _NEVER_NAMED and token.low not in ("may", "will", "mark", "al"):
            return False
        if i in self._openers:
            return self._opens_as_name(token)
        return True

    def _opens_as_name(self, token: Token) -> bool:
        """Whether a word at the head of a sentence is a name: it is one elsewhere, or sounds so."""
        if token.bits & GIVEN_NAME or token.text in self._inside:
            return not token.bits & (CUE | PERSON_NOUN | BODY_NOUN) or bool(token.bits & TITLE)
        if token.bits & _KNOWN:
            return bool(token.bits & (DEMONYM | TITLE | PROPER_END))
        return token.text in self.lexicon.gazetteer.by_first or surname_key(token.text) in getattr(
            self, "surnames", ()
        )

    def _extent(self, i: int, last: int) -> int:
        """The end of the run of name words from ``i`` on, particles between them included."""
        tokens = self.tokens
        end = i + 1
        quote = tokens[i].quote
        while end < last and end - i < _LONGEST:
            token = tokens[end]
            if token.quote != quote:
                break
            if self._is_name_word(end):
                end += 1
            elif token.low in _PARTICLES and end + 1 < last and self._is_name_word(end + 1):
                end += 2
            elif (
                token.text == "."
                and end + 1 < last
                and (
                    len(tokens[end - 1].text) == 1
                    or (
                        tokens[end - 1].bits & TITLE
                        and tokens[end - 1].low in self.lexicon.abbreviations
                    )
                )
            ):
                if not self._is_name_word(end + 1):
                    break
                end += 1
            else:
                break
        return end

    def _runs(self, first: int, last: int) -> Iterator[Run]:
        i = first
        tokens = self.tokens
        while i < last:
            token = tokens[i]
            if not (token.cap or token.bits & NAME_FIRST or "-" in token.text):
                i += 1
                continue
            known = self._known(i, last)
            if known is not None:
                yield from self._with_what_follows(known, last)
                i = known.last
                continue
            starts = self._is_name_word(i) or (
                token.low in _PARTICLES
                and i + 1 < last
                and token.low not in ("la", "le", "den", "du")
                and self.tokens[i + 1].cap
                and token.low in ("al", "abu", "bin", "ibn", "de", "von", "van", "el")
            )
            if not starts:
                if token.cap and i in self._openers and i + 1 < last:
                    second = self.tokens[i + 1]
                    if (
                        not token.bits & _KNOWN
                        and self._is_name_word(i + 1)
                        and not second.bits & (DEMONYM | PERSON_NOUN | BODY_NOUN | TITLE)
                        and self._known(i + 1, last) is None
                    ):
                        end = self._extent(i, last)
                        yield self._judge(i, end, last)
                        i = end
                        continue
                i += 1
                continue
            run_start = i
            end = self._extent(i, last)
            for stop in range(i + 1, end):
                if self._known(stop, last) is not None:
                    end = stop
                    break
            i = max(end, i + 1)
            for run in self._parts(run_start, end, last):
                yield run
                i = max(i, run.last)

    def _known(self, i: int, last: int) -> Run | None:
        """The longest name of the gazetteer that starts at the token."""
        gazetteer = self.lexicon.gazetteer
        tokens = self.tokens
        lengths = gazetteer.by_first.get(tokens[i].text)
        if lengths is None:
            return None
        for length in lengths:
            if i + length > last:
                continue
            written = " ".join(token.text for token in tokens[i : i + length])
            end = i + length
            actor = gazetteer.actors.get(written)
            state = gazetteer.demonyms.get(written)
            if actor is not None and actor.kind is EntityKind.STATE:
                is_people = written in gazetteer.demonyms and self._modifies_next(end, last)
                kind = "demonym" if is_people else "state"
                nation = actor.name if actor.name in gazetteer.demonym_of else ""
                return Run(i, end, i, kind, actor.name, actor, nation)
            if actor is not None:
                return Run(i, end, i, "actor", actor.name, actor)
            if state is not None:
                return Run(i, end, i, "demonym", written, None, state)
            seat = gazetteer.seats.get(written)
            if seat is not None:
                return Run(i, end, i, "state", written, gazetteer.actors[seat], seat)
            if written in gazetteer.places:
                return Run(i, end, i, "place", written)
        return None

    def _modifies_next(self, end: int, last: int) -> bool:
        return end < last and bool(self.tokens[end].bits & (PERSON_NOUN | BODY_NOUN | MODIFIER))

    def _with_what_follows(self, known: Run, last: int) -> Iterator[Run]:
        """A known name; or the body it is the beginning of: "Syrian National Council"."""
        end = known.last
        tokens = self.tokens
        stop = end
        while stop < last and stop - end < 5 and tokens[stop].cap and self._is_name_word(stop):
            stop += 1
        named = tokens[stop - 1] if stop > end else None
        if stop > end and known.kind == "demonym":
            other = self._known(end, last)
            if other is not None and other.kind == "actor" and other.last >= stop:
                words = " ".join(tokens[j].text for j in range(known.first, other.last))
                yield Run(known.first, other.last, known.first, "proper", words, None, known.nation)
                return
        if (
            named is not None
            and named.bits & PROPER_END
            and not any(tokens[j].bits & (TITLE | GIVEN_NAME) for j in range(end, stop))
            and self.lexicon.offices_of_state.get(
                " ".join(tokens[j].low for j in range(end, stop))
            ) is None
        ):  # fmt: skip
            words = " ".join(tokens[j].text for j in range(known.first, stop))
            yield Run(known.first, stop, known.first, "proper", words, nation=known.nation)
        else:
            yield known

    def _parts(self, i: int, end: int, last: int) -> Iterator[Run]:
        """Titles and offices at the head of a run, and the name behind them."""
        tokens = self.tokens
        behind = self._of_something(end, last)
        if behind and (tokens[end - 1].bits & PROPER_END or tokens[end - 1].low in self._ends):
            kind = "proper" if tokens[end - 1].bits & PROPER_END else "unknown"
            words = " ".join(token.text for token in tokens[i:behind])
            yield Run(i, behind, i, kind, words)
            return
        if (
            tokens[end - 1].bits & PROPER_END
            and end - i >= 2
            and not tokens[end - 1].bits & (PERSON_NOUN | TITLE)
        ):
            words = " ".join(token.text for token in tokens[i:end])
            office = self.lexicon.offices_of_state.get(words.lower())
            if office is None:
                yield Run(i, end, i, "proper", words)
            return
        core = i
        for j in range(i, end):
            bits = tokens[j].bits
            if (
                bits & (TITLE | PERSON_NOUN | BODY_NOUN | MODIFIER)
                and not (bits & GIVEN_NAME and j > i and j + 1 == end)
            ) or (tokens[j].text == "." and core == j):
                core = j + 1
        roles = tuple(token.low for token in tokens[i:core] if token.bits & (TITLE | PERSON_NOUN))
        if core >= end:
            yield Run(i, end, i, "title", roles=roles)
            return
        judged = self._judge(core, end, last, titled=bool(roles))
        if core > i and judged.kind == "person":
            yield Run(i, end, core, "person", judged.name, roles=roles)
        else:
            yield judged

    def _of_something(self, end: int, last: int) -> int:
        """The end of "of Justice", "for the Study of War" behind a name; 0 where there is none."""
        tokens = self.tokens
        stop = end
        while stop + 1 < last and tokens[stop].low in ("of", "for") and stop - end < 8:
            j = stop + 1
            if tokens[j].low == "the" and j + 1 < last:
                j += 1
            if not (tokens[j].cap and tokens[j].text[0].isalpha()):
                break
            while j < last and tokens[j].cap and tokens[j].text[0].isalpha():
                j += 1
            stop = j
        return stop if stop > end else 0

    def _judge(self, core: int, end: int, last: int, *, titled: bool = False) -> Run:
        """Whether words written as a name name a person."""
        tokens = self.tokens
        words = tokens[core:end]
        name = " ".join(token.text for token in words).replace(" .", ".").replace(" - ", "-")
        given = bool(words[0].bits & GIVEN_NAME)
        before = tokens[core - 1] if core else None
        after = tokens[end] if end < last else None
        shouted = any(word.text.isupper() and len(word.text) > 2 for word in words)
        if words[-1].low in self._ends or words[0].low in self.lexicon.thing_starts:
            kind = "unknown"
        elif shouted and not (titled or given):
            kind = "proper" if len(words) == 1 else "unknown"
        elif titled or (given and len(words) >= 2) or surname_key(words[-1].text) in self.surnames:
            kind = "person"
        elif before is not None and before.low == "the":
            kind = "unknown"
        elif len(words) == 1 and words[0].text.isupper() and len(words[0].text) > 1:
            kind = "proper"
        elif after is not None and after.bits & CUE and after.low.endswith(("d", "s", "ys")):
            kind = "person"
        elif before is not None and before.bits & CUE and after is not None and after.text in ".,":
            kind = "person" if before.low in ("said", "says", "added", "told") else "unknown"
        elif len(words) >= 2 and self._beside_role(core, end, last):
            kind = "person"
        elif (before is not None and before.text in "(\"'") or (
            after is not None and after.text == "("
        ):
            kind = "unknown"
        elif (
            2 <= len(words) <= 4
            and not any(word.bits & (VENUE | PROPER_END | DEMONYM) for word in words)
            and not (before is not None and before.low in ("in", "at", "on", "of", "near", "from"))
        ):
            kind = "person"
        elif given and after is not None and after.low in ("'s", ","):
            kind = (
                "person" if len(words) == 1 and words[0].low not in ("may", "will") else "unknown"
            )
        else:
            kind = "unknown"
        return Run(core, end, core, kind, name)

    def _beside_role(self, first: int, end: int, last: int) -> bool:
        """Whether an office stands beside the name, parted by a comma."""
        tokens = self.tokens
        if end + 1 < last and tokens[end].text == ",":
            near = tokens[end + 1 : min(last, end + 7)]
            return any(token.bits & PERSON_NOUN for token in near)
        if first > 1 and tokens[first - 1].text == ",":
            return any(token.bits & PERSON_NOUN for token in tokens[max(0, first - 7) : first - 1])
        return False


def surname_key(word: str) -> str:
    """A last name folded, without the article written onto it: al-Jaafari and Ja'afari are one."""
    key = _KEYS.get(word)
    if key is None:
        key = fold(word.replace("-", " ")).strip()
        parts = key.split()
        if len(parts) > 1 and parts[0] in ("al", "el", "ash", "as", "ad", "ar", "at"):
            parts = parts[1:]
        key = " ".join(parts)
        if len(_KEYS) < 50_000:
            _KEYS[word] = key
    return key


_KEYS: Final[dict[str, str]] = {}

"""Numbers that somebody claims of people or things: how many, of what, who says so."""

import re
from dataclasses import dataclass
from typing import Final

from trucewatch.extraction.claims import Claims, claims
from trucewatch.extraction.found import Because, DateFound, FigureFound
from trucewatch.extraction.lexicon import CONJUNCTION, COUNT_WORD, Lexicon
from trucewatch.extraction.page import Page, Sentence
from trucewatch.extraction.phrase import Phrase
from trucewatch.extraction.spans import DatesAt, SaidAt
from trucewatch.extraction.speakers import Spoken
from trucewatch.extraction.tokens import Token
from trucewatch.extraction.when import NUMBERS

_DIGITS: Final = re.compile(r"\d{1,3}(?:[.,]\d{3})+|\d+(?:[.,]\d+)?")
_SCALES: Final = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9,
                  "dozen": 12, "m": 10**6, "k": 1000, "mn": 10**6, "bn": 10**9}  # fmt: skip
_TENS: Final = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
                "eighty": 80, "ninety": 90}  # fmt: skip
_BEHIND: Final = 16
_AHEAD: Final = 6
_PARTICLE_VERBS: Final = frozenset(
    {"hand", "handed", "handing", "hands", "take", "took", "taken", "taking", "turn",
     "turned", "turning", "win", "won", "give", "given"}
)  # fmt: skip
_HARM: Final = frozenset({"killed", "injured", "displaced", "detained", "besieged", "lost_home"})
_GENERIC: Final = "other"
_MOST_DATES: Final = 4


@dataclass(frozen=True, slots=True)
class _Number:
    """A number at the tokens ``[first, last)``; ``most`` is the upper end of a range."""

    first: int
    last: int
    value: int
    most: int | None = None


def find_figures(
    page: Page, phrases: list[Phrase], spoken: list[Spoken], dates: list[DateFound],
    lexicon: Lexicon,
) -> list[FigureFound]:  # fmt: skip
    """The figures of a page, in order. Dates, ages, sums of money and shares are none."""
    book = claims()
    told = DatesAt(dates)
    said = SaidAt(spoken)
    found = []
    for number, sentence in enumerate(page.sentences):
        if not sentence.bits & COUNT_WORD:
            continue
        span = page.span(sentence.first, sentence.last)
        taken = [date.span for date in told.within(span)]
        numbers = _numbers(page.tokens, sentence, taken, book)
        for place, one in enumerate(numbers):
            before = numbers[place - 1].last if place else sentence.first
            behind = _behind(page.tokens, one, numbers[place + 1 :], sentence.last)
            what = _what(page.tokens, one, before, behind, book)
            if what is None:
                continue
            concept, rule, cue = what
            first, low, high, estimated = _bounds(page.tokens, one, sentence.first, book)
            last = _counted_end(page.tokens, one.last, sentence.last, book)
            rule = f"figure: {rule}"
            found.append(
                FigureFound(
                    span=page.span(first, last),
                    low=low,
                    high=high,
                    what=concept,
                    claimants=_claimants(page, one, number, said),
                    because=Because(rule, cue, lexicon.share(rule, 0.8)),
                    scope=_scope(page, sentence, told),
                    estimated=estimated,
                )
            )
    return found


def _behind(tokens: list[Token], one: _Number, following: list[_Number], last: int) -> int:
    """How far what the number counts may stand behind it: up to the next number of its own.

    "eight people, five of them children, were killed" goes on behind its aside.
    """
    for other in following:
        aside = (
            tokens[other.first - 1].text == ","
            and other.last + 1 < last
            and (
                tokens[other.last].low in ("of", "including")
                or tokens[other.first - 1].low == "including"
            )
        )
        if not aside:
            return other.first
    return last


def _numbers(
    tokens: list[Token], sentence: Sentence, taken: list[tuple[int, int]], book: Claims
) -> list[_Number]:
    found: list[_Number] = []
    i = sentence.first
    while i < sentence.last:
        read = _read(tokens, i, sentence.last) if tokens[i].bits & COUNT_WORD else None
        if read is None:
            i += 1
            continue
        start, end = tokens[read.first].start, tokens[read.last - 1].end
        dated = any(a < end and start < b for a, b in taken)
        if not dated and _counts(tokens, read, sentence, book):
            found.append(read)
        i = read.last
    return found


def _read(tokens: list[Token], i: int, last: int) -> _Number | None:
    """A number in figures or words, with its scale, and the range it begins."""
    one = _single(tokens, i, last)
    if one is None:
        return None
    value, end = one
    if end + 1 < last and tokens[end].low in ("-", "to", "and"):
        between = tokens[end].low != "and" or (i and tokens[i - 1].low == "between")
        other = _single(tokens, end + 1, last) if between else None
        if other is not None and (tokens[end].low != "to" or tokens[end + 1].text[0].isdigit()):
            most, stop = other
            if value < 1000 <= most and most // value >= 1000:
                value *= 1000 if most < 10**6 else 10**6
            if most > value:
                return _Number(i, stop, value, most)
    return _Number(i, end, value)


def _single(tokens: list[Token], i: int, last: int) -> tuple[int, int] | None:
    token = tokens[i]
    value: float | None = None
    end = i + 1
    if token.text[0].isdigit():
        if not token.text.isascii() or _DIGITS.fullmatch(token.text) is None:
            return None
        if len(token.text) > 15:
            return None
        value = _digits(token.text)
    elif token.low in _TENS or (token.low in NUMBERS and token.low not in ("a", "an", "couple")):
        value = _TENS.get(token.low) or NUMBERS[token.low]
        if token.low in _TENS and end + 1 < last and tokens[end].text == "-":
            ones = NUMBERS.get(tokens[end + 1].low, 0)
            if 0 < ones < 10:
                value, end = value + ones, end + 2
    elif "-" in token.text and token.low.split("-")[0] in _TENS:
        ones = NUMBERS.get(token.low.split("-", 1)[1], 0)
        value = _TENS[token.low.split("-")[0]] + ones if 0 < ones < 10 else None
    elif token.low == "a" and end < last and tokens[end].low in ("dozen", "hundred", "thousand",
                                                                 "million"):  # fmt: skip
        value = 1
    if value is None:
        return None
    while end < last and tokens[end].low in _SCALES:
        value *= _SCALES[tokens[end].low]
        end += 1
    return (round(value), end) if value < 10**15 else None


def _digits(text: str) -> float:
    """450.000 and 450,000 are thousands; 1.5 is one and a half."""
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", text) and not text.startswith("0"):
        return float(re.sub(r"[.,]", "", text))
    return float(text.replace(",", "."))


def _counts(tokens: list[Token], one: _Number, sentence: Sentence, book: Claims) -> bool:
    """Whether the number can count anything of ours."""
    before = tokens[one.first - 1] if one.first > sentence.first else None
    after = tokens[one.last] if one.last < sentence.last else None
    if before is not None and before.text in "$€£#:/@":
        return False
    if before is not None and after is not None and before.text in ",(" and after.text in ",)":
        return False  # an age
    if before is not None and before.low in ("usd", "eur", "resolution", "article", "paragraph",
            "chapter", "page", "section", "number", "no", "aged", "day", "phase", "g"):  # fmt: skip
        return False
    if before is not None and before.text == "-" and before.start == tokens[one.first - 2].end:
        return False
    if after is None:
        return False
    if after.text in ("%", "°", "/", ":") or after.low in book.uncounted:
        return False
    if after.text == "-" and after.start == tokens[one.last - 1].end:
        return one.last + 1 < sentence.last and tokens[one.last + 1].low in ("member", "strong")
    compound = tokens[one.first].low.partition("-")
    if compound[1] and compound[0] not in _TENS:
        return False
    if tokens[one.first].low == "one":
        return False
    return not (after.low == "of" and one.value < 20 and one.last + 1 < sentence.last
                and tokens[one.last + 1].low in ("the", "them", "its", "our", "these"))  # fmt: skip


def _what(
    tokens: list[Token], one: _Number, before: int, behind: int, book: Claims
) -> tuple[str, str, tuple[int, int]] | None:
    """What the number counts, by which rule, and the words that say so."""
    generic: tuple[str, str, tuple[int, int]] | None = None
    stop = min(behind, one.last + _BEHIND)
    for i in range(one.last, stop):
        token = tokens[i]
        if token.text in ";:" or (token.text == "," and i > one.last + 5 and generic is None):
            break
        if token.bits & CONJUNCTION and i > one.last and token.low == "but":
            break
        hit = book.figures.at(tokens, i, stop)
        if hit is None:
            continue
        span = tokens[i].start, tokens[hit[1] - 1].end
        if hit[0] != _GENERIC:
            return hit[0], "noun or verb behind", span
        generic = generic or (hit[0], "what is counted", span)
    if one.last < len(tokens) and tokens[one.last].low == "lives":
        lead = {token.low for token in tokens[max(before, one.first - 7) : one.first]}
        if lead & {"cost", "claimed", "taken", "lost", "took", "claiming", "costing"}:
            return "killed", "lives lost", (tokens[one.last].start, tokens[one.last].end)
    for i in range(one.first - 1, max(before, one.first - _AHEAD) - 1, -1):
        if tokens[i].text in ".;:,":
            break
        hit = book.figures.at(tokens, i, one.first)
        if hit is not None and hit[0] in _HARM:
            return hit[0], "verb before", (tokens[i].start, tokens[hit[1] - 1].end)
    if one.last < len(tokens) and tokens[one.last].low in (
        "officers", "members", "diplomats", "commanders",
    ):  # fmt: skip
        near = {token.low for token in tokens[max(0, one.first - 8) : one.last + 8]}
        if near & {"talks", "delegation", "sending", "send", "team", "negotiations", "meeting"}:
            span = tokens[one.last].start, tokens[one.last].end
            return "delegation_members", "members at talks", span
    return generic


def _bounds(
    tokens: list[Token], one: _Number, first: int, book: Claims
) -> tuple[int, int | None, int | None, bool]:
    """Where the figure's words begin, its low and high end, and whether it is an estimate."""
    if one.most is not None:
        start = one.first - 1 if tokens[one.first - 1].low == "between" else one.first
        return start, one.value, one.most, False
    for length in (4, 3, 2, 1):
        i = one.first - length
        if i < first:
            continue
        hit = book.bounds.at(tokens, i, one.first)
        if hit is not None and i > first and tokens[i - 1].low in _PARTICLE_VERBS:
            continue
        if hit is not None and hit[1] == one.first:
            if hit[0] == "low":
                return i, one.value, None, False
            if hit[0] == "high":
                return i, None, one.value, False
            return i, one.value, one.value, True
    return one.first, one.value, one.value, False


def _counted_end(tokens: list[Token], i: int, last: int, book: Claims) -> int:
    """The end of the counted noun right behind the number."""
    for j in range(i, min(i + 3, last)):
        if tokens[j].low in book.people or book.figures.at(tokens, j, last):
            return j + 1
    return i


def _claimants(page: Page, one: _Number, number: int, said: SaidAt) -> tuple[str, ...]:
    """Who claims it: whoever says the sentence or the part of it that the figure stands in."""
    at = page.tokens[one.first].start
    inside = said.covering(at)
    if inside is not None:
        return inside.speakers
    beside = said.in_sentence(number)
    for statement in beside:
        if statement.said.rule == "according to":
            return statement.speakers
    accused = any(
        token.low == "accused" for token in page.tokens[max(0, one.first - 10) : one.first]
    )
    return beside[0].speakers if accused and beside else ()


def _scope(page: Page, sentence: Sentence, told: DatesAt) -> tuple[int, int] | None:
    """The words of the sentence that say over which time the figure counts."""
    for date in told.within(page.span(sentence.first, sentence.last))[:_MOST_DATES]:
        i = page.token_at(date.span[0])
        for j in range(i - 1, max(sentence.first, i - 11) - 1, -1):
            if page.tokens[j].low == "since":
                return page.tokens[j].start, date.span[1]
        before = page.tokens[i - 1].low if i else ""
        if before in ("since", "in", "during", "over", "within", "for", "between", "from"):
            return page.tokens[i - 1].start, date.span[1]
    return None

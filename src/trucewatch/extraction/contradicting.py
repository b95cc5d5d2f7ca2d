"""Passages that cannot both be right: figures, denials, causes, schedules, judgements."""

import datetime as dt
from bisect import bisect_left
from itertools import combinations
from typing import Final

from trucewatch.extraction.case import DocumentRead
from trucewatch.extraction.found import (
    Clash,
    Contradiction,
    FigureFound,
    Passage,
    Reuse,
    SpeechAct,
    Statement,
)
from trucewatch.extraction.lexicon import Lexicon
from trucewatch.extraction.page import Page

_SAME_SCALE: Final = 3
"""Two exact figures further apart than this factor count different things."""
_MOST: Final = 250
"""Finds of one kind in a case that are compared with each other: those that come first."""
_FRESH: Final = 40
"""Days within which two documents can give two causes of one thing."""
_OPENING: Final = 60
"""Characters in which a denial shows itself as one."""
_LOOKED_AT: Final = 60
"""Words of what is said that are compared."""
_STOP: Final = frozenset(
    {"the", "a", "an", "of", "to", "in", "on", "at", "for", "and", "or", "that", "this", "it",
     "they", "he", "we", "was", "were", "is", "are", "be", "been", "had", "has", "have",
     "said", "with", "by", "from", "as", "not", "did", "do", "does", "all", "any",
     "which", "who", "his", "their", "its", "will", "would"}
)  # fmt: skip
_PARTS: Final = {"morning": (6, 12), "midday": (11, 13), "noon": (11, 13), "afternoon": (12, 18),
                 "evening": (17, 23), "night": (20, 24)}  # fmt: skip
_ENDING: Final = frozenset({"over", "last", "end", "ends", "conclude", "until", "close"})


def find_contradictions(
    documents: list[DocumentRead], pages: list[Page], reuse: list[Reuse], lexicon: Lexicon
) -> list[Contradiction]:
    """The pairs of passages that contradict each other, at equal concept and scope only.

    A repetition of a passage in a copy counts no second time within one kind.
    """
    del lexicon
    found = [
        *_figures(documents, pages),
        *_denials(documents, pages),
        *_causes(documents, pages),
        *_schedules(documents, pages),
        *_judgements(documents),
    ]
    return _without_copies(found, reuse)


# --- figures -------------------------------------------------------------------------------------


def _figures(documents: list[DocumentRead], pages: list[Page]) -> list[Contradiction]:
    every = [
        (number, figure)
        for number, document in enumerate(documents)
        for figure in document.figures
        if figure.what not in ("other", "delegation_members", "journalists", "guarantors")
    ]
    by_concept: dict[str, list[tuple[int, FigureFound]]] = {}
    for number, figure in every:
        by_concept.setdefault(figure.what, []).append((number, figure))
    pairs = [pair for same in by_concept.values() for pair in combinations(same[:_MOST], 2)]
    found = []
    for (a, one), (b, other) in pairs:
        if not _may_both_be(one, other):
            continue
        if not _same_scope(documents[a], one, pages[a], documents[b], other, pages[b]):
            continue
        why = (
            f"both count “{one.what}” over the same time: {_said(one)} against {_said(other)},"
            " and no number satisfies both"
        )
        found.append(
            Contradiction(
                Passage(documents[a].id, one.span), Passage(documents[b].id, other.span),
                Clash.FIGURE, why,
            )
        )  # fmt: skip
    return found


def _said(figure: FigureFound) -> str:
    if figure.low is not None and figure.high is not None:
        same = figure.low == figure.high
        return f"{figure.low:,}" if same else f"{figure.low:,}-{figure.high:,}"
    return f"at least {figure.low:,}" if figure.low is not None else f"at most {figure.high:,}"


def _may_both_be(one: FigureFound, other: FigureFound) -> bool:
    """Whether the figures exclude each other and are yet about the same magnitude."""
    lows = [f.low if f.low is not None else 0 for f in (one, other)]
    highs = [f.high if f.high is not None else 10**15 for f in (one, other)]
    if highs[0] >= lows[1] and highs[1] >= lows[0]:
        return False
    values = [max(1, f.low if f.low is not None else f.high or 1) for f in (one, other)]
    return max(values) <= _SAME_SCALE * min(values)


def _same_scope(
    a: DocumentRead, one: FigureFound, page_a: Page, b: DocumentRead, other: FigureFound,
    page_b: Page,
) -> bool:  # fmt: skip
    """Whether two figures count over about the same time and place: totals of one conflict."""
    spans = []
    for document, figure in ((a, one), (b, other)):
        inside = [
            date for date in document.dates
            if figure.scope and figure.scope[0] <= date.span[0] < figure.scope[1]
        ]  # fmt: skip
        spans.append(inside[0] if inside else None)
    first, second = spans
    if (first is None) != (second is None):
        return False
    if first is None or second is None:
        if a.id == b.id:
            return False
        words_a = _words(page_a, one.span, 120)
        words_b = _words(page_b, other.span, 120)
        return len(words_a & words_b) >= 4
    lengths = [(d.end - d.start).days for d in (first, second)]
    long = [
        n > 300 or "since" in w
        for n, w in zip(lengths, (_lead(page_a, one), _lead(page_b, other)), strict=True)
    ]
    if all(long):
        return True
    return first.start <= second.end and second.start <= first.end and not any(long)


def _lead(page: Page, figure: FigureFound) -> str:
    return page.view[figure.scope[0] : figure.scope[1]].lower() if figure.scope else ""


def _words(page: Page, span: tuple[int, int], reach: int) -> set[str]:
    first = page.token_at(max(0, span[0] - reach))
    last = page.token_at(span[1] + reach)
    return {
        _stem(token.low)
        for token in page.tokens[first:last]
        if token.text[0].isalpha() and token.low not in _STOP
    }


def _stem(word: str) -> str:
    """The word without its ending, and one word for papers that close a meeting."""
    for ending in ("s", "ion", "ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) > 3:
            word = word[: -len(ending)]
    return "statement" if word in ("communique", "communiqué", "declarat", "document") else word


# --- denials -------------------------------------------------------------------------------------


def _denials(documents: list[DocumentRead], pages: list[Page]) -> list[Contradiction]:
    """One says that something was, the next that it was not, in the same text."""
    found = []
    for document, page in zip(documents, pages, strict=True):
        statements = sorted(document.statements, key=lambda s: s.cue)
        for place, denial in enumerate(statements):
            near = statements[max(0, place - 3) : place]
            claimed = _denied(denial, near, page)
            if claimed is None:
                claimed = _answered(denial, near, page)
            if claimed is None:
                continue
            plain = _plain_denial(denial, statements[place : place + 3], page)
            why = "what one says was so, the other says was not"
            found.append(
                Contradiction(
                    Passage(document.id, claimed.content), Passage(document.id, plain.content),
                    Clash.DENIAL, why,
                )
            )  # fmt: skip
    return found


def _denied(denial: Statement, before: list[Statement], page: Page) -> Statement | None:
    """The statement that a denial denies: the one just before, of somebody else."""
    if not before:
        return None
    words = _first_words(page, denial)
    denies = denial.act is SpeechAct.DENIES and words[:1] in (["this"], ["that"], ["it"])
    if not denies:
        return None
    nearest = before[-1]
    near = denial.cue[0] - nearest.content[1] < 400
    other = bool(nearest.speakers) and not set(nearest.speakers) & set(denial.speakers)
    return nearest if near and other else None


def _answered(denial: Statement, before: list[Statement], page: Page) -> Statement | None:
    """The statement of another that a plain denial takes up: "There was no such draft"."""
    words = _first_words(page, denial)
    opens = words[:3] in (["there", "was", "no"], ["there", "were", "no"], ["there", "is", "no"])
    if not (opens or denial.act is SpeechAct.DENIES) or not denial.speakers:
        return None
    if "such" not in words[:5] and "any" not in words[:3]:
        return None
    said = _content_words(page, denial.content)
    for claim in reversed(before):
        near = denial.cue[0] - claim.content[1] < 500
        other = not set(claim.speakers) & set(denial.speakers)
        if (
            near
            and other
            and claim.act is not SpeechAct.DENIES
            and said & _content_words(page, claim.content)
        ):
            return claim
    return None


def _first_words(page: Page, statement: Statement) -> list[str]:
    """The first few words of what is said, in small letters."""
    start, end = statement.content
    return page.view[start : min(end, start + _OPENING)].lower().split()


def _content_words(page: Page, span: tuple[int, int]) -> set[str]:
    """The stems of the longer words that are no names."""
    first, last = page.token_at(span[0]), page.token_at(span[1])
    return {
        _stem(token.low)
        for token in page.tokens[first : min(last, first + _LOOKED_AT)]
        if len(token.low) >= 5 and not token.cap and token.low not in _STOP
    }


def _plain_denial(denial: Statement, behind: list[Statement], page: Page) -> Statement:
    """The words of the denial themselves, where the next statement of its speaker quotes them."""
    for statement in behind[1:3]:
        start, end = statement.content
        words = f" {page.view[start : min(end, start + 4 * _OPENING)].lower()} "
        negative = any(mark in words for mark in (" not ", " never ", "n't ", " no "))
        if negative and (statement.speakers == denial.speakers or not denial.speakers):
            return statement
    return denial


# --- causes --------------------------------------------------------------------------------------


def _causes(documents: list[DocumentRead], pages: list[Page]) -> list[Contradiction]:
    """Two reasons, of different actors, for the same thing that did not come about."""
    reasons: list[tuple[int, tuple[int, int], set[str], set[str], set[str]]] = []
    for number, (document, page) in enumerate(zip(documents, pages, strict=True)):
        starts = [mention.span[0] for mention in document.mentions]
        for sentence in page.sentences:
            tokens = page.tokens[sentence.first : sentence.last]
            for i, token in enumerate(tokens):
                if token.low != "because" or i < 3:
                    continue
                effect = {
                    _stem(t.low) for t in tokens[:i] if t.text[0].isalpha() and t.low not in _STOP
                }
                negative = bool({t.low for t in tokens[:i]} & {"no", "not", "without", "never"})
                cause = {
                    _stem(t.low)
                    for t in tokens[i + 1 :]
                    if t.text[0].isalpha() and t.low not in _STOP
                }
                inside = slice(bisect_left(starts, token.end), bisect_left(starts, tokens[-1].end))
                actors = {mention.entity for mention in document.mentions[inside]}
                if negative:
                    span = page.span(sentence.first, sentence.last)
                    reasons.append((number, span, effect, cause, actors))
                break
    found = []
    for one, other in combinations(reasons[:_MOST], 2):
        common = one[2] & other[2] - {"no", "not", "without"}
        if len(common) < 2 or len(one[3] & other[3]) >= 2:
            continue
        if one[4] & other[4] or not (one[4] or other[4]):
            continue
        if not _of_one_time(documents[one[0]], documents[other[0]]):
            continue
        found.append(
            Contradiction(
                Passage(documents[one[0]].id, one[1]), Passage(documents[other[0]].id, other[1]),
                Clash.CAUSE, "two different causes of the same failure",
            )
        )  # fmt: skip
    return found


def _of_one_time(one: DocumentRead, other: DocumentRead) -> bool:
    """Whether two documents speak from about the same days, as far as their days are known."""
    if one.id == other.id or one.date is None or other.date is None:
        return one.id == other.id
    return abs((one.date.day - other.date.day).days) <= _FRESH


# --- schedules ------------------------------------------------------------------------------------


def _schedules(documents: list[DocumentRead], pages: list[Page]) -> list[Contradiction]:
    """The same meeting is said to end at different hours of one day, or on different days."""
    ends: list[tuple[int, tuple[int, int], dt.date, tuple[int, int], set[str]]] = []
    for number, (document, page) in enumerate(zip(documents, pages, strict=True)):
        for date in document.dates:
            if date.start != date.end:
                continue
            i = page.token_at(date.span[0])
            before = [token.low for token in page.tokens[max(0, i - 6) : i]]
            around = page.tokens[max(0, i - 3) : page.token_at(date.span[1]) + 1]
            part = next((_PARTS[t.low] for t in around if t.low in _PARTS), None)
            if part is None or not _ENDING & set(before):
                continue
            sentence = next(s for s in page.sentences if s.first <= i < s.last)
            span = page.span(sentence.first, sentence.last)
            words = {_stem(t.low) for t in page.tokens[sentence.first : sentence.last]}
            ends.append((number, span, date.start, part, words))
    found = []
    for one, other in combinations(ends[:_MOST], 2):
        same_day = one[2] == other[2]
        apart = one[3][1] <= other[3][0] or other[3][1] <= one[3][0]
        if same_day and apart and one[4] & other[4] & {"meet", "talk", "session", "negotiat"}:
            found.append(
                Contradiction(
                    Passage(documents[one[0]].id, one[1]),
                    Passage(documents[other[0]].id, other[1]),
                    Clash.SCHEDULE, f"two different ends on {one[2]}",
                )
            )  # fmt: skip
    return found


def _judgements(documents: list[DocumentRead]) -> list[Contradiction]:
    """One says that the ceasefire holds, another at the same time that it has failed."""
    every = [
        (document, assessment)
        for document in documents
        for assessment in document.assessments
        if assessment.leaning
    ]
    found = []
    for (a, one), (b, other) in combinations(every[:_MOST], 2):
        days = abs((a.date.day - b.date.day).days) if a.date and b.date else 99
        if one.leaning == -other.leaning and days <= 3 and one.by != other.by:
            found.append(
                Contradiction(
                    Passage(a.id, one.span), Passage(b.id, other.span), Clash.ASSESSMENT,
                    f"“{one.says}” against “{other.says}”",
                )
            )  # fmt: skip
    return found


def _without_copies(found: list[Contradiction], reuse: list[Reuse]) -> list[Contradiction]:
    """Leave out a contradiction both of whose passages only repeat those of another."""
    taken_from: dict[str, list[tuple[tuple[int, int], str, int]]] = {}
    for pair in reuse:
        source, copy = pair.a, pair.b
        if pair.original == pair.b.document:
            source, copy = copy, source
        taken_from.setdefault(copy.document, []).append(
            (copy.span, source.document, source.span[0])
        )

    def origin(passage: Passage) -> tuple[str, int]:
        for span, document, start in taken_from.get(passage.document, ()):
            if span[0] <= passage.span[0] and passage.span[1] <= span[1]:
                return document, start + passage.span[0] - span[0]
        return passage.document, passage.span[0]

    seen: list[tuple[Clash, tuple[str, int], tuple[str, int]]] = []
    kept = []
    for one in found:
        first, second = sorted((origin(one.a), origin(one.b)))
        key = (one.clash, first, second)
        repeated = any(
            k[0] is key[0] and k[1][0] == key[1][0] and k[2][0] == key[2][0]
            and abs(k[1][1] - key[1][1]) < 12 and abs(k[2][1] - key[2][1]) < 12
            for k in seen
        )  # fmt: skip
        if not repeated:
            seen.append(key)
            kept.append(one)
    return kept

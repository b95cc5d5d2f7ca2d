"""The day a document speaks from: stamped, or worked out from what it tells and its neighbours."""

import datetime as dt
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

from trucewatch.extraction.case import SegmentKind, Text
from trucewatch.extraction.found import DocumentDate, Span
from trucewatch.extraction.intervals import resolve
from trucewatch.extraction.lexicon import Lexicon
from trucewatch.extraction.page import Page
from trucewatch.extraction.when import NUMBERS, ORDINALS, When

_DAY: Final = dt.timedelta(days=1)
_ROUND_WORDS: Final = frozenset({"round", "meeting", "talks", "session", "meetings", "conference"})
_EVENT_WORDS: Final = frozenset(
    {"uprising", "suicide", "ceasefire", "cease-fire", "war", "fall", "bombing", "conflict",
     "crisis", "evacuation", "years", "year"}
)  # fmt: skip
"""Sentences without one of these, or of a round, speak of no event of a chronology."""
_MOST_DAYS: Final = 400


@dataclass(frozen=True, slots=True)
class Known:
    """A day that an event is known to have been on, and which event."""

    day: dt.date
    note: str
    own: bool
    past: bool = True


@dataclass(slots=True)
class Clues:
    """All that a document says about its own day."""

    page: Page
    whens: list[When]
    year: int | None = None
    known: list[Known] = field(default_factory=list)


def date_documents(
    texts: list[Text], pages: list[Page], whens: list[list[When]], lexicon: Lexicon
) -> list[DocumentDate | None]:
    """The day of each document, with the days it lies between and every step of the reasoning.

    A stamp decides. Otherwise days are weighed by how well the document's weekdays, dates and
    known events fit them: news names its own week by weekdays, and what lies further back by dates.
    """
    clues = [Clues(page, found) for page, found in zip(pages, whens, strict=True)]
    found: list[DocumentDate | None] = [
        _stamped(text, clue) for text, clue in zip(texts, clues, strict=True)
    ]
    for clue, stamped in zip(clues, found, strict=True):
        clue.known = _events(clue, lexicon)
        clue.year = stamped.day.year if stamped else _year_of(clue)
    years = Counter(clue.year for clue in clues if clue.year is not None)
    usual = max(sorted(years), key=lambda year: years[year]) if years else None
    for clue in clues:
        clue.year = clue.year or usual
        clue.known += _explicit(clue)
    neighbours = [known for clue in clues for known in clue.known]
    for clue, stamped in zip(clues, found, strict=True):
        if stamped is not None:
            neighbours += _told_by(clue, stamped.day)
    for number, clue in enumerate(clues):
        if found[number] is None:
            found[number] = _inferred(clue, neighbours)
    return found


def _stamped(text: Text, clue: Clues) -> DocumentDate | None:
    if text.stamp is not None:
        return DocumentDate(text.stamp, text.stamp, text.stamp, ("given with the document",))
    for when in clue.whens:
        if when.kind != "day" or when.year is None:
            continue
        kind = _kind_at(clue.page, when)
        if kind == SegmentKind.DATELINE or _is_dateline(clue.page, when):
            days = resolve(when, None)
            if days is not None:
                span = clue.page.span(when.first, when.last)
                words = clue.page.words(span)
                return DocumentDate(
                    days.start, days.start, days.start, (f"stamped “{words}”",), span
                )
    return None


def _kind_at(page: Page, when: When) -> str:
    place = bisect_right(page.ranges, (when.first, len(page.tokens))) - 1
    return page.segments[place].kind if place >= 0 else ""


def _is_dateline(page: Page, when: When) -> bool:
    """A date at the head of the first paragraph: "GENEVA, 3 February 2017 (AFP) -"."""
    for (first, _last), segment in zip(page.ranges, page.segments, strict=True):
        if segment.kind == SegmentKind.PARAGRAPH:
            near = first <= when.first < first + 8
            behind = page.tokens[when.last].text if when.last < len(page.tokens) else ""
            return near and behind in ("(", "-", ":", "—")
    return False


def _year_of(clue: Clues) -> int | None:
    """The latest year that a full date of the document names, or that of an event it speaks of."""
    years = [when.year for when in clue.whens if when.kind == "day" and when.year is not None]
    years += [known.day.year for known in clue.known]
    return max(years) if years else None


def _events(clue: Clues, lexicon: Lexicon) -> list[Known]:
    """Events of the chronology that sentences of the document speak of."""
    found: list[Known] = []
    page = clue.page
    for sentence in page.sentences:
        tokens = page.tokens[sentence.first : sentence.last]
        words = {token.low for token in tokens}
        if not words & (_ROUND_WORDS | _EVENT_WORDS):
            continue
        text = page.view[tokens[0].start : tokens[-1].end].lower()
        for event in lexicon.chronology.get("rounds", ()):
            if event["track"].lower() in words and words & _ROUND_WORDS:
                number = _ordinal_near(tokens, event["track"].lower())
                if number == event["number"]:
                    past = not any(word in words for word in ("will", "next", "upcoming"))
                    note = f"{event['track']}, round {number}"
                    day = event["start"]
                    while day <= event["end"]:
                        found.append(Known(day, note, True, past))
                        day += _DAY
        for event in lexicon.chronology.get("events", ()):
            if all(_any_of(group, text) for group in event["words"]):
                found += _occurrence(event, tokens, text)
    return found


def _any_of(group: str, text: str) -> bool:
    return any(word.lower() in text for word in group.split("|"))


def _occurrence(event: dict[str, Any], tokens: list[Any], text: str) -> list[Known]:
    """The event's own day, or so many years after it where the text counts them."""
    if not event.get("anniversary"):
        return [Known(event["date"], event["name"], True)]
    for i, token in enumerate(tokens[:-1]):
        count = NUMBERS.get(token.low) or (int(token.text) if token.text.isdecimal() and
                                           len(token.text) <= 2 else 0)  # fmt: skip
        after = tokens[i + 1].low
        if token.low in ORDINALS and after in ("year", "anniversary"):
            count = ORDINALS[token.low] - (after == "year")
        elif after not in ("years", "year") or "ago" in text[:0]:
            count = 0
        if count and any(word in text for word in ("since", "on:", "mark", "start", "anniversary")):
            day = event["date"]
            try:
                there = day.replace(year=day.year + count)
            except ValueError:
                continue
            return [Known(there, f"{count} years since {event['name']} on {day}", True)]
    return []


def _ordinal_near(tokens: list[Any], track: str) -> int | None:
    """The ordinal of a round in a sentence that names its track."""
    for i, token in enumerate(tokens):
        number = ORDINALS.get(token.low)
        if (
            number is None
            and token.text[0].isdigit()
            and token.low.endswith(("st", "nd", "rd", "th"))
        ):
            digits = token.low[:-2]
            number = int(digits) if digits.isdecimal() else None
        if number is None:
            continue
        near = {other.low for other in tokens[i + 1 : i + 7]}
        if near & _ROUND_WORDS and "day" not in {t.low for t in tokens[i + 1 : i + 2]}:
            return number
    return None


def _explicit(clue: Clues) -> list[Known]:
    """Days that the document names by date and speaks of as past."""
    found = []
    for when in clue.whens:
        if when.kind != "day" or clue.page.tokens[when.first].quote != -1:
            continue
        days = resolve(when, None, clue.year)
        if days is None or (days.end - days.start).days > 31:
            continue
        words = clue.page.words(clue.page.span(when.first, when.last))
        day = days.start
        while day <= days.end:
            found.append(Known(day, f"“{words}”", True, not when.future))
            day += _DAY
    return found


def _told_by(clue: Clues, day: dt.date) -> list[Known]:
    """The days that a stamped document tells of by weekday, and its own."""
    found = [Known(day, "the day of a neighbour", False)]
    for when in _spoken(clue):
        days = resolve(when, day)
        if days is not None:
            found.append(Known(days.start, "a day that a neighbour tells of", False))
    return found


def _inferred(clue: Clues, neighbours: list[Known]) -> DocumentDate | None:
    """The day that the document's weekdays, dates and events fit best."""
    own = {known.day for known in clue.known if not known.note.startswith("“")}
    own |= set(_in_captions(clue))
    written = {known.day for known in clue.known} - own
    past = [known.day for known in clue.known if known.past]
    others = {known.day for known in neighbours} - own - written
    floor = max(past) if past else None
    bases = sorted(own | written | others)
    spoken = _spoken(clue)
    if floor is not None:
        bases = [day for day in bases if day >= floor - 8 * _DAY]
    candidates = sorted(
        {day + shift * _DAY for day in bases for shift in range(-7, 9) if _reasonable(day)}
    )[-_MOST_DAYS:]
    if floor is not None:
        candidates = [day for day in candidates if day >= floor - _DAY] or candidates
    if not candidates:
        return None
    scored = [(_score(day, clue, spoken, own, others, floor), day) for day in candidates]
    best = max(score for score, _ in scored)
    day = next(day for score, day in scored if score == best)
    fitting = [
        other for score, other in scored if score >= best - 0.75 and abs(other - day) <= 7 * _DAY
    ]
    return DocumentDate(
        day, min(fitting), max(fitting), _reasons(day, clue, spoken, own, others, floor)
    )


def _in_captions(clue: Clues) -> set[dt.date]:
    """Days that captions name: pictures are of the days that a document tells of."""
    found = set()
    for when in clue.whens:
        if when.kind == "day" and _kind_at(clue.page, when) == SegmentKind.CAPTION:
            days = resolve(when, None, clue.year)
            if days is not None:
                found.add(days.start)
    return found


def _follows_a_range(clue: Clues, when: When) -> bool:
    """Whether the sentence before, in the same paragraph, names days of a range by date."""
    page = clue.page
    place = bisect_right(page.sentences, when.first, key=lambda s: s.first) - 1
    if place < 1 or page.sentences[place - 1].segment != page.sentences[place].segment:
        return False
    before = page.sentences[place - 1]
    return any(
        other.kind == "day" and other.last_day is not None
        for other in clue.whens
        if before.first <= other.first < before.last
    )


def _spoken(clue: Clues) -> list[When]:
    """Weekdays, today and tomorrow in the running text, outside quotations; each kind once."""
    found: dict[tuple[object, ...], When] = {}
    for when in clue.whens:
        if when.kind not in ("weekday", "shift") or clue.page.tokens[when.first].quote != -1:
            continue
        key = (when.kind, when.weekday, when.which, when.count, when.future)
        if (
            key not in found
            and _kind_at(clue.page, when) == SegmentKind.PARAGRAPH
            and not (_follows_a_range(clue, when))
        ):
            found[key] = when
    return list(found.values())


def _reasonable(day: dt.date) -> bool:
    return 1900 <= day.year <= 2100


def _score(
    day: dt.date, clue: Clues, spoken: list[When], own: set[dt.date], others: set[dt.date],
    floor: dt.date | None,
) -> float:  # fmt: skip
    """How well a day fits: the higher the better."""
    score = 0.0
    latest_spoken = None
    for when in spoken:
        days = resolve(when, day)
        if days is None:
            continue
        if days.start in own:
            score += 2.0
        elif days.start in others:
            score += 1.0
        if not when.future and days.start <= day:
            latest_spoken = max(latest_spoken or days.start, days.start)
    if floor is not None:
        if day < floor:
            score -= 5.0
        if latest_spoken is None or floor > latest_spoken:
            # What is past and named by its date was not today: that would have had a weekday.
            score -= 0.3 * abs((day - floor).days - 1)
            return score
    if latest_spoken is not None:
        score -= 0.3 * (day - latest_spoken).days
    elif own:
        score -= 0.3 * min(abs((day - other).days) for other in own)
    return score


def _reasons(
    day: dt.date, clue: Clues, spoken: list[When], own: set[dt.date], others: set[dt.date],
    floor: dt.date | None,
) -> tuple[str, ...]:  # fmt: skip
    told: list[str] = []
    if clue.year is not None:
        told.append(f"the year is {clue.year}: dates in this document or beside it say so")
    for when in spoken:
        days = resolve(when, day)
        if days is not None and days.start in own | others:
            words = clue.page.words(clue.page.span(when.first, when.last))
            note = next((k.note for k in clue.known if k.day == days.start), "a neighbour's date")
            told.append(f"“{words}” is then {days.start}, {note}")
    if floor is not None:
        note = next(k.note for k in clue.known if k.day == floor and k.past)
        told.append(f"{note}, {floor}, is past")
    told.append(f"{day} fits best")
    return tuple(dict.fromkeys(told))


def anchor_span(date: DocumentDate | None) -> Span | None:
    """The characters that stamp the document, if any do."""
    return date.stamp if date is not None else None

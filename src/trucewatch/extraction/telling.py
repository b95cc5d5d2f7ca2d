"""The days that a page's words for times mean: each counted from whoever speaks there."""

import datetime as dt
from bisect import bisect_right
from typing import Final

from trucewatch.extraction.case import SegmentKind
from trucewatch.extraction.date_words import When
from trucewatch.extraction.found import Because, DateFound, DocumentDate
from trucewatch.extraction.intervals import Days, resolve
from trucewatch.extraction.lexicon import Lexicon
from trucewatch.extraction.page import Page
from trucewatch.extraction.speakers import Spoken

_DAY: Final = dt.timedelta(days=1)
_FRESH: Final = 2 * _DAY
"""A stamped document tells of days at most this much before its stamp as its own."""


def tell_dates(
    page: Page, whens: list[When], date: DocumentDate | None, spoken: list[Spoken],
    lexicon: Lexicon,
) -> list[DateFound]:  # fmt: skip
    """The times of a page as days. Inside a quotation they count from when it was spoken."""
    teller = _Teller(page, whens, date, spoken)
    found = []
    for when in whens:
        days, anchor, rule = teller.resolve(when)
        if days is None:
            continue
        span = page.span(when.first, when.last)
        because = Because(rule, span, lexicon.confidence.get(rule, 0.8), days.derivation)
        found.append(DateFound(span, days.start, days.end, days.derivation, anchor, because))
    return found


class _Teller:
    def __init__(
        self, page: Page, whens: list[When], date: DocumentDate | None, spoken: list[Spoken]
    ) -> None:
        self.page = page
        self.whens = whens
        self.date = date
        self.day = date.day if date is not None else None
        self.spoken = spoken
        self.firsts = [sentence.first for sentence in page.sentences]
        self.events = self._event_day()

    def resolve(self, when: When) -> tuple[Days | None, dt.date | None, str]:
        """The days, the day they were counted from, and the rule."""
        quoted = self.page.tokens[when.first].quote
        if when.kind == "weekday":
            beside = self._beside(when) or self._as_in_the_text(when)
            if beside is not None:
                return beside, self.day, "weekday beside a date"
        anchor = self.day
        rule = f"date: {when.kind}"
        if quoted != -1 and when.kind not in ("day", "month", "year"):
            said = self._said_on(quoted)
            if said is not None:
                anchor, rule = said, f"date in a quotation: {when.kind}"
        days = resolve(when, anchor)
        needs = when.kind not in ("year",) and when.year is None
        return days, anchor if needs else None, rule

    def _sentence(self, i: int) -> int:
        return bisect_right(self.firsts, i) - 1

    def _event_day(self) -> dt.date | None:
        """The day that a stamped document mostly tells of, if that is just before its stamp."""
        if self.date is None or self.day is None:
            return None
        if self.date.stamp is None:
            return self.day
        counts: dict[dt.date, int] = {}
        for when in self.whens:
            token = self.page.tokens[when.first]
            if when.kind not in ("weekday", "shift") or when.future or token.quote != -1:
                continue
            days = resolve(when, self.day)
            if days is not None and self.day - _FRESH <= days.start <= self.day:
                counts[days.start] = counts.get(days.start, 0) + 1
        return max(sorted(counts), key=lambda day: counts[day]) if counts else self.day

    def _beside(self, when: When) -> Days | None:
        """A weekday that lies among days named by date just before, in the same paragraph."""
        sentence = self._sentence(when.first)
        segment = self.page.sentences[sentence].segment
        for other in self.whens:
            if other.first >= when.first:
                break
            if other.kind != "day" or other.last_day is None:
                continue
            place = self._sentence(other.first)
            if self.page.sentences[place].segment != segment or sentence - place != 1:
                continue
            days = resolve(other, self.day)
            if days is None or (days.end - days.start).days > 7:
                continue
            day = days.start
            while day <= days.end:
                if day.weekday() == when.weekday:
                    words = self.page.words(self.page.span(other.first, other.last))
                    return Days(day, day, f"the one among “{words}”, just before")
                day += _DAY
        return None

    def _as_in_the_text(self, when: When) -> Days | None:
        """A weekday in a headline is the one that the text below speaks of."""
        sentence = self.page.sentences[self._sentence(when.first)]
        kind = self.page.segments[sentence.segment].kind
        if kind not in (SegmentKind.TITLE, SegmentKind.HEADING):
            return None
        for other in self.whens:
            below = self.page.sentences[self._sentence(other.first)].segment
            if other.kind == "weekday" and other.weekday == when.weekday and (
                self.page.segments[below].kind == SegmentKind.PARAGRAPH
            ):
                return resolve(other, self.day)
        return None

    def _said_on(self, quoted: int) -> dt.date | None:
        """When the quotation was spoken, as its attribution or the one before it says."""
        quote = self.page.quotations[quoted]
        by: tuple[str, ...] = ()
        place = -1
        for number, spoken in enumerate(self.spoken):
            if spoken.said.content[0] <= quote.inner[0] < spoken.said.content[1]:
                by, place = spoken.speakers, number
                break
        if place == -1:
            return self.events
        for spoken in reversed(self.spoken[max(0, place - 8) : place + 1]):
            if spoken.speakers != by:
                continue
            sentence = self.page.sentences[spoken.said.sentence]
            for when in self.whens:
                outside = self.page.tokens[when.first].quote == -1
                within = sentence.first <= when.first < sentence.last
                start = self.page.tokens[when.first].start
                content = spoken.said.content
                if within and outside and not content[0] <= start < content[1]:
                    if when.kind in ("weekday", "shift", "day") and not when.future:
                        days = resolve(when, self.day)
                        if days is not None:
                            return days.start
        return self.events



"""The days that a page's words for times mean: each counted from whoever speaks there."""

import datetime as dt
from bisect import bisect_left, bisect_right
from typing import Final

from trucewatch.extraction.case import SegmentKind
from trucewatch.extraction.found import Because, DateFound, DocumentDate
from trucewatch.extraction.intervals import Days, resolve
from trucewatch.extraction.lexicon import Lexicon
from trucewatch.extraction.page import Page
from trucewatch.extraction.spans import SaidAt
from trucewatch.extraction.speakers import Spoken
from trucewatch.extraction.when import When

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
        because = Because(rule, span, lexicon.share(rule, 0.8), days.derivation)
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
        self.said = SaidAt(spoken)
        self.firsts = [sentence.first for sentence in page.sentences]
        self.starts = [when.first for when in whens]
        self.events = self._event_day()

    def resolve(self, when: When) -> tuple[Days | None, dt.date | None, str]:
        """The days, the day they were counted from, and the rule."""
        quoted = self.page.tokens[when.first].quote
        if when.kind == "weekday":
            beside = self._beside(when) or self._as_in_the_text(when)
            if beside is not None:
                return beside, self.day, "date: beside a date"
        anchor = self.day
        rule = f"date: {when.kind}"
        if quoted != -1 and when.kind not in ("day", "month", "year"):
            said = self._said_on(quoted)
            if said is not None:
                anchor, rule = said, f"date in a quotation: {when.kind}"
        days = resolve(when, anchor)
        needs = when.kind not in ("year",) and when.year is None
        return days, anchor if needs else None, rule

    def _within(self, first: int, last: int) -> list[When]:
        """The times whose words begin between two tokens."""
        return self.whens[bisect_left(self.starts, first) : bisect_left(self.starts, last)]

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
        if not sentence or self.page.sentences[sentence - 1].segment != segment:
            return None
        before = self.page.sentences[sentence - 1]
        for other in self._within(before.first, before.last)[:4]:
            if other.kind != "day" or other.last_day is None:
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
        for other in self.whens[:200]:
            below = self.page.sentences[self._sentence(other.first)].segment
            if (
                other.kind == "weekday"
                and other.weekday == when.weekday
                and (self.page.segments[below].kind == SegmentKind.PARAGRAPH)
            ):
                return resolve(other, self.day)
        return None

    def _said_on(self, quoted: int) -> dt.date | None:
        """When the quotation was spoken, as its attribution or the one before it says."""
        quote = self.page.quotations[quoted]
        inside = self.said.covering(quote.inner[0])
        if inside is None:
            return self.events
        place = bisect_right([one.said.content for one in self.said.spoken], inside.said.content)
        for spoken in reversed(self.said.spoken[max(0, place - 8) : place]):
            if spoken.speakers != inside.speakers:
                continue
            sentence = self.page.sentences[spoken.said.sentence]
            for when in self._within(sentence.first, sentence.last):
                outside = self.page.tokens[when.first].quote == -1
                start = self.page.tokens[when.first].start
                content = spoken.said.content
                if (
                    outside
                    and not content[0] <= start < content[1]
                    and when.kind in ("weekday", "shift", "day")
                    and not when.future
                ):
                    days = resolve(when, self.day)
                    if days is not None:
                        return days.start
        return self.events

"""Words for times, found in a page: what kind of time they name, before anybody works out when."""

from typing import Final

from trucewatch.extraction.lexicon import MONTH, NUMBER, TIME_WORD, WEEKDAY
from trucewatch.extraction.page import Page
from trucewatch.extraction.when import (
    COUNTED,
    EDGES,
    MONTHS,
    NEARBY,
    NUMBERS,
    PARTS,
    PAST,
    SEASONS,
    STRONG_FUTURE,
    UNITS,
    WEEKDAYS,
    WHICH,
    When,
    moved,
)

_COUNTED_NOUNS: Final = frozenset(
    {"people", "men", "women", "children", "civilians", "troops", "soldiers", "fighters",
     "refugees", "families", "homes", "percent", "%", "kilometres", "km", "miles", "dollars",
     "euros", "tonnes", "tons", "rooms", "journalists", "cases", "violations"}
)  # fmt: skip


class DateFinder:
    """Finds the words for times in one page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.tokens = page.tokens

    def all(self) -> list[When]:
        """Every stretch of words for a time, in order, none inside another."""
        found: list[When] = []
        tokens = self.tokens
        for sentence in self.page.sentences:
            i = sentence.first
            while i < sentence.last:
                when = self._at(i, sentence.last) if tokens[i].bits & TIME_WORD else None
                if when is None:
                    i += 1
                else:
                    found.append(when)
                    i = when.last
        return found

    def _at(self, i: int, last: int) -> When | None:
        token = self.tokens[i]
        low = token.low
        if token.bits & MONTH and token.cap:
            return self._month_first(i, last)
        if token.text[0].isdigit():
            return self._digits(i, last)
        if token.bits & WEEKDAY:
            return self._weekday(i, last)
        if low in NEARBY:
            return When(i, i + 1, "shift", count=NEARBY[low], future=low == "tomorrow")
        if low in EDGES or low.startswith("mid-"):
            return self._edge(i, last)
        if low in WHICH or low in COUNTED:
            return self._which(i, last)
        if low in NUMBERS or token.bits & NUMBER or low in ("several", "few", "hours", "days",
            "weeks", "months", "years", "minutes"):  # fmt: skip
            return self._ago(i, last)
        if low == "the" and i + 1 < last and self.tokens[i + 1].low == "weekend":
            future = self._future(i)
            return When(i, i + 2, "unit", which="next" if future else "last", unit="weekend",
                        future=future)  # fmt: skip
        if low == "the" and i + 2 < last and self.tokens[i + 1].low in ("past", "last", "next",
            "coming", "previous"):  # fmt: skip
            when = self._which(i + 1, last)
            if when is not None and when.kind == "span":
                return moved(when, i)
        return None

    # --- months and days ---------------------------------------------------------------------

    def _number(self, i: int, last: int, low: int, high: int) -> int | None:
        if i >= last:
            return None
        text = self.tokens[i].low
        for ending in ("st", "nd", "rd", "th"):
            text = text.removesuffix(ending) if text[:1].isdigit() else text
        if not (text.isascii() and text.isdigit()) or len(text) > 4:
            return None
        number = int(text)
        return number if low <= number <= high else None

    def _year(self, i: int, last: int) -> tuple[int | None, int]:
        """A year at the token or behind a comma, and where it ends."""
        j = i
        if j < last and self.tokens[j].text == ",":
            j += 1
        if j < last and self.tokens[j].low == "of":
            j += 1
        year = self._number(j, last, 1900, 2100)
        if year is not None and len(self.tokens[j].text) == 4:
            return year, j + 1
        return None, i

    def _dot(self, i: int, last: int) -> int:
        """Past the full stop of an abbreviated month."""
        stops = i < last and self.tokens[i].text == "." and len(self.tokens[i - 1].text) <= 4
        return i + 1 if stops and self.tokens[i].start == self.tokens[i - 1].end else i

    def _month_first(self, i: int, last: int) -> When | None:
        """ "February 15-16, 2017", "Dec. 30", "May", "March 2011"."""
        tokens = self.tokens
        month = MONTHS[tokens[i].low]
        j = self._dot(i + 1, last)
        day = self._number(j, last, 1, 31)
        short = j < last and len(tokens[j].text) <= 4
        if day is not None and short and not tokens[j].text.isdigit() | (len(tokens[j].text) < 3):
            day = day if tokens[j].text[-1].isalpha() else None
        if day is not None:
            end = j + 1
            last_day, last_month, end = self._range(end, last, month)
            year, end = self._year(end, last)
            if year is None and self._names_attacks(month, day, end, last):
                year = 2001
            return When(i, end, "day", year, month, day, last_day, last_month,
                        future=self._future(i))  # fmt: skip
        through = self._months(i, j, last)
        if through is not None:
            return through
        if j < last and tokens[j].low == "quarter":
            return None
        year, end = self._year(j, last)
        if year is None and j > i + 1:
            end = j
        if year is None and tokens[i].low in ("may", "march", "mar") and not self._is_month(i):
            return None
        return When(i, end if year else i + 1, "month", year, month, future=self._future(i))

    def _months(self, i: int, j: int, last: int) -> When | None:
        """ "between May and July 2021", "May to July"."""
        tokens = self.tokens
        if j + 1 >= last or tokens[j].low not in ("and", "to", "-", "through", "until"):
            return None
        before = tokens[i - 1].low if i else ""
        far = tokens[j + 1]
        if (
            not (far.bits & MONTH and far.cap)
            or (tokens[j].low == "and" and before != "between")
            or (tokens[j].low == "to" and before not in ("from", "between", "in", "of"))
        ):
            return None
        end = self._dot(j + 2, last)
        if end < last and self._number(end, last, 1, 31) is not None:
            return None
        year, stop = self._year(end, last)
        return When(i, stop if year else j + 2, "months", year, MONTHS[tokens[i].low],
                    last_month=MONTHS[far.low], future=self._future(i))  # fmt: skip

    def _names_attacks(self, month: int, day: int, end: int, last: int) -> bool:
        """Whether the day stands for the attacks on the United States in 2001."""
        if (month, day) != (9, 11):
            return False
        near = {token.low for token in self.tokens[end : min(last, end + 4)]}
        return bool(near & {"attacks", "attack", "hijackers", "hijackings", "terrorist", "terror",
                            "commission", "attackers", "victims", "antiterrorism"})  # fmt: skip

    def _is_month(self, i: int) -> bool:
        before = self.tokens[i - 1].low if i else ""
        after = self.tokens[i + 1].low if i + 1 < len(self.tokens) else ""
        return before in ("in", "of", "last", "next", "this", "since", "until", "by", "early",
                          "late", "mid", "from", "to", "and", "during", "before", "after"
                          ) or after == "'s"  # fmt: skip

    def _range(self, j: int, last: int, month: int) -> tuple[int | None, int | None, int]:
        """The last day of "15-16", "15 and 16", "15 to 16", "28-March 2" and where it ends."""
        tokens = self.tokens
        if j + 1 < last and tokens[j].low in ("-", "and", "to", "through", "until", "/"):
            day = self._number(j + 1, last, 1, 31)
            if day is not None and len(tokens[j + 1].text.rstrip("stndrh")) <= 2:
                behind = tokens[j + 2] if j + 2 < last else None
                if behind is None or not behind.bits & MONTH:
                    clock = behind is not None and behind.low in ("people", "years", "percent")
                    if not clock:
                        return day, None, j + 2
            if tokens[j + 1].bits & MONTH and tokens[j + 1].cap:
                k = self._dot(j + 2, last)
                day = self._number(k, last, 1, 31)
                if day is not None:
                    return day, MONTHS[tokens[j + 1].low], k + 1
        return None, None, j

    def _digits(self, i: int, last: int) -> When | None:
        """ "15-16 February 2017", "30th of December", "2017-02-15", "2016", "1 p.m."."""
        tokens = self.tokens
        token = tokens[i]
        iso = self._iso(i, last)
        if iso is not None:
            return iso
        day = self._number(i, last, 1, 31)
        if day is not None and len(token.text.rstrip("stndrh")) <= 2:
            j = i + 1
            last_day = None
            if j + 1 < last and tokens[j].low in ("-", "and", "to", "/"):
                second = self._number(j + 1, last, 1, 31)
                k = j + 2
                if k < last and tokens[k].low == "of":
                    k += 1
                if second is not None and k < last and tokens[k].bits & MONTH and tokens[k].cap:
                    last_day, j = second, k
            if j < last and tokens[j].low == "of":
                j += 1
            if j < last and tokens[j].bits & MONTH and tokens[j].cap:
                return self._day_first(i, j, last, day, last_day)
        year = self._number(i, last, 1000, 2100)
        decade = (
            i + 1 < last and tokens[i + 1].low in ("s", "'s") and (tokens[i + 1].start == token.end)
        )
        if year is not None and len(token.text) == 4 and decade and year % 10 == 0:
            return When(i, i + 2, "year", year, last_year=year + 9)
        if year is not None and year < 1900 and (tokens[i - 1].low if i else "") not in (
            "in", "since", "until", "from",
        ):  # fmt: skip
            year = None
        if year is not None and len(token.text) == 4 and self._stands_alone(i, last):
            to = None
            end = i + 1
            joins = ("-", "to", "and") if i and tokens[i - 1].low == "between" else ("-", "to")
            if i + 2 < last and tokens[i + 1].low in joins:
                other = self._number(i + 2, last, 0, 2100)
                if other is not None and len(tokens[i + 2].text) == 4 and other > year:
                    to, end = other, i + 3
                elif (
                    other is not None
                    and len(tokens[i + 2].text) == 2
                    and (tokens[i + 1].text == "-" and year % 100 < other)
                ):
                    to, end = year // 100 * 100 + other, i + 3
            return When(i, end, "year", year, last_year=to)
        return self._ago(i, last)

    def _day_first(self, i: int, j: int, last: int, day: int, last_day: int | None) -> When:
        month = MONTHS[self.tokens[j].low]
        end = self._dot(j + 1, last)
        last_month = None
        if last_day is None and end + 2 < last and self.tokens[end].low in ("-", "to"):
            second = self._number(end + 1, last, 1, 31)
            far = self.tokens[end + 2]
            if second is not None and far.bits & MONTH and far.cap:
                last_day, last_month = second, MONTHS[far.low]
                end = self._dot(end + 3, last)
        year, stop = self._year(end, last)
        end = stop if year else end if end == j + 1 or last_month else j + 1
        return When(i, end, "day", year, month, day, last_day, last_month, future=self._future(i))

    def _iso(self, i: int, last: int) -> When | None:
        tokens = self.tokens
        if i + 4 < last and tokens[i + 1].text == "-" and tokens[i + 3].text == "-":
            year = self._number(i, last, 1900, 2100)
            month = self._number(i + 2, last, 1, 12)
            day = self._number(i + 4, last, 1, 31)
            if year and month and day and tokens[i + 4].end - tokens[i].start == 10:
                return When(i, i + 5, "day", year, month, day)
        return None

    def _stands_alone(self, i: int, last: int) -> bool:
        """Whether four digits are a year: behind "in" or "since", in brackets, before no noun."""
        before = self.tokens[i - 1].low if i else ""
        after = self.tokens[i + 1] if i + 1 < last else None
        return before in ("in", "since", "of", "from", "until", "by", "before", "after", "during",
                          "between", "(", "and", "early", "late", "mid", "the", "to", "summer",
                          "winter", "spring", "autumn", "fall", "its", "'s", "year", "for"
                          ) and not (after is not None and after.low in _COUNTED_NOUNS)  # fmt: skip

    # --- days of the week, today, last week ----------------------------------------------------

    def _weekday(self, i: int, last: int) -> When:
        tokens = self.tokens
        which = ""
        first = i
        if i and tokens[i - 1].low in ("last", "next", "this", "coming"):
            which = tokens[i - 1].low
        end = i + 1
        if end < last and tokens[end].low in PARTS:
            end += 1
        exact = self._with_date(end, last)
        if exact is not None:
            return moved(exact, first)
        if first > 1 and tokens[first - 1].low in ("on",) and tokens[first - 2].low in PARTS:
            first -= 0
        future = which in ("next", "coming") or self._future(i)
        return When(first, end, "weekday", weekday=WEEKDAYS[tokens[i].low], which=which,
                    future=future)  # fmt: skip

    def _with_date(self, end: int, last: int) -> When | None:
        """The date behind a weekday: "Monday, January 23"."""
        tokens = self.tokens
        j = end + 1 if end < last and tokens[end].text in ",(" else end
        if j >= last:
            return None
        when = None
        if tokens[j].bits & MONTH and tokens[j].cap:
            when = self._month_first(j, last)
        elif tokens[j].text[0].isdigit():
            when = self._digits(j, last)
        return when if when is not None and when.kind == "day" else None

    def _edge(self, i: int, last: int) -> When | None:
        """ "early May", "late last year", "the end of 2016", "mid-February"."""
        tokens = self.tokens
        edge = EDGES.get(tokens[i].low, "mid")
        j = i + 1
        if tokens[i].low.startswith("mid-"):
            month = MONTHS.get(tokens[i].low[4:])
            if month is None:
                return None
            year, end = self._year(j, last)
            return When(i, end if year else j, "month", year, month, edge="mid",
                        future=self._future(i))  # fmt: skip
        if j < last and tokens[j].text == "-":
            j += 1
        if edge in ("start", "end") or tokens[i].low == "middle":
            if j >= last or tokens[j].low != "of":
                return None
            j += 1
            if j < last and tokens[j].low == "the":
                j += 1
        elif j < last and tokens[j].low in ("in", "on"):
            j += 1
        if j >= last:
            return None
        inner: When | None = None
        if tokens[j].bits & MONTH and tokens[j].cap:
            inner = self._month_first(j, last)
        elif tokens[j].low in WHICH:
            inner = self._which(j, last)
        elif tokens[j].low in ("month", "year", "week"):
            inner = When(j, j + 1, "unit", which="this", unit=tokens[j].low)
        elif tokens[j].text[0].isdigit() and len(tokens[j].text) == 4:
            year = self._number(j, last, 1900, 2100)
            inner = When(j, j + 1, "year", year) if year else None
        if inner is None or inner.kind not in ("month", "year", "unit"):
            return None
        return When(i, inner.last, inner.kind, inner.year, inner.month, which=inner.which,
                    unit=inner.unit, edge=edge, future=inner.future)  # fmt: skip

    def _which(self, i: int, last: int) -> When | None:
        """ "last week", "this morning", "next Monday", "the past five years", "last December"."""
        tokens = self.tokens
        which = tokens[i].low
        j = i + 1
        if j >= last:
            return None
        token = tokens[j]
        if token.bits & WEEKDAY and which in WHICH:
            inner = self._weekday(j, last)
            return moved(inner, i)
        if token.bits & MONTH and token.cap and which in ("last", "next", "this"):
            return When(i, j + 1, "month", month=MONTHS[token.low], which=which,
                        future=which == "next")  # fmt: skip
        if token.low in PARTS and which in ("this", "last"):
            return When(i, j + 1, "shift", count=-1 if which == "last" else 0)
        if token.low == "weekend" and which in WHICH:
            return When(i, j + 1, "unit", which=which, unit="weekend")
        if token.low in SEASONS and which in ("last", "this", "next", "past"):
            return When(i, j + 1, "season", month=SEASONS[token.low], which=which)
        if token.low in ("week", "month", "year", "decade") and which in WHICH:
            return When(i, j + 1, "unit", which=which, unit=token.low, future=which == "next")
        count, k = self._count(j, last)
        if count and k < last and which in ("past", "last", "next", "coming", "previous"):
            unit = UNITS.get(tokens[k].low.removesuffix("s"))
            if unit is not None:
                return When(i, k + 1, "span", which=which, unit=unit, count=count)
        return None

    def _count(self, j: int, last: int) -> tuple[float, int]:
        tokens = self.tokens
        if j >= last:
            return 0, j
        if tokens[j].low in ("few", "several"):
            return 3, j + 1
        if tokens[j].low in ("couple",) and j + 1 < last and tokens[j + 1].low == "of":
            return 2, j + 2
        if tokens[j].low in NUMBERS:
            return NUMBERS[tokens[j].low], j + 1
        text = tokens[j].text
        if text.isascii() and text.isdigit() and len(text) <= 3:
            return int(text), j + 1
        return 0, j

    def _ago(self, i: int, last: int) -> When | None:
        """ "two hours ago", "a week earlier", "days ago"."""
        tokens = self.tokens
        count, j = self._count(i, last)
        if not count and tokens[i].low.endswith("s"):
            count, j = 3, i
        if not count or j + 1 >= last:
            return None
        if tokens[j].low == "of":
            j += 1
        unit = UNITS.get(tokens[j].low.removesuffix("s"))
        if unit is None or tokens[j + 1].low not in ("ago",):
            return None
        return When(i, j + 2, "ago", unit=unit, count=count)

    def _future(self, i: int) -> bool:
        """Whether the words before speak of what is to come."""
        tokens = self.tokens
        near = range(max(0, i - 14), i)
        for j in reversed(near):
            if tokens[j].text in ".;" and tokens[j].quote == -1:
                return False
            if tokens[j].low in STRONG_FUTURE:
                return True
            if tokens[j].low in ("to",) and j + 1 < i and tokens[j + 1].low in (
                "meet", "take", "begin", "start", "be", "hold", "resume", "open", "return",
                "convene", "arrive", "join", "end", "last", "go", "continue", "close", "vote",
                "expire", "reopen", "leave", "travel", "visit", "sign", "speak", "decide"
            ):  # fmt: skip
                return True
            if tokens[j].low in PAST:
                return False
        return False

"""Words for times by what they name: months, weekdays, units; and a time before it is resolved."""

from dataclasses import dataclass
from typing import Final

MONTHS: Final = {
    name: number
    for number, names in enumerate(
        ["january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
         "august aug", "september sep sept", "october oct", "november nov", "december dec"], 1
    )
    for name in names.split()
}  # fmt: skip
WEEKDAYS: Final = {
    day: number
    for number, day in enumerate(
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    )
}
NUMBERS: Final = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "a": 1, "an": 1, "couple": 2}
PARTS: Final = frozenset(
    {"morning", "afternoon", "evening", "night", "midday", "noon", "midnight", "dawn", "dusk"}
)
EDGES: Final = {
    "early": "early", "mid": "mid", "late": "late", "beginning": "start", "start": "start",
    "end": "end", "middle": "mid",
}  # fmt: skip
SEASONS: Final = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
UNITS: Final = {
    "minute": "hour", "hour": "hour", "day": "day", "week": "week", "month": "month",
    "year": "year", "decade": "decade", "fortnight": "fortnight",
}  # fmt: skip
NEARBY: Final = {"today": 0, "tonight": 0, "tomorrow": 1, "yesterday": -1}
WHICH: Final = frozenset({"last", "next", "this", "past", "coming", "previous", "current"})
STRONG_FUTURE: Final = frozenset({"will", "shall", "set", "due", "expected", "planned",
    "scheduled", "next", "until", "by", "upcoming", "slated", "agreed", "would"})  # fmt: skip
COUNTED: Final = frozenset({"past", "last", "next", "coming", "previous", "recent", "first"})


PAST: Final = frozenset(
    {"said", "was", "were", "had", "told", "held", "ended", "closed", "came", "began", "started",
     "took", "reached", "signed", "brokered", "met", "uphold", "implement", "since", "announced"}
)  # fmt: skip


ORDINALS: Final = {
    word: number
    for number, word in enumerate(
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
         "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth"], 1
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class When:
    """Words for a time at ``[first, last)``.

    ``kind`` says how the rest is read: day (year, month, day, to a last day), month, year,
    weekday (0 Monday), shift (days from today), unit (last week: which and unit), ago (count and
    unit), span (the past five years), clock. ``edge`` is early, mid, late, start or end.
    """

    first: int
    last: int
    kind: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    last_day: int | None = None
    last_month: int | None = None
    last_year: int | None = None
    weekday: int | None = None
    which: str = ""
    unit: str = ""
    count: float = 0
    edge: str = ""
    future: bool = False


def moved(when: When, first: int) -> When:
    """The same time, with the words before it taken in."""
    return When(first, when.last, when.kind, when.year, when.month, when.day, when.last_day,
                when.last_month, when.last_year, when.weekday, when.which, when.unit, when.count,
                when.edge, when.future)  # fmt: skip

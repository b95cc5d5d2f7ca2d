"""From words for a time to whole days, counted from a known day."""

import datetime as dt
from calendar import monthrange
from dataclasses import dataclass
from typing import Final

from trucewatch.extraction.when import When

_DAY: Final = dt.timedelta(days=1)
_NAMES: Final = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_EARLIEST: Final = 1000
_LATEST: Final = 9000


@dataclass(frozen=True, slots=True)
class Days:
    """The days from ``start`` to ``end``, both counted, and how they were found."""

    start: dt.date
    end: dt.date
    derivation: str


def resolve(when: When, anchor: dt.date | None, year: int | None = None) -> Days | None:
    """The days that the words mean to somebody who speaks on ``anchor``.

    ``year`` is the year that the document speaks of where no day is known. None is returned where
    the words need a day to count from and there is none, and for dates that do not exist.

    Conventions of ours: early, mid and late are thirds of a month or year; a start or an end is the
    first or last month of a year and the first or last ten days of a month; a week begins on
    Monday; "the past five years" ends on the anchor.
    """
    try:
        match when.kind:
            case "day":
                return _day(when, anchor, year)
            case "month":
                return _month(when, anchor, year)
            case "months":
                return _months(when, anchor, year)
            case "year":
                return _year(when)
            case _:
                if anchor is None or not _EARLIEST < anchor.year < _LATEST:
                    return None
                return _relative(when, anchor)
    except (ValueError, OverflowError):
        return None


def _relative(when: When, anchor: dt.date) -> Days | None:
    match when.kind:
        case "weekday":
            return _weekday(when, anchor)
        case "shift":
            day = anchor + int(when.count) * _DAY
            return Days(day, day, f"counted from {anchor}")
        case "unit":
            return _unit(when, anchor)
        case "ago":
            return _ago(when, anchor)
        case "season":
            return _season(when, anchor)
        case "span":
            return _span(when, anchor)
    return None


def _nearest_year(
    month: int, day: int, anchor: dt.date | None, year: int | None, future: bool
) -> tuple[int | None, str]:
    """The year of a date that names none: the one that brings it nearest to the anchor."""
    if anchor is None:
        return year, "the year of the other dates in the document" if year else ""
    best = None
    for candidate in (anchor.year - 1, anchor.year, anchor.year + 1):
        there = dt.date(candidate, month, min(day, monthrange(candidate, month)[1]))
        distance = (there - anchor).days
        cost = abs(distance) + (60 if (distance > 0) != future and abs(distance) > 31 else 0)
        if best is None or cost < best[0]:
            best = (cost, candidate)
    return (best[1] if best else None), f"the year nearest to {anchor}"


def _day(when: When, anchor: dt.date | None, year: int | None) -> Days | None:
    month, day = when.month or 1, when.day or 1
    named, how = when.year, "as written"
    if named is None:
        named, how = _nearest_year(month, day, anchor, year, when.future)
    if named is None:
        return None
    start = dt.date(named, month, day)
    end = start
    if when.last_day is not None:
        last_month = when.last_month or month
        end = dt.date(named + (last_month < month), last_month, when.last_day)
        if when.year is not None and last_month < month:
            start = dt.date(named - 1, month, day)
            end = dt.date(named, last_month, when.last_day)
    return Days(start, end, how) if start <= end else None


def _month(when: When, anchor: dt.date | None, year: int | None) -> Days | None:
    month = when.month or 1
    named, how = when.year, "as written"
    if named is None:
        if when.which == "last" and anchor is not None:
            named = anchor.year if month < anchor.month else anchor.year - 1
            how = f"the last one before {anchor}"
        elif when.which == "next" and anchor is not None:
            named = anchor.year if month > anchor.month else anchor.year + 1
            how = f"the next one after {anchor}"
        else:
            named, how = _nearest_year(month, 15, anchor, year, when.future)
    if named is None:
        return None
    start, end = _edge_of_month(named, month, when.edge)
    return Days(start, end, how)


def _months(when: When, anchor: dt.date | None, year: int | None) -> Days | None:
    """From the first day of one month to the last of another, of one year or across its end."""
    first, last = when.month or 1, when.last_month or 12
    named, how = when.year, "as written"
    if named is None:
        named, how = _nearest_year(last, 15, anchor, year, when.future)
    if named is None:
        return None
    start = dt.date(named - (last < first), first, 1)
    return Days(start, dt.date(named, last, monthrange(named, last)[1]), how)


def _season(when: When, anchor: dt.date) -> Days:
    """Three months of the northern year; the last one is over, this one is the nearest."""
    first = when.month or 6
    starts = [dt.date(year, first, 1) for year in range(anchor.year - 2, anchor.year + 3)]
    spans = [(start, _months_before(start, -3) - _DAY) for start in starts]
    if when.which in ("last", "past"):
        start, end = [span for span in spans if span[1] < anchor][-1]
    elif when.which == "next":
        start, end = next(span for span in spans if span[0] > anchor)
    else:
        start, end = min(spans, key=lambda span: abs((span[0] - anchor).days + 45))
    return Days(start, end, f"counted from {anchor}")


def _edge_of_month(year: int, month: int, edge: str) -> tuple[dt.date, dt.date]:
    last = monthrange(year, month)[1]
    first_day, last_day = {
        "early": (1, 10), "start": (1, 10), "mid": (11, 20), "late": (21, last), "end": (21, last),
    }.get(edge, (1, last))  # fmt: skip
    return dt.date(year, month, first_day), dt.date(year, month, last_day)


def _edge_of_year(year: int, edge: str) -> tuple[dt.date, dt.date]:
    first, last = {
        "early": (1, 4), "start": (1, 1), "mid": (5, 8), "late": (9, 12), "end": (12, 12),
    }.get(edge, (1, 12))  # fmt: skip
    return dt.date(year, first, 1), dt.date(year, last, monthrange(year, last)[1])


def _year(when: When) -> Days | None:
    if when.year is None:
        return None
    if when.last_year is not None:
        return Days(dt.date(when.year, 1, 1), dt.date(when.last_year, 12, 31), "as written")
    start, end = _edge_of_year(when.year, when.edge)
    return Days(start, end, "as written")


def _weekday(when: When, anchor: dt.date) -> Days:
    wanted = when.weekday or 0
    back = (anchor.weekday() - wanted) % 7
    name = _NAMES[wanted]
    if when.which == "last":
        day = anchor - (back or 7) * _DAY
        return Days(day, day, f"the {name} before {anchor}")
    if when.which in ("next", "coming"):
        day = anchor + ((7 - back) % 7 or 7) * _DAY
        return Days(day, day, f"the {name} after {anchor}")
    if when.future:
        day = anchor + (-back % 7) * _DAY
        return Days(day, day, f"the first {name} from {anchor} on")
    day = anchor - back * _DAY
    return Days(day, day, f"the latest {name} up to {anchor}")


def _unit(when: When, anchor: dt.date) -> Days | None:
    steps = {"last": -1, "previous": -1, "past": -1, "next": 1, "coming": 1}.get(when.which, 0)
    how = f"counted from {anchor}"
    if when.unit == "week":
        start = anchor + (steps * 7 - anchor.weekday()) * _DAY
        return Days(start, start + 6 * _DAY, how)
    if when.unit == "weekend":
        start = anchor + (5 - anchor.weekday()) * _DAY
        if when.which in ("last", "past", "previous") and start >= anchor - _DAY:
            start -= 7 * _DAY
        if when.which in ("next", "coming") and start <= anchor:
            start += 7 * _DAY
        return Days(start, start + _DAY, how)
    if when.unit == "month":
        months = anchor.year * 12 + anchor.month - 1 + steps
        start, end = _edge_of_month(months // 12, months % 12 + 1, when.edge)
        return Days(start, end, how)
    if when.unit == "year":
        start, end = _edge_of_year(anchor.year + steps, when.edge)
        return Days(start, end, how)
    if when.unit == "decade":
        first = anchor.year // 10 * 10 + steps * 10
        return Days(dt.date(first, 1, 1), dt.date(first + 9, 12, 31), how)
    return None


def _ago(when: When, anchor: dt.date) -> Days:
    count = int(when.count)
    how = f"counted back from {anchor}"
    if when.unit == "hour":
        return Days(anchor, anchor, how)
    if when.unit in ("month", "year", "decade"):
        there = _months_before(anchor, count * {"month": 1, "year": 12, "decade": 120}[when.unit])
        if when.unit == "month":
            return Days(*_edge_of_month(there.year, there.month, ""), how)
        return Days(*_edge_of_year(there.year, ""), how)
    length = {"day": 1, "week": 7, "fortnight": 14}[when.unit]
    day = anchor - count * length * _DAY
    slack = 0 if when.unit == "day" else 3
    return Days(day - slack * _DAY, min(anchor, day + slack * _DAY), how)


def _span(when: When, anchor: dt.date) -> Days:
    count = int(when.count)
    ahead = when.which in ("next", "coming")
    how = f"{'from' if ahead else 'up to'} {anchor}"
    if when.unit in ("hour", "day", "week", "fortnight"):
        days = count * {"hour": 0, "day": 1, "week": 7, "fortnight": 14}[when.unit]
        far = anchor + (days if ahead else -days) * _DAY
    else:
        months = count * {"month": 1, "year": 12, "decade": 120}[when.unit]
        far = _months_before(anchor, -months if ahead else months)
    return Days(min(anchor, far), max(anchor, far), how)


def _months_before(day: dt.date, months: int) -> dt.date:
    total = day.year * 12 + day.month - 1 - months
    year, month = total // 12, total % 12 + 1
    return dt.date(year, month, min(day.day, monthrange(year, month)[1]))

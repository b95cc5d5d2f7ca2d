"""Numbers, dates, lists and names as a bulletin writes them, in the language it speaks.

Names of months and thousands come from CLDR by Babel. For Arabic the locale is ``ar_SY``, whose
months are those that the site uses and that are read in the Levant; digits are Latin, as in the
published tallies, so that one figure looks the same in every table.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from functools import cache
from typing import Any, Final

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from trucewatch.bulletins.isolates import has_other_direction
from trucewatch.vocabulary.interval import DatePrecision, Interval
from trucewatch.vocabulary.refusal import Refused

FIRST_STRONG: Final = "\u2068"
POP: Final = "\u2069"
LEFT_TO_RIGHT: Final = "\u200e"
_PROBE: Final = "What these figures do not show"
_LOCALES: Final = {"ar": "ar_SY", "en": "en"}
_DAY_PATTERNS: Final = {"en": "d MMM y"}
_RIGHT_TO_LEFT: Final = frozenset({"ar", "fa", "he", "ur", "ku", "ps", "sd", "ug", "yi"})


def speaking(language: str) -> AbstractContextManager[None]:
    """Within it, every sentence and every number is in this language.

    Refused for a language whose catalogue does not hold the words of bulletins.
    """
    known = [code for code, _name in offered_languages()]
    if language not in known:
        raise Refused(f"A bulletin speaks one of: {', '.join(known)}.", field="language")
    return translation.override(language)


@cache
def offered_languages() -> list[tuple[str, str]]:
    """The languages that bulletins speak, each with its own name: those whose catalogue can."""
    offered = []
    for code, name in settings.LANGUAGES:
        with translation.override(code):
            if code == settings.LANGUAGE_CODE or _(_PROBE) != _PROBE:
                offered.append((code, name))
    return offered


def spoken() -> str:
    """The code of the language that is being spoken."""
    return (translation.get_language() or settings.LANGUAGE_CODE).partition("-")[0]


def direction(language: str) -> str:
    """Whether the language runs from right to left."""
    return "rtl" if language in _RIGHT_TO_LEFT else "ltr"


def number(count: int) -> str:
    """A count with its thousands apart."""
    return format_decimal(count, locale=_locale())


def hours_number(text: str) -> str:
    """Hours with a decimal only where there is one."""
    return format_decimal(float(text), format="#,##0.#", locale=_locale())


def signed(change: int) -> str:
    """A difference with its sign, which stands before the number in every direction."""
    if not change:
        return "0"
    sign = "+" if change > 0 else "−"
    text = f"{sign}{number(abs(change))}"
    return f"{LEFT_TO_RIGHT}{text}" if direction(spoken()) == "rtl" else text


def between(low: str, high: str) -> str:
    """A range; words join its ends where digits would change places."""
    return low if low == high else _("%(low)s-%(high)s") % {"low": low, "high": high}


def day(date: dt.date) -> str:
    """One day with its month in words."""
    return format_date(date, _DAY_PATTERNS.get(spoken(), "d MMMM y"), _locale())


def short_day(date: dt.date) -> str:
    """A day without its year, for the axis of a chart."""
    return format_date(date, "d MMM" if spoken() == "en" else "d MMMM", _locale())


def dates(interval: Interval) -> str:
    """Dates with the month in words; vaguer than written, they are called approximate."""
    if interval.precision >= DatePrecision.MONTH and _is_whole_months(interval):
        return _months(interval)
    written = _days(interval.start, interval.end)
    return _("about %(dates)s") % {"dates": written} if interval.is_vague else written


def dates_between(window: Mapping[str, Any]) -> str:
    """The days of a window in words, both ends counted."""
    start, end = (dt.date.fromisoformat(window[name]) for name in ("start", "end"))
    return dates(Interval.between(start, end))


def listed(parts: Iterable[str]) -> str:
    """Several things in a row, as the language lists them."""
    texts = list(parts)
    return (
        " and ".join(texts)
        if len(texts) == 2 and spoken() == "en"
        else format_list(texts, locale=_locale())
    )


def own(text: str) -> str:
    """Words of the record inside a sentence: those of another direction keep it."""
    text = "".join(character for character in text if not "\u2066" <= character <= "\u2069")
    if not has_other_direction(text, direction(spoken())):
        return text
    return f"{FIRST_STRONG}{text}{POP}"


def named(names: Mapping[str, Mapping[str, str]], name: str) -> str:
    """A name in the language that is spoken if the record has one, else the record's own."""
    return own(names.get(name, {}).get(spoken(), name))


def _days(start: dt.date, end: dt.date) -> str:
    if start == end:
        return day(end)
    if spoken() == "en":
        return (
            Interval.between(start, end).text()
            if start.year == end.year
            else (f"{day(start)}-{day(end)}")
        )
    first = str(start.day) if (start.year, start.month) == (end.year, end.month) else day(start)
    if first != str(start.day) and start.year == end.year:
        first = short_day(start)
    return between(first, day(end))


def _months(interval: Interval) -> str:
    pattern = "LLLL y" if spoken() == "ru" else "MMM y" if spoken() == "en" else "MMMM y"
    ends = [format_date(d, pattern, _locale()) for d in (interval.start, interval.end)]
    if (interval.start.month, interval.end.month) == (1, 12):
        return between(str(interval.start.year), str(interval.end.year))
    return between(*ends)


def _is_whole_months(interval: Interval) -> bool:
    after = interval.end + dt.timedelta(days=1)
    return interval.start.day == 1 and after.day == 1


def _locale() -> Locale:
    code = spoken()
    try:
        return Locale.parse(_LOCALES.get(code, code))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")

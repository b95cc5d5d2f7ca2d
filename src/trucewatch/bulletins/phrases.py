"""Parts of sentences about incidents: deaths with their bound, places with their precision."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trucewatch.bulletins.language import between, dates, hours_number, listed, named, number, own
from trucewatch.incidents.rules import DerivedLabel
from trucewatch.vocabulary.bound import Bound, Figure
from trucewatch.vocabulary.interval import DatePrecision, Interval
from trucewatch.vocabulary.precision import LocationPrecision
from trucewatch.vocabulary.violations import Verification, ViolationType

Words = Mapping[str, Any]

_PLACE_KNOWN_TO: Final = {
    LocationPrecision.WITHIN_25_KM: lambda: _("within about 25 km"),
    LocationPrecision.DISTRICT: lambda: _("district only"),
    LocationPrecision.GOVERNORATE: lambda: _("governorate only"),
    LocationPrecision.VAGUE: lambda: _("vague area"),
    LocationPrecision.COUNTRY: lambda: _("country only"),
    LocationPrecision.INTERNATIONAL: lambda: _("international waters or airspace"),
}


def deaths(words: Words | None) -> str:
    """A range of deaths with its bound: "at least 31", "9-14", "up to 5"."""
    if words is None:
        return _("not given")
    low, high = words["low"], words["high"]
    if high is None:
        return _("at least %(number)s") % {"number": number(low)}
    if not low and high:
        return _("up to %(number)s") % {"number": number(high)}
    return between(number(low), number(high))


def deaths_of_many(words: Words) -> str:
    """The deaths of several incidents; a dash where none of them gives a figure."""
    return deaths(words) if words["known"] else "–"


def incidents(count: int) -> str:
    """So many incidents."""
    return ngettext("%(n)s incident", "%(n)s incidents", count) % {"n": number(count)}


def when(words: Words) -> str:
    """The dates of an incident, with what is not known of them."""
    start, end = (dt.date.fromisoformat(words[name]) for name in ("start", "end"))
    return dates(Interval(start, end, DatePrecision(words["precision"])))


def where(words: Words, names: Words) -> str:
    """The place of an incident in its area, and how exactly it is known."""
    areas = listed(named(names["places"], area) for area in words["areas"])
    place = own(words["place"]) if words["place"] not in words["areas"] else ""
    told = _("%(place)s, %(area)s") % {"place": place, "area": areas} if place and areas else ""
    told = told or place or areas or _("not known")
    known_to = _PLACE_KNOWN_TO.get(LocationPrecision(words["place_precision"]))
    if known_to is None:
        return told
    return _("%(place)s (%(precision)s)") % {"place": told, "precision": known_to()}


def what(words: Words) -> str:
    """The types of an incident; where the record has none, the source's own word for it."""
    if words["types"] != [ViolationType.UNSPECIFIED.value]:
        return listed(type_label(kind) for kind in words["types"])
    published = words["types_as_published"]
    unknown = type_label(ViolationType.UNSPECIFIED.value)
    if not published:
        return unknown
    told = listed(own(text) for text in published)
    return _("%(type)s; as published: “%(words)s”") % {"type": unknown, "words": told}


def who(words: Words, names: Words) -> str:
    """The sides as the accounts name them."""
    sides = _("; ").join(named(names["parties"], side) for side in words["sides"])
    return sides or _("not named")


def accounts(words: Words) -> str:
    """How many reports of how many sources tell of an incident."""
    reports = words["reports"]
    told = ngettext("%(n)s report", "%(n)s reports", reports) % {"n": number(reports)}
    sources = len(words["sources"])
    of = ngettext("%(n)s source", "%(n)s sources", sources) % {"n": number(sources)}
    return _("%(reports)s, %(sources)s") % {"reports": told, "sources": of}


def hours(words: Words | None, name: str) -> str:
    """Hours of observation; a dash where nobody is recorded as looking."""
    if words is None:
        return "–"
    low, high = (hours_number(words[name][end]) for end in ("low", "high"))
    return between(low, high)


def label(code: str) -> str:
    """A derived label in words."""
    return _(DerivedLabel(code).label)


def type_label(code: str) -> str:
    """A type of violation in words."""
    return _(ViolationType(code).label)


def verification(codes: list[str]) -> str:
    """What checking has shown, of every account."""
    return listed(_(Verification(code).label) for code in codes)


def figure_in_words(figure: Figure) -> str:
    """A figure with its bound."""
    best, low, high = figure.best or 0, figure.low or 0, figure.high or 0
    match figure.kind:
        case Bound.EXACT:
            return number(best)
        case Bound.AT_LEAST:
            return _("at least %(number)s") % {"number": number(low)}
        case Bound.UP_TO:
            return _("up to %(number)s") % {"number": number(high)}
        case Bound.ABOUT:
            return _("about %(number)s") % {"number": number(best)}
        case Bound.RANGE:
            return between(number(low), number(high))

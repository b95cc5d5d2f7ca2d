"""What the record says in labels, sentences, dates and figures, in the reader's language.

Below the web everything is plain English; here it is looked up in the catalogues. Dates and numbers
are written as bulletins write them, so that one figure looks the same on screen and on paper.
"""

import datetime as dt
from collections.abc import Iterable
from enum import Enum
from typing import Any, Final
from uuid import UUID

from babel import Locale
from babel.dates import format_date
from django.utils.functional import lazy, lazystr
from django.utils.translation import gettext, gettext_lazy

from trucewatch.bulletins.language import POP, dates, direction, number, own, spoken
from trucewatch.bulletins.language import day as day_in_words
from trucewatch.bulletins.phrases import figure_in_words
from trucewatch.parties.models import Party, PartyName
from trucewatch.places.models import Place
from trucewatch.places.naming import names_in
from trucewatch.talks.models import Round
from trucewatch.vocabulary.bound import Figure
from trucewatch.vocabulary.grading import SourceReliability
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.interval import Interval
from trucewatch.vocabulary.sentence import Sentence

RIGHT_TO_LEFT: Final = "\u2067"

# The months of Syria, as bulletins name them.
_LOCALES: Final = {"ar": "ar_SY"}


def in_words(text: Any) -> str:
    """A label or a sentence of the record; words that no catalogue holds stay as they are."""
    if isinstance(text, Sentence):
        written = {name: _value(value) for name, value in text.values.items()}
        said = gettext(text.template)
        return said.format(**written) if written else said
    plain = str(text)
    return gettext(plain) if plain else ""


def translated_choices(choices: Iterable[tuple[Any, str]]) -> list[tuple[Any, Any]]:
    """Choices whose labels are looked up when they are shown, not when the form is declared."""
    return [(value, gettext_lazy(label) if label else lazystr("")) for value, label in choices]


def mark_choices(marks: Iterable[Handling]) -> list[tuple[Any, Any]]:
    """Handling marks with what each allows."""
    return [(mark.value, _beside(mark.label, mark.meaning)) for mark in marks]


def grade_choices() -> list[tuple[Any, Any]]:
    """The grades of sources with their words."""
    return [(grade.value, _beside(grade.value, grade.label)) for grade in SourceReliability]


def interval_in_words(interval: Interval) -> str:
    """Dates with the month in words."""
    return interval.text() if spoken() == "en" else dates(interval)


def month_in_words(date: dt.date) -> str:
    """A month and its year, short enough for the axis of a chart."""
    return format_date(date, "LLL y", Locale.parse(_LOCALES.get(spoken(), spoken())))


def place_names(places: Iterable[Place]) -> dict[UUID, str]:
    """What the places are called in the reader's language, else the record's own names."""
    known = list(places)
    named = {} if spoken() == "en" else names_in(spoken(), known)
    return {place.pk: named.get(place.pk, place.name) for place in known}


def party_names(parties: Iterable[Party]) -> dict[UUID, str]:
    """What the parties are called in the reader's language, else the record's own names."""
    known = list(parties)
    named: dict[UUID, str] = {}
    if spoken() != "en":
        rows = PartyName.objects.filter(
            party__in=[party.pk for party in known], language=spoken(), until=None
        ).order_by("id")
        for key, text in rows.values_list("party_id", "text"):
            named.setdefault(key, text)
    return {party.pk: named.get(party.pk, party.name) for party in known}


def round_in_words(held: Round) -> str:
    """A round by its track, whose name is the record's own, and its number."""
    if spoken() == "en":
        return str(held)
    told = {"track": own(held.track), "number": held.ordinal}
    return gettext("%(track)s, round %(number)s") % told


def cut(words: str, most: int) -> str:
    """Words that are no longer than so many letters; those of another direction keep theirs.

    So the dots behind what was cut stand at the end of the words, whichever way the page reads.
    """
    return own(words if len(words) <= most else f"{words[: most - 1].rstrip()}…")


def along(words: str) -> str:
    """Words in a drawing, whose axis runs from left to right, in the direction of the page."""
    is_from_right = direction(spoken()) == "rtl"
    return f"{RIGHT_TO_LEFT}{words}{POP}" if is_from_right and words else words


def parties_called(names: Iterable[str]) -> dict[str, str]:
    """By their names in the record those of parties in the reader's language, others as they are.

    For voices and monitors that a query hands out as plain words.
    """
    wanted = set(names)
    if spoken() == "en" or not wanted:
        return {name: name for name in wanted}
    parties = list(Party.objects.filter(name__in=wanted))
    called = party_names(parties)
    return {name: name for name in wanted} | {each.name: called[each.pk] for each in parties}


def _said_beside(sign: str, words: str) -> str:
    return f"{sign}: {in_words(words)}"


_beside = lazy(_said_beside, str)


def _value(value: object) -> str:
    """A value as it stands inside a sentence; words of another direction keep theirs."""
    match value:
        case Sentence():
            return in_words(value)
        case Interval():
            return interval_in_words(value)
        case Figure():
            return figure_in_words(value)
        case Enum():
            return in_words(getattr(value, "label", value.value))
        case bool() | float():
            return str(value)
        case int():
            return number(value)
        case dt.date():
            return day_in_words(value)
        case _:
            return own(str(value))

"""Dates, moments, figures, names and labels as the record writes them, in the reader's language."""

import datetime as dt
from typing import Any
from uuid import UUID

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from trucewatch.bulletins.language import number, own, spoken
from trucewatch.bulletins.phrases import figure_in_words
from trucewatch.incidents.rules import deaths_figure
from trucewatch.parties.models import Party
from trucewatch.places.models import Place, PlaceKind
from trucewatch.reports.models import Report
from trucewatch.reports.queries import governorates
from trucewatch.reports.rules import FLAG_LABELS
from trucewatch.vocabulary.grading import InformationCredibility, SourceReliability
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.interval import DatePrecision, Interval
from trucewatch.vocabulary.precision import LocationPrecision
from trucewatch.vocabulary.violations import ViolationType
from trucewatch.web.frame import local_time
from trucewatch.web.language import (
    in_words,
    interval_in_words,
    party_names,
    place_names,
)

register = template.Library()

_SMALL_INSIDE = frozenset({"en", "ru"})
"""Languages in which a label loses its capital inside a sentence; Turkish i would change."""


@register.filter
def words(text: Any) -> str:
    """A label or a sentence of the record in the reader's language."""
    return "" if text is None else in_words(text)


@register.filter
def reasoned(text: Any) -> SafeString:
    """A reason in the words of an engine: English ones are marked so on a page in other words."""
    said = words(text)
    if spoken() == "en" or said != str(text):
        return format_html("<bdi>{}</bdi>", said)
    return format_html('<bdi lang="en" dir="ltr">{}</bdi>', said)


@register.filter
def midway(text: str) -> str:
    """A label as it stands in the middle of a sentence."""
    return text.lower() if spoken() in _SMALL_INSIDE else text


@register.filter
def apart(text: str) -> str:
    """Words of the record inside a sentence; those of another direction keep theirs."""
    return own(text)


@register.simple_tag(takes_context=True)
def name_of(context: Context, named: Place | Party | None) -> str:
    """What a place or a party is called in the reader's language, else the record's own name."""
    if not named:
        return ""
    if spoken() == "en":
        return named.name
    memory: Any = context.render_context
    known: dict[UUID, str] = memory.setdefault("names in the reader's language", {})
    if named.pk not in known:
        if isinstance(named, Party):
            known.update(party_names([named]))
        elif named.place_kind == PlaceKind.ADMIN1:
            known.update(place_names([named, *governorates()]))
        else:
            known.update(place_names([named]))
    return known[named.pk]


@register.filter
def interval(value: Interval) -> str:
    """Dates with the month in words, in the page's language."""
    return interval_in_words(value)


@register.filter
def day(value: dt.date) -> str:
    """One day with the month in words."""
    return interval(Interval.on(value))


@register.filter
def moment(value: dt.datetime) -> SafeString:
    """A moment on local clocks, with UTC on hover and in print."""
    local, universal = local_time(value), value.astimezone(dt.UTC)
    return format_html(
        '<time datetime="{}" title="{}" data-utc="{}">{}{}{}</time>',
        universal.isoformat(timespec="seconds"),
        f"{day(universal.date())}{_(', ')}{universal:%H:%M} UTC",
        f"{universal:%H:%M} UTC",
        day(local.date()),
        _(", "),
        f"{local:%H:%M}",
    )


@register.filter
def date_precision(code: int) -> str:
    """How exactly a date is known, in words."""
    return in_words(DatePrecision(code).label)


@register.filter
def location_precision(code: int) -> str:
    """How exactly a place is known, in words."""
    return in_words(LocationPrecision(code).label)


@register.filter
def reliability(code: str) -> str:
    """A source's grade with its words."""
    return f"{code}: {midway(in_words(SourceReliability(code).label))}"


@register.filter
def credibility(code: int) -> str:
    """A report's grade with its words."""
    return f"{code}: {midway(in_words(InformationCredibility(code).label))}"


@register.filter
def mark_meaning(mark: str) -> str:
    """What a handling mark allows."""
    return in_words(Handling(mark).meaning)


@register.filter
def mark_label(mark: str) -> str:
    """A handling mark as the protocol writes it."""
    return Handling(mark).label


@register.filter
def flag_label(flag: str) -> str:
    """What a flag says, in words."""
    return in_words(FLAG_LABELS.get(flag, flag.replace("_", " ").capitalize()))


@register.filter
def headline(report: Report) -> str:
    """What a report is about in a few words, as far as its type is known."""
    if report.event_type != ViolationType.UNSPECIFIED:
        return in_words(ViolationType(report.event_type).label)
    return own(report.type_as_published) or _("Event of an unspecified type")


@register.filter
def deaths(report: Report) -> str:
    """The deaths that a report claims with their bound; empty where it gives none."""
    figure = deaths_figure(report.deaths_low, report.deaths_best, report.deaths_high)
    return "" if figure is None else figure_in_words(figure)


@register.filter
def has_best_apart(report: Report) -> bool:
    """Whether the best estimate is not told by the bound alone."""
    bounds = {report.deaths_low, report.deaths_high} - {None}
    return report.deaths_best is not None and bounds not in ({report.deaths_best}, set())


@register.filter
def item(mapping: dict[Any, Any], key: Any) -> Any:
    """The value under a key; nothing where there is none."""
    return mapping.get(key)


@register.filter
def count(amount: int) -> str:
    """A number with its thousands apart."""
    return number(amount)

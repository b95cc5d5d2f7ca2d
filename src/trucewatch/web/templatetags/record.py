"""Dates, moments, figures and labels as the record writes them."""

import datetime as dt
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from trucewatch.incidents.rules import deaths_figure
from trucewatch.reports.models import Report
from trucewatch.reports.rules import FLAG_LABELS
from trucewatch.vocabulary.grading import InformationCredibility, SourceReliability
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.interval import DatePrecision, Interval
from trucewatch.vocabulary.precision import LocationPrecision
from trucewatch.vocabulary.violations import ViolationType
from trucewatch.web.frame import local_time

register = template.Library()

_INTERVAL_LANGUAGES = {"en", "ar", "ru", "tr", "fa"}


@register.filter
def interval(value: Interval) -> str:
    """Dates with the month in words, in the page's language."""
    language = (get_language() or "en").partition("-")[0]
    return value.text(language if language in _INTERVAL_LANGUAGES else "en")


@register.filter
def day(value: dt.date) -> str:
    """One day with the month in words."""
    return interval(Interval.on(value))


@register.filter
def moment(value: dt.datetime) -> SafeString:
    """A moment on local clocks, with UTC on hover and in print."""
    local, universal = local_time(value), value.astimezone(dt.UTC)
    return format_html(
        '<time datetime="{}" title="{}" data-utc="{}">{}, {}</time>',
        universal.isoformat(timespec="seconds"),
        f"{day(universal.date())}, {universal:%H:%M} UTC",
        f"{universal:%H:%M} UTC",
        day(local.date()),
        f"{local:%H:%M}",
    )


@register.filter
def date_precision(code: int) -> str:
    """How exactly a date is known, in words."""
    return DatePrecision(code).label


@register.filter
def location_precision(code: int) -> str:
    """How exactly a place is known, in words."""
    return LocationPrecision(code).label


@register.filter
def reliability(code: str) -> str:
    """A source's grade with its words."""
    return f"{code}: {SourceReliability(code).label.lower()}"


@register.filter
def credibility(code: int) -> str:
    """A report's grade with its words."""
    return f"{code}: {InformationCredibility(code).label.lower()}"


@register.filter
def mark_meaning(mark: str) -> str:
    """What a handling mark allows."""
    return Handling(mark).meaning


@register.filter
def mark_label(mark: str) -> str:
    """A handling mark as the protocol writes it."""
    return Handling(mark).label


@register.filter
def flag_label(flag: str) -> str:
    """What a flag says, in words."""
    return FLAG_LABELS.get(flag, flag.replace("_", " ").capitalize())


@register.filter
def headline(report: Report) -> str:
    """What a report is about in a few words, as far as its type is known."""
    if report.event_type != ViolationType.UNSPECIFIED:
        return ViolationType(report.event_type).label
    return report.type_as_published or "Event of an unspecified type"


@register.filter
def deaths(report: Report) -> str:
    """The deaths that a report claims with their bound; empty where it gives none."""
    figure = deaths_figure(report.deaths_low, report.deaths_best, report.deaths_high)
    return "" if figure is None else figure.text()


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
def count(number: int) -> str:
    """A number with its thousands apart."""
    return f"{number:,}"

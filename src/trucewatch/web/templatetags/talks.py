"""What pages of the talks look up: times on the venue's clocks and in UTC, rows by their keys."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django import template
from django.utils.translation import gettext as _

from trucewatch.bulletins.language import between
from trucewatch.bulletins.language import day as day_in_words
from trucewatch.bulletins.phrases import figure_in_words
from trucewatch.statements.models import Statement
from trucewatch.statements.rules import figure_of
from trucewatch.talks.models import Round
from trucewatch.talks.queries.tracks import RoleSeen
from trucewatch.talks.rules.presence import PresenceTold
from trucewatch.talks.rules.schedule import Timed
from trucewatch.vocabulary.interval import DatePrecision, Interval, precision_for
from trucewatch.web.citations import Citation
from trucewatch.web.language import interval_in_words, round_in_words

register = template.Library()


@register.filter
def of_key(found: Mapping[Any, Any], key: Any) -> Any:
    """What a table holds under a key; None where it holds nothing."""
    return found.get(key)


@register.filter
def cite_by(cites: Mapping[Any, Citation | None], key: Any) -> Citation | None:
    """The citation of the row with a key."""
    return cites.get(key)


@register.filter
def clock(time: Timed) -> str:
    """A time of day, or from when until when, on the clocks of the venue."""
    if time.first is None:
        return ""
    first = dt.datetime.combine(time.on, time.first)
    if time.last is None:
        return _hours(first, None, time.on)
    later = dt.timedelta(days=1 if time.last < time.first else 0)
    return _hours(first, dt.datetime.combine(time.on + later, time.last), time.on)


@register.filter
def utc_clock(time: Timed) -> str:
    """The same in UTC, with its day where that is another one than at the venue."""
    return "" if time.utc is None else _hours(*time.utc, time.on)


def _hours(first: dt.datetime, last: dt.datetime | None, beside: dt.date) -> str:
    """Hours in words; a day is said where it is not the one that stands beside them."""
    told = f"{first:%H:%M}"
    if last is not None:
        end = f"{last:%H:%M}"
        told = between(told, end if last.date() == first.date() else _with_day(last, end))
    return told if first.date() == beside else _with_day(first, told)


def _with_day(moment: dt.datetime, told: str) -> str:
    return _("%(day)s, %(time)s") % {"day": day_in_words(moment.date()), "time": told}


@register.filter
def told_days(told: PresenceTold | Statement) -> str:
    """The days of an account of presence, or of what was said, as exactly as they are known."""
    if isinstance(told, PresenceTold):
        first, last, is_vague = told.first, told.last, told.is_vague
    elif told.said_from is None:
        return ""
    else:
        first, last, is_vague = told.said_from, told.said_until or told.said_from, False
    precision = DatePrecision.FEW_DAYS if is_vague else precision_for(first, last)
    return interval_in_words(Interval(first, last, precision))


@register.filter
def round_name(held: Round | None) -> str:
    """A round by its track and its number, in the reader's language."""
    return round_in_words(held) if held else ""


@register.filter
def each_party_once(roles: Iterable[RoleSeen]) -> list[RoleSeen]:
    """Roles of one kind without those of a party that is named already, by its plain name first.

    Several accounts of one role are read on the page of the track; a list of names tells each once.
    """
    seen = list(roles)
    plain = {role.row.party_id for role in seen if not role.row.party_label}
    named: dict[Any, RoleSeen] = {}
    for role in seen:
        key = role.row.party_id or role.row.party_label
        if role.row.party_label and key in plain:
            continue
        known = named.setdefault(key, role)
        if role.views and not known.views:
            named[key] = replace(known, views=role.views)
    return list(named.values())


@register.filter
def quantity_words(row: Any) -> str:
    """A number with its bounds, of a row that has them."""
    return figure_in_words(figure_of(row.quantity_low, row.quantity_high))

"""A two-ledger bulletin laid out as parts of a page, the same for the site, a file and paper."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trucewatch.bulletins import sentences
from trucewatch.bulletins.language import (
    dates_between,
    direction,
    listed,
    named,
    own,
    speaking,
    spoken,
)
from trucewatch.bulletins.language import number as written
from trucewatch.bulletins.stamps import UNMARKED, Stamp
from trucewatch.bulletins.tally_remarks import remark_sentence
from trucewatch.bulletins.titles import title_of
from trucewatch.names.folding import fold

Words = Mapping[str, Any]
Page = dict[str, Any]

NOT_LOCATED: Final = "unspecified"
"""The published word for breaches whose area the page does not give."""


def page_of(words: Words, language: str = "en", stamp: Stamp = UNMARKED) -> Page:
    """What stands where. Every value is a finished text, a number, or a list of them."""
    with speaking(language):
        return _page(words, stamp)


def _page(words: Words, stamp: Stamp) -> Page:
    ledgers: Sequence[Words] = words["ledgers"]
    monitors = sorted({ledger["monitor"] for ledger in ledgers})
    names = words.get("names", {})
    title = title_of(words)
    return {
        "title": f"{stamp.word}: {title}" if stamp.word else title,
        "language": spoken(),
        "direction": direction(spoken()),
        "date": words["window"]["end"],
        "window": dates_between(words["window"]),
        "hours": ", ".join(sentences.hours(count) for count in words["window_hours"]),
        "zone": sentences.zone(words),
        "cut_off": sentences.cut_off(words) if words.get("cut_off") else "",
        "record": sentences.record(words),
        "handling_mark": f"TLP:{words['handling']}",
        "foot": sentences.foot(words),
        "of_pages": _("%(page)s of %(pages)s"),
        "state": stamp.word,
        "banner": sentences.banner(words, stamp),
        "not_summed": _(words["not_summed"]),
        "ledgers": [
            _ledger(ledger, number, monitors, words)
            for number, ledger in enumerate(ledgers, start=1)
        ],
        "no_second": _no_second() if len(monitors) == 1 else "",
        "areas": _areas(ledgers),
        "coverage": [sentences.coverage(row, names) for row in words["coverage"]]
        or [sentences.no_coverage()],
        "limits": [own(limit) for limit in words["limits"]],
        "sources": _sources(ledgers, names.get("parties", {})),
        "rounds": [sentences.round_of_talks(row) for row in words["rounds"]],
        "labels": _labels(),
    }


def _ledger(ledger: Words, number: int, monitors: Sequence[str], words: Words) -> Page:
    names = words.get("names", {}).get("parties", {})
    same = [other for other in words["ledgers"] if other["monitor"] == ledger["monitor"]]
    heading = named(names, ledger["monitor"])
    if same[1:]:
        heading = _("%(monitor)s (%(number)s of %(count)s publications)") % {
            "monitor": heading,
            "number": written(_ordinal(ledger, same)),
            "count": written(len(same)),
        }
    published, total = ledger["monitor_as_published"], ledger["total"]
    span = {"dates": dates_between(ledger["window"])}
    return {
        "number": number,
        "monitor": ledger["monitor"],
        "heading": heading,
        "published_name": _("Published as “%(name)s”") % {"name": own(published)}
        if published != ledger["monitor"]
        else "",
        "total": sentences.number(total),
        "has_total": total is not None,
        "noun": ngettext("breach stated", "breaches stated", total or 0),
        "window": _("%(dates)s, %(hours)s")
        % {**span, "hours": sentences.hours(ledger["window_hours"])},
        "confirmations": [
            *sentences.confirmations(ledger, monitors, names),
            *(remark_sentence(remark, total, names) for remark in ledger.get("remarks", [])),
        ],
        "conflicts": [sentences.conflict(conflict) for conflict in ledger["conflicts"]],
        "remark": _("Remark with the source: %(remark)s") % {"remark": own(ledger["remark"])}
        if ledger["remark"]
        else "",
        "split": _split(ledger),
    }


def _labels() -> dict[str, str]:
    """The texts that are the same in every two-ledger bulletin."""
    return {
        "ledgers": _("The ledgers"),
        "no_total": _("Total not given"),
        "disagree": _("Figures disagree."),
        "no_second": _("No second ledger"),
        "by_area": _("By area"),
        "area": _("Area, as published"),
        "stated": _("Total as stated"),
        "dash": _(
            "A dash: the ledger names no breach there. “Not given”: its areas were not published. "
            "Bars share one scale."
        ),
        "limits": _("What these figures do not show"),
        "rounds": _("Rounds of talks within a week"),
        "published": _("Published at"),
    }


def _no_second() -> str:
    return _(
        "No other monitor’s tally of this day is in the record. That is not a zero: it is not "
        "known."
    )


def _sources(ledgers: Sequence[Words], names: Mapping[str, Mapping[str, str]]) -> list[Page]:
    """Each page once, with the monitors whose tallies it gives."""
    by_page: dict[tuple[str, str], list[str]] = {}
    for ledger in ledgers:
        by_page.setdefault((ledger["address"], ledger["language"]), []).append(ledger["monitor"])
    return [
        {
            "told": _("%(monitors)s, in %(language)s:")
            % {
                "monitors": listed(named(names, name) for name in dict.fromkeys(monitors)),
                "language": sentences.language(language),
            }
            if language
            else f"{listed(named(names, name) for name in dict.fromkeys(monitors))}:",
            "address": address,
            # Anything else that calls itself an address is shown and never followed.
            "is_link": address.startswith(("https://", "http://")),
        }
        for (address, language), monitors in by_page.items()
    ]


def _ordinal(ledger: Words, same: Sequence[Words]) -> int:
    return 1 + next(at for at, other in enumerate(same) if other is ledger)


def _split(ledger: Words) -> str:
    """How far the page says where the breaches were."""
    located = [name for name in ledger["by_area"] if not _is_not_located(name)]
    if located or ledger["total"] == 0:
        return ""
    return _("The published page does not say in which areas.")


def _areas(ledgers: Sequence[Words]) -> list[Page]:
    """One row for each area that any ledger names, in the alphabet's order; the unlocated last."""
    names = sorted(
        {name for ledger in ledgers for name in ledger["by_area"]},
        key=lambda name: (_is_not_located(name), fold(name), name),
    )
    most = max((count for ledger in ledgers for count in ledger["by_area"].values()), default=0)
    return [
        {
            "name": _("Area not given") if _is_not_located(name) else own(name),
            "is_located": not _is_not_located(name),
            "cells": [_cell(ledger, name, most) for ledger in ledgers],
        }
        for name in names
    ]


def _cell(ledger: Words, name: str, most: int) -> Page:
    """A count with the length of its bar in hundredths of the longest, or why there is none."""
    count = ledger["by_area"].get(name)
    if count is None:
        is_unknown = not _is_not_located(name) and bool(_split(ledger))
        return {"text": _("not given") if is_unknown else "–", "bar": 0, "is_count": False}
    bar = round(100 * count / most) if most else 0
    return {"text": written(count), "bar": bar, "is_count": True}


def _is_not_located(name: str) -> bool:
    return fold(name) == NOT_LOCATED

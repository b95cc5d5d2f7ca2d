"""A bulletin laid out as parts of a page, the same for the site, a file and paper."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from trucewatch.bulletins import sentences
from trucewatch.names.folding import fold

Words = Mapping[str, Any]
Page = dict[str, Any]

NOT_LOCATED: Final = "unspecified"
"""The published word for breaches whose area the page does not give."""

_NO_SECOND: Final = (
    "No other monitor’s tally of this day is in the record. That is not a zero: it is not known."
)


def page_of(words: Words) -> Page:
    """What stands where. Every value is a finished text, a number, or a list of them."""
    ledgers: Sequence[Words] = words["ledgers"]
    monitors = sorted({ledger["monitor"] for ledger in ledgers})
    return {
        "title": words["title"],
        "language": "en",
        "date": words["window"]["end"],
        "window": sentences.dates(words["window"]),
        "hours": ", ".join(sentences.hours(count) for count in words["window_hours"]),
        "zone": sentences.zone(words),
        "record": words["record"]["name"],
        "is_demonstration": bool(words["record"]["demonstration"]),
        "made_for": words["made_for"],
        "handling_mark": f"TLP:{words['handling']}",
        "handling": sentences.handling(words["handling"]),
        "not_summed": words["not_summed"],
        "ledgers": [
            _ledger(ledger, number, monitors, ledgers)
            for number, ledger in enumerate(ledgers, start=1)
        ],
        "no_second": _NO_SECOND if len(monitors) == 1 else "",
        "areas": _areas(ledgers),
        "coverage": [sentences.coverage(row) for row in words["coverage"]]
        or [sentences.NO_COVERAGE],
        "limits": list(words["limits"]),
        "sources": _sources(ledgers),
        "rounds": [sentences.round_of_talks(row) for row in words["rounds"]],
    }


def _ledger(ledger: Words, number: int, monitors: Sequence[str], all_of: Sequence[Words]) -> Page:
    same = [other for other in all_of if other["monitor"] == ledger["monitor"]]
    of_several = f" ({_ordinal(ledger, same)} of {len(same)} publications)" if same[1:] else ""
    published = ledger["monitor_as_published"]
    return {
        "number": number,
        "monitor": ledger["monitor"],
        "heading": f"{ledger['monitor']}{of_several}",
        "published_name": published if published != ledger["monitor"] else "",
        "total": sentences.number(ledger["total"]),
        "has_total": ledger["total"] is not None,
        "noun": "breach stated" if ledger["total"] == 1 else "breaches stated",
        "window": f"{sentences.dates(ledger['window'])}, {sentences.hours(ledger['window_hours'])}",
        "confirmations": sentences.confirmations(ledger, monitors),
        "conflicts": [sentences.conflict(conflict) for conflict in ledger["conflicts"]],
        "remark": ledger["remark"],
        "split": _split(ledger),
    }


def _sources(ledgers: Sequence[Words]) -> list[Page]:
    """Each page once, with the monitors whose tallies it gives."""
    by_page: dict[tuple[str, str], list[str]] = {}
    for ledger in ledgers:
        by_page.setdefault((ledger["address"], ledger["language"]), []).append(ledger["monitor"])
    return [
        {
            "monitors": " and ".join(dict.fromkeys(monitors)),
            "language": sentences.language(language),
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
    return "The published page does not say in which areas."


def _areas(ledgers: Sequence[Words]) -> list[Page]:
    """One row for each area that any ledger names, in the alphabet's order; the unlocated last."""
    names = sorted(
        {name for ledger in ledgers for name in ledger["by_area"]},
        key=lambda name: (_is_not_located(name), fold(name), name),
    )
    most = max((count for ledger in ledgers for count in ledger["by_area"].values()), default=0)
    return [
        {
            "name": "Area not given" if _is_not_located(name) else name,
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
        return {"text": "not given" if is_unknown else "–", "bar": 0, "is_count": False}
    return {"text": f"{count:,}", "bar": round(100 * count / most) if most else 0, "is_count": True}


def _is_not_located(name: str) -> bool:
    return fold(name) == NOT_LOCATED

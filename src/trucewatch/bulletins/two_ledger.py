"""The two-ledger bulletin: what each monitor says it counted, side by side and never added up."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings

from trucewatch.accounts.access import MemberReader, Reader
from trucewatch.ledger.genesis import genesis_facts
from trucewatch.reports.models import Coverage, Tally
from trucewatch.reports.tally_queries import conflicts_of_all, nearest_dates, tallies_on
from trucewatch.reports.tally_rules import NOT_SUMMED, Conflict, is_page_contradicted
from trucewatch.talks.models import Round
from trucewatch.vocabulary.handling import Handling, most_restrictive
from trucewatch.vocabulary.interval import Interval
from trucewatch.vocabulary.refusal import Refused

KIND: Final = "two-ledger"
NEAR_A_ROUND: Final = dt.timedelta(days=7)

Words = dict[str, Any]


def two_ledger_words(day: dt.date, reader: Reader) -> Words:
    """Everything that the bulletin of a day says, as plain data, from what the reader may see.

    The window's days are both counted: one of 24 hours starts and ends on the day of the report.
    Raises ``Refused`` with the nearest days when no tally was reported on this one.
    """
    tallies = tallies_on(day, reader)
    if not tallies:
        raise Refused(_nothing_on(day, reader), field="date")
    start = min(tally.first_day or day for tally in tallies)
    coverage = _coverage(start, day, reader)
    conflicts = conflicts_of_all(tallies, reader)
    marks = [tally.handling for tally in tallies] + [hours.handling for hours in coverage]
    return {
        "kind": KIND,
        "title": f"Two-ledger bulletin, {Interval.between(start, day).text()}",
        "record": _record(),
        "made_for": _made_for(reader),
        "handling": most_restrictive(Handling(mark) for mark in marks).value,
        "window": _window(start, day),
        "window_hours": sorted({tally.window_hours for tally in tallies}),
        "zone": _zone(day),
        "ledgers": [_ledger(tally, conflicts[tally.pk]) for tally in tallies],
        "source_conflicts": [
            {"address": address, "remark": remark}
            for address, remark in sorted(
                {
                    (tally.published_at_address, tally.remark)
                    for tally in tallies
                    if is_page_contradicted(tally.remark)
                }
            )
        ],
        "not_summed": NOT_SUMMED,
        "coverage": [_hours(row) for row in coverage],
        "rounds": _rounds_near(start, day),
        "limits": sorted({tally.source.limits for tally in tallies if tally.source.limits}),
    }


def _ledger(tally: Tally, conflicts: Sequence[Conflict]) -> Words:
    """One monitor's tally as one page published it. Areas bear the names of that page."""
    shares = sorted(tally.shares.all(), key=lambda share: share.area_as_published)
    return {
        "monitor": tally.monitor.name,
        "monitor_as_published": tally.monitor_as_published,
        "total": tally.stated_total,
        "by_area": {share.area_as_published: share.count for share in shares},
        "places": {
            share.area_as_published: share.area.key for share in shares if share.area is not None
        },
        "confirmed_by": {
            confirmation.by_monitor.name: confirmation.count
            for confirmation in sorted(
                tally.confirmations.all(), key=lambda confirmation: confirmation.by_monitor.name
            )
        },
        "conflicts": [conflict.as_json() for conflict in conflicts],
        "window": _window(tally.first_day, tally.reported_on),
        "window_hours": tally.window_hours,
        "address": tally.published_at_address,
        "language": tally.language,
        "remark": tally.remark,
        "source": tally.source.name,
        "handling": tally.handling,
    }


def _window(start: dt.date | None, end: dt.date | None) -> dict[str, str | None]:
    return {
        "start": start.isoformat() if start else None,
        "end": end.isoformat() if end else None,
    }


def _record() -> dict[str, str]:
    facts = genesis_facts() or {}
    return {"name": facts.get("name", ""), "demonstration": facts.get("demonstration", "")}


def _made_for(reader: Reader) -> str:
    if isinstance(reader, MemberReader):
        return reader.member.organisation.name
    return "the public"


def _zone(day: dt.date) -> dict[str, str]:
    """The zone of the place, and how far it stood from UTC at noon of the window's last day."""
    zone = settings.TRUCEWATCH_TIME_ZONE
    noon = dt.datetime.combine(day, dt.time(12), ZoneInfo(zone))
    offset = noon.strftime("%z")
    return {"name": zone, "utc_offset": f"{offset[:3]}:{offset[3:]}"}


def _coverage(start: dt.date, end: dt.date, reader: Reader) -> list[Coverage]:
    found = Coverage.objects.visible_to(reader).filter(date_start__lte=end, date_end__gte=start)
    return list(found.select_related("monitor", "area").order_by("date_start", "id"))


def _hours(coverage: Coverage) -> Words:
    return {
        "monitor": coverage.monitor.name,
        "area": coverage.area.name,
        "start": coverage.date_start.isoformat(),
        "end": coverage.date_end.isoformat(),
        "patrol_hours": str(coverage.patrol_hours),
        "camera_hours": str(coverage.camera_hours),
        "remarks": coverage.remarks,
    }


def _rounds_near(start: dt.date, end: dt.date) -> list[Words]:
    """Rounds within a week of the window, as far as their own dates are known."""
    window = Interval.between(start - NEAR_A_ROUND, end + NEAR_A_ROUND)
    return [
        {
            "track": round_.track,
            "ordinal": round_.ordinal,
            "start": round_.date_start.isoformat(),
            "end": round_.date_end.isoformat(),
            "dates": round_.interval.text(),
        }
        for round_ in Round.objects.order_by("date_start", "track", "ordinal")
        if round_.interval.overlaps(window)
    ]


def _nothing_on(day: dt.date, reader: Reader) -> str:
    near = " and ".join(found.isoformat() for found in nearest_dates(day, reader))
    missing = f"No tally was reported on {day.isoformat()}"
    if not near:
        return f"{missing}, nor on any other day. Import tallies first."
    return f"{missing}. The nearest days with tallies: {near}."

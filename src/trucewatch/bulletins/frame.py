"""What every bulletin says about itself: its record, readers, zone, cut-off, what lies near."""

import datetime as dt
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings

from trucewatch.accounts.access import MemberReader, Reader
from trucewatch.bulletins.figures import first_committed_after
from trucewatch.bulletins.window import Window
from trucewatch.ledger.genesis import genesis_facts
from trucewatch.reports.models import Coverage
from trucewatch.talks.models import Round
from trucewatch.vocabulary.interval import Interval

NEAR_A_ROUND: Final = dt.timedelta(days=7)

Words = dict[str, Any]


def record_facts() -> dict[str, str]:
    """The record's name, and of what it is a demonstration if it is one."""
    facts = genesis_facts() or {}
    return {"name": facts.get("name", ""), "demonstration": facts.get("demonstration", "")}


def made_for(reader: Reader) -> str:
    """Whom the bulletin is made for."""
    if isinstance(reader, MemberReader):
        return reader.member.organisation.name
    return "the public"


def zone_of(day: dt.date) -> dict[str, str]:
    """The zone of the place, and how far it stood from UTC at noon of the window's last day."""
    zone = settings.TRUCEWATCH_TIME_ZONE
    noon = dt.datetime.combine(day, dt.time(12), ZoneInfo(zone))
    return {"name": zone, "utc_offset": _offset(noon)}


def cut_off_facts(moment: dt.datetime | None) -> dict[str, str] | None:
    """The cut-off on the clocks of the place and in UTC; None where none was set."""
    if moment is None:
        return None
    local = moment.astimezone(ZoneInfo(settings.TRUCEWATCH_TIME_ZONE))
    return {
        "local": local.isoformat(timespec="minutes"),
        "utc": moment.astimezone(dt.UTC).isoformat(timespec="seconds"),
        "zone": settings.TRUCEWATCH_TIME_ZONE,
        "utc_offset": _offset(local),
    }


def read_cut_off(text: str) -> dt.datetime:
    """A moment in ISO 8601; without an offset it is on the clocks of the place.

    Raises ``ValueError`` for anything else.
    """
    moment = dt.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(settings.TRUCEWATCH_TIME_ZONE))
    return moment.astimezone(dt.UTC)


def coverage_in(
    window: Window, reader: Reader, cut_off: dt.datetime | None = None
) -> list[Coverage]:
    """The hours of patrols and cameras that touch the window, recorded by the cut-off."""
    found = Coverage.objects.visible_to(reader).filter(
        date_start__lte=window.end, date_end__gte=window.start
    )
    if cut_off is not None:
        found = found.exclude(pk__in=first_committed_after("coverage", cut_off))
    return list(found.select_related("monitor", "area").order_by("date_start", "id"))


def hours_words(coverage: Coverage) -> Words:
    """One entry of coverage as plain data."""
    return {
        "monitor": coverage.monitor.name,
        "area": coverage.area.name,
        "start": coverage.date_start.isoformat(),
        "end": coverage.date_end.isoformat(),
        "patrol_hours": str(coverage.patrol_hours),
        "camera_hours": str(coverage.camera_hours),
        "remarks": coverage.remarks,
    }


def rounds_near(start: dt.date, end: dt.date) -> list[Words]:
    """Rounds within a week of the window, as far as their own dates are known."""
    window = Interval.between(start - NEAR_A_ROUND, end + NEAR_A_ROUND)
    return [
        {
            "track": round_.track,
            "ordinal": round_.ordinal,
            "start": round_.date_start.isoformat(),
            "end": round_.date_end.isoformat(),
            "precision": int(round_.date_precision),
            "dates": round_.interval.text(),
        }
        for round_ in Round.objects.order_by("date_start", "track", "ordinal")
        if round_.interval.overlaps(window)
    ]


def _offset(moment: dt.datetime) -> str:
    offset = moment.strftime("%z")
    return f"{offset[:3]}:{offset[3:]}"

"""Reading tallies: by date for two ledgers side by side, the undated ones, and their conflicts."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Min, QuerySet

from trucewatch.accounts.access import PUBLIC, Reader
from trucewatch.reports.models import Tally
from trucewatch.reports.tally_rules import (
    Conflict,
    TallyFigures,
    conflicts_between,
    refuse_sum_across_ledgers,
)


def tallies_on(day: dt.date, reader: Reader) -> list[Tally]:
    """The tallies reported on a day, by the monitor's name, then window, then address."""
    found = _complete(Tally.objects.visible_to(reader).filter(reported_on=day))
    return list(found.order_by("monitor__name", "window_hours", "published_at_address"))


def undated_tallies(reader: Reader) -> list[Tally]:
    """The tallies whose published page bears no date; they stand on no time line."""
    found = _complete(Tally.objects.visible_to(reader).filter(reported_on__isnull=True))
    return list(found.order_by("monitor__name", "window_hours", "published_at_address"))


def dated_tallies(
    reader: Reader, *, since: dt.date | None = None, until: dt.date | None = None
) -> list[Tally]:
    """The tallies reported between two days, both counted, the oldest first."""
    found = Tally.objects.visible_to(reader).filter(reported_on__isnull=False)
    if since is not None:
        found = found.filter(reported_on__gte=since)
    if until is not None:
        found = found.filter(reported_on__lte=until)
    return list(
        _complete(found).order_by(
            "reported_on", "monitor__name", "window_hours", "published_at_address"
        )
    )


def dates_with_tallies(reader: Reader) -> list[tuple[dt.date, int]]:
    """The days on which something was published, and how many tallies each has."""
    found = Tally.objects.visible_to(reader).filter(reported_on__isnull=False)
    return list(
        found.order_by("reported_on").values_list("reported_on").annotate(count=Count("pk"))
    )


def nearest_dates(day: dt.date, reader: Reader) -> list[dt.date]:
    """The last day before and the first day after on which tallies were published."""
    found = Tally.objects.visible_to(reader)
    before = found.filter(reported_on__lt=day).aggregate(day=Max("reported_on"))["day"]
    after = found.filter(reported_on__gt=day).aggregate(day=Min("reported_on"))["day"]
    return [near for near in (before, after) if near is not None]


def conflicts_of(tally: Tally, reader: Reader = PUBLIC) -> list[Conflict]:
    """Where the tally contradicts itself, or the same tally as the reader sees it elsewhere."""
    return conflicts_of_all([tally], reader)[tally.pk]


def conflicts_of_all(tallies: Sequence[Tally], reader: Reader) -> dict[UUID, list[Conflict]]:
    """The conflicts of each tally. Tallies without a date are compared with no other page."""
    days = {tally.reported_on for tally in tallies if tally.reported_on is not None}
    published: dict[object, list[Tally]] = {}
    for other in Tally.objects.visible_to(reader).filter(reported_on__in=days):
        published.setdefault(_same_window(other), []).append(other)
    return {
        tally.pk: conflicts_between(
            figures_of(tally, [share.count for share in tally.shares.all()]),
            [
                figures_of(other)
                for other in published.get(_same_window(tally), [])
                if other.pk != tally.pk
            ],
        )
        for tally in tallies
    }


def figures_of(tally: Tally, counts: Iterable[int] = ()) -> TallyFigures:
    """What the tally says, as far as contradictions are concerned."""
    return TallyFigures(
        stated_total=tally.stated_total,
        counts=tuple(counts),
        address=tally.published_at_address,
    )


def total_of(tallies: Sequence[Tally]) -> int | None:
    """The stated breaches of one monitor over several windows; refused over several monitors.

    None when a tally states no total: what is not known is not zero.
    """
    refuse_sum_across_ledgers({tally.monitor.name for tally in tallies})
    totals = [tally.stated_total for tally in tallies if tally.stated_total is not None]
    return sum(totals) if totals and len(totals) == len(tallies) else None


def _complete(tallies: Any) -> "QuerySet[Tally]":
    """The tallies with everything that is shown of one, in few queries."""
    complete: QuerySet[Tally] = tallies.select_related("monitor", "source").prefetch_related(
        "shares__area", "confirmations__by_monitor"
    )
    return complete


def _same_window(tally: Tally) -> tuple[UUID, dt.date | None, int]:
    return (tally.monitor_id, tally.reported_on, tally.window_hours)

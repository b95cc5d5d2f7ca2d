"""Reading incidents for a bulletin: as far as its reader sees, as they stood at the cut-off."""

import datetime as dt
from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from trucewatch.accounts.access import Reader
from trucewatch.bulletins.occurrence import AccountRow, Occurrence
from trucewatch.bulletins.window import Window
from trucewatch.incidents.models import Link
from trucewatch.ledger.models import Commitment, Entry
from trucewatch.reports.models import Revision, Standing
from trucewatch.sources.models import published

_CHUNK: Final = 2_000
_SLACK: Final = {2: 5, 3: 6, 4: 30, 5: 365}
"""How many days a date of each precision may lie off at most, see ``Interval.spread``."""

_COLUMNS: Final = (
    "incident_id", "report_id", "report__source_id", "report__standing", "report__side_a_id",
    "report__side_b_id", "report__area_id", "report__date_start", "report__date_end",
    "report__date_precision", "report__event_type", "report__type_as_published",
    "report__latitude", "report__longitude", "report__location_precision",
    "report__place_as_published", "report__admin2_as_published", "report__admin1_as_published",
    "report__deaths_low", "report__deaths_best", "report__deaths_high", "report__verification",
    "report__handling",
)  # fmt: skip
_KEYS: Final = frozenset({"source", "side_a", "side_b", "area"})
_AS_KEPT: Final = {
    "source": "source_id", "side_a": "side_a_id", "side_b": "side_b_id", "area": "area_id",
    "place": "place_as_published", "district": "admin2_as_published",
    "governorate": "admin1_as_published",
}  # fmt: skip


def occurrences(
    reader: Reader, window: Window, cut_off: dt.datetime | None = None
) -> Iterator[Occurrence]:
    """The incidents that may lie in the window, by their id, in little memory.

    All their accounts that count take part, those dated elsewhere included: a rival date is part
    of what is known. Withdrawn reports are no accounts.
    """
    links = links_at(reader, cut_off)
    found = links.filter(_may_touch(window) | _changed_since(cut_off)).order_by()
    rows: Any = links.filter(incident__in=found.values("incident"))
    old = _accounts_before(cut_off)
    accounts = _as_they_stood(rows.order_by("incident_id", "report_id"), old)
    for incident, group in groupby(accounts, key=attrgetter("incident")):
        counted = [row for row in group if row.standing == Standing.RECORDED]
        if counted:
            seen = Occurrence(incident, counted)
            if seen.stretch.touches(window):
                yield seen


def count_withdrawn(reader: Reader, window: Window, cut_off: dt.datetime | None) -> int:
    """How many reports that may lie in the window had been withdrawn by the cut-off."""
    found: Any = links_at(reader, cut_off).filter(
        _may_touch(window) & Q(report__standing=Standing.WITHDRAWN) | _changed_since(cut_off)
    )
    return sum(
        row.standing == Standing.WITHDRAWN
        and Occurrence(row.incident, [row]).stretch.touches(window)
        for row in _as_they_stood(found, _accounts_before(cut_off))
    )


def links_at(reader: Reader, cut_off: dt.datetime | None) -> "QuerySet[Link]":
    """Which visible report belonged to which incident at the cut-off, or belongs to it now."""
    links: QuerySet[Link] = Link.objects.filter(reader.sees("report__"), published("report__"))
    if cut_off is None:
        return links.filter(until_entry__isnull=True)
    later = entries_after(cut_off)
    return links.filter(
        ~Q(since_entry__in=later),
        Q(until_entry__isnull=True) | Q(until_entry__in=later),
        report__recorded_at__lte=cut_off,
    )


def entries_after(cut_off: dt.datetime) -> Any:
    """The keys of what was done after a moment."""
    return Entry.objects.filter(at__gt=cut_off).values("key")


def first_committed_after(kind: str, cut_off: dt.datetime) -> Any:
    """The ids of rows of a kind that the record did not hold yet at a moment."""
    return Commitment.objects.filter(kind=kind, version=1, entry__in=entries_after(cut_off)).values(
        "subject"
    )


def _may_touch(window: Window) -> Q:
    met = Q(report__date_end__gte=window.start, report__date_start__lte=window.end)
    for precision, days in _SLACK.items():
        slack = dt.timedelta(days=days)
        met |= Q(
            report__date_precision=precision,
            report__date_end__gte=window.start - slack,
            report__date_start__lte=window.end + slack,
        )
    return met


def _changed_since(cut_off: dt.datetime | None) -> Q:
    """Reports that may have been dated otherwise at the cut-off; none without one."""
    if cut_off is None:
        return Q(pk__in=[])
    changed = Revision.objects.filter(replaced_at__gt=cut_off).order_by()
    return Q(report__in=changed.values("report"))


def _accounts_before(cut_off: dt.datetime | None) -> dict[UUID, dict[str, Any]]:
    """What each report that was changed later said at the cut-off."""
    if cut_off is None:
        return {}
    later = Revision.objects.filter(replaced_at__gt=cut_off).order_by("-version")
    return dict(later.values_list("report_id", "account"))


def _as_they_stood(rows: Any, old: dict[UUID, dict[str, Any]]) -> Iterator[AccountRow]:
    for values in rows.values_list(*_COLUMNS).iterator(_CHUNK):
        row = AccountRow(*values)
        kept = old.get(row.report)
        yield row if kept is None else _restored(row, kept)


def _restored(row: AccountRow, kept: dict[str, Any]) -> AccountRow:
    """The row with the values that a revision kept; its mark is today's, which decides."""
    columns: dict[str, Any] = {}
    for name in AccountRow._fields:
        if name in ("incident", "report", "handling"):
            continue
        value = kept.get(_AS_KEPT.get(name, name))
        if value is not None:
            if name in _KEYS:
                value = UUID(value)
            elif name in ("date_start", "date_end"):
                value = dt.date.fromisoformat(value)
            elif name in ("latitude", "longitude"):
                value = float(value)
        columns[name] = value
    return row._replace(**columns)

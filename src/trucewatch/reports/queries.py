"""Reading reports: one filter for list, count, map and export, so that they agree."""

import contextlib
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Final
from uuid import UUID

import h3
from django.db.models import Q

from trucewatch.accounts.access import Reader
from trucewatch.accounts.models import HandledQuerySet
from trucewatch.geo.cells import cell_at, cell_boundary
from trucewatch.geo.coordinates import Coordinates
from trucewatch.places.models import Place, PlaceKind
from trucewatch.reports.models import (
    Coverage,
    Report,
    Revision,
    Standing,
)
from trucewatch.reports.wording import wording_of
from trucewatch.reports.words import HoldsWords
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.precision import LocationPrecision
from trucewatch.vocabulary.refusal import NotFound
from trucewatch.vocabulary.sentence import Sentence, sentence_of
from trucewatch.vocabulary.violations import Verification, ViolationType

ALL: Final = "all"
LONGEST_QUERY: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFilter:
    """Which reports are asked for; empty means no limit. Withdrawn ones count only if asked for.

    ``since`` and ``until`` keep whatever may lie in between, ``precision`` is the vaguest one
    taken, ``known_to`` exactly one precision, ``cell`` an H3 cell on whose area the reports with
    a place of their own are counted. The names are those of the query's parameters.
    """

    since: dt.date | None = None
    until: dt.date | None = None
    type: str = ""
    area: str = ""
    party: UUID | None = None
    source: str = ""
    verification: str = ""
    precision: int | None = None
    known_to: int | None = None
    handling: str = ""
    standing: str = Standing.RECORDED.value
    q: str = ""
    cell: str = ""

    def parameters(self) -> dict[str, str]:
        """The filter as parameters of an address, without those at their default."""
        found = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if value not in (None, "", field.default):
                found[field.name] = str(value)
        return found

    def without(self, name: str) -> "ReportFilter":
        """The filter with one parameter back at its default."""
        defaults: dict[str, Any] = {f.name: f.default for f in fields(self) if f.name == name}
        return replace(self, **defaults)

    def condition(self, prefix: str = "") -> Q:
        """The filter as a condition on reports, or on rows from which ``prefix`` leads to one."""
        met = Q()
        for column, value in self._equal_columns():
            met &= Q(**{f"{prefix}{column}": value})
        if self.area:
            met &= Q(**{f"{prefix}area__in": _area_and_parts(self.area)})
        if self.party:
            met &= Q(**{f"{prefix}side_a": self.party}) | Q(**{f"{prefix}side_b": self.party})
        if words := wording_of(self.q):
            met &= Q(**{f"{prefix}folded__{HoldsWords.lookup_name}": words})
        if self.cell:
            met &= Q(**{f"{prefix}pk__in": _reports_in_cell(self.cell)})
        return met

    def _equal_columns(self) -> list[tuple[str, Any]]:
        standing = "" if self.standing == ALL else self.standing
        asked: list[tuple[str, Any]] = [
            ("date_end__gte", self.since),
            ("date_start__lte", self.until),
            ("event_type", self.type),
            ("source__key", self.source),
            ("verification", self.verification),
            ("location_precision__lte", self.precision),
            ("location_precision", self.known_to),
            ("handling", self.handling),
            ("standing", standing),
        ]
        return [(column, value) for column, value in asked if value not in (None, "")]


def parse_filter(given: Mapping[str, str]) -> tuple[ReportFilter, dict[str, str]]:
    """Read a filter from parameters; the second part names each unusable one with the reason.

    An unusable parameter is left out of the filter, so a caller shows nothing while any error
    stands: an ignored limit would show more than was asked for.
    """
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for name, read in _READERS.items():
        text = given.get(name, "").strip()
        if not text:
            continue
        if len(text) > LONGEST_QUERY or "\x00" in text:
            errors[name] = Sentence(
                "At most {most} plain characters are looked for.", most=LONGEST_QUERY
            )
            continue
        try:
            values[name] = read(text)
        except ValueError as error:
            errors[name] = sentence_of(error)
    since, until = values.get("since"), values.get("until")
    if since and until and until < since:
        errors["until"] = Sentence("The end lies before the start.")
    return ReportFilter(**values), errors


def visible_reports(reader: Reader, wanted: ReportFilter) -> HandledQuerySet:
    """The reports that the reader may see and asked for."""
    found: HandledQuerySet = Report.objects.visible_to(reader).filter(wanted.condition())
    return found


def report_called(reader: Reader, name: str) -> Report:
    """The report with an id, with a key of its source, or with both as ``SOURCE:KEY``."""
    rows = Report.objects.visible_to(reader)
    with contextlib.suppress(ValueError):
        return find_report(reader, UUID(name))
    source, _, key = name.partition(":")
    found = list(rows.filter(Q(source_key=name) | Q(source__key=source, source_key=key))[:2])
    if len(found) > 1:
        raise NotFound(
            "Several sources have a report “{name}”; write SOURCE:KEY.", values={"name": name}
        )
    if not found:
        raise NotFound("No report is called “{name}”.", values={"name": name})
    report: Report = found[0]
    return report


def find_report(reader: Reader, report_id: UUID) -> Report:
    """One report with what is shown beside it; hidden and absent are the same."""
    rows = Report.objects.visible_to(reader).select_related(
        "source", "side_a", "side_b", "area", "document", "filed_by__organisation", "compartment"
    )
    report: Report | None = rows.filter(pk=report_id).first()
    if report is None:
        raise NotFound("There is nothing here that you may see.")
    return report


def find_revision(reader: Reader, report_id: UUID, version: int) -> tuple[Report, Revision]:
    """What a report said at an earlier version."""
    report = find_report(reader, report_id)
    revision = Revision.objects.filter(report=report, version=version).first()
    if revision is None:
        raise NotFound("There is nothing here that you may see.")
    return report, revision


def governorates() -> list[Place]:
    """The first-order divisions, by name."""
    return list(Place.objects.filter(place_kind=PlaceKind.ADMIN1).order_by("name"))


def coverage_between(reader: Reader, first: dt.date, last: dt.date) -> list[Coverage]:
    """The coverage that touches these days, as far as the reader may see it."""
    found = Coverage.objects.visible_to(reader).filter(date_start__lte=last, date_end__gte=first)
    return list(found.select_related("monitor", "area"))


def _area_and_parts(key: str) -> Any:
    return Place.objects.filter(Q(key=key) | Q(parent__key=key)).values("pk")


def _reports_in_cell(cell: str) -> list[UUID]:
    """Ids of the reports drawn inside a cell, hidden ones among them: a condition, not a result."""
    resolution = h3.get_resolution(cell)
    ring = cell_boundary(cell)
    lons, lats = [lon for lon, _ in ring], [lat for _, lat in ring]
    # The edges are great circles and may bulge beyond the corners.
    slack = (max(lats) - min(lats)) / 10
    box = Report.objects.filter(
        location_precision__lte=LocationPrecision.DISTRICT,
        latitude__range=(min(lats) - slack, max(lats) + slack),
        longitude__range=(min(lons) - slack, max(lons) + slack),
    )
    return [
        key
        for key, lat, lon in box.order_by().values_list("pk", "latitude", "longitude")
        if cell_at(Coordinates(lat, lon), resolution) == cell
    ]


def _read_date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ValueError(
            Sentence("“{text}” is not a date such as 2017-02-16.", text=text)
        ) from None


def _read_party(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise ValueError(Sentence("There is no such party.")) from None


def _read_precision(text: str) -> int:
    try:
        return LocationPrecision(int(text)).value
    except ValueError:
        raise ValueError(Sentence("A location precision is a number from 1 to 7.")) from None


def _read_cell(text: str) -> str:
    if not h3.is_valid_cell(text):
        raise ValueError(Sentence("“{text}” is not an H3 cell.", text=text))
    return text


def _one_of(known: "set[str]") -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in known:
            choices = ", ".join(sorted(known))
            raise ValueError(
                Sentence("“{text}” is none of: {choices}.", text=text, choices=choices)
            )
        return text

    return read


_READERS: Final[dict[str, Callable[[str], Any]]] = {
    "since": _read_date,
    "until": _read_date,
    "type": _one_of({kind.value for kind in ViolationType}),
    "area": str,
    "party": _read_party,
    "source": str,
    "verification": _one_of({state.value for state in Verification}),
    "precision": _read_precision,
    "known_to": _read_precision,
    "handling": _one_of({mark.value for mark in Handling}),
    "standing": _one_of({*Standing.values, ALL}),
    "q": str,
    "cell": _read_cell,
}

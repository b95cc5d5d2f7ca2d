"""The record's reports as the engine reads them, as far as one reader may see them."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models import Q

from trucewatch.accounts.access import Reader
from trucewatch.incidents.linkage.models import Verdict
from trucewatch.incidents.models import Judgement, Link
from trucewatch.linkage.actors import numbered_actors
from trucewatch.linkage.columns import Columns, Ints, Vocabulary, deaths_of
from trucewatch.linkage.ids import keys_of
from trucewatch.linkage.linking import Said
from trucewatch.linkage.words import Words, words_of
from trucewatch.names.folding import fold
from trucewatch.reports.models import Report, Standing
from trucewatch.vocabulary.violations import ViolationType

_EPOCH = dt.date(1970, 1, 1)
_READ = (
    "pk", "source__key", "latitude", "longitude", "location_precision", "date_start", "date_end",
    "date_precision", "event_type", "side_a_id", "side_b_id", "deaths_low", "deaths_best",
    "deaths_high", "summary", "area__latitude", "area__longitude", "links__incident",
)  # fmt: skip
_NO_PLACE = 7
"""The precision of what has neither a point nor an area: such places are not compared."""


@dataclass(frozen=True)
class ReadReports:
    """Reports by row, with the incident of each and what people said of pairs of them."""

    ids: list[UUID]
    incidents: list[UUID]
    columns: Columns
    vocabulary: Vocabulary
    words: Words
    said: Said

    @property
    def row_of(self) -> dict[UUID, int]:
        """The row of each report."""
        return {key: row for row, key in enumerate(self.ids)}


def read_reports(
    reader: Reader,
    *,
    unique_sources: Collection[str],
    between: tuple[dt.date, dt.date] | None = None,
) -> ReadReports:
    """Every report that counts and that the reader may see, or those of some days."""
    rows = Report.objects.visible_to(reader).filter(
        standing=Standing.RECORDED, links__until_entry__isnull=True
    )
    if between is not None:
        rows = rows.filter(date_start__lte=between[1], date_end__gte=between[0])
    read = list(rows.order_by("pk").values_list(*_READ).iterator(chunk_size=20_000))
    fields: list[tuple[Any, ...]] = list(zip(*read, strict=True)) if read else [()] * len(_READ)
    (ids, sources, lats, lons, precisions, starts, ends, date_precisions, types, sides_a, sides_b,
     lows, bests, highs, summaries, area_lats, area_lons, incidents) = fields  # fmt: skip
    latitude, longitude, place = _placed(lats, lons, precisions, area_lats, area_lons)
    least, likeliest, most = deaths_of(_floats(lows), _floats(bests), _floats(highs))
    source, source_names = _numbered(sources)
    kind, kinds = _numbered(
        [None if name == ViolationType.UNSPECIFIED.value else name for name in types]
    )
    actors, parties = _actors(sides_a, sides_b)
    columns = Columns(
        key=keys_of(*_bytes([str(key) for key in ids])),
        source=source, latitude=latitude, longitude=longitude, place=place,
        first=_days(starts), last=_days(ends), when=np.array(date_precisions, np.int8),
        kind=kind, actors=actors, low=least, best=likeliest, high=most,
    )  # fmt: skip
    unique = frozenset(unique_sources) & set(source_names)
    vocabulary = Vocabulary(source_names, unique, kinds, parties)
    words = words_of(*_bytes([fold(text) for text in summaries]))
    said = _said(ids, incidents)
    return ReadReports(list(ids), list(incidents), columns, vocabulary, words, said)


def standing_verdicts(pairs: Q) -> dict[tuple[UUID, UUID], list[Judgement]]:
    """The verdicts that stand on the pairs meeting a condition, the oldest first."""
    found: dict[tuple[UUID, UUID], list[Judgement]] = {}
    rows = Judgement.objects.filter(pairs, withdrawn=False).select_related("by__organisation")
    for judgement in rows.order_by("id"):
        found.setdefault((judgement.one_id, judgement.other_id), []).append(judgement)
    return found


def _said(ids: tuple[UUID, ...], incidents: tuple[UUID, ...]) -> Said:
    """Who shares an incident now is one incident, unless somebody says that two never are."""
    row_of = {key: row for row, key in enumerate(ids)}
    first: dict[UUID, int] = {}
    same = [
        (first[incident], row)
        for row, incident in enumerate(incidents)
        if first.setdefault(incident, row) != row
    ]
    never = {
        (row_of[one], row_of[other])
        for one, other in Judgement.objects.filter(
            withdrawn=False, verdict=Verdict.NEVER.value
        ).values_list("one_id", "other_id")
        if one in row_of and other in row_of
    }
    return Said(_rows(same), _rows(sorted(never)))


def linked_reports(incident_id: UUID, reader: Reader) -> list[UUID]:
    """The reports of an incident that the reader may see."""
    links = Link.objects.filter(
        reader.sees("report__"), incident=incident_id, until_entry__isnull=True
    )
    return list(links.order_by("pk").values_list("report_id", flat=True))


def _rows(pairs: list[tuple[int, int]]) -> Ints:
    return np.array(pairs, np.int32).reshape(-1, 2)


def _placed(
    lats: Any, lons: Any, precisions: Any, area_lats: Any, area_lons: Any
) -> tuple[Any, Any, Any]:
    """Coordinates of each report, of its area where it has none of its own."""
    latitude, longitude = _floats(lats), _floats(lons)
    of_area = np.isnan(latitude) | np.isnan(longitude)
    latitude = np.where(of_area, _floats(area_lats), latitude)
    longitude = np.where(of_area, _floats(area_lons), longitude)
    place = np.array(precisions, np.int8)
    # A point that stands for an area tells no more than the area.
    place = np.where(of_area, np.maximum(place, 4), place).astype(np.int8)
    return latitude, longitude, np.where(np.isnan(latitude), _NO_PLACE, place).astype(np.int8)


def _floats(values: Any) -> Any:
    return np.array([np.nan if value is None else value for value in values], np.float64)


def _days(values: Any) -> Ints:
    return np.array([(day - _EPOCH).days for day in values], np.int32)


def _numbered(values: Any) -> tuple[Ints, tuple[str, ...]]:
    names = sorted({value for value in values if value})
    number = {name: place for place, name in enumerate(names)}
    return np.array([number.get(value, -1) for value in values], np.int32), tuple(names)


def _actors(sides_a: Any, sides_b: Any) -> tuple[Ints, tuple[str, ...]]:
    """Parties by number; a party has one key however a source spells it."""
    parties = sorted({party for side in (sides_a, sides_b) for party in side if party})
    number = {party: place for place, party in enumerate(parties)}
    both = [number.get(party, -1) for pair in zip(sides_a, sides_b, strict=True) for party in pair]
    report = np.repeat(np.arange(len(sides_a), dtype=np.int64), 2)
    actors = numbered_actors(report, np.array(both, np.int32), len(sides_a))
    return actors, tuple(map(str, parties))


def _bytes(texts: Any) -> tuple[Any, Any]:
    """Texts one after the other in UTF-8, and where each begins."""
    raw = [text.encode() for text in texts]
    start = np.concatenate([[0], np.cumsum([len(text) for text in raw])]).astype(np.int64)
    data = np.frombuffer(b"".join(raw) or b"\0", np.uint8)
    data.flags.writeable = False  # as texts read from a table are: one native function serves both
    return data, start

"""The incidents of a bulletin one by one, as plain data in the order of their dates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from trucewatch.bulletins.counting import areas_of, types_of
from trucewatch.bulletins.occurrence import Occurrence

Words = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Known:
    """The record's own names behind the ids that a bulletin counts by."""

    areas: Mapping[UUID, str]
    area_keys: Mapping[UUID, str]
    parties: Mapping[UUID, str]
    sources: Mapping[UUID, str]


def event_words(seen: Sequence[Occurrence], known: Known) -> list[Words]:
    """Each incident once; deaths are the span over its accounts and no sum."""
    rows = [_row(one, known) for one in seen]
    return sorted(rows, key=lambda row: (row["start"], row["end"], row["place"], row["incident"]))


def _row(seen: Occurrence, known: Known) -> Words:
    told, finest, deaths = seen.told, seen.finest, seen.deaths
    sides = [known.parties[p] for p in _in_order_told(seen) if p in known.parties]
    return {
        "incident": str(seen.incident),
        "start": told.start.isoformat(),
        "end": told.end.isoformat(),
        "precision": int(told.precision),
        "place": finest.place or finest.district or finest.governorate,
        "place_precision": int(finest.location_precision),
        "areas": sorted(known.areas[a] for a in areas_of(seen) if a and a in known.areas),
        "types": types_of(seen),
        "types_as_published": sorted({a.type_as_published for a in seen.accounts} - {""}),
        "sides": sides,
        "deaths": {"low": deaths.low, "high": deaths.high} if deaths.known else None,
        "reports": len(seen.accounts),
        "sources": sorted({known.sources.get(a.source, "") for a in seen.accounts}),
        "label": seen.label.value,
        "verification": sorted({a.verification for a in seen.accounts}),
    }


def _in_order_told(seen: Occurrence) -> list[UUID]:
    """The sides as the accounts name them, each once; the order says nothing of who acted."""
    first = sorted(seen.accounts, key=lambda account: account.report.hex)
    return list(dict.fromkeys(s for a in first for s in (a.side_a, a.side_b) if s))

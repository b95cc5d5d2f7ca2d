"""The tables of a daily or weekly bulletin as plain data: now, before, never a percentage."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from trucewatch.bulletins.counting import MapCount, PeriodCount
from trucewatch.bulletins.listing import Known
from trucewatch.bulletins.ranges import sum_of_ranges
from trucewatch.bulletins.window import Window
from trucewatch.incidents.rules import DerivedLabel
from trucewatch.names.folding import fold
from trucewatch.reports.models import Coverage
from trucewatch.vocabulary.violations import HEAVY_WEAPONS, ViolationType

Words = dict[str, Any]

HOTSPOTS: Final = 10


def totals_of(count: PeriodCount) -> Words:
    """A period in one line."""
    return {
        "incidents": count.incidents,
        "possible": count.possible,
        "deaths": count.death_range.as_json(),
        "heavy": count.heavy,
        "typed": count.typed,
    }


def label_rows(now: PeriodCount, before: PeriodCount) -> list[Words]:
    """How many incidents bear each derived label."""
    return [
        {"label": label.value, "now": now.by_label[label], "before": before.by_label[label]}
        for label in DerivedLabel
    ]


def area_rows(
    now: PeriodCount,
    before: PeriodCount,
    known: Known,
    coverage: Sequence[Coverage],
    window: Window,
) -> list[Words]:
    """One row for each area of the record, by name; the incidents without any come last."""
    named = sorted(known.areas, key=lambda key: _by_name(known.areas[key]))
    keys: list[UUID | None] = [*named]
    if now.by_area[None] or before.by_area[None] or now.possible_by_area[None]:
        keys.append(None)
    return [
        {
            "area": known.areas[key] if key else None,
            "key": known.area_keys[key] if key else None,
            "now": now.by_area[key],
            "before": before.by_area[key],
            "possible": now.possible_by_area[key],
            "deaths": sum_of_ranges(now.deaths_by_area.get(key, ())).as_json(),
            "hours": _hours([row for row in coverage if row.area_id == key], window),
        }
        for key in keys
    ]


def type_rows(now: PeriodCount, before: PeriodCount) -> list[Words]:
    """The types that occur, in the order of the catalogue."""
    return [
        {
            "type": kind.value,
            "heavy": kind in HEAVY_WEAPONS,
            "now": now.by_type[kind],
            "before": before.by_type[kind],
            "deaths": sum_of_ranges(now.deaths_by_type.get(kind, ())).as_json(),
        }
        for kind in ViolationType
        if now.by_type[kind] or before.by_type[kind]
    ]


def party_rows(now: PeriodCount, before: PeriodCount, known: Known) -> list[Words]:
    """The parties that accounts name, by name."""
    named = {key for key in (*now.by_party, *before.by_party) if key in known.parties}
    return [
        {
            "party": known.parties[key],
            "now": now.by_party[key],
            "before": before.by_party[key],
        }
        for key in sorted(named, key=lambda key: _by_name(known.parties[key]))
    ]


def matrix_rows(now: PeriodCount, known: Known) -> list[Words]:
    """How many incidents name a party and bear a type."""
    return [
        {
            "party": known.parties[key],
            "types": {
                kind.value: now.by_party_and_type[key, kind.value]
                for kind in ViolationType
                if now.by_party_and_type[key, kind.value]
            },
        }
        for key in sorted(now.by_party, key=lambda key: _by_name(known.parties[key]))
    ]


def hotspot_rows(now: PeriodCount, before: PeriodCount, known: Known) -> list[Words]:
    """The districts or places with the most incidents; a tie at the end is not cut in two."""
    ranked = sorted(now.spots, key=lambda spot: (-now.spots[spot], spot))
    if len(ranked) > HOTSPOTS:
        least = now.spots[ranked[HOTSPOTS]]
        ranked = [spot for spot in ranked[:HOTSPOTS] if now.spots[spot] > least] or ranked[
            :HOTSPOTS
        ]
    names = {str(key): name for key, name in known.areas.items()}
    return [
        {
            "place": now.spot_names[spot],
            "area": names.get(spot.area),
            "now": now.spots[spot],
            "before": before.spots[spot],
        }
        for spot in ranked
    ]


def map_words(count: MapCount, known: Known) -> Words:
    """Incidents by cell, by governorate where no more is known, and those on no map."""
    return {
        "cells": dict(sorted(count.cells.items())),
        "areas": {known.areas[key]: n for key, n in sorted(count.areas.items(), key=str)},
        "elsewhere": count.elsewhere,
    }


def _hours(rows: Sequence[Coverage], window: Window) -> Words | None:
    """Hours of patrols and cameras over one area; None where nobody is recorded as looking.

    An entry that reaches beyond the window may have none of its hours in it, or all of them.
    """
    if not rows:
        return None
    inside = [row for row in rows if window.holds(Window(row.date_start, row.date_end))]
    return {
        name: {
            "low": str(sum((getattr(row, f"{name}_hours") for row in inside), Decimal())),
            "high": str(sum((getattr(row, f"{name}_hours") for row in rows), Decimal())),
        }
        for name in ("patrol", "camera")
    }


def _by_name(name: str) -> tuple[str, str]:
    return fold(name), name

"""Areas of scope and of control in GeoJSON: into the record, and out of it as they came in."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from trucewatch.accounts.access import MemberReader, Reader, require
from trucewatch.accounts.models import Member
from trucewatch.accounts.rules import Act
from trucewatch.agreements.models import ControlArea, Drawn, Instrument, ScopeArea
from trucewatch.agreements.recording import draw_control, draw_scope
from trucewatch.exchange.areas_geojson import features_of
from trucewatch.exchange.options import ImportOptions, Progress, no_progress
from trucewatch.exchange.summary import Refusal, Summary
from trucewatch.geo.drawn import read_drawn
from trucewatch.parties.queries import parties_named
from trucewatch.places.models import Place
from trucewatch.sources.actions import add_source, only_import
from trucewatch.sources.models import Source
from trucewatch.vocabulary.accords import Confidence, ScopeEffect
from trucewatch.vocabulary.handling import Handling
from trucewatch.vocabulary.refusal import Refused

SOURCE_KEY: Final = "drawn-areas"
_KINDS: Final = ("scope", "control")
_READ: Final = frozenset(
    {"name", "handling", "kind", "instrument", "effect", "holder", "confidence", "since", "until",
     "remarks", "place"}
)  # fmt: skip
"""Properties that the record holds in columns of its own."""


class _Wrong(ValueError):
    """A field of a feature cannot be taken."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(why)
        self.field = field


@dataclass(frozen=True, slots=True)
class _Reading:
    """What every feature of a file shares."""

    instrument: Instrument | None
    source: Source
    by: Member


def import_areas(
    path: Path,
    *,
    name: str,
    by: Member,
    options: ImportOptions,
    progress: Progress = no_progress,
) -> Summary:
    """Enter the features of a FeatureCollection as areas of an instrument or of a holder.

    Properties: ``kind`` (scope, or control where a ``holder`` is named), ``name``, ``instrument``,
    ``effect``, ``holder``, ``confidence``, ``since``, ``until``, ``handling``, ``remarks``. All
    properties are kept and handed back. A feature that is in the record already, outline and all,
    is unchanged. Line numbers of refusals count features. Nothing is half-imported.
    """
    require(by, Act.IMPORT)
    require(by, Act.RECORD_FACT)
    summary = Summary()
    features = features_of(path)
    progress(path.stat().st_size)
    with only_import(), transaction.atomic():
        reading = _Reading(_instrument(options.instrument, by), _source(by), by)
        areas = []
        for number, feature in enumerate(features, start=1):
            summary.read += 1
            try:
                areas.append((number, _area(feature, reading)))
            except _Wrong as wrong:
                summary.refuse(Refusal(number, wrong.field, str(wrong)))
        _enter(areas, summary, by)
        if summary.refused and not options.skip_refused:
            summary.forget_what_was_made()
        if options.dry_run or (summary.refused and not options.skip_refused):
            transaction.set_rollback(True)
        else:
            summary.published = summary.made > 0
    return summary


def _enter(areas: list[tuple[int, Drawn]], summary: Summary, by: Member) -> None:
    known = {_identity(area) for area in _all_areas(MemberReader(by))}
    for number, area in areas:
        if _identity(area) in known:
            summary.unchanged += 1
            continue
        known.add(_identity(area))
        try:
            if isinstance(area, ScopeArea):
                draw_scope(area, by=by)
            elif isinstance(area, ControlArea):
                draw_control(area, by=by)
        except Refused as refused:
            summary.refuse(Refusal(number, refused.field, str(refused.reason)))
            continue
        summary.made += 1
        summary.flag(
            ["outline_changed"] if area.remarks != area.properties.get("remarks", "") else []
        )


def _identity(area: Drawn) -> str:
    """What makes two areas the same one: whose, when, what a file says of it, the outline."""
    whose = area.instrument_id if isinstance(area, ScopeArea) else _holder(area)
    effect = area.effect if isinstance(area, ScopeArea) else ""
    what = [str(whose), area.name, effect, str(area.since), str(area.until), str(area.place_id)]
    others = {name: value for name, value in area.properties.items() if name not in _READ}
    return json.dumps([*what, others, area.geometry], sort_keys=True)


def _holder(area: Drawn) -> str:
    return f"{area.holder_id} {area.holder_label}" if isinstance(area, ControlArea) else ""


def _area(feature: object, reading: _Reading) -> Drawn:
    if not isinstance(feature, Mapping) or feature.get("type") != "Feature":
        raise _Wrong("type", "it is no Feature")
    properties = feature.get("properties") or {}
    if not isinstance(properties, Mapping):
        raise _Wrong("properties", "they are no object")
    kept = dict(properties)
    if "id" in feature:
        kept["@id"] = feature["id"]
    geometry, changed, place = _where(feature, properties)
    shared: dict[str, Any] = {
        "name": _text(properties, "name") or _text(properties, "key") or "–",
        "geometry": geometry,
        "place": place,
        "properties": kept,
        "since": _day(properties, "since"),
        "until": _day(properties, "until"),
        "handling": _one_of(properties, "handling", Handling, Handling.GREEN.value),
        "source": reading.source,
        "remarks": "\n".join(filter(None, (_text(properties, "remarks"), *changed))),
    }
    if shared["since"] and shared["until"] and shared["until"] < shared["since"]:
        raise _Wrong("until", "it is before “since”")
    kind = _text(properties, "kind") or ("control" if properties.get("holder") else "scope")
    if kind not in _KINDS:
        raise _Wrong("kind", f"“{kind}” is neither “scope” nor “control”")
    if kind == "scope":
        return _scope(properties, shared, reading)
    return _control(properties, shared)


def _where(
    feature: Mapping[str, Any], properties: Mapping[str, Any]
) -> tuple[dict[str, Any] | None, tuple[str, ...], Place | None]:
    """The outline and what was changed in it, or the place that the area is as a whole."""
    key = _text(properties, "place")
    place = Place.objects.filter(key=key).first() if key else None
    if key and place is None:
        raise _Wrong("place", f"the record has no place “{key}”")
    if feature.get("geometry") is None and place is not None:
        return None, (), place
    try:
        drawn = read_drawn(feature.get("geometry"))
    except ValueError as error:
        raise _Wrong("geometry", str(error)) from None
    return drawn.geometry, drawn.remarks, place


def _scope(properties: Mapping[str, Any], shared: dict[str, Any], reading: _Reading) -> ScopeArea:
    named = _text(properties, "instrument")
    known = Instrument.objects.visible_to(MemberReader(reading.by))
    instrument = known.filter(name=named).first() if named else reading.instrument
    if instrument is None:
        told = f"the record has no instrument “{named}”" if named else "it names no instrument"
        raise _Wrong("instrument", told)
    effect = _one_of(properties, "effect", ScopeEffect, ScopeEffect.COVERED.value)
    return ScopeArea(instrument=instrument, effect=effect, **shared)


def _control(properties: Mapping[str, Any], shared: dict[str, Any]) -> ControlArea:
    named = _text(properties, "holder")
    confidence = _one_of(properties, "confidence", Confidence, Confidence.LOW.value)
    party = parties_named([named]).get(named) if named else None
    label = "" if party else named
    return ControlArea(holder=party, holder_label=label, confidence=confidence, **shared)


def _text(properties: Mapping[str, Any], field: str) -> str:
    value = properties.get(field)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _Wrong(field, "it is no text")
    return " ".join(value.split())


def _day(properties: Mapping[str, Any], field: str) -> dt.date | None:
    text = _text(properties, field)
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text) if len(text) == 10 else _no_day(text)
    except ValueError:
        raise _Wrong(field, f"“{text}” is no day such as 2017-02-16") from None


def _no_day(text: str) -> dt.date:
    raise ValueError(text)


def _one_of(properties: Mapping[str, Any], field: str, kind: Any, default: str) -> str:
    text = _text(properties, field) or default
    allowed = [str(member) for member in kind]
    if text not in allowed:
        raise _Wrong(field, f"“{text}” is none of {', '.join(allowed)}")
    return text


def _instrument(name: str, by: Member) -> Instrument | None:
    if not name:
        return None
    known = Instrument.objects.visible_to(MemberReader(by))
    found: Instrument | None = known.filter(name=name).first()
    if found is None:
        alike = known.filter(name__icontains=name)
        found = alike.first() if alike.count() == 1 else None
    if found is None:
        raise Refused(f"The record has no single instrument called “{name}”.", field="instrument")
    return found


def _source(by: Member) -> Source:
    found: Source | None = Source.objects.filter(key=SOURCE_KEY).first()
    return found or add_source(
        Source(key=SOURCE_KEY, name="Areas drawn in files", reliability="F"), by=by
    )


def _all_areas(reader: Reader) -> list[Drawn]:
    found: list[Drawn] = []
    for model in (ScopeArea, ControlArea):
        rows = model.objects.visible_to(reader).filter(withdrawn=False)
        found += rows.order_by("recorded_at", "pk")
    return found


def areas_as_geojson(reader: Reader) -> dict[str, Any]:
    """Every area that the reader may see; one that came from a file has its properties again."""
    return {
        "type": "FeatureCollection",
        "features": [_feature(area) for area in _all_areas(reader)],
    }


def _feature(area: Drawn) -> dict[str, Any]:
    kept = dict(area.properties)
    feature: dict[str, Any] = {"type": "Feature"}
    if "@id" in kept:
        feature["id"] = kept.pop("@id")
    feature["geometry"] = area.geometry
    feature["properties"] = {**_said(area), **kept}
    return feature


def _said(area: Drawn) -> dict[str, Any]:
    """What the record says of an area, as properties that an import reads."""
    said: dict[str, Any] = {"name": area.name, "handling": area.handling}
    if isinstance(area, ScopeArea):
        said |= {"kind": "scope", "instrument": area.instrument.name, "effect": area.effect}
    elif isinstance(area, ControlArea):
        holder = area.holder.name if area.holder else area.holder_label
        said |= {"kind": "control", "holder": holder, "confidence": area.confidence}
    for name in ("since", "until"):
        if day := getattr(area, name):
            said[name] = day.isoformat()
    if area.place:
        said["place"] = area.place.key
    if area.remarks:
        said["remarks"] = area.remarks
    return said

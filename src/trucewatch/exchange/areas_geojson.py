"""Dated areas in a GeoJSON file: which land a text covers or excepts, from when until when."""

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from trucewatch.exchange.scope_table import APART
from trucewatch.geo.dated import DatedArea, Effect
from trucewatch.geo.drawn import read_drawn
from trucewatch.vocabulary.refusal import Refused

_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_EPOCH: Final = dt.date(1970, 1, 1).toordinal()
_MOST_TOLD: Final = 10


@dataclass(frozen=True)
class AreasFile:
    """The areas of a file in its order, and what was changed in their outlines."""

    areas: tuple[DatedArea, ...]
    remarks: tuple[str, ...]


class _WrongField(ValueError):
    """A field of a feature cannot be taken."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(why)
        self.field = field


def read_areas(path: Path) -> AreasFile:
    """Read a FeatureCollection of polygons with properties.

    ``key`` (or ``name``, ``id``, or the feature's own ``id``) names the area; ``effect`` is
    ``covered``, also where it is missing, or ``excepted``; ``since`` and ``until`` are days, both
    included, open where missing; ``text`` says by which text. Refused with ``Refused``, naming
    file, features and fields; every feature is looked at, so that all faults are told at once.
    """
    areas: list[DatedArea] = []
    remarks: list[str] = []
    wrong: list[tuple[int, _WrongField]] = []
    number_of: dict[str, int] = {}
    for number, feature in enumerate(features_of(path), start=1):
        try:
            area, changed = _area(feature)
            if (earlier := number_of.setdefault(area.key, number)) != number:
                raise _WrongField("key", f"“{area.key}” is the key of feature {earlier:,} as well")
        except _WrongField as error:
            wrong.append((number, error))
            continue
        areas.append(area)
        remarks += [f"area {area.key}: {each}" for each in changed]
    if wrong:
        raise _refused(path, wrong)
    return AreasFile(tuple(areas), tuple(remarks))


def _refused(path: Path, wrong: list[tuple[int, _WrongField]]) -> Refused:
    told = "; ".join(
        f"feature {number:,}, field “{error.field}”: {error}"
        for number, error in wrong[:_MOST_TOLD]
    )
    more = f"; and {len(wrong) - _MOST_TOLD:,} more features" if len(wrong) > _MOST_TOLD else ""
    return Refused(
        "{file}, {faults}.",
        field=wrong[0][1].field,
        values={"file": path.name, "faults": told + more},
    )


def features_of(path: Path) -> list[Any]:
    """The features of a collection, each still to be looked at; refused where it is none."""
    try:
        given = json.loads(path.read_text("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise _unreadable(path, f"it is no JSON ({error})") from None
    if not isinstance(given, Mapping) or given.get("type") != "FeatureCollection":
        raise _unreadable(path, "it is no FeatureCollection")
    if not isinstance(features := given.get("features"), list):
        raise _unreadable(path, "its features are no list")
    if given.get("crs") and not re.search(r"CRS84|4326", json.dumps(given["crs"])):
        raise _unreadable(path, "its coordinates are not in degrees of WGS 84")
    return features


def _unreadable(path: Path, why: str) -> Refused:
    return Refused(
        "{file} cannot be read as areas: {why}.",
        field="areas",
        values={"file": path.name, "why": why},
    )


def _area(feature: object) -> tuple[DatedArea, tuple[str, ...]]:
    """The area of a feature, and what was changed in its outline."""
    if not isinstance(feature, Mapping) or feature.get("type") != "Feature":
        raise _WrongField("type", "it is no Feature")
    properties = feature.get("properties") or {}
    if not isinstance(properties, Mapping):
        raise _WrongField("properties", "they are no object")
    key = _key(feature, properties)
    effect = _text(properties, "effect").casefold() or Effect.COVERED
    if effect not in set(Effect):
        raise _WrongField("effect", f"“{effect}” is neither “covered” nor “excepted”")
    since, until = _day(properties, "since"), _day(properties, "until")
    if since is not None and until is not None and until < since:
        raise _WrongField("until", "it is before “since”")
    try:
        drawn = read_drawn(feature.get("geometry"))
    except ValueError as error:
        raise _WrongField("geometry", str(error)) from None
    text = _text(properties, "text")
    return DatedArea(key, Effect(effect), drawn.shape, since, until, text), drawn.remarks


def _key(feature: Mapping[str, Any], properties: Mapping[str, Any]) -> str:
    given = (properties.get("key"), properties.get("name"), properties.get("id"), feature.get("id"))
    for value in given:
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            key = str(value).strip()
            if APART in key or not key.isprintable():
                raise _WrongField("key", "it holds a semicolon or a character that is not printed")
            return key
    raise _WrongField("key", "it is missing, and so are “name” and “id”")


def _text(properties: Mapping[str, Any], field: str) -> str:
    value = properties.get(field)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _WrongField(field, "it is no text")
    return " ".join(value.split())


def _day(properties: Mapping[str, Any], field: str) -> int | None:
    """Days since 1970-01-01; None where the field is missing or empty."""
    text = _text(properties, field)
    if not text:
        return None
    try:
        if not _DATE.fullmatch(text):
            raise ValueError(text)
        return dt.date.fromisoformat(text).toordinal() - _EPOCH
    except ValueError:
        raise _WrongField(field, f"“{text[:40]}” is no date such as 2017-05-06") from None

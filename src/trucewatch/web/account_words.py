"""The columns of an account and their values, as a page writes them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from trucewatch.reports.models import Standing
from trucewatch.vocabulary.grading import InformationCredibility
from trucewatch.vocabulary.interval import DatePrecision, Interval
from trucewatch.vocabulary.precision import LocationPrecision
from trucewatch.vocabulary.violations import UcdpType, Verification, ViolationType

FIELD_WORDS: Final[dict[str, str]] = {
    "standing": "Standing",
    "verification": "Verification",
    "credibility": "Credibility",
    "date_start": "First day",
    "date_end": "Last day",
    "date_precision": "Date known to",
    "event_type": "Type",
    "type_as_published": "Type, as published",
    "ucdp_type": "UCDP type",
    "summary": "Summary",
    "side_a": "One side",
    "side_b": "Other side",
    "place_as_published": "Place, as published",
    "admin1_as_published": "First division, as published",
    "admin2_as_published": "Second division, as published",
    "country_as_published": "Country, as published",
    "area": "Governorate",
    "latitude": "Latitude",
    "longitude": "Longitude",
    "location_precision": "Place known to",
    "deaths_low": "Deaths at least",
    "deaths_best": "Best estimate",
    "deaths_high": "Deaths at most",
    "deaths_a": "Deaths of the one side",
    "deaths_b": "Deaths of the other side",
    "deaths_civilians": "Deaths of civilians",
    "deaths_unknown": "Deaths not attributed",
}

_NAMED: Final = frozenset({"side_a", "side_b", "area"})
NOT_SAID: Final = "not said"


@dataclass(frozen=True, slots=True)
class ChangedField:
    """One field of a correction: what stood there, what stands there now."""

    field: str
    old: str
    new: str


def account_in_words(account: Mapping[str, Any], names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Each column that says something, beside its value; ``names`` gives those of ids."""
    found = []
    for name, words in FIELD_WORDS.items():
        value = account.get(f"{name}_id" if name in _NAMED else name)
        if value not in (None, ""):
            found.append((words, value_in_words(name, value, names)))
    return found


def changes_in_words(changed: list[dict[str, Any]], names: Mapping[str, str]) -> list[ChangedField]:
    """The changed fields of a revision in words."""
    return [
        ChangedField(
            FIELD_WORDS.get(change["field"], change["field"]),
            value_in_words(change["field"], change["old"], names),
            value_in_words(change["field"], change["new"], names),
        )
        for change in changed
    ]


def value_in_words(field: str, value: Any, names: Mapping[str, str]) -> str:
    """One value as it is read, never as it is stored."""
    if value in (None, ""):
        return NOT_SAID
    if field in _NAMED:
        return names.get(str(value), str(value))
    if field in ("date_start", "date_end"):
        return Interval.on(dt.date.fromisoformat(str(value))).text()
    try:
        return _coded(field, value)
    except ValueError:
        return str(value)


def _coded(field: str, value: Any) -> str:
    match field:
        case "event_type":
            return ViolationType(value).label
        case "standing":
            return str(Standing(value).label)
        case "verification":
            return Verification(value).label
        case "credibility":
            return InformationCredibility(int(value)).label
        case "date_precision":
            return DatePrecision(int(value)).label
        case "location_precision":
            return LocationPrecision(int(value)).label
        case "ucdp_type":
            return UcdpType(int(value)).label
        case _:
            return f"{value:,}" if isinstance(value, int) else str(value)
